"""Stability in option form by compiled kernels: the method of `detente.stability.options_engine`, for large conflicts.

The rows of keys, one a decision maker and concept, do not depend on each other: threads take them one after another,
each with one row at a time. Kernels are compiled at first use, for the type that the levels need, and kept on disk.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import numpy as np

from detente.conflict.limits import PACKED, ROWS_AT_ONCE
from detente.conflict.model import BoolArray, Conflict, IndexArray, OptionMoves
from detente.stability.cube import Cube, Keys, cube_of
from detente.stability.fast.flood_kernels import flood_keys, sorted_lists
from detente.stability.fast.kernels import close_keys, lower_once
from detente.stability.model import Concept
from detente.stability.packed import PackedVerdicts, pack

_MOST_ROUNDS = 64
_MOST_PAIRED = 1 << 10  # settings of a decision maker from which comparing every pair costs more than the flood
_ONE_THREAD = 1 << 14  # combinations up to which threads do not pay
_PART = 1 << 18  # verdicts found at a time
_COUNTERMOVES = (Concept.SMR, Concept.SSEQ)
_IMPROVEMENTS = (Concept.SEQ, Concept.SSEQ)


def solve_fast(conflict: Conflict, moves: OptionMoves, concepts: Collection[Concept]) -> Mapping[Concept, BoolArray]:
    """Return who is stable where, a bool array of shape (n, m) for each concept but SIM.

    Cost
    ----
    As `detente.stability.options_engine.solve_options`, some ten times as fast. Memory: levels as narrow as they can
    be, laid out over all combinations where some are infeasible; one row of keys of that type for each thread; a byte
    a verdict, above sixteen million states a bit. Where sweeps degenerate, four bytes more for each combination and
    decision maker and nine for each combination.
    """
    work = _Work(cube_of(conflict, moves))
    wanted, n, m = _asked(concepts), len(moves.own), conflict.n_states
    rows = [(concept, i) for concept in reversed(wanted) for i in range(n)]  # those that take longest first
    if m > PACKED:
        bits = {concept: np.empty((n, -(-m // 8)), dtype=np.uint8) for concept in wanted}
        _in_threads(
            lambda concept, i: pack(work.verdicts(concept, i), bits[concept][i]), rows, _threads(len(moves.feasible))
        )
        return PackedVerdicts(bits, m)
    stable = {concept: np.empty((n, m), dtype=np.bool_) for concept in wanted}
    _in_threads(lambda concept, i: work.write(concept, i, stable[concept][i]), rows, _threads(len(moves.feasible)))
    return stable


def _in_threads(work: Callable[[Concept, int], None], rows: list[tuple[Concept, int]], threads: int) -> None:
    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(work, concept, i) for concept, i in rows]:
            done.result()


def _asked(concepts: Collection[Concept]) -> list[Concept]:
    return [concept for concept in Concept if concept in concepts and concept is not Concept.SIM]


def _threads(cells: int) -> int:
    # more threads would take more memory than is estimated before anything is compiled
    return 1 if cells <= _ONE_THREAD else min(ROWS_AT_ONCE, os.cpu_count() or 1)


class _Work:
    """What all rows need, worked out once."""

    def __init__(self, cube: Cube) -> None:
        self.cube = cube
        # kernels are compiled for levels that cannot be written, wherever they come from
        self.level = cube.level.view()
        self.level.setflags(write=False)
        groups = [(g.low, g.size, g.taking_only, g.dropping_only) for g in cube.groups]
        self.groups = np.array(groups, dtype=np.int64)
        self.one, self.top = cube.level.dtype.type(1), cube.level.dtype.type(cube.top)
        self._flooding = Lock()
        self._members: IndexArray | None = None

    def verdicts(self, concept: Concept, i: int) -> Iterator[BoolArray]:
        """Yield whether each state is stable for decision maker i, part after part."""
        level, feasible = self.level[i], self.cube.feasible
        keys = self._keys(concept, i)
        np.minimum(keys, level, out=keys)
        self._raise(keys, i)
        for first in range(0, len(keys), _PART):
            part = slice(first, first + _PART)
            is_stable = level[part] >= keys[part]
            yield is_stable if self.cube.all_feasible else is_stable[feasible[part]]

    def write(self, concept: Concept, i: int, stable: BoolArray) -> None:
        """Write the same one after another."""
        end = 0
        for part in self.verdicts(concept, i):
            stable[end : end + len(part)] = part
            end += len(part)

    def _raise(self, keys: Keys, i: int) -> None:
        """Apply maxReach of decision maker i, in place: a maximum is a minimum upside down."""
        np.invert(keys, out=keys)
        lower_once(self.level[i], keys, self.groups[i], not self.cube.all_feasible, self.top)
        np.invert(keys, out=keys)

    def _keys(self, concept: Concept, i: int) -> Keys:
        """Return the keys of decision maker i: the least that its opponents can bring it to."""
        level = self.level[i]
        if concept is Concept.NASH:
            return np.full_like(level, self.top)
        keys: Keys = level.copy()
        if concept in _COUNTERMOVES:
            self._raise(keys, i)
        improvements = concept in _IMPROVEMENTS
        rounds = self._most_rounds(improvements=improvements)
        closed = not self.cube.all_feasible
        done = close_keys(self.level, keys, i, self.groups, improvements, closed, rounds, self.one, self.top)
        if not done and (improvements or closed):
            with self._flooding:  # one at a time, for the memory it takes
                members = self._sorted_lists()
                flood_keys(self.level, keys, i, self.groups, members, improvements, self.top)
        return keys

    def _most_rounds(self, *, improvements: bool) -> int:
        if improvements and any(group.settings > _MOST_PAIRED for group in self.cube.groups):
            return 0
        # moves of different parties commute when every combination is feasible: once round is enough
        return 1 if self.cube.all_feasible and not improvements else _MOST_ROUNDS

    def _sorted_lists(self) -> IndexArray:
        if self._members is None:
            rows = zip(self.level, self.groups, strict=True)
            self._members = np.stack([sorted_lists(rank, group) for rank, group in rows])
        return self._members
