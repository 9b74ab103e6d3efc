"""Many sets of levels on one conflict in option form, by compiled kernels.

The method is that of `detente.stability.options_engine`, on the list of the states: laid out or listed makes no
difference. Arrays have the variants along the last axis.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np

from detente.conflict.model import Conflict, IntArray, OptionMoves
from detente.stability.cube import Keys
from detente.stability.fast.lane_kernels import close_lanes, raise_lanes
from detente.stability.model import Concept

AT_ONCE = 8  # the number of variants must be a multiple of it


@dataclass(frozen=True, eq=False, slots=True)
class StateGroups:
    """Where each decision maker can move: the states that agree on everything but its options.

    Attributes
    ----------
    states, starts, settings, ways : int64 arrays
        As `detente.stability.fast.lane_kernels.close_lanes` takes them.
    """

    states: IntArray
    starts: IntArray
    settings: IntArray
    ways: IntArray


def state_groups(conflict: Conflict, moves: OptionMoves) -> StateGroups:
    """Return the groups of each decision maker."""
    n, m = len(moves.own), conflict.n_states
    cells = conflict.combination.astype(np.int64)
    states = np.empty((n, m), dtype=np.int64)
    starts = np.full((n, m + 1), m, dtype=np.int64)
    settings = np.empty((n, m), dtype=np.int64)
    ways = np.array([(moves.taking_only & own, moves.dropping_only & own) for own in moves.own], dtype=np.int64)
    for j, own in enumerate(moves.own):
        states[j] = np.argsort(cells & ~own, kind="stable")
        rest = cells[states[j]] & ~own
        first = np.flatnonzero(np.append(True, rest[1:] != rest[:-1]))
        starts[j, : len(first)] = first
        settings[j] = cells & own
    return StateGroups(states, starts, settings, ways)


def solve_lanes(groups: StateGroups, level: Keys, concepts: Collection[Concept]) -> Iterator[tuple[Concept, Keys]]:
    """Yield for each concept what a state must be worth to each decision maker for it to stay there.

    Parameters
    ----------
    level : unsigned array, shape (n, m, variants)
        From 1 and below the highest number of its type. The number of variants is a multiple of `AT_ONCE`.

    Yields
    ------
    concept, array like `level`
        A state is stable where its level is that high.
    """
    moves = (groups.states, groups.starts, groups.settings, groups.ways)
    highest = level.copy()
    raise_lanes(highest, *moves)
    top = level.dtype.type(np.iinfo(level.dtype).max)
    for concept in concepts:
        if concept is Concept.NASH:
            yield concept, highest
            continue
        keys = (highest if concept in (Concept.SMR, Concept.SSEQ) else level).copy()
        close_lanes(level, keys, *moves, concept in (Concept.SEQ, Concept.SSEQ), top)
        np.minimum(keys, level, out=keys)
        raise_lanes(keys, *moves)
        yield concept, keys
