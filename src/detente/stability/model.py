"""The nouns of stability: concepts, verdicts, proof traces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from detente.conflict.model import BoolArray, Conflict
from detente.stability.packed import PackedVerdicts


class Concept(StrEnum):
    """A stability concept: what a decision maker expects when it thinks of leaving a state."""

    NASH = "nash"
    GMR = "gmr"
    SMR = "smr"
    SEQ = "seq"
    SSEQ = "sseq"  # symmetric sequential; never printed as a bare "SSEQ"
    SIM = "sim"


@dataclass(frozen=True, eq=False, slots=True)
class StabilityResult:
    """Who would stay where, under which concept.

    Attributes
    ----------
    conflict
        What was analyzed.
    stable : mapping of Concept to bool array, shape (n, m)
        ``stable[concept][i, s]``: state s is stable for decision maker i. Of many million states they are kept in
        bits, and unpacked when a concept is looked at.
    omitted : mapping of Concept to str
        Concepts that were asked for and could not be given, with the reason.
    engine : str
        Name of the engine that answered.
    reason : str
        Why that engine.
    """

    conflict: Conflict
    stable: Mapping[Concept, BoolArray]
    omitted: Mapping[Concept, str]
    engine: str
    reason: str = ""

    def equilibria(self, concept: Concept) -> BoolArray:
        """Return the states that are stable for everybody, bool array of shape (m,)."""
        if isinstance(self.stable, PackedVerdicts):
            return self.stable.for_everybody(concept)
        return np.asarray(self.stable[concept].all(axis=0), dtype=np.bool_)

    def of_state(self, concept: Concept, state: int) -> BoolArray:
        """Return for whom one state is stable, bool array of shape (n,)."""
        if isinstance(self.stable, PackedVerdicts):
            return self.stable.of_state(concept, state)
        return self.stable[concept][:, state]


class Comparison(StrEnum):
    """How the end of a reply compares with the state a decision maker would leave, in its own eyes."""

    LESS = "less preferred"
    EQUAL = "equally preferred"
    SAME = "the state it left"
    MORE = "more preferred"
    INFEASIBLE = "not feasible"

    @property
    def no_better(self) -> bool:
        """Whether the end leaves the decision maker no better off."""
        return self in (Comparison.LESS, Comparison.EQUAL, Comparison.SAME)


@dataclass(frozen=True, slots=True)
class Step:
    """One move in a trace: who moves, and the state that results.

    In a simultaneous reply each opponent moves from the state that is left: `state` is where its own move alone
    would lead.
    """

    mover: str
    state: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What opponents can do after an improvement, and why that deters or does not.

    Attributes
    ----------
    steps
        A legal sequence by the opponents, from the improvement to `state`: nobody moves twice in a row. In a
        simultaneous reply, one improvement of each opponent that takes part, all from the state that is left.
    state
        Where it ends; empty when simultaneous moves together give no feasible state.
    compared
        The end compared with the state the decision maker would leave. Only an end that is less or equally
        preferred, or the very state it left, can deter.
    countermove
        For concepts with a countermove, when the end alone would deter: a move of the decision maker from the end
        to a state better than the one it left; then the reply does not deter. None when there is no such move.
    simultaneous
        Whether the opponents move at the same moment as the decision maker (SIM), rather than one after another.
    """

    steps: tuple[Step, ...]
    state: str
    compared: Comparison
    countermove: str | None = None
    simultaneous: bool = False

    @property
    def deters(self) -> bool:
        """Whether the decision maker would rather have stayed."""
        return self.compared.no_better and self.countermove is None


@dataclass(frozen=True, slots=True)
class Departure:
    """One improvement that a decision maker could make.

    Attributes
    ----------
    to
        The improvement.
    deterred_by
        The shortest reply that deters it; None when nothing does.
    undeterring
        When nothing deters it: every state the opponents could bring about, each with the reason why it does not.
        Cut at 50; `n_replies` has the full number.
    n_replies
        When nothing deters it: how many states (of simultaneous replies: how many combinations of moves) the
        concept lets the opponents bring about; 0 for NASH, which considers no reply. None when something deters
        it: the search ends there.
    """

    to: str
    deterred_by: Reply | None
    undeterring: tuple[Reply, ...]
    n_replies: int | None


@dataclass(frozen=True, slots=True)
class Trace:
    """Why a state is, or is not, stable for a decision maker under a concept."""

    state: str
    decision_maker: str
    concept: Concept
    stable: bool
    departures: tuple[Departure, ...]
