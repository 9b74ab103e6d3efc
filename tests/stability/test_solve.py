"""Asking for concepts: which are answered, by which engine, which are omitted and why."""

from __future__ import annotations

import numpy as np
import pytest

from detente.case import load_case, parse_case
from detente.conflict import build_conflict
from detente.stability import Concept, analyze_stability


def test_all_concepts_in_their_order_by_default():
    result = analyze_stability(build_conflict(load_case("cuba-1962")))
    assert tuple(result.stable) == tuple(Concept)
    assert (result.engine, result.omitted) == ("explicit-options", {})


def test_only_what_was_asked_for():
    result = analyze_stability(build_conflict(load_case("cuba-1962")), [Concept.SMR, Concept.NASH])
    assert tuple(result.stable) == (Concept.NASH, Concept.SMR)
    assert tuple(analyze_stability(result.conflict, []).stable) == ()


@pytest.mark.parametrize("name", ["cuba-1962", "elmira"])
def test_a_concept_alone_has_the_verdicts_it_has_among_others(name):
    conflict = build_conflict(load_case(name))
    together = analyze_stability(conflict)
    for concept, verdicts in together.stable.items():
        assert np.array_equal(analyze_stability(conflict, [concept]).stable[concept], verdicts)


def test_simultaneous_moves_are_omitted_with_the_reason_where_moves_are_listed():
    result = analyze_stability(build_conflict(load_case("elmira")))
    assert result.engine == "explicit-arcs"
    assert result.omitted == {Concept.SIM: "merged states cannot be superposed"}
    assert Concept.SIM not in result.stable
    assert analyze_stability(result.conflict, [Concept.NASH]).omitted == {}


def test_forbidden_moves_add_up_and_added_ones_do_not():
    """The air strike that cannot be undone, written as forbidden moves; the same with one move added."""
    case = load_case("cuba-1962")
    forbidden = analyze_stability(build_conflict(case, variant="irreversible-strike"))
    assert forbidden.engine == "explicit-arcs"
    assert np.flatnonzero(forbidden.equilibria(Concept.SIM)).tolist() == [5]

    added = forbidden.conflict.case.moves[0].model_copy(update={"never": False})
    result = analyze_stability(build_conflict(case.model_copy(update={"moves": (added,)})))
    assert result.omitted == {Concept.SIM: "moves listed one by one cannot be superposed"}


def test_simultaneous_moves_are_omitted_with_the_reason_where_they_are_too_many():
    options = ", ".join(f"o{j}: Option {j}" for j in range(15))
    case = parse_case(
        f"{{detente: 1, title: T, decision_makers: {{a: {{name: A, options: {{{options}}}, preferences: [o3]}}}}}}"
    )
    result = analyze_stability(build_conflict(case))
    assert result.omitted == {Concept.SIM: "32,768 combinations of options; it is offered up to 16,384"}
    assert result.stable[Concept.SEQ].sum() == 1 << 14


def test_verdicts_cannot_be_written_and_equilibria_are_where_everybody_stays():
    for name in ("cuba-1962", "elmira"):
        result = analyze_stability(build_conflict(load_case(name)))
        for concept, verdicts in result.stable.items():
            assert verdicts.shape == (len(result.conflict.decision_makers), result.conflict.n_states)
            assert verdicts.dtype == np.bool_
            assert not verdicts.flags.writeable
            assert np.array_equal(result.equilibria(concept), np.logical_and.reduce(verdicts))
