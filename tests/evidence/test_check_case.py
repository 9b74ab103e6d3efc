"""All statements of a case against its documents."""

from pathlib import Path

import pytest

from detente.case import Case, load_case, parse_case
from detente.errors import DocumentError
from detente.evidence.check_case import Finding, VerificationReport, verify_case
from detente.evidence.document import fingerprint
from detente.evidence.extract import read_bytes
from detente.evidence.flags import FlagCode
from detente.evidence.record import read_record, record_path, write_record

HEAD = """
detente: 1
title: Harbour
decision_makers: {a: {name: A, options: {sign: Sign}, preferences: [sign]}}
sources: {news: {title: News}, lost: {title: Lost}}
statements:
"""
TEXT = (
    "Our staff,\n\nThe board will not meet. Perhaps it will write, Veld said.\n\n"
    "“We sign if they pay,” Obrecht said.\n\nThe plan “harbour two” is dead."
)


def case_of(statements: str) -> Case:
    return parse_case(HEAD + statements)


def report_of(statements: str, text: str = TEXT) -> VerificationReport:
    return verify_case(case_of(statements), {"news": read_bytes(text.encode(), "news.txt")})


def entry(at: str, mode: str = "author's assertion", more: str = "", claim: str = "x") -> str:
    return f"  s: {{source: news, at: {{{at}}}, mode: {mode}, {more} claim: {claim}}}\n"


@pytest.mark.parametrize(
    ("statement", "flags"),
    [
        (entry("paragraph: 1, quote: The board will", claim="It meets."), {FlagCode.LEAD_NEGATES}),
        (entry("paragraph: 1, quote: The board will", claim="It does not meet."), set()),
        (entry("paragraph: 1, quote: will write", claim="It writes."), {FlagCode.HEDGE_UNRECORDED}),
        (entry("paragraph: 1, quote: will write", more="hedge: weak, hedge_words: Perhaps,"), set()),
        (entry("paragraph: 1, quote: will write", more="hedge: weak, hedge_words: maybe,"), {FlagCode.HEDGE_MISSING}),
        (entry("paragraph: 2, quote: We sign", "direct", claim="Will sign."), {FlagCode.LEAD_LIMITS}),
        (entry("paragraph: 2, quote: We sign", "direct", claim="Will sign if paid."), set()),
        (entry("paragraph: 2, quote: We sign", claim="Signs if paid."), {FlagCode.QUOTED}),
        (entry("paragraph: 3, quote: harbour two"), set()),
        (entry("paragraph: 3, quote: is dead", "direct"), {FlagCode.NOT_QUOTED}),
        (entry("paragraph: 3, quote: “harbour two” is dead", "direct"), {FlagCode.MIXES_VOICES}),
        (entry("paragraph: 3, quote: “harbour two” is dead", "mixed"), set()),
        (entry("paragraph: 2, quote: is dead"), {FlagCode.OTHER_PARAGRAPH}),
    ],
)
def test_flags(statement: str, flags: set[FlagCode]) -> None:
    report = report_of(statement)
    assert {flag.code for flag in report.statements[0].flags} == flags
    assert report.exit_code == int(bool(flags))


def test_flags_that_a_reviewer_accepted_do_not_count() -> None:
    review = "review: {by: A. Reader, on: 2026-02-01, flags: [hedge_not_recorded]},"
    report = report_of(entry("paragraph: 1, quote: will write", more=review))
    checked = report.statements[0]
    assert (checked.finding, checked.flags) == (Finding.VERIFIED, ())
    assert [flag.code for flag in checked.accepted] == [FlagCode.HEDGE_UNRECORDED]
    assert report.exit_code == 0


@pytest.mark.parametrize(
    ("statement", "finding", "code"),
    [
        (entry("paragraph: 1, quote: will meet"), Finding.NOT_FOUND, 2),
        (entry("paragraph: 1"), Finding.NO_ANCHOR, 1),
        ("  s: {source: lost, mode: indirect, claim: x}\n", Finding.NO_DOCUMENT, 3),
        ("  s: {mode: analyst's step, claim: x}\n", Finding.ANALYST, 0),
        (entry("paragraph: 3, quote: The plan"), Finding.VERIFIED, 0),
    ],
)
def test_findings_and_exit_codes(statement: str, finding: Finding, code: int) -> None:
    report = report_of(statement)
    assert (report.statements[0].finding, report.exit_code) == (finding, code)


def test_a_changed_document_makes_statements_stale() -> None:
    """With the recorded version, those whose paragraph changed; without it, and with another checksum, all."""
    statements = entry("paragraph: 1, quote: will not meet", claim="It does not meet.").replace(
        "s:", "one:", 1
    ) + entry("paragraph: 3, quote: The plan").replace("s:", "two:", 1)
    case = case_of(statements)
    old = read_bytes(TEXT.encode(), "news.txt")
    new = read_bytes(TEXT.replace("The plan", "Today the plan").encode(), "news.txt")
    report = verify_case(case, {"news": new}, recorded={"news": fingerprint(old)})
    assert [check.finding for check in report.statements] == [Finding.VERIFIED, Finding.STALE]
    assert report.exit_code == 2
    cited = parse_case((HEAD + statements).replace("title: News", f"title: News, sha256: {old.sha256}"))
    assert verify_case(cited, {"news": old}).exit_code == 0
    assert {check.finding for check in verify_case(cited, {"news": new}).statements} == {Finding.STALE}


def test_hidden_characters_are_something_to_look_at() -> None:
    report = report_of(entry("paragraph: 3, quote: The plan"), TEXT.replace("dead", "de\u200bad"))
    assert report.statements[0].finding is Finding.VERIFIED
    assert report.exit_code == 1


def test_the_bundled_case_without_its_document() -> None:
    case = load_case("ukraine-2026-01")
    report = verify_case(case, {})
    assert report.exit_code == 3
    assert len(report.having(Finding.ANALYST)) == sum(entry.source is None for entry in case.statements.values())


def test_the_record_is_read_as_written(tmp_path: Path) -> None:
    document = read_bytes(TEXT.encode(), "news.txt")
    path = record_path(tmp_path / "case.yaml")
    assert read_record(path) == {}
    write_record(path, {"news": document})
    write_record(path, {"other": document})
    assert read_record(path) == {"news": fingerprint(document), "other": fingerprint(document)}
    assert "The plan" not in path.read_text(encoding="utf-8")
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(DocumentError, match="not an evidence file"):
        read_record(path)
