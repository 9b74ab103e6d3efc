"""The nouns of evolution: how a dispute could move on from a state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from detente.analysis.sequences import Arcs
from detente.conflict.model import Conflict
from detente.conflict.navigate import state_id
from detente.stability.model import Concept

Members = tuple[str, ...]
"""Who makes a step: ids of decision makers, in file order; one, unless a coalition moves together."""


class Kind(StrEnum):
    """What a step may be. Each kind asks for less restraint than the one before."""

    IMPROVEMENTS = "improvements"  # one decision maker, to a state it strictly prefers
    COALITIONS = "coalitions"  # the same, or several together, to a state that each of them strictly prefers
    MOVES = "moves"  # one decision maker, to wherever it can move


@dataclass(frozen=True, slots=True)
class Leg:
    """One step of a story: who makes it, and the state that results."""

    by: Members
    state: str


Story = tuple[Leg, ...]
"""Steps one after another, nobody (and no coalition) twice in a row, no state twice."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A state and who moved there last, with the fewest steps after which that can be."""

    state: str
    by: Members
    steps: int


@dataclass(frozen=True, slots=True)
class Link:
    """A step that can be made on the way; `improves`: everybody who makes it strictly gains by it."""

    origin: str
    by: Members
    to: str
    improves: bool


@dataclass(frozen=True, eq=False, slots=True)
class Spread:
    """Where the dispute can be led by steps of one kind.

    Attributes
    ----------
    conflict
    kind
    movers
        Who can make a step.
    arcs
        The steps of each mover.
    first : int32 array, shape (movers, m)
        In how few steps a state is reached, the mover being the last; -1 where it is not.
    start
        Position of the state where it begins.
    """

    conflict: Conflict
    kind: Kind
    movers: tuple[Members, ...]
    arcs: tuple[Arcs, ...]
    first: NDArray[np.int32]
    start: int

    @property
    def fewest(self) -> NDArray[np.int32]:
        """Fewest steps to each state, int32 array of shape (m,): 0 at the start, -1 where it is not reached."""
        unreached = np.iinfo(np.int32).max
        steps = np.where(self.first < 0, unreached, self.first).min(axis=0, initial=unreached)
        steps[steps == unreached] = -1
        steps[self.start] = 0
        return np.asarray(steps, dtype=np.int32)

    def arrivals(self) -> Iterator[Arrival]:
        """Yield every pair of a state and its last mover: by steps, then state, then mover."""
        mover, state = np.nonzero(self.first > 0)
        steps = self.first[mover, state]
        for entry in np.lexsort((mover, state, steps)).tolist():
            yield Arrival(state_id(self.conflict, int(state[entry])), self.movers[int(mover[entry])], int(steps[entry]))

    def links(self) -> Iterator[Link]:
        """Yield every step that a legal sequence from the start can contain: by origin, then mover, then target."""
        arrived = self.first > 0
        times = arrived.sum(axis=0)
        rows = dict(zip(self.conflict.decision_makers, self.conflict.level, strict=True))
        for s in np.flatnonzero(self.fewest >= 0).tolist():
            for k, (by, arcs) in enumerate(zip(self.movers, self.arcs, strict=True)):
                if s != self.start and times[s] == arrived[k, s]:
                    continue  # only k itself leads here, and it may not move twice in a row
                for t in arcs.targets_of(s):
                    gain = all(rows[dm][t] > rows[dm][s] for dm in by)
                    yield Link(state_id(self.conflict, s), by, state_id(self.conflict, t), gain)


@dataclass(frozen=True, slots=True)
class Landing:
    """An equilibrium, the concepts it holds under, and the fewest steps of each kind to it (None: not reached)."""

    state: str
    holds: tuple[Concept, ...]
    steps: Mapping[Kind, int | None]

    @property
    def kind(self) -> Kind | None:
        """The least demanding kind of steps that leads there; None if none does."""
        return next((kind for kind, steps in self.steps.items() if steps is not None), None)


@dataclass(frozen=True, slots=True)
class Telling:
    """How a state is reached, step by step.

    Attributes
    ----------
    to, kind
        Which state, by which kind of steps.
    fewest
        The length of the shortest story; None when there is none.
    longest
        Stories of up to so many steps were looked for.
    stories
        Shortest first; cut, `n_found` counts all that were found.
    n_found
        How many stories were found.
    is_complete
        Whether these are all stories of up to `longest` steps; if not, there may be more.
    """

    to: str
    kind: Kind
    fewest: int | None
    longest: int
    stories: tuple[Story, ...]
    n_found: int
    is_complete: bool


@dataclass(frozen=True, slots=True)
class Ending:
    """Where the chain of improvements can end: a state, or several among which it goes round for ever.

    Attributes
    ----------
    states
    chance
        Under the weights that were assumed.
    waiting
        Those who could improve further, but have just moved: with the last-mover rule only.
    """

    states: tuple[str, ...]
    chance: Fraction | float
    waiting: Members


@dataclass(frozen=True, slots=True)
class Chances:
    """What follows if the next to move is drawn by lot.

    Attributes
    ----------
    weights
        Of each decision maker, in the lot among those who can improve.
    last_mover_rule
        Whether whoever has just moved takes part in the next lot.
    endings
        The likeliest first; their chances add up to one.
    expected_moves
        How many moves are made before an ending is reached, on average.
    n_transient
        How many situations (states, or states with their last mover) are passed through and left for good.
    method
        How it was computed.
    omitted
        Why there are no endings; empty when there are.
    """

    weights: Mapping[str, Fraction]
    last_mover_rule: bool
    endings: tuple[Ending, ...]
    expected_moves: Fraction | float
    n_transient: int
    method: str
    omitted: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class Evolution:
    """How a dispute could move on from a state.

    Attributes
    ----------
    conflict
        What was analyzed.
    start
        The state's name.
    largest
        Members of a coalition, at most.
    spreads
        By kind of step: where it can lead.
    landings
        Every equilibrium under any concept asked for, in the order of states.
    omitted
        Kinds of steps that were left out, with the reason.
    """

    conflict: Conflict
    start: str
    largest: int
    spreads: Mapping[Kind, Spread]
    landings: tuple[Landing, ...]
    omitted: Mapping[Kind, str]
