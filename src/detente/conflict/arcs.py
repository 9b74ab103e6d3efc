r"""Explicit arcs, where "any change of one's own options" is not enough.

In option form decision maker i can move from s to every other feasible state that differs from s only in its own
options, each changed in a direction it can be changed (Fang, Hipel, Kilgour, Peng 2003). A case may add moves, forbid
moves (a forbidden move stays forbidden, whatever adds it), and merge states. A class of states X then has an arc to Y
when some :math:`x\in X` has an arc to some :math:`y\in Y`; arcs from a state to itself are dropped. In graph form the
arcs are listed. The result need not be transitive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.case.model import Case, Irreversible, Move
from detente.conflict.model import ArcMoves, BoolArray, IntArray
from detente.conflict.space import Space, feasible_cells, owners, true_cells

Pairs = tuple[IntArray, IntArray]


@dataclass(frozen=True, slots=True)
class Directions:
    """Which options each decision maker has and how they can change, as bit masks."""

    own: tuple[int, ...]
    taking_only: int
    dropping_only: int


def directions(case: Case) -> Directions:
    """Return the bit masks of a case: bit j is option j in file order.

    Option names start with their owner, and the options of one decision maker are neighbours.
    """
    own, taking_only, dropping_only, bit = [], 0, 0, 1
    for party in case.decision_makers.values():
        mask = 0
        for option in party.options.values():
            mask |= bit
            taking_only |= bit if option.irreversible is Irreversible.TAKING else 0
            dropping_only |= bit if option.irreversible is Irreversible.DROPPING else 0
            bit <<= 1
        own.append(mask)
    return Directions(tuple(own), taking_only, dropping_only)


def needs_arcs(case: Case) -> bool:
    """Return whether the moves of a case have to be listed one by one."""
    return case.is_graph_form or bool(case.moves) or bool(case.indistinguishable)


def count_arcs(case: Case, space: Space, limit: int) -> int:
    """Return an upper bound of the number of arcs of any one decision maker, before anything is allocated.

    Stops counting above `limit`.
    """
    cells = feasible_cells(space)
    most = 0
    for dm, own in zip(case.decision_makers, directions(case).own, strict=True):
        if case.is_graph_form:
            count = sum(len(targets) for targets in case.arcs.get(dm, {}).values())
        else:
            count = count_changes(cells, own)
        for move in _moves_by(case, dm, never=False):
            count += int(true_cells(space, move.origin.formula).sum()) * int(true_cells(space, move.to.formula).sum())
        most = max(most, count)
        if most > limit:
            break
    return most


def count_changes(cells: NDArray[np.integer[Any]], own: int) -> int:
    """Return how many moves change some of these options only, if they can be changed both ways.

    >>> count_changes(np.array([0b00, 0b01, 0b11]), 0b01)
    2
    """
    sizes = np.unique(cells & ~cells.dtype.type(own), return_counts=True)[1]
    return int((sizes * (sizes - 1)).sum())


def explicit_moves(case: Case, space: Space) -> ArcMoves:
    """Return the moves of a case as arcs between states.

    Cost
    ----
    Time and memory near-linear in the number of arcs; nothing of the size states times states.
    """
    everybody = range(len(case.decision_makers))
    rows = [rows_of_arcs(space.n_states, _between_states(space, _pairs(case, space, i))) for i in everybody]
    return ArcMoves(tuple(start for start, _ in rows), tuple(target for _, target in rows))


def _between_states(space: Space, pairs: Iterable[Pairs]) -> Iterator[Pairs]:
    return ((owners(space, source), owners(space, target)) for source, target in pairs)


def _moves_by(case: Case, dm: str, *, never: bool) -> Iterator[Move]:
    return (move for move in case.moves if move.by == dm and move.never is never)


def _pairs(case: Case, space: Space, i: int) -> Iterator[Pairs]:
    """Yield the arcs of a decision maker between feasible cells, a bundle at a time."""
    dm = tuple(case.decision_makers)[i]
    feasible = np.ones(space.n_cells, dtype=np.bool_) if space.state_of is None else space.state_of >= 0
    forbidden = [
        (true_cells(space, move.origin.formula), true_cells(space, move.to.formula))
        for move in _moves_by(case, dm, never=True)
    ]

    def allowed(source: IntArray, target: IntArray) -> Pairs:
        keep = feasible[source] & feasible[target]
        for origins, targets in forbidden:
            keep &= ~(origins[source] & targets[target])
        return source[keep], target[keep]

    if case.is_graph_form:
        yield allowed(*_listed(case, dm))
    else:
        yield from _own_changes(directions(case), i, feasible, allowed)
    for move in _moves_by(case, dm, never=False):
        origins = np.flatnonzero(true_cells(space, move.origin.formula) & feasible)
        targets = np.flatnonzero(true_cells(space, move.to.formula) & feasible)
        yield allowed(np.repeat(origins, len(targets)), np.tile(targets, len(origins)))


def _listed(case: Case, dm: str) -> Pairs:
    position = {name: j for j, name in enumerate(case.states)}
    arcs = [(position[s], position[t]) for s, targets in case.arcs.get(dm, {}).items() for t in targets]
    table = np.array(arcs, dtype=np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def _own_changes(
    masks: Directions, i: int, feasible: BoolArray, allowed: Callable[[IntArray, IntArray], Pairs]
) -> Iterator[Pairs]:
    cells = np.flatnonzero(feasible)
    own = masks.own[i]
    change = own
    while change:
        # an option that can only be taken must not be among those dropped, and the other way round
        legal = (cells & (change & masks.taking_only)) == 0
        legal &= (~cells & (change & masks.dropping_only)) == 0
        source = cells[legal]
        yield allowed(source, source ^ change)
        change = (change - 1) & own


def rows_of_arcs(m: int, bundles: Iterable[Pairs]) -> Pairs:
    """Store arcs between m states row by row, without loops and repetitions, as in `ArcMoves`.

    >>> rows_of_arcs(3, [(np.array([2, 0, 2]), np.array([1, 0, 0])), (np.array([2]), np.array([1]))])
    (array([0, 0, 0, 2]), array([0, 1]))
    """
    codes = [np.zeros(0, dtype=np.int64)]
    codes += [(source * m + target)[source != target] for source, target in bundles]
    known = np.concatenate(codes)
    known.sort()
    known = known[np.diff(known, prepend=-1) > 0]  # what is sorted needs no table of what was seen
    start = np.searchsorted(known, np.arange(m + 1, dtype=np.int64) * m)
    return start.astype(np.int64), known % m
