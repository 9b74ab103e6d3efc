"""Verification reports, single quotations, proposals and coverage, as words and tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from detente.case.model import Case
from detente.evidence.check_case import Finding, SourceCheck, StatementCheck, VerificationReport
from detente.evidence.document import Document
from detente.evidence.flags import Flag
from detente.evidence.ledger import Entry, Gap
from detente.evidence.propose import Proposal
from detente.evidence.verify import QuoteCheck, Status
from detente.present.document import Part, Words
from detente.present.names import counted
from detente.present.tables import Column, Table

_STATUS = {
    Status.EXACT: "It stands there word for word.",
    Status.NORMALIZED: "It stands there; only typography differs (quotation marks, dashes, spaces, the ends).",
    Status.ELIDED: "It stands there with words left out where it says so.",
    Status.EDITED: "It stands there around words in brackets that are not the document's.",
    Status.NEAR_MISS: "It does not stand there. Something like it does:",
    Status.NOT_FOUND: "It does not stand there, nor anything like it.",
}
_CUT = 60


def _short(text: str, length: int = _CUT) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def flag_words(flags: Sequence[Flag]) -> str:
    """Say flags in words, one after the other."""
    return "; ".join(f"{flag.code.replace('_', ' ')}{f' ({flag.words})' if flag.words else ''}" for flag in flags)


def verification_parts(report: VerificationReport) -> tuple[Part, ...]:
    """Return what checking a case found: the answer, the sources, and what a person has to look at."""
    found = Counter(check.finding for check in report.statements)
    anchored = len(report.statements) - found[Finding.ANALYST]
    answer = [f"{found[Finding.VERIFIED]} of {counted(anchored, 'statement')} verified without a flag."]
    answer += [
        f"{counted(found[kind], 'statement')}: {kind}." for kind in Finding if found[kind] and kind != "verified"
    ]
    rows = tuple(_row(check) for check in report.statements if check.finding not in {Finding.VERIFIED, Finding.ANALYST})
    columns = (
        Column("Statement", key=True),
        Column("Found"),
        Column("Paragraph", "right"),
        Column("Look at", wraps=True),
    )
    parts: list[Part] = [
        Words(report.title, (answer[0],), tuple(answer[1:])),
        Words("Sources", (), tuple(_source_words(source) for source in report.sources)),
    ]
    if rows:
        parts.append(Table("Statements to look at", columns, rows))
    accepted = tuple(
        f"{check.statement}: {flag_words(check.accepted)}" for check in report.statements if check.accepted
    )
    if accepted:
        parts.append(Words("Flags that a reviewer has accepted", (), accepted))
    return tuple(parts)


def _row(check: StatementCheck) -> tuple[str, str, str, str]:
    paragraph = "" if check.check is None or check.check.paragraph is None else str(check.check.paragraph)
    words = flag_words(check.flags)
    if check.check is not None and not check.check.passes:
        words = check.check.difference or "nothing like it in the document"
    return check.statement, str(check.finding), paragraph, words


def _source_words(source: SourceCheck) -> str:
    if source.document is None:
        return f"{source.source}: no document at hand (--source {source.source}=FILE)"
    words = [f"{source.source}: {source.document}, read by {source.extractor}"]
    if source.as_cited is not None:
        words.append("the file that the case cites" if source.as_cited else "NOT the file that the case cites")
    if source.change is not None:
        lost = f", paragraphs {', '.join(map(str, source.change.lost))}" if source.change.lost else ""
        words.append(f"compared with the recorded version: {source.change.kind}{lost}")
    words.extend(f"{repair.count} {repair.kind}" for repair in source.suspicious)
    return "; ".join(words)


def quote_parts(document: Document, check: QuoteCheck) -> tuple[Part, ...]:
    """Return what checking one quotation found."""
    paragraphs = [_STATUS[check.status]]
    if check.found:
        paragraphs.append(f"Paragraph {check.paragraph}: “{_short(check.found, 400)}”")
    if check.difference:
        paragraphs.append(f"Difference: {check.difference}")
    hidden = tuple(f"In the document: {repair.count} {repair.kind}" for repair in document.suspicious)
    parts: list[Part] = [Words(str(check.status).replace("_", " ").capitalize(), tuple(paragraphs))]
    if check.flags or hidden:
        parts.append(Words("Look at", (), tuple(flag_words([flag]) for flag in check.flags) + hidden))
    return tuple(parts)


def proposal_parts(document: Document, proposals: Sequence[Proposal]) -> tuple[Part, ...]:
    """Return proposals as a table."""
    columns = (
        Column("No.", "right", key=True), Column("Par.", "right"), Column("Mode"), Column("Speaker", wraps=True),
        Column("Act"), Column("Hedge"), Column("Words", wraps=True), Column("Rules", wraps=True),
    )  # fmt: skip
    rows = tuple(
        (
            str(number), str(entry.paragraph), str(entry.mode), _speaker_words(entry), str(entry.act),
            f"{entry.hedge}: {entry.hedge_words}" if entry.hedge_words else "", _short(entry.quote),
            ", ".join(entry.rules),
        )
        for number, entry in enumerate(proposals, start=1)
    )  # fmt: skip
    unsure = sum(entry.needs_confirmation for entry in proposals)
    note = (
        f"Proposals by rule, not findings: {unsure} of {len(proposals)} speakers (marked ?) have to be confirmed. "
        "How often the rules are right: docs/evidence.md"
    )
    title = f"{counted(len(proposals), 'proposal')} for {document.name}"
    if not rows:
        return (Words(title, ("No quotation, report or hedge was found by rule. English only.",)),)
    return (Table(title, columns, rows, note),)


def _speaker_words(proposal: Proposal) -> str:
    if proposal.speaker is None:
        return "no speaker" if "quotation" in proposal.rules else "author"
    return proposal.speaker.name + (" ?" if proposal.needs_confirmation else "")


def coverage_parts(case: Case, entries: Sequence[Entry], gaps: Sequence[Gap] = tuple(Gap)) -> tuple[Part, ...]:
    """Return which parts of a model lack what, counted and listed."""
    counts = Counter(gap for entry in entries for gap in entry.gaps)
    listed = [entry for entry in entries if set(entry.gaps) & set(gaps)]
    summary = tuple(f"{gap}: {counts[gap]}" for gap in Gap if counts[gap])
    sourced = sum(bool(entry.sources) for entry in entries)
    columns = (
        Column("Part", key=True), Column("Of"), Column("What", wraps=True), Column("Rests on", wraps=True),
        Column("Lacks", wraps=True),
    )  # fmt: skip
    rows = tuple(
        (
            entry.assumption.kind,
            entry.assumption.decision_maker,
            _short(entry.assumption.text),
            ", ".join(entry.assumption.because) or "nothing",
            "; ".join(gap for gap in entry.gaps if gap in gaps),
        )
        for entry in listed
    )
    about = (
        f"{sourced} of {counted(len(entries), 'part')} rest on a source; several statements of one source count as one."
    )
    parts: list[Part] = [Words(f"Coverage: {case.title}", (about,), summary)]
    if rows:
        parts.append(Table("Parts", columns, rows))
    return tuple(parts)
