r"""What stands between some states and being equilibria.

For decision maker i, which has moved from s to y, let :math:`K_i(y)` be the least it can be brought to by the others:

.. math:: K_i(y) = \min\{k_i(z) : z \in R(y)\}, \qquad k_i(z) = r_i(z) \text{ or } \max(r_i(z), \max r_i[R_i(z)]),

with R(y) nothing (NASH), what the others can reach by legal sequences of moves (GMR, SMR) or of improvements (SEQ,
symmetric sequential), and the second form of the key where countermoves count (SMR, symmetric sequential). The
*threshold* of i at s is the level from which s would be stable for it,

.. math:: \theta_i(s) = \max\{\min(r_i(y), K_i(y)) : y \in R_i(s)\},

and s is stable for i exactly when :math:`r_i(s)\ge\theta_i(s)` (the formula of `detente.stability.options_engine`). A
pair (i, y) with :math:`\min(r_i(y), K_i(y)) > r_i(s)` is an improvement from s that nothing deters; s is an equilibrium
exactly when it has none. Every search of this package is a search for changes that do away with all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from detente.analysis.sequences import Arcs, improving, moves_of, reached, unpack
from detente.conflict.model import BoolArray, Conflict, IntArray, LevelArray
from detente.errors import LimitError
from detente.stability.model import Concept

IN_OWN_INTEREST = (Concept.SEQ, Concept.SSEQ)
WITH_COUNTERMOVE = (Concept.SMR, Concept.SSEQ)
ABOVE_ALL = np.iinfo(np.int32).max
MOST_CELLS = 1 << 26


@dataclass(frozen=True, eq=False, slots=True)
class Open:
    """The improvements that nothing deters, for all wanted states, in the order of these.

    Attributes
    ----------
    position : int array
        Which of the wanted states is left, by position among them.
    mover, target : int arrays
        By whom, and for which state.
    """

    position: IntArray
    mover: IntArray
    target: IntArray

    def __len__(self) -> int:
        return len(self.position)


class Board:
    """A conflict and the states that are wanted, with what others can do once somebody has left one of them.

    Parameters
    ----------
    states : int array
        The wanted states, ascending.

    Raises
    ------
    LimitError
        The states times those next to wanted ones are more than `MOST_CELLS`.
    """

    def __init__(self, conflict: Conflict, concept: Concept, states: IntArray) -> None:
        self.conflict, self.concept, self.states = conflict, concept, states
        self.moves = moves_of(conflict)
        everywhere = np.zeros(conflict.n_states, dtype=np.bool_)
        everywhere[states] = True
        self.nearby = tuple(np.flatnonzero(arcs.after(everywhere)) for arcs in self.moves)
        cells = conflict.n_states * sum(map(len, self.nearby))
        if cells > MOST_CELLS:
            raise LimitError(
                f"{len(states):,} wanted states among {conflict.n_states:,} are too many to search for the smallest "
                "change; ask about one of them (detente settle CASE s1)"
            )

    @property
    def n(self) -> int:
        """Number of decision makers."""
        return len(self.moves)

    @cached_property
    def by_moves(self) -> tuple[BoolArray, ...]:
        """Where the others can lead by any moves: for each i, bool array (m, near); column b, from ``nearby[i][b]``."""
        return self._reached(self.moves)

    @cached_property
    def answers(self) -> tuple[BoolArray, ...]:
        """Where the others can lead by the moves that the concept counts, as `by_moves`."""
        if self.concept is Concept.NASH:
            return tuple(np.zeros((self.conflict.n_states, len(near)), dtype=np.bool_) for near in self.nearby)
        if self.concept in IN_OWN_INTEREST:
            return self._reached(improving(self.moves, self.conflict.level))
        return self.by_moves

    def _reached(self, movers: tuple[Arcs, ...]) -> tuple[BoolArray, ...]:
        m = self.conflict.n_states
        return tuple(
            unpack(reached([arcs for j, arcs in enumerate(movers) if j != i], near, m), len(near))
            if len(near)
            else np.zeros((m, 0), dtype=np.bool_)
            for i, near in enumerate(self.nearby)
        )

    def column(self, i: int, states: IntArray) -> IntArray:
        """Return the positions of some states in ``nearby[i]``, where all of them are."""
        return np.searchsorted(self.nearby[i], states)

    def key(self, i: int, level: LevelArray, *, countermoves: bool) -> LevelArray:
        """Return what an answer that ends in a state leaves i with, int array of shape (m,)."""
        if not countermoves:
            return level
        result = level.copy()
        arcs = self.moves[i]
        leaving = np.flatnonzero(np.diff(arcs.start))
        if len(leaving):
            highest = np.maximum.reduceat(level[arcs.target], arcs.start[leaving])
            result[leaving] = np.maximum(result[leaving], highest)
        return result

    def worth(self, i: int, level: LevelArray, reach: BoolArray, *, countermoves: bool) -> LevelArray:
        """Return what leaving for each state of ``nearby[i]`` is worth to i once answered: min(level, K)."""
        key = self.key(i, level, countermoves=countermoves)
        least = np.where(reach, key[:, None], ABOVE_ALL).min(axis=0, initial=ABOVE_ALL)
        result: LevelArray = np.minimum(level[self.nearby[i]], least).astype(np.int32)
        return result

    @cached_property
    def worths(self) -> tuple[LevelArray, ...]:
        """`worth` as it stands, under the concept."""
        countermoves = self.concept in WITH_COUNTERMOVE
        return tuple(
            self.worth(i, self.conflict.level[i], self.answers[i], countermoves=countermoves) for i in range(self.n)
        )

    @cached_property
    def plain_worths(self) -> tuple[LevelArray, ...]:
        """`worth` as it stands if any answer counts and none is escaped: no answer can leave i worse off."""
        if self.concept is Concept.NASH:
            return self.worths
        return tuple(self.worth(i, self.conflict.level[i], self.by_moves[i], countermoves=False) for i in range(self.n))

    def thresholds(self, i: int, worth: LevelArray) -> LevelArray:
        """Return the level from which each wanted state is stable for i, int array of shape (wanted,)."""
        result = np.zeros(len(self.states), dtype=np.int32)
        arcs = self.moves[i]
        for position, s in enumerate(self.states.tolist()):
            targets = arcs.target[arcs.start[s] : arcs.start[s + 1]]
            if len(targets):
                result[position] = worth[self.column(i, targets)].max()
        return result

    @cached_property
    def open(self) -> Open:
        """The improvements that nothing deters as it stands."""
        found: list[tuple[IntArray, IntArray, IntArray]] = []
        for number, s in enumerate(self.states.tolist()):
            for i, arcs in enumerate(self.moves):
                targets = arcs.target[arcs.start[s] : arcs.start[s + 1]]
                free = targets[self.worths[i][self.column(i, targets)] > self.conflict.level[i, s]]
                found.append((np.full(len(free), number), np.full(len(free), i), free))
        position, mover, target = (np.concatenate(column) for column in zip(*found, strict=True))
        return Open(position, mover, target)

    @cached_property
    def deterrable(self) -> BoolArray:
        """Which open improvements some answer of the others, credible or not, would spoil as it stands."""
        return self._spoiled(self.plain_worths)

    @cached_property
    def escaped(self) -> BoolArray:
        """Which open improvements are open only because of a countermove."""
        level = self.conflict.level
        return self._spoiled(tuple(self.worth(i, level[i], self.answers[i], countermoves=False) for i in range(self.n)))

    def _spoiled(self, worths: tuple[LevelArray, ...]) -> BoolArray:
        rows = self.open
        result = np.zeros(len(rows), dtype=np.bool_)
        for i, worth in enumerate(worths):
            mine = rows.mover == i
            origin = self.states[rows.position[mine]]
            result[mine] = worth[self.column(i, rows.target[mine])] <= self.conflict.level[i][origin]
        return result
