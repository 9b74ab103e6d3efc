"""Follow-up questions in the report: the words of their commands, cut and saying so; other formats."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from detente.case import load_case
from detente.conflict import build_conflict, find_state, state_id
from detente.errors import NotSupportedError, UnknownNameError
from detente.present.document import Words
from detente.present.report import build_page, questions, render_report, write_report
from detente.present.report.mentions import linker, mentioned
from detente.present.report.questions import MOST_ROWS, QUESTIONS, ask, ask_comparison, ask_settlement, asked_unasked
from detente.present.report.support_parts import FollowUp
from detente.present.tables import Column, Table
from detente.stability import analyze_stability
from tests.present.test_report import Reader
from tests.report_cases import ATTACK, CATALOGUE, full_html_of, html_of, result_of


@pytest.mark.parametrize("name", CATALOGUE)
def test_full_page_is_well_formed_small_and_complete(name: str) -> None:
    html = full_html_of(name)
    page = Reader(html)
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    targets = {attributes["href"][1:] for attributes in page.all("a") if attributes["href"].startswith("#")}
    assert (page.faults, page.stack) == ([], [])
    assert len(ids) == len(set(ids))
    assert targets <= set(ids)
    assert len(html.encode()) < 250_000
    assert [tag for tag, _ in page.elements].count("table") == [tag for tag, _ in page.elements].count("caption")
    assert [question.title for question in QUESTIONS.values() if question.title not in page.text] == []


@pytest.mark.parametrize("name", CATALOGUE)
def test_regions_of_the_page_have_different_names(name: str) -> None:
    page = Reader(full_html_of(name))
    names = [attributes["aria-label"] for _, attributes in page.elements if attributes.get("role") == "region"]
    assert len(names) == len(set(names))


def test_words_are_those_of_the_command() -> None:
    from detente.analysis.coalitions import find_coalitions
    from detente.present.coalitions_document import coalitions_parts

    result = result_of("elmira")
    answer, *rest = coalitions_parts(find_coalitions(result), MOST_ROWS)
    told = ask(result, "coalitions")
    assert isinstance(answer, Words)
    assert told.lead == answer.paragraphs
    assert [block.title for block in told.blocks] == [next(part.title for part in rest if isinstance(part, Table))]
    assert told.notes == rest[-1].items  # type: ignore[union-attr]
    assert told.command == "detente coalitions CASE"


def test_a_comparison_is_asked_by_variant() -> None:
    told = ask_comparison(result_of("cuba-1962"), build_conflict(load_case("cuba-1962"), variant="irreversible-strike"))
    assert told.title == "What changes under “irreversible-strike”"
    assert told.command == "detente compare CASE irreversible-strike"
    assert told.lead
    assert any(isinstance(block, Table) and block.title.startswith("What changed") for block in told.blocks)


def test_a_settlement_is_asked_by_outcome_or_state() -> None:
    result = result_of("elmira")
    by_name, by_state = ask_settlement(result, "modified_order_accepted"), ask_settlement(result, "s4")
    assert by_name.title == "What would make “modified order accepted” hold"
    assert by_state.title == "What would make “modify, accept” hold"
    assert by_name.blocks
    with pytest.raises(UnknownNameError):
        ask_settlement(result, "nonsense")


def test_cheap_questions_are_asked_unasked() -> None:
    assert [told.title for told in asked_unasked(result_of("elmira"))] == ["How it could move"]
    assert "How it could move" in Reader(html_of("elmira")).text
    assert "Who could act together" not in Reader(html_of("elmira")).text


def test_a_question_without_an_answer_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> list[Words]:
        raise NotSupportedError("not in this form")

    monkeypatch.setitem(questions.QUESTIONS, "paths", questions.Question("How it could move", refuse, 1, 1))
    told = ask(result_of("elmira"), "paths")
    assert (told.lead, told.blocks) == (("Not answered: not in this form",), ())


def test_what_is_long_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = tuple((str(number),) for number in range(20))
    document = [
        Words("Answer", ("Yes.",)),
        Words("List", (), tuple("abcdefgh")),
        Table("Table", (Column("x"),), rows, "A note."),
        Table("Cut", (Column("x"),), rows, "A note. Showing 20 of 1,000 states."),
        Table("Left out", (Column("x"),), rows),
        Words("To know", ("First.",), ("Second.",)),
    ]
    monkeypatch.setitem(questions.QUESTIONS, "paths", questions.Question("T", lambda _: document, 1, 2))
    told = ask(result_of("elmira"), "paths")
    assert told.blocks == (
        Words("List", ("Showing 4 of 8.",), ("a", "b", "c", "d")),
        Table("Table", (Column("x"),), rows[:8], "A note. Showing 8 of 20."),
        Table("Cut", (Column("x"),), rows[:8], "A note. Showing 8 of 1,000 states."),
    )
    assert told.notes == ("First.", "Second.")


@cache
def _named() -> FollowUp:
    table = Table("States", (Column("State"),), (("s33",), ("s400 and s9999",)), "Also s32.")
    return FollowUp("X", ("See s31, xs45, s46x, s6 and [s7].",), (table, Words("", ("s37",), ("s38",))), "x", ())


def test_states_named_by_number_are_listed_and_linked() -> None:
    case = load_case("ukraine-2026-01")
    claim = case.statements["c1"]
    case = case.model_copy(update={"statements": {**case.statements, "s6": claim, "s7": claim}})
    result = analyze_stability(build_conflict(case))
    conflict = result.conflict
    listed = [state_id(conflict, state) for state in mentioned(conflict, [find_state(conflict, "s5")], [_named()])]
    assert listed == ["s5", "s7", "s31", "s32", "s33", "s37", "s38", "s400"]
    page = build_page(result, [_named()])
    linked = linker(page)
    assert linked("at s400, s9999") == 'at <a class="st" href="#state-400">s400</a>, s9999'
    # s7 is a statement of this case, too: only in brackets is it a state
    assert linked("s7 [s7] & s31") == (
        's7 [<a class="st" href="#state-7">s7</a>] &amp; <a class="st" href="#state-31">s31</a>'
    )
    assert linked("ask `detente views` <b>") == "ask <code>detente views</code> &lt;b&gt;"
    assert "those named in what follows" in page.ranks_cut


def test_linking_keeps_text_harmless() -> None:
    page = build_page(result_of("elmira"))
    linked = linker(page)(f"s1 {ATTACK}")
    assert "<script" not in linked
    assert "\u202e" not in linked
    assert linked.startswith('<a class="st" href="#state-1">s1</a> ')


def test_a_hostile_document_stays_text() -> None:
    table = Table(ATTACK, (Column(ATTACK, key=True), Column("")), ((ATTACK, ATTACK),), ATTACK)
    hostile = FollowUp(ATTACK, (ATTACK,), (table, Words(ATTACK, (ATTACK,), (ATTACK,))), ATTACK, (ATTACK,))
    page = Reader(render_report(result_of("chicken"), [hostile]))
    assert (page.faults, page.stack) == ([], [])
    assert page.all("script") == page.all("img") == []


@pytest.mark.parametrize("name", CATALOGUE)
def test_other_formats_have_the_same_evidence(name: str, tmp_path: Path) -> None:
    result = result_of(name)
    page = build_page(result)
    for ending in ("md", "tex"):
        path = tmp_path / f"report.{ending}"
        write_report(result, path, asked_unasked(result))
        text = path.read_text(encoding="utf-8")
        assert not [source.short for source in page.sources if source.short.split(",")[0].split("&")[0] not in text]
        assert all(re.search(rf"\b{row.number} [&|]", text) for group in page.assumptions for row in group.rows)
    assert text.count(r"\begin{longtable}") == text.count(r"\end{longtable}")
