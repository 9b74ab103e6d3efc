"""Where it can settle, and stability state by state."""

from __future__ import annotations

from detente.conflict import OptionMoves
from detente.present.answer import Answer, Settling
from detente.present.names import concept_name, counted, join_words
from detente.present.report.answer_parts import Link, SettlingGroup, SettlingState, StabilityRow, StabilityTable
from detente.present.report.material import Material
from detente.present.strength import Strength
from detente.present.words import place_words, state_short
from detente.present.words.states import position
from detente.stability import Concept

MOST_CARDS = 6
"""States told in full, with everybody's places; those after them are told in short."""

_MOST_COLUMNS = 24
"""Columns of verdicts that fit on a sheet of A4."""


def settling(material: Material, answer: Answer, explained: dict[int, str]) -> tuple[SettlingGroup, ...]:
    """Return where the dispute can settle, grouped by what a state needs to hold.

    `explained` gives the place in the page where the reasons for a state stand. The first states are told in full.
    """
    in_full = {one.state for one in answer.settling[:MOST_CARDS]}
    return tuple(
        _group(material, strength, total, [s for s in answer.settling if s.strength == strength], explained, in_full)
        for strength, total in answer.groups
    )


def concept_list(concepts: tuple[Concept, ...]) -> str:
    """Name concepts in a sentence."""
    return join_words([concept_name(concept) for concept in concepts])


def stability(material: Material, states: list[int]) -> tuple[StabilityTable, ...]:
    """Return the verdicts on some states, in tables that fit on a page."""
    concepts = tuple(material.result.stable)
    if not concepts:
        return ()
    room = max(1, _MOST_COLUMNS // len(concepts))
    moving = [party for party in range(len(material.parties)) if party not in _unmoving(material)]
    chunks = [moving[first : first + room] for first in range(0, len(moving), room)]
    return tuple(_table(material, states, chunk, concepts) for chunk in chunks)


def unmoving(material: Material) -> str:
    """Say which parties the tables of stability leave out, since they can never move."""
    names = [material.parties[party].short for party in _unmoving(material)]
    return f"Without a move in this model, and so without a column: {join_words(names)}." if names else ""


def _unmoving(material: Material) -> list[int]:
    moves = material.conflict.moves
    counts = moves.own if isinstance(moves, OptionMoves) else [len(targets) for targets in moves.target]
    return [party for party, count in enumerate(counts) if not count]


def _group(
    material: Material,
    strength: Strength,
    total: int,
    listed: list[Settling],
    explained: dict[int, str],
    in_full: set[str],
) -> SettlingGroup:
    left = total - len(listed)
    kinds = {settling.concepts for settling in listed}
    common = kinds.pop() if len(kinds) == 1 else ()
    states = [(one, _state(material, one, explained, common)) for one in listed]
    return SettlingGroup(
        title=(strength.label if total == 1 else strength.plural).capitalize(),
        gloss=strength.definition,
        concepts=concept_list(common),
        states=tuple(state for one, state in states if one.state in in_full),
        rows=tuple(state for one, state in states if one.state not in in_full),
        more=f"{counted(left, 'more state')} of this kind." if left else "",
    )


def _state(
    material: Material, settling: Settling, explained: dict[int, str], common: tuple[Concept, ...]
) -> SettlingState:
    conflict = material.conflict
    state = position(conflict, settling.state)
    return SettlingState(
        ring=material.ring(state),
        words=settling.words,
        brief=state_short(conflict, state),
        concepts=concept_list(() if common else settling.concepts),
        places=tuple((party, place_words(conflict, i, state)) for i, party in enumerate(material.parties)),
        why=Link("Why", explained[state]) if state in explained else None,
    )


def _table(material: Material, states: list[int], parties: list[int], concepts: tuple[Concept, ...]) -> StabilityTable:
    chosen = tuple(material.parties[party] for party in parties)
    return StabilityTable(
        caption=f"Who would stay: {join_words([party.short for party in chosen])}",
        parties=chosen,
        concepts=tuple(concept_name(concept) for concept in concepts),
        rows=tuple(_row(material, state, parties, concepts) for state in states),
    )


def _row(material: Material, state: int, parties: list[int], concepts: tuple[Concept, ...]) -> StabilityRow:
    stable = material.result.stable
    under = tuple(concept for concept in concepts if stable[concept][:, state].all())
    return StabilityRow(
        ring=material.ring(state),
        words=state_short(material.conflict, state),
        verdicts=tuple(tuple(bool(stable[concept][party, state]) for concept in concepts) for party in parties),
        settles=concept_list(under),
    )
