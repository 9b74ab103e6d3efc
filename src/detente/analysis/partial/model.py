"""The nouns of partial and graded preference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from detente.conflict.model import Conflict
from detente.stability.model import Concept

EXTENDED = (Concept.NASH, Concept.GMR, Concept.SMR, Concept.SEQ)
"""The concepts that the four extensions are published for."""


class Extension(StrEnum):
    """What a decision maker does about unknown comparisons (Li, Hipel, Kilgour, Fang 2004)."""

    A = "a"  # tempted by what may be better; deterred only by what is surely no better
    B = "b"  # tempted only by what is surely better; deterred only by what is surely no better
    C = "c"  # tempted by what may be better; deterred by what may be no better
    D = "d"  # tempted only by what is surely better; deterred by what may be no better

    @property
    def tempts(self) -> bool:
        """Whether a state that may be better tempts."""
        return self in (Extension.A, Extension.C)

    @property
    def deters(self) -> bool:
        """Whether a state that may be better, and may be worse, deters."""
        return self in (Extension.C, Extension.D)


@dataclass(frozen=True, slots=True)
class Settled:
    """Under one concept, the states by whether they are equilibria whatever the unknown comparisons turn out to be.

    Attributes
    ----------
    certain
        In every admissible reading.
    possible
        In some and not in others.
    impossible
        In none.
    unsettled
        Not told apart by what was computed.
    n_readings
        How many readings that rests on; 0: the extensions decide, whatever their number.
    """

    certain: tuple[str, ...]
    possible: tuple[str, ...]
    impossible: tuple[str, ...]
    unsettled: tuple[str, ...]
    n_readings: int


@dataclass(frozen=True, slots=True)
class Strength:
    """Under one concept and for one decision maker, the stable states that are not stable by themselves (NASH).

    Attributes
    ----------
    strong
        Every improvement is deterred by something strongly less preferred.
    weak
        Stable, but not so.
    """

    strong: tuple[str, ...]
    weak: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Something to find out about one decision maker.

    Attributes
    ----------
    decision_maker
        Whom to ask about.
    first, second
        Two preference statements as written, of which one may come before the other, or two states.
    about_states
        Whether they are states.
    if_first, if_second
        How many open verdicts are settled when the first, or the second, comes before the other. A verdict is a state
        under a concept: whether it is an equilibrium.
    """

    decision_maker: str
    first: str
    second: str
    about_states: bool
    if_first: int
    if_second: int

    @property
    def at_least(self) -> int:
        """How many verdicts the answer settles, whichever it is."""
        return min(self.if_first, self.if_second)


@dataclass(frozen=True, eq=False, slots=True)
class PartialResult:
    """What holds although comparisons are unknown, and how firmly sanctions deter.

    Attributes
    ----------
    conflict
        What was analyzed.
    unknown
        For each decision maker, how many pairs of states it is unknown how it compares.
    strong
        For each decision maker, how many pairs of states it compares strongly.
    equilibria
        By extension and concept: the states that are stable for everybody.
    stable
        By extension, concept and decision maker.
    settled
        By concept.
    strength
        By concept (without NASH) and decision maker, under extension b; empty if nothing is preferred strongly.
    n_open
        How many verdicts are open: states under a concept that are possible equilibria.
    questions
        What to find out next, what settles most first.
    questions_cover
        The concepts that the questions count verdicts of.
    unasked
        Why there are no questions, though something is open; empty otherwise.
    """

    conflict: Conflict
    unknown: Mapping[str, int]
    strong: Mapping[str, int]
    equilibria: Mapping[Extension, Mapping[Concept, tuple[str, ...]]]
    stable: Mapping[Extension, Mapping[Concept, Mapping[str, tuple[str, ...]]]]
    settled: Mapping[Concept, Settled]
    strength: Mapping[Concept, Mapping[str, Strength]]
    n_open: int
    questions: tuple[Question, ...]
    questions_cover: tuple[Concept, ...]
    unasked: str
