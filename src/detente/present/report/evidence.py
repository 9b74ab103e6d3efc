"""What the model rests on: sources, and their statements with voices, hedges and grades."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from detente.case.model import Anchor, Case, Credibility, Hedge, Mode, Reliability, Source, Statement
from detente.present.names import counted
from detente.present.report.answer_parts import Link
from detente.present.report.material import Material
from detente.present.report.support_parts import SourcePage, StatementRow

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
_HOW = {
    Mode.DIRECT: "quoted",
    Mode.MIXED: "partly quoted",
    Mode.INDIRECT: "reported",
    Mode.NARRATED_ACT: "act reported",
    Mode.AUTHOR_ASSERTION: "asserted",
    Mode.AUTHOR_INFERENCE: "inferred",
    Mode.ANALYST_STEP: "analyst’s step",
}
_RELIABILITY = {
    Reliability.A: "completely reliable",
    Reliability.B: "usually reliable",
    Reliability.C: "fairly reliable",
    Reliability.D: "not usually reliable",
    Reliability.E: "unreliable",
}
_CREDIBILITY = {
    Credibility.CONFIRMED: "confirmed by others",
    Credibility.PROBABLY_TRUE: "probably true",
    Credibility.POSSIBLY_TRUE: "possibly true",
    Credibility.DOUBTFUL: "doubtful",
    Credibility.IMPROBABLE: "improbable",
}
_HEDGED = {
    Hedge.NONE: "",
    Hedge.STRONG: "firmly, though hedged",
    Hedge.MEDIUM: "hedged",
    Hedge.WEAK: "tentatively",
    Hedge.MINIMAL: "as not ruled out",
}


def sources(material: Material, used: Mapping[str, tuple[Link, ...]]) -> tuple[SourcePage, ...]:
    """Return the sources, each with its statements in the order of its text, and the parts that rest on these."""
    return tuple(_source(material, name, used) for name in material.case.sources)


def steps(material: Material, used: Mapping[str, tuple[Link, ...]]) -> tuple[StatementRow, ...]:
    """Return the steps of the analyst, and whatever else names no source."""
    statements = material.case.statements.items()
    return tuple(_statement(material, name, used) for name, statement in statements if statement.source is None)


def only_source(case: Case) -> str:
    """Say where all statements come from, if from one source; empty otherwise."""
    cited = {statement.source for statement in case.statements.values() if statement.source}
    if len(cited) != 1:
        return ""
    source = case.sources[cited.pop()]
    return f"All statements that name a source are from one: {short_source(source)} ({grade_words(source)})."


def cited(case: Case, statements: Iterable[Statement]) -> tuple[tuple[Link, str], ...]:
    """Return the sources of statements, each once, with its grade."""
    places = source_anchors(case)
    names = dict.fromkeys(statement.source for statement in statements if statement.source)
    return tuple(
        (Link(short_source(case.sources[name]), places[name]), grade_words(case.sources[name])) for name in names
    )


def source_anchors(case: Case) -> dict[str, str]:
    """Return the place of each source in the page."""
    return {name: f"source-{number}" for number, name in enumerate(case.sources, start=1)}


def short_source(source: Source) -> str:
    """Name a source in few words."""
    return ", ".join(part for part in (source.author, source.date) if part) if source.author else source.title


def grade_words(source: Source) -> str:
    """Say how reliable the analyst finds a source (Admiralty); F is no bad grade, but none.

    >>> grade_words(Source(title="x", reliability=Reliability.B)), grade_words(Source(title="x"))
    ('reliability B: usually reliable', 'not graded')
    """
    if source.reliability is None or source.reliability is Reliability.F:
        return "not graded"
    return f"reliability {source.reliability.value}: {_RELIABILITY[source.reliability]}"


def credibility_words(statement: Statement) -> str:
    """Say how credible the analyst finds a statement (Admiralty); empty if that is not graded."""
    if statement.credibility is None or statement.credibility is Credibility.CANNOT_BE_JUDGED:
        return ""
    return f"credibility {statement.credibility.value}: {_CREDIBILITY[statement.credibility]}"


def how_words(statement: Statement) -> str:
    """Say in a few words whose words a statement is, and how firmly they are said.

    >>> hedged = Statement(source="s", mode=Mode.AUTHOR_INFERENCE, hedge=Hedge.WEAK, claim="...")
    >>> how_words(hedged)
    'inferred, hedge: weak'
    """
    parts = [_HOW[statement.mode]]
    if statement.hedge is not Hedge.NONE:
        parts.append(f"hedge: {statement.hedge.value}")
    return ", ".join(filter(None, [*parts, credibility_words(statement)]))


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

    >>> place_words(Anchor(paragraph=4, page="12", quote="lasting peace"))
    'page 12, paragraph 4'
    """
    if anchor is None:
        return ""
    parts = [f"page {anchor.page}"] if anchor.page else []
    if anchor.paragraph is not None:
        parts.append(f"paragraph {anchor.paragraph}" if anchor.paragraph else "headline")
    return ", ".join(parts)


def _voice(voice: str) -> str:
    """A voice without capitals is a role and takes an article."""
    name = voice
    return f"the {name}" if name.islower() else name


def _source(material: Material, name: str, used: Mapping[str, tuple[Link, ...]]) -> SourcePage:
    case, source = material.case, material.case.sources[name]
    said = [key for key, statement in case.statements.items() if statement.source == name]
    said.sort(key=lambda key: _paragraph(case.statements[key].at))
    words = ". ".join(part.rstrip(".") for part in (source.author, source.title, source.publisher, source.date) if part)
    n_parts = len({link for key in said for link in used.get(key, ())})
    details = [
        source.kind.capitalize() if source.kind else "",
        (source.note or "").rstrip("."),
        f"Counts as one with the other sources of the group “{source.group}”" if source.group else "",
        f"SHA-256 of the text used: {source.sha256}" if source.sha256 else "",
        f"{counted(len(said), 'statement')}, for {n_parts} of {counted(len(material.parts), 'part')} of the model",
    ]
    return SourcePage(
        anchor=source_anchors(case)[name],
        short=short_source(source),
        words=f"{words}.",
        url=source.url if source.url and source.url.startswith(("https://", "http://")) else "",
        grade=grade_words(source),
        details=tuple(filter(None, details)),
        statements=tuple(_statement(material, key, used) for key in said),
    )


def _paragraph(anchor: Anchor | None) -> tuple[bool, int]:
    """Order by paragraph; what has none comes last."""
    if anchor is None or anchor.paragraph is None:
        return (True, 0)
    return (False, anchor.paragraph)


def _statement(material: Material, name: str, used: Mapping[str, tuple[Link, ...]]) -> StatementRow:
    statement = material.case.statements[name]
    return StatementRow(
        anchor=material.anchors[name],
        name=name,
        place=place_words(statement.at),
        quote=(statement.at.quote or "") if statement.at else "",
        voices=voices_words(statement),
        credibility=credibility_words(statement),
        claim=statement.claim,
        used=used.get(name, ()),
    )
