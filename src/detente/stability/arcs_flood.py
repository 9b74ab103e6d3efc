r"""The lowest key that opponents can reach along explicit arcs.

Along arcs that need not be transitive the rule that nobody moves twice in a row matters, so values belong to pairs
(state, last mover): in the inductive definition (Fang, Hipel, Kilgour 1993) :math:`\Omega_H(s,t)` is the set of last
movers of legal sequences from s to t, and a step by j from t is legal unless :math:`\Omega_H(s,t)=\{j\}`. With
:math:`B_k(t)` the lowest key at the end of a legal sequence that starts at t with a move of k,

.. math::
    B_k(t) = \min_{u\in R_k(t)} \min\Bigl(x(u),\ \min_{j\in H\setminus\{k\}} B_j(u)\Bigr), \qquad
    K(t) = \min\Bigl(x(t),\ \min_{k\in H} B_k(t)\Bigr).

That no move at all counts as well changes no verdict: the state an improvement leads to deters nobody from it.

Ends are visited from the lowest key upwards, and from each the arcs are followed *backwards*: whatever is newly found
to lead there has that key, since nothing lower leads on from it. That k can move from s towards the end settles the
pairs (s, j) of all j but k; that another mover can, too, settles (s, k). So a state changes twice at most, each pair
is passed once, and each arc looked at once: there is a bound whatever the graph. Where many pairs wait, they are
passed together in array operations; where few do (a long chain of moves), one by one.

Cost: ``O(n N + arcs)``, plus sorting; 20 nanoseconds an arc in arrays, some 100 and half a microsecond a pair one by
one. Memory: for each arc 4 bytes, for each state 8 an opponent and 20.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.conflict.model import IndexArray, IntArray, LevelArray

_ARCS_TOGETHER = 512  # arcs from which an array operation costs less than looking at them one by one
_ENDS_TOGETHER = 64  # the same for ends with one key
_ENDS_AT_A_TIME = 1 << 12  # ends from which those that are settled are sorted out together


@dataclass(frozen=True, eq=False, slots=True)
class Backward:
    """The arcs of one decision maker, by target.

    Attributes
    ----------
    start : int64 array, shape (m + 1,)
    origin : int32 array, shape (arcs,)
        ``origin[start[t]:start[t + 1]]``: from where it can move to t.
    """

    start: IntArray
    origin: IndexArray


def backward(start: IntArray, target: IntArray) -> Backward:
    """Turn arcs round that are stored by source.

    >>> arcs = backward(np.array([0, 2, 2, 3]), np.array([1, 2, 1]))
    >>> arcs.start, arcs.origin
    (array([0, 0, 2, 3]), array([0, 2, 0], dtype=int32))
    """
    m = len(start) - 1
    bits = m.bit_length()
    pairs = (target << bits) | np.repeat(np.arange(m), np.diff(start))
    pairs.sort()
    count = np.bincount(target, minlength=m)
    pairs &= (1 << bits) - 1
    return Backward(np.concatenate([[0], np.cumsum(count)]), pairs.astype(np.int32))


def improving(arcs: Backward, level: LevelArray) -> Backward:
    """Keep the arcs that improve on their origin."""
    improves = np.repeat(level, np.diff(arcs.start)) > level[arcs.origin]
    before = np.concatenate([[0], np.cumsum(improves)])
    return Backward(before[arcs.start], arcs.origin[improves])


def lowest_reached(keys: LevelArray, opponents: Sequence[Backward]) -> LevelArray:
    """Return for each state the lowest key at the end of a legal sequence of any number of moves, none included.

    Examples
    --------
    A can move from state 0 to 1 and from 1 to 2, but not twice in a row; B can move from 1 to 3.

    >>> a = backward(np.array([0, 1, 2, 2, 2]), np.array([1, 2]))
    >>> b = backward(np.array([0, 0, 1, 1, 1]), np.array([3]))
    >>> lowest_reached(np.array([9, 8, 1, 5]), [a, b])
    array([5, 1, 1, 5])
    """
    flood = _Flood(keys, opponents)
    order = np.argsort(keys).astype(np.int32)
    for first in range(0, len(order), _ENDS_AT_A_TIME):
        ends = flood.unsettled(order[first : first + _ENDS_AT_A_TIME])
        falls = [0, *(np.flatnonzero(np.diff(keys[ends])) + 1).tolist(), len(ends)]
        for start, end in pairwise(falls):
            if end > start:
                flood.end_at(ends[start:end], int(keys[ends[start]]))
    return flood.lowest


class _Flood:
    """What is settled so far, and which pairs wait to be passed."""

    def __init__(self, keys: LevelArray, opponents: Sequence[Backward]) -> None:
        n = len(opponents)
        self.lowest = keys.copy()
        # 0: nothing is settled; k + 1: the pairs of all movers but k; n + 1: all
        self.phase: NDArray[np.unsignedinteger[Any]] = np.zeros(len(keys), dtype=np.min_scalar_type(n + 1))
        self.settled = n + 1
        self.arcs = opponents
        self.others = [[j for j in range(n) if j != k] for k in range(n)]
        # by phase: which states have arcs of a mover that is left
        left = [np.diff(arcs.start) > 0 for arcs in opponents]
        nobody = np.zeros(len(keys), dtype=np.bool_)
        self.left = np.stack([np.logical_or.reduce([nobody, *left]), *left, nobody])
        # the same arrays for access to single elements, which is quicker
        self.lowest_of, self.phase_of = self.lowest.data, self.phase.data
        self.rows = [(arcs.start.data, arcs.origin.data) for arcs in opponents]
        self.enough = [max(1, _ARCS_TOGETHER * len(keys) // (len(arcs.origin) + len(keys))) for arcs in opponents]
        self.slot = np.empty(len(keys), dtype=np.int32)
        self.single: list[list[int]] = [[] for _ in opponents]
        self.bundles: list[list[IndexArray]] = [[] for _ in opponents]

    def unsettled(self, ends: IndexArray) -> IndexArray:
        """Return the ends from which there is something to settle."""
        return np.asarray(ends[self.left[self.phase[ends], ends]])

    def end_at(self, ends: IndexArray, key: int) -> None:
        """Settle what leads to these ends; no key that is left is lower."""
        if len(ends) < _ENDS_TOGETHER:
            self._await_singly(ends.tolist())
        else:
            phase = self.phase[ends]
            for k, bundles in enumerate(self.bundles):
                bundles.append(ends[(phase == 0) | (phase == k + 1)])
            self.phase[ends] = self.settled
        waiting = True
        while waiting:
            waiting = False
            for k, single in enumerate(self.single):
                if single or self.bundles[k]:
                    waiting = True
                    self._pass(k, key)

    def _await_singly(self, ends: list[int]) -> None:
        for end in ends:
            phase = self.phase_of[end]
            if phase != self.settled:
                self.phase_of[end] = self.settled
                for single in self.single if phase == 0 else (self.single[phase - 1],):
                    single.append(end)

    def _pass(self, k: int, key: int) -> None:
        """Pass the waiting pairs of last mover k."""
        single, bundles = self.single[k], self.bundles[k]
        self.single[k] = []
        if not bundles and len(single) < self.enough[k]:
            self._pass_singly(k, key, single)
            return
        self.bundles[k] = []
        states = np.concatenate([*bundles, np.array(single, dtype=np.int32)])
        if len(states) < self.enough[k]:
            self._pass_singly(k, key, states.tolist())
        else:
            self._pass_together(k, key, states)

    def _pass_singly(self, k: int, key: int, states: list[int]) -> None:
        (start, origin), phase_of, settled, own = self.rows[k], self.phase_of, self.settled, k + 1
        for state in states:
            for s in origin[start[state] : start[state + 1]].tolist():
                phase = phase_of[s]
                if phase in (settled, own):
                    continue
                if phase:
                    phase_of[s] = settled
                    self.single[phase - 1].append(s)
                else:
                    phase_of[s] = own
                    # its own key is lower where it is an end to which nothing leads: those are passed over
                    self.lowest_of[s] = min(self.lowest_of[s], key)
                    for j in self.others[k]:
                        self.single[j].append(s)

    def _pass_together(self, k: int, key: int, states: IndexArray) -> None:
        arcs = self.arcs[k]
        first = arcs.start[states]
        count = arcs.start[states + 1] - first
        until = np.cumsum(count)
        origins = arcs.origin[np.arange(until[-1]) + np.repeat(first - until + count, count)]
        phase = self.phase[origins]
        fresh = self._once(origins[phase == 0])
        self.phase[fresh] = k + 1
        self.lowest[fresh] = np.minimum(self.lowest[fresh], key)
        again = self._once(origins[(phase != 0) & (phase != k + 1) & (phase != self.settled)])
        before = self.phase[again]
        self.phase[again] = self.settled
        for j in self.others[k]:
            self.bundles[j] += [found for found in (fresh, again[before == j + 1]) if len(found)]

    def _once(self, states: IndexArray) -> IndexArray:
        """Drop repetitions."""
        places = np.arange(len(states), dtype=np.int32)
        self.slot[states] = places  # of several places one stays
        return np.asarray(states[self.slot[states] == places])
