r"""One state: for whom is it stable, without the answer for all the others.

The preference of decision maker i at state s is then a constant, so the ends that deter it,
:math:`Z = \{u : u \preceq_i s\}` (less those with a countermove), are one set instead of one a preference level. They
are traced back through the opponents' moves until every improvement of i from s is among the states found, or nothing
is added any more. This is the threshold of `detente.stability.symbolic.thresholds` for one threshold only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from detente.errors import NotSupportedError
from detente.stability.model import Concept
from detente.stability.symbolic.diagrams import Diagram
from detente.stability.symbolic.model import SymbolicModel
from detente.stability.symbolic.moves import Moves
from detente.stability.symbolic.paths import Paths
from detente.stability.symbolic.preferences import greater
from detente.stability.symbolic.states import State
from detente.stability.symbolic.thresholds import Question, lead_back

OFFERED = (Concept.NASH, Concept.GMR, Concept.SMR, Concept.SEQ, Concept.SSEQ)


class Judge:
    """Answers about single states of a model; what answers have in common is computed once.

    Parameters
    ----------
    model
        Every question may take the whole time of its budget.
    """

    def __init__(self, model: SymbolicModel) -> None:
        self.model = model

    @cached_property
    def moves(self) -> Moves:
        """Moves of everybody, faster where staying does not matter."""
        return Moves(self.model, improvements=False)

    @cached_property
    def proper_moves(self) -> Moves:
        """Moves of everybody, each to another state."""
        return Moves(self.model, improvements=False, staying=False)

    @cached_property
    def improvements(self) -> Moves:
        """Moves of everybody to states that the mover prefers."""
        return Moves(self.model, improvements=True)

    @cached_property
    def move_paths(self) -> Paths:
        """Where moves lead from single states."""
        return Paths(self.proper_moves)

    @cached_property
    def improvement_paths(self) -> Paths:
        """Where improvements lead from single states."""
        return Paths(self.improvements)

    def position(self, decision_maker: str) -> int:
        """Return the position of a decision maker."""
        return [party.name for party in self.model.parties].index(decision_maker)

    def verdicts(self, state: State, concepts: Iterable[Concept]) -> dict[Concept, tuple[bool, ...]]:
        """Return for each concept whether each decision maker, in file order, would stay.

        Raises
        ------
        NotSupportedError
            SIM.
        LimitError
            One verdict took the whole budget.
        """
        everybody = range(len(self.model.parties))
        return {concept: tuple(self.is_stable(state, i, concept) for i in everybody) for concept in concepts}

    def is_stable(self, state: State, i: int, concept: Concept) -> bool:
        """Return whether decision maker number i would stay at a state."""
        self.model.diagrams.restart()
        with self.model.diagrams.within_memory():
            view = View(self, state, i, concept)
            if concept is Concept.NASH or not view.departures.satisfiable():
                return not view.departures.satisfiable()
            return any(
                not (view.departures & ~found).satisfiable() for found in lead_back(view.question, view.deterring)
            )


@dataclass(frozen=True, eq=False)
class View:
    """A state as decision maker i sees it, expecting what a concept says."""

    judge: Judge
    state: State
    i: int
    concept: Concept

    def __post_init__(self) -> None:
        """Refuse what cannot be answered."""
        if self.concept not in OFFERED:
            raise NotSupportedError(
                "SIM adds up moves made at the same moment, state by state; the explicit engine offers it for small "
                "cases"
            )

    @cached_property
    def question(self) -> Question:
        """The same question for any state."""
        judge = self.judge
        replies = judge.improvements if self.concept in (Concept.SEQ, Concept.SSEQ) else judge.moves
        countermove = self.concept in (Concept.SMR, Concept.SSEQ)
        return Question(judge.model, self.i, judge.improvements, judge.moves, replies, countermove)

    @cached_property
    def better(self) -> Diagram:
        """The states that i prefers to this one."""
        model = self.judge.model
        return model.feasible & greater(model.diagrams, model.parties[self.i].bits, self._level)

    @cached_property
    def alike(self) -> Diagram:
        """The combinations that i likes as much as this one."""
        model = self.judge.model
        pairs = zip(model.parties[self.i].bits, self._level, strict=True)
        return model.diagrams.conjunction(~(bit ^ here) for bit, here in pairs)

    @cached_property
    def _level(self) -> list[Diagram]:
        diagrams, bits = self.judge.model.diagrams, self.judge.model.parties[self.i].bits
        return [diagrams.true if diagrams.has(bit, self.state.combination) else diagrams.false for bit in bits]

    @cached_property
    def departures(self) -> Diagram:
        """The improvements of i from this state."""
        return self.judge.improvements.after(self.i, self.state.cells)

    @cached_property
    def deterring(self) -> Diagram:
        """The ends that deter i from leaving."""
        return self.question.deterring(self.judge.model.feasible & ~self.better)
