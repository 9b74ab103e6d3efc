"""The report as a document of words and tables, for Markdown and LaTeX: the same page without pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.present.answer_document import answer_parts
from detente.present.document import Part, Words
from detente.present.names import join_words
from detente.present.report.answer_parts import Link, Reason
from detente.present.report.context import Page
from detente.present.report.support_parts import FollowUp, SourcePage, StatementRow
from detente.present.tables import Column, Table
from detente.stability import StabilityResult

_STATEMENT = (
    Column("Where", wraps=True),
    Column("Id", key=True),
    Column("Who says it, and how firmly", wraps=True),
    Column("What", wraps=True),
    Column("For parts", wraps=True),
)


def report_parts(result: StabilityResult, page: Page) -> tuple[Part, ...]:
    """Return the page as words and tables in the order of the page."""
    parts: list[Part] = [*answer_parts(result)]
    parts += [_reason("Why it holds", reason) for reason in page.reasons]
    parts += [_reason("Why it does not hold", reason) for reason in page.failures]
    parts += [Words("", (cut,)) for cut in (page.reasons_cut, page.failures_cut) if cut]
    for followup in page.followups:
        parts += _followup(followup)
    if page.variants:
        rows = tuple((row.name, row.about, row.answer) for row in page.variants)
        columns = (Column("Variant", key=True), Column("What is changed", wraps=True), Column("Then", wraps=True))
        parts.append(Table("Variants", columns, rows))
    parts.append(_assumptions(page))
    for source in page.sources:
        parts += _source(source)
    if page.steps:
        parts.append(_steps(page.steps))
    parts += _method(page)
    return tuple(parts)


def _reason(heading: str, reason: Reason) -> Words:
    turns_on = [f"{party.short}: {_listed(links)}" for party, links in reason.turns_on]
    last = [f"Turns on parts of the model: {'; '.join(turns_on)}. {reason.weak}".strip()] if turns_on else []
    items = (*(line for _, line in reason.lines), *last)
    return Words(f"{heading}: {reason.title} [{reason.ring.name}]", (reason.verdict,), items)


def _listed(links: Iterable[Link]) -> str:
    return join_words([link.words for link in links])


def _followup(followup: FollowUp) -> Iterator[Part]:
    yield Words(followup.title, followup.lead)
    yield from followup.blocks
    yield Words("", (f"All of it: {followup.command}",), followup.notes)


def _assumptions(page: Page) -> Table:
    columns = (
        Column("No.", "right", key=True),
        Column("Whose", wraps=True),
        Column("Part"),
        Column("In words", wraps=True),
        Column("Kind of claim", wraps=True),
        Column("Rests on", wraps=True),
    )
    rows = tuple(
        (
            row.number,
            group.title,
            row.sort,
            row.words,
            "; ".join(filter(None, (row.kind, row.weak))),
            "; ".join(f"{said.link.words} {said.how}" for said in row.support),
        )
        for group in page.assumptions
        for row in group.rows
    )
    kinds = "; ".join(f"{kind}: {count}" for kind, _, count in page.kinds)
    note = " ".join(filter(None, (f"{kinds}.", page.weak, page.only_source)))
    return Table("What it rests on", columns, rows, note)


def _source(source: SourcePage) -> Iterator[Part]:
    url = (source.url,) if source.url else ()
    yield Words(f"Source: {source.short}", (source.words, *url, f"{source.grade.capitalize()}."), source.details)
    if source.statements:
        yield _statements(f"What {source.short} says", source.statements)


def _statements(title: str, statements: Iterable[StatementRow]) -> Table:
    rows = tuple(
        (
            ", ".join(filter(None, (row.place, f"“{row.quote}”" if row.quote else ""))),
            row.name,
            "; ".join(filter(None, (row.voices, row.credibility))),
            row.claim,
            _listed(row.used),
        )
        for row in statements
    )
    return Table(title, _STATEMENT, rows)


def _steps(steps: Iterable[StatementRow]) -> Table:
    columns = (Column("Id", key=True), Column("What", wraps=True), Column("For parts", wraps=True))
    return Table("Steps of the analyst", columns, tuple((row.name, row.claim, _listed(row.used)) for row in steps))


def _method(page: Page) -> Iterator[Part]:
    columns = (
        Column("Concept", key=True, wraps=True),
        Column("A state holds when", wraps=True),
        Column("Found", wraps=True),
        Column("Reference", wraps=True),
    )
    rows = tuple((row.name, row.gloss, row.found, row.reference) for row in page.concepts)
    yield Table("Concepts used", columns, rows)
    yield Words("Choices made where the literature differs", (), tuple(f"{ask} {done}" for ask, done in page.choices))
    yield Words("To make this report again", (), tuple(f"{name}: {value}" for name, value in page.parameters))
