"""Explicit arcs: added, forbidden, merged, listed."""

from __future__ import annotations

import pytest

from detente.case import parse_case
from detente.conflict import build_conflict, moves_from, yn
from detente.conflict.arcs import count_arcs
from detente.conflict.space import space_of

TEXT = """
detente: 1
title: Arcs
decision_makers:
  a: {name: A, options: {x: X}, preferences: [x]}
  b: {name: B, options: {y: Y}, preferences: [y]}
"""


def moves(extra):
    conflict = build_conflict(parse_case(TEXT + extra))
    return [
        {yn(conflict, s): [yn(conflict, int(t)) for t in moves_from(conflict, i, s)] for s in range(conflict.n_states)}
        for i in range(2)
    ]


def test_forbidden_moves_go_one_way():
    a, b = moves("moves: [{by: a, from: x, to: not x, never: true}]\n")
    assert a == {"NN": ["YN"], "YN": [], "NY": ["YY"], "YY": []}
    assert b == {"NN": ["NY"], "YN": ["YY"], "NY": ["NN"], "YY": ["YN"]}


def test_added_moves_may_change_what_others_do_and_never_loop():
    a, _ = moves("moves: [{by: a, from: 'true', to: x and y}]\n")
    assert a == {"NN": ["YN", "YY"], "YN": ["NN", "YY"], "NY": ["YY"], "YY": ["NY"]}


@pytest.mark.parametrize("forbidden_first", [True, False])
def test_a_forbidden_move_stays_forbidden_whatever_adds_it(forbidden_first):
    entries = ["{by: a, from: not x, to: x, never: true}", "{by: a, from: 'true', to: x and y}"]
    a, _ = moves(f"moves: [{', '.join(entries if forbidden_first else reversed(entries))}]\n")
    assert a == {"NN": [], "YN": ["NN", "YY"], "NY": [], "YY": ["NY"]}


def test_a_class_moves_where_one_of_its_members_can():
    a, b = moves("moves: [{by: a, from: x and y, to: not x, never: true}]\nindistinguishable: [x]\n")
    assert a == {"NN": ["Y-"], "NY": ["Y-"], "Y-": ["NN"]}
    assert b == {"NN": ["NY"], "NY": ["NN"], "Y-": []}


def test_arcs_are_counted_from_above():
    for extra in ("indistinguishable: [x]\n", "moves: [{by: a, from: 'true', to: x and y}]\n"):
        conflict = build_conflict(parse_case(TEXT + extra))
        bound = count_arcs(conflict.case, space_of(conflict), 1_000)
        assert max(len(target) for target in conflict.moves.target) <= bound <= 8
