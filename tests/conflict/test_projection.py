"""Levels worked out on the options that preferences mention are those worked out on all."""

from __future__ import annotations

import numpy as np
import pytest

from detente.case import parse_case
from detente.conflict import build_conflict
from detente.conflict.levels import levels
from detente.conflict.space import space_of

PREFERENCES = {
    "nothing": "[]",
    "statements": "[x or s, p, not (y and s)]",
    "first only": "[x, y iff x]",
    "last only": "[s, t]",
    "ranking": "{ranking: [x and s, t, [not x, not s, x]]}",
    "weights": "{weights: {a.x: 3, b.s: -1, b.q: 0}}",
    "pairs": "{pairs: [{better: x and t, worse: not x}, {better: x and not t, worse: not x}]}",
}
RULES = {
    "none": "",
    "few": "constraints: [x or not p, not (y and q)]\n",
    "a whole part": "constraints: [t, s if q, not (x and p and t)]\n",
    "on what nothing is said of": "constraints: [q, not z or y]\n",
}


@pytest.mark.parametrize("preferences", PREFERENCES.values(), ids=PREFERENCES)
@pytest.mark.parametrize("rules", RULES.values(), ids=RULES)
@pytest.mark.parametrize("low", [1, 3, 20])
def test_levels_are_the_same(preferences, rules, low, monkeypatch):
    case = parse_case(
        "detente: 1\ntitle: t\ndecision_makers:\n"
        f"  a: {{name: A, options: {{x: X, y: Y, z: Z}}, preferences: {preferences}}}\n"
        f"  b: {{name: B, options: {{p: P, q: Q, r: R, s: S, t: T}}, preferences: []}}\n{rules}"
    )
    conflict = build_conflict(case)
    monkeypatch.setattr("detente.conflict.projection._LOW", low)
    monkeypatch.setattr("detente.conflict.levels.MANY", 0)

    for i, party in enumerate(case.decision_makers.values()):
        np.testing.assert_array_equal(conflict.level[i], levels(space_of(conflict), party.preferences))


def test_a_large_case_is_compiled_like_a_small_one(monkeypatch):
    case = parse_case(
        "detente: 1\ntitle: t\ndecision_makers:\n"
        "  a: {name: A, options: {x: X, y: Y, z: Z}, preferences: [x, z]}\n"
        "  b: {name: B, options: {p: P, q: Q, r: R}, preferences: [p iff x]}\nconstraints: [x or p, not (y and q)]\n"
    )
    expected = build_conflict(case)
    for module in ("levels", "space", "build"):
        monkeypatch.setattr(f"detente.conflict.{module}.MANY", 0)
    monkeypatch.setattr("detente.conflict.space._PART_BITS", 2)
    monkeypatch.setattr("detente.conflict.projection._LOW", 2)
    actual = build_conflict(case)

    for name in ("combination", "level", "state_of"):
        np.testing.assert_array_equal(getattr(expected, name), getattr(actual, name))
    np.testing.assert_array_equal(expected.moves.feasible, actual.moves.cube())
    assert len(actual.moves.feasible) == 64
