"""Attitudes: against the definition, theorems and what is not one."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from random import Random

import numpy as np
import pytest

from detente.analysis.attitudes import (
    CONCEPTS,
    Attitude,
    RelationalResult,
    discrete,
    relational_stability,
    single_attitudes,
)
from detente.case import load_case
from detente.conflict import build_conflict, state_id
from detente.errors import LimitError, UnknownNameError
from detente.stability import Concept, analyze_stability
from tests.analysis.oracle_attitudes import Relations
from tests.analysis.oracle_attitudes import discrete as plain
from tests.stability.sample import SIZE, compiled, from_levels, sample_model, sample_result, sample_world

NASH, GMR, SMR, SEQ = CONCEPTS
SMALL = [number for number in range(SIZE) if len(sample_world(number).states) <= 20]
OPTION_FORM = [number for number in SMALL if not sample_world(number).has_explicit_moves]


def some_attitudes(number: int) -> dict[str, dict[str, str]]:
    random, dms = Random(number), sample_world(number).dms  # noqa: S311 (nothing is secret)
    return {i: {j: random.choice("++00--" if i != j else "+++0-") for j in dms} for i in dms}


def neutral(number: int) -> dict[str, dict[str, str]]:
    dms = sample_world(number).dms
    return {i: dict.fromkeys(dms, "0") for i in dms}


def asked(number: int, attitudes: dict[str, dict[str, str]], *, strict: bool = False) -> RelationalResult:
    given = {i: {j: Attitude(sign) for j, sign in row.items()} for i, row in attitudes.items()}
    return relational_stability(sample_result(number).conflict, given, strict=strict)


@cache
def found(number: int) -> RelationalResult:
    return asked(number, some_attitudes(number))


def usual(number: int, concept: Concept) -> dict[str, tuple[str, ...]]:
    result = sample_result(number)
    return {
        dm: tuple(state_id(result.conflict, s) for s in np.flatnonzero(result.stable[concept][i]))
        for i, dm in enumerate(result.conflict.decision_makers)
    }


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("tens", range(0, SIZE, 60))
def test_verdicts_are_those_of_the_definition(tens, strict):
    for number in (number for number in SMALL if tens <= number < tens + 60):
        world = sample_world(number)
        for attitudes in (some_attitudes(number), plain(world)):
            result = asked(number, attitudes, strict=strict)
            oracle = Relations(world, attitudes, strict=strict)
            for concept in CONCEPTS:
                for dm in world.dms:
                    expected = [
                        state_id(result.conflict, s)
                        for s in range(len(world.states))
                        if oracle.is_stable(dm, s, concept.value)
                    ]
                    assert list(result.stable[concept][dm]) == expected, (number, concept, dm)


def test_discrete_attitudes_without_ties_are_the_ordinary_concepts():
    for number in OPTION_FORM:
        random = np.random.default_rng(number)
        conflict = sample_result(number).conflict
        level = np.array([random.permutation(conflict.n_states) + 1 for _ in conflict.decision_makers], dtype=np.int32)
        strict = replace(conflict, level=level)
        result, ordinary = relational_stability(strict, {}), analyze_stability(strict, CONCEPTS)
        assert result.attitudes == discrete(conflict)
        assert not result.version_matters
        for concept in CONCEPTS:
            for i, dm in enumerate(conflict.decision_makers):
                states = np.flatnonzero(ordinary.stable[concept][i])
                assert result.stable[concept][dm] == tuple(state_id(conflict, s) for s in states)
    assert len(OPTION_FORM) > 40


def test_the_strict_version_is_ordinary_stability_ties_or_not():
    for number in SMALL:
        result = asked(number, {}, strict=True)
        for concept in CONCEPTS:
            assert result.stable[concept] == usual(number, concept)


def test_with_ties_relational_nash_is_stricter_than_nash():
    stricter = 0
    for number in SMALL:
        result, nash = asked(number, {}), usual(number, NASH)
        for dm in nash:
            assert set(result.stable[NASH][dm]) <= set(nash[dm])
            stricter += result.stable[NASH][dm] != nash[dm]
            assert dm in result.version_matters or result.stable[NASH][dm] == nash[dm]
    assert stricter > 20


def test_where_the_version_matters_it_is_said():
    for number in SMALL[:80]:
        attitudes = some_attitudes(number)
        one, other = (asked(number, attitudes, strict=strict) for strict in (False, True))
        differing = tuple(
            dm
            for dm in sample_world(number).dms
            if any(one.stable[concept][dm] != other.stable[concept][dm] for concept in CONCEPTS)
        )
        assert one.version_matters == other.version_matters == differing


def test_neutral_decision_makers_stay_only_where_they_cannot_move():
    for number in SMALL[:120]:
        world, result = sample_world(number), asked(number, neutral(number))
        for dm in world.dms:
            stuck = tuple(state_id(result.conflict, s) for s in range(len(world.states)) if not world.moves[dm][s])
            assert all(result.stable[concept][dm] == stuck for concept in CONCEPTS)


def test_inclusions():
    """RNash in RSMR in RGMR, RNash in RSEQ in RGMR, whatever the attitudes."""
    for number in SMALL:
        for dm in sample_world(number).dms:
            nash, gmr, smr, seq = (set(found(number).stable[concept][dm]) for concept in CONCEPTS)
            assert nash <= smr <= gmr
            assert nash <= seq <= gmr


def test_minding_somebody_more_shrinks_replies():
    """From neutral to positive there are fewer replies, so more states are RNash stable."""
    for number in SMALL[:120]:
        attitudes = some_attitudes(number)
        for dm in sample_world(number).dms:
            without = {**attitudes, dm: {**attitudes[dm], dm: "0"}}
            assert set(asked(number, without).stable[NASH][dm]) <= set(
                asked(number, {**without, dm: {**attitudes[dm], dm: "+"}}).stable[NASH][dm]
            )


def test_a_return_to_the_state_left_does_not_sanction():
    """Known: with moves that others can undo, RGMR is not GMR, since a state is accepted in place of itself."""
    model = from_levels({"a": {0: [1]}, "b": {1: [0]}}, {"a": [1, 2], "b": [1, 2]})
    conflict = compiled(model)
    assert "w0" not in relational_stability(conflict, {}).stable[GMR]["a"]
    assert "w0" in relational_stability(conflict, {}, strict=True).stable[GMR]["a"]


def test_what_differs_is_compared_with_minding_only_oneself():
    for number in SMALL[:80]:
        result = found(number)
        alone = asked(number, {})
        assert result.discrete == alone.equilibria
        everybody = {
            concept: tuple(
                state_id(result.conflict, s)
                for s in range(result.conflict.n_states)
                if all(state_id(result.conflict, s) in names for names in result.stable[concept].values())
            )
            for concept in CONCEPTS
        }
        assert result.equilibria == everybody


@pytest.mark.parametrize("strict", [False, True])
def test_single_attitudes_are_all_that_change_something(strict):
    some = 0
    for number in SMALL[:24]:
        conflict, dms = sample_result(number).conflict, sample_world(number).dms
        before = asked(number, {}, strict=strict).equilibria
        expected = []
        for by in dms:
            for toward in dms:
                for sign in "+-":
                    after = asked(number, {by: {toward: sign}}, strict=strict).equilibria
                    gained = {c: new for c in CONCEPTS if (new := tuple(s for s in after[c] if s not in before[c]))}
                    lost = {c: old for c in CONCEPTS if (old := tuple(s for s in before[c] if s not in after[c]))}
                    if by != toward and (gained or lost):
                        expected.append((by, toward, sign, gained, lost))
        changes = single_attitudes(conflict, strict=strict)
        assert [(one.by, one.toward, one.attitude, one.gained, one.lost) for one in changes] == expected
        some += len(expected)
    assert some > 20


def test_suspects_that_mind_each_other_stay_silent():
    """Each positive toward the other and neutral toward itself: silence is what the other likes."""
    prisoners = build_conflict(load_case("prisoners"))
    attitudes = {
        "first": {"first": Attitude.NEUTRAL, "second": Attitude.POSITIVE},
        "second": {"second": Attitude.NEUTRAL, "first": Attitude.POSITIVE},
    }
    result = relational_stability(prisoners, attitudes)
    assert result.equilibria[NASH] == ("s4",)
    assert result.discrete[NASH] == ("s1",)


def test_bad_questions(monkeypatch):
    elmira = build_conflict(load_case("elmira"))
    with pytest.raises(UnknownNameError, match="did you mean 'ministry'"):
        relational_stability(elmira, {"ministr": {"ministry": Attitude.POSITIVE}})
    with pytest.raises(UnknownNameError, match="did you mean 'uniroyal'"):
        relational_stability(elmira, {"ministry": {"unroyal": Attitude.POSITIVE}})
    monkeypatch.setattr("detente.analysis.attitudes.MOST_TO_COMPARE", 10)
    with pytest.raises(LimitError, match="too many to try every attitude"):
        single_attitudes(elmira)
    monkeypatch.setattr("detente.analysis.attitudes.MOST_STATES", 8)
    with pytest.raises(LimitError, match="9 states; attitudes are followed up to 8"):
        relational_stability(elmira, {})


def test_the_sample_has_all_kinds():
    assert {sample_model(number)["kind"] for number in SMALL} >= {"plain", "irreversible", "merged", "moves", "graph"}
