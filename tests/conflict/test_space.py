"""Where formulas hold, in states of one combination and of several."""

from __future__ import annotations

import numpy as np
import pytest

from detente.case import parse_case
from detente.conflict import build_conflict, holding, yn
from detente.conflict.space import holds, holds_by_part, space_of
from detente.logic import And, Atom, Not, Or


def test_a_merged_class_of_one_combination_still_comes_last():
    case = parse_case(
        "detente: 1\ntitle: t\ndecision_makers:\n  a: {name: A, options: {x: X, y: Y}, preferences: [x]}\n"
        "constraints: [x or y]\nindistinguishable: [x and not y]\n"
    )
    conflict = build_conflict(case)
    assert [yn(conflict, s) for s in range(3)] == ["NY", "YY", "YN"]
    assert conflict.level.tolist() == [[1, 2, 2]]
    assert holding(conflict, Atom("a.x")).tolist() == [False, True, True]


@pytest.mark.parametrize("rules", ["", "constraints: [x or not p, not (y and q)]\n", "constraints: [x, q]\n"])
def test_part_after_part_is_the_whole(rules, monkeypatch):
    """Also where some part has no feasible state."""
    case = parse_case(
        "detente: 1\ntitle: t\ndecision_makers:\n  a: {name: A, options: {x: X, y: Y}, preferences: []}\n"
        f"  b: {{name: B, options: {{p: P, q: Q, r: R}}, preferences: []}}\n{rules}"
    )
    space = space_of(build_conflict(case))
    low, high = Atom("a.x"), Atom("b.q")
    formulas = [low, high, And((low, high)), Or((Not(Atom("a.y")), Atom("b.r"))), Or((high, Not(high)))]
    expected = [holds(space, formula) for formula in formulas]
    monkeypatch.setattr("detente.conflict.space._PART_BITS", 2)
    parts = list(holds_by_part(space, formulas))

    assert len(parts) == 8
    assert [states.start for states, _ in parts] == [0, *(states.stop for states, _ in parts[:-1])]
    assert parts[-1][0].stop == space.n_states
    for number, table in enumerate(expected):
        np.testing.assert_array_equal(table, np.concatenate([tables[number] for _, tables in parts]))
