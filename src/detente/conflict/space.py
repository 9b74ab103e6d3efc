r"""The states, and where a formula holds.

A *cell* is one combination of the options (its number has bit :math:`j` set when option :math:`j` is taken) or, in
graph form, one listed state. A *state* is a feasible cell, or a class of feasible cells that the case declares
indistinguishable. A formula holds in a merged state when it holds in every one of its cells; it is possible there
when it holds in some (the existential rule: Fang, Hipel, Kilgour, Peng 2003, on coalescing indistinguishable states).

Truth tables are Boolean arrays of shape ``(2,) * k`` in which the axes of options that a formula does not mention
have length one: a formula on three options costs eight cells, whatever k is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from detente.case.model import Case
from detente.conflict.listed import ListedIndex
from detente.conflict.model import BitsArray, BoolArray, Conflict, IndexArray, IntArray
from detente.logic import Formula, fold

MANY = 1 << 20  # states above which arrays are as narrow as they can be
_RUN_BITS = 12  # a run of so many cells is copied at once
_PART_BITS = 18  # cells looked at together, where all of them would take much memory
Value = TypeVar("Value", bound=np.generic)


class _Tables:
    """What algebras of truth tables have in common, whatever the tables are over."""

    def negation(self, part: BoolArray) -> BoolArray:
        """Return where `part` is false."""
        return np.asarray(~part)

    def conjunction(self, left: BoolArray, right: BoolArray) -> BoolArray:
        """Return where both are true."""
        return np.asarray(left & right)

    def disjunction(self, left: BoolArray, right: BoolArray) -> BoolArray:
        """Return where either is true."""
        return np.asarray(left | right)


class OptionTables(_Tables):
    """The algebra of truth tables over combinations of options.

    The last option comes first among the axes, so that C order is the order of the combinations' numbers.

    >>> from detente.logic import And, Atom, Not
    >>> tables = OptionTables(("a.x", "a.y"))
    >>> fold(And((Atom("a.x"), Not(Atom("a.y")))), tables).reshape(-1)
    array([False,  True, False, False])
    """

    def __init__(self, options: tuple[str, ...]) -> None:
        self.k = len(options)
        self.axis = {name: self.k - 1 - j for j, name in enumerate(options)}

    def atom(self, name: str) -> BoolArray:
        """Return where an option is taken."""
        shape = [1] * self.k
        shape[self.axis[name]] = 2
        return np.array([False, True]).reshape(shape)

    def constant(self, value: bool) -> BoolArray:
        """Return a table that is true, or false, everywhere."""
        return np.full((1,) * self.k, value)


class PartTables(OptionTables):
    """The algebra of truth tables over the combinations of the first options, the others being set as they are.

    >>> from detente.logic import And, Atom, Not
    >>> tables = PartTables(("a.x", "a.y", "a.z"), 2, 1)
    >>> fold(And((Atom("a.x"), Atom("a.z"))), tables).reshape(-1)
    array([False,  True])
    """

    def __init__(self, options: tuple[str, ...], low: int, part: int) -> None:
        super().__init__(options[:low])
        self.set_to = {name: bool(part >> j & 1) for j, name in enumerate(options[low:])}

    def atom(self, name: str) -> BoolArray:
        """Return where an option is taken."""
        return self.constant(self.set_to[name]) if name in self.set_to else super().atom(name)


class NamedTables(_Tables):
    """The algebra of truth tables over the listed states of graph form: an atom is a state's name."""

    def __init__(self, position: Mapping[str, int]) -> None:
        self.size = len(position)
        self.position = position

    def atom(self, name: str) -> BoolArray:
        """Return the one state of that name."""
        table = np.zeros(self.size, dtype=np.bool_)
        table[self.position[name]] = True
        return table

    def constant(self, value: bool) -> BoolArray:
        """Return a table that is true, or false, everywhere."""
        return np.full(self.size, value)


class ListTables(_Tables):
    """The algebra of truth tables over a list of combinations.

    >>> from detente.logic import And, Atom, Not
    >>> fold(And((Atom("a.x"), Not(Atom("a.y")))), ListTables(("a.x", "a.y"), np.array([1, 2, 3])))
    array([ True, False, False])
    """

    def __init__(self, options: tuple[str, ...], cells: IntArray) -> None:
        self.cells = cells
        self.position = {name: j for j, name in enumerate(options)}

    def atom(self, name: str) -> BoolArray:
        """Return where an option is taken."""
        return np.asarray(self.cells >> self.position[name] & 1, dtype=np.bool_)

    def constant(self, value: bool) -> BoolArray:
        """Return a table that is true, or false, everywhere."""
        return np.full(len(self.cells), value)


@dataclass(frozen=True, eq=False, slots=True)
class Space:
    """The cells of a case and the states they belong to.

    Attributes
    ----------
    options : tuple of str
        Qualified; empty in graph form.
    listed : mapping of str to int
        Graph form: the states as listed, with their cells. Empty in option form.
    state_of : int32 array, shape (cells,), or None
        The state a cell belongs to, -1 if infeasible; None when every cell is a state of its own.
    n_states : int
    cells : int64 array, shape (m,), or None
        Where the cube of all combinations is too large: the feasible ones, ascending. They are the cells, each a
        state, and a cell's number is its position here.
    merges : bool
        Whether states are declared to be merged; where not, feasible cells and states have the same order.
    """

    options: tuple[str, ...]
    listed: Mapping[str, int]
    state_of: IndexArray | None
    n_states: int
    cells: IntArray | None = None
    merges: bool = False

    @property
    def n_cells(self) -> int:
        """Number of combinations, or of listed states."""
        if self.cells is not None:
            return len(self.cells)
        return len(self.listed) if self.listed else 1 << len(self.options)


def space_of(conflict: Conflict) -> Space:
    """Return the space of a compiled conflict."""
    if isinstance(conflict.state_of, ListedIndex):
        return Space(conflict.options, {}, None, conflict.n_states, conflict.state_of.cells)
    if conflict.is_from_arrays:
        return Space((), {}, None, conflict.n_states, np.arange(conflict.n_states))
    merges = bool(conflict.case.indistinguishable)
    return Space(conflict.options, _listed(conflict.case), conflict.state_of, conflict.n_states, merges=merges)


def free_space(case: Case) -> Space:
    """Return the space of a case before constraints and merging: every cell a state."""
    listed = _listed(case)
    return Space(case.options, listed, None, len(listed) if listed else 1 << len(case.options))


def _listed(case: Case) -> dict[str, int]:
    return {name: cell for cell, name in enumerate(case.states)}


def true_cells(space: Space, formula: Formula) -> BoolArray:
    """Return in which cells a formula is true, bool array of shape (cells,)."""
    if space.listed:
        return fold(formula, NamedTables(space.listed))
    if space.cells is not None:
        return fold(formula, ListTables(space.options, space.cells))
    return laid_out(fold(formula, OptionTables(space.options)))


def laid_out(table: NDArray[Value]) -> NDArray[Value]:
    """Return by cell a table that has an axis for each option, the last option's first, of length 2 or 1."""
    # in two steps: the second copies runs of 2**low cells, where one step would copy cells one by one
    low = min(table.ndim, _RUN_BITS)
    high = table.shape[: table.ndim - low]
    runs = np.broadcast_to(table, (*high, *(2,) * low)).reshape(*high, 1 << low)
    return np.broadcast_to(runs, (*(2,) * len(high), 1 << low)).reshape(-1)


def holds(space: Space, formula: Formula) -> BoolArray:
    """Return in which states a formula holds (in each of the state's cells), bool array of shape (m,)."""
    table = true_cells(space, formula)
    if space.state_of is None:
        return table
    feasible = space.state_of >= 0
    if not space.merges:
        return table[feasible]
    result = np.ones(space.n_states, dtype=np.bool_)
    result[space.state_of[~table & feasible]] = False
    return result


def holds_by_part(space: Space, formulas: Sequence[Formula]) -> Iterator[tuple[slice, list[BoolArray]]]:
    """Yield where formulas hold, for some neighbouring states after others: all at once would take much memory."""
    k = len(space.options)
    if space.listed or space.merges or space.cells is not None or k <= _PART_BITS:
        yield slice(0, space.n_states), [holds(space, formula) for formula in formulas]
        return
    end = 0
    for part in range(1 << k - _PART_BITS):
        algebra = PartTables(space.options, _PART_BITS, part)
        tables = [laid_out(fold(formula, algebra)) for formula in formulas]
        if space.state_of is not None:
            feasible = space.state_of[part << _PART_BITS : part + 1 << _PART_BITS] >= 0
            tables = [table[feasible] for table in tables]
        start, end = end, end + (len(tables[0]) if tables else 0)
        yield slice(start, end), tables


def possible(space: Space, formula: Formula) -> BoolArray:
    """Return in which states a formula is true for at least one of the state's cells, bool array of shape (m,)."""
    table = true_cells(space, formula)
    if space.state_of is None:
        return table
    feasible = space.state_of >= 0
    if not space.merges:
        return table[feasible]
    result = np.zeros(space.n_states, dtype=np.bool_)
    result[space.state_of[table & feasible]] = True
    return result


def number_states(feasible: BoolArray, merged: tuple[BoolArray, ...]) -> tuple[IndexArray | None, int]:
    """Give states their numbers: ordinary ones in the order of their cells, then the merged ones as listed.

    Parameters
    ----------
    feasible : bool array, shape (cells,)
    merged : tuple of bool arrays, shape (cells,)
        The classes, without a common feasible cell. A class with no feasible cell makes no state.

    Returns
    -------
    state_of : int32 array, shape (cells,), or None
        As in `Space`.
    n_states : int

    Examples
    --------
    >>> number_states(np.array([True, True, False, True]), (np.array([True, False, False, True]),))
    (array([ 1,  0, -1,  1], dtype=int32), 2)
    """
    if not merged and feasible.all():
        return None, len(feasible)
    ordinary = feasible.copy() if merged else feasible
    for table in merged:
        ordinary &= ~table
    state_of = np.empty(len(feasible), dtype=np.int32)
    n_states = 0
    for first in range(0, len(feasible), 1 << _PART_BITS):
        part = slice(first, first + (1 << _PART_BITS))
        numbers = np.cumsum(ordinary[part], dtype=np.int32, out=state_of[part])
        numbers += n_states - 1
        n_states = int(numbers[-1]) + 1
        numbers[~ordinary[part]] = -1
    for table in merged:
        cells = table & feasible
        if cells.any():
            state_of[cells] = n_states
            n_states += 1
    return state_of, n_states


def representatives(space: Space) -> tuple[BitsArray, BitsArray]:
    """Return for each state its smallest combination, and the options that its cells do not agree on.

    Returns
    -------
    combination, unfixed : unsigned arrays, shape (m,)
        Bit masks; zero in graph form. `unfixed` takes no memory where no state is merged.
    """
    none_unfixed = np.broadcast_to(np.uint64(0), (space.n_states,))
    if space.listed:
        return none_unfixed, none_unfixed
    bits = np.uint32 if space.n_states > MANY and len(space.options) <= 32 else np.uint64
    if space.cells is not None:
        return space.cells.astype(bits), none_unfixed
    if space.state_of is None:
        return np.arange(space.n_states, dtype=bits), none_unfixed
    if not space.merges:
        return _feasible_by_part(space.state_of, space.n_states, bits), none_unfixed
    cells = feasible_cells(space)
    owner = owners(space, cells)
    combination = np.zeros(space.n_states, dtype=np.uint64)
    combination[owner[::-1]] = cells[::-1]  # the last assignment wins: the smallest cell
    if len(cells) == space.n_states:
        return combination, none_unfixed
    unfixed = np.zeros(space.n_states, dtype=np.uint64)
    np.bitwise_or.at(unfixed, owner, cells.astype(np.uint64) ^ combination[owner])
    return combination, unfixed


def _feasible_by_part(state_of: IndexArray, n_states: int, bits: type[np.unsignedinteger[Any]]) -> BitsArray:
    combination = np.empty(n_states, dtype=bits)
    end = 0
    for first in range(0, len(state_of), 1 << _PART_BITS):
        cells = np.flatnonzero(state_of[first : first + (1 << _PART_BITS)] >= 0)
        start, end = end, end + len(cells)
        combination[start:end] = cells + first
    return combination


def owners(space: Space, cells: IntArray) -> IntArray:
    """Return the states that cells belong to."""
    return cells if space.state_of is None else space.state_of[cells].astype(np.int64)


def feasible_cells(space: Space) -> IntArray:
    """Return the feasible cells, ascending."""
    if space.state_of is None:
        return np.arange(space.n_cells)
    return np.flatnonzero(space.state_of >= 0)
