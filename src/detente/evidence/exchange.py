"""Statements for other programs: a CSV table that can be read back, W3C Web Annotations, a DNA statement table.

In CSV a cell that a spreadsheet would take for a formula gets an apostrophe in front, and loses it when read back.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from detente.case import case_digest
from detente.case.model import Case, Mode, Stance, Statement
from detente.errors import DocumentError
from detente.evidence.document import Document
from detente.evidence.search import SearchIndex
from detente.evidence.verify import verify_quote

COLUMNS = (
    "id", "source", "paragraph", "page", "quote", "prefix", "suffix", "voices", "mode", "hedge", "hedge_words",
    "hedge_by", "act", "issue", "stance", "credibility", "claim", "reviewed_by", "reviewed_on", "flags", "note",
)  # fmt: skip
_ANCHOR = ("paragraph", "page", "quote", "prefix", "suffix")
_REVIEW = {"reviewed_by": "by", "reviewed_on": "on", "flags": "flags", "note": "note"}
_LISTS = {"voices", "flags"}
_BETWEEN = " > "
_FORMULA = re.compile(r"^\s*[=+\-@\t\r|%]")
_GUARDED = re.compile(r"^'+\s*[=+\-@\t\r|%]")
_DNA = (
    "ID", "Start", "Stop", "Coder", "Document ID", "Document title", "Document author", "Document source",
    "Document type", "Document date", "person", "organization", "concept", "agreement", "Text",
)  # fmt: skip
_CONTEXT = 32


def guarded(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    >>> guarded("=1+1"), guarded("'=1"), guarded("it’s")
    ("'=1+1", "''=1", 'it’s')
    """
    return f"'{text}" if _FORMULA.match(text) or _GUARDED.match(text) else text


def unguarded(cell: str) -> str:
    """Return the text of a cell: the reverse of `guarded`.

    >>> [unguarded(guarded(text)) for text in ("=1+1", "'=1", "'tis", "-")]
    ['=1+1', "'=1", "'tis", '-']
    """
    return cell[1:] if _GUARDED.match(cell) else cell


def statements_csv(case: Case) -> Iterator[str]:
    """Write all statements as CSV, one a row, lists with `` > `` between their items."""
    yield from _lines(COLUMNS, (_row(key, statement) for key, statement in case.statements.items()))


def _lines(columns: tuple[str, ...], rows: Iterator[dict[str, str]]) -> Iterator[str]:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: guarded(text) for name, text in row.items()})
    yield stream.getvalue()


def _row(key: str, statement: Statement) -> dict[str, str]:
    anchor = statement.at.model_dump() if statement.at else {}
    review = statement.review.model_dump() if statement.review else {}
    content = statement.model_dump(mode="json")
    row = {"id": key}
    for name in COLUMNS[1:]:
        if name in _ANCHOR:
            value = anchor.get(name)
        elif name in _REVIEW:
            value = review.get(_REVIEW[name])
        else:
            value = content.get(name)
        row[name] = _BETWEEN.join(value) if isinstance(value, list | tuple) else "" if value is None else str(value)
    if row["hedge"] == "none":
        row["hedge"] = ""
    return row


def read_statements_csv(text: str, name: str) -> dict[str, dict[str, Any]]:
    """Read statements from CSV, as they stand in a case file, by id.

    Nothing is checked here but the shape: the case file that they are put into is.

    Raises
    ------
    DocumentError
        A column is missing (that would empty it) or unknown, an id is missing or repeated, or a row has too many cells.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    columns = reader.fieldnames or []
    unknown = sorted(set(columns) - set(COLUMNS))
    missing = [column for column in COLUMNS if column not in columns]
    if unknown or missing or len(set(columns)) < len(columns):
        what = f"no column {', '.join(missing)}" if missing else f"unknown or repeated columns {', '.join(unknown)}"
        raise DocumentError(f"{name}: {what}; the table has the columns of an export: {', '.join(COLUMNS)}")
    found: dict[str, dict[str, Any]] = {}
    for number, raw in enumerate(reader, start=2):
        if None in raw:
            raise DocumentError(f"{name}: row {number} has more cells than columns; put text with commas in quotes")
        row = {column: unguarded(cell or "").strip() for column, cell in raw.items()}
        if not any(row.values()):
            continue
        key = row.pop("id", "")
        if not key or key in found:
            raise DocumentError(f"{name}: row {number} {f'repeats the id {key!r}' if key else 'has no id'}")
        found[key] = _statement(row)
    return found


def _statement(row: Mapping[str, str]) -> dict[str, Any]:
    """Put a row together as the case file has it: only what is there, in the order of the file format."""

    def value(column: str) -> Any:
        return [part.strip() for part in row[column].split(">")] if column in _LISTS else row[column]

    statement: dict[str, Any] = {}
    if row.get("source"):
        statement["source"] = row["source"]
    anchor = {column: value(column) for column in _ANCHOR if row.get(column)}
    if anchor:
        statement["at"] = anchor
    plain = [column for column in COLUMNS if column not in {"id", "source", *_ANCHOR, *_REVIEW}]
    statement |= {column: value(column) for column in plain if row.get(column)}
    review = {_REVIEW[column]: value(column) for column in _REVIEW if row.get(column)}
    if review:
        statement["review"] = review
    return statement


def web_annotations(case: Case, documents: Mapping[str, Document]) -> dict[str, Any]:
    """Return all statements with a source as W3C Web Annotations (JSON-LD).

    A statement whose document is at hand gets the exact words with what stands around them, and the position in the
    canonical text; otherwise only what the case says.
    """
    digest = case_digest(case)
    indexes = {name: SearchIndex(document) for name, document in documents.items()}
    items = []
    for key, statement in case.statements.items():
        if statement.source is None:
            continue
        source = case.sources[statement.source]
        by_content = f"urn:sha256:{source.sha256}" if source.sha256 else f"urn:detente:{digest}:{statement.source}"
        target: dict[str, Any] = {"source": source.url or source.file or by_content}
        selectors = _selectors(statement, indexes.get(statement.source))
        if selectors:
            target["selector"] = selectors
        items.append(
            {
                "id": f"urn:detente:{digest}:{key}",
                "type": "Annotation",
                "motivation": "describing",
                "body": _bodies(statement),
                "target": target,
            }
        )
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"urn:detente:{digest}",
        "type": "AnnotationPage",
        "items": items,
    }


def _bodies(statement: Statement) -> list[dict[str, Any]]:
    bodies = [{"type": "TextualBody", "purpose": "describing", "value": statement.claim, "format": "text/plain"}]
    tags: dict[str, str | None] = {
        "mode": statement.mode,
        "hedge": statement.hedge,
        "act": statement.act,
        "stance": statement.stance,
    }
    tags |= {"issue": statement.issue, "voices": _BETWEEN.join(statement.voices) or None}
    bodies += [
        {"type": "TextualBody", "purpose": "tagging", "value": f"{name}: {value}"}
        for name, value in tags.items()
        if value
    ]
    return bodies


def _selectors(statement: Statement, index: SearchIndex | None) -> list[dict[str, Any]]:
    anchor = statement.at
    if anchor is None or not anchor.quote:
        return []
    quote: dict[str, Any] = {"type": "TextQuoteSelector", "exact": anchor.quote}
    quote |= {name: text for name, text in (("prefix", anchor.prefix), ("suffix", anchor.suffix)) if text}
    if index is None:
        return [quote]
    check = verify_quote(index, anchor.quote, paragraph=anchor.paragraph, prefix=anchor.prefix, suffix=anchor.suffix)
    if not check.passes:
        return [quote]
    text = index.document.text
    start, end = check.spans[0][0], check.spans[-1][1]
    quote |= {"exact": text[start:end], "prefix": text[max(0, start - _CONTEXT) : start]}
    quote["suffix"] = text[end : end + _CONTEXT]
    return [quote, {"type": "TextPositionSelector", "start": start, "end": end}]


def dna_csv(case: Case, documents: Mapping[str, Document]) -> Iterator[str]:
    """Write statements as a table of the kind that Discourse Network Analyzer exports.

    Person is the last voice, organization the decision maker whose voice it is, concept the issue, agreement 1 or 0 for
    a stance for or against. Statements without a source are left out.
    """
    yield from _lines(_DNA, _dna_rows(case, documents))


def _dna_rows(case: Case, documents: Mapping[str, Document]) -> Iterator[dict[str, str]]:
    indexes = {name: SearchIndex(document) for name, document in documents.items()}
    for key, statement in case.statements.items():
        if statement.source is None or statement.mode is Mode.ANALYST_STEP:
            continue
        source = case.sources[statement.source]
        voice = statement.voices[-1] if statement.voices else source.author or ""
        party = next((dm.name for dm in case.decision_makers.values() if voice in dm.voices), "")
        selectors = _selectors(statement, indexes.get(statement.source))
        place = selectors[1] if len(selectors) > 1 else {}
        coder = statement.review.by if statement.review else ""
        agreement = {Stance.FOR: "1", Stance.AGAINST: "0"}.get(statement.stance or Stance.NEUTRAL, "")
        cells = (
            key, str(place.get("start", "")), str(place.get("end", "")), coder, statement.source, source.title,
            source.author or "", source.publisher or "", source.kind or "", source.date or "", voice, party,
            statement.issue or "", agreement, statement.claim,
        )  # fmt: skip
        yield dict(zip(_DNA, cells, strict=True))
