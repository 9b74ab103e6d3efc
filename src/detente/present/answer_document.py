"""The answer as a document: first in words, then where it can settle, who would stay where, who prefers what."""

from __future__ import annotations

from collections.abc import Sequence

from detente.present.answer import Settling, summarize
from detente.present.document import Part, Words
from detente.present.names import case_title, plain
from detente.present.published import published_parts
from detente.present.result_tables import ranking_table, stability_table, states_to_show, wants_table
from detente.present.strength import Strength
from detente.present.tables import Column, Table
from detente.stability import StabilityResult

MOST_STATES = 40
MOST_SETTLING = 12


def answer_parts(result: StabilityResult, limit: int | None = MOST_STATES) -> tuple[Part, ...]:
    """Write an answer; `limit` is how many states its tables show, all without one."""
    n_states = result.conflict.n_states
    answer = summarize(result, most=n_states if limit is None else MOST_SETTLING)
    parts: list[Part] = [Words(case_title(result.conflict.case, result.conflict.variant), answer.headline)]
    if answer.outcomes:
        parts.append(Words("Named outcomes", (), tuple(outcome.sentence for outcome in answer.outcomes)))
    if answer.settling:
        note = f"{answer.shown[:1].upper()}{answer.shown[1:]}; --format csv or json gives all." if answer.shown else ""
        parts.append(settling_table(answer.settling, named=bool(answer.outcomes), note=note))
        parts.append(glosses(answer.groups))
    limit = n_states if limit is None else limit
    if result.stable:
        parts.append(stability_table(result, states_to_show(result, limit)))
    if n_states <= limit:
        parts.append(ranking_table(result.conflict))
    elif not result.conflict.is_from_arrays:
        parts.append(wants_table(result.conflict.case))
    parts.extend(published_parts(result))
    if answer.notes:
        parts.append(Words("To know", (), answer.notes))
    return tuple(parts)


def settling_table(settling: Sequence[Settling], *, named: bool, note: str = "") -> Table:
    """Say of states where it can settle what is done in them; `named` when the case names outcomes."""
    columns = [
        Column("State", key=True),
        Column("What is done", wraps=True),
        *([Column("Outcome", wraps=True)] if named else []),
        Column("How", wraps=True),
    ]
    rows = tuple(
        (one.state, one.short, *((", ".join(one.outcomes),) if named else ()), one.strength.label) for one in settling
    )
    return Table("Where it can settle", tuple(columns), rows, note)


def glosses(groups: Sequence[tuple[Strength, int]]) -> Words:
    """Say what the words mean that say how states hold."""
    return Words("In other words", (), tuple(f"{strength.label}: {strength.definition}" for strength, _ in groups))


def variants_part(variants: Sequence[StabilityResult]) -> Words:
    """Say in short what follows under each variant of a case."""
    items = []
    for result in variants:
        about = result.conflict.case.variants[result.conflict.variant].about
        what = f" ({' '.join(plain(about).split()).rstrip('.')})" if about else ""
        items.append(f"{result.conflict.variant}{what}: {summarize(result).where}")
    return Words("Under its variants", (), tuple(items))
