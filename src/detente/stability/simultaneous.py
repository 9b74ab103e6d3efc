r"""Simultaneous stability (SIM): what if everybody acted at once.

Fraser and Hipel 1984. Decision maker i leaves s by an improvement that changes its options by :math:`\Delta_i`; some
of the others, a non-empty set of them, change theirs by improvements of their own *from s*, :math:`\Delta_j`. The
changes superpose to :math:`p = s \oplus \Delta_i \oplus \Delta_{j_1} \oplus \cdots`. The improvement is deterred when
some such p is feasible and i does not prefer it to s; s is stable when every improvement is deterred.

Changes add up only where a move is a change of one's own options: in option form without merged states and added moves
(forbidden moves do no harm: what is left are still changes of one's own options). From a state, the combinations of
improvements can be as many as there are combinations of options: the cost is quadratic at worst, so the concept is
offered up to `MOST_COMBINATIONS`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.conflict.model import ArcMoves, BoolArray, Conflict, IntArray
from detente.stability.legal import bulk_moves

MOST_COMBINATIONS = 1 << 14
AT_A_TIME = 1 << 18  # combinations of moves made at the same moment that are looked at together


@dataclass(frozen=True, eq=False, slots=True)
class _Improvements:
    """The improvements of one decision maker from some states, state after state.

    Attributes
    ----------
    row : int64 array
        Position of the state that each improvement starts from.
    change : int64 array
        The options it changes, as a bit mask.
    start : int64 array, shape (states + 1,)
        Where the improvements of each state start.
    """

    row: IntArray
    change: IntArray
    start: IntArray


def why_not_superposed(conflict: Conflict) -> str:
    """Return why moves of this conflict do not add up; empty when they do.

    >>> from detente.case import load_case
    >>> from detente.conflict import build_conflict
    >>> why_not_superposed(build_conflict(load_case("elmira")))
    'merged states cannot be superposed'
    """
    if isinstance(conflict.moves, ArcMoves) and not conflict.options:
        return "states listed one by one cannot be superposed"
    if conflict.unfixed.any():
        return "merged states cannot be superposed"
    if any(not move.never for move in conflict.case.moves):
        return "moves listed one by one cannot be superposed"
    return ""


def solve_simultaneous(conflict: Conflict) -> BoolArray:
    """Return who is stable where under SIM, bool array of shape (n, m).

    Cost
    ----
    Of the order of n operations for each state and each combination of improvements from it; at most ``4**k`` of
    them for k options. Memory: about a quarter of a million combinations at a time.
    """
    unstable = np.zeros_like(conflict.level, dtype=np.bool_)
    step = max(1, AT_A_TIME >> len(conflict.options))
    for first in range(0, conflict.n_states, step):
        _mark_unstable(conflict, np.arange(first, min(first + step, conflict.n_states)), unstable)
    return np.asarray(~unstable)


def _mark_unstable(conflict: Conflict, states: IntArray, unstable: BoolArray) -> None:
    level = conflict.level
    cells = conflict.combination[states].astype(np.int64)
    improvements = [_improvements(conflict, j, states, cells) for j in range(len(level))]
    row, chosen, changes = _combined(improvements, len(states))
    together = np.bitwise_xor.reduce(changes, axis=0)
    end = cells[row] ^ together
    if conflict.state_of is not None:
        end = conflict.state_of[end].astype(np.int64)  # -1 where it is not feasible
    for i, mine in enumerate(improvements):
        joined = (chosen[i] >= 0) & (together != changes[i]) & (end >= 0)
        deters = joined & (level[i, end] <= level[i, states[row]])
        deterred = np.zeros(len(mine.row), dtype=np.bool_)
        deterred[chosen[i, deters]] = True
        unstable[i, states[mine.row[~deterred]]] = True


def _improvements(conflict: Conflict, j: int, states: IntArray, cells: IntArray) -> _Improvements:
    row, target = bulk_moves(conflict, j, states)
    better = conflict.level[j, target] > conflict.level[j, states[row]]
    row, target = row[better], target[better]
    start = np.searchsorted(row, np.arange(len(states) + 1))
    return _Improvements(row, cells[row] ^ conflict.combination[target].astype(np.int64), start)


def _combined(improvements: list[_Improvements], n_rows: int) -> tuple[IntArray, IntArray, IntArray]:
    """Combine at most one improvement of each decision maker, in every way, for each cell.

    Returns
    -------
    row : int64 array, shape (combinations,)
        Position of the cell.
    chosen : int64 array, shape (n, combinations)
        Which improvement each decision maker makes, -1 for none.
    changes : int64 array, shape (n, combinations)
        The options it changes with it.
    """
    row = np.arange(n_rows)
    chosen = np.zeros((0, n_rows), dtype=np.int64)
    for party in improvements:
        ways = 1 + party.start[row + 1] - party.start[row]
        before = np.repeat(np.arange(len(row)), ways)
        way = np.arange(len(before)) - np.repeat(np.cumsum(ways) - ways, ways)
        row = row[before]
        choice = np.where(way > 0, party.start[row] + way - 1, -1)
        chosen = np.concatenate([chosen[:, before], choice[None]])
    changes = np.zeros_like(chosen)
    for j, party in enumerate(improvements):
        acts = chosen[j] >= 0
        changes[j, acts] = party.change[chosen[j, acts]]
    return row, chosen, changes
