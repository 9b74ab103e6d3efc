"""Influence in words, tables and JSON."""

from __future__ import annotations

import json
from functools import cache

import jsonschema

from detente.analysis.influence import InfluenceResult, find_influences
from detente.case import load_case
from detente.conflict import build_conflict
from detente.present.document import document_latex, document_markdown, document_text
from detente.present.influence_document import (
    influence_parts,
    influence_table,
    notes,
    readings_table,
    responses_table,
    settings_table,
)
from detente.present.influence_json import influence_lines
from detente.present.influence_words import answer_words, chain_words, influence_words, threshold_words
from detente.present.result_json import schema
from detente.stability import Concept
from tests.analysis.test_influence import CHAIN, REWARD, SIGNAL, answer, answered, asked


@cache
def ukraine() -> InfluenceResult:
    return find_influences(build_conflict(load_case("ukraine-2026-01")))


def test_the_answer_compares_and_says_what_it_rests_on() -> None:
    text = " ".join(answer_words(ukraine()))
    assert "While nobody is influenced, it can settle at s27 (“anchorage settlement”" in text
    assert "As the case stands, it can settle at s195 (“conflict goes on”) or at s222 (“worst case”)." in text
    assert "“neoconservatives-on-president” (inferred, hedge: strong; a single source; c13) rests on least" in text


def test_the_dilemma_is_in_the_answer() -> None:
    [sentence] = [line for line in answer_words(ukraine()) if line.startswith("“Criticize")]
    assert "takes it as the influence “criticism-on-president” has it: to s222 (worst case)" in sentence
    assert "better off where US takes it" in sentence


def test_nobody_influenced() -> None:
    result = find_influences(build_conflict(load_case("elmira")))
    assert "codes no influence" in answer_words(result)[0]
    assert len(influence_parts(result)) == 1


def test_influences_that_change_nothing() -> None:
    result = answer(REWARD, Concept.NASH)
    assert "Taking influences away, alone or together, does not change where it can settle." in answer_words(result)


def test_chain_in_words() -> None:
    result = answer(CHAIN, Concept.NASH)
    [chain] = result.chains
    assert chain_words(result, chain) == (
        "A → B → C (asked, pressed): while just these act, it can settle at s8 (Ask, Press, Yield). “Ask” is done in"
        " all of them and “Press” is done in all of them. That is neither what holds without influence nor what the"
        " last link does alone. Its thinnest link: “pressed” (inferred, hedge: weak; a single source; s2)."
    )


def test_influence_and_threshold_in_words() -> None:
    result = answer(CHAIN, Concept.NASH)
    assert influence_words(result, result.influences[0]) == (
        "“asked”: A on B through “Ask”. It rests on: reported; a single source; s1."
    )
    asked_by, _ = result.thresholds
    assert threshold_words(result, asked_by).startswith(
        "“asked”, all others aside: the two lists differ in 2 statements. Towards it, at least 1 statement of 2 has"
    )


def test_settings() -> None:
    rows = settings_table(answer(CHAIN, Concept.NASH)).rows
    assert [row[0] for row in rows] == ["(the case as it stands)", "none", "only (1)", "only (2)", "all"]
    assert rows[-1][-1] == "new: s8; gone: s2"
    assert [row[0] for row in influence_table(ukraine()).rows][:3] == [
        "(the case as it stands)",
        "none",
        "only europeans-on-president",
    ]


def test_readings_and_responses() -> None:
    result = answer(SIGNAL)
    [signal] = result.signals
    readings, responses = readings_table(result, signal), responses_table(result, signal)
    assert [row[1] for row in readings.rows] == [
        "as the influence “offence” has it",
        "as a sign of what the other wants (no more “content”)",
        "not at all",
        "as in the variant “kind”",
        "not done: as it believes (“content”)",
        "not done: as a sign of what the other wants (no more “content”)",
    ]
    assert readings.rows[0][2:4] == ("take Punish (or 1 more)", "s4")
    assert [row[0] for row in responses.rows] == ["nothing", "take Punish", "take Help"]
    assert responses.rows[1][3:] == ("+", "–", "–", "–")


def test_notes_name_what_is_left_out() -> None:
    text = " ".join(notes(ukraine()))
    assert "“Intensify secondary sanctions” also changes what is possible" in text
    assert "no judgement mixes two orders" in text
    open_end = answer(REWARD.replace("status_quo: []\n", ""))
    assert "does not say where the dispute stands" in " ".join(notes(open_end))


def test_every_format_is_written() -> None:
    parts = influence_parts(ukraine())
    assert all(len(line) <= 80 for line in document_text(parts).splitlines())
    assert "europeans-on-president" in document_markdown(parts)
    assert r"\begin{longtable}" in document_latex(parts)


def test_json_keeps_its_contract() -> None:
    validator = jsonschema.Draft202012Validator(schema("influence"))
    for result in (ukraine(), answer(SIGNAL), answer(CHAIN), answer(REWARD)):
        document = json.loads("".join(influence_lines(result)))
        validator.validate(document)
        named = {state["id"] for state in document["states"]}
        assert set(document["everything"]["equilibria"]) <= named


def test_random_influences_are_told_and_written() -> None:
    validator = jsonschema.Draft202012Validator(schema("influence"))
    for number in answered()[:25]:
        _, _, result = asked(number)
        assert result is not None
        assert document_text(influence_parts(result))
        text = "".join(influence_lines(result))
        assert text == "".join(influence_lines(result))
        validator.validate(json.loads(text))
