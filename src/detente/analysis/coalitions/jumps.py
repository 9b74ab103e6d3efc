r"""Equilibrium jumps: joint improvements that end in an equilibrium, and what speaks for and against them.

Coalition H jumps from s to an equilibrium :math:`x\in R_H^{++}(s)`. Asked of each jump: in what orders the members can
move (the shortest legal sequences), and who is worse off in between; without which members :math:`x\notin R_{H'}(s)`
for the rest H'; whether some :math:`H'\subset H` has a joint improvement from x; and the state that each member likes
least among :math:`R_{N\setminus H}(x)\cup\{x\}`.

Source: jumps, Kilgour, Hipel, Fang, Peng 2001; the questions asked of them are ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

import numpy as np
from numpy.typing import NDArray

from detente.analysis.coalitions.model import CONCEPTS, BreakAway, Jump, Members, Setback, Way, Worst
from detente.analysis.coalitions.verdicts import deterrence
from detente.analysis.sequences import Arcs, Coalition, blocks, first_arrivals, reached, shortest, unpack
from detente.conflict import Conflict, state_id
from detente.conflict.model import BoolArray, IntArray
from detente.stability.model import Comparison, Concept, Step

MOST_WAYS = 6
MOST_COUNTED = 1000


@dataclass(frozen=True, eq=False, slots=True)
class Ground:
    """What jumps are found on.

    Attributes
    ----------
    conflict
    moves
        Of each decision maker.
    joint
        The joint improvements of each coalition, explored from the origins on.
    equilibria : mapping of Concept to bool array, shape (m,)
        Of decision makers that move alone.
    pareto
        Which version of joint improvements these are.
    """

    conflict: Conflict
    moves: tuple[Arcs, ...]
    joint: Mapping[Coalition, Arcs]
    equilibria: Mapping[Concept, BoolArray]
    pareto: bool


def find_jumps(ground: Ground, origins: IntArray) -> Iterator[Jump]:
    """Yield the jumps of coalitions of two or more from some states: by origin, then coalition, then target."""
    settles = np.zeros(ground.conflict.n_states, dtype=np.bool_)
    for mask in ground.equilibria.values():
        settles |= mask
    found: list[tuple[int, int, Coalition, tuple[Concept, ...]]] = []
    for members, arcs in ground.joint.items():
        if len(members) < 2:
            continue
        pairs = [(s, t) for s in origins.tolist() for t in arcs.targets_of(s) if settles[t]]
        found += [
            (s, t, members, concepts) for (s, t), concepts in zip(pairs, _deterred(ground, members, pairs), strict=True)
        ]
    order = {members: position for position, members in enumerate(ground.joint)}
    found.sort(key=lambda jump: (jump[0], order[jump[2]], jump[1]))
    ask = _Questions(ground, origins)
    for s, t, members, concepts in found:
        ways, n_ways = ask.ways(members, s, t)
        yield Jump(
            by=ask.names(members),
            origin=state_id(ground.conflict, s),
            to=state_id(ground.conflict, t),
            holds=tuple(concept for concept, mask in ground.equilibria.items() if mask[t]),
            deterred=concepts,
            ways=ways,
            n_ways=n_ways,
            needed=ask.names(ask.needed(members, s, t)),
            smaller=tuple(ask.names(few) for few in ask.smaller(members, s, t)),
            break_aways=ask.break_aways(members, t),
            worst=ask.worst(members, s, t),
        )


def _deterred(ground: Ground, members: Coalition, pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[Concept, ...]]:
    level = ground.conflict.level
    sources = np.unique(np.array([s for s, _ in pairs], dtype=np.int64))
    for block in blocks(sources, ground.conflict.n_states):
        deterred = deterrence(ground.moves, level, ground.joint, members, block, pareto=ground.pareto)
        for s, t in pairs:
            column = int(np.searchsorted(block, s))
            if column < len(block) and block[column] == s:
                yield tuple(concept for concept in CONCEPTS if deterred[concept][t, column])


class _Questions:
    """What is asked of one jump after another; searches that several have in common are made once."""

    def __init__(self, ground: Ground, origins: IntArray) -> None:
        self.ground, self.origins = ground, origins
        self.conflict, self.level = ground.conflict, ground.conflict.level
        self._reach: dict[Coalition, BoolArray] = {}
        self._arrivals: dict[tuple[Coalition, int], NDArray[np.int32]] = {}
        self._brought_about: dict[tuple[Coalition, int], IntArray] = {}

    def names(self, members: Coalition) -> Members:
        return tuple(self.conflict.decision_makers[i] for i in members)

    def movers(self, members: Coalition) -> list[Arcs]:
        return [self.ground.moves[i] for i in members]

    def can_reach(self, members: Coalition, s: int, t: int) -> bool:
        if members not in self._reach:
            ends = [
                unpack(reached(self.movers(members), block, self.conflict.n_states), len(block))
                for block in blocks(self.origins, self.conflict.n_states)
            ]
            self._reach[members] = np.concatenate(ends, axis=1)
        return bool(self._reach[members][t, np.searchsorted(self.origins, s)])

    def needed(self, members: Coalition, s: int, t: int) -> Coalition:
        """Return the members without whom the rest cannot reach t from s."""
        return tuple(i for i in members if not self.can_reach(tuple(j for j in members if j != i), s, t))

    def smaller(self, members: Coalition, s: int, t: int) -> list[Coalition]:
        """Return the smallest proper sub-coalitions that reach t from s: those without one that does inside."""
        found: list[Coalition] = []
        for few in proper(members):
            if not any(set(fewer) <= set(few) for fewer in found) and self.can_reach(few, s, t):
                found.append(few)
        return found

    def ways(self, members: Coalition, s: int, t: int) -> tuple[tuple[Way, ...], int]:
        movers = self.movers(members)
        if (members, s) not in self._arrivals:
            self._arrivals[members, s] = first_arrivals(movers, s, self.conflict.n_states)
        sequences = list(islice(shortest(movers, self._arrivals[members, s], t), MOST_COUNTED))
        ways = [self._way(members, s, sequence) for sequence in sequences]
        ways.sort(key=lambda way: sum(len(setback.members) for setback in way.setbacks))
        return tuple(ways[:MOST_WAYS]), len(ways)

    def _way(self, members: Coalition, s: int, sequence: tuple[tuple[int, int], ...]) -> Way:
        setbacks = []
        for _, state in sequence[:-1]:
            losers = tuple(i for i in members if self.level[i, state] < self.level[i, s])
            if losers:
                setbacks.append(Setback(state_id(self.conflict, state), self.names(losers)))
        steps = (
            Step(self.conflict.decision_makers[members[k]], state_id(self.conflict, state)) for k, state in sequence
        )
        return Way(tuple(steps), tuple(setbacks))

    def break_aways(self, members: Coalition, t: int) -> tuple[BreakAway, ...]:
        found = [(few, self.ground.joint[few].targets_of(t)) for few in proper(members)]
        return tuple(
            BreakAway(self.names(few), tuple(state_id(self.conflict, u) for u in targets))
            for few, targets in found
            if targets
        )

    def worst(self, members: Coalition, s: int, t: int) -> tuple[Worst, ...]:
        if (members, t) not in self._brought_about:
            outsiders = tuple(j for j in range(len(self.level)) if j not in members)
            bits = reached(self.movers(outsiders), np.array([t]), self.conflict.n_states)
            self._brought_about[members, t] = np.union1d(np.flatnonzero(bits[:, 0]), [t])
        ends = self._brought_about[members, t]
        result = []
        for i in members:
            state = int(ends[np.argmin(self.level[i, ends])])
            result.append(
                Worst(self.conflict.decision_makers[i], state_id(self.conflict, state), self._compared(i, state, s))
            )
        return tuple(result)

    def _compared(self, i: int, state: int, s: int) -> Comparison:
        if state == s:
            return Comparison.SAME
        difference = int(self.level[i, state]) - int(self.level[i, s])
        return Comparison.MORE if difference > 0 else Comparison.LESS if difference else Comparison.EQUAL


def proper(members: Coalition) -> Iterator[Coalition]:
    """Yield the non-empty proper sub-coalitions, small ones first."""
    for size in range(1, len(members)):
        yield from combinations(members, size)
