"""The nouns of inverse analysis: what could be changed, what a change costs, what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from detente.case.model import Case, Condition, Constraint, Irreversible, Move, Preferences
from detente.conflict.model import Conflict
from detente.stability.model import Concept


class Part(StrEnum):
    """What kind of thing would change."""

    PREFERENCES = "preferences"
    OPTIONS = "options"
    INFLUENCE = "influence"


class EditKind(StrEnum):
    """What is done to one entry of a decision maker's list."""

    MOVE = "move"  # a statement takes another place
    RAISE = "raise"  # one state of a ranking takes a better place
    INSERT = "insert"  # the wanted outcome becomes a statement
    DROP = "drop"
    NEGATE = "negate"


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit of what a decision maker wants.

    Attributes
    ----------
    decision_maker
    kind
    that
        The statement, or the state that is raised.
    place, to
        Its place before and after, counted from 1; `place` is 0 for a statement that is new, `to` is 0 for one that
        goes, and both are places of the list without the entry's other end.
    neighbour
        The statement that it then stands directly above or, if it moves down, directly below; None at the end.
    """

    decision_maker: str
    kind: EditKind
    that: Condition
    place: int
    to: int
    neighbour: Condition | None = None

    @property
    def distance(self) -> int:
        """How many places the entry moves; 0 for an edit that is no move."""
        return abs(self.place - self.to) if self.place and self.to else 0

    @property
    def controlled_by(self) -> tuple[str, ...]:
        """Whose wish it is."""
        return (self.decision_maker,)


@dataclass(frozen=True, slots=True)
class Irrevocable:
    """An option that, once taken (or once dropped), stays so."""

    option: str
    direction: Irreversible

    @property
    def controlled_by(self) -> tuple[str, ...]:
        """Whose option it is."""
        return (self.option.partition(".")[0],)


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition on one or two options that would hold throughout: a new constraint."""

    that: Condition
    options: tuple[str, ...]

    @property
    def controlled_by(self) -> tuple[str, ...]:
        """Whose options it binds."""
        return tuple(dict.fromkeys(option.partition(".")[0] for option in self.options))


@dataclass(frozen=True, slots=True)
class Renounced:
    """Graph form: a move between two states that a decision maker gives up."""

    decision_maker: str
    origin: str
    to: str

    @property
    def controlled_by(self) -> tuple[str, ...]:
        """Whose move it is."""
        return (self.decision_maker,)


@dataclass(frozen=True, slots=True)
class Adopted:
    """A decision maker wants what the case says it wants under an influence, or in a variant.

    Attributes
    ----------
    decision_maker
    preferences
    influence
        Id of the influence that would be at work; empty when the preferences come from a variant.
    variant
        Name of the variant; empty when they come from an influence.
    without
        Ids of the influences on the decision maker that the variant leaves out: this is what it wants without them.
    by
        Whose influence it is that would be at work, or would end.
    """

    decision_maker: str
    preferences: Preferences
    influence: str = ""
    variant: str = ""
    without: tuple[str, ...] = ()
    by: tuple[str, ...] = ()

    @property
    def controlled_by(self) -> tuple[str, ...]:
        """Whose wish it is, and who would exert or end the influence."""
        return tuple(dict.fromkeys((self.decision_maker, *self.by)))


@dataclass(frozen=True, slots=True)
class Ingredient:
    """One constraint, or one rule about moves, of a variant."""

    variant: str
    added: Constraint | Move
    controlled_by: tuple[str, ...]


Change = Edit | Irrevocable | Rule | Renounced | Adopted | Ingredient


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
    """The smallest changes of rankings: the first of `n_answers` states that need fewest swaps.

    `needed` has for each decision maker the fewest swaps of its own ranking without which none of the wanted states
    can hold for it, whatever the others want. `obstacles` as in `Findings`.
    """

    answers: tuple[RankingAnswer, ...]
    n_answers: int
    at_least: int
    needed: dict[str, int]
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
