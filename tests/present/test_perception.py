"""Perceptions in words, tables and JSON."""

from __future__ import annotations

import json
from functools import cache

import jsonschema
import pytest

from detente.analysis.perception import PerceptionResult, find_perceptions
from detente.case import load_case, parse_case
from detente.conflict import build_conflict
from detente.present.document import document_latex, document_markdown, document_text
from detente.present.perception_document import (
    corrections_table,
    courses_table,
    equilibria_table,
    perception_parts,
    perception_table,
)
from detente.present.perception_json import perception_lines
from detente.present.perception_words import answer_words, belief_words, deterrence_words
from detente.present.result_json import schema
from detente.stability import Concept
from tests.analysis.test_perception import THREAT, answered, asked, threat

FEAR = "{id: fear, by: a, of: b, preferences: [hit iff go]}"
NERVE = "{id: nerve, by: a, of: b, preferences: [not hit], known_by: [b]}"
BLIND = "{id: blind, by: a, unseen: [hit]}"


@cache
def ukraine() -> PerceptionResult:
    return find_perceptions(build_conflict(load_case("ukraine-2026-01")))


def test_the_answer_says_what_is_expected_what_follows_and_what_a_correction_changes() -> None:
    told, expects, follows, surprise, corrected = answer_words(ukraine())
    assert "sequential" in told
    assert expects.startswith("In its own game, as coded, US expects")
    assert "“concessions” [s197]" in expects
    assert "“conflict goes on” [s195]" in follows
    assert surprise.startswith("The surprise is on US")
    assert "US would judge 20 states otherwise" in corrected
    assert "would be the same, as it would then expect" in corrected


def test_nobody_mistaken() -> None:
    result = find_perceptions(build_conflict(load_case("elmira")))
    [sentence] = answer_words(result)
    assert "codes no perception" in sentence
    assert len(perception_parts(result)) == 1


def test_nobody_surprised() -> None:
    lines = answer_words(threat("hit iff go", "{id: p, by: a, of: b, preferences: [hit iff go, go]}"))
    assert "Nobody is surprised by what follows." in lines
    assert "B would improve by the same moves" in lines[-1]


def test_no_status_quo() -> None:
    text = THREAT.replace("status_quo: []\n", "").replace("WANTS", "hit iff go").replace("BELIEF", NERVE)
    result = find_perceptions(build_conflict(parse_case(text)))
    assert "does not say where the dispute stands" in " ".join(answer_words(result))
    assert all("From where" not in part.title for part in perception_parts(result))


def test_deterrence_names_the_step_that_is_missing() -> None:
    fear = threat("not hit", FEAR)
    [entry] = fear.deterrence[Concept.SEQ]
    assert deterrence_words(fear, entry) == (
        "A does not go from s1 to s2 (1st of 4 instead of 2nd of 4): it believes that B to s4 (Go there, Hit back)"
        " would deter it. In fact B would not go to s4."
    )
    nerve = threat("hit iff go", NERVE)
    [entry] = nerve.deterrence[Concept.SEQ]
    assert deterrence_words(nerve, entry).endswith("would deter it. In its own game B would not go to s4.")


def test_beliefs_in_words() -> None:
    result = threat("hit", f"{NERVE}, {BLIND}")
    one, two = (belief_words(result, belief) for belief in result.perceptions)
    assert "A’s own game, as coded, it takes B to want something else than the case says. B knows of it." in one
    assert "it does not see states in which B: hit back." in two


def test_tables() -> None:
    result = ukraine()
    courses = courses_table(result)
    assert [row[1:] for row in courses.rows if row[0] == "Nash"] == [
        ("s222 (worst case)", "s222 (worst case)", "s124 (concessions)")
    ]
    table = equilibria_table(result)
    assert {row[0]: row[-2:] for row in table.rows}["s198"] == (
        "Russia, US, Europeans, Ukraine, Neoconservatives",
        "no",
    )
    assert len(equilibria_table(result, 3).rows) == 3
    assert "Showing 3 of" in equilibria_table(result, 3).note
    assert [row[2] for row in corrections_table(result).rows] == ["0", "0", "0", "20", "20"]
    full = perception_table(result)
    assert ("seq", "s198", "yes", "no", "") in full.rows
    assert ("seq", "s197", "no", "no", "us") in full.rows


def test_every_format_is_written() -> None:
    parts = perception_parts(ukraine(), limit=None)
    assert all(len(line) <= 80 for line in document_text(parts).splitlines())
    assert "weakness" in document_markdown(parts)
    assert r"\begin{longtable}" in document_latex(parts)


@pytest.mark.parametrize("beliefs", [FEAR, NERVE, BLIND, f"{NERVE}, {BLIND}"])
def test_json_keeps_its_contract(beliefs: str) -> None:
    result = threat("hit iff go", beliefs)
    document = json.loads("".join(perception_lines(result)))
    jsonschema.Draft202012Validator(schema("views")).validate(document)
    assert [belief["id"] for belief in document["beliefs"]] == [belief.id for belief in result.perceptions]


def test_random_beliefs_are_told_and_written() -> None:
    validator = jsonschema.Draft202012Validator(schema("views"))
    for number in answered()[:25]:
        _, _, result = asked(number)
        assert result is not None
        assert document_text(perception_parts(result))
        text = "".join(perception_lines(result))
        assert text == "".join(perception_lines(result))
        validator.validate(json.loads(text))


def test_text_of_a_case_cannot_act_on_a_terminal() -> None:
    text = THREAT.replace("WANTS", "hit").replace("BELIEF", NERVE[:-1] + ', about: "\\e[31mred"}')
    result = find_perceptions(build_conflict(parse_case(text)))
    assert "\x1b" not in document_text(perception_parts(result))
