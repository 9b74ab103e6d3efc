"""Words and tables together: the answer, explanations, the overview of a case."""

import pytest

from detente.case import load_case
from detente.conflict import build_conflict
from detente.errors import NotSupportedError, UnknownNameError
from detente.present.answer_document import answer_parts, variants_part
from detente.present.document import Words, converted, document_latex, document_markdown, document_text
from detente.present.explanation import explain_all, explanation_parts
from detente.present.overview import case_overview
from detente.present.tables import Column, Table
from detente.present.words.models import ListedModel
from detente.stability import Concept, analyze_stability

PARTS = [
    Words("Title & more", ("One paragraph.", "Another *one*."), ("first", "second_point")),
    Table("A table", (Column("x"),), (("1",),)),
]


def test_text() -> None:
    """Headings at the margin, everything else indented, paragraphs apart."""
    assert document_text(PARTS, 80) == (
        "Title & more\n  One paragraph.\n\n  Another *one*.\n  - first\n  - second_point\n\nA table\n  x\n  ─\n  1"
    )
    assert document_text(PARTS, 80, str.upper).startswith("TITLE & MORE\n  One")


def test_markdown() -> None:
    """Escaped, with headings of one level."""
    assert document_markdown(PARTS) == (
        "## Title &amp; more\n\nOne paragraph.\n\nAnother \\*one\\*.\n\n- first\n- second\\_point\n\n"
        "## A table\n\n| x |\n| :-- |\n| 1 |\n"
    )


def test_latex() -> None:
    """Escaped, sections and lists."""
    assert document_latex(PARTS).startswith(
        "\\section*{Title \\& more}\n\nOne paragraph.\n\nAnother *one*.\n\n"
        "\\begin{itemize}\n\\item first\n\\item second\\_point\n\\end{itemize}\n"
    )


def test_converted() -> None:
    """Every text of a part, and nothing else of it."""
    assert converted(PARTS[0], str.upper) == Words(
        "TITLE & MORE", ("ONE PARAGRAPH.", "ANOTHER *ONE*."), ("FIRST", "SECOND_POINT")
    )
    table = Table("t", (Column("x", "right"),), (("a",),), "n")
    assert converted(table, str.upper) == Table("T", (Column("X", "right"),), (("A",),), "N")


def test_answer_without_a_concept_that_applies() -> None:
    """Nothing to show state by state: said, not broken."""
    result = analyze_stability(build_conflict(load_case("elmira")), [Concept.SIM])
    text = document_text(answer_parts(result))
    assert "None of the concepts asked for applies" in text
    assert "Who would stay where" not in text


def test_variants_are_told_one_by_one() -> None:
    """Name, what it is, what follows."""
    case = load_case("ukraine-2026-01")
    results = [analyze_stability(build_conflict(case, variant=name)) for name in case.variants]
    items = variants_part(results).items
    assert [item.split(" (")[0] for item in items] == list(case.variants)
    assert all("): In this model " in item for item in items)


def test_explanation_says_equal_reasons_once() -> None:
    """Where nothing better is within reach, all concepts are told together."""
    conflict = build_conflict(load_case("chicken"))
    parts = explanation_parts(ListedModel(conflict), explain_all(ListedModel(conflict), 1))
    assert len(parts) < 1 + 2 * len(Concept)
    told = sum(part.title.count(name) for part in parts for name in ("Nash", "simultaneous"))
    assert told == 2 * 2


def test_explanation_refuses_what_cannot_be_asked() -> None:
    """Unknown names, and concepts that do not apply."""
    conflict = build_conflict(load_case("elmira"))
    with pytest.raises(UnknownNameError, match="did you mean 'uniroyal'"):
        explain_all(ListedModel(conflict), 0, "uniroyl")
    with pytest.raises(NotSupportedError):
        explain_all(ListedModel(conflict), 0, None, [Concept.SIM])


def test_overview_counts_and_names() -> None:
    """Size, parties, beliefs, influences, variants, support."""
    case = load_case("ukraine-2026-01")
    conflict = build_conflict(case)
    text = document_text(case_overview(conflict), 1000)
    assert f"{len(case.options)} options: {conflict.n_states:,} feasible states from 4,096 combinations." in text
    assert all(party.name in text for party in case.decision_makers.values())
    assert all(f"- {perception.id}: " in text for perception in case.perceptions)
    assert all(f"- {influence.id}: " in text for influence in case.influences)
    assert all(f"- {name}: " in text for name in case.variants)
    assert f"{len(case.statements)} statements from 1 source." in text
