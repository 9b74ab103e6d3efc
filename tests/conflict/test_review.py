"""Advice that needs the states: each code once where it is due, and silence where it is not."""

from __future__ import annotations

import re

import pytest

from detente.case import list_cases, load_case, parse_case
from detente.conflict import build_conflict, review
from detente.conflict import review as review_function

TEXT = """
detente: 1
title: Advice
decision_makers:
  a: {name: A, options: {x: X, z: Z}, preferences: WANTED}
  b: {name: B, options: {y: Y}, preferences: [y]}
"""


def advice(extra: str = "", wanted: str = "[x, z]") -> list[str]:
    conflict = build_conflict(parse_case(TEXT.replace("WANTED", wanted) + extra))
    return [str(problem).partition(" ")[2] for problem in review(conflict)]


def test_nothing_to_say():
    assert advice() == []
    assert advice("constraints: [x excludes z]\nmoves: [{by: a, from: x, to: not x, never: true}]\n") == []


@pytest.mark.parametrize(
    ("extra", "wanted", "expected"),
    [
        ("", "[x or not x, z]", "W450 decision_makers.a.preferences[0]: 'x or not x' is true in every"),
        (
            "constraints: [not x]\n",
            "[z, {any order: [x and z, z or y]}]",
            "W451 decision_makers.a.preferences[1].any order[0]: 'x and z' is false in every",
        ),
        (
            "constraints: [not y]\n",
            "[x, z]",
            "W452 decision_makers.b: 'b' never moves: none of its options can change in any feasible state",
        ),
        (
            "",
            "{ranking: [x, x and z, 'true']}",
            "W453 decision_makers.a.preferences.ranking[1]: 'x and z' ranks no state of 'a': all its states are",
        ),
        (
            "constraints: [x excludes z]\n",
            "{ranking: [x and z, 'true']}",
            "W453 decision_makers.a.preferences.ranking[0]: 'x and z' ranks no state of 'a': no feasible state has",
        ),
        (
            "indistinguishable: [x]\n",
            "[x, z]",
            "W454 decision_makers.a.preferences[1]: 'z' is true in only some of the combinations merged",
        ),
        (
            "indistinguishable: [x and y]\n",
            "{weights: {x: 1, z: 2}}",
            "W454 decision_makers.a.preferences.weights: 'a.z' is true in only some of the combinations",
        ),
        ("constraints: [x or not x]\n", "[x, z]", "W455 constraints[0]: 'x or not x' excludes nothing"),
        (
            "constraints: [x excludes z, not x or not z or not y]\n",
            "[x, z]",
            "W455 constraints[1]: 'not x or not z or not y' excludes nothing that the other constraints do not exclude",
        ),
        ("moves: [{by: a, from: x, to: z and y}]\n", "[x, z]", "W456 moves[0]: this lets 'a' change options of others"),
        (
            "outcomes: {dream: x and z}\nconstraints: [x excludes z]\n",
            "[x, z]",
            "W457 outcomes.dream: no feasible state is 'dream' (x and z)",
        ),
        (
            "indistinguishable: [x and z and y]\n",
            "[x, z]",
            "W458 indistinguishable[0]: 'x and z and y' is one feasible state; nothing to merge",
        ),
        (
            "moves: [{by: a, from: x and not x, to: z, never: true}]\n",
            "[x, z]",
            "W459 moves[0].from: no feasible state has 'x and not x' ('from'), so this changes no move",
        ),
        (
            "moves: [{by: b, from: x, to: not x, never: true}]\n",
            "[x, z]",
            "W459 moves[0]: 'b' has no move from 'x' to 'not x' that could be forbidden",
        ),
    ],
)
def test_each_piece_of_advice(extra, wanted, expected):
    assert sum(found.startswith(expected) for found in advice(extra, wanted)) == 1


def test_somebody_who_only_influences_need_not_move():
    text = TEXT.replace("WANTED", "[x, z]") + "constraints: []\n"
    text = text.replace("options: {y: Y}, preferences: [y]", "preferences: [x]")
    assert [p.code for p in review(build_conflict(parse_case(text)))] == ["W452"]
    text += "influences: [{id: talk, by: b, on: a}]\n"
    assert review(build_conflict(parse_case(text))) == ()


def test_every_code_of_the_table_is_used_and_the_other_way_round():
    source = review_function.__globals__["__doc__"]
    listed = re.findall(r"^(W\d+)", source, flags=re.MULTILINE)
    marks = next(mark for mark in test_each_piece_of_advice.pytestmark if mark.name == "parametrize")
    assert listed == sorted({expected[:4] for *_, expected in marks.args[1]})


@pytest.mark.parametrize("name", [entry.name for entry in list_cases()])
def test_catalogue_cases_can_be_reviewed(name):
    for problem in review(build_conflict(load_case(name))):
        assert problem.line > 0
