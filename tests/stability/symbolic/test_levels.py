"""Preference levels, counted without a list of states."""

from __future__ import annotations

import pytest

from detente.case import load_case, parse_case
from detente.conflict import build_conflict
from detente.errors import LimitError
from detente.stability.symbolic import Budget, StateSet, build_symbolic
from detente.stability.symbolic.levels import Levels
from tests.random_models import as_text
from tests.stability.symbolic.compare import SMALL, model_number
from tests.stability.symbolic.coupled import Coupled, coupled_case


def compared(case):
    """Return the levels of all states for everybody, without a list and with one."""
    model, conflict = build_symbolic(case, budget=SMALL), build_conflict(case)
    states = tuple(StateSet(model, model.feasible))
    found = [Levels(model, i) for i in range(len(model.parties))]
    return (
        [(levels.n_levels, [levels.of(state) for state in states]) for levels in found],
        [(int(row.max()), row.tolist()) for row in conflict.level],
    )


@pytest.mark.parametrize("first", range(0, 100, 25))
def test_levels_are_those_of_the_explicit_engine(first):
    for number in range(first, first + 25):
        found, expected = compared(parse_case(as_text(model_number(9, number))))
        assert found == expected, number


@pytest.mark.parametrize(
    "case",
    [
        load_case("elmira"),
        coupled_case(Coupled(4, 2, 14, local=False)),  # more statements than options
        coupled_case(Coupled(10, 4, 14, constrained=True)),
    ],
    ids=lambda case: case.title[:20],
)
def test_levels_of_larger_models(case):
    found, expected = compared(case)
    assert found == expected


def test_a_billion_levels_are_counted():
    # forty options, each wanted for itself: every state is on a level of its own
    options = ", ".join(f"o{j}: x" for j in range(40))
    wants = ", ".join(f"o{j}" for j in range(40))
    text = (
        f"detente: 1\ntitle: t\ndecision_makers: {{a: {{name: A, options: {{{options}}}, preferences: [{wants}]}}}}\n"
    )
    model = build_symbolic(parse_case(text))
    levels = Levels(model, 0)
    states = StateSet(model, model.feasible)
    assert levels.n_levels == 1 << 40
    assert [levels.of(states.at(position)) for position in (0, (1 << 40) - 1)] == [1, 1 << 40]
    # the first statement is the most important: taking the first option alone beats half of the states
    assert levels.of(states.at(1)) == (1 << 39) + 1


def test_counting_levels_may_take_too_long():
    model = build_symbolic(coupled_case(Coupled(20, 2, 10)))
    model.diagrams.budget = Budget(seconds=-1)
    model.diagrams.restart()
    with pytest.raises(LimitError, match="not done within"):
        Levels(model, 0)
