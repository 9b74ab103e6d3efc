"""Where formulas hold, in states of one combination and of several."""

from __future__ import annotations

from detente.case import parse_case
from detente.conflict import build_conflict, holding, yn
from detente.logic import Atom


def test_a_merged_class_of_one_combination_still_comes_last():
    case = parse_case(
        "detente: 1\ntitle: t\ndecision_makers:\n  a: {name: A, options: {x: X, y: Y}, preferences: [x]}\n"
        "constraints: [x or y]\nindistinguishable: [x and not y]\n"
    )
    conflict = build_conflict(case)
    assert [yn(conflict, s) for s in range(3)] == ["NY", "YY", "YN"]
    assert conflict.level.tolist() == [[1, 2, 2]]
    assert holding(conflict, Atom("a.x")).tolist() == [False, True, True]
