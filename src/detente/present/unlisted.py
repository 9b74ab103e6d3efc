"""Models and findings without a list of states, as words and documents need them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from detente.case.model import Case
from detente.errors import LimitError
from detente.logic import fold
from detente.present.words.states import Scene
from detente.stability.model import Concept, Trace
from detente.stability.symbolic import (
    Judge,
    State,
    StateSet,
    SymbolicModel,
    SymbolicResult,
    explain_symbolically,
    find_state,
    status_quo,
)
from detente.stability.symbolic.levels import Levels
from detente.stability.symbolic.local import OFFERED


@dataclass(frozen=True, eq=False)
class UnlistedModel:
    """A symbolic model."""

    symbolic: SymbolicModel
    variant: str = ""
    _met: dict[str, State] = field(default_factory=dict)
    _levels: dict[str, Levels] = field(default_factory=dict)

    @property
    def case(self) -> Case:
        """What was compiled."""
        return self.symbolic.case

    @property
    def n_states(self) -> int:
        """Number of feasible states."""
        return self.symbolic.n_states

    @cached_property
    def status_quo(self) -> State | None:
        """Where the dispute stands."""
        return status_quo(self.symbolic)

    @cached_property
    def judge(self) -> Judge:
        """Judges single states."""
        return Judge(self.symbolic)

    def find(self, text: str) -> State:
        """Find the state that a person means."""
        return find_state(self.symbolic, text)

    def named(self, name: str) -> State:
        """Return the state of an id; at once for one that a trace has come across."""
        if name not in self._met:
            self._met[name] = find_state(self.symbolic, name)
        return self._met[name]

    def scene(self, state: State) -> Scene:
        """Return what is done in a state."""
        return Scene(self.case, state.id, state.letters)

    def outcomes(self, state: State) -> tuple[str, ...]:
        """Return the named outcomes that hold in a state."""
        outcomes = self.case.outcomes.items()
        algebra = self.symbolic.algebra
        return tuple(
            name for name, outcome in outcomes if not (state.cells & ~fold(outcome.that.formula, algebra)).satisfiable()
        )

    def level(self, decision_maker: str, state: State) -> tuple[int, int]:
        """Return the preference level of a state, and how many levels there are."""
        if decision_maker not in self._levels:
            self.symbolic.diagrams.restart()
            self._levels[decision_maker] = Levels(self.symbolic, self.judge.position(decision_maker))
        levels = self._levels[decision_maker]
        return levels.of(state), levels.n_levels

    def everything(self) -> StateSet:
        """Return all states."""
        return StateSet(self.symbolic, self.symbolic.feasible)

    def merged(self) -> StateSet:
        """Return the states that stand for several combinations of options."""
        diagrams = self.symbolic.diagrams
        several = [cells for cells in self.symbolic.merged if diagrams.count(cells) > 1]
        return StateSet(self.symbolic, diagrams.disjunction(several))

    def improvements(self, decision_maker: str, state: State) -> StateSet:
        """Return the states that a decision maker can move to alone and prefers."""
        self.symbolic.diagrams.restart()
        i = self.judge.position(decision_maker)
        return StateSet(self.symbolic, self.judge.improvements.after(i, state.cells))

    def explain(self, state: State, decision_maker: str, concept: Concept) -> Trace:
        """Explain why a decision maker would stay at a state, or would not."""
        return explain_symbolically(self.judge, state, decision_maker, concept)


@dataclass(frozen=True, eq=False)
class UnlistedFindings:
    """A symbolic result.

    Attributes
    ----------
    result
    model
        Of the result.
    reason
        Why the symbolic engine.
    """

    result: SymbolicResult
    model: UnlistedModel
    reason: str

    @property
    def concepts(self) -> tuple[Concept, ...]:
        """Those answered for all states."""
        return tuple(self.result.stable)

    @property
    def omitted(self) -> Mapping[Concept, str]:
        """Those asked for and not answered for all states, with the reason."""
        return self.result.omitted

    @property
    def unfinished(self) -> tuple[Concept, ...]:
        """Those of them that more time or memory would answer."""
        return tuple(concept for concept in self.omitted if concept in OFFERED)

    @property
    def engine(self) -> str:
        """Which engine answered."""
        return self.result.engine

    def stable_for(self, concept: Concept, decision_maker: str) -> StateSet:
        """Return the states that are stable for one decision maker."""
        return self.result.stable_for(concept, decision_maker)

    def equilibria(self, concept: Concept) -> StateSet:
        """Return the states that are stable for everybody."""
        return self.result.equilibria(concept)

    def verdicts(self, state: State) -> Mapping[Concept, tuple[bool, ...]]:
        """Return for whom a state is stable; where time ran out for all states, this one is judged by itself."""
        parties = self.model.case.decision_makers
        found: dict[Concept, tuple[bool, ...]] = {}
        for concept in Concept:
            if concept in self.concepts:
                found[concept] = tuple(state in self.stable_for(concept, party) for party in parties)
            elif concept in self.omitted and concept in OFFERED:
                try:
                    found.update(self.model.judge.verdicts(state, [concept]))
                except LimitError:
                    continue
        return found

    def trace(self, state: State, decision_maker: str, concept: Concept) -> Trace | None:
        """Explain a verdict; None where the budget does not suffice."""
        try:
            return self.model.explain(state, decision_maker, concept)
        except LimitError:
            return None
