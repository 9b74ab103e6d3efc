r"""Explicit arcs for many variants of the preferences together.

The equations are those of `detente.stability.arcs_engine`: with :math:`B_k(t)` the lowest key at the end of a legal
sequence that starts at t with a move of k,

.. math::
    B_k(t) = \min_{u\in R_k(t)} \min\Bigl(x(u),\ \min_{j\ne k} B_j(u)\Bigr), \qquad K(t) = \min_k B_k(t),

over the opponents; for the sequential concepts, over those arcs only that improve in the variant at hand. Rounds go on
until nothing changes in any variant; there are at most as many as pairs of a state and an opponent.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from detente.conflict.model import ArcMoves, BoolArray
from detente.stability.arcs_engine import Forward
from detente.stability.cube import Keys
from detente.stability.model import Concept


@dataclass(frozen=True, eq=False, slots=True)
class _LaneArcs(Forward):
    """The arcs of one decision maker, and which of them may be used.

    Attributes
    ----------
    worse : unsigned array, shape (arcs, variants), or None
        All bits set where an arc must not be used; None when all may be.
    """

    worse: Keys | None = None

    def lowest(self, values: Keys) -> Keys:
        """Return for each state the lowest value along usable arcs; the highest number where there is none."""
        result = np.full_like(values, np.iinfo(values.dtype).max)
        if len(self.origins):
            ends = values[self.target]
            if self.worse is not None:
                ends |= self.worse
            result[self.origins] = np.minimum.reduceat(ends, self.start, axis=0)
        return result

    def improving(self, level: Keys) -> _LaneArcs:
        """Return the same arcs, usable only where they improve on their source."""
        source = np.repeat(self.origins, np.diff(np.append(self.start, len(self.target))))
        no_better = (level[self.target] <= level[source]).astype(level.dtype)
        return _LaneArcs(self.start, self.target, self.origins, np.subtract(0, no_better, dtype=level.dtype))


def solve_arc_lanes(moves: ArcMoves, level: Keys, concepts: Collection[Concept]) -> dict[Concept, BoolArray]:
    """Return who is stable where, for many variants.

    Parameters
    ----------
    level : unsigned array, shape (n, m, variants)
        From 1 and below the highest number of its type.

    Returns
    -------
    bool array of shape (n, m, variants) for each concept
    """
    arcs = [_LaneArcs.of(start, target) for start, target in zip(moves.start, moves.target, strict=True)]
    highest = np.stack([own.highest(row) for own, row in zip(arcs, level, strict=True)])
    result: dict[Concept, BoolArray] = {}
    if Concept.NASH in concepts:
        result[Concept.NASH] = level >= highest
    for plain, with_countermove in ((Concept.GMR, Concept.SMR), (Concept.SEQ, Concept.SSEQ)):
        wanted = [concept for concept in (plain, with_countermove) if concept in concepts]
        steps = arcs
        if wanted and plain is Concept.SEQ:
            steps = [own.improving(row) for own, row in zip(arcs, level, strict=True)]
        for concept in wanted:
            keys = level if concept is plain else np.maximum(level, highest)
            verdicts = np.empty(level.shape, dtype=np.bool_)
            for i, own in enumerate(arcs):
                reached = _lowest_reached(keys[i], [other for j, other in enumerate(steps) if j != i])
                verdicts[i] = level[i] >= own.highest(np.minimum(level[i], reached))
            result[concept] = verdicts
    return result


def _lowest_reached(keys: Keys, opponents: list[_LaneArcs]) -> Keys:
    """Return for each state the lowest key at the end of a legal sequence of one or more moves."""
    top = np.iinfo(keys.dtype).max
    best = np.full((len(opponents), *keys.shape), top, dtype=keys.dtype)
    quiet = 0
    while quiet < len(opponents):
        for k, arcs in enumerate(opponents):
            through = keys.copy()
            for j, other in enumerate(best):
                if j != k:
                    np.minimum(through, other, out=through)
            new = arcs.lowest(through)
            quiet = quiet + 1 if np.array_equal(new, best[k]) else 0
            best[k] = new
            if quiet == len(opponents):
                break
    return np.asarray(best.min(axis=0, initial=top))
