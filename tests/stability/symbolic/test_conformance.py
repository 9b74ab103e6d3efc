"""The symbolic engine against the literal definitions, the explicit engine, and itself."""

from __future__ import annotations

import numpy as np
import pytest

from detente.conflict import build_conflict
from detente.stability import Concept, analyze_stability
from detente.stability.symbolic import Judge, solve_symbolic
from tests.stability.symbolic.compare import SMALL, compare, compare_locally, model_number
from tests.stability.symbolic.coupled import Coupled, coupled_case

OFFERED = tuple(concept for concept in Concept if concept is not Concept.SIM)


@pytest.mark.parametrize("first", range(0, 200, 20))
def test_verdicts_are_those_of_the_definitions(first):
    found = {number: compare(model_number(1, number)) for number in range(first, first + 20)}
    assert {number: differences for number, (_, differences) in found.items() if differences} == {}
    assert sum(cells for cells, _ in found.values()) > 500


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_single_states_are_judged_and_explained_as_by_the_explicit_engine(first):
    found = {number: compare_locally(model_number(2, number)) for number in range(first, first + 20)}
    assert {number: differences for number, (_, differences) in found.items() if differences} == {}
    assert sum(done for done, _ in found.values()) > 500


@pytest.mark.parametrize(
    "size",
    [
        Coupled(10, 1, 6, local=False, constrained=True),
        Coupled(10, 5, 8, local=False, constrained=True, seed=2),
        Coupled(12, 4, 10, local=False, constrained=True),
        Coupled(12, 3, 14, local=True, constrained=True),
        Coupled(14, 6, 12, local=True, constrained=True),
        Coupled(16, 4, 12, local=True, constrained=False),
    ],
    ids=str,
)
def test_sets_are_those_of_the_explicit_engine(size):
    case = coupled_case(size)
    conflict = build_conflict(case)
    explicit = analyze_stability(conflict, OFFERED)
    symbolic = solve_symbolic(case, OFFERED)
    assert symbolic.model.n_states == conflict.n_states
    has = symbolic.model.diagrams.has
    drawn = np.random.default_rng(1).choice(conflict.n_states, size=min(400, conflict.n_states), replace=False)
    for concept in OFFERED:
        for i, dm in enumerate(conflict.decision_makers):
            cells = symbolic.stable[concept][i]
            assert symbolic.stable_for(concept, dm).count() == int(explicit.stable[concept][i].sum())
            expected = explicit.stable[concept][i, drawn].tolist()
            assert [has(cells, int(conflict.combination[s])) for s in drawn] == expected
        equilibria = symbolic.equilibria(concept)
        expected = np.flatnonzero(explicit.equilibria(concept))
        assert equilibria.count() == len(expected)
        assert [state.combination for state in equilibria.first(3)] == conflict.combination[expected[:3]].tolist()


def test_local_verdicts_are_the_global_ones_where_states_cannot_be_listed():
    result = solve_symbolic(coupled_case(Coupled(40, 10, 12, constrained=True)), OFFERED)
    judge = Judge(result.model)
    for state in result.states().sample(8, seed=3):
        expected = {
            concept: tuple(state in result.stable_for(concept, party.name) for party in result.model.parties)
            for concept in OFFERED
        }
        assert judge.verdicts(state, OFFERED) == expected


def test_the_budget_does_not_change_the_answer():
    case = coupled_case(Coupled(20, 4, 12, constrained=True))
    assert [solve_symbolic(case, budget=budget).equilibria(Concept.SEQ).count() for budget in (None, SMALL)] == [
        solve_symbolic(case).equilibria(Concept.SEQ).count()
    ] * 2


@pytest.mark.parametrize("number", range(5))
def test_operations_in_parts_have_the_same_results(monkeypatch, number):
    monkeypatch.setattr("detente.stability.symbolic.diagrams._LARGE", 0)
    cells, differences = compare(model_number(3, number))
    assert cells > 0
    assert differences == []


def test_large_sets_are_the_same_when_operations_are_done_in_parts(monkeypatch):
    case = coupled_case(Coupled(18, 3, 12, local=False, constrained=True))
    whole = solve_symbolic(case, OFFERED)
    monkeypatch.setattr("detente.stability.symbolic.diagrams._LARGE", 1000)
    parts = solve_symbolic(case, OFFERED)
    for concept in OFFERED:
        for party in whole.model.parties:
            expected = whole.stable_for(concept, party.name)
            found = parts.stable_for(concept, party.name)
            assert found.count() == expected.count() > 0
            assert all(state in expected for state in found.sample(20, seed=1))
