"""Many sets of preferences on one conflict, evaluated together.

Feasible states and moves are those of the conflict; each variant has preference levels of its own. The operations are
those of the single engines on arrays with the variants along the last axis: whatever the moves are, neighbouring
variants do the same, and the machine does many at once.

NASH, GMR and SMR of a decision maker depend on its own preferences only. Where the preferences of each vary by
themselves, `analyze_parties` takes a table a decision maker, and the verdicts of all combinations, the product of the
tables, follow from them for free. The sequential concepts depend on everybody's.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from detente.conflict.levels import dense
from detente.conflict.model import ArcMoves, BoolArray, Conflict, OptionMoves
from detente.errors import NotSupportedError
from detente.stability.batch_arcs import solve_arc_lanes
from detente.stability.choose import compiled_for, fast_is_installed
from detente.stability.cube import Cube, Keys, groups_of, level_type
from detente.stability.model import Concept
from detente.stability.options_engine import solve_cube
from detente.stability.sparse import listed_arcs

if TYPE_CHECKING:
    from detente.stability.fast.lanes import StateGroups

Levels = NDArray[np.integer[Any]]

Verdicts = Mapping[Concept, BoolArray]

BATCH_CONCEPTS = (Concept.NASH, Concept.GMR, Concept.SMR, Concept.SEQ, Concept.SSEQ)
PARTY_CONCEPTS = (Concept.NASH, Concept.GMR, Concept.SMR)

Solver = Callable[[Keys, Verdicts], None]

_IN_CACHE = 1 << 16  # states times variants worked on together, so that they stay in the cache
_LEAST_LANES, _LEAST_COMPILED = 16, 256  # variants that are worth being together even where they do not
_IN_MEMORY = 1 << 22  # states times variants in any case
_MOST_ARCS = 1 << 24  # moves listed one by one
_HIGHEST = 1 << 30


@dataclass(frozen=True, eq=False, slots=True)
class BatchResult:
    """Who would stay where, in every variant.

    Attributes
    ----------
    stable : mapping of Concept to bool array, shape (variants, n, m)
        ``stable[concept][v, i, s]``: in variant v, state s is stable for decision maker i. The variants are
        neighbours in memory: to sum over them is quick.
    """

    stable: Mapping[Concept, BoolArray]

    def equilibria(self, concept: Concept) -> BoolArray:
        """Return the states that are stable for everybody, bool array of shape (variants, m)."""
        return np.asarray(self.stable[concept].all(axis=1))


@dataclass(frozen=True, eq=False, slots=True)
class PartyResult:
    """Who would stay where, for preferences that vary by themselves.

    Attributes
    ----------
    stable : mapping of Concept to tuple of bool arrays, one a decision maker, shape (its variants, m)
        ``stable[concept][i][v, s]``: with its variant v, state s is stable for decision maker i, whatever the others
        prefer.
    """

    stable: Mapping[Concept, tuple[BoolArray, ...]]

    def n_equilibria(self, concept: Concept) -> list[int]:
        """Return for each state in how many of all combinations of variants it is an equilibrium; exact."""
        counts = [table.sum(axis=0).tolist() for table in self.stable[concept]]
        return [prod(column) for column in zip(*counts, strict=True)]


def analyze_variants(
    conflict: Conflict,
    levels: Levels,
    concepts: Iterable[Concept] | None = None,
    *,
    fast: bool | None = None,
    threads: int | None = None,
) -> BatchResult:
    """Return which states are stable in many variants of the preferences.

    Parameters
    ----------
    conflict
        A compiled case; its own levels are not used.
    levels : integer array, shape (variants, n, m)
        Any integers: greater is preferred, equal is indifferent, differences mean nothing. Scores of prioritized
        statements will do; small ranges (up to 126, up to 32,766) are faster. Any strides; an array with the
        variants neighbours in memory (the transpose of one with shape (n, m, variants)) is read fastest.
    concepts
        Any but SIM; all five when None.
    fast
        Whether to use compiled kernels (the extra ``fast``; option form only); None for whether that pays. The
        verdicts do not depend on it.
    threads
        How many threads compiled kernels use; None for one a core.

    Raises
    ------
    NotSupportedError
        SIM was asked for; or compiled kernels, which are not installed or do not apply; or the states are listed, and
        their moves are too many for being listed without compiled kernels.

    Cost
    ----
    Of the order of ``variants * cells * n**2`` operations, in blocks that stay in the cache. Memory: a byte for each
    concept, variant, decision maker and state: split the variants where that is too much.

    Examples
    --------
    >>> from detente.case import load_case
    >>> from detente.conflict import build_conflict
    >>> conflict = build_conflict(load_case("elmira"))
    >>> result = analyze_variants(conflict, np.stack([conflict.level, -conflict.level]), [Concept.NASH])
    >>> result.equilibria(Concept.NASH).astype(int)
    array([[0, 0, 0, 0, 1, 0, 0, 1, 1],
           [0, 1, 0, 0, 0, 0, 0, 0, 1]])
    """
    asked = _asked(concepts, BATCH_CONCEPTS)
    n, m = conflict.level.shape
    if levels.shape[1:] != (n, m):
        raise ValueError(f"levels have shape {levels.shape}; expected (variants, {n}, {m})")
    n_variants = len(levels)
    compiled = compiled_for(conflict, n_variants) if fast is None else fast
    solve = _solver(conflict, asked, compiled=compiled)
    step = _lanes_at_a_time(m, n_variants, _LEAST_COMPILED if compiled else _LEAST_LANES)
    wide = _in_range(levels)
    dtype, lowest = _narrowest(wide)
    stable = {concept: np.empty((n, m, n_variants), dtype=np.bool_) for concept in asked}

    def work(first: int) -> None:
        # a difference that fits is exact, however both wrapped round
        part = wide[first : first + step].astype(dtype) - dtype((lowest - 1) % (1 << 8 * dtype().itemsize))
        verdicts = {concept: rows[:, :, first : first + step] for concept, rows in stable.items()}
        solve(np.ascontiguousarray(part.transpose(1, 2, 0)), verdicts)

    if compiled:
        with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
            list(pool.map(work, range(0, n_variants, step)))
    else:
        for first in range(0, n_variants, step):
            work(first)
    return BatchResult({concept: stable[concept].transpose(2, 0, 1) for concept in asked})


def _solver(conflict: Conflict, concepts: tuple[Concept, ...], *, compiled: bool) -> Solver:
    """Return what writes the verdicts for levels of shape (n, m, variants)."""
    moves = conflict.moves
    if not isinstance(moves, OptionMoves):
        if compiled:
            raise NotSupportedError("compiled kernels are for option form: these moves are listed one by one")
        return partial(_by_arcs, moves, concepts)
    if compiled:
        if not fast_is_installed():
            raise NotSupportedError("compiled kernels need: pip install 'detente[fast]'")
        from detente.stability.fast.lanes import state_groups

        return partial(_by_kernels, state_groups(conflict, moves), concepts)
    if not moves.is_listed:
        return partial(_by_cube, moves, concepts)
    return partial(_by_arcs, listed_arcs(conflict, moves, _MOST_ARCS), concepts)


def _by_arcs(moves: ArcMoves, concepts: tuple[Concept, ...], level: Keys, stable: Verdicts) -> None:
    for concept, rows in solve_arc_lanes(moves, level, concepts).items():
        stable[concept][...] = rows


def _by_cube(moves: OptionMoves, concepts: tuple[Concept, ...], level: Keys, stable: Verdicts) -> None:
    for concept, rows in solve_cube(_cube(moves, level), concepts).items():
        stable[concept][...] = rows.reshape(level.shape)


def _by_kernels(groups: StateGroups, concepts: tuple[Concept, ...], level: Keys, stable: Verdicts) -> None:
    from detente.stability.fast.lanes import AT_ONCE, solve_lanes

    width = level.shape[2]
    spare = -width % AT_ONCE
    padded = np.concatenate([level, np.repeat(level[:, :, -1:], spare, axis=2)], axis=2) if spare else level
    for concept, needed in solve_lanes(groups, padded, concepts):
        np.greater_equal(level, needed[:, :, :width], out=stable[concept])


def _lanes_at_a_time(n_states: int, n_variants: int, least: int) -> int:
    """Return how many variants are worked on together: a power of two, no more than needed."""
    fitting = max(_IN_CACHE // n_states, min(least, _IN_MEMORY // n_states), 1)
    return 1 << min(fitting.bit_length() - 1, max(0, n_variants - 1).bit_length())


def analyze_parties(
    conflict: Conflict, levels: Sequence[Levels], concepts: Iterable[Concept] | None = None
) -> PartyResult:
    """Return which states are stable when the preferences of each decision maker vary by themselves.

    Parameters
    ----------
    conflict
        A compiled case; its own levels are not used.
    levels : one integer array a decision maker, shape (its variants, m)
        As in `analyze_variants`; one variant at least.
    concepts
        Any of NASH, GMR and SMR; these when None.

    Raises
    ------
    NotSupportedError
        A concept was asked for that depends on the preferences of others.

    Cost
    ----
    That of as many variants as the decision maker with most has.

    Examples
    --------
    >>> from detente.case import load_case
    >>> from detente.conflict import build_conflict
    >>> conflict = build_conflict(load_case("elmira"))
    >>> tables = [np.stack([row, -row]) for row in conflict.level]
    >>> analyze_parties(conflict, tables).n_equilibria(Concept.NASH)
    [1, 2, 1, 2, 1, 2, 1, 2, 8]
    """
    asked = _asked(concepts, PARTY_CONCEPTS)
    sizes = [len(table) for table in levels]
    together = np.arange(max(sizes))
    # variant v of a decision maker is lane v; what there are fewer of goes round
    lanes = np.stack([table[together % size] for table, size in zip(levels, sizes, strict=True)], axis=1)
    result = analyze_variants(conflict, lanes, asked)
    return PartyResult(
        {
            concept: tuple(np.asarray(verdicts[:size, i]) for i, size in enumerate(sizes))
            for concept, verdicts in result.stable.items()
        }
    )


def _asked(concepts: Iterable[Concept] | None, offered: tuple[Concept, ...]) -> tuple[Concept, ...]:
    if concepts is None:
        return offered
    wanted = set(concepts)
    refused = [concept.value for concept in Concept if concept in wanted and concept not in offered]
    if refused:
        known = ", ".join(concept.value for concept in offered)
        raise NotSupportedError(f"{', '.join(refused)}: not offered for many variants together; {known} are")
    return tuple(concept for concept in offered if concept in wanted)


def _in_range(levels: Levels) -> Levels:
    """Return levels whose range is small enough to be counted from the lowest."""
    if not levels.size or int(levels.max()) - int(levels.min()) < _HIGHEST:
        return levels
    ranked = np.stack([dense(row) for row in levels.reshape(-1, levels.shape[-1]).astype(np.int64)])
    return ranked.reshape(levels.shape)


def _narrowest(levels: Levels) -> tuple[type[np.unsignedinteger[Any]], int]:
    """Return the narrowest type for levels counted from the lowest, and the lowest."""
    lowest, highest = (int(levels.min()), int(levels.max())) if levels.size else (1, 1)
    return level_type(highest - lowest + 1), lowest


def _cube(moves: OptionMoves, levels: Keys) -> Cube:
    """Lay out variants over the cube, one a lane; levels have shape (n, m, variants)."""
    n, _, width = levels.shape
    if moves.index is None:
        return Cube(groups_of(moves), levels.reshape(n, -1), all_feasible=True, lanes=width)
    laid = np.zeros((n, len(moves.feasible), width), dtype=levels.dtype)
    laid[:, moves.cube()] = levels
    return Cube(groups_of(moves), laid.reshape(n, -1), all_feasible=False, lanes=width)
