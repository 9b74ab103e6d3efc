r"""Stability in option form on a list of the feasible combinations, where the cube of all of them is too large.

The method is that of `detente.stability.options_engine`; only the groups are found otherwise. The combinations that
agree on everything but the options of one decision maker are neighbours when the list is sorted by the rest of the
bits. What a reversible mover can reach is then a run of the sorted list, its improvements on a state the beginning of
that run when it is sorted by the mover's levels, best first. Moves of a mover with irreversible options are listed.

A minimum over the beginning of each run is one pass over the whole list: lowering the keys of every run below all keys
of the runs before it makes a running minimum start afresh with each run.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from detente.conflict.arcs import count_changes
from detente.conflict.model import ArcMoves, BoolArray, Conflict, IntArray, LevelArray, OptionMoves
from detente.errors import NotSupportedError
from detente.stability.arcs_engine import solve_arcs
from detente.stability.model import Concept

Keys = IntArray

_TOP = np.iinfo(np.int32).max  # above every level
_MOST_ROUNDS = 64


class _Mover(Protocol):
    """What one decision maker can do, applied to one value for each state, int64 arrays of shape (m,)."""

    def highest(self, values: Keys) -> Keys:
        """Return the highest value in each state and where it can move to from there."""

    def lowest(self, values: Keys) -> Keys:
        """Return the lowest value likewise."""

    def lowest_improving(self, values: Keys) -> Keys:
        """Return the lowest value in each state and where it can improve to from there."""


@dataclass(frozen=True, eq=False, slots=True)
class _Runs:
    """A mover whose options are reversible.

    Attributes
    ----------
    order : int64 array, shape (m,)
        The states, group after group, in each group those of the highest level first.
    start : int64 array, shape (groups,)
        Where each group starts.
    group : int64 array, shape (m,)
        The number of the group at each place of `order`.
    better : int64 array, shape (m,)
        The last place of the strictly better ones in the group; -1 where there are none.
    """

    order: IntArray
    start: IntArray
    group: IntArray
    better: IntArray

    def _everywhere(self, choose: np.ufunc, values: Keys) -> Keys:
        result = np.empty_like(values)
        result[self.order] = choose.reduceat(values[self.order], self.start)[self.group]
        return result

    def highest(self, values: Keys) -> Keys:
        return self._everywhere(np.maximum, values)

    def lowest(self, values: Keys) -> Keys:
        return self._everywhere(np.minimum, values)

    def lowest_improving(self, values: Keys) -> Keys:
        ordered = values[self.order]
        depth = self.group * (_TOP + 1)
        running = np.minimum.accumulate(ordered - depth) + depth
        reached = np.where(self.better >= 0, running[self.better], _TOP)
        result = np.empty_like(values)
        result[self.order] = np.minimum(ordered, reached)
        return result


@dataclass(frozen=True, eq=False, slots=True)
class _Listed:
    """A mover with irreversible options: its moves and its improvements, each by source."""

    moves: _Arcs
    improvements: _Arcs

    def highest(self, values: Keys) -> Keys:
        return self.moves.extreme(np.maximum, values)

    def lowest(self, values: Keys) -> Keys:
        return self.moves.extreme(np.minimum, values)

    def lowest_improving(self, values: Keys) -> Keys:
        return self.improvements.extreme(np.minimum, values)


@dataclass(frozen=True, eq=False, slots=True)
class _Arcs:
    """Arcs by source: ``target[start[r]:start[r + 1]]`` are where ``origin[r]`` has arcs to."""

    origin: IntArray
    start: IntArray
    target: IntArray

    def extreme(self, choose: np.ufunc, values: Keys) -> Keys:
        result = values.copy()
        if len(self.origin):
            ends = choose.reduceat(values[self.target], self.start)
            result[self.origin] = choose(result[self.origin], ends)
        return result


def solve_list(conflict: Conflict, moves: OptionMoves, concepts: Collection[Concept]) -> dict[Concept, BoolArray]:
    """Return who is stable where, a bool array of shape (n, m) for each concept but SIM.

    Cost
    ----
    Some passes over the states for each decision maker and opponent, a sort for each decision maker; nothing of the
    size of all combinations. Memory: some 40 bytes for each state and decision maker, and 16 for each move of those
    with irreversible options.
    """
    n = len(conflict.decision_makers)
    movers = [_mover(conflict, moves, j) for j in range(n)]
    level = conflict.level.astype(np.int64)
    result: dict[Concept, BoolArray] = {}
    for concept in Concept:
        if concept not in concepts or concept is Concept.SIM:
            continue
        stable = np.empty(level.shape, dtype=np.bool_)
        for i, (own, row) in enumerate(zip(movers, level, strict=True)):
            keys = _keys(concept, i, movers, row)
            if keys is None:  # a staircase: moves listed one by one have a bound
                stable = solve_arcs(conflict, listed_arcs(conflict, moves), (concept,))[concept]
                break
            stable[i] = row >= (row if own is None else own.highest(np.minimum(row, keys)))
        result[concept] = stable
    return result


def _keys(concept: Concept, i: int, movers: list[_Mover | None], level: Keys) -> Keys | None:
    """Return the least that the opponents of i can bring it to, from each state; None if that takes many rounds."""
    own = movers[i]
    if concept is Concept.NASH or own is None:
        return np.full_like(level, _TOP)
    keys = own.highest(level) if concept in (Concept.SMR, Concept.SSEQ) else level
    opponents = [mover for j, mover in enumerate(movers) if j != i and mover is not None]
    quiet = 0  # operations in a row without effect
    for operation in range(_MOST_ROUNDS * len(opponents)):
        if quiet >= len(opponents):
            break
        mover = opponents[operation % len(opponents)]
        new = mover.lowest_improving(keys) if concept in (Concept.SEQ, Concept.SSEQ) else mover.lowest(keys)
        quiet = quiet + 1 if np.array_equal(new, keys) else 1
        keys = new
    return keys if quiet >= len(opponents) else None


def _mover(conflict: Conflict, moves: OptionMoves, j: int) -> _Mover | None:
    own = moves.own[j]
    if not own:
        return None
    level = conflict.level[j]
    if own & (moves.taking_only | moves.dropping_only):
        source, target = _changes(conflict, moves, j)
        improves = level[target] > level[source]
        return _Listed(_arcs(source, target), _arcs(source[improves], target[improves]))
    return _runs(conflict.combination & ~np.uint64(own), level)


def _runs(rest: np.ndarray, level: LevelArray) -> _Runs:
    order = np.lexsort((-level.astype(np.int64), rest))
    same_group = np.zeros(len(order), dtype=np.bool_)
    same_group[1:] = rest[order[1:]] == rest[order[:-1]]
    same_level = same_group.copy()
    same_level[1:] &= level[order[1:]] == level[order[:-1]]
    place = np.arange(len(order))
    start = np.flatnonzero(~same_group)
    group = np.cumsum(~same_group) - 1
    tie = np.maximum.accumulate(np.where(same_level, 0, place))  # where the present tie starts
    return _Runs(order, start, group, np.where(tie > start[group], tie - 1, -1))


def _changes(conflict: Conflict, moves: OptionMoves, j: int) -> tuple[IntArray, IntArray]:
    """Return source and target of every move of decision maker j, by source."""
    own = np.uint64(moves.own[j])
    cells = conflict.combination.astype(np.uint64)
    order = np.argsort(cells & ~own, kind="stable")
    rest = cells[order] & ~own
    sources, targets = [], []
    for distance in range(1, len(cells)):
        here = np.flatnonzero(rest[distance:] == rest[:-distance])
        if not len(here):
            break
        for a, b in ((order[here], order[here + distance]), (order[here + distance], order[here])):
            taken, dropped = cells[b] & ~cells[a] & own, cells[a] & ~cells[b] & own
            legal = (taken & np.uint64(moves.dropping_only)) | (dropped & np.uint64(moves.taking_only)) == 0
            sources.append(a[legal])
            targets.append(b[legal])
    source = np.concatenate([np.zeros(0, dtype=np.int64), *sources])
    target = np.concatenate([np.zeros(0, dtype=np.int64), *targets])
    by_source = np.lexsort((target, source))
    return source[by_source], target[by_source]


def _arcs(source: IntArray, target: IntArray) -> _Arcs:
    origin, start = np.unique(source, return_index=True)
    return _Arcs(origin, start, target)


def listed_arcs(conflict: Conflict, moves: OptionMoves, most: int | None = None) -> ArcMoves:
    """Return the moves one by one.

    Raises
    ------
    NotSupportedError
        There are more than `most` of one decision maker.
    """
    if most is not None:
        for own, dm in zip(moves.own, conflict.decision_makers, strict=True):
            if count_changes(conflict.combination, own) > most:
                raise NotSupportedError(
                    f"'{dm}' has more than {most:,} moves between the {conflict.n_states:,} states: too many for "
                    "evaluating variants together without compiled kernels (pip install 'detente[fast]'); evaluate "
                    "them one by one"
                )
    changes = [_changes(conflict, moves, j) for j in range(len(moves.own))]
    every = np.arange(conflict.n_states + 1)
    return ArcMoves(
        tuple(np.searchsorted(source, every) for source, _ in changes), tuple(target for _, target in changes)
    )
