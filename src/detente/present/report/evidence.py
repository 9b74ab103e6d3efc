"""What the model rests on: statements with their voices, and sources."""

from __future__ import annotations

from collections.abc import Mapping

from detente.case.model import Anchor, Case, Hedge, Mode, Source, Statement
from detente.present.report.answer_parts import Link
from detente.present.report.material import Material
from detente.present.report.support_parts import SourceRow, StatementRow

_QUOTED = {
    Mode.DIRECT: "quotes {0}",
    Mode.MIXED: "reports {0}, partly in quotation",
    Mode.INDIRECT: "reports what {0} says",
    Mode.NARRATED_ACT: "reports what {0} did",
    Mode.AUTHOR_ASSERTION: "asserts, about {0}",
    Mode.AUTHOR_INFERENCE: "infers, about {0}",
}
_ALONE = {
    Mode.DIRECT: "says",
    Mode.MIXED: "says, partly in quotation",
    Mode.INDIRECT: "reports",
    Mode.NARRATED_ACT: "reports what was done",
    Mode.AUTHOR_ASSERTION: "asserts",
    Mode.AUTHOR_INFERENCE: "infers",
}
_HEDGED = {
    Hedge.NONE: "",
    Hedge.STRONG: "firmly, though hedged",
    Hedge.MEDIUM: "hedged",
    Hedge.WEAK: "tentatively",
    Hedge.MINIMAL: "as not ruled out",
}


def statements(material: Material, used: Mapping[str, tuple[Link, ...]]) -> tuple[StatementRow, ...]:
    """Return the statements, each with the model elements that rest on it."""
    places = source_anchors(material.case)
    return tuple(
        StatementRow(
            anchor=material.anchors[name],
            name=name,
            claim=statement.claim,
            voices=voices_words(statement),
            place=place_words(statement.at),
            source=_source_link(material.case, statement.source, places),
            used=used.get(name, ()),
        )
        for name, statement in material.case.statements.items()
    )


def sources(case: Case) -> tuple[SourceRow, ...]:
    """Return the sources."""
    places = source_anchors(case)
    return tuple(_source(places[name], source) for name, source in case.sources.items())


def source_anchors(case: Case) -> dict[str, str]:
    """Return the place of each source in the page."""
    return {name: f"source-{number}" for number, name in enumerate(case.sources, start=1)}


def voices_words(statement: Statement) -> str:
    """Say who says something, through whom, and how firmly.

    >>> from detente.case.model import Hedge, Mode, Statement
    >>> voices_words(Statement(source="s", mode=Mode.INDIRECT, voices=("author", "minister", "Paris"), claim="..."))
    'The author reports what the minister says that Paris says'
    >>> hedged = {"hedge": Hedge.WEAK, "hedge_words": "perhaps"}
    >>> voices_words(Statement(source="s", mode=Mode.AUTHOR_INFERENCE, voices=("author",), claim="...", **hedged))
    'The author infers (tentatively: “perhaps”)'
    """
    if statement.mode is Mode.ANALYST_STEP:
        return "The analyst’s own step, without a source"
    names = [_voice(voice) for voice in statement.voices] or ["the author"]
    if len(names) == 1:
        told = f"{names[0]} {_ALONE[statement.mode]}"
    else:
        chain = " says that ".join(names[1:])
        told = f"{names[0]} {_QUOTED[statement.mode].format(chain)}"
    hedge = _HEDGED[statement.hedge]
    if statement.hedge_words:
        hedge = f"{hedge}: “{statement.hedge_words}”" if hedge else f"“{statement.hedge_words}”"
    return f"{told[:1].upper()}{told[1:]}{f' ({hedge})' if hedge else ''}"


def place_words(anchor: Anchor | None) -> str:
    """Say where in its source a statement stands.

    >>> place_words(Anchor(paragraph=4, quote="lasting peace"))
    'paragraph 4, at “lasting peace”'
    """
    if anchor is None:
        return ""
    parts = []
    if anchor.page:
        parts.append(f"page {anchor.page}")
    if anchor.paragraph is not None:
        parts.append(f"paragraph {anchor.paragraph}" if anchor.paragraph else "headline")
    if anchor.quote:
        parts.append(f"at “{anchor.quote}”")
    return ", ".join(parts)


def _voice(voice: str) -> str:
    """A voice without capitals is a role and takes an article."""
    name = voice
    return f"the {name}" if name.islower() else name


def _source_link(case: Case, source: str | None, places: Mapping[str, str]) -> Link | None:
    if source is None or source not in places:
        return None
    cited = case.sources[source]
    short = ", ".join(part for part in (cited.author, cited.date) if part) if cited.author else cited.title
    return Link(short, places[source])


def _source(anchor: str, source: Source) -> SourceRow:
    words = ". ".join(part.rstrip(".") for part in (source.author, source.title, source.publisher, source.date) if part)
    details = []
    if source.kind:
        details.append(source.kind.capitalize())
    if source.note:
        details.append(source.note)
    if source.sha256:
        details.append(f"SHA-256 of the text used: {source.sha256}")
    url = source.url or ""
    return SourceRow(anchor, f"{words}.", url if url.startswith(("https://", "http://")) else "", tuple(details))
