r"""Limited-move and non-myopic stability of two decision makers.

From a state s the mover i and its opponent j move by turns, h moves at most; whoever is to move may stop instead, and
that ends play. With :math:`F_h(i,s)` the states where play can end when i is to move at s,

.. math::
    F_0(i,s) = \{s\}, \qquad
    w_h(u) = \min_{t\in F_{h-1}(j,u)} v_i(t), \qquad
    F_h(i,s) = \begin{cases}
        \bigcup\{F_{h-1}(j,u): u\in R_i(s),\ w_h(u)=\max_{R_i(s)} w_h\} & \text{if } \max_{R_i(s)} w_h > v_i(s) \\
        \{s\} & \text{otherwise,}
    \end{cases}

s is :math:`L_h`-stable for i when i does not move, and *non-myopically* stable when that is so for all h from some h on
(Kilgour 1985; Fang, Hipel, Kilgour 1989, 1993; Brams, Wittman 1981). With strict preferences :math:`F_h` is one state.

Choices. A mover moves for a strict gain only, a tie means staying. It looks at all its moves, so the first may be to a
state it likes less (a strategic disimprovement). Stopping is allowed at every turn, the first included. Where ends are
not unique the set is kept, and a mover counts on the worst of it (min above) or, if asked, on the best (max instead).

Only how i and j like what :math:`F_h` contains at worst (at best) is needed of it, and the extreme of a union is that
of the extremes: four rows of levels follow from those with one move less, at the cost of looking at each arc once. The
rows after one more move are a function of those before, so when they repeat, so do the verdicts, for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from detente.analysis.foresight.model import Play, Ties
from detente.analysis.sequences import Arcs
from detente.conflict.model import BoolArray, Conflict, LevelArray
from detente.conflict.navigate import state_id
from detente.stability.model import Step

_ABOVE_ALL = np.iinfo(np.int32).max


@dataclass(frozen=True, eq=False, slots=True)
class Expectations:
    """What play leads to, by how many moves are left.

    Attributes
    ----------
    levels : list of int32 arrays, shape (2, 2, m)
        ``levels[h][i, k, s]``: how k likes the worst (best, if so asked) end when i is to move at s, h moves left; up
        to as many as were asked for.
    stays : list of bool arrays, shape (2, m)
        ``stays[h][i, s]``: i does not move; with 0 moves nobody does.
    period, before_period
        Levels repeat every `period` moves from `before_period` moves on; None when they were not seen to repeat.
    """

    levels: list[LevelArray]
    stays: list[BoolArray]
    period: int | None
    before_period: int | None

    def in_the_long_run(self) -> BoolArray | None:
        """Return who stays where however many moves are left from some number on, bool array of shape (2, m)."""
        if self.period is None or self.before_period is None:
            return None
        # whoever moves gains, so levels show who stays, and verdicts repeat with them
        return np.asarray(np.logical_and.reduce(self.stays[self.before_period : self.before_period + self.period]))


def look_ahead(moves: Sequence[Arcs], level: LevelArray, ties: Ties, asked: int, most: int) -> Expectations:
    """Work out expectations for more and more moves: at least as many as asked, until they repeat, at most so many.

    Parameters
    ----------
    moves
        Of each of the two decision makers.
    level : int32 array, shape (2, m)

    Cost
    ----
    Time: each arc a few times for every number of moves.
    """
    now = np.stack([np.stack([level[0], level[1]])] * 2)
    levels, stays = [now], [np.ones(level.shape, dtype=np.bool_)]
    known = {_digest(now): 0}
    period = before_period = None
    for h in range(1, most + 1):
        if h > asked and period is not None:
            break
        now, stay = _one_more(moves, level, ties, now)
        stays.append(stay)
        if h <= asked:
            levels.append(now)
        seen = known.setdefault(_digest(now), h)
        if period is None and seen < h:
            period, before_period = h - seen, seen
    return Expectations(levels, stays, period, before_period)


def _digest(levels: LevelArray) -> bytes:
    return blake2b(levels.tobytes(), digest_size=32).digest()


def _one_more(moves: Sequence[Arcs], level: LevelArray, ties: Ties, before: LevelArray) -> tuple[LevelArray, BoolArray]:
    """Return the levels of what play leads to with one more move, and who stays."""
    after, stay = np.empty_like(before), np.empty(level.shape, dtype=np.bool_)
    for i, arcs in enumerate(moves):
        j = 1 - i
        expected = before[j, i][arcs.target]
        best = extreme(np.maximum, arcs, expected, 0)
        stay[i] = best <= level[i]
        chosen = expected == best[arcs.source]
        if ties is Ties.WORST:
            theirs = extreme(np.minimum, arcs, np.where(chosen, before[j, j][arcs.target], _ABOVE_ALL), 0)
        else:
            theirs = extreme(np.maximum, arcs, np.where(chosen, before[j, j][arcs.target], 0), 0)
        after[i, i] = np.where(stay[i], level[i], best)
        after[i, j] = np.where(stay[i], level[j], theirs)
    return after, stay


def extreme(choose: np.ufunc, arcs: Arcs, values: LevelArray, otherwise: int) -> LevelArray:
    """Return for each state the lowest or highest value among its arcs, int32 array of shape (m,).

    Parameters
    ----------
    choose
        ``np.minimum`` or ``np.maximum``.
    values : int32 array, one entry an arc
    otherwise
        The value of states without arcs.
    """
    result = np.full(len(arcs.start) - 1, otherwise, dtype=np.int32)
    origins = np.flatnonzero(np.diff(arcs.start))
    if len(origins):
        result[origins] = choose.reduceat(values, arcs.start[origins])
    return result


def play_from(
    conflict: Conflict, moves: Sequence[Arcs], expectations: Expectations, i: int, state: int, h: int
) -> Play:
    """Return what decision maker i expects if it is to move first and looks h moves ahead.

    Choices
    -------
    Where several lines of play are as good for those who choose, one that ends as well for i as it counts on; of those
    the one whose first differing state comes first.
    """
    steps: list[Step] = []
    counted = int(expectations.levels[h][i, i, state])
    mover, now, is_only = i, state, True
    for left in range(h, 0, -1):
        if expectations.stays[left][mover, now]:
            break
        other = 1 - mover
        before = expectations.levels[left - 1]
        targets = moves[mover].targets_of(now)
        highest = max(int(before[other, mover, u]) for u in targets)
        chosen = [u for u in targets if before[other, mover, u] == highest]
        is_only &= len(chosen) == 1
        now = next(u for u in chosen if before[other, i, u] == counted)
        steps.append(Step(conflict.decision_makers[mover], state_id(conflict, now)))
        mover = other
    start = state_id(conflict, state)
    return Play(conflict.decision_makers[i], start, h, tuple(steps), state_id(conflict, now), is_only)
