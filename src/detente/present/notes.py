"""What a reader has to know to read an answer rightly."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detente.case.model import AnyOrder, Case, Mode, Pairs, Prioritization
from detente.conflict.model import Conflict
from detente.conflict.navigate import state_id
from detente.present.evidence.weak import weak_preferences
from detente.present.names import concept_name, counted, dm_short, join_words, plain
from detente.present.words.labels import quote
from detente.stability.model import StabilityResult

_IDS = 6


def notes(result: StabilityResult) -> tuple[str, ...]:
    """Return the notes: what was changed, left out or not asked, and what the sources can bear."""
    conflict = result.conflict
    return (
        *_on_variant(conflict),
        *_on_sources(conflict.case),
        *filter(None, [weak_preferences(conflict.case)]),
        *_on_open_order(conflict.case),
        *_on_unused_parts(conflict.case),
        *_on_merged_states(conflict),
        *(f"Left out: {concept_name(concept)} stability ({plain(why)})." for concept, why in result.omitted.items()),
        *(("The case does not say where the dispute stands.",) if conflict.status_quo is None else ()),
    )


def _on_variant(conflict: Conflict) -> Iterator[str]:
    if conflict.variant:
        variant = conflict.case.variants.get(conflict.variant)
        about = f": {plain(variant.about).strip()}" if variant is not None and variant.about else "."
        yield f"This is the variant {quote(plain(conflict.variant))} of the case{about}"


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


def _on_merged_states(conflict: Conflict) -> Iterator[str]:
    merged = np.flatnonzero(conflict.unfixed)
    if merged.size:
        ids = [state_id(conflict, s) for s in merged[:_IDS].tolist()]
        if len(merged) > _IDS:
            ids.append(f"{len(merged) - _IDS:,} more")
        yield f"States that stand for several combinations of options counted as one: {join_words(ids)}."
