"""Which states and which moves a drawing shows, so that it is never a hairball.

========================  =====================================================================
up to 60 states           every state and every move
up to 300 states          every state; of the improvements each party's next better step
more, or over 400 lines   the status quo, where it can settle, and what lies between them (48 at most)
========================  =====================================================================

A next better step leaves out what it implies: where a party can move from s to a better t and from t to a still
better u, the arrow from s to u is left out if that move exists as well (always, when moves are changes of one's own
options). Where moves do not chain like this, every improvement is drawn.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from detente.conflict import Conflict, OptionMoves
from detente.conflict.model import IntArray
from detente.conflict.navigate import improvements_from, moves_from
from detente.present.drawing.layout import own_masks

ALL_MOVES = 60
ALL_STATES = 300
MOST_LINES = 400
AROUND = 48
_MOST_COLUMNS = 6
_MOST_TRIED = 500


@dataclass(frozen=True, slots=True)
class Selection:
    """What is shown of a conflict.

    Attributes
    ----------
    states : tuple of int
        Ascending.
    total : int
        Of all feasible states.
    all_moves : bool
        Whether moves that bring no improvement are drawn too.
    next_steps_only : bool
        Whether improvements implied by others are left out.
    """

    states: tuple[int, ...]
    total: int
    all_moves: bool
    next_steps_only: bool

    @property
    def is_complete(self) -> bool:
        """Whether every state is shown."""
        return len(self.states) == self.total


class Weight(IntEnum):
    """How heavily a move is drawn, in the order of drawing.

    Small drawings tell improvements (heavy) from other moves (faint). Larger ones show improvements only: heavy those
    that can follow one another from the status quo, light all others.
    """

    FAINT = 0
    LIGHT = 1
    HEAVY = 2


@dataclass(frozen=True, slots=True)
class Link:
    """The moves of one party between two states, drawn as one line.

    Attributes
    ----------
    party, start, end : int
        The line runs from `start` to `end`; an improvement is always in this direction.
    weight : Weight
        How it is drawn.
    returns : bool
        Whether the party can move back.
    """

    party: int
    start: int
    end: int
    weight: Weight
    returns: bool


def choose(conflict: Conflict, held: IntArray) -> Selection:
    """Choose what to show; `held` says under how many concepts each state is an equilibrium, shape (m,)."""
    total = conflict.n_states
    if total <= ALL_STATES:
        whole = Selection(tuple(range(total)), total, total <= ALL_MOVES, total > ALL_MOVES)
        if whole.all_moves or len(links(conflict, whole)) <= MOST_LINES:
            return whole
    return Selection(_neighbourhood(conflict, held), total, False, True)


def _neighbourhood(conflict: Conflict, held: IntArray) -> tuple[int, ...]:
    """Take landmarks as long as the grid that they span stays small, and show that grid.

    Every party then does, in each state shown, what it does in one of the landmarks.
    """
    masks = [np.uint64(mask) for mask in own_masks(conflict)]
    spanned: list[set[int]] = [set() for _ in masks]
    taken: list[int] = []
    for state in _landmarks(conflict, held):
        own = [int(conflict.combination[state] & mask) for mask in masks]
        wider = [some | {one} for some, one in zip(spanned, own, strict=True)]
        sizes = [len(some) for some in wider]
        if math.prod(sizes) <= AROUND and max(sizes) <= _MOST_COLUMNS and len(taken) < AROUND:
            taken.append(state)
            spanned = wider
    if not conflict.options:
        return tuple(sorted(taken))
    inside = np.ones(conflict.n_states, dtype=np.bool_)
    for mask, some in zip(masks, spanned, strict=True):
        inside &= np.isin(conflict.combination & mask, np.array(sorted(some), dtype=np.uint64))
    return tuple(inside.nonzero()[0].tolist())


def _landmarks(conflict: Conflict, held: IntArray) -> tuple[int, ...]:
    """Return the status quo, the firmest equilibria, where improvements lead from the status quo, other equilibria."""
    settled = held.nonzero()[0]
    ordered = settled[np.argsort(-held[settled], kind="stable")][:_MOST_TRIED].tolist()
    firmest = [state for state in ordered if held[state] == held[ordered[0]]]
    now = [] if conflict.status_quo is None else [conflict.status_quo]
    followed = list(now)
    for state in followed:
        for party in range(len(conflict.decision_makers)):
            new = [target for target in improvements_from(conflict, party, state).tolist() if target not in followed]
            followed += new[: AROUND - len(followed)]
    return tuple(dict.fromkeys([*now, *firmest, *followed, *ordered])) or (0,)


def links(conflict: Conflict, selection: Selection) -> tuple[Link, ...]:
    """Return the lines to draw among the shown states, in a fixed order: party, then start, then end."""
    shown = frozenset(selection.states)
    parties = range(len(conflict.decision_makers))
    moves = [{s: set(moves_from(conflict, i, s).tolist()) & shown for s in selection.states} for i in parties]
    better = [
        {s: {t for t in moves[i][s] if conflict.level[i, t] > conflict.level[i, s]} for s in moves[i]} for i in parties
    ]
    if selection.all_moves or conflict.status_quo not in shown:
        followed = shown
    else:
        followed = _reached(conflict.status_quo, better)
    found: list[Link] = []
    for party in parties:
        level = conflict.level[party]
        drawn = _next_steps(conflict, better[party]) if selection.next_steps_only else better[party]
        for start in selection.states:
            weight = Weight.HEAVY if start in followed else Weight.LIGHT
            found += [Link(party, start, end, weight, start in moves[party][end]) for end in sorted(drawn[start])]
            if selection.all_moves:
                found += [
                    Link(party, start, end, Weight.FAINT, start in moves[party][end])
                    for end in sorted(moves[party][start] - better[party][start])
                    if not _drawn_from_the_other_end(start, end, moves[party], level)
                ]
    return tuple(found)


def _reached(start: int, better: Sequence[dict[int, set[int]]]) -> frozenset[int]:
    """Return the states that improvements of the parties, one after another, can lead to."""
    reached = dict.fromkeys((start,))
    queue = [start]
    for state in queue:
        for targets in better:
            new = [target for target in sorted(targets[state]) if target not in reached]
            reached.update(dict.fromkeys(new))
            queue += new
    return frozenset(reached)


def _drawn_from_the_other_end(start: int, end: int, moves: dict[int, set[int]], level: Sequence[int]) -> bool:
    """Whether the line between two states is drawn from `end`: an improvement that way, or a tie in file order."""
    return start in moves[end] and (level[start] > level[end] or end < start)


def _next_steps(conflict: Conflict, better: dict[int, set[int]]) -> dict[int, set[int]]:
    chains = isinstance(conflict.moves, OptionMoves) or all(
        better[between] <= targets for targets in better.values() for between in targets
    )
    if not chains:
        return better
    return {state: targets - _union(better[between] for between in targets) for state, targets in better.items()}


def _union(sets: Iterable[set[int]]) -> set[int]:
    result: set[int] = set()
    for members in sets:
        result |= members
    return result
