r"""The smallest change of rankings that makes a state an equilibrium.

The measure is that of `detente.analysis.inverse.orders`: pairs of states compared differently, over all decision
makers.

**NASH, GMR, SMR.** Whether s is stable for i depends on nothing but its up-set :math:`U=\{x: x\succ_i s\}`, and a
smaller up-set never hurts, so decision makers are independent and the change has to be found for each alone. It has a
closed form: *raising s alone is a nearest change*. If some states L of U are to fall behind s and y is one of the best
of them, every other state x of U that is no better than y is compared differently either with s (when x falls behind,
too) or with y (when it does not), and every state tied with s differently with s or with y; these pairs are all
different, and raising s just above y changes no others. So s has to rise to its threshold
(`detente.analysis.inverse.board`), past every state at or below it, and the cost is their number plus the states that
were tied with s. The minimum of Kendall's distance over all admissible rankings is attained; no permutation is looked
at.

**SEQ, symmetric sequential.** What the others would do in their own interest depends on their rankings, so these
couple. Take any rankings, and an improvement (i, y) from s that they leave open. Let C be what the others can bring
about from y by improvements, with the last mover. In every solution one of these comparisons has turned: s rose over
y; s rose over an end in C (with countermoves: over an end in C, or over a state next to one of them); or a move out of
C became an improvement for its mover. The search takes the cheapest set of required comparisons first, with the nearest
rankings that have them, and branches on these; the first set whose rankings make s an equilibrium is a smallest one.
What GMR (SMR) demands of each decision maker alone is a lower bound throughout. When the search reaches its limit, the
best rankings found are returned with the bound that is proven.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import factorial

import numpy as np

from detente.analysis.inverse.board import IN_OWN_INTEREST, WITH_COUNTERMOVE, Board
from detente.analysis.inverse.orders import MOST_ENDS, Comparison, Order, nearest_order
from detente.conflict.model import IntArray, LevelArray
from detente.stability.model import Concept

Required = tuple[frozenset[Comparison], ...]  # for each decision maker
IMPOSSIBLE = 1 << 40
_ORDER = 60  # for k ends, a nearest ranking takes the time in which so many k! k^2 arcs are followed, about


@dataclass(frozen=True, eq=False, slots=True)
class Nearest:
    """The nearest rankings that make one state hold.

    Attributes
    ----------
    state
    level : int array, shape (n, m)
    swaps : tuple of int, one a decision maker
    required
        The comparisons that make it hold.
    at_least
        A proven lower bound of all swaps.
    """

    state: int
    level: LevelArray
    swaps: tuple[int, ...]
    required: Required
    at_least: int

    @property
    def total(self) -> int:
        """Swaps of all decision makers."""
        return sum(self.swaps)


def swaps_to_rise(level: LevelArray, s: int, threshold: int) -> int:
    """Return how many pairs differ when s rises above every state up to a level, and ties with none.

    >>> swaps_to_rise(np.array([1, 1, 2, 3]), 0, 2)
    2
    """
    own = int(level[s])
    if own >= threshold:
        return 0
    passed = int(((level > own) & (level <= threshold)).sum())
    return passed + int((level == own).sum()) - 1


def needed_swaps(board: Board) -> IntArray:
    """Return the fewest swaps of its own ranking that each decision maker needs at each wanted state.

    Exact for NASH, GMR and SMR; for the sequential concepts what GMR (SMR) needs, a lower bound.

    Returns
    -------
    int array, shape (n, wanted)
    """
    result = np.zeros((board.n, len(board.states)), dtype=np.int64)
    countermoves = board.concept in WITH_COUNTERMOVE
    for i in range(board.n):
        level = board.conflict.level[i]
        if board.concept in IN_OWN_INTEREST:
            worth = board.worth(i, level, board.by_moves[i], countermoves=countermoves)
        else:
            worth = board.worths[i]
        thresholds = board.thresholds(i, worth).tolist()
        result[i] = [swaps_to_rise(level, s, v) for s, v in zip(board.states.tolist(), thresholds, strict=True)]
    return result


def nearest_rankings(board: Board, frozen: frozenset[int], work: int) -> tuple[list[Nearest], int | None]:
    """Return the nearest rankings for the wanted states that need fewest swaps, in the order of the states.

    Parameters
    ----------
    frozen
        Decision makers whose rankings may not change.
    work
        Limit of the search under the sequential concepts, in arcs followed.

    Returns
    -------
    nearest : list of Nearest
    at_least : int or None
        A proven lower bound of the swaps; None when no permitted rankings make any of the states hold.
    """
    needed = needed_swaps(board)
    needed[sorted(frozen)] = np.where(needed[sorted(frozen)] > 0, IMPOSSIBLE, 0)
    bounds = needed.sum(axis=0)
    if board.concept not in IN_OWN_INTEREST:
        best = int(bounds.min(initial=IMPOSSIBLE))
        if best >= IMPOSSIBLE:
            return [], None
        risen = [_risen(board, position, needed[:, position]) for position in np.flatnonzero(bounds == best).tolist()]
        return risen, best
    return _Search(board, frozen, work).all_nearest(needed)


def _risen(board: Board, position: int, swaps: IntArray) -> Nearest:
    """Raise a state to the threshold of each decision maker."""
    s = int(board.states[position])
    required = []
    for i in range(board.n):
        threshold = int(board.thresholds(i, board.worths[i])[position])
        required.append(_over(board.conflict.level[i], s, threshold))
    level, _ = _ordered(board.conflict.level, tuple(required))
    return Nearest(s, level, tuple(swaps.tolist()), tuple(required), int(swaps.sum()))


def _over(level: LevelArray, s: int, threshold: int) -> frozenset[Comparison]:
    """Return the comparison that raises s above every state up to a level."""
    if level[s] >= threshold:
        return frozenset()
    return frozenset({(s, int(np.flatnonzero(level == threshold)[0]))})


def _ordered(level: LevelArray, required: Required) -> tuple[LevelArray, tuple[int, ...]]:
    orders = [nearest_order(row, sorted(pairs)) for row, pairs in zip(level, required, strict=True)]
    known = [order for order in orders if order is not None]
    return np.stack([order.level for order in known]), tuple(order.swaps for order in known)


@dataclass(order=True, slots=True)
class _Node:
    """Required comparisons, cheapest first; then in the order they were found."""

    bound: int
    number: int
    required: Required = field(compare=False)


class _Search:
    """The search over required comparisons, for one wanted state after another."""

    def __init__(self, board: Board, frozen: frozenset[int], work: int) -> None:
        self.board, self.frozen, self.work = board, frozen, work
        m = board.conflict.n_states
        self.targets = [[arcs.targets_of(s) for s in range(m)] for arcs in board.moves]
        self.countermoves = board.concept is Concept.SSEQ
        self.orders: dict[tuple[int, frozenset[Comparison]], Order | None] = {}

    def all_nearest(self, needed: IntArray) -> tuple[list[Nearest], int | None]:
        """Return the nearest rankings of the wanted states that need fewest swaps; `needed` is `needed_swaps`."""
        bounds = needed.sum(axis=0)
        found = self._all_risen(bounds)
        best = min((nearest.total for nearest in found.values()), default=IMPOSSIBLE)
        least = best
        for position in np.argsort(bounds, kind="stable").tolist():
            if bounds[position] >= IMPOSSIBLE or bounds[position] > best:
                break
            if self.work <= 0:
                least = min(least, int(bounds[position]))
                break
            nearest, at_least = self._nearest_of(position, tuple(needed[:, position].tolist()), best)
            least = min(least, at_least)
            if nearest is not None and (position not in found or nearest.total < found[position].total):
                found[position] = nearest
                best = min(best, nearest.total)
        chosen = [nearest for _, nearest in sorted(found.items()) if nearest.total == best]
        least = min(least, best)
        return [replace(nearest, at_least=least) for nearest in chosen], None if least >= IMPOSSIBLE else least

    def _all_risen(self, bounds: IntArray) -> dict[int, Nearest]:
        """Raise the wanted states alone, to the levels that their thresholds are; keep those that need fewest swaps."""
        board, level = self.board, self.board.conflict.level
        # above all that can be reached is enough in any case, and needed where countermoves spoil the nearer place
        for worths in (board.worths, tuple(row[near] for row, near in zip(level, board.nearby, strict=True))):
            thresholds = np.stack([board.thresholds(i, worths[i]) for i in range(board.n)])
            totals = np.zeros(len(board.states), dtype=np.int64)
            for i, row in enumerate(level):
                swaps = [swaps_to_rise(row, s, v) for s, v in zip(board.states.tolist(), thresholds[i], strict=True)]
                totals += np.array([IMPOSSIBLE if each and i in self.frozen else each for each in swaps])
            found: dict[int, Nearest] = {}
            for position in np.flatnonzero((totals == totals.min()) & (totals < IMPOSSIBLE)).tolist():
                s = int(board.states[position])
                required = tuple(_over(row, s, int(v)) for row, v in zip(level, thresholds[:, position], strict=True))
                nearest = self._ranked(s, required)
                if bounds[position] < IMPOSSIBLE and self._open_clause(s, list(nearest.level)) is None:
                    found[position] = nearest
            if found:
                return found
        return {}

    def _nearest_of(self, position: int, needed: tuple[int, ...], ceiling: int) -> tuple[Nearest | None, int]:
        """Return the nearest rankings for a wanted state if they need no more swaps than `ceiling`, and a lower bound.

        The bound is `IMPOSSIBLE` when there are none.
        """
        s = int(self.board.states[position])
        empty: Required = (frozenset(),) * self.board.n
        queue = [_Node(sum(needed), 0, empty)]
        seen = {empty}
        least = IMPOSSIBLE
        while queue:
            node = heapq.heappop(queue)
            if self.work <= 0:
                return None, min(least, node.bound)
            levels = [self._order(j, node.required[j]) for j in range(self.board.n)]
            clause = self._open_clause(s, [order.level for order in levels if order is not None])
            if clause is None:
                return self._ranked(s, node.required), min(least, node.bound)
            for j, pair in clause:
                required = (*node.required[:j], node.required[j] | {pair}, *node.required[j + 1 :])
                if required in seen:
                    continue
                seen.add(required)
                if len({state for ends in required[j] for state in ends}) > MOST_ENDS:
                    least = min(least, node.bound)
                    continue
                bound = self._bound(required, needed)
                if bound <= ceiling:
                    heapq.heappush(queue, _Node(bound, len(seen), required))
        return None, least

    def _ranked(self, s: int, required: Required) -> Nearest:
        level, swaps = _ordered(self.board.conflict.level, required)
        return Nearest(s, level, swaps, required, sum(swaps))

    def _order(self, j: int, pairs: frozenset[Comparison]) -> Order | None:
        if (j, pairs) not in self.orders:
            k = len({state for ends in pairs for state in ends})
            self.work -= _ORDER * factorial(k) * k * k
            self.orders[j, pairs] = nearest_order(self.board.conflict.level[j], sorted(pairs))
        return self.orders[j, pairs]

    def _bound(self, required: Required, needed: tuple[int, ...]) -> int:
        total = 0
        for j, pairs in enumerate(required):
            order = self._order(j, pairs)
            total += IMPOSSIBLE if order is None else max(order.swaps, needed[j])
        return total

    def _open_clause(self, s: int, level: Sequence[LevelArray]) -> list[tuple[int, Comparison]] | None:
        """Return comparisons of which one has to turn, because of an improvement from s that is left open.

        None when there is no such improvement: then s is an equilibrium.
        """
        for i, row in enumerate(level):
            for y in self.targets[i][s]:
                if row[y] > row[s]:
                    clause = self._clause(s, i, y, level)
                    if clause is not None:
                        return clause
        return None

    def _clause(self, s: int, i: int, y: int, level: Sequence[LevelArray]) -> list[tuple[int, Comparison]] | None:
        """Do so for one improvement; None when it is deterred."""
        row = level[i]
        pairs, missed = self._brought_about(i, y, level)
        over = [y]
        for end in sorted({state for state, _ in pairs}):
            spoiling = [x for x in (end, *(self.targets[i][end] if self.countermoves else ())) if row[x] > row[s]]
            if not spoiling:
                return None
            over += spoiling
        clause = [(i, (s, x)) for x in over] + [(j, (u, t)) for j, t, u in missed if (u, j) not in pairs]
        return list(dict.fromkeys(each for each in clause if each[0] not in self.frozen))

    def _brought_about(
        self, i: int, y: int, level: Sequence[LevelArray]
    ) -> tuple[set[tuple[int, int]], list[tuple[int, int, int]]]:
        """Return what the others bring about from y by improvements, each with the last mover; and other moves.

        The other moves, as mover, origin and target, are those from there that are no improvements.
        """
        missed: list[tuple[int, int, int]] = []
        pairs: set[tuple[int, int]] = set()
        pending = [(y, -1)]
        while pending:
            state, last = pending.pop()
            for j, targets in enumerate(self.targets):
                if j in (i, last):
                    continue
                self.work -= 2 + len(targets[state])
                for u in targets[state]:
                    if level[j][u] <= level[j][state]:
                        missed.append((j, state, u))
                    elif (u, j) not in pairs:
                        pairs.add((u, j))
                        pending.append((u, j))
        return pairs, missed
