"""Published results beside ours: what the source prints, what comes out here, and why the two differ where they do."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detente.case.model import PublishedResult
from detente.conflict.model import BoolArray
from detente.conflict.navigate import state_id
from detente.conflict.space import possible, space_of
from detente.present.document import Part, Words
from detente.present.names import concept_name, dm_short, plain
from detente.present.tables import Column, Table
from detente.stability.model import Concept, StabilityResult

_IDS = 12


def published_parts(result: StabilityResult) -> Iterator[Part]:
    """Write the published results that bear on this result; nothing where there are none."""
    case, variant = result.conflict.case, result.conflict.variant
    entries = [
        entry
        for entry in case.published
        if (entry.variant or "") == variant and Concept(entry.concept) in result.stable
    ]
    if not entries:
        return
    columns = (
        Column("Concept", key=True, wraps=True),
        Column("Stable for"),
        Column("Published", wraps=True),
        Column("Here", wraps=True),
        Column("Source"),
    )
    rows = tuple(_row(result, entry) for entry in entries)
    recalled = any(entry.recalled for entry in entries)
    note = "* recalled from the literature; the page was not seen." if recalled else ""
    yield Table("As published, and here", columns, rows, note)
    reasons = tuple(
        f"{_concept(entry)}, {_whom(result, entry)}: {plain(entry.differs)}" for entry in entries if entry.differs
    )
    if reasons:
        yield Words("Why a result differs", (), reasons)


def _row(result: StabilityResult, entry: PublishedResult) -> tuple[str, ...]:
    conflict = result.conflict
    published = np.zeros(conflict.n_states, dtype=np.bool_)
    for state in entry.states:
        published |= possible(space_of(conflict), state.formula)
    concept = Concept(entry.concept)
    if entry.by is None:
        ours = result.equilibria(concept)
    else:
        ours = result.stable[concept][conflict.decision_makers.index(entry.by)]
    same = "the same" if np.array_equal(ours, published) else _ids(result, ours)
    source = f"{entry.source}{f', {plain(entry.at)}' if entry.at else ''}{' *' if entry.recalled else ''}"
    return _concept(entry), _whom(result, entry), _ids(result, published), same, source


def _concept(entry: PublishedResult) -> str:
    return concept_name(Concept(entry.concept))


def _whom(result: StabilityResult, entry: PublishedResult) -> str:
    return "all" if entry.by is None else dm_short(result.conflict.case, entry.by)


def _ids(result: StabilityResult, states: BoolArray) -> str:
    found = np.flatnonzero(states)
    shown = ", ".join(state_id(result.conflict, s) for s in found[:_IDS].tolist())
    return f"{shown} and {len(found) - _IDS:,} more" if len(found) > _IDS else shown or "none"
