"""The nouns of the analysis of influence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from detente.case.model import Condition, Hedge, Influence
from detente.case.support import Support
from detente.conflict.model import Conflict
from detente.stability.model import Concept, Step


@dataclass(frozen=True, slots=True)
class Rest:
    """Where it comes to rest from the status quo, and the shortest story that leads there."""

    state: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds while some influences act and the others do not.

    Attributes
    ----------
    acting
        Ids of the influences that act (where their option is taken), in file order.
    equilibria
    projected
        The same without the options that influences go through: the options taken besides these, each set once.
    rests
        Where it comes to rest from the status quo; empty without a status quo.
    never_decides
        Influences among the acting that decide nowhere, because a later one always acts as well.
    """

    acting: tuple[str, ...]
    equilibria: tuple[str, ...]
    projected: tuple[tuple[str, ...], ...]
    rests: tuple[Rest, ...]
    never_decides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Backing:
    """What an influence rests on, as coded.

    Attributes
    ----------
    influence
        Its id.
    statements, sources
        Ids.
    support, hedge
        Of the firmest statement.
    inferred
        Whether some of the statements are the writer's inference or the analyst's step.
    """

    influence: str
    statements: tuple[str, ...]
    sources: tuple[str, ...]
    support: Support
    hedge: Hedge
    inferred: bool


class Extent(StrEnum):
    """In how many of some states something is done."""

    ALL = "all"
    SOME = "some"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ChainLink:
    """A link of a chain.

    Attributes
    ----------
    influence
        Its id.
    taken
        In how many equilibria of the chain its option is taken; None for an influence without one, or where nothing
        is an equilibrium.
    """

    influence: str
    taken: Extent | None


@dataclass(frozen=True, slots=True)
class Chain:
    """Influences of which each is by the party that the one before is on.

    Attributes
    ----------
    links
    together
        What holds while just these act.
    adds
        Whether that is neither what holds without any influence nor what holds with the last link alone.
    thinnest
        The links with the thinnest support, as coded.
    """

    links: tuple[ChainLink, ...]
    together: Setting
    adds: bool
    thinnest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """One preference statement that moves from one list to the other.

    Attributes
    ----------
    condition
    before, after
        Its place, from 1, in the list without the influence and in the influenced one; None where it is not there.
    """

    condition: Condition
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Tipping:
    """The fewest statements that have to shift.

    Attributes
    ----------
    sets
        Every smallest set; empty if none was found.
    searched
        All sets up to this size were tried.
    is_complete
        Whether that is every set there is, so that `sets` being empty means that nothing tips.
    """

    sets: tuple[tuple[Shift, ...], ...]
    searched: int
    is_complete: bool


@dataclass(frozen=True, slots=True)
class Threshold:
    """How much of an influence it takes, all others aside.

    Attributes
    ----------
    influence
        Its id.
    shifts
        All statements in which the two lists differ.
    departs
        The fewest shifts from the list without the influence after which the equilibria are no longer those without it.
    returns
        The fewest shifts back from the influenced list after which the equilibria are no longer those with it.
    reason
        Why there is no answer; empty if there is.
    """

    influence: str
    shifts: tuple[Shift, ...]
    departs: Tipping | None
    returns: Tipping | None
    reason: str = ""


class ReadingKind(StrEnum):
    """How the party addressed may take what is done, or not done."""

    INFLUENCED = "as the influence has it"
    OWN = "as what it wants has it"
    SIGN = "as a sign of what the other wants"
    BELIEF = "as it believes"
    UNNOTICED = "not at all"
    VARIANT = "as in a variant"


class Change(StrEnum):
    """How states compare with where it stands, for one party."""

    BETTER = "better"
    SAME = "the same"
    WORSE = "worse"
    MIXED = "better or worse"
    OPEN = "no rest"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to take an act, or its absence.

    Attributes
    ----------
    kind
    of
        Id of the influence, of the perceptions, or of the variant that it is taken from; empty for the others.
    """

    kind: ReadingKind
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What follows from an act, or from its absence, when it is read in one way.

    Attributes
    ----------
    acted
        Whether the act is done.
    reading
    responses
        Where the party addressed would move, what it likes best first; empty if it would do nothing.
    leads_to
        Where it comes to rest.
    expected
        Where the party addressed expects it to come to rest.
    for_actor
        Those rests in the actor's eyes, compared with where it stands.
    """

    acted: bool
    reading: Reading
    responses: tuple[str, ...]
    leads_to: tuple[str, ...]
    expected: tuple[str, ...]
    for_actor: Change


@dataclass(frozen=True, slots=True)
class Response:
    """One thing that the party addressed can do about an act.

    Attributes
    ----------
    to
        Where it leads at once; the start itself for doing nothing.
    for_actor
        That state in the actor's eyes, compared with where it stands.
    by_reading
        For each reading of the act: how the party addressed likes it, compared with doing nothing.
    """

    to: str
    for_actor: Change
    by_reading: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Signal:
    """An act that changes minds only: readings and responses.

    Attributes
    ----------
    option
        The act.
    actor, addressed
        Who acts, and whose mind it is to change.
    undone, done
        Where it stands without the act, and with it.
    taken
        What follows, by reading.
    responses
        Doing nothing, and every change of one option by the party addressed, against the readings of the act.
    """

    option: str
    actor: str
    addressed: str
    undone: str
    done: str
    taken: tuple[Taken, ...]
    responses: tuple[Response, ...]

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The readings of the act, in the order of `Response.by_reading`."""
        return tuple(row.reading for row in self.taken if row.acted)


@dataclass(frozen=True, eq=False, slots=True)
class InfluenceResult:
    """What holds with and without each influence.

    Attributes
    ----------
    conflict
    concept
        Under which everything here is an equilibrium, or deterred.
    as_coded
        What holds in the case as it stands, each party wanting what the case says it wants.
    without
        While no influence acts.
    alone
        By influence: while it alone acts.
    everything
        While all act.
    all_but
        By influence: while all others act.
    pivots
        The smallest groups of influences without which the equilibria are not those with all of them.
    pivots_searched
        All groups up to this size were tried.
    chains
    backing
        By influence.
    thinnest
        Of the influences in `pivots`, those with the thinnest support, as coded.
    thresholds
    signals
    material
        Options that influences go through and that also change what is possible, so that no table of readings is made.
    """

    conflict: Conflict
    concept: Concept
    as_coded: Setting
    without: Setting
    alone: Mapping[str, Setting]
    everything: Setting
    all_but: Mapping[str, Setting]
    pivots: tuple[tuple[str, ...], ...]
    pivots_searched: int
    chains: tuple[Chain, ...]
    backing: Mapping[str, Backing]
    thinnest: tuple[str, ...]
    thresholds: tuple[Threshold, ...]
    signals: tuple[Signal, ...]
    material: tuple[str, ...]

    @property
    def influences(self) -> tuple[Influence, ...]:
        """The influences of the case, in file order."""
        return self.conflict.case.influences
