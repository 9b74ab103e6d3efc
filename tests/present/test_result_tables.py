"""The tables of a model and of its result."""

import pytest

from detente.case import load_case
from detente.conflict import build_conflict
from detente.errors import LimitError
from detente.present import result_tables
from detente.present.result_tables import (
    answer_columns,
    answer_rows,
    levels_table,
    moves_table,
    ranking_table,
    stability_table,
    states_table,
    states_to_show,
    wants_table,
)
from detente.stability import Concept, analyze_stability

ELMIRA = analyze_stability(build_conflict(load_case("elmira")))


def test_stability_table_says_who_would_leave() -> None:
    """A mark where all would stay, letters where some would leave; the status quo is marked."""
    table = stability_table(ELMIRA, range(9))
    assert [column.title for column in table.columns] == [
        "State",
        "What is done",
        *("Nash", "GMR", "SMR", "SEQ", "symmetric sequential"),
    ]
    by_state = {row[0]: row[2:] for row in table.rows}
    assert by_state["s1 *"] == ("L", "✓", "✓", "L", "L")
    assert by_state["s2"] == ("U L", "U", "U", "U", "U")
    assert by_state["s5"] == ("✓",) * 5
    assert "M Ministry, U Uniroyal, L Local government" in table.note


def test_states_to_show() -> None:
    """All when they are few; else where it stands and the equilibria, those under most concepts first."""
    assert states_to_show(ELMIRA, 9) == list(range(9))
    assert states_to_show(ELMIRA, 8) == [0, 3, 4, 7, 8]
    assert states_to_show(ELMIRA, 3) == [0, 4, 7]
    nash = analyze_stability(ELMIRA.conflict, [Concept.NASH])
    assert states_to_show(nash, 8) == [0, 4, 7, 8]


def test_a_cut_table_says_so() -> None:
    """Counts, and how to see all."""
    note = stability_table(ELMIRA, [0, 4]).note
    assert "Shown: 2 of 9 states" in note
    assert "--format csv or json gives all" in note


def test_answer_has_everything() -> None:
    """One row a state: options, outcomes, levels, equilibria, verdicts."""
    rows = list(answer_rows(ELMIRA))
    assert len(rows) == 9
    titles = [column.title for column in answer_columns(ELMIRA.conflict.case, ELMIRA.stable)]
    row = dict(zip(titles, rows[-1], strict=True))
    assert row["yn"] == "-NNY-"
    assert (row["ministry.modify"], row["uniroyal.abandon"], row["municipality.insist"]) == ("-", "Y", "-")
    assert row["outcomes"] == "plant_closed"
    assert row["level.ministry"] == "1"
    assert row["equilibrium.nash"] == row["stable.nash.uniroyal"] == "yes"


def test_rankings() -> None:
    """Best first; ties joined."""
    table = ranking_table(ELMIRA.conflict)
    assert table.rows[0] == ("Ministry", "s7 > s3 > s4 > s8 > s5 > s1 > s2 > s6 > s9")
    tied = ranking_table(build_conflict(load_case("elmira-12")))
    assert any(" ~ " in row[1] for row in tied.rows)
    levels = levels_table(ELMIRA.conflict)
    assert levels.rows[0] == ("ministry", "1", "s7")
    assert sum(len(row[2].split(", ")) for row in levels.rows) == 3 * 9


def test_states_and_moves() -> None:
    """The model: every feasible state, every move, which of them improve."""
    states, moves = states_table(ELMIRA.conflict), moves_table(ELMIRA.conflict)
    assert [row[0] for row in states.rows] == [f"s{k}" for k in range(1, 10)]
    assert [row[:3] for row in moves.rows if row[0] == "ministry"] == [
        ("ministry", start, end) for start, end in (("s1", "s2"), ("s3", "s4"), ("s5", "s6"), ("s7", "s8"))
    ]
    assert ("municipality", "s1", "s5", "yes") in moves.rows
    assert ("municipality", "s5", "s1", "no") in moves.rows


def test_too_many_moves_are_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of moves that would fill the memory is refused before it is made."""
    monkeypatch.setattr(result_tables, "MOST_MOVES", 10)
    with pytest.raises(LimitError, match="at most 10"):
        moves_table(ELMIRA.conflict)


@pytest.mark.parametrize("name", ["elmira", "elmira-graph", "elmira-12", "ukraine-2026-01"])
def test_wants_are_numbered_for_each_party(name: str) -> None:
    """In the order of the case, the party named once."""
    case = load_case(name)
    table = wants_table(case)
    assert sum(row[1] == "1" for row in table.rows) == len(case.decision_makers)
    assert [row[0] for row in table.rows if row[1] != "1"] == [""] * (len(table.rows) - len(case.decision_makers))
    assert all(row[2] for row in table.rows)
