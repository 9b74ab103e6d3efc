"""Readings of a case: one admissible order for each decision maker, and what follows from each reading.

Decision makers' orders vary independently, so readings are the product of the orders of all. Orders that give the same
levels count as one row with a weight; what a decision maker without moves prefers decides nothing, so one row stands
for all of its orders. NASH, GMR and SMR follow from tables of one decision maker at a time, whatever the number of
readings; the sequential concepts need readings one by one: all of them where they are few (`all_readings`), else some
that are drawn (`detente.analysis.sweeps`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from detente.analysis.orders import Orders
from detente.conflict.model import BoolArray, Conflict, IntArray, LevelArray, OptionMoves
from detente.errors import LimitError
from detente.stability.batch import BATCH_CONCEPTS, PARTY_CONCEPTS, analyze_parties, analyze_variants
from detente.stability.model import Concept

JOINT_CONCEPTS = (Concept.SEQ, Concept.SSEQ)
_WORK = 70_000_000  # moves looked at, about a second
_MOST = 50_000


@dataclass(frozen=True, eq=False, slots=True)
class Readings:
    """Every reading, once those that differ.

    Attributes
    ----------
    picked : int array, shape (v, n)
        The row of each decision maker.
    n_readings : int
        How many there are.
    """

    picked: IntArray
    n_readings: int


def affordable(conflict: Conflict) -> int:
    """Return how many readings can be evaluated under one concept in about a second; a count, the same everywhere."""
    moves, n = conflict.moves, len(conflict.decision_makers)
    if isinstance(moves, OptionMoves):
        each = len(moves.feasible) * n * n
    else:
        each = (sum(map(len, moves.target)) + conflict.n_states) * n
    return max(20, min(_MOST, _WORK // each))


def count_readings(orders: Sequence[Orders]) -> int:
    """Return how many readings there are.

    Raises
    ------
    LimitError
        Some decision maker has more orders than can be counted.
    """
    for one in orders:
        if one.n_orders is None:
            raise LimitError(
                f"the known comparisons of '{one.decision_maker}' admit more rankings than can be listed, so their"
                " number is not known"
            )
    return prod(one.n_orders or 1 for one in orders)


def all_readings(conflict: Conflict, orders: Sequence[Orders], most: int) -> Readings | None:
    """Return every reading that differs; None if they are more than `most`, or orders are not all known."""
    if not all(one.is_complete for one in orders):
        return None
    sizes = [len(row_weights(conflict, i, one)) for i, one in enumerate(orders)]
    if prod(sizes) > most:
        return None
    axes = np.meshgrid(*map(np.arange, sizes), indexing="ij")
    return Readings(np.stack([axis.reshape(-1) for axis in axes], axis=1), count_readings(orders))


def row_weights(conflict: Conflict, i: int, orders: Orders) -> list[int]:
    """Return how many orders each row of a decision maker stands for; one row for all if it has no moves."""
    return orders.weight.tolist() if has_moves(conflict, i) else [len(orders.row)]


def has_moves(conflict: Conflict, i: int) -> bool:
    """Return whether a decision maker can have any move."""
    moves = conflict.moves
    return bool(moves.own[i]) if isinstance(moves, OptionMoves) else len(moves.target[i]) > 0


def equilibria(
    conflict: Conflict,
    rows: Sequence[LevelArray],
    picked: IntArray,
    concepts: Iterable[Concept] = BATCH_CONCEPTS,
) -> Mapping[Concept, BoolArray]:
    """Return the equilibria of some readings: by concept, bool array of shape (v, m).

    Parameters
    ----------
    rows : int32 arrays, shape (rows, m), one a decision maker
        Preference levels that it may have.
    picked : int array, shape (v, n)
        Which row each decision maker has in each reading.
    """
    n, m = conflict.level.shape
    asked = [concept for concept in BATCH_CONCEPTS if concept in set(concepts)]
    found: dict[Concept, BoolArray] = {}
    own = [concept for concept in asked if concept in PARTY_CONCEPTS]
    if own:
        for concept, tables in analyze_parties(conflict, rows, own).stable.items():
            found[concept] = np.ones((len(picked), m), dtype=np.bool_)
            for i, table in enumerate(tables):
                found[concept] &= table[picked[:, i]]
    joint = [concept for concept in asked if concept in JOINT_CONCEPTS]
    found |= {concept: np.empty((len(picked), m), dtype=np.bool_) for concept in joint}
    step = max(1, (1 << 24) // (n * m))
    for first in range(0, len(picked) if joint else 0, step):
        part = picked[first : first + step]
        levels = np.stack([table[part[:, i]] for i, table in enumerate(rows)], axis=1)
        result = analyze_variants(conflict, levels, joint)
        for concept in joint:
            found[concept][first : first + step] = result.equilibria(concept)
    return found
