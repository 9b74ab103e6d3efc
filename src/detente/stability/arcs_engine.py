r"""Stability with explicit arcs, which need not be transitive.

The verdicts follow from keys by the formula of `detente.stability.options_engine`. What differs is what opponents can
reach: here the rule that nobody moves twice in a row matters, so the search is over pairs (state, last mover). In the
inductive definition (Fang, Hipel, Kilgour 1993) :math:`\Omega_H(s,t)` is the set of last movers of legal sequences
from s to t; a step by j from t is legal unless :math:`\Omega_H(s,t)=\{j\}`.

:math:`V(t,j)`, the lowest key at or after t when j has just moved there, is the least solution of

.. math::
    V(t,j) = \min\bigl(x(t),\ \min\{V(u,k): k\in H\setminus\{j\},\ u\in R_k(t)\}\bigr), \qquad
    K(t) = \min\{V(u,k): k\in H,\ u\in R_k(t)\}.

It is found backwards from the lowest key x upwards: each pair is marked once, with the key that reaches it first, and
each arc of an opponent is looked at once. A return to the state left counts like any other end. In merged states too,
where it can happen.

Cost: ``O(n (N + arcs))`` for each decision maker and concept, pure Python: about 0.15 microseconds an arc.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from detente.conflict.model import ArcMoves, BoolArray, Conflict, IntArray, LevelArray
from detente.stability.model import Concept

_ABOVE_ALL = np.iinfo(np.int32).max


@dataclass(frozen=True, eq=False, slots=True)
class _Arcs:
    """The arcs of one decision maker, by source."""

    start: IntArray
    target: IntArray

    @property
    def source(self) -> IntArray:
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))

    def highest(self, values: LevelArray) -> LevelArray:
        """Return for each state the highest value it has an arc to; 0 where it has none."""
        result = np.zeros(len(self.start) - 1, dtype=np.int32)
        has_arcs = np.flatnonzero(np.diff(self.start))
        if len(has_arcs):
            result[has_arcs] = np.maximum.reduceat(values[self.target], self.start[has_arcs])
        return result


def solve_arcs(conflict: Conflict, moves: ArcMoves, concepts: Collection[Concept]) -> dict[Concept, BoolArray]:
    """Return who is stable where, a bool array of shape (n, m) for each concept but SIM.

    Cost
    ----
    See the module. Memory: 8 bytes for each arc and direction, a few for each state and decision maker.
    """
    level = conflict.level
    forward = [_Arcs(start, target) for start, target in zip(moves.start, moves.target, strict=True)]
    highest = np.stack([arcs.highest(row) for arcs, row in zip(forward, level, strict=True)])
    result: dict[Concept, BoolArray] = {}
    if Concept.NASH in concepts:
        result[Concept.NASH] = level >= highest
    for plain, with_countermove, improvements in (
        (Concept.GMR, Concept.SMR, False),
        (Concept.SEQ, Concept.SSEQ, True),
    ):
        wanted = [concept for concept in (plain, with_countermove) if concept in concepts]
        if not wanted:
            continue
        backward = [_reversed(arcs, row if improvements else None) for arcs, row in zip(forward, level, strict=True)]
        for concept in wanted:
            keys = level if concept is plain else np.maximum(level, highest)
            result[concept] = np.stack(
                [_verdicts(level[i], forward[i], keys[i], backward, i) for i in range(len(level))]
            )
    return result


def _verdicts(level: LevelArray, own: _Arcs, keys: LevelArray, backward: list[_Arcs], i: int) -> BoolArray:
    lowest = _lowest_reached(keys, [arcs for j, arcs in enumerate(backward) if j != i])
    return level >= own.highest(np.minimum(level, lowest))


def _reversed(arcs: _Arcs, level: LevelArray | None) -> _Arcs:
    """Turn arcs round, keeping only improvements when levels are given."""
    source, target = arcs.source, arcs.target
    if level is not None:
        improves = level[target] > level[source]
        source, target = source[improves], target[improves]
    order = np.argsort(target, kind="stable")
    start = np.searchsorted(target[order], np.arange(len(arcs.start)))
    return _Arcs(start, source[order])


def _lowest_reached(keys: LevelArray, backward: list[_Arcs]) -> LevelArray:
    """Return for each state the lowest key at the end of a legal sequence of one or more moves, int32 array (m,).

    ``backward[k]`` has the arcs of opponent k, turned round. Where no opponent can move, a value above all keys.
    """
    everybody = (1 << len(backward)) - 1
    lowest = [_ABOVE_ALL] * len(keys)
    marked = [0] * len(keys)  # bit k: the pair (state, last mover k) has its value
    rows = [(arcs.start.tolist(), arcs.target.data) for arcs in backward]
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


def _bits(mask: int) -> list[int]:
    return [k for k in range(mask.bit_length()) if mask >> k & 1]
