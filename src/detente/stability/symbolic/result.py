"""The answer as sets: counted, searched and sampled without listing their states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from detente.logic import Formula
from detente.stability.model import Concept
from detente.stability.symbolic.diagrams import Diagram
from detente.stability.symbolic.model import SymbolicModel
from detente.stability.symbolic.states import StateSet


@dataclass(frozen=True, eq=False, slots=True)
class SymbolicResult:
    """Who would stay where, under which concept.

    Attributes
    ----------
    model
        What was analyzed.
    stable : mapping of Concept to one diagram a decision maker, in file order
    omitted : mapping of Concept to str
        Concepts that were asked for and could not be given, with the reason.
    """

    model: SymbolicModel
    stable: Mapping[Concept, tuple[Diagram, ...]]
    omitted: Mapping[Concept, str]
    engine: str = "symbolic"

    def states(self) -> StateSet:
        """Return all states."""
        return StateSet(self.model, self.model.feasible)

    def stable_for(self, concept: Concept, decision_maker: str) -> StateSet:
        """Return the states that are stable for one decision maker."""
        names = [party.name for party in self.model.parties]
        return StateSet(self.model, self.stable[concept][names.index(decision_maker)])

    def equilibria(self, concept: Concept) -> StateSet:
        """Return the states that are stable for everybody."""
        with self.model.diagrams.within_memory():
            return StateSet(self.model, self.model.feasible & self.model.diagrams.conjunction(self.stable[concept]))

    def is_ever_equilibrium(self, concept: Concept, pattern: Formula) -> bool:
        """Return whether some equilibrium matches a pattern."""
        return bool(self.equilibria(concept).where(pattern))
