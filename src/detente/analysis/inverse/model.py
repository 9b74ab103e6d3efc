"""The nouns of inverse analysis: what a change costs, what follows from it, why nothing is enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from detente.analysis.inverse.kinds import Change, Part
from detente.case.model import Case
from detente.conflict.model import Conflict
from detente.stability.model import Concept


class Access(StrEnum):
    """Whether the wanted outcome can be reached from where the dispute stands, by improvements alone."""

    THERE = "it stands there"
    REACHED = "reached"
    NOT_REACHED = "not reached"
    EXCLUDED = "the status quo is no longer feasible"
    UNKNOWN = "no status quo"


@dataclass(frozen=True, slots=True)
class Effect:
    """What follows from a change, found by analyzing the changed conflict.

    States have the names of the conflict as it stands, also where the change leaves out others.

    Attributes
    ----------
    holds
        The wanted states that are then equilibria.
    appear, vanish
        The other states that become equilibria, or are so no longer.
    access, steps
        Whether one of `holds` is reached from the status quo by improvements alone (nobody moves twice in a row), and
        in how few steps.
    n_excluded
        How many states are feasible no longer.
    """

    holds: tuple[str, ...]
    appear: tuple[str, ...]
    vanish: tuple[str, ...]
    access: Access
    steps: int | None
    n_excluded: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One smallest set of changes, re-verified by the engine.

    Attributes
    ----------
    changes
        Together they are enough; its number is the cost.
    controlled_by
        The decision makers in whose hands they are, in file order.
    distance
        How many places entries of lists move, in all.
    """

    changes: tuple[Change, ...]
    controlled_by: tuple[str, ...]
    distance: int
    effect: Effect

    @property
    def cost(self) -> int:
        """The number of changes."""
        return len(self.changes)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a state cannot be made to hold: somebody could leave it, and nothing that may change keeps it from doing so.

    Attributes
    ----------
    state
        A wanted state.
    decision_maker, to
        Who could leave it, for which state that it prefers.
    deterrable
        Whether some answer of the others, credible or not, could deter that.
    """

    state: str
    decision_maker: str
    to: str
    deterrable: bool


@dataclass(frozen=True, slots=True)
class Findings:
    """The smallest changes of one part of the model.

    Attributes
    ----------
    part
        None for changes of several parts together, searched for only where no part alone is enough.
    answers
        The first of the smallest answers; of edits that differ only in how far a statement moves, the nearest.
    n_answers
        How many there are.
    controllers
        In whose hands they are: sets of decision makers, each with the number of answers, the most frequent first.
    searched
        Every set of up to so many changes was looked at; smaller than `answers`' cost only if the search was cut.
    most
        The largest number of changes the search was meant for.
    complete
        Whether `n_answers` counts all of the smallest size.
    obstacles
        For each wanted state one reason why no set of such changes, of whatever size, is enough; empty if that is not
        known.
    silent
        Why there is nothing of this part to change, in words; empty where there is.
    """

    part: Part | None
    answers: tuple[Answer, ...]
    n_answers: int
    controllers: tuple[tuple[tuple[str, ...], int], ...]
    searched: int
    most: int
    complete: bool = True
    obstacles: tuple[Obstacle, ...] = ()
    silent: str = ""

    @property
    def cost(self) -> int | None:
        """Number of changes of the smallest answers; None without one."""
        return self.answers[0].cost if self.answers else None


@dataclass(frozen=True, slots=True)
class Shift:
    """How one decision maker's ranking would differ.

    Attributes
    ----------
    decision_maker
    swaps
        Number of pairs of states that it would compare differently.
    passed
        States that the wanted state rises above, from worse to better.
    turned
        Other comparisons that turn: the first state of each pair is then preferred to the second.
    """

    decision_maker: str
    swaps: int
    passed: tuple[str, ...]
    turned: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RankingAnswer:
    """The least change of rankings that makes one wanted state hold.

    Attributes
    ----------
    state
    swaps
        Pairs of states compared differently, over all decision makers.
    at_least
        No change of fewer swaps is enough; equal to `swaps` where the search was not cut.
    shifts
        The decision makers whose ranking changes, in file order.
    """

    state: str
    swaps: int
    at_least: int
    shifts: tuple[Shift, ...]
    effect: Effect

    @property
    def is_exact(self) -> bool:
        """Whether no change of fewer swaps can be enough."""
        return self.at_least == self.swaps


@dataclass(frozen=True, slots=True)
class Rankings:
    """The smallest changes of rankings.

    Attributes
    ----------
    answers
        The first of the `n_answers` states that need fewest swaps.
    at_least
        A proven lower bound of the swaps; None when no rankings that may change are enough.
    needed
        For each decision maker, the fewest swaps of its own ranking without which none of the wanted states can hold
        for it, whatever the others want.
    obstacles
        As in `Findings`.
    """

    answers: tuple[RankingAnswer, ...]
    n_answers: int
    at_least: int | None
    needed: Mapping[str, int]
    obstacles: tuple[Obstacle, ...] = ()


@dataclass(frozen=True, slots=True)
class Fixed:
    """What may not change.

    Attributes
    ----------
    decision_makers
        Neither what they want nor what they can do.
    parts
    """

    decision_makers: frozenset[str] = frozenset()
    parts: frozenset[Part] = frozenset()


@dataclass(frozen=True, eq=False, slots=True)
class Settlement:
    """What would make a wanted outcome an equilibrium.

    Attributes
    ----------
    conflict
    target
        The outcome as asked for: its name, or the state's.
    states
        The feasible states that have it.
    concept
    fixed
    already
        Those that are equilibria as it stands; if there are any, nothing is searched for.
    findings
        By part of the model, those not fixed.
    rankings
        None if preferences are fixed.
    """

    conflict: Conflict
    target: str
    states: tuple[str, ...]
    concept: Concept
    fixed: Fixed
    already: tuple[str, ...]
    findings: tuple[Findings, ...]
    rankings: Rankings | None

    @property
    def case(self) -> Case:
        """The case that was asked about."""
        return self.conflict.case

    @property
    def smallest(self) -> tuple[Findings, ...]:
        """The parts in which fewest changes are enough."""
        costs = [findings.cost for findings in self.findings if findings.cost is not None]
        return tuple(findings for findings in self.findings if costs and findings.cost == min(costs))
