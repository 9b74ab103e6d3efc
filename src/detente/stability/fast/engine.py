"""Stability in option form by compiled kernels: the method of `detente.stability.options_engine`, for large conflicts.

The rows of keys, one a decision maker and concept, do not depend on each other: threads take them one after another,
each with one row at a time. Where a row is large all threads work on the same one, each on a part of the tiles that a
mover's operation is made of: one row is all the memory it takes. Kernels are compiled at first use, for the type that
the levels need, and kept on disk.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from detente.conflict.limits import PACKED, ROWS_APART, ROWS_AT_ONCE
from detente.conflict.model import BitsArray, BoolArray, Conflict, IndexArray, OptionMoves
from detente.stability.cube import Cube, Keys, cube_of
from detente.stability.fast.flood_kernels import flood_keys, sorted_lists
from detente.stability.fast.kernels import IMPROVE, LOWER, RAISE, sweep
from detente.stability.model import Concept
from detente.stability.packed import PackedVerdicts, pack

_MOST_ROUNDS = 64
_MOST_PAIRED = 1 << 10  # settings of a decision maker from which comparing every pair costs more than the flood
_ONE_THREAD = 1 << 14  # combinations up to which threads do not pay
_PART = 1 << 16  # verdicts found at a time
_MOST_THREADS = 8
_SHARES = 4  # parts of a row for each thread: some take longer than others
_COUNTERMOVES = (Concept.SMR, Concept.SSEQ)
_IMPROVEMENTS = (Concept.SEQ, Concept.SSEQ)

T = TypeVar("T")


def solve_fast(conflict: Conflict, moves: OptionMoves, concepts: Collection[Concept]) -> Mapping[Concept, BoolArray]:
    """Return who is stable where, a bool array of shape (n, m) for each concept but SIM.

    Cost
    ----
    As `detente.stability.options_engine.solve_options`, some ten times as fast. Memory: levels as narrow as they can
    be, laid out over all combinations where some are infeasible; one row of keys of that type, up to four million
    combinations one for each thread; a byte a verdict, above sixteen million states a bit. Where sweeps degenerate,
    four bytes more for each combination and decision maker and nine for each combination.
    """
    wanted, n, m = _asked(concepts), len(moves.own), conflict.n_states
    if m > PACKED:
        bits = {concept: np.empty((n, -(-m // 8)), dtype=np.uint8) for concept in wanted}
        _solve(conflict, moves, bits)
        return PackedVerdicts(bits, m)
    stable = {concept: np.empty((n, m), dtype=np.bool_) for concept in wanted}
    _solve(conflict, moves, stable)
    return stable


def _solve(conflict: Conflict, moves: OptionMoves, stable: dict[Concept, Any]) -> None:
    """Write the verdicts, in bytes or in bits."""
    cube = cube_of(conflict, moves)
    cells = cube.level.shape[1]
    states = None if cube.all_feasible else conflict.combination
    # those that take longest first
    rows = [(concept, i) for concept in reversed(stable) for i in range(len(moves.own))]
    threads = 1 if cells <= _ONE_THREAD else min(_MOST_THREADS, os.cpu_count() or 1)
    if cells > ROWS_APART:
        with ThreadPoolExecutor(threads) as pool:
            work = _Work(cube, states, pool, threads * _SHARES)
            keys = np.empty_like(cube.level[0])
            for concept, i in rows:
                work.write(concept, i, keys, stable[concept][i])
        return
    # more threads would take more memory than is estimated before anything is compiled
    with ThreadPoolExecutor(min(ROWS_AT_ONCE, threads)) as pool:
        work = _Work(cube, states)
        for done in [pool.submit(work.write_row, concept, i, stable[concept][i]) for concept, i in rows]:
            done.result()


def _asked(concepts: Collection[Concept]) -> list[Concept]:
    return [concept for concept in Concept if concept in concepts and concept is not Concept.SIM]


class _Work:
    """What all rows need, worked out once."""

    def __init__(
        self, cube: Cube, states: BitsArray | None, pool: ThreadPoolExecutor | None = None, shares: int = 1
    ) -> None:
        self.cube, self.states, self.pool, self.shares = cube, states, pool, shares
        # kernels are compiled for levels that cannot be written, wherever they come from
        self.level = cube.level.view()
        self.level.setflags(write=False)
        groups = [(g.low, g.size, g.taking_only, g.dropping_only) for g in cube.groups]
        self.groups = np.array(groups, dtype=np.int64)
        self.one, self.top = cube.level.dtype.type(1), cube.level.dtype.type(cube.top)
        self._flooding = Lock()
        self._members: IndexArray | None = None

    def write_row(self, concept: Concept, i: int, stable: NDArray[Any]) -> None:
        """Write whether each state is stable for decision maker i."""
        self.write(concept, i, np.empty_like(self.level[i]), stable)

    def write(self, concept: Concept, i: int, keys: Keys, stable: NDArray[Any]) -> None:
        """Do the same with `keys` to work with, whatever they hold."""
        self._find_keys(concept, i, keys)
        n_states = len(keys) if self.states is None else len(self.states)
        eights = -(-n_states // 8)

        def share(number: int) -> None:
            first, end = (8 * (eights * part // self.shares) for part in (number, number + 1))
            verdicts = self._verdicts(i, keys, first, min(end, n_states))
            if stable.dtype == np.uint8:
                pack(verdicts, stable[first // 8 : end // 8])
                return
            for part in verdicts:
                stable[first : first + len(part)] = part
                first += len(part)

        self._each(share)

    def _verdicts(self, i: int, keys: Keys, first: int, end: int) -> Iterator[BoolArray]:
        """Yield whether some states are stable, part after part."""
        level = self.level[i]
        for start in range(first, end, _PART):
            part = slice(start, min(start + _PART, end))
            if self.states is None:
                yield level[part] >= keys[part]
            else:
                cells = self.states[part].astype(np.intp)
                yield level[cells] >= keys[cells]

    def _each(self, work: Callable[[int], T]) -> list[T]:
        """Do every share of something."""
        if self.pool is None:
            return [work(share) for share in range(self.shares)]
        return list(self.pool.map(work, range(self.shares)))

    def _find_keys(self, concept: Concept, i: int, keys: Keys) -> None:
        """Set `keys` to the level that a state must have for decision maker i to stay there."""
        self._each(lambda share: self._begin(i, keys, share))
        marks = np.zeros(len(keys) // 64 + 1, dtype=np.int32)
        if concept is Concept.NASH or concept in _COUNTERMOVES:
            self._sweep(i, keys, RAISE, marks)
        if concept is not Concept.NASH:
            self._close(i, keys, marks, improvements=concept in _IMPROVEMENTS)
            self._sweep(i, keys, RAISE, marks)

    def _begin(self, i: int, keys: Keys, share: int) -> None:
        first, end = (len(keys) * part // self.shares for part in (share, share + 1))
        for start in range(first, end, _PART):
            part = slice(start, min(start + _PART, end))
            np.copyto(keys[part], self.level[i, part])
            if not self.cube.all_feasible:
                keys[part] |= (keys[part] == 0) * self.top

    def _close(self, i: int, keys: Keys, marks: IndexArray, *, improvements: bool) -> None:
        """Lower the keys of decision maker i to the least that its opponents can bring it to."""
        closed = not self.cube.all_feasible
        movers = [j for j, group in enumerate(self.cube.groups) if j != i and group.size]
        since = dict.fromkeys(movers, -1)
        quiet = number = 0
        for _ in range(self._most_rounds(improvements=improvements)):
            for j in movers:
                if quiet >= len(movers):
                    return
                number += 1
                way = IMPROVE if improvements else LOWER
                changed = self._sweep(j, keys, way, marks, since[j], number)
                since[j], quiet = number, 1 if changed else quiet + 1
        if quiet < len(movers) and (improvements or closed):
            with self._flooding:  # one at a time, for the memory it takes
                members = self._sorted_lists()
                flood_keys(self.level, keys, i, self.groups, members, improvements, self.top)

    def _sweep(self, j: int, keys: Keys, way: int, marks: IndexArray, since: int = -1, number: int = 0) -> bool:
        """Apply an operation of decision maker j."""
        level, group, closed = self.level[j], self.groups[j], not self.cube.all_feasible

        def share(part: int) -> bool:
            return sweep(
                level, keys, group, way, closed, marks, since, number, part, self.shares, self.one, self.top
            )  # fmt: skip

        return any(self._each(share))

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
