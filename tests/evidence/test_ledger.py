"""What each part rests on, what it lacks, what falls."""

import pytest

from detente.case import Case, load_case, parse_case
from detente.errors import UnknownNameError
from detente.evidence.ledger import Gap, falls, ledger, rests_on, select_statements, without_statements

TEXT = """
detente: 1
title: Harbour
decision_makers:
  a:
    name: A
    voices: [Ann]
    because: [own]
    options: {sign: {label: Sign, because: [own, other]}}
    preferences:
      because: [step]
      statements:
        - {that: sign, because: [claim]}
        - {that: not block, because: [guess]}
        - {that: block, because: [own, again]}
  b:
    name: B
    voices: [Bo]
    options: {block: Block}
    preferences: [{that: block, because: [twice, step]}]
sources: {news: {title: N, group: wire}, copy: {title: C, group: wire}, paper: {title: P}}
statements:
  own: {source: news, voices: [reporter, Ann], mode: direct, claim: x}
  again: {source: copy, voices: [reporter, Ann], mode: direct, claim: x}
  other: {source: paper, voices: [reporter], mode: author's assertion, claim: x}
  claim: {source: news, voices: [reporter, Bo], mode: direct, claim: x}
  guess: {source: paper, voices: [reporter], mode: author's inference, claim: x}
  twice: {source: paper, voices: [reporter, Bo], mode: indirect, claim: x}
  step: {mode: analyst's step, claim: x}
"""


@pytest.fixture(scope="module")
def case() -> Case:
    return parse_case(TEXT)


def test_gaps(case: Case) -> None:
    found = {(e.assumption.decision_maker, e.assumption.kind, e.assumption.text): e for e in ledger(case)}
    gaps = {key: set(entry.gaps) for key, entry in found.items()}
    assert gaps == {
        ("a", "decision maker", "A"): {Gap.SINGLE_SOURCE},
        ("a", "option", "Sign"): set(),
        ("a", "preference", "sign"): {Gap.SINGLE_SOURCE, Gap.SECOND_HAND, Gap.ADVERSE},
        ("a", "preference", "not block"): {Gap.SINGLE_SOURCE, Gap.SECOND_HAND, Gap.INFERRED},
        ("a", "preference", "block"): {Gap.SINGLE_SOURCE},
        ("a", "preference order", "3 statements"): {Gap.ANALYST_ONLY},
        ("b", "decision maker", "B"): {Gap.NO_SOURCE},
        ("b", "option", "Block"): {Gap.NO_SOURCE},
        ("b", "preference", "block"): {Gap.SINGLE_SOURCE},
        ("b", "preference order", "1 statement"): {Gap.NO_SOURCE},
    }
    assert found["a", "preference", "block"].sources == ("wire",)
    assert found["a", "option", "Sign"].sources == ("wire", "paper")


def test_stale(case: Case) -> None:
    entries = [entry for entry in ledger(case, stale=["own", "again"]) if Gap.STALE in entry.gaps]
    assert [entry.assumption.text for entry in entries] == ["A", "block"]


@pytest.mark.parametrize(
    ("what", "statements"),
    [
        ("own", ("own",)),
        ("paper", ("other", "guess", "twice")),
        ("wire", ("own", "again", "claim")),
        ("ANN", ("own", "again")),
        ("voice: bo", ("claim", "twice")),
        ("author's inference", ("guess",)),
        ("mode:direct", ("own", "again", "claim")),
    ],
)
def test_selecting(case: Case, what: str, statements: tuple[str, ...]) -> None:
    assert select_statements(case, what) == statements


def test_selecting_what_is_not_there(case: Case) -> None:
    with pytest.raises(UnknownNameError, match="no voice 'anne'; known: reporter, Ann, Bo"):
        select_statements(case, "voice:anne")
    with pytest.raises(UnknownNameError, match="did you mean 'paper'"):
        select_statements(case, "papers")


def test_a_name_of_two_kinds_has_to_be_told_apart() -> None:
    case = parse_case(
        TEXT.replace("voices: [reporter, Bo], mode: indirect", "voices: [reporter, news], mode: indirect")
    )
    with pytest.raises(UnknownNameError, match="source:news, voice:news"):
        select_statements(case, "news")
    assert select_statements(case, "voice:news") == ("twice",)


def test_what_falls(case: Case) -> None:
    """Preferences go; options stay without support; what an analyst's step also supports stays with it."""
    found = [
        (fall.assumption.kind, fall.assumption.text, fall.left, fall.removed)
        for fall in falls(case, ["claim", "twice"])
    ]
    assert found == [("preference", "sign", (), True), ("preference", "block", ("step",), False)]
    lighter = without_statements(case, ["claim", "twice"])
    assert [item.that.text for item in lighter.decision_makers["a"].preferences.statements] == ["not block", "block"]
    assert lighter.variants == case.variants
    assert set(case.statements) - set(lighter.statements) == {"claim", "twice"}


def test_the_way_back(case: Case) -> None:
    assert [part.text for part in rests_on(case, "own")] == ["A", "Sign", "block"]


def test_the_bundled_case_is_second_hand_about_all_but_one_party() -> None:
    """Nothing lacks a source; what Europeans, Americans and Ukrainians want rests on others' words."""
    entries = ledger(load_case("ukraine-2026-01"))
    assert all(Gap.NO_SOURCE not in entry.gaps for entry in entries)
    wants = [entry for entry in entries if entry.assumption.kind == "preference"]
    others = [entry for entry in wants if entry.assumption.decision_maker != "russia"]
    assert all(Gap.SECOND_HAND in entry.gaps or Gap.ANALYST_ONLY in entry.gaps for entry in others)
    adverse = {e.assumption.decision_maker for e in wants if Gap.ADVERSE in e.gaps}
    assert adverse == {"europe", "ukraine", "us"}
