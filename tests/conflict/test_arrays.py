"""Conflicts made of arrays: the same as from a file, and what does not fit is refused."""

from __future__ import annotations

import numpy as np
import pytest

import detente
from detente.case import parse_case
from detente.conflict import conflict_from_arcs, holding
from detente.errors import DetenteError
from detente.logic import Constant
from detente.stability import Concept, analyze_stability
from tests.oracle import World
from tests.stability.sample import from_levels

A = {"a": ([0, 1], [1, 2]), "b": ([2, 1], [1, 0])}
WORTH = {"a": [1, 2, 3], "b": [1, 3, 2]}


def as_model(arcs, worth, m):
    """The same for the oracle: states by name, rankings by groups."""
    named = {
        dm: {s: [v for u, v in zip(sources, targets, strict=True) if u == s != v] for s in range(m)}
        for dm, (sources, targets) in arcs.items()
    }
    return from_levels(named, worth)


@pytest.mark.parametrize("seed", range(150))
def test_random_graphs_have_the_verdicts_of_the_definitions(seed):
    rng = np.random.default_rng(seed)
    m, n = int(rng.integers(1, 9)), int(rng.integers(1, 5))
    number = rng.integers(0, 2 * m + 1, size=n)  # none, loops and repetitions among them
    arcs = {f"p{i}": tuple(rng.integers(0, m, size=(2, number[i])).tolist()) for i in range(n)}
    worth = {dm: rng.integers(-2, rng.integers(1, 6), size=m).tolist() for dm in arcs}
    result = analyze_stability(conflict_from_arcs(arcs, worth))
    expected = World(as_model(arcs, worth, m)).verdicts()
    assert {name: verdicts for name, verdicts in expected.items() if name != "sim"} == {
        concept.value: verdicts.tolist() for concept, verdicts in result.stable.items()
    }


def test_the_same_conflict_as_from_a_file():
    text = """
detente: 1
title: Three in a row
decision_makers:
  a: {name: A, preferences: {ranking: [r, m, l]}}
  b: {name: B, preferences: {ranking: [m, r, l]}}
states: {l: Left, m: Middle, r: Right}
arcs: {a: {l: [m], m: [r]}, b: {r: [m], m: [l]}}
status_quo: l
"""
    from_file = detente.build_conflict(parse_case(text))
    from_arrays = conflict_from_arcs(A, WORTH, status_quo=0)
    assert np.array_equal(from_arrays.level, from_file.level)
    for ours, theirs in zip(from_arrays.moves.target, from_file.moves.target, strict=True):
        assert np.array_equal(ours, theirs)
    assert from_arrays.status_quo == from_file.status_quo


def test_states_are_found_and_explained_by_number():
    conflict = conflict_from_arcs(A, WORTH)
    assert detente.find_state(conflict, "s3") == 2
    trace = detente.explain_state(conflict, 1, 0, Concept.SEQ)
    assert trace.stable
    assert "s3" in "\n".join(detente.trace_words(conflict, trace))
    assert detente.summarize(analyze_stability(conflict))


def test_what_says_nothing_of_a_state_says_nothing_of_all():
    conflict = conflict_from_arcs(A, WORTH)
    assert holding(conflict, Constant(True)).tolist() == [True, True, True]
    assert holding(conflict, Constant(False)).tolist() == [False, False, False]
    for text in ("-", ""):
        with pytest.raises(DetenteError, match="3 states"):
            detente.find_state(conflict, text)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"worth": {"a": [1, 2, 3]}}, "arcs of a, b, but states are worth something to a"),
        ({"arcs": {}, "worth": {}}, "arcs of nobody, but states are worth something to nobody"),
        ({"worth": {**WORTH, "b": [1, 2]}}, "the arrays have 2, 3 items"),
        ({"worth": {"a": [], "b": []}}, "0 states; there may be 1 to"),
        ({"worth": {**WORTH, "b": [1.5, 2, 3]}}, "what states are worth to 'b': integers in one dimension"),
        ({"arcs": {**A, "b": ([0, 1], [1])}}, "the arcs of 'b' leave 2 states and lead to 1"),
        ({"arcs": {**A, "b": ([0], [3])}}, "the arcs of 'b' name state 3; there are 3, from 0"),
        ({"arcs": {**A, "b": ([-1], [0])}}, "the arcs of 'b' name state -1; there are 3, from 0"),
        ({"status_quo": 3}, "no state 3 for the status quo; there are 3, from 0"),
        ({"arcs": {"a b": ([], [])}, "worth": {"a b": [1]}}, "a b"),
    ],
)
def test_what_does_not_fit_is_refused(change, message):
    with pytest.raises(DetenteError) as refused:
        conflict_from_arcs(**{"arcs": A, "worth": WORTH, **change})
    assert message in str(refused.value)
