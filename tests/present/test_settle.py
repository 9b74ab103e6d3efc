"""What would make an outcome hold, as people and programs read it."""

from __future__ import annotations

import json

import jsonschema
import pytest

from detente.analysis.inverse import Fixed, Part, count_profiles, settle
from detente.case import list_cases, load_case, parse_case
from detente.conflict import build_conflict
from detente.present.document import document_latex, document_markdown, document_text
from detente.present.result_json import schema
from detente.present.settle_document import settle_parts, settlement_columns, settlement_rows
from detente.present.settle_json import settlement_lines
from detente.present.settle_words import answer_words, change_words, none_words, target_words
from detente.stability import Concept
from tests.stability.sample import compiled, from_levels

NAMES = [entry.name for entry in list_cases()]


def asked(name, outcome=None, concept=Concept.SEQ, **fixed):
    """Ask about a catalogue case: its last outcome, or its first state."""
    conflict = build_conflict(load_case(name))
    wanted = outcome or [*(conflict.case.outcomes or ["s1"])][-1]
    held = Fixed(frozenset(fixed.get("parties", ())), frozenset(fixed.get("parts", ())))
    return settle(conflict, wanted, concept, fixed=held)


@pytest.mark.parametrize("concept", [Concept.NASH, Concept.SSEQ])
@pytest.mark.parametrize("name", NAMES)
def test_every_case_in_every_form(name, concept):
    """Text, Markdown, LaTeX and CSV are made; JSON keeps the contract; the answer takes three paragraphs at most."""
    settlement = asked(name, concept=concept)
    parts = settle_parts(settlement)
    assert 1 <= len(parts[0].paragraphs) <= 3
    for written in (document_text(parts), document_markdown(parts), document_latex(parts)):
        assert "it is no advice" in " ".join(written.split())
    document = json.loads("".join(settlement_lines(settlement)))
    jsonschema.validate(document, schema("settlement"))
    assert set(document) == set(schema("settlement")["required"])
    ids = {state["id"] for state in document["states"]}
    assert ids >= set(document["wanted"])
    rows = list(settlement_rows(settlement))
    assert all(len(row) == len(settlement_columns()) for row in rows)
    n_answers = sum(len(findings["answers"]) for findings in document["findings"])
    n_ranked = len(document["rankings"]["answers"]) if document["rankings"] else 0
    assert len(rows) == n_answers + n_ranked
    assert "".join(settlement_lines(asked(name, concept=concept))) == "".join(settlement_lines(settlement))


def test_answer_names_the_change_whose_it_is_and_the_swaps():
    words = answer_words(asked("elmira", "modified_order_accepted", parties=["municipality"]))
    assert words[0] == (
        "The smallest change that makes “modified order accepted” hold in this model (sequential: only answers in the"
        " others' own interest count) is one change: Uniroyal would put “Local government: not insist, unless Uniroyal:"
        " abandon” above “not abandon” (5th to 2nd place)."
    )
    assert words[1] == "In the hands of Uniroyal (1)."
    assert words[2] == (
        "Counted in rankings of states, the least found is 2 swaps of neighbours: Uniroyal would rank s9 above s8."
    )


def test_what_holds_already():
    assert answer_words(asked("elmira", "deadlock")) == (
        "In this model “deadlock” holds as it stands (sequential: only answers in the others' own interest count).",
    )


def test_what_no_state_has():
    text = """
    detente: 1
    title: None
    decision_makers: {a: {name: A, options: {x: Do x}, preferences: [x]}}
    constraints: [not x]
    outcomes: {done: x}
    """
    settlement = settle(build_conflict(parse_case(text)), "done")
    assert answer_words(settlement) == ("No feasible state is “done”: the constraints of the case exclude it.",)
    assert "done" in document_text(settle_parts(settlement))
    assert json.loads("".join(settlement_lines(settlement)))["wanted"] == []


def test_what_cannot_be_done_says_why():
    settlement = asked("ukraine-2026-01", "european_plan", parties=["russia"])
    words = answer_words(settlement)
    reason = "Russia could leave each of the 72 states, whatever the others do (such as s226 for s225 by dropping"
    assert reason in words[0]
    assert words[1] == "No rankings that may change make it hold."
    assert none_words(settlement, settlement.findings[0]).endswith("for the reason above.")
    everything = asked("elmira", "order_accepted", parts=list(Part))
    assert answer_words(everything)[0].startswith("Nothing makes “order accepted” hold in this model")


def test_a_count_in_words():
    conflict = build_conflict(load_case("syria-iraq-1975"))
    settlement = settle(conflict, "water_released")
    count = count_profiles(conflict, "s2", Concept.SEQ, ["syria"])
    assert answer_words(settlement, count)[-1] == (
        "Of all 720 combinations of strict rankings of Syria, all others' as they stand, 384 (53.3 %) make s2 hold: a"
        " count of what can be written down, not a chance."
    )


def test_every_kind_of_change_in_words():
    """One sentence each, in modal verbs."""
    said = {}
    questions = [
        ("ukraine-2026-01", "anchorage_settlement", Concept.SEQ),
        ("ukraine-2026-01", "concessions", Concept.NASH),
        ("elmira-12", "modified_order_accepted", Concept.SEQ),
        ("gisborne", "appeal_against_ban", Concept.SEQ),
        ("cuba-1962", "withdrawal_after_strike", Concept.SEQ),
    ]
    for name, outcome, concept in questions:
        settlement = asked(name, outcome, concept)
        for findings in settlement.findings:
            for answer in findings.answers:
                for change in answer.changes:
                    words = change_words(settlement.conflict, change)
                    said.setdefault((type(change).__name__, getattr(change, "kind", "")), words)
                    assert any(modal in words for modal in (" would ", " could ", "throughout, ")), words
    kinds = {kind for kind, _ in said}
    assert kinds == {"Edit", "Irrevocable", "Rule", "Adopted", "Ingredient"}
    assert {str(edit) for kind, edit in said if kind == "Edit"} >= {"move", "raise", "insert", "drop", "negate"}


def test_graph_form_in_words():
    model = from_levels({"d0": {0: [1]}, "d1": {1: [2]}}, {"d0": [1, 2, 3], "d1": [1, 1, 2]})
    settlement = settle(compiled(model), "w0", Concept.SEQ)
    assert target_words(settlement) == "w0 (State w0)"
    renounced = settlement.findings[1].answers[0].changes[0]
    assert change_words(settlement.conflict, renounced) == "D0 would give up the move from w0 to w1"
    raised = settlement.findings[0].answers[0].changes[0]
    assert change_words(settlement.conflict, raised) == "D0 would rank w0 (State w0) above w1 (State w1)"
