r"""Legal sequences of movers, for many states at once.

A *mover* has arcs between states: a decision maker its moves or improvements, a coalition its joint improvements. A
*legal sequence* is one step or more, each along an arc of its mover, no mover twice in a row (Fang, Hipel, Kilgour
1993; for coalitions as movers, Inohara, Hipel 2008). Where arcs are not transitive it matters who moved last, so
everything here goes over pairs (state, last mover). With :math:`L_k(t)` the set of sources from which a legal sequence
leads to t, k moving last, and :math:`\mathrm{in}_k` one step along k's arcs, L is the least solution of

.. math:: L_k = \mathrm{in}_k\bigl(\text{sources} \cup \textstyle\bigcup_{j\ne k} L_j\bigr).

Read backwards the same equation says from where the movers can bring a set of ends about. Sets of sources are rows of
bits: 64 sources cost about as much as one, and nothing of the size states times states is formed.

A *joint improvement* of a coalition H from s is a state :math:`t\in R_H(s)` that every member strictly prefers to s
(Kilgour, Hipel, Fang, Peng 2001); in the *Pareto* version no member prefers s and some member prefers t. Of a single
decision maker, both are its unilateral improvements.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from detente.conflict.model import BoolArray, Conflict, IntArray, LevelArray
from detente.errors import LimitError
from detente.stability.legal import bulk_moves

BitRows = NDArray[np.uint64]
Coalition = tuple[int, ...]

MOST_ARCS = 30_000_000
MOST_JOINT = 5_000_000
MOST_EXPLORED = 10_000  # with more states, joint improvements are not followed onward
_CELLS = 1 << 23  # states times sources looked at together, about
_BATCH = 1 << 14  # states whose moves are listed together


@dataclass(frozen=True, eq=False, slots=True)
class Arcs:
    """The arcs of one mover, by source and by target.

    Attributes
    ----------
    start, target : int arrays, shapes (m + 1,) and (arcs,)
        ``target[start[s]:start[s + 1]]``: where the mover can go from s, ascending.
    back, origin : int arrays, shapes (m + 1,) and (arcs,)
        ``origin[back[t]:back[t + 1]]``: from where it can come to t, ascending.
    """

    start: IntArray
    target: IntArray
    back: IntArray
    origin: IntArray

    @property
    def source(self) -> IntArray:
        """The source of each arc, in the order of `target`."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))

    @property
    def reversed(self) -> Arcs:
        """The same arcs, turned round."""
        return Arcs(self.back, self.origin, self.start, self.target)

    def targets_of(self, s: int) -> list[int]:
        """Return where the mover can go from one state, ascending."""
        found: list[int] = self.target[self.start[s] : self.start[s + 1]].tolist()
        return found

    def after(self, states: BoolArray) -> BoolArray:
        """Return the states one step from some of `states`, bool array of shape (m,)."""
        result = np.zeros(len(states), dtype=np.bool_)
        result[self.target[_rows(self.start, np.flatnonzero(states))]] = True
        return result

    def into(self, bits: BitRows) -> BitRows:
        """Return for each state the union of the rows of `bits` it can be reached from in one step."""
        result = np.zeros_like(bits)
        nonempty = np.flatnonzero(np.diff(self.back))
        if len(nonempty):
            result[nonempty] = np.bitwise_or.reduceat(bits[self.origin], self.back[nonempty], axis=0)
        return result


def arcs_between(n_states: int, source: IntArray, target: IntArray) -> Arcs:
    """Store arcs, given as pairs in any order, each once.

    >>> arcs = arcs_between(3, np.array([2, 0, 0]), np.array([0, 2, 1]))
    >>> arcs.targets_of(0), arcs.source.tolist(), arcs.origin.tolist()
    ([1, 2], [0, 0, 2], [2, 0, 0])
    """
    order = np.lexsort((target, source))
    source, target = source[order], target[order]
    turned = np.lexsort((source, target))
    bounds = np.arange(n_states + 1)
    return Arcs(
        np.searchsorted(source, bounds),
        target,
        np.searchsorted(target[turned], bounds),
        source[turned],
    )


def moves_of(conflict: Conflict) -> tuple[Arcs, ...]:
    """Return the moves of each decision maker.

    Raises
    ------
    LimitError
        There are more than `MOST_ARCS` moves.
    """
    m = conflict.n_states
    found: list[Arcs] = []
    n_arcs = 0
    for j in range(len(conflict.decision_makers)):
        sources, targets = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
        for first in range(0, m, _BATCH):
            states = np.arange(first, min(first + _BATCH, m))
            row, target = bulk_moves(conflict, j, states)
            n_arcs += len(row)
            if n_arcs > MOST_ARCS:
                raise LimitError(
                    f"the {m:,} states have more than {MOST_ARCS:,} moves; this question is answered up to that many:"
                    " add constraints, or leave out options"
                )
            sources.append(states[row])
            targets.append(target)
        found.append(arcs_between(m, np.concatenate(sources), np.concatenate(targets)))
    return tuple(found)


def improving(moves: Sequence[Arcs], level: LevelArray) -> tuple[Arcs, ...]:
    """Return each decision maker's unilateral improvements: the moves to a state it strictly prefers."""
    found = []
    for arcs, row in zip(moves, level, strict=True):
        source = arcs.source
        better = row[arcs.target] > row[source]
        found.append(arcs_between(len(arcs.start) - 1, source[better], arcs.target[better]))
    return tuple(found)


def coalitions_of(n: int, largest: int) -> tuple[Coalition, ...]:
    """Return the non-empty coalitions of up to `largest` of n decision makers: small ones first, then file order.

    >>> coalitions_of(3, 2)
    ((0,), (1,), (2,), (0, 1), (0, 2), (1, 2))
    """
    return tuple(members for size in range(1, min(n, largest) + 1) for members in combinations(range(n), size))


def reached(movers: Sequence[Arcs], sources: IntArray, n_states: int) -> BitRows:
    """Return where legal sequences lead, bit rows of shape (m, words): bit b of row t, from ``sources[b]`` to t.

    Choices
    -------
    At least one step; a return to the source counts. One mover alone makes one step only.

    Cost
    ----
    For 64 sources, the arcs of all movers for each round; as many rounds as the longest of the shortest sequences.
    """
    seeds = np.zeros((n_states, len(sources)), dtype=np.bool_)
    seeds[sources, np.arange(len(sources))] = True
    return _closure(movers, pack(seeds))


def leading_to(movers: Sequence[Arcs], ends: BitRows) -> BitRows:
    """Return from where legal sequences lead to some end, bit rows of the shape of `ends`.

    Bit b of row u: from u the movers can bring about a state t whose row of `ends` has bit b.
    """
    return _closure([arcs.reversed for arcs in movers], ends)


def _closure(movers: Sequence[Arcs], seeds: BitRows) -> BitRows:
    last = [np.zeros_like(seeds) for _ in movers]
    stale = [True] * len(movers)
    while any(stale):
        for k, arcs in enumerate(movers):
            if not stale[k]:
                continue
            stale[k] = False
            before = seeds.copy()
            for j, rows in enumerate(last):
                if j != k:
                    before |= rows
            after = arcs.into(before)
            if not np.array_equal(after, last[k]):
                last[k] = after
                stale = [stale[j] or j != k for j in range(len(movers))]
    result = np.zeros_like(seeds)
    for rows in last:
        result |= rows
    return result


def gains(level: LevelArray, members: Coalition, sources: IntArray, *, pareto: bool = False) -> BoolArray:
    """Return which states all members gain by, bool array of shape (m, r): column b, compared with ``sources[b]``."""
    result = np.ones((level.shape[1], len(sources)), dtype=np.bool_)
    some = np.zeros_like(result)
    for i in members:
        row = level[i]
        better = row[:, None] > row[sources]
        if pareto:
            some |= better
            result &= row[:, None] >= row[sources]
        else:
            result &= better
    return result & some if pareto else result


def joint_improvements(
    moves: Sequence[Arcs], level: LevelArray, members: Coalition, sources: IntArray, *, pareto: bool = False
) -> tuple[IntArray, IntArray]:
    """Return a coalition's joint improvements from some states, as arrays of sources and targets.

    Choices
    -------
    The members move by legal sequences of any moves, whoever loses on the way; only the end is compared with the
    source.
    """
    origins, targets = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for block in blocks(sources, level.shape[1]):
        ends = unpack(reached([moves[i] for i in members], block, level.shape[1]), len(block))
        row, column = np.nonzero(ends & gains(level, members, block, pareto=pareto))
        origins.append(block[column])
        targets.append(row)
    return np.concatenate(origins), np.concatenate(targets)


def explore(
    moves: Sequence[Arcs],
    level: LevelArray,
    coalitions: Sequence[Coalition],
    roots: IntArray,
    *,
    pareto: bool = False,
    onward: bool = True,
) -> Mapping[Coalition, Arcs]:
    """Return the joint improvements of coalitions from some states; `onward`, also from every state they lead to.

    Raises
    ------
    LimitError
        There are more than `MOST_JOINT` of them.
    """
    m = level.shape[1]
    found: dict[Coalition, list[tuple[IntArray, IntArray]]] = {members: [] for members in coalitions}
    known = np.zeros(m, dtype=np.bool_)
    fresh = np.unique(roots)
    n_arcs = 0
    while len(fresh):
        known[fresh] = True
        next_to = np.zeros(m, dtype=np.bool_)
        for members in coalitions:
            pairs = joint_improvements(moves, level, members, fresh, pareto=pareto)
            n_arcs += len(pairs[0])
            if n_arcs > MOST_JOINT:
                raise LimitError(
                    f"more than {MOST_JOINT:,} joint improvements; ask about smaller coalitions or fewer states"
                )
            found[members].append(pairs)
            next_to[pairs[1]] = True
        fresh = np.flatnonzero(next_to & ~known & onward)
    nothing = np.zeros(0, dtype=np.int64)
    return {
        members: arcs_between(
            m, np.concatenate([nothing, *(s for s, _ in pairs)]), np.concatenate([nothing, *(t for _, t in pairs)])
        )
        for members, pairs in found.items()
    }


def least(joint: Mapping[Coalition, Arcs]) -> tuple[Arcs, ...]:
    """Leave each coalition only those joint improvements that no proper sub-coalition among the given has."""
    codes: dict[Coalition, IntArray] = {}
    found = []
    for members, arcs in joint.items():
        m = len(arcs.start) - 1
        own = arcs.source * m + arcs.target
        for few, theirs in codes.items():
            if set(few) < set(members):
                own = np.setdiff1d(own, theirs, assume_unique=True)
        codes[members] = own
        found.append(arcs_between(m, own // m, own % m))
    return tuple(found)


def first_arrivals(movers: Sequence[Arcs], start: int, n_states: int) -> NDArray[np.int32]:
    """Return in how few steps each pair (last mover, state) is reached, int32 array (movers, m); -1 where it is not.

    Cost
    ----
    Each arc is followed at most once.
    """
    first = np.full((len(movers), n_states), -1, dtype=np.int32)
    followed = np.zeros((len(movers), n_states), dtype=np.bool_)
    frontier = np.zeros((len(movers), n_states), dtype=np.bool_)
    steps = 0
    while True:
        if steps == 0:
            origins = np.zeros((len(movers), n_states), dtype=np.bool_)
            origins[:, start] = True
        else:
            times = frontier.sum(axis=0)
            origins = times - frontier > 0  # reached just now by somebody else
        origins &= ~followed
        followed |= origins
        steps += 1
        frontier = np.stack([arcs.after(rows) for arcs, rows in zip(movers, origins, strict=True)])
        frontier &= first < 0
        if not frontier.any():
            return first
        first[frontier] = steps


def shortest(movers: Sequence[Arcs], first: NDArray[np.int32], end: int) -> Iterator[tuple[tuple[int, int], ...]]:
    """Yield the shortest legal sequences to a state: movers by position, and the states they move to.

    Parameters
    ----------
    first
        What `first_arrivals` says for the state where they start.

    Cost
    ----
    Each costs its length times the moves into a state; there may be very many, so take no more than needed.
    """
    lengths = first[:, end]
    if not (lengths > 0).any():
        return
    length = int(lengths[lengths > 0].min())
    pending: list[tuple[int, int, int, tuple[tuple[int, int], ...]]] = [
        (k, end, length, ((k, end),)) for k in np.flatnonzero(lengths == length).tolist()[::-1]
    ]
    while pending:
        k, state, steps, rest = pending.pop()
        if steps == 1:
            yield rest
            continue
        arcs = movers[k]
        origins = arcs.origin[arcs.back[state] : arcs.back[state + 1]]
        before, row = np.nonzero(first[:, origins] == steps - 1)
        found = [(j, int(origins[c])) for j, c in zip(before.tolist(), row.tolist(), strict=True) if j != k]
        pending.extend((j, u, steps - 1, ((j, u), *rest)) for j, u in reversed(found))


def blocks(sources: IntArray, n_states: int) -> Iterator[IntArray]:
    """Cut sources into blocks of a multiple of 64 that keep tables of states times sources small."""
    size = max(64, min(1024, _CELLS // n_states // 64 * 64))
    for first in range(0, len(sources), size):
        yield sources[first : first + size]


def pack(table: BoolArray) -> BitRows:
    """Pack a bool array (m, r) into bit rows (m, words).

    >>> pack(np.array([[True, False, True]])).tolist()
    [[5]]
    """
    packed = np.packbits(table, axis=1, bitorder="little")
    padded = np.zeros((len(table), -(-packed.shape[1] // 8) * 8), dtype=np.uint8)
    padded[:, : packed.shape[1]] = packed
    return padded.view("<u8").astype(np.uint64, copy=False)


def unpack(bits: BitRows, r: int) -> BoolArray:
    """Unpack bit rows (m, words) into a bool array (m, r).

    >>> unpack(np.array([[5]], dtype=np.uint64), 3).tolist()
    [[True, False, True]]
    """
    raw = np.ascontiguousarray(bits.astype("<u8", copy=False)).view(np.uint8)
    return np.unpackbits(raw, axis=1, bitorder="little")[:, :r].astype(np.bool_)


def _rows(start: IntArray, chosen: IntArray) -> IntArray:
    """Return the positions of the arcs of the chosen rows."""
    begin, length = start[chosen], start[chosen + 1] - start[chosen]
    before = np.cumsum(length) - length
    return np.repeat(begin - before, length) + np.arange(int(length.sum()))
