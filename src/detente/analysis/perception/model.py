"""The nouns of the analysis of perceptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from detente.case.model import Perception
from detente.conflict.model import Conflict
from detente.stability.model import Concept, Departure, Step


class Turn(StrEnum):
    """What a false belief about answers does at a state."""

    FALSE_DETERRENCE = "false deterrence"
    FAILED_DETERRENCE = "failed deterrence"


@dataclass(frozen=True, slots=True)
class Rest:
    """Where a course ends, and the shortest story that leads there.

    Attributes
    ----------
    state
    steps
        Movers, and the states they move to; empty where the course begins.
    unseen_by
        Who does not see the state, and stays for that.
    """

    state: str
    steps: tuple[Step, ...]
    unseen_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlook:
    """What follows from a state under a concept: where it comes to rest, and whether it always does.

    Attributes
    ----------
    rests
        In the order they are reached.
    endless
        Whether it can also go on without end.
    is_cut
        Whether it was given up, because it passes through too many states.
    """

    rests: tuple[Rest, ...]
    endless: bool
    is_cut: bool

    @property
    def states(self) -> tuple[str, ...]:
        """The states in which it rests."""
        return tuple(rest.state for rest in self.rests)


@dataclass(frozen=True, slots=True)
class HyperEquilibrium:
    """A state that every party would not leave, each in its own game.

    Attributes
    ----------
    state
    expected_by, unexpected_by
        The parties in whose own game it is an equilibrium, and the others.
    steady
        Whether it is an equilibrium, too, once all perceptions are corrected.
    """

    state: str
    expected_by: tuple[str, ...]
    unexpected_by: tuple[str, ...]
    steady: bool

    @property
    def mutually_expected(self) -> bool:
        """Whether everybody expects it."""
        return not self.unexpected_by


@dataclass(frozen=True, slots=True)
class Surprise:
    """How what follows differs from what one party expects to follow.

    Attributes
    ----------
    party
    comes
        Rests it does not expect.
    fails_to_come
        Rests it expects that do not come about.
    """

    party: str
    comes: tuple[str, ...]
    fails_to_come: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deterrence:
    """A state at which a party's own game and the dispute in fact disagree about what deters one of its moves.

    Attributes
    ----------
    party, state, to
        Who could move from where to where.
    turn
        False deterrence: it stays, deterred by an answer that would not come in fact. Failed deterrence: it would
        leave, though an answer would come in fact.
    believed, in_fact
        The move in its own game and in fact, each with the answer that deters it or with all that do not. A move that
        is an improvement in one of the two only is None in the other.
    missing
        False deterrence: the first step of the believed answer that its mover would not, or could not, make in fact.
        Failed deterrence: the first step of the answer in fact that is not believed. None where all steps are shared,
        and it is the end that is judged differently.
    """

    party: str
    state: str
    to: str
    turn: Turn
    believed: Departure | None
    in_fact: Departure | None
    missing: Step | None


@dataclass(frozen=True, slots=True)
class UnseenMove:
    """A move that is there in fact and that somebody cannot see coming.

    Attributes
    ----------
    mover, state, to
    leads_outside
        Whether it leads to a state that the party does not perceive; otherwise it looks like no move at all.
    """

    mover: str
    state: str
    to: str
    leads_outside: bool


@dataclass(frozen=True, eq=False, slots=True)
class PartyView:
    """How one party sees the dispute.

    Attributes
    ----------
    party
    beliefs
        Ids of the perceptions it holds.
    knows
        Ids of the perceptions of others that it knows of.
    n_states
        How many states its own game has.
    unperceived
        States that look like none of its game.
    differs
        By concept: the states where its verdict in its own game is not its verdict in fact: it stays though in fact it
        would leave, and it leaves though in fact it would stay. Unperceived states are not counted.
    expects
        By concept: the equilibria of its own game (of the games it believes others to play, where it knows of
        perceptions).
    outlook
        By concept: what it expects to follow from the status quo. Empty without a status quo, or where it does not
        see it.
    unseen_moves
        From the states of interest: moves of others that it cannot see coming.
    n_unseen_moves
        How many there are from all states.
    """

    party: str
    beliefs: tuple[str, ...]
    knows: tuple[str, ...]
    n_states: int
    unperceived: tuple[str, ...]
    differs: Mapping[Concept, tuple[tuple[str, ...], tuple[str, ...]]]
    expects: Mapping[Concept, tuple[str, ...]]
    outlook: Mapping[Concept, Outlook]
    unseen_moves: tuple[UnseenMove, ...]
    n_unseen_moves: int


class Idle(StrEnum):
    """Why correcting a belief changes nothing."""

    SAME_ORDER = "same order"
    SAME_IMPROVEMENTS = "same improvements"
    NO_VERDICT_TURNS = "no verdict turns"
    CONCEPT_IS_BLIND = "concept is blind"


@dataclass(frozen=True, eq=False, slots=True)
class Correction:
    """What changes when one belief is corrected and all others stay.

    Attributes
    ----------
    perception
    verdicts
        By concept: how many states its holder judges otherwise.
    gained, lost
        By concept: hypergame equilibria that only the corrected, or only the uncorrected case has.
    expects_more, expects_less
        By concept: equilibria of its holder's own game, likewise.
    outlook, expected
        By concept: what then follows from the status quo, and what its holder then expects to follow.
    idle
        By concept: why none of the above changes; None where something does.
    """

    perception: Perception
    verdicts: Mapping[Concept, int]
    gained: Mapping[Concept, tuple[str, ...]]
    lost: Mapping[Concept, tuple[str, ...]]
    expects_more: Mapping[Concept, tuple[str, ...]]
    expects_less: Mapping[Concept, tuple[str, ...]]
    outlook: Mapping[Concept, Outlook]
    expected: Mapping[Concept, Outlook]
    idle: Mapping[Concept, Idle | None]


@dataclass(frozen=True, eq=False, slots=True)
class PerceptionResult:
    """What each party believes, what it expects, and what follows when all act on what they believe.

    Attributes
    ----------
    conflict
        The dispute in fact, as the case has it.
    concepts
        What was asked for, in the order of `Concept`.
    views
        Every party's, in file order.
    equilibria
        By concept: the hypergame equilibria.
    in_fact
        By concept: the equilibria when nobody is mistaken.
    outlook, outlook_in_fact
        By concept: what follows from the status quo when all act on what they believe, and when nobody is mistaken.
        Empty without a status quo.
    surprises
        By concept: of every party for which what follows differs from what it expects to follow.
    deterrence
        By concept: at the states of interest.
    corrections
        For every perception, in file order.
    of_interest
        The states looked at in detail: the status quo, where the courses rest, hypergame equilibria, what is expected;
        cut.
    """

    conflict: Conflict
    concepts: tuple[Concept, ...]
    views: tuple[PartyView, ...]
    equilibria: Mapping[Concept, tuple[HyperEquilibrium, ...]]
    in_fact: Mapping[Concept, tuple[str, ...]]
    outlook: Mapping[Concept, Outlook]
    outlook_in_fact: Mapping[Concept, Outlook]
    surprises: Mapping[Concept, tuple[Surprise, ...]]
    deterrence: Mapping[Concept, tuple[Deterrence, ...]]
    corrections: tuple[Correction, ...]
    of_interest: tuple[str, ...]

    @property
    def perceptions(self) -> tuple[Perception, ...]:
        """The perceptions of the case, in file order."""
        return self.conflict.case.perceptions
