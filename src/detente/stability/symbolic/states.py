r"""Sets of states that are not listed, and names for states that have no place in a list.

The order of states is that of the explicit engine: ordinary ones by the binary number whose lowest bit is the first
option, then the merged ones as listed in the file. The position of a state in that order needs no list: it is the
number of feasible combinations below it, counted one option at a time. A state's id is ``s`` and that position, the
same as the explicit engine's, however many digits it has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from detente.errors import UnknownNameError
from detente.logic import Formula
from detente.stability.sets import drawn
from detente.stability.symbolic.diagrams import Diagram
from detente.stability.symbolic.model import SymbolicModel
from detente.stability.symbolic.preferences import holding


@dataclass(frozen=True, eq=False, slots=True)
class State:
    """One state, picked from a set.

    Attributes
    ----------
    id
        ``s`` and its number.
    combination : int
        Bit j: option j is taken. Of a merged state, the smallest of its combinations.
    cells : diagram
        All its combinations: one, unless it is merged.
    letters
        For each option in file order: Y taken, N not taken, - not fixed by a merged state.
    """

    id: str
    combination: int
    cells: Diagram
    letters: str


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
        return tuple(self.at(position) for position in drawn(self.count(), n, seed))

    def at(self, position: int) -> State:
        """Return the state at a position, from 0, in the order of states.

        Raises
        ------
        IndexError
            There are not so many.
        """
        diagrams = self.model.diagrams
        left = self._ordinary()
        size = diagrams.count(left)
        if position < 0:
            raise IndexError(position)
        if position >= size:
            return _merged_state(self.model, self._merged()[position - size])
        for option in reversed(range(diagrams.n_options)):
            if size == 1:
                break
            without = left & ~diagrams.now[option]
            fewer = diagrams.count(without)
            if position < fewer:
                left, size = without, fewer
            else:
                left, size, position = left & diagrams.now[option], size - fewer, position - fewer
        return _ordinary_state(self.model, diagrams.some(left))

    def __iter__(self) -> Iterator[State]:
        """Yield the states in their order."""
        yield from map(self._state, self._combinations(self._ordinary(), self.model.diagrams.n_options))
        yield from (_merged_state(self.model, cells) for cells in self._merged())

    def _state(self, combination: int) -> State:
        return _ordinary_state(self.model, combination)

    def _combinations(self, left: Diagram, n_open: int) -> Iterator[int]:
        """Yield the combinations in a set that agree in all but the first `n_open` options, in order."""
        if not left.satisfiable():
            return
        if not n_open:
            yield self.model.diagrams.some(left)
            return
        taken = self.model.diagrams.now[n_open - 1]
        yield from self._combinations(left & ~taken, n_open - 1)
        yield from self._combinations(left & taken, n_open - 1)

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
    return _ordinary_state(model, combination)


def _ordinary_state(model: SymbolicModel, combination: int) -> State:
    diagrams = model.diagrams
    below, same = 0, model.feasible & ~diagrams.disjunction(model.merged)
    for option in reversed(range(diagrams.n_options)):
        if combination >> option & 1:
            below += diagrams.count(same & ~diagrams.now[option])
            same &= diagrams.now[option]
        else:
            same &= ~diagrams.now[option]
    return State(f"s{below + 1}", combination, diagrams.only(combination), _letters(model, combination))


def _letters(model: SymbolicModel, combination: int) -> str:
    return "".join("Y" if combination >> option & 1 else "N" for option in range(model.diagrams.n_options))


def _merged_state(model: SymbolicModel, cells: Diagram) -> State:
    diagrams = model.diagrams
    smallest, letters = 0, ""
    left = cells
    for option in reversed(range(diagrams.n_options)):
        taken, dropped = (cells & diagrams.now[option]).satisfiable(), (cells & ~diagrams.now[option]).satisfiable()
        letters = ("-" if taken and dropped else "Y" if taken else "N") + letters
        without = left & ~diagrams.now[option]
        if without.satisfiable():
            left = without
        else:
            left &= diagrams.now[option]
            smallest |= 1 << option
    number = model.n_states - len(model.merged) + model.merged.index(cells) + 1
    return State(f"s{number}", smallest, cells, letters)
