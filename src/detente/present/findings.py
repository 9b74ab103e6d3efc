"""What was found out about a model, asked for in the same way whichever engine answered.

`ListedFindings` has a verdict for every state; `detente.present.unlisted.UnlistedFindings` has sets of states.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from detente.present.words.models import ListedModel, Model, S
from detente.stability.model import Concept, StabilityResult, Trace
from detente.stability.sets import ListedStates, States

_TRACED = 1 << 16


class Findings(Protocol[S]):
    """Who would stay where, under which concept.

    Attributes
    ----------
    concepts
        Those answered for all states.
    omitted
        Those asked for and not answered for all states, with the reason.
    unfinished
        Those of them that more time or memory would answer.
    engine, reason
        Which engine answered, and why it.
    """

    @property
    def model(self) -> Model[S]: ...

    @property
    def concepts(self) -> tuple[Concept, ...]: ...

    @property
    def omitted(self) -> Mapping[Concept, str]: ...

    @property
    def unfinished(self) -> tuple[Concept, ...]: ...

    @property
    def engine(self) -> str: ...

    @property
    def reason(self) -> str: ...

    def stable_for(self, concept: Concept, decision_maker: str) -> States[S]:
        """Return the states that are stable for one decision maker."""
        ...

    def equilibria(self, concept: Concept) -> States[S]:
        """Return the states that are stable for everybody."""
        ...

    def verdicts(self, state: S) -> Mapping[Concept, tuple[bool, ...]]:
        """Return for whom, in file order, a state is stable; also under concepts not answered for all states."""
        ...

    def trace(self, state: S, decision_maker: str, concept: Concept) -> Trace | None:
        """Explain a verdict; None where finding the reason takes long."""
        ...


@dataclass(frozen=True, eq=False, slots=True)
class ListedFindings:
    """A result with a verdict for every state."""

    result: StabilityResult

    @property
    def model(self) -> ListedModel:
        """What was analyzed."""
        return ListedModel(self.result.conflict)

    @property
    def concepts(self) -> tuple[Concept, ...]:
        """Those answered."""
        return tuple(self.result.stable)

    @property
    def omitted(self) -> Mapping[Concept, str]:
        """Those asked for and not answered, with the reason."""
        return self.result.omitted

    @property
    def unfinished(self) -> tuple[Concept, ...]:
        """None: all states are judged, or nothing is said."""
        return ()

    @property
    def engine(self) -> str:
        """Which engine answered."""
        return self.result.engine

    @property
    def reason(self) -> str:
        """Why it."""
        return self.result.reason

    def stable_for(self, concept: Concept, decision_maker: str) -> ListedStates:
        """Return the states that are stable for one decision maker."""
        conflict = self.result.conflict
        row = conflict.decision_makers.index(decision_maker)
        return ListedStates.marked(conflict, self.result.stable[concept][row])

    def equilibria(self, concept: Concept) -> ListedStates:
        """Return the states that are stable for everybody."""
        return ListedStates.marked(self.result.conflict, self.result.equilibria(concept))

    def verdicts(self, state: int) -> Mapping[Concept, tuple[bool, ...]]:
        """Return for whom, in file order, a state is stable."""
        return {concept: tuple(self.result.of_state(concept, state).tolist()) for concept in self.result.stable}

    def trace(self, state: int, decision_maker: str, concept: Concept) -> Trace | None:
        """Explain a verdict; None where the search would go through many states."""
        if self.result.conflict.n_states > _TRACED or concept is Concept.SIM:
            return None
        return self.model.explain(state, decision_maker, concept)
