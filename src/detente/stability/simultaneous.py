r"""Simultaneous stability (SIM): what if everybody acted at once.

Fraser and Hipel 1984. Decision maker i leaves s by an improvement that changes its options by :math:`\Delta_i`; some
of the others, a non-empty set of them, change theirs by improvements of their own *from s*, :math:`\Delta_j`. The
changes superpose to :math:`p = s \oplus \Delta_i \oplus \Delta_{j_1} \oplus \cdots`. The improvement is deterred when
some such p is feasible and i does not prefer it to s; s is stable when every improvement is deterred.

Moves can only be superposed in option form without merged states and listed moves. From a state, the combinations of
improvements can be as many as there are combinations of options: the cost is quadratic at worst, so the concept is
offered up to `MOST_COMBINATIONS`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.conflict.model import BoolArray, Conflict, IntArray, LevelArray, OptionMoves

MOST_COMBINATIONS = 1 << 14
_AT_A_TIME = 1 << 18


@dataclass(frozen=True, eq=False, slots=True)
class _Improvements:
    """The improvements of one decision maker from some cells, cell after cell.

    Attributes
    ----------
    row : int64 array
        Position of the cell that each improvement starts from.
    change : int64 array
        The options it changes, as a bit mask.
    start : int64 array, shape (cells + 1,)
        Where the improvements of each cell start.
    """

    row: IntArray
    change: IntArray
    start: IntArray


def solve_simultaneous(conflict: Conflict, moves: OptionMoves) -> BoolArray:
    """Return who is stable where under SIM, bool array of shape (n, m).

    Cost
    ----
    Of the order of n operations for each state and each combination of improvements from it; at most ``4**k`` of
    them for k options. Memory: about a quarter of a million combinations at a time.
    """
    n_cells = len(moves.feasible)
    level = np.zeros((len(moves.own), n_cells), dtype=np.int32)
    level[:, moves.feasible] = conflict.level
    unstable = np.zeros_like(level, dtype=np.bool_)
    cells = np.flatnonzero(moves.feasible)
    step = max(1, _AT_A_TIME // n_cells)
    for first in range(0, len(cells), step):
        _mark_unstable(moves, level, cells[first : first + step], unstable)
    return np.asarray(~unstable[:, moves.feasible])


def _mark_unstable(moves: OptionMoves, level: LevelArray, cells: IntArray, unstable: BoolArray) -> None:
    improvements = [_improvements(moves, level[j], j, cells) for j in range(len(moves.own))]
    row, chosen, changes = _combined(improvements, len(cells))
    origin = cells[row]
    together = np.bitwise_xor.reduce(changes, axis=0)
    end = origin ^ together
    for i, mine in enumerate(improvements):
        joined = (chosen[i] >= 0) & (together != changes[i]) & moves.feasible[end]
        deters = joined & (level[i, end] <= level[i, origin])
        deterred = np.zeros(len(mine.row), dtype=np.bool_)
        deterred[chosen[i, deters]] = True
        unstable[i, cells[mine.row[~deterred]]] = True


def _improvements(moves: OptionMoves, level: LevelArray, j: int, cells: IntArray) -> _Improvements:
    own = moves.own[j]
    low = (own & -own).bit_length() - 1 if own else 0
    settings = np.arange(1 << own.bit_count(), dtype=np.int64) << low
    origin = cells[:, None]
    target = (origin & ~own) | settings
    legal = moves.feasible[target] & (level[target] > level[origin])
    legal &= (origin & ~target & moves.taking_only) == 0
    legal &= (~origin & target & moves.dropping_only) == 0
    row, setting = np.nonzero(legal)
    start = np.searchsorted(row, np.arange(len(cells) + 1))
    return _Improvements(row, cells[row] ^ target[row, setting], start)


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
