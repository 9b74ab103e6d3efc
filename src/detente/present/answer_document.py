"""The answer as a document: first in words, then where it can settle, who would stay where, who prefers what."""

from __future__ import annotations

from collections.abc import Sequence

from detente.conflict import Conflict, find_state, outcomes_of
from detente.present.answer import Answer, summarize
from detente.present.document import Part, Words
from detente.present.names import outcome_name, plain
from detente.present.published import published_parts
from detente.present.result_tables import ranking_table, stability_table, states_to_show, wants_table
from detente.present.tables import Column, Table
from detente.present.words import state_short
from detente.stability import StabilityResult

MOST_STATES = 40
MOST_SETTLING = 12


def answer_parts(result: StabilityResult, limit: int | None = MOST_STATES) -> tuple[Part, ...]:
    """Write an answer; `limit` is how many states its tables show, all without one."""
    n_states = result.conflict.n_states
    answer = summarize(result, most=n_states if limit is None else MOST_SETTLING)
    parts: list[Part] = [Words(_title(result), answer.headline)]
    if answer.outcomes:
        parts.append(Words("Named outcomes", (), tuple(outcome.sentence for outcome in answer.outcomes)))
    if answer.settling:
        parts.append(_settling_table(result.conflict, answer))
        glosses = tuple(f"{strength.label}: {strength.definition}" for strength, _ in answer.groups)
        parts.append(Words("In other words", (), glosses))
    limit = n_states if limit is None else limit
    if result.stable:
        parts.append(stability_table(result, states_to_show(result, limit)))
    parts.append(ranking_table(result.conflict) if n_states <= limit else wants_table(result.conflict.case))
    parts.extend(published_parts(result))
    if answer.notes:
        parts.append(Words("To know", (), answer.notes))
    return tuple(parts)


def _title(result: StabilityResult) -> str:
    variant = result.conflict.variant
    return f"{result.conflict.case.title} (variant: {variant})" if variant else result.conflict.case.title


def _settling_table(conflict: Conflict, answer: Answer) -> Table:
    columns = [
        Column("State", key=True),
        Column("What is done", wraps=True),
        *([Column("Outcome", wraps=True)] if answer.outcomes else []),
        Column("How", wraps=True),
    ]
    rows = []
    for settling in answer.settling:
        state = find_state(conflict, settling.state)
        outcomes = ", ".join(outcome_name(name) for name in outcomes_of(conflict, state))
        named = (outcomes,) if answer.outcomes else ()
        rows.append((settling.state, state_short(conflict, state), *named, settling.strength.label))
    note = f"{answer.shown[:1].upper()}{answer.shown[1:]}; --format csv or json gives all." if answer.shown else ""
    return Table("Where it can settle", tuple(columns), tuple(rows), note)


def variants_part(variants: Sequence[StabilityResult]) -> Words:
    """Say in short what follows under each variant of a case."""
    items = []
    for result in variants:
        about = result.conflict.case.variants[result.conflict.variant].about
        what = f" ({' '.join(plain(about).split()).rstrip('.')})" if about else ""
        items.append(f"{result.conflict.variant}{what}: {summarize(result).where}")
    return Words("Under its variants", (), tuple(items))
