r"""Sets of states that are not listed, and names for states that have no place in a list.

The order of states is that of the explicit engine: ordinary ones by the binary number whose lowest bit is the first
option, then the merged ones as listed in the file. The position of a state in that order needs no list
(`detente.stability.symbolic.listing`). A state's id is ``s`` and that position, the
same as the explicit engine's, however many digits it has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from detente.errors import UnknownNameError
from detente.logic import Formula
from detente.stability.sets import drawn
from detente.stability.symbolic.diagrams import Diagram
from detente.stability.symbolic.listing import Listing
from detente.stability.symbolic.model import SymbolicModel
from detente.stability.symbolic.preferences import holding


class State:
    """One state, picked from a set. What it is asked for is found out then.

    Parameters
    ----------
    model
    combination : int
        Bit j: option j is taken. Of a merged state, the smallest of its combinations.
    merged : diagram or None
        Of a merged state, all its combinations.
    """

    def __init__(self, model: SymbolicModel, combination: int, merged: Diagram | None = None) -> None:
        self._model = model
        self._merged = merged
        self.combination = combination

    @cached_property
    def id(self) -> str:
        """``s`` and its number."""
        model = self._model
        if self._merged is None:
            return f"s{model.listing.below(self.combination) + 1}"
        return f"s{model.n_states - len(model.merged) + model.merged.index(self._merged) + 1}"

    @cached_property
    def cells(self) -> Diagram:
        """All its combinations: one, unless it is merged."""
        return self._model.diagrams.only(self.combination) if self._merged is None else self._merged

    @cached_property
    def letters(self) -> str:
        """For each option in file order: Y taken, N not taken, - not fixed by a merged state."""
        if self._merged is None:
            return _letters(self._model, self.combination)
        now, cells = self._model.diagrams.now, self._merged
        may = [((cells & taken).satisfiable(), (cells & ~taken).satisfiable()) for taken in now]
        return "".join("-" if taken and dropped else "Y" if taken else "N" for taken, dropped in may)


@dataclass(frozen=True, eq=False, slots=True)
class StateSet:
    """A set of states of a model; holds all or none of the combinations of a merged state."""

    model: SymbolicModel
    cells: Diagram

    def count(self) -> int:
        """Return how many states there are; exact."""
        ordinary = self.model.diagrams.count(self._ordinary())
        return ordinary + len(self._merged())

    def __bool__(self) -> bool:
        """Return whether there is any."""
        return self.cells.satisfiable()

    def __contains__(self, state: State) -> bool:
        """Return whether a state is in the set."""
        return self.model.diagrams.has(self.cells, state.combination)

    def __eq__(self, other: object) -> bool:
        """Return whether two sets of the same model have the same states."""
        return isinstance(other, StateSet) and self.model is other.model and self.cells == other.cells

    __hash__ = None  # type: ignore[assignment]

    def __and__(self, other: StateSet) -> StateSet:
        """Return the states in both."""
        with self.model.diagrams.within_memory():
            return StateSet(self.model, self.cells & other.cells)

    def __or__(self, other: StateSet) -> StateSet:
        """Return the states in either."""
        with self.model.diagrams.within_memory():
            return StateSet(self.model, self.cells | other.cells)

    def __sub__(self, other: StateSet) -> StateSet:
        """Return the states that are not in the other."""
        with self.model.diagrams.within_memory():
            return StateSet(self.model, self.cells & ~other.cells)

    def where(self, pattern: Formula) -> StateSet:
        """Return those in which a formula holds; in a merged state, in each of its combinations."""
        with self.model.diagrams.within_memory():
            return StateSet(self.model, self.cells & holding(self.model.algebra, self.model.merged, pattern))

    def best_for(self, decision_maker: str) -> StateSet:
        """Return those that a decision maker likes best: one preference level, perhaps many states."""
        party = next(party for party in self.model.parties if party.name == decision_maker)
        cells = self.cells
        for bit in party.bits:
            if (cells & bit).satisfiable():
                cells &= bit
        return StateSet(self.model, cells)

    def first(self, n: int) -> tuple[State, ...]:
        """Return the first n states in the order of states, or as many as there are."""
        return tuple(islice(self, n))

    def sample(self, n: int, *, seed: int) -> tuple[State, ...]:
        """Return n different states drawn evenly, or all there are, in the order of states; the same for a seed."""
        find = self._finder()
        return tuple(map(find, drawn(self.count(), n, seed)))

    def at(self, position: int) -> State:
        """Return the state at a position, from 0, in the order of states.

        Raises
        ------
        IndexError
            There are not so many.
        """
        return self._finder()(position)

    def _finder(self) -> Callable[[int], State]:
        """Return what finds the state at a position, faster with every one."""
        ordinary, merged = self._ordinary(), self._merged()
        size = self.model.diagrams.count(ordinary)
        listing = Listing(self.model.diagrams, ordinary)

        def find(position: int) -> State:
            if position < 0:
                raise IndexError(position)
            if position < size:
                return State(self.model, listing.at(position))
            return _merged_state(self.model, merged[position - size])

        return find

    def __iter__(self) -> Iterator[State]:
        """Yield the states in their order."""
        yield from (State(self.model, cell) for cell in Listing(self.model.diagrams, self._ordinary()))
        yield from (_merged_state(self.model, cells) for cells in self._merged())

    def _ordinary(self) -> Diagram:
        cells = self.cells
        for merged in self.model.merged:
            cells &= ~merged
        return cells

    def _merged(self) -> tuple[Diagram, ...]:
        return tuple(merged for merged in self.model.merged if (merged & self.cells).satisfiable())


def state_of(model: SymbolicModel, combination: int) -> State:
    """Return the state that a combination of the options belongs to.

    Raises
    ------
    UnknownNameError
        The combination is not feasible.
    """
    diagrams = model.diagrams
    if not diagrams.has(model.feasible, combination):
        raise UnknownNameError("feasible state", _letters(model, combination), ())
    for merged in model.merged:
        if diagrams.has(merged, combination):
            return _merged_state(model, merged)
    return State(model, combination)


def _letters(model: SymbolicModel, combination: int) -> str:
    return "".join("Y" if combination >> option & 1 else "N" for option in range(model.diagrams.n_options))


def _merged_state(model: SymbolicModel, cells: Diagram) -> State:
    return State(model, next(iter(Listing(model.diagrams, cells))), cells)
