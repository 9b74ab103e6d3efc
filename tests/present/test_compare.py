"""Two cases side by side, as people and programs read it."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import jsonschema
import pytest

from detente.analysis.comparison import compare
from detente.case import load_case, parse_case
from detente.conflict import build_conflict
from detente.present.compare_document import change_columns, change_rows, changes_table, compare_parts
from detente.present.compare_json import comparison_lines
from detente.present.compare_words import answer_words, notes, title_words
from detente.present.document import document_latex, document_markdown, document_text
from detente.present.result_json import schema

PAIRS = [
    *(("ukraine-2026-01", "", "ukraine-2026-01", name) for name in load_case("ukraine-2026-01").variants),
    ("elmira", "", "elmira-12", ""),
    ("elmira", "", "elmira-graph", ""),
    ("prisoners", "", "chicken", ""),
    ("gisborne", "environment-oriented", "gisborne-unknown", ""),
    ("cuba-1962", "", "cuba-1962", ""),
]


@cache
def asked(first: str, one: str, second: str, other: str) -> Any:
    return compare(build_conflict(load_case(first), variant=one), build_conflict(load_case(second), variant=other))


@pytest.mark.parametrize("pair", PAIRS, ids=" ".join)
def test_every_comparison_in_every_form(pair: tuple[str, str, str, str]) -> None:
    result = asked(*pair)
    parts = compare_parts(result)
    assert 2 <= len(parts[0].paragraphs) <= 3
    for written in (document_text(parts), document_markdown(parts), document_latex(parts)):
        assert "quilibria" in written
    document = json.loads("".join(comparison_lines(result)))
    jsonschema.validate(document, schema("comparison"))
    assert set(document) == set(schema("comparison")["required"])
    rows = list(change_rows(result))
    assert len(rows) == len(document["changes"]) == len(result.changes)
    assert {len(row) for row in rows} <= {len(change_columns())}


def test_the_answer_for_a_variant() -> None:
    result = asked("ukraine-2026-01", "", "ukraine-2026-01", "restraint-only")
    said, follows, why = answer_words(result)
    assert said == "1 difference in what they say can matter to the answer."
    assert follows == (
        "Equilibria under sequential stability: no longer “keep second strike, prolong, sanctions, persuade president”"
        " [s195] and “criticize president, keep second strike, prolong, sanctions, double down, persuade president”"
        " [s222]; new is “keep second strike, restrain Europeans, prolong, sanctions” [s95]. The status quo no longer"
        " holds (GMR, SMR, SEQ, symmetric sequential)."
    )
    assert why == (
        "One change makes the whole difference to the verdicts on the status quo: (1) US, 1st preference: “US: restrain"
        " Europeans” in the place of “US: not restrain Europeans”."
    )
    assert title_words(result).endswith(": the case as it stands, and restraint-only")


def test_nothing_different() -> None:
    result = asked("cuba-1962", "", "cuba-1962", "")
    assert answer_words(result) == (
        "Nothing is different in what the two say.",
        "The equilibria under sequential stability do not change. Whether the status quo holds does not change.",
    )
    assert [part.title for part in compare_parts(result)][1:] == ["Equilibria", "To know"]


def test_other_numbers_and_another_status_quo() -> None:
    result = asked("ukraine-2026-01", "", "ukraine-2026-01", "criticism")
    assert "States that only the first has: 232; only the second: 0." in notes(result)
    assert any(note.startswith("The status quo is not the same: s195 / ") for note in notes(result))
    (row,) = (row for row in _table(result, "Equilibria").rows if "Nash" in row[3])
    assert " / " in row[0]  # one number before, one after


def _table(result: Any, title: str) -> Any:
    return next(part for part in compare_parts(result) if part.title == title)


def test_changes_in_words() -> None:
    first = """
    detente: 1
    title: A bridge
    decision_makers:
      town: {name: The town, options: {build: Build it}, preferences: [build, {any order: [pay, not leave]}]}
      firm: {name: The firm, options: {pay: Pay, leave: {label: Leave, irreversible: true}}, preferences: [not pay]}
    constraints: [leave excludes pay]
    moves: [{by: firm, from: pay, to: not pay, never: true}]
    status_quo: [pay]
    outcomes: {deal: build and pay}
    """
    second = (
        first.replace("[pay, not leave]", "[not leave, pay]")
        .replace("irreversible: true", "irreversible: dropping")
        .replace("[leave excludes pay]", "[]")
        .replace("never: true", "never: false")
        .replace("status_quo: [pay]", "status_quo: [build]")
        .replace("deal: build and pay", "deal: build")
        .replace("The firm,", "Another firm,")
    )
    result = compare(*(build_conflict(parse_case(text)) for text in (first, second)))
    rows = [row[1:4] for row in changes_table(result).rows]
    assert rows == [
        (
            "The town, 2nd preference, changed",
            "in any order: The firm: Pay; The firm: not Leave",
            "in any order: Another firm: not Leave; Another firm: Pay",
        ),
        (
            "Another firm, irreversible option, changed",
            "Leave (irreversible: taking)",
            "Leave (irreversible: dropping)",
        ),
        ("1st constraint, removed", "The firm: not both Leave and Pay", ""),
        ("1st move, changed", "firm: never from 'pay' to 'not pay'", "firm: from 'pay' to 'not pay'"),
        ("status quo, changed", "pay", "build"),
        ("outcome, changed", "The town: Build it, and The firm: Pay", "The town: Build it"),
    ]
    assert "words in 1 place changed" in document_text(compare_parts(result))
