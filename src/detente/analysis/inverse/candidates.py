r"""Single changes, and which improvements from wanted states each could do away with.

A set of changes makes a wanted state hold only if every improvement (i, y) that is open there is *touched* by one of
them. A change touches (i, y)

* if it takes y, or the move to y, away;
* if it changes what i wants, and then i does not prefer y any more, or some answer of the others, credible or not,
  would leave i no better off;
* under the sequential concepts, if it changes what another decision maker wants, and some answer, credible or not,
  would leave i no better off;
* where countermoves count and an answer fails only because of one, if it takes away states that i prefers, or moves of
  i.

Taking states or moves away never gives the others a new answer, and whether an answer exists at all depends on i's own
wishes only; so each of these is necessary, whatever else changes along with it. Sets that touch everything are the only
ones that the engine has to judge.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from detente.analysis.inverse.board import IN_OWN_INTEREST, WITH_COUNTERMOVE, Board
from detente.analysis.inverse.kinds import Change
from detente.conflict.model import BoolArray, LevelArray
from detente.stability.model import Concept


@dataclass(frozen=True, eq=False, slots=True)
class Candidate:
    """One change, or several of one list.

    Attributes
    ----------
    changes
    touches : bool array, one entry an open improvement
    leaves : bool array, one entry a wanted state
        The wanted states that stay feasible.
    level
        By decision maker, the preference levels that the change makes; for changes of preferences only.
    excluded : bool array, shape (m,), or None
        The states that the change takes away.
    family
        Candidates of one family differ only in how far something moves: the nearest that is enough stands for all.
    order
        Smaller changes first.
    """

    changes: tuple[Change, ...]
    touches: BoolArray
    leaves: BoolArray
    level: Mapping[int, LevelArray] = field(default_factory=dict)
    excluded: BoolArray | None = None
    family: tuple[object, ...] = ()
    order: tuple[int, ...] = ()

    def combines_with(self, other: Candidate) -> bool:
        """Whether the two change different things."""
        return not set(self.level) & set(other.level)


def touched_by_wish(board: Board, j: int, level: LevelArray) -> BoolArray:
    """Return which open improvements a change of what j wants touches."""
    rows = board.open
    mine = rows.mover == j
    result = np.zeros(len(rows), dtype=np.bool_)
    if mine.any():
        if board.concept is Concept.NASH:
            worth = level[board.nearby[j]]
        else:
            worth = board.worth(j, level, board.by_moves[j], countermoves=False)
        after = worth[board.column(j, rows.target[mine])]
        result[mine] = after <= level[board.states[rows.position[mine]]]
    if board.concept in IN_OWN_INTEREST:
        result |= ~mine & board.deterrable
    return result


def touched_by_exclusion(board: Board, excluded: BoolArray, altered: BoolArray) -> BoolArray:
    """Return which open improvements are touched when some states go, and some merged ones lose combinations."""
    rows = board.open
    origin = board.states[rows.position]
    result = excluded[rows.target] | altered[rows.target] | altered[origin]
    if board.concept in WITH_COUNTERMOVE:
        gone = excluded | altered
        for i in range(board.n):
            highest = int(board.conflict.level[i][gone].max(initial=0))
            result |= (rows.mover == i) & (highest > board.conflict.level[i][origin]) & board.escaped
    return np.asarray(result, dtype=np.bool_)
