"""How robust an answer is, as people and programs read it."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import jsonschema
import pytest

from detente.analysis.partial import find_partial
from detente.analysis.robustness import Share, find_robustness
from detente.case import list_cases, load_case, parse_case
from detente.conflict import build_conflict
from detente.present.conclusion_words import support_words
from detente.present.document import document_latex, document_markdown, document_text
from detente.present.partial_document import partial_answer, partial_parts, question_words
from detente.present.result_json import schema
from detente.present.robust_document import census_columns, census_rows, robust_parts, shares_table, tipping_table
from detente.present.robust_json import robustness_lines
from detente.present.robust_words import answer_words, notes, share_words
from detente.present.tables import Table

NAMES = [entry.name for entry in list_cases()]


@cache
def asked(name: str, **options: Any) -> Any:
    return find_robustness(build_conflict(load_case(name)), **options)


@cache
def unknown(name: str) -> Any:
    return find_partial(build_conflict(load_case(name)))


@pytest.mark.parametrize("name", NAMES)
def test_every_case_in_every_form(name: str) -> None:
    result, partial = asked(name), unknown(name)
    parts = robust_parts(result, partial)
    for written in (document_text(parts), document_markdown(parts), document_latex(parts)):
        assert "readings" in written
        assert "how much depends on what" in " ".join(written.split())
    document = json.loads("".join(robustness_lines(result, partial)))
    jsonschema.validate(document, schema("robustness"))
    assert set(document) == set(schema("robustness")["required"])
    assert document["case"]["title"] == result.conflict.case.title
    assert len(document["tipping"]) == len(result.tipping)
    assert "".join(robustness_lines(result, partial)) == "".join(robustness_lines(asked(name), unknown(name)))


def test_the_answer_for_the_bundled_case() -> None:
    shares, tipped, fallen = answer_words(asked("ukraine-2026-01"))
    assert shares == (
        "1,080 readings: admissible orders of what each party wants, and those one exchange of neighbours away from"
        " one, in every combination (Russia 10; US 9; Europeans 6; Neoconservatives 2). Under sequential stability the"
        " status quo, keep second strike, prolong, sanctions, persuade president [s195], is an equilibrium in 1,080 of"
        " 1,080; 2 states are equilibria in every reading looked at, 1 in some. A share of readings is no chance:"
        " nothing says that readings are equally likely."
    )
    assert tipped == (
        "That the status quo holds under sequential stability is turned round by 11 of 63 changes of a single"
        " assumption, for example the opposite of “Russia: not accept ceasefire” (a wish of Russia). Up to 3 exchanges"
        " of neighbours in the lists do not turn it round."
    )
    assert fallen == (
        "Conclusions change when statements are left out: what the author asserts (19); in brackets, how many of 50"
        " conclusions."
    )


def test_what_tips_says_what_it_rests_on() -> None:
    table = tipping_table(asked("ukraine-2026-01"))
    assert isinstance(table, Table)
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows["without “Ukraine: not recognize territories” (a wish of Ukraine)"] == (
        "reported: c5",
        "“anchorage settlement” can hold (all concepts); “anchorage with recognition” can hold (all concepts);"
        " “europeans restrained” can hold (all concepts)",
    )
    assert "a move from" in " ".join(rows)
    # what tips the status quo comes first
    assert table.rows[0][2].startswith("the status quo no longer holds")


def test_support_in_words() -> None:
    levers = {
        lever.assumption.text: lever.assumption for one in asked("ukraine-2026-01").tipping for lever in one.levers
    }
    assert support_words(levers["not recognize"]) == "reported: c5"
    assert support_words(levers["criticize iff not restrain"]) == "asserted: c25, c28 and a9"


def test_shares_in_words() -> None:
    assert share_words(Share(1, 4, is_exact=True)) == "1 of 4"
    assert share_words(Share(1, 10, is_exact=False)) == "1 of 10 drawn (1.8–40.4 %)"


def test_drawn_readings_are_said_to_be_drawn() -> None:
    result = asked("ukraine-2026-01", swaps=2, sample=40, seed=5)
    said = " ".join(notes(result))
    assert (
        "SEQ, symmetric sequential: 40 of 95,040 readings were drawn (seed 5), each with the same chance; in brackets"
        in said
    )
    table = shares_table(result.census)
    row = next(row for row in table.rows if row[0].startswith("s222"))
    assert row[1] == "95,040 of 95,040"
    assert row[4].startswith("40 of 40 drawn (")


def test_unknown_comparisons_in_words() -> None:
    result = unknown("gisborne-unknown")
    sentence, question = partial_answer(result)
    assert sentence == (
        "How Provincial compares some states is unknown. Whatever it is, no state is certain to be an equilibrium under"
        " sequential stability; 3 more may be."
    )
    assert question == (
        "The most useful thing to find out: does Provincial prefer “continue, appeal” [s6] to “continue, lift, appeal”"
        " [s8], or the other way round? Whichever is so settles at least 7 verdicts of 14 that are open."
    )
    titles = [part.title for part in partial_parts(result)]
    assert titles == [
        "What is certain, possible, impossible",
        "Four ways to treat what is unknown",
        "What to find out next",
    ]
    assert partial_parts(unknown("elmira")) == ()
    assert partial_answer(unknown("elmira")) == ()


OPEN = """
detente: 1
title: Two that deter each other
decision_makers:
  row: {name: Row, options: {a: A}, preferences: [{any order: [{that: not b, strength: strong}, a]}]}
  column: {name: Column, options: {b: B}, preferences: [{that: not a, strength: strong}, b]}
status_quo: []
"""


def test_questions_about_statements_and_strength_in_words() -> None:
    result = find_partial(build_conflict(parse_case(OPEN)))
    assert question_words(result.conflict, result.questions[0]) == (
        "to Row, is “Column: not B” more important than “Row: A”, or the other way round?"
    )
    firmly = next(part for part in partial_parts(result) if part.title == "How firmly the others deter")
    assert isinstance(firmly, Table)
    assert firmly.rows == (
        ("Column", "general metarational", "s1", ""),
        ("Column", "symmetric metarational", "s1", ""),
        ("Column", "sequential", "s1", ""),
    )


def test_shares_for_programs() -> None:
    result = asked("prisoners")
    rows = list(census_rows(result))
    assert {len(row) for row in rows} == {len(census_columns())}
    assert ("state", "s4", "seq", "1", "4", "yes", "0.250000", "0.250000") in rows


def test_a_case_without_anything_open_or_to_conclude() -> None:
    conflict = build_conflict(
        parse_case("{detente: 1, title: T, decision_makers: {a: {name: A, preferences: {weights: {}}}}}")
    )
    result = find_robustness(conflict)
    text = document_text(robust_parts(result, find_partial(conflict)))
    assert "The case leaves no order of preferences open: there is 1 reading." in text
    assert "None: 0 single changes turn no conclusion round." in text
    assert list(json.loads("".join(robustness_lines(result)))["conclusions"]) == []


def test_what_cannot_be_counted_says_why() -> None:
    case = parse_case(
        """
        detente: 1
        title: Hardly anything known
        decision_makers:
          a: {name: A, options: {x: X, y: Y}, preferences: {pairs: [{better: [x], worse: []}]}}
          b: {name: B, options: {u: U, v: V}, preferences: [u]}
        status_quo: []
        """
    )
    conflict = build_conflict(case)
    result, partial = find_robustness(conflict), find_partial(conflict)
    text = " ".join(document_text(robust_parts(result, partial)).split())
    assert "Readings were not counted: the known comparisons of 'a' admit more rankings than can be listed" in text
    assert "the sequential concepts by bounds, which leave some states untold" in text
    assert "No question is proposed: there are too many admissible orders of a to try every answer." in text
    assert list(census_rows(result)) == []
