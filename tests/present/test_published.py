"""Published results beside ours."""

from detente.case import load_case
from detente.conflict import build_conflict
from detente.present.document import Part, Words
from detente.present.published import published_parts
from detente.present.tables import Table
from detente.stability import Concept, analyze_stability


def parts(name: str, variant: str = "", *concepts: Concept) -> list[Part]:
    conflict = build_conflict(load_case(name), variant=variant)
    return list(published_parts(analyze_stability(conflict, concepts or None)))


def test_a_result_that_is_the_same() -> None:
    (table,) = parts("elmira", "", Concept.SEQ)

    assert isinstance(table, Table)
    assert table.rows == (("sequential", "all", "s5, s8, s9", "the same", "kilgour-2001 *"),)
    assert table.note == "* recalled from the literature; the page was not seen."


def test_a_result_that_differs_says_why() -> None:
    table, why = parts("four-states", "", Concept.SEQ)

    assert isinstance(table, Table)
    assert [row[1:4] for row in table.rows] == [("First", "s1, s3, s4", "s1, s2, s3, s4")]
    assert isinstance(why, Words)
    assert why.items[0].startswith("sequential, First: ")


def test_nothing_published() -> None:
    assert parts("ukraine-2026-01") == []


def test_a_variant_has_its_own_results() -> None:
    """Results of the case as it stands are not shown beside those of a variant."""
    (base,), (strike,) = parts("cuba-1962", "", Concept.NASH), parts("cuba-1962", "irreversible-strike", Concept.NASH)

    assert isinstance(base, Table)
    assert isinstance(strike, Table)
    assert [row[2] for row in base.rows] == ["none"]
    assert [row[2] for row in strike.rows] == ["s6"]
