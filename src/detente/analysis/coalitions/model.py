"""The nouns of coalition analysis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from detente.conflict.model import Conflict
from detente.stability.model import Comparison, Concept, Step

Members = tuple[str, ...]
"""A coalition: ids of decision makers, in file order."""

CONCEPTS = (Concept.NASH, Concept.GMR, Concept.SMR, Concept.SEQ)
"""The stability concepts that are defined for coalitions."""


@dataclass(frozen=True, slots=True)
class Setback:
    """A state on the way in which some members are worse off than where the coalition set out."""

    state: str
    members: Members


@dataclass(frozen=True, slots=True)
class Way:
    """One order in which the members can move: the steps, and who is worse off in between."""

    steps: tuple[Step, ...]
    setbacks: tuple[Setback, ...]


@dataclass(frozen=True, slots=True)
class BreakAway:
    """Some members, or one, that could go on to something they like better, leaving the others behind."""

    by: Members
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Worst:
    """What a member likes least among what the others can bring about, and how it compares with where it set out."""

    member: str
    state: str
    compared: Comparison


@dataclass(frozen=True, slots=True)
class Jump:
    """A joint improvement of a coalition that ends in an equilibrium.

    Attributes
    ----------
    by, origin, to
        Who moves, from where to where.
    holds
        The concepts under which `to` is an equilibrium of decision makers that move alone.
    deterred
        The concepts (of `CONCEPTS`) under which the others have an answer that deters the coalition from this move.
    ways
        The shortest legal sequences inside the coalition, those with the fewest setbacks first; cut at 6.
    n_ways
        How many shortest ones there are; counted up to 1,000.
    needed
        The members without whom the rest of the coalition cannot reach `to`.
    smaller
        The smallest proper sub-coalitions that can reach `to` by their own moves. Empty: every member is needed.
    break_aways
        Joint improvements of proper sub-coalitions from `to`; none: the target invites nobody to break away.
    worst
        For each member, the worst that all the others together can bring about from `to`, by whatever moves.
    """

    by: Members
    origin: str
    to: str
    holds: tuple[Concept, ...]
    deterred: tuple[Concept, ...]
    ways: tuple[Way, ...]
    n_ways: int
    needed: Members
    smaller: tuple[Members, ...]
    break_aways: tuple[BreakAway, ...]
    worst: tuple[Worst, ...]


@dataclass(frozen=True, eq=False, slots=True)
class CoalitionResult:
    """Which coalitions could move together, from where to where, and which states hold against all of them.

    Attributes
    ----------
    conflict
        What was analyzed.
    coalitions
        The coalitions considered: small ones first. Those of one are included.
    largest
        How many members they have at most.
    pareto
        Whether a joint improvement needs only that no member loses and some member gains.
    examined
        The states with verdicts, in order; all states, unless there are many.
    focus
        The states of interest among them.
    equilibria
        Of decision makers that move alone: by concept, states among all.
    improvements
        By coalition of two or more, and examined state: where it can jointly improve to. States without are left out.
    stable
        By coalition and concept: the examined states it would not leave together.
    universal
        By concept: the examined states that are stable for every coalition considered, single ones included.
    jumps
        Joint improvements from states of interest to equilibria; cut, `n_jumps` counts all.
    n_jumps
        How many there are.
    omitted
        Concepts left out, with the reason.
    """

    conflict: Conflict
    coalitions: tuple[Members, ...]
    largest: int
    pareto: bool
    examined: tuple[str, ...]
    focus: tuple[str, ...]
    equilibria: Mapping[Concept, tuple[str, ...]]
    improvements: Mapping[Members, Mapping[str, tuple[str, ...]]]
    stable: Mapping[Members, Mapping[Concept, tuple[str, ...]]]
    universal: Mapping[Concept, tuple[str, ...]]
    jumps: tuple[Jump, ...]
    n_jumps: int
    omitted: Mapping[Concept, str]

    @property
    def concepts(self) -> tuple[Concept, ...]:
        """The concepts with verdicts, of `CONCEPTS`."""
        return tuple(self.universal)

    @property
    def is_complete(self) -> bool:
        """Whether every state and every coalition was considered."""
        return len(self.examined) == self.conflict.n_states and self.largest == len(self.conflict.decision_makers)
