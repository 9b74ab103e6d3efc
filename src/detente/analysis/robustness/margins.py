r"""How far a ranking is from one with the opposite verdict.

Under NASH, GMR and SMR the verdict of i at s depends only on :math:`U = \{x : x \succ_i s\}`, and every set of other
states is the U of some ranking:

* NASH: stable iff :math:`R_i(s)\cap U=\emptyset`;
* GMR: iff for every y in :math:`R_i(s)` something in :math:`\{y\}\cup R_{N-i}(y)` is not in U;
* SMR: iff for every such y either y is not in U, or for some z in :math:`R_{N-i}(y)` nothing of
  :math:`\{z\}\cup R_i(z)` is.

The *distance* of two rankings is the number of pairs of states that they compare differently: for rankings without
ties, Kendall's number of exchanges of neighbours. A tie that is broken counts one, and no new ties are made. The least
distance to a ranking with a given U is

.. math::
    |\{x\in U: x\preceq s\}| + |\{y\notin U: y\succ s\}| + |\{(x,y): x\in U,\ y\notin U,\ x \preceq y\}|
    \; (+\,|\{y\notin U: y\sim s\}| \text{ if some } y\notin U \text{ is preferred to } s).

When some states are *forced* into U the others do best as follows: those above s stay in U, and of those at or below s
a top segment joins them (a lower one in the place of a higher one only adds to the distance). So the least distance is
found by trying each level; forcing states out of U is the mirror image. What has to be forced is a choice, one
alternative for each y or z, which is searched by branch and bound: forcing more never makes it nearer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from detente.analysis.robustness.model import Margin
from detente.analysis.sequences import Arcs, moves_of, reached, unpack
from detente.conflict.model import LevelArray
from detente.conflict.navigate import state_id
from detente.stability.batch import PARTY_CONCEPTS
from detente.stability.model import Concept, StabilityResult

MOST_NODES = 2_000
MOST_STATES = 8

Forced = frozenset[int]
Clause = tuple[Forced, ...]
"""Alternatives: one of these sets has to be forced."""


def find_margins(result: StabilityResult, at: Sequence[int], *, most_nodes: int = MOST_NODES) -> tuple[Margin, ...]:
    """Return how far each decision maker is from the opposite verdict at some states, under NASH, GMR and SMR.

    Parameters
    ----------
    result
        With these concepts.
    at
        States.
    most_nodes
        Cuts the search for each margin.

    Choices
    -------
    The ranking of states changes, whatever statements it comes from. Others' preferences do not matter.

    Cost
    ----
    The legal sequences of the opponents from each state that can be moved to; then at most `most_nodes` times levels.

    Source
    ------
    Up-sets: ours, from the definitions; cf. Matbouli, Hipel, Kilgour 2014 on the robustness of equilibria.
    """
    conflict = result.conflict
    moves = moves_of(conflict)
    found = []
    for s in at:
        for i, dm in enumerate(conflict.decision_makers):
            ends = _opponents_ends(moves, i, s, conflict.n_states)
            for concept in PARTY_CONCEPTS:
                is_stable = bool(result.stable[concept][i, s])
                search = _Search(_Ruler(conflict.level[i], s, up=is_stable), most_nodes)
                for clauses in _demands(moves[i], ends, s, concept, to_be_stable=not is_stable):
                    search.run(clauses)
                found.append(Margin(state_id(conflict, s), dm, concept, is_stable, search.at_least(), search.best))
    return tuple(found)


def _opponents_ends(moves: Sequence[Arcs], i: int, s: int, n_states: int) -> dict[int, list[int]]:
    targets = moves[i].targets_of(s)
    others = [arcs for j, arcs in enumerate(moves) if j != i]
    if not targets or not others:
        return {y: [] for y in targets}
    ends = unpack(reached(others, np.array(targets), n_states), len(targets))
    return {y: np.flatnonzero(ends[:, b]).tolist() for b, y in enumerate(targets)}


def _demands(
    own: Arcs, ends: dict[int, list[int]], s: int, concept: Concept, *, to_be_stable: bool
) -> Iterable[list[Clause]]:
    """Yield alternatives to each other: the clauses that give the verdict when all of them are met.

    To make s stable, states are forced out of the up-set; to make it unstable, into it.
    """
    if to_be_stable:
        yield [clause for y, after in ends.items() if (clause := _deterred(own, y, after, s, concept)) is not None]
        return
    for y, after in ends.items():
        if concept is Concept.NASH:
            yield [(frozenset({y}),)]
        elif concept is Concept.GMR:
            if s not in after:
                yield [(frozenset({y, *after}),)]
        else:
            hit = [tuple(frozenset({x}) for x in {z, *own.targets_of(z)} - {s}) for z in after]
            yield [(frozenset({y}),), *hit]


def _deterred(own: Arcs, y: int, after: list[int], s: int, concept: Concept) -> Clause | None:
    """Return what keeps i from moving to y; None if it is kept whatever its preferences are."""
    out = frozenset({y})
    if concept is Concept.NASH:
        return (out,)
    if concept is Concept.GMR:
        return None if s in after else (out, *(frozenset({z}) for z in after))
    quiet = [frozenset({z, *own.targets_of(z)} - {s}) for z in after]
    return (out, *quiet)


class _Ruler:
    """Distances from one ranking, when states are forced over s (`up`) or under it."""

    def __init__(self, level: LevelArray, s: int, *, up: bool) -> None:
        # turned upside down, forcing states under s is forcing them over it, but for ties with s
        turned = level if up else -level
        ranks = np.unique(turned, return_inverse=True)[1]
        self._rank = ranks.tolist()
        self._here = int(ranks[s])
        self._tied = int((ranks == self._here).sum()) - 1
        counts = np.bincount(ranks)
        counts[self._here] -= 1  # s itself
        self._count: list[int] = counts.tolist()
        self._up = up
        self._distances: dict[Forced, int] = {}

    def is_met(self, forced: Forced) -> bool:
        """Whether states are where they are forced to, as the ranking stands."""
        return all(self._is_in_place(x) for x in forced)

    def _is_in_place(self, x: int) -> bool:
        rank: int = self._rank[x]
        return rank > self._here if self._up else rank >= self._here

    def distance(self, forced: Forced) -> int:
        """Return the least distance of a ranking in which these states, and any others, are forced."""
        known = self._distances.get(forced)
        if known is None:
            known = self._distances[forced] = self._least(sorted(self._rank[x] for x in forced))
        return known

    def _least(self, ranks: list[int]) -> int:
        top = self._here if self._up else self._here - 1  # the highest rank whose states are out of place
        low = [rank for rank in ranks if rank <= top]
        if not low:
            return 0
        free = self._count.copy()
        for rank in low:
            free[rank] -= 1
        along = sum(free[low[0] : top + 1])  # free states that go along: those of ranks from `least` to `top`
        best = along
        passed = lower = 0  # pairs of a forced state and a free one that it passes; forced states below `least`
        for least in range(low[0] + 1, top + 2):
            lower += low.count(least - 1)
            along -= free[least - 1]
            passed += lower * free[least - 1]
            best = min(best, along + passed)
        return len(low) + best + (0 if self._up else self._tied)


class _Search:
    """Branch and bound over which alternative of each clause is forced."""

    def __init__(self, ruler: _Ruler, most_nodes: int) -> None:
        self._ruler, self._left = ruler, most_nodes
        self.best: int | None = None
        self._cut_at: int | None = None

    def at_least(self) -> int | None:
        """Return what no ranking is nearer than; None if there is none at any distance."""
        if self._cut_at is None:
            return self.best
        return self._cut_at if self.best is None else min(self._cut_at, self.best)

    def run(self, clauses: list[Clause]) -> None:
        """Look for something nearer that meets all clauses."""
        self._visit(frozenset(), [clause for clause in clauses if not any(map(self._ruler.is_met, clause))])

    def _visit(self, forced: Forced, clauses: list[Clause]) -> None:
        open_ = [clause for clause in clauses if not any(self._holds(part, forced) for part in clause)]
        if not open_:
            distance = self._ruler.distance(forced)
            self.best = distance if self.best is None else min(self.best, distance)
            return
        priced = [sorted((self._ruler.distance(forced | part), sorted(part)) for part in clause) for clause in open_]
        if not all(priced):
            return  # something cannot be met
        bound = max(options[0][0] for options in priced)
        if self.best is not None and bound >= self.best:
            return
        if self._left <= 0:
            self._cut_at = bound if self._cut_at is None else min(self._cut_at, bound)
            return
        self._left -= 1
        hardest = max(priced, key=lambda options: (options[0][0], -len(options)))
        for distance, part in hardest:
            if self.best is None or distance < self.best:
                self._visit(forced | frozenset(part), open_)

    def _holds(self, part: Forced, forced: Forced) -> bool:
        return all(x in forced or self._ruler.is_met(frozenset({x})) for x in part)
