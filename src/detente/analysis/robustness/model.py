"""The nouns of robustness: shares, margins, tipping assumptions, switches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from detente.analysis.conclusions import Topic
from detente.case.support import Assumption
from detente.conflict.model import Conflict
from detente.stability.model import Concept

_95_PERCENT = 1.959963984540054  # of the standard normal distribution, both tails


@dataclass(frozen=True, slots=True)
class Share:
    """In how many readings something is so. A share counts readings of the case; it is no probability.

    Attributes
    ----------
    count, of
        So many, of so many that were looked at.
    is_exact
        Whether these are all readings; otherwise they were drawn.
    """

    count: int
    of: int
    is_exact: bool

    @property
    def interval(self) -> tuple[float, float]:
        """Where the share of all readings lies: itself if exact, else Wilson's interval at 95 percent.

        >>> [round(end, 3) for end in Share(8, 10, False).interval], Share(8, 10, True).interval
        ([0.49, 0.943], (0.8, 0.8))
        """
        if self.is_exact:
            share = self.count / self.of
            return share, share
        n, z = self.of, _95_PERCENT
        middle = (self.count + z * z / 2) / (n + z * z)
        half = z * sqrt(self.count * (n - self.count) / n + z * z / 4) / (n + z * z)
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class PartyOrders:
    """How many orders of one decision maker's preferences there are, and how many differ in what they prefer.

    Orders that are too many to list are drawn reading by reading; how many differ is not known, and 1 stands there.
    """

    decision_maker: str
    n_orders: int
    n_distinct: int
    is_drawn: bool


@dataclass(frozen=True, eq=False, slots=True)
class Census:
    """In how many readings each state is an equilibrium and each outcome can hold.

    Attributes
    ----------
    conflict
        What was analyzed.
    swaps
        Exchanges of neighbours that a decision maker's order may be away from an admissible one.
    seed
        Of the random draws, where there were any.
    parties
        The orders considered.
    n_readings
        The product of their numbers.
    states
        By concept and state: the share of readings in which it is an equilibrium; those that are in some.
    outcomes
        By concept and named outcome: the share of readings in which it can hold.
    looked_at
        By concept: of how many readings the shares of states are.
    """

    conflict: Conflict
    swaps: int
    seed: int
    parties: tuple[PartyOrders, ...]
    n_readings: int
    states: Mapping[Concept, Mapping[str, Share]]
    outcomes: Mapping[Concept, Mapping[str, Share]]
    looked_at: Mapping[Concept, Share]


@dataclass(frozen=True, slots=True)
class Margin:
    """How far a decision maker's ranking is from one with which its verdict at a state would be the opposite.

    Attributes
    ----------
    state, decision_maker, concept
        Whose verdict.
    is_stable
        The verdict as it stands.
    fewest
        The fewest pairs of states that have to be compared differently; None if no ranking gives the opposite.
    at_most
        The same unless the search was cut: then the best found, None if none was.
    """

    state: str
    decision_maker: str
    concept: Concept
    is_stable: bool
    fewest: int | None
    at_most: int | None

    @property
    def is_exact(self) -> bool:
        """Whether the search was finished."""
        return self.fewest == self.at_most


@dataclass(frozen=True, slots=True)
class Exchange:
    """Two things of one decision maker's list that stand the other way round."""

    decision_maker: str
    upper: str
    lower: str


@dataclass(frozen=True, slots=True)
class ListMargin:
    """How many exchanges of neighbours, in the lists of preferences, turn a conclusion round.

    Attributes
    ----------
    topic
        What the conclusion is about.
    holds
        Whether it is true as the case stands.
    fewest
        Fewest exchanges of neighbours in all lists together; 0: an admissible order does; None: more than were tried.
    exchanged
        One way: what stands the other way round than written; by no means the only one.
    """

    topic: Topic
    holds: bool
    fewest: int | None
    exchanged: tuple[Exchange, ...]


class Act(StrEnum):
    """What is done with an assumption."""

    DROP = "drop"
    REVERSE = "reverse"


@dataclass(frozen=True, slots=True)
class Lever:
    """An assumption, and what is done with it."""

    act: Act
    assumption: Assumption


@dataclass(frozen=True, slots=True)
class Tipping:
    """A smallest set of assumptions that turns conclusions round, and which.

    Attributes
    ----------
    levers
        What is dropped or reversed, together; nothing smaller turns these conclusions round.
    turned
        The conclusions, with their truth as the case stands.
    """

    levers: tuple[Lever, ...]
    turned: tuple[tuple[Topic, bool], ...]


@dataclass(frozen=True, slots=True)
class Switch:
    """Statements that are left out together, and the conclusions that fall or appear.

    Attributes
    ----------
    kind
        ``support``, ``hedged``, ``voice``, ``source`` or ``statement``.
    name
        Which: for example the kind of support, or the id.
    dropped
        The statements.
    turned
        The conclusions that change, with their truth as the case stands; None: what is left is no sound model.
    """

    kind: str
    name: str
    dropped: tuple[str, ...]
    turned: tuple[tuple[Topic, bool], ...] | None


@dataclass(frozen=True, eq=False, slots=True)
class RobustnessResult:
    """How much of an answer depends on which assumption.

    Attributes
    ----------
    conflict
        What was analyzed.
    holds
        The conclusions as the case stands.
    census
        Shares of readings; None when there are more orders than can be listed, with `uncounted` saying so.
    uncounted
        Why there is no census.
    variants
        The same for the variants of the case, where asked for.
    margins
        Of the status quo and the equilibria, for every decision maker and NASH, GMR and SMR.
    list_margins
        Of every conclusion.
    exchanges_tried
        Up to how many exchanges of neighbours in all lists together.
    tipping
        Single assumptions first, then pairs.
    n_levers
        How many single changes were tried.
    n_pairs, pairs_tried
        How many pairs there are to try for the conclusions that no single change turns round, and whether they were;
        0 where there are no such conclusions.
    unsound
        How many of the changes tried leave no sound model.
    switches
        By kind.
    """

    conflict: Conflict
    holds: Mapping[Topic, bool]
    census: Census | None
    uncounted: str
    variants: tuple[Census, ...]
    margins: tuple[Margin, ...]
    list_margins: tuple[ListMargin, ...]
    exchanges_tried: int
    tipping: tuple[Tipping, ...]
    n_levers: int
    n_pairs: int
    pairs_tried: bool
    unsound: int
    switches: tuple[Switch, ...]
