"""What a sweep counts on, a compiled case and the orders of everybody; and the counting of a chunk.

A decision maker's orders are a list of rows of levels, with how many orders give each; or, where they are too many to
list, statements that are put in order reading by reading. If every reading is looked at, number r of them is the r-th
combination of rows, the last decision maker's changing first, and it counts as often as orders give it. If readings are
drawn, the order of each decision maker is, each with the same chance (`detente.analysis.sweeps.draws`).
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import prod
from threading import Lock
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from detente.analysis.orders import Orders, orders_of, statement_tables
from detente.analysis.readings import count_readings, has_moves, row_weights
from detente.analysis.sweeps.draws import EXACT_BITS, Bits, arranged, chosen, drawn_bits, worth
from detente.analysis.sweeps.model import Counts, Sweep
from detente.case.variant import case_digest
from detente.conflict.build import build_conflict
from detente.conflict.model import BoolArray, Conflict, IntArray
from detente.conflict.navigate import holding
from detente.errors import WorkerError
from detente.stability.batch import analyze_variants
from detente.stability.choose import compiled_for
from detente.stability.model import Concept
from detente.version import __version__

_CELLS = 1 << 22  # levels in a chunk: some tens of MiB, and a fraction of a second
_MOST_LOOKS = 1 << 14
_LIMB = 30

Lanes = NDArray[np.integer[Any]]


class Ground:
    """A compiled case and the orders of everybody.

    Attributes
    ----------
    conflict
    swaps
        Exchanges of neighbours that a decision maker's order may be away from an admissible one.
    orders
        Of every decision maker; where they are too many to list, the written one stands for them.
    n_readings
        How many readings there are.
    outcomes
        The states of each named outcome.

    Raises
    ------
    LimitError
        Some decision maker has more orders than can be counted, or with exchanges listed.
    NotSupportedError
        The conflict was made from arrays.
    """

    def __init__(self, conflict: Conflict, swaps: int = 0) -> None:
        self.conflict, self.swaps = conflict, swaps
        self.orders = [orders_of(conflict, i, swaps=swaps) for i in range(len(conflict.decision_makers))]
        self.n_readings = count_readings(self.orders)
        self.weights = [row_weights(conflict, i, one) for i, one in enumerate(self.orders)]
        self.outcomes: dict[str, IntArray] = {
            name: np.flatnonzero(holding(conflict, outcome.that.formula))
            for name, outcome in conflict.case.outcomes.items()
        }

    @property
    def is_listed(self) -> bool:
        """Whether the orders of everybody are listed."""
        return all(one.is_complete for one in self.orders)

    def sweep(self, most: int, seed: int, concepts: Sequence[Concept]) -> Sweep:
        """Return the sweep over all readings that differ; or over `most` that are drawn, if they are more."""
        conflict = self.conflict
        different = prod(map(len, self.weights))
        is_drawn = different > most or not self.is_listed
        return Sweep(
            case=case_digest(conflict.case),
            variant=conflict.variant,
            swaps=self.swaps,
            seed=seed if is_drawn else None,
            looks=most if is_drawn else different,
            per_chunk=max(1, min(_MOST_LOOKS, 1 << (_CELLS // max(1, conflict.level.size)).bit_length() >> 1)),
            concepts=tuple(concepts),
        )


@dataclass(frozen=True, slots=True)
class Task:
    """A sweep as it travels: what is asked, and the case, which is compiled where it arrives, once in each process.

    It is compiled with the memory that it was allowed to take here, and so in the same way.

    Calling it with the number of a chunk counts that chunk.
    """

    sweep: Sweep
    case: bytes = field(repr=False)
    memory_limit: int

    @classmethod
    def of(cls, ground: Ground, sweep: Sweep) -> Self:
        """Pack a sweep."""
        return cls(sweep, pickle.dumps(ground.conflict.case), ground.conflict.memory_limit)

    def __call__(self, number: int) -> Counts:
        """Count a chunk."""
        with _UNPACKING:
            chunks = _unpacked(self)
        return chunks(number)


_UNPACKING = Lock()  # workers may have several threads


@lru_cache(maxsize=2)
def _unpacked(task: Task) -> Chunks:
    sweep = task.sweep
    if sweep.version != __version__:
        raise WorkerError(
            f"a worker has detente {__version__}; this is {sweep.version}: install the same version everywhere"
        )
    case = pickle.loads(task.case)  # noqa: S301 (by this program, for its own workers)
    conflict = build_conflict(case, memory_limit=task.memory_limit)
    # there are as many workers as cores are meant to be used
    return Chunks(Ground(conflict, sweep.swaps), sweep, threads=1)


class Chunks:
    """The chunks of a sweep, counted when called with their numbers.

    Parameters
    ----------
    threads
        How many count a chunk together, where kernels are compiled; None for one a core.

    Cost
    ----
    Of the order of a variant (`detente.stability.batch`) a reading; memory for the levels and verdicts of a chunk.
    """

    def __init__(self, ground: Ground, sweep: Sweep, threads: int | None = None) -> None:
        conflict = ground.conflict
        self._threads = threads
        self._conflict, self._sweep, self._weights = conflict, sweep, ground.weights
        self._parties = [_party(conflict, i, one) for i, one in enumerate(ground.orders)]
        self._narrowest = np.min_scalar_type(max(party.highest for party in self._parties))
        self._exact = np.int64 if ground.n_readings < 1 << 62 else object
        # kernels take a while to load, which pays for all chunks together
        self._is_compiled = compiled_for(conflict, sweep.looks)
        self._outcomes = ground.outcomes

    def __call__(self, number: int) -> Counts:
        """Count a chunk."""
        sweep = self._sweep
        lanes, times = self._all(number) if sweep.seed is None else self._drawn(number, sweep.seed)
        levels = lanes.transpose(2, 0, 1)
        result = analyze_variants(self._conflict, levels, sweep.concepts, fast=self._is_compiled, threads=self._threads)
        counts = Counts(_summed(np.ones((1, len(times)), dtype=np.bool_), times)[0])
        for concept in sweep.concepts:
            table = result.equilibria(concept).T
            found = enumerate(_summed(table, times))
            counts.states[concept] = Counter({s: count for s, count in found if count})
            can_hold = [table[states].any(axis=0) for states in self._outcomes.values()]
            counts.outcomes[concept] = Counter(
                dict(zip(self._outcomes, _summed(np.array(can_hold), times) if can_hold else (), strict=True))
            )
        return counts

    def _all(self, number: int) -> tuple[Lanes, NDArray[Any]]:
        looks = self._sweep.looks_of(number)
        shape = [len(weights) for weights in self._weights]
        rows = np.unravel_index(np.arange(looks.start, looks.stop), shape)
        times = np.ones(len(looks), dtype=self._exact)
        for weights, row in zip(self._weights, rows, strict=True):
            times *= np.array(weights, dtype=self._exact)[row]
        return self._lanes([party.listed(row) for party, row in zip(self._parties, rows, strict=True)]), times

    def _drawn(self, number: int, seed: int) -> tuple[Lanes, NDArray[Any]]:
        looks = len(self._sweep.looks_of(number))
        bits = drawn_bits(seed, number, looks, sum(party.width for party in self._parties))
        columns = np.split(bits, np.cumsum([party.width for party in self._parties])[:-1], axis=1)
        levels = [party.drawn(own) for party, own in zip(self._parties, columns, strict=True)]
        return self._lanes(levels), np.ones(looks, dtype=np.int64)

    def _lanes(self, levels: Sequence[Lanes]) -> Lanes:
        """Return the levels with readings neighbours in memory, shape (n, m, readings)."""
        lanes = np.empty((len(levels), *levels[0].shape), dtype=self._narrowest)
        for own, found in zip(lanes, levels, strict=True):
            own[...] = found
        return lanes


def _summed(table: BoolArray, times: NDArray[Any]) -> list[int]:
    """Return how many readings each row of a table is true in; exact, whatever machine integers hold."""
    if times.dtype != object:
        found: list[int] = (table @ times).tolist()
        return found
    total = [0] * len(table)
    for low in range(0, max(times.tolist()).bit_length(), _LIMB):
        limb = ((times >> low) & ((1 << _LIMB) - 1)).astype(np.int64)
        total = [sum_ + (more << low) for sum_, more in zip(total, (table @ limb).tolist(), strict=True)]
    return total


@dataclass(frozen=True, eq=False, slots=True)
class _Listed:
    """A decision maker with a list of rows, shape (m, rows); `row` says which one each of its orders gives."""

    rows: Lanes
    row: IntArray
    highest: int

    @property
    def width(self) -> int:
        return int(len(self.row) > 1)

    def listed(self, row: IntArray) -> Lanes:
        return self.rows[:, row]

    def drawn(self, bits: Bits) -> Lanes:
        if not self.width:
            return self.rows[:, np.zeros(len(bits), dtype=np.int64)]
        return self.rows[:, self.row[chosen(bits[:, 0], len(self.row))]]


@dataclass(frozen=True, eq=False, slots=True)
class _Arranged:
    """A decision maker with statements that are put in order, where they are true, shape (k, m)."""

    tables: BoolArray
    groups: tuple[tuple[int, ...], ...]
    highest: int

    @property
    def width(self) -> int:
        return sum(map(len, self.groups))

    def listed(self, row: IntArray) -> Lanes:
        raise AssertionError(f"{len(row)} readings of orders that are not listed")

    def drawn(self, bits: Bits) -> Lanes:
        return worth(self.tables, arranged(bits, self.groups, len(self.tables)))


def _party(conflict: Conflict, i: int, orders: Orders) -> _Listed | _Arranged:
    if not has_moves(conflict, i):
        # whatever it prefers, it decides nothing
        return _Listed(np.ones((conflict.n_states, 1), dtype=np.uint8), np.zeros(1, dtype=np.int64), 1)
    if orders.is_complete:
        highest = int(orders.rows.max(initial=1))
        return _Listed(np.ascontiguousarray(orders.rows.T, np.min_scalar_type(highest)), orders.row, highest)
    tables = statement_tables(conflict, i)
    highest = 1 << len(tables) if len(tables) <= EXACT_BITS else conflict.n_states
    return _Arranged(tables, orders.groups, highest)
