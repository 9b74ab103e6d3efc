"""What a reader has to know to read an answer rightly."""

from __future__ import annotations

from collections.abc import Iterator

from detente.case.model import AnyOrder, Case, Mode, Pairs, Prioritization
from detente.present.evidence.weak import weak_preferences
from detente.present.findings import Findings
from detente.present.names import concept_name, counted, dm_short, join_words, plain
from detente.present.words.labels import quote
from detente.present.words.models import Model, S, id_of

_IDS = 6


def notes(findings: Findings[S]) -> tuple[str, ...]:
    """Return the notes: what was changed, left out or not asked, and what the sources can bear."""
    model = findings.model
    return (
        *_on_variant(model.case, model.variant),
        *_on_sources(model.case),
        *filter(None, [weak_preferences(model.case)]),
        *_on_open_order(model.case),
        *_on_unused_parts(model.case),
        *_on_merged_states(model),
        *_on_left_out(findings),
        *(("The case does not say where the dispute stands.",) if model.status_quo is None else ()),
    )


def _on_left_out(findings: Findings[S]) -> Iterator[str]:
    for why in dict.fromkeys(findings.omitted.values()):
        names = [concept_name(concept) for concept, reason in findings.omitted.items() if reason == why]
        yield f"Left out: {join_words(names)} stability ({plain(why)})."


def _on_variant(case: Case, name: str) -> Iterator[str]:
    if name:
        variant = case.variants.get(name)
        about = f": {plain(variant.about).strip()}" if variant is not None and variant.about else "."
        yield f"This is the variant {quote(plain(name))} of the case{about}"


def _on_sources(case: Case) -> Iterator[str]:
    if not case.sources and not case.statements:
        yield "The case names no source: everything in it is the analyst's own."
        return
    reported = [statement for statement in case.statements.values() if statement.mode is not Mode.ANALYST_STEP]
    cited = {statement.source for statement in reported if statement.source is not None}
    if len(cited) == 1:
        source = case.sources[cited.pop()]
        details = [plain(detail) for detail in (source.author, source.date) if detail]
        by = f" ({', '.join(details)})" if details else ""
        opening = "The one reported statement" if len(reported) == 1 else f"All {len(reported):,} reported statements"
        yield (
            f"{opening} behind this case come{'s' * (len(reported) == 1)} from one source,"
            f" {quote(plain(source.title))}{by}: the model shows the dispute as that source describes it."
        )


def _on_open_order(case: Case) -> Iterator[str]:
    open_order = [
        dm_short(case, dm)
        for dm, party in case.decision_makers.items()
        if isinstance(party.preferences, Prioritization)
        and any(isinstance(entry, AnyOrder) for entry in party.preferences.statements)
    ]
    partly_known = [
        dm_short(case, dm) for dm, party in case.decision_makers.items() if isinstance(party.preferences, Pairs)
    ]
    if open_order:
        yield (
            f"The case leaves open how some preference statements of {join_words(open_order)} are ordered;"
            " this answer takes the order in which they are written."
        )
    if partly_known:
        yield (
            f"Only some comparisons of {join_words(partly_known)} are known; this answer takes one ranking that agrees"
            " with them. `detente robust` says what holds whatever the rest."
        )


def _on_unused_parts(case: Case) -> Iterator[str]:
    kinds = (
        ("influence", len(case.influences), "`detente influence`"),
        ("perception", len(case.perceptions), "`detente views`"),
    )
    there = [(counted(number, kind), command) for kind, number, command in kinds if number]
    if there:
        parts, commands = zip(*there, strict=True)
        unused = f"this answer does not use them ({join_words(commands)} will)"
        yield f"The case also describes {join_words(parts)}; {unused}."


def _on_merged_states(model: Model[S]) -> Iterator[str]:
    merged = model.merged()
    if n := merged.count():
        ids = [id_of(model, state) for state in merged.first(_IDS)]
        if n > _IDS:
            ids.append(f"{n - _IDS:,} more")
        yield f"States that stand for several combinations of options counted as one: {join_words(ids)}."
