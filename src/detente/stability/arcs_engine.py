"""Stability with explicit arcs, which need not be transitive.

The verdicts follow from keys by the formula of `detente.stability.options_engine`: a state is stable when none of its
improvements leads where the opponents' lowest key is better than the state itself. What opponents can reach along
explicit arcs, where nobody moves twice in a row, is found by `detente.stability.arcs_flood`.

Cost: ``O(n (N + arcs))`` for each decision maker and concept, whatever the graph.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from detente.conflict.model import ArcMoves, BoolArray, Conflict, IntArray, LevelArray
from detente.stability.arcs_flood import Backward, backward, improving, lowest_reached
from detente.stability.model import Concept

Number = TypeVar("Number", bound=np.integer[Any])


@dataclass(frozen=True, eq=False, slots=True)
class Forward:
    """The arcs of one decision maker, by source.

    Attributes
    ----------
    start : int64 array
        Where the arcs of each of the `origins` start.
    target : int64 array, shape (arcs,)
    origins : int64 array
        The states that have arcs.
    """

    start: IntArray
    target: IntArray
    origins: IntArray

    @classmethod
    def of(cls, start: IntArray, target: IntArray) -> Self:
        """Take arcs as `ArcMoves` has them."""
        origins = np.flatnonzero(np.diff(start))
        return cls(start[origins], target, origins)

    def highest(self, values: NDArray[Number]) -> NDArray[Number]:
        """Return for each state, the first axis, the highest value it has an arc to; 0 where it has none."""
        result = np.zeros_like(values)
        if len(self.origins):
            result[self.origins] = np.maximum.reduceat(values[self.target], self.start)
        return result


def solve_arcs(conflict: Conflict, moves: ArcMoves, concepts: Collection[Concept]) -> dict[Concept, BoolArray]:
    """Return who is stable where, a bool array of shape (n, m) for each concept but SIM.

    Cost
    ----
    See the module. Memory: some 20 bytes for each arc of the decision maker with most, 4 for each other's, some 20 for
    each pair of a state and a decision maker.
    """
    level = conflict.level
    arcs = [Forward.of(start, target) for start, target in zip(moves.start, moves.target, strict=True)]
    highest = np.stack([own.highest(row) for own, row in zip(arcs, level, strict=True)])
    result: dict[Concept, BoolArray] = {}
    if Concept.NASH in concepts:
        result[Concept.NASH] = level >= highest
    steps: list[Backward] = []
    for plain, with_countermove in ((Concept.GMR, Concept.SMR), (Concept.SEQ, Concept.SSEQ)):
        wanted = [concept for concept in (plain, with_countermove) if concept in concepts]
        if not wanted:
            continue
        steps = steps or [backward(start, target) for start, target in zip(moves.start, moves.target, strict=True)]
        if plain is Concept.SEQ:
            steps = [improving(own, row) for own, row in zip(steps, level, strict=True)]
        for concept in wanted:
            keys = level if concept is plain else np.maximum(level, highest)
            verdicts = [_verdicts(level[i], arcs[i], keys[i], _without(steps, i)) for i in range(len(arcs))]
            result[concept] = np.stack(verdicts)
    return result


def _without(steps: list[Backward], i: int) -> list[Backward]:
    return [arcs for j, arcs in enumerate(steps) if j != i]


def _verdicts(level: LevelArray, own: Forward, keys: LevelArray, opponents: list[Backward]) -> BoolArray:
    threats = np.minimum(level, lowest_reached(keys, opponents))
    return np.asarray(level >= own.highest(threats))
