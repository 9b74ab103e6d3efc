r"""Stability with explicit arcs, which need not be transitive.

The verdicts follow from keys by the formula of `detente.stability.options_engine`. What differs is what opponents can
reach: here the rule that nobody moves twice in a row matters, so values belong to pairs (state, last mover). In the
inductive definition (Fang, Hipel, Kilgour 1993) :math:`\Omega_H(s,t)` is the set of last movers of legal sequences
from s to t; a step by j from t is legal unless :math:`\Omega_H(s,t)=\{j\}`.

With :math:`B_k(t)` the lowest key at the end of a legal sequence that starts at t with a move of k,

.. math::
    B_k(t) = \min_{u\in R_k(t)} \min\Bigl(x(u),\ \min_{j\in H\setminus\{k\}} B_j(u)\Bigr), \qquad
    K(t) = \min_{k\in H} B_k(t).

Starting from infinity, r rounds over the opponents give the minimum over sequences of up to r moves at least; when a
round changes nothing, over all. Ordinary models need few rounds. If many do not suffice (a long chain of moves), the
pairs are marked backwards from the lowest key upwards instead: each once, each arc looked at once. A return to the
state that was left counts like any other end.

Cost: ``O(n (N + arcs))`` a round, decision maker and concept in array operations; the marking, pure Python, has the
same bound in total and takes about 0.3 microseconds an arc.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from detente.conflict.model import ArcMoves, BoolArray, Conflict, IntArray, LevelArray
from detente.stability.model import Concept

_ABOVE_ALL = np.iinfo(np.int32).max
_MOST_ROUNDS = 64


@dataclass(frozen=True, eq=False, slots=True)
class _Arcs:
    """The arcs of one decision maker, by source.

    Attributes
    ----------
    start : int64 array, shape (m + 1,)
    target : int64 array, shape (arcs,)
        ``target[start[s]:start[s + 1]]``: where s has an arc to.
    origins : int64 array
        The states that have arcs.
    """

    start: IntArray
    target: IntArray
    origins: IntArray

    def source(self) -> IntArray:
        """Return the source of each arc."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))

    def extreme(self, choose: np.ufunc, values: LevelArray, otherwise: int) -> LevelArray:
        """Return for each state the lowest or highest value it has an arc to."""
        result = np.full(len(self.start) - 1, otherwise, dtype=np.int32)
        if len(self.origins):
            result[self.origins] = choose.reduceat(values[self.target], self.start[self.origins])
        return result


def _arcs(start: IntArray, target: IntArray) -> _Arcs:
    return _Arcs(start, target, np.flatnonzero(np.diff(start)))


def solve_arcs(conflict: Conflict, moves: ArcMoves, concepts: Collection[Concept]) -> dict[Concept, BoolArray]:
    """Return who is stable where, a bool array of shape (n, m) for each concept but SIM.

    Cost
    ----
    See the module. Memory: some 16 bytes for each arc, some 8 for each pair of a state and a decision maker.
    """
    level = conflict.level
    arcs = [_arcs(start, target) for start, target in zip(moves.start, moves.target, strict=True)]
    highest = np.stack([own.extreme(np.maximum, row, 0) for own, row in zip(arcs, level, strict=True)])
    result: dict[Concept, BoolArray] = {}
    if Concept.NASH in concepts:
        result[Concept.NASH] = level >= highest
    for plain, with_countermove in ((Concept.GMR, Concept.SMR), (Concept.SEQ, Concept.SSEQ)):
        wanted = [concept for concept in (plain, with_countermove) if concept in concepts]
        if not wanted:
            continue
        steps = arcs
        if plain is Concept.SEQ:
            steps = [_improving(own, row) for own, row in zip(arcs, level, strict=True)]
        for concept in wanted:
            keys = level if concept is plain else np.maximum(level, highest)
            result[concept] = np.stack(
                [_verdicts(level[i], arcs[i], keys[i], _without(steps, i)) for i in range(len(arcs))]
            )
    return result


def _without(steps: list[_Arcs], i: int) -> list[_Arcs]:
    return [arcs for j, arcs in enumerate(steps) if j != i]


def _verdicts(level: LevelArray, own: _Arcs, keys: LevelArray, opponents: list[_Arcs]) -> BoolArray:
    lowest = _swept(keys, opponents)
    if lowest is None:
        lowest = _marked(keys, opponents)
    return np.asarray(level >= own.extreme(np.maximum, np.minimum(level, lowest), 0))


def _improving(arcs: _Arcs, level: LevelArray) -> _Arcs:
    """Keep the arcs that improve on their source."""
    improves = level[arcs.target] > level[arcs.source()]
    before = np.concatenate([[0], np.cumsum(improves)])
    return _arcs(before[arcs.start], arcs.target[improves])


def _swept(keys: LevelArray, opponents: list[_Arcs]) -> LevelArray | None:
    """Return for each state the lowest key at the end of a legal sequence of one or more moves; None if undecided.

    A value above all keys where no opponent can move.
    """
    best = np.full((len(opponents), len(keys)), _ABOVE_ALL, dtype=np.int32)
    quiet = 0
    for operation in range(_MOST_ROUNDS * len(opponents)):
        k = operation % len(opponents)
        others = best[np.arange(len(opponents)) != k]
        new = opponents[k].extreme(np.minimum, np.minimum(keys, others.min(axis=0, initial=_ABOVE_ALL)), _ABOVE_ALL)
        quiet = quiet + 1 if np.array_equal(new, best[k]) else 0
        best[k] = new
        if quiet == len(opponents):
            break
    converged = quiet == len(opponents)
    return best.min(axis=0, initial=_ABOVE_ALL) if converged else None


def _marked(keys: LevelArray, opponents: list[_Arcs]) -> LevelArray:
    """Return the same by marking the pairs (state, last mover) backwards, the lowest keys first."""
    everybody = (1 << len(opponents)) - 1
    lowest = [_ABOVE_ALL] * len(keys)
    marked = [0] * len(keys)  # bit k: the pair (state, last mover k) has its value
    rows = [_backward(arcs) for arcs in opponents]
    pending: list[tuple[int, int]] = []
    values = keys.tolist()
    for end in np.argsort(keys, kind="stable").tolist():
        key = values[end]
        pending.extend((end, k) for k in _bits(everybody & ~marked[end]))
        marked[end] = everybody
        while pending:
            state, mover = pending.pop()
            start, origins = rows[mover]
            others = everybody & ~(1 << mover)
            for origin in origins[start[state] : start[state + 1]]:
                if lowest[origin] == _ABOVE_ALL:
                    lowest[origin] = key
                fresh = others & ~marked[origin]
                if fresh:
                    marked[origin] |= fresh
                    pending.extend((origin, k) for k in _bits(fresh))
    return np.array(lowest, dtype=np.int32)


def _backward(arcs: _Arcs) -> tuple[list[int], memoryview]:
    """Return, for each target, where its arcs start and what they come from."""
    order = np.argsort(arcs.target, kind="stable")
    start = np.searchsorted(arcs.target[order], np.arange(len(arcs.start)))
    return start.tolist(), arcs.source()[order].data


def _bits(mask: int) -> list[int]:
    return [k for k in range(mask.bit_length()) if mask >> k & 1]
