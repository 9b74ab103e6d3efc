"""What words and documents need of a compiled case, whether its states are listed or not.

`Model` says it; `ListedModel` has it of a `Conflict`, `detente.present.unlisted.UnlistedModel` of decision diagrams.
States are of whatever kind the model has them; what people read is made of `Scene`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np

from detente.case.model import Case
from detente.conflict.model import Conflict
from detente.conflict.navigate import find_state, improvements_from, outcomes_of
from detente.present.words.states import Scene, level_words, position, scene_of
from detente.stability.explain import explain_state
from detente.stability.model import Concept, Trace
from detente.stability.sets import ListedStates, States

S = TypeVar("S")


class Model(Protocol[S]):
    """A compiled case.

    Attributes
    ----------
    case
        With the variant applied, if any.
    variant
        Its name; empty for the case as it stands.
    n_states
    status_quo
        None if the case does not say.
    """

    @property
    def case(self) -> Case: ...

    @property
    def variant(self) -> str: ...

    @property
    def n_states(self) -> int: ...

    @property
    def status_quo(self) -> S | None: ...

    def find(self, text: str) -> S:
        """Find the state that a person means, as `detente.conflict.find_state` does."""
        ...

    def named(self, name: str) -> S:
        """Return the state of an id."""
        ...

    def scene(self, state: S) -> Scene:
        """Return what is done in a state."""
        ...

    def outcomes(self, state: S) -> tuple[str, ...]:
        """Return the named outcomes that hold in a state."""
        ...

    def level(self, decision_maker: str, state: S) -> tuple[int, int]:
        """Return the preference level of a state, 1 is worst, and how many levels there are."""
        ...

    def everything(self) -> States[S]:
        """Return all states."""
        ...

    def merged(self) -> States[S]:
        """Return the states that stand for several combinations of options."""
        ...

    def improvements(self, decision_maker: str, state: S) -> States[S]:
        """Return the states that a decision maker can move to alone and prefers."""
        ...

    def explain(self, state: S, decision_maker: str, concept: Concept) -> Trace:
        """Explain why a decision maker would stay at a state, or would not."""
        ...


@dataclass(frozen=True, eq=False, slots=True)
class ListedModel:
    """A conflict, whose states are positions."""

    conflict: Conflict

    @property
    def case(self) -> Case:
        """What was compiled."""
        return self.conflict.case

    @property
    def variant(self) -> str:
        """The variant applied."""
        return self.conflict.variant

    @property
    def n_states(self) -> int:
        """Number of feasible states."""
        return self.conflict.n_states

    @property
    def status_quo(self) -> int | None:
        """Where the dispute stands."""
        return self.conflict.status_quo

    def find(self, text: str) -> int:
        """Find the state that a person means."""
        return find_state(self.conflict, text)

    def named(self, name: str) -> int:
        """Return the state of an id."""
        return position(self.conflict, name)

    def scene(self, state: int) -> Scene:
        """Return what is done in a state."""
        return scene_of(self.conflict, state)

    def outcomes(self, state: int) -> tuple[str, ...]:
        """Return the named outcomes that hold in a state."""
        return outcomes_of(self.conflict, state)

    def level(self, decision_maker: str, state: int) -> tuple[int, int]:
        """Return the preference level of a state, and how many levels there are."""
        level = self.conflict.level[self._row(decision_maker)]
        return int(level[state]), int(level.max())

    def everything(self) -> ListedStates:
        """Return all states."""
        return ListedStates.marked(self.conflict, np.ones(self.conflict.n_states, dtype=np.bool_))

    def merged(self) -> ListedStates:
        """Return the states that stand for several combinations of options."""
        return ListedStates.marked(self.conflict, self.conflict.unfixed != 0)

    def improvements(self, decision_maker: str, state: int) -> ListedStates:
        """Return the states that a decision maker can move to alone and prefers."""
        mask = np.zeros(self.conflict.n_states, dtype=np.bool_)
        mask[improvements_from(self.conflict, self._row(decision_maker), state)] = True
        return ListedStates.marked(self.conflict, mask)

    def explain(self, state: int, decision_maker: str, concept: Concept) -> Trace:
        """Explain why a decision maker would stay at a state, or would not."""
        return explain_state(self.conflict, state, self._row(decision_maker), concept)

    def _row(self, decision_maker: str) -> int:
        return self.conflict.decision_makers.index(decision_maker)


def place_in(model: Model[S], decision_maker: str, state: S) -> str:
    """Say where a decision maker ranks a state: "2nd of 9"."""
    return level_words(*model.level(decision_maker, state), model.n_states)


def id_of(model: Model[S], state: S) -> str:
    """Return the id of a state."""
    return model.scene(state).id
