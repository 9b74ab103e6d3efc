"""What groups could do, as people and programs read it."""

from __future__ import annotations

import json
from functools import cache

import jsonschema
import pytest

from detente.analysis.coalitions import CONCEPTS, find_coalitions
from detente.case import list_cases, load_case
from detente.conflict import build_conflict
from detente.present.coalitions_document import coalition_table, coalitions_parts, notes, verdicts_table
from detente.present.coalitions_json import coalitions_lines
from detente.present.coalitions_words import answer_words, from_equilibria, jump_words
from detente.present.document import document_latex, document_markdown, document_text
from detente.present.result_json import schema
from detente.stability import analyze_stability
from tests.stability.sample import compiled, from_levels

NAMES = [entry.name for entry in list_cases()]


@cache
def asked(name, **options):
    return find_coalitions(analyze_stability(build_conflict(load_case(name))), **options)


@pytest.mark.parametrize("name", NAMES)
def test_every_case_in_every_form(name):
    result = asked(name)
    parts = coalitions_parts(result)
    assert 2 <= len(parts[0].paragraphs) <= 3
    for written in (document_text(parts), document_markdown(parts), document_latex(parts)):
        assert "group" in written
    document = json.loads("".join(coalitions_lines(result)))
    jsonschema.validate(document, schema("coalitions"))
    assert set(document) == set(schema("coalitions")["required"])
    assert len(document["jumps"]) == len(result.jumps)


def test_answer_for_elmira():
    _, jumps, now = answer_words(asked("elmira"))
    assert jumps == (
        "Groups could leave 1 of the 5 states where it can settle for another one by which all members gain."
        " Ministry and Uniroyal could together go from s5 (delay, insist) to s8 (modify, accept, insist); no answer of"
        " the others takes the gain away."
    )
    assert now == (
        "From where it stands [s1] all members would gain if these moved together: Ministry and Local government"
        " (to s5)."
    )


def test_the_jump_for_elmira():
    result = asked("elmira")
    (jump,) = from_equilibria(result)
    assert jump_words(result, jump) == (
        "Ministry and Uniroyal, from s5 (delay, insist) to s8 (modify, accept, insist): Ministry 4th of 9 instead of"
        " 5th of 9 and Uniroyal 3rd of 9 instead of 4th of 9. One way: Uniroyal to s7, then Ministry to s8, Uniroyal"
        " worse off at s7; another: Ministry to s6, then Uniroyal to s8, Ministry and Uniroyal worse off at s6. No"
        " answer of the others takes the gain away. Once there, no part of the group gains by going on."
    )


def test_break_aways_are_said():
    """In the prisoner's dilemma each would go on alone from what both gain by."""
    result = asked("prisoners")
    (jump,) = from_equilibria(result)
    assert jump_words(result, jump).endswith(
        "Once there, some would gain by going on without the rest: First suspect (to s3) and Second suspect (to s2)."
    )


def test_nothing_to_leave_and_nowhere_to_go():
    """One state, no move: it holds, and nobody could leave."""
    result = find_coalitions(analyze_stability(compiled(from_levels({"d0": {}, "d1": {}}, {"d0": [1], "d1": [1]}))))
    first, second = answer_words(result)
    assert first.startswith("In this model 1 of 1 state holds against everybody and every group")
    assert second == "No group could leave an equilibrium for another one in which all its members are better off."


def test_every_state_leaves_a_gain():
    assert answer_words(asked("cuba-1962"))[0] == (
        "In this model every state leaves somebody, or some group, a move by which all who make it gain."
    )


def test_table_of_verdicts():
    rows = {row[0]: row[2:] for row in verdicts_table(asked("elmira")).rows}
    assert rows["s1 *"] == ("ML", "✓", "✓", "ML")
    assert rows["s5"] == ("MU",) * 4
    assert rows["s8"] == ("✓",) * 4
    assert rows["s2"] == ("MU UL MUL",) * 4


def test_table_for_programs():
    table = coalition_table(asked("elmira"))
    assert len(table.rows) == 9 * 7
    assert ("s5", "ministry, uniroyal", "no", "no", "no", "no", "s8") in table.rows


def test_notes_say_how_far_the_answer_goes():
    assert any("only groups of up to 2" in note for note in notes(asked("elmira", largest=2)))
    assert any("Pareto version" in note for note in notes(asked("elmira", pareto=True)))
    assert len(CONCEPTS) == 4
