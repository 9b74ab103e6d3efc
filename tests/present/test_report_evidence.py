"""From a conclusion to the place in the source, and back."""

from __future__ import annotations

import re
from itertools import permutations

import pytest

from detente.case import load_case, parse_case
from detente.case.model import AnyOrder, Credibility, Hedge, Mode, Prioritization, Reliability, Source, Statement
from detente.conflict import build_conflict
from detente.conflict.navigate import holding, state_id
from detente.present.report import build_page, render_report
from detente.present.report.evidence import credibility_words, grade_words, how_words
from detente.present.report.turning import Turning
from detente.stability import analyze_stability
from tests.report_cases import CATALOGUE, conflict_of, html_of, result_of

SOURCES = """
detente: 1
title: Two sources
decision_makers:
  a: {name: A, voices: [Ann], options: {x: Press}, preferences: [{that: x, because: [late, early]}, y]}
  b: {name: B, voices: [Bo], options: {y: Yield}, preferences: [{that: y, because: [other, step]}]}
status_quo: []
sources:
  graded: {title: Graded, author: G. Writer, date: "2020", reliability: B, group: wire}
  plain: {title: Plain, reliability: F}
statements:
  late:
    {source: graded, at: {paragraph: 9, quote: at last}, voices: [W, Ann], mode: direct, credibility: 2, claim: l}
  early: {source: graded, at: {paragraph: 2}, voices: [G. Writer], mode: author's inference, hedge: weak, claim: e}
  placeless: {source: graded, mode: indirect, claim: p}
  other: {source: plain, at: {page: "7"}, voices: [reporter, Ann], mode: indirect, credibility: 6, claim: o}
  step: {mode: analyst's step, claim: s}
"""

PAIRS = """
detente: 1
title: Known in part
decision_makers:
  a: {name: A, options: {x: X, z: Z}, preferences: {pairs: [{better: x, worse: not x}]}}
  b: {name: B, options: {y: Y}, preferences: {weights: {y: 2, a.x: 1}}}
  c: {name: C, preferences: {ranking: [x and y, "true"]}}
"""


@pytest.fixture(scope="module")
def two_sources() -> str:
    return render_report(analyze_stability(conflict_of(SOURCES)))


def test_statements_stand_with_their_source_in_the_order_of_its_text() -> None:
    page = build_page(analyze_stability(conflict_of(SOURCES)))
    assert [[row.name for row in source.statements] for source in page.sources] == [
        ["early", "late", "placeless"],
        ["other"],
    ]
    assert [(row.place, row.quote) for row in page.sources[0].statements] == [
        ("paragraph 2", ""),
        ("paragraph 9", "at last"),
        ("", ""),
    ]
    assert [row.name for row in page.steps] == ["step"]
    assert "3 statements, for 1 of 10 parts of the model" in page.sources[0].details


def test_each_part_says_its_sources_with_grade_mode_and_hedge(two_sources: str) -> None:
    page = build_page(analyze_stability(conflict_of(SOURCES)))
    press, _, gives_in = (row for group in page.assumptions for row in group.rows if row.sort == "Wants")
    assert [(one.link.words, one.how) for one in press.support] == [
        ("late", "quoted, credibility 2: probably true"),
        ("early", "inferred, hedge: weak"),
    ]
    assert [(link.words, grade) for link, grade in press.cited] == [
        ("G. Writer, 2020", "reliability B: usually reliable")
    ]
    assert [(link.words, grade) for link, grade in gives_in.cited] == [("Plain", "not graded")]
    assert (press.weak, gives_in.weak) == ("", "only another party's claim")
    assert page.only_source == ""
    assert "(reliability B: usually reliable)" in two_sources


def test_one_source_is_said_once() -> None:
    page = build_page(result_of("ukraine-2026-01"))
    assert page.only_source == (
        "All statements that name a source are from one: Andrew Korybko, 2026-01-26 (not graded)."
    )
    assert html_of("ukraine-2026-01").count("Andrew Korybko, 2026-01-26") < 6


@pytest.mark.parametrize("reliability", [*Reliability, None])
def test_a_grade_that_cannot_be_judged_is_no_grade(reliability: Reliability | None) -> None:
    graded = grade_words(Source(title="T", reliability=reliability))
    assert (graded == "not graded") == (reliability in (None, Reliability.F))


@pytest.mark.parametrize("credibility", [*Credibility, None])
def test_credibility_is_said_where_it_is_judged(credibility: Credibility | None) -> None:
    graded = credibility_words(Statement(source="s", mode=Mode.DIRECT, claim="c", credibility=credibility))
    assert (graded == "") == (credibility in (None, Credibility.CANNOT_BE_JUDGED))


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("hedge", Hedge)
def test_mode_and_hedge_are_said(mode: Mode, hedge: Hedge) -> None:
    source = None if mode is Mode.ANALYST_STEP else "s"
    words = how_words(Statement(source=source, mode=mode, hedge=hedge, claim="c"))
    assert (f"hedge: {hedge.value}" in words) == (hedge is not Hedge.NONE)
    assert words.partition(",")[0] not in ("", "hedge")


def test_weak_support_is_marked_beside_wishes_options_parts_and_reasons() -> None:
    page = build_page(result_of("ukraine-2026-01"))
    marked = {who.party.short: [want.weak for want in who.wants] for who in page.wants}
    assert [bool(weak) for weak in marked["Europeans"]] == [True, True, True, True, False, True]
    assert marked["Russia"][8] == "only inferred"
    assert any(option.weak for who in page.wants for option in who.options)
    in_parts = [row.weak for group in page.assumptions for row in group.rows if row.sort == "Wants"]
    assert sorted(filter(None, in_parts)) == sorted(weak for weaks in marked.values() for weak in weaks if weak)
    numbers = {row.number for group in page.assumptions for row in group.rows if row.weak}
    for reason in (*page.reasons, *page.failures):
        turned_on = {link.words for _, links in reason.turns_on for link in links}
        assert turned_on & numbers == set(re.findall(r"\d+", reason.weak))
    assert any(reason.weak for reason in page.reasons)


@pytest.mark.parametrize("name", CATALOGUE)
def test_conclusions_lead_to_parts_and_parts_back(name: str) -> None:
    page = build_page(result_of(name))
    told = (*page.reasons, *page.failures)
    there = {(reason.anchor, link.target) for reason in told for _, links in reason.turns_on for link in links}
    back = {(link.target, row.anchor) for group in page.assumptions for row in group.rows for link in row.decides}
    assert there == back
    assert there
    owners = {row.anchor: group.title for group in page.assumptions for row in group.rows}
    assert all(
        owners[link.target] == party.name for reason in told for party, links in reason.turns_on for link in links
    )


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_first_statement_that_differs_decides(name: str) -> None:
    """Against the meaning of a priority: true of the better state, not of the other, and all before it agree."""
    conflict = build_conflict(load_case(name))
    turning = Turning(conflict)
    for party, dm in enumerate(conflict.decision_makers):
        coded = conflict.case.decision_makers[dm].preferences
        if not isinstance(coded, Prioritization) or any(isinstance(entry, AnyOrder) for entry in coded.statements):
            continue
        where = [holding(conflict, entry.that.formula) for entry in coded.statements]
        for one, other in list(permutations(range(min(conflict.n_states, 16)), 2)):
            found = turning.parts(party, one, [other])
            level = conflict.level[party]
            assert bool(found) == bool(level[one] != level[other])
            if found:
                ((*path, place),) = found
                assert path == ["decision_makers", dm, "preferences", "statements"]
                better, worse = (one, other) if level[one] > level[other] else (other, one)
                assert where[place][better]
                assert not where[place][worse]
                assert all(table[one] == table[other] for table in where[:place])


def test_other_ways_to_say_preferences_decide_as_pairs_or_as_a_whole() -> None:
    conflict = build_conflict(parse_case(PAIRS))
    turning = Turning(conflict)
    states = {state_id(conflict, s): s for s in range(conflict.n_states)}
    # s1 nothing, s2 x, s3 z, s5 y, s6 x and y
    assert turning.parts(0, states["s1"], [states["s2"]]) == {("decision_makers", "a", "preferences", "pairs", 0)}
    assert turning.parts(0, states["s1"], [states["s3"]]) == set()
    assert turning.parts(1, states["s1"], [states["s5"]]) == {("decision_makers", "b", "preferences")}
    assert turning.parts(2, states["s1"], [states["s6"]]) == {("decision_makers", "c", "preferences")}
    page = build_page(analyze_stability(conflict))
    rows = {row.anchor for group in page.assumptions for row in group.rows}
    assert {link.target for one in page.reasons for _, links in one.turns_on for link in links} <= rows


def test_what_is_cut_from_the_reasons_is_said() -> None:
    page = build_page(result_of("ukraine-2026-01"))
    assert len(page.failures) == 6
    assert page.failures_cut == "Left out here: the reasons against 1 more named outcome."
    assert page.reasons_cut == "Left out here: the reasons for 19 more states."
    assert build_page(result_of("elmira")).failures_cut == ""


def test_outcomes_with_one_nearest_state_are_told_together() -> None:
    case = """
    detente: 1
    title: One state, two names
    decision_makers:
      a: {name: A, options: {x: X}, preferences: [not x]}
    outcomes: {first: x, second: x}
    status_quo: []
    """
    page = build_page(analyze_stability(conflict_of(case)))
    assert [reason.title for reason in page.failures] == ["First and second: A: X"]


def test_only_the_first_settling_states_are_told_in_full() -> None:
    page = build_page(result_of("ukraine-2026-01"))
    assert sum(len(group.states) for group in page.settling) == 6
    assert sum(len(group.rows) for group in page.settling) == 18
    assert [group.more for group in page.settling] == ["", "", "", ""]
