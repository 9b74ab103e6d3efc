"""The literature's matrix formulas, written out: what the engines are compared with.

For a decision maker i with moves J and strict improvements P (both states by states), improvements by moves are
J+ = J o P, and a state is stable when the diagonal entry of the following is zero, E being the matrix of ones:

- NASH: J+ E
- GMR:  J+ [E - sign(M (E - P)^T)]
- SMR:  J+ [E - sign(M Q)], with Q = (E - P)^T o [E - sign(J P^T)]
- SEQ:  as GMR, with M+ for M

M and M+ hold where the opponents can lead by legal sequences of moves, and of improvements: sequences are lengthened
one move at a time, none by whoever moved last, until no end is new (Xu, Li, Hipel, Kilgour 2009).

Straightforward, with the fastest matrix product there is (single precision: the counts it sums stay below 2**24).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.conflict import Conflict, moves_from

Matrix = NDArray[np.float32]


def solve_by_matrices(conflict: Conflict) -> dict[str, NDArray[np.bool_]]:
    """Return who is stable where under NASH, GMR, SMR and SEQ, bool arrays of shape (n, m)."""
    n, m = conflict.level.shape
    level = conflict.level
    moves = [np.zeros((m, m), dtype=np.float32) for _ in range(n)]
    for i in range(n):
        for s in range(m):
            moves[i][s, moves_from(conflict, i, s)] = 1
    better = [(row[None, :] > row[:, None]).astype(np.float32) for row in level]
    improvements = [moves[i] * better[i] for i in range(n)]
    stable = {name: np.zeros((n, m), dtype=np.bool_) for name in ("nash", "gmr", "smr", "seq")}
    for i in range(n):
        no_better = 1 - better[i].T
        escape_free = no_better * (1 - _sign(moves[i] @ better[i].T))
        by_moves = _reached([moves[j] for j in range(n) if j != i], m)
        by_improvements = _reached([improvements[j] for j in range(n) if j != i], m)
        stable["nash"][i] = improvements[i].sum(axis=1) == 0
        stable["gmr"][i] = _diagonal_is_zero(improvements[i], 1 - _sign(by_moves @ no_better))
        stable["smr"][i] = _diagonal_is_zero(improvements[i], 1 - _sign(by_moves @ escape_free))
        stable["seq"][i] = _diagonal_is_zero(improvements[i], 1 - _sign(by_improvements @ no_better))
    return stable


def _sign(matrix: Matrix) -> Matrix:
    return (matrix > 0).astype(np.float32)


def _diagonal_is_zero(left: Matrix, right: Matrix) -> NDArray[np.bool_]:
    return np.asarray(np.einsum("st,ts->s", left, right) == 0)


def _reached(steps: list[Matrix], m: int) -> Matrix:
    """Return where legal sequences of one step or more lead."""
    ends = [step.copy() for step in steps]  # by last mover
    while True:
        longer = []
        for j, step in enumerate(steps):
            others = sum((end for k, end in enumerate(ends) if k != j), start=np.zeros((m, m), dtype=np.float32))
            longer.append(_sign(ends[j] + _sign(others) @ step))
        if all(np.array_equal(new, old) for new, old in zip(longer, ends, strict=True)):
            return _sign(sum(ends, start=np.zeros((m, m), dtype=np.float32)))
        ends = longer
