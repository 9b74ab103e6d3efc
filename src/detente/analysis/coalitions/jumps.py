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

from detente.analysis.coalitions.model import BreakAway, Jump, Members, Setback, Way, Worst
from detente.analysis.coalitions.verdicts import deterrence
from detente.analysis.sequences import Arcs, Coalition, blocks, explore, first_arrivals, reached, shortest, unpack
from detente.conflict import Conflict, state_id
from detente.conflict.model import BoolArray, IntArray
from detente.stability.model import Comparison, Concept, Step

MOST_JUMPS = 500
MOST_WAYS = 6
MOST_COUNTED = 1000

_Found = tuple[int, Coalition, int]  # from where, who, to where


@dataclass(frozen=True, eq=False, slots=True)
class Ground:
    """What jumps are found on.

    Attributes
    ----------
    conflict
    moves
        Of each decision maker.
    joint
        The joint improvements of each coalition, from the origins at least.
    equilibria : mapping of Concept to bool array, shape (m,)
        Of decision makers that move alone.
    pareto
        Which version of joint improvements these are.
    concepts
        The concepts that are judged.
    """

    conflict: Conflict
    moves: tuple[Arcs, ...]
    joint: Mapping[Coalition, Arcs]
    equilibria: Mapping[Concept, BoolArray]
    pareto: bool
    concepts: tuple[Concept, ...]


def find_jumps(ground: Ground, origins: IntArray) -> tuple[tuple[Jump, ...], int]:
    """Find the jumps of coalitions of two or more from some states: by origin, then coalition, then target.

    Returns
    -------
    jumps
        At most `MOST_JUMPS`: first those from what holds under the most demanding concepts, by few, to such states.
    n_jumps
        How many there are.
    """
    strength = np.full(ground.conflict.n_states, len(ground.equilibria))
    for rank, mask in reversed(list(enumerate(ground.equilibria.values()))):
        strength[mask] = rank
    settles = strength < len(ground.equilibria)
    found = [
        (s, members, t)
        for members, arcs in ground.joint.items()
        if len(members) > 1
        for s in origins.tolist()
        for t in arcs.targets_of(s)
        if settles[t]
    ]
    n_jumps = len(found)
    found.sort(key=lambda jump: (strength[jump[0]], len(jump[1]), strength[jump[2]], jump[0], jump[1], jump[2]))
    found = found[:MOST_JUMPS]
    order = {members: position for position, members in enumerate(ground.joint)}
    found.sort(key=lambda jump: (jump[0], order[jump[1]], jump[2]))
    ask = _Questions(ground, origins, np.unique(np.array([t for _, _, t in found], dtype=np.int64)))
    deterred = _deterred(ground, found)
    jumps = []
    for s, members, t in found:
        ways, n_ways = ask.ways(members, s, t)
        jumps.append(
            Jump(
                by=ask.names(members),
                origin=state_id(ground.conflict, s),
                to=state_id(ground.conflict, t),
                holds=tuple(concept for concept, mask in ground.equilibria.items() if mask[t]),
                deterred=deterred[s, members, t],
                ways=ways,
                n_ways=n_ways,
                needed=ask.names(ask.needed(members, s, t)),
                smaller=tuple(ask.names(few) for few in ask.smaller(members, s, t)),
                break_aways=ask.break_aways(members, t),
                worst=ask.worst(members, s, t),
            )
        )
    return tuple(jumps), n_jumps


def _deterred(ground: Ground, jumps: Sequence[_Found]) -> dict[_Found, tuple[Concept, ...]]:
    result: dict[_Found, tuple[Concept, ...]] = {}
    for members in {members for _, members, _ in jumps}:
        own = [jump for jump in jumps if jump[1] == members]
        for block in blocks(np.unique([s for s, _, _ in own]), ground.conflict.n_states):
            deterred = deterrence(
                ground.moves,
                ground.conflict.level,
                ground.joint,
                members,
                block,
                pareto=ground.pareto,
                concepts=ground.concepts,
            )
            column = {s: position for position, s in enumerate(block.tolist())}
            for jump in own:
                if jump[0] in column:
                    entry = jump[2], column[jump[0]]
                    result[jump] = tuple(concept for concept in ground.concepts if deterred[concept][entry])
    return result


class _Questions:
    """What is asked of one jump after another; searches that several have in common are made once."""

    def __init__(self, ground: Ground, origins: IntArray, targets: IntArray) -> None:
        self.ground, self.origins = ground, origins
        self.onward = explore(
            ground.moves, ground.conflict.level, list(ground.joint), targets, pareto=ground.pareto, onward=False
        )
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
        found = [(few, self.onward[few].targets_of(t)) for few in proper(members)]
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
