"""Checking every statement of a case against its document.

A statement's anchor is an address: a few words that find the place. So what matters is not only whether they are
there, but whether the clause around them says what the statement says: a clause that denies, hedges or sets a
condition while the statement does none of these is flagged. Flags that a reviewer has accepted (`Review.flags`) are
listed but do not count.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from detente.case.model import Case, Hedge, Mode, Source, Statement
from detente.evidence.canonical import Repair
from detente.evidence.compare import Change, compare_versions, touched_statements
from detente.evidence.document import Document, Fingerprint, fingerprint
from detente.evidence.flags import Flag, FlagCode, sentence_bounds
from detente.evidence.fold import fold_text
from detente.evidence.lexicon import find_hedges, find_negations
from detente.evidence.search import SearchIndex
from detente.evidence.verify import QuoteCheck, verify_quote

_CLAUSE_END = re.compile(
    r"[;:]|\s[–—-]\s|—|, (?:and|but|yet|while|although|though|which|who|where|both|so|or|nor|since)\b"
)
_CONDITION = re.compile(
    r"\b(?:if|unless|until|only (?:when|after)|except|provided|as long as|on condition|in case|assuming"
    r"|(?<!at )once(?! again))\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:reject|refus|oppos|avoid|fail|lack|resist|den[iy]|prevent|without|unsaid|doubt|neither|stop|against"
    r"|(?:left|leaves?)(?: [\w’']+){0,4} out|un[a-z]{4,}|in[a-z]{3,}able)\w*",
    re.IGNORECASE,
)
_LIMITS = re.compile(rf"{_CONDITION.pattern}|\b(?:after|when|were|should|as far as|while)\b", re.IGNORECASE)
_AUTHOR = {Mode.AUTHOR_ASSERTION, Mode.AUTHOR_INFERENCE}
_CONTEXT = {
    FlagCode.LEAD_NEGATES, FlagCode.LEAD_HEDGES, FlagCode.LEAD_LIMITS,
    FlagCode.TAIL_NEGATES, FlagCode.TAIL_HEDGES, FlagCode.TAIL_LIMITS,
    FlagCode.QUESTION, FlagCode.CUTS_QUANTITY,
}  # fmt: skip


class Finding(StrEnum):
    """What became of one statement."""

    VERIFIED = "verified"
    FLAGGED = "flagged"
    STALE = "stale"
    NOT_FOUND = "not found"
    NO_ANCHOR = "no quotation to check"
    NO_DOCUMENT = "no document"
    ANALYST = "analyst's step"


@dataclass(frozen=True, slots=True)
class StatementCheck:
    """One statement and what became of checking it.

    Attributes
    ----------
    statement
        Its id.
    source
        Id of its source; empty for a step of the analyst.
    finding
        The worst that holds.
    check
        The check of its anchor; None if there is none, or no document.
    flags
        Those that count.
    accepted
        Those that a reviewer has accepted.
    """

    statement: str
    source: str
    finding: Finding
    check: QuoteCheck | None = None
    flags: tuple[Flag, ...] = ()
    accepted: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceCheck:
    """One source and the document given for it.

    Attributes
    ----------
    document
        Name of the file; None if none was given.
    as_cited
        Whether its bytes are those that the case names; None if the case names none.
    change
        How it differs from the version that was recorded; None if none was recorded.
    suspicious
        What in it may not be what a reader sees.
    """

    source: str
    document: str | None
    as_cited: bool | None = None
    change: Change | None = None
    extractor: str = ""
    suspicious: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """What became of checking a case."""

    title: str
    sources: tuple[SourceCheck, ...]
    statements: tuple[StatementCheck, ...]

    def having(self, *findings: Finding) -> tuple[StatementCheck, ...]:
        """Return the statements with one of these findings."""
        return tuple(check for check in self.statements if check.finding in findings)

    @property
    def exit_code(self) -> int:
        """0 all is well; 1 something to look at; 2 a quotation not found, or changed; 3 a document is not there."""
        if self.having(Finding.NOT_FOUND, Finding.STALE):
            return 2
        if self.having(Finding.NO_DOCUMENT):
            return 3
        looked_at = self.having(Finding.FLAGGED, Finding.NO_ANCHOR)
        return int(bool(looked_at) or any(source.suspicious or source.as_cited is False for source in self.sources))


def verify_case(
    case: Case, documents: Mapping[str, Document], *, recorded: Mapping[str, Fingerprint] | None = None
) -> VerificationReport:
    """Check every statement of a case against the documents at hand.

    Parameters
    ----------
    documents
        By source id.
    recorded
        Fingerprints of the versions that the statements were made from, by source id. Without one, a document
        whose bytes are not those that the case names makes all its statements stale.

    Cost: that of preparing each document once (about a second for 5 MB), and a scan or less for each statement.

    Examples
    --------
    >>> from detente.case import load_case
    >>> report = verify_case(load_case("ukraine-2026-01"), {})
    >>> report.exit_code, sorted({str(check.finding) for check in report.statements})
    (3, ["analyst's step", 'no document'])
    """
    recorded = recorded or {}
    sources: list[SourceCheck] = []
    indexes: dict[str, SearchIndex] = {}
    stale: set[str] = set()
    for name, source in case.sources.items():
        document = documents.get(name)
        if document is None:
            sources.append(SourceCheck(name, None))
            continue
        checked = _check_source(name, source, document, recorded.get(name))
        sources.append(checked)
        indexes[name] = SearchIndex(document)
        stale.update(_stale(case, checked))
    statements = tuple(
        _check_statement(key, statement, indexes.get(statement.source or ""), key in stale)
        for key, statement in case.statements.items()
    )
    return VerificationReport(case.title, tuple(sources), statements)


def _check_source(name: str, source: Source, document: Document, recorded: Fingerprint | None) -> SourceCheck:
    as_cited = None if source.sha256 is None else source.sha256 == document.sha256
    change = compare_versions(recorded, fingerprint(document)) if recorded is not None else None
    return SourceCheck(name, document.name, as_cited, change, str(document.extractor), document.suspicious)


def _stale(case: Case, source: SourceCheck) -> tuple[str, ...]:
    if source.change is not None:
        return touched_statements(case.statements, source.source, source.change)
    if source.as_cited is False:
        return tuple(key for key, entry in case.statements.items() if entry.source == source.source)
    return ()


def _check_statement(key: str, statement: Statement, index: SearchIndex | None, stale: bool) -> StatementCheck:
    if statement.source is None:
        return StatementCheck(key, "", Finding.ANALYST)
    if index is None:
        return StatementCheck(key, statement.source, Finding.NO_DOCUMENT)
    anchor = statement.at
    if anchor is None or not anchor.quote:
        return StatementCheck(key, statement.source, Finding.STALE if stale else Finding.NO_ANCHOR)
    check = verify_quote(index, anchor.quote, paragraph=anchor.paragraph, prefix=anchor.prefix, suffix=anchor.suffix)
    if not check.passes:
        return StatementCheck(key, statement.source, Finding.NOT_FOUND, check)
    flags = statement_flags(index, statement, check)
    known = set(statement.review.flags) if statement.review else set()
    open_flags = tuple(flag for flag in flags if flag.code not in known)
    accepted = tuple(flag for flag in flags if flag.code in known)
    finding = Finding.STALE if stale else Finding.FLAGGED if open_flags else Finding.VERIFIED
    return StatementCheck(key, statement.source, finding, check, open_flags, accepted)


def statement_flags(index: SearchIndex, statement: Statement, check: QuoteCheck) -> tuple[Flag, ...]:
    """Return the flags of a verified anchor in the light of its statement."""
    flags = [flag for flag in check.flags if flag.code not in _CONTEXT]
    if statement.mode in {Mode.MIXED, Mode.INDIRECT}:
        flags = [flag for flag in flags if flag.code is not FlagCode.MIXES_VOICES]
    return (
        *flags,
        *_voice(index, statement, check),
        *_hedge(index, statement, check),
        *_clause(index, statement, check),
    )


def _voice(index: SearchIndex, statement: Statement, check: QuoteCheck) -> list[Flag]:
    quoted = [bool(index.quotations.overlapping(start, end)) for start, end in check.spans]
    if statement.mode is Mode.DIRECT and not any(quoted):
        return [Flag(FlagCode.NOT_QUOTED)]
    if statement.mode in _AUTHOR and all(quoted) and not _is_term(index, check):
        return [Flag(FlagCode.QUOTED)]
    return []


def _is_term(index: SearchIndex, check: QuoteCheck) -> bool:
    """Whether the quotation marks hold a word or two only: a term, or a distance kept, not a speech."""
    return all(
        len(index.document.text[quotation.start : quotation.end].split()) <= 3
        for start, end in check.spans
        for quotation in index.quotations.overlapping(start, end)
    )


def _hedge(index: SearchIndex, statement: Statement, check: QuoteCheck) -> list[Flag]:
    start, end = check.spans[0][0], check.spans[-1][1]
    if statement.hedge is Hedge.NONE:
        cues = find_hedges(_clause_around(index.document.text, start, end))
        return [Flag(FlagCode.HEDGE_UNRECORDED, ", ".join(cue.words for cue in cues))] if cues else []
    if statement.hedge_words:
        paragraph = index.document.paragraph_at(start)
        text = fold_text(index.document.text[paragraph.start : paragraph.end]).lower()
        if fold_text(statement.hedge_words).lower() not in text:
            return [Flag(FlagCode.HEDGE_MISSING, statement.hedge_words)]
    return []


def _clause(index: SearchIndex, statement: Statement, check: QuoteCheck) -> list[Flag]:
    """What the clause denies or limits while the claim does not."""
    text = index.document.text
    start, end = check.spans[0][0], check.spans[-1][1]
    clause = _clause_around(text, start, end)
    flags = []
    hedges = find_hedges(clause) if statement.hedge is not Hedge.NONE else ()
    negations = [
        cue for cue in find_negations(clause) if not any(hedge.start <= cue.start < hedge.end for hedge in hedges)
    ]
    if negations and not find_negations(statement.claim) and not _DENIES.search(statement.claim):
        flags.append(Flag(FlagCode.LEAD_NEGATES, ", ".join(cue.words for cue in negations)))
    conditions = _CONDITION.findall(clause)
    if conditions and not _LIMITS.search(statement.claim):
        flags.append(Flag(FlagCode.LEAD_LIMITS, ", ".join(conditions)))
    return flags


def _clause_around(text: str, start: int, end: int) -> str:
    """Return the clause that a span stands in, as far as punctuation tells."""
    begin, finish = sentence_bounds(text, start, end)
    for match in _CLAUSE_END.finditer(text, begin, finish):
        if match.start() < start:
            begin = match.start() + 1
    after = _CLAUSE_END.search(text, end, finish)
    return text[begin : after.start() if after else finish]
