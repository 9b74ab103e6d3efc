"""What follows if parties think otherwise, as people and programs read it."""

from __future__ import annotations

import json
from functools import cache

import jsonschema
import pytest

from detente.analysis.attitudes import Attitude
from detente.analysis.foresight import Ties
from detente.case import list_cases, load_case
from detente.conflict import build_conflict
from detente.errors import LimitError
from detente.present.document import document_latex, document_markdown, document_text
from detente.present.mindsets import Mindsets, Question, ask_mindsets
from detente.present.mindsets_document import (
    changes_table,
    foresight_table,
    mindsets_parts,
    opponents_table,
    readiness_table,
    relational_table,
)
from detente.present.mindsets_json import mindsets_lines
from detente.present.mindsets_words import answer_words, notes, play_words
from detente.present.result_json import schema
from tests.stability.sample import compiled, from_levels

NAMES = [entry.name for entry in list_cases()]
POSITIVE, NEGATIVE, NEUTRAL = Attitude.POSITIVE, Attitude.NEGATIVE, Attitude.NEUTRAL


@cache
def open_question(name: str) -> Mindsets:
    return ask_mindsets(build_conflict(load_case(name)), Question())


def asked(name: str, **question) -> Mindsets:
    return ask_mindsets(build_conflict(load_case(name)), Question(**question))


def document(result: Mindsets) -> dict:
    return json.loads("".join(mindsets_lines(result)))


@pytest.mark.parametrize("name", NAMES)
def test_every_case_in_every_form(name):
    """Text, Markdown and LaTeX are made; JSON keeps the contract; the words take no more than three paragraphs."""
    result = open_question(name)
    parts = mindsets_parts(result)
    assert 1 <= len(parts[0].paragraphs) <= 3
    for written in (document_text(parts), document_markdown(parts), document_latex(parts)):
        assert "otherwise" in written
    made = document(result)
    jsonschema.validate(made, schema("mindsets"))
    assert set(made) == set(schema("mindsets")["required"])
    two = len(result.conflict.decision_makers) == 2
    assert (made["foresight"] is not None) is two
    assert made["mixed"] is made["relational"] is None


def test_every_part_keeps_the_contract():
    attitudes = {"first": {"second": POSITIVE, "first": NEUTRAL}}
    result = asked("prisoners", moves=3, interested=["first"], attitudes=attitudes, strict=True)
    made = document(result)
    jsonschema.validate(made, schema("mindsets"))
    assert made["readiness"] is made["single_attitudes"] is None
    assert made["parameters"] == {
        "variant": None,
        "moves": 3,
        "ties": "worst",
        "interested": ["first"],
        "attitudes": {"first": {"first": "0", "second": "+"}, "second": {"first": "0", "second": "+"}},
        "strict": True,
    }
    assert [one["limited_equilibria"] for one in made["foresight"]["horizons"]] == [["s1"], ["s1", "s4"], ["s1", "s4"]]
    assert made["foresight"]["nonmyopic_equilibria"] == ["s1", "s4"]
    assert made["mixed"]["metarational"] == ["s1", "s4"]


def test_only_what_is_asked_is_answered():
    result = asked("chicken", interested=["left"])
    assert result.foresight is result.relational is result.readiness is result.changes is None
    assert asked("chicken", ties=Ties.BEST).opponents is None
    assert asked("elmira", strict=True).changes is not None
    assert asked("elmira", strict=True).readiness is None


def test_answer_for_the_prisoners():
    foresight, readiness, attitudes = answer_words(open_question("prisoners"))
    assert foresight == (
        "In this model, looking one move ahead (Nash), both parties would stay at s1 (nothing taken). Looking as far"
        " ahead as it takes (non-myopic stability), both would stay at s1 (nothing taken) and s4 (First suspect:"
        " silent, Second suspect: silent). Where it stands [s4], First suspect and Second suspect would leave looking"
        " 1 move ahead, and stay looking 2 to 4 moves ahead."
    )
    assert readiness == (
        "In this model, of 2 states where it can settle if any answer of the others counts (GMR), 2 hold by answers in"
        " their own interest alone (SEQ)."
    )
    assert attitudes == (
        "In this model, of 4 attitudes that one party could have toward another, 2 alone would change where it can"
        " settle. The status quo [s4] would no longer hold under some if First suspect is positive toward Second"
        " suspect or Second suspect is positive toward First suspect."
    )


def test_answer_for_elmira():
    readiness, attitudes = answer_words(open_question("elmira"))
    assert readiness == (
        "In this model, of 5 states where it can settle if any answer of the others counts (GMR), 3 hold by answers in"
        " their own interest alone (SEQ). Elsewhere somebody has to be ready to answer against its own interest:"
        " Ministry, or Uniroyal for 1; Uniroyal for 1."
    )
    assert attitudes.endswith(
        "The status quo [s1] would hold under some concept where it did not if Local government is negative toward"
        " Ministry or Local government is positive toward Uniroyal."
    )


def test_attitudes_that_were_asked_about():
    (words,) = answer_words(asked("elmira", attitudes={"uniroyal": {"ministry": POSITIVE, "uniroyal": NEUTRAL}}))
    assert words.startswith(
        "In this model, if Uniroyal is positive toward Ministry and Uniroyal is neutral toward itself,"
    )
    (words,) = answer_words(asked("elmira", attitudes={"uniroyal": {"ministry": NEUTRAL}}))
    assert words.startswith("In this model, if everybody minds only itself, all would stay at s5")
    assert "RNash the same; RGMR the same" in words


def test_mixed_opponents_in_words():
    (words,) = answer_words(asked("elmira", interested=["uniroyal", "municipality"]))
    assert words == (
        "In this model, if Uniroyal and Local government answer in their own interest only and the others by any moves"
        " (mixed stability), it can settle at s1 (delay), s5 (delay, insist), s8 (modify, accept, insist) and s9"
        " (abandon, …). If all answered in their own interest only (SEQ) that would be 3 states, if all by any moves"
        " (GMR) 5 states."
    )
    for interested, opening in (
        ([], "if everybody answers by any moves"),
        (["uniroyal"], "if Uniroyal answers in its own interest only and the others by any moves"),
        (["ministry", "uniroyal", "municipality"], "if everybody answers in its own interest only"),
    ):
        (words,) = answer_words(asked("elmira", interested=interested))
        assert words.startswith(f"In this model, {opening} (mixed stability)")


def test_what_is_expected_in_words():
    found = asked("syria-iraq-1975", moves=5).foresight
    words = list(play_words(found))
    assert words[0] == "Syria at s1, looking 1 to 5 moves ahead: stays."
    assert "Iraq at s1, looking 2 or 3 moves ahead: moves to s4, then Syria to s6." in words
    assert words[-1].endswith("One of several lines that are as good for those who choose.")
    assert (
        "; Iraq would leave looking 1 to 3 or 5 moves ahead, and stay looking 4 moves ahead."
        in answer_words(asked("syria-iraq-1975", moves=5))[0]
    )


def test_tables():
    chicken = open_question("chicken")
    rows = {row[0]: row[2:] for row in foresight_table(chicken.foresight).rows}
    assert rows == {
        "s2": ("✓", "R", "R", "R", "R", "–", "✓"),
        "s3": ("✓", "D", "D", "D", "D", "✓", "–"),
        "s4 *": ("–", "–", "✓", "✓", "✓", "–", "–"),
    }
    assert {row[0]: row[2] for row in readiness_table(open_question("elmira").readiness).rows} == {
        "s1 *": "Ministry, or Uniroyal",
        "s4": "Uniroyal",
        "s5": "nobody",
        "s8": "nobody",
        "s9": "nobody",
    }
    mixed = opponents_table(asked("elmira", interested=["uniroyal", "municipality"]).opponents)
    assert {row[0]: row[2:] for row in mixed.rows}["s4"] == ("MU", "–", "✓")
    relational = relational_table(asked("elmira", attitudes={"uniroyal": {"ministry": POSITIVE}}).relational)
    assert {row[0]: row[2:] for row in relational.rows}["s7"] == ("✓",) * 4
    prisoners = open_question("prisoners")
    (first, _) = changes_table(prisoners.conflict, prisoners.changes).rows
    assert first == ("First suspect", "Second suspect", "+", "+ s2", "+ s2", "+ s2", "+ s2; − s4")


def test_tables_are_cut_and_say_so():
    """What matters most stays: the status quo and what was asked about."""
    table = foresight_table(asked("cuba-1962", at=[10]).foresight, 2)
    assert [row[0] for row in table.rows] == ["s1 *", "s11"]
    assert "Showing 2 of 4 states of interest" in table.note
    assert "Showing 1 of 5." in readiness_table(open_question("elmira").readiness, 1).note


def test_notes_state_the_choices():
    text = " ".join(notes(open_question("chicken")))
    for choice in ("strict gain", "may stop", "the worst for it; it makes no difference", "Maximin_h is MR_h"):
        assert choice in text
    assert "for two parties" in " ".join(notes(open_question("elmira")))
    assert "the best for it" in " ".join(notes(asked("chicken", ties=Ties.BEST)))
    assert "the strict version" in " ".join(notes(asked("elmira", strict=True)))


def test_ties_are_warned_about():
    model = from_levels({"a": {0: [1]}, "b": {}}, {"a": [1, 1, 2], "b": [1, 2, 3]})
    assert "with ties relational" in " ".join(notes(ask_mindsets(compiled(model), Question())))
    told = ask_mindsets(compiled(model), Question(attitudes={"b": {"a": POSITIVE}}))
    assert "That changes verdicts of D" not in " ".join(notes(told))
    assert "That changes verdicts of A" in " ".join(notes(told))
    strict = ask_mindsets(compiled(model), Question(attitudes={"b": {"a": POSITIVE}}, strict=True))
    assert "ties count" not in " ".join(notes(strict))


def test_what_takes_too_long_is_left_out_unless_asked(monkeypatch):
    monkeypatch.setattr("detente.analysis.attitudes.MOST_TO_COMPARE", 10)
    result = asked("elmira")
    assert result.changes is None
    assert any(note.startswith("Attitudes were left out: 9 states and 3 decision makers") for note in notes(result))
    with pytest.raises(LimitError):
        asked("elmira", strict=True)


def test_undecided_non_myopic_verdicts_are_left_out(monkeypatch):
    monkeypatch.setattr("detente.analysis.foresight.find.MOST_WORK", 0)
    result = asked("syria-iraq-1975", moves=3)
    assert "looking 3 moves ahead, both would" in answer_words(result)[0].lower()
    assert "after looking 3 moves ahead, so non-myopic stability is left out" in " ".join(notes(result))
    made = document(result)
    jsonschema.validate(made, schema("mindsets"))
    assert made["foresight"]["nonmyopic"] is None


def test_nothing_to_say():
    """One party that cannot move: nothing is foreseen, everything holds."""
    result = ask_mindsets(compiled(from_levels({"a": {}}, {"a": [1, 2]})), Question())
    readiness, attitudes = answer_words(result)
    assert "2 hold by answers" in readiness
    assert attitudes.startswith("In this model, of 0 attitudes")
    restless = from_levels({"a": {0: [1], 1: [0]}, "b": {0: [1], 1: [0]}}, {"a": [1, 2], "b": [2, 1]})
    words = answer_words(ask_mindsets(compiled(restless), Question()))
    assert "both parties would stay nowhere" in words[0]
