"""Boolean functions of the options, as shared decision diagrams. The only module that imports oxidd.

Every option has two variables: what it is now (x) and what it is after a move (y), neighbours in the variable order.
A set of states is a function of the x; a relation is a function of x and of the y of one decision maker's options.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from detente.errors import LimitError, NotSupportedError

try:
    from oxidd.bcdd import BCDDFunction, BCDDManager, BCDDSubstitution
    from oxidd.util import BooleanOperator, DDMemoryError
except ImportError as missing:  # pragma: no cover (the extra is there wherever the tests run)
    raise NotSupportedError(
        "the symbolic engine needs an extra: pip install 'detente[symbolic]'; the explicit engine does without"
    ) from missing

Diagram = BCDDFunction

# product of the numbers of nodes from which on an operation is done in parts, and how often a part is split at most
_LARGE = 1 << 25
_MOST_SPLITS = 12
_MOST_WAITS = 1000

_BYTES_A_NODE = 40
_NODES_A_CACHE_ENTRY = 12
# the share of the nodes that what is in use never takes, so that what is established can still be asked about
_RESERVE = 0.2


@dataclass(frozen=True, slots=True)
class Budget:
    """What the engine may use before it gives up.

    Attributes
    ----------
    seconds : float
        Looked at between operations on diagrams; a single operation can take it some way over.
    memory : int
        Bytes for the nodes of the diagrams, a fifth of them kept for questions about what is established.
    """

    seconds: float = 60.0
    memory: int = 1 << 30


class Diagrams:
    """The diagrams over a number of options.

    Parameters
    ----------
    n_options
    order : sequence of int
        The options, the topmost variable first.
    budget

    Attributes
    ----------
    now, after : lists of diagrams
        Variable x, and variable y, of each option.
    """

    def __init__(self, n_options: int, order: Iterable[int], budget: Budget) -> None:
        self.n_options = n_options
        self.budget = budget
        self._end = time.monotonic() + budget.seconds
        self._capacity = max(1 << 12, budget.memory // _BYTES_A_NODE)
        self._tidy_at = self._capacity // 2
        # too small a cache costs far more than memory: operations do the same work again and again
        cache = 1 << (self._capacity // _NODES_A_CACHE_ENTRY).bit_length() - 1
        self._manager = BCDDManager(self._capacity, cache, 1)
        self._manager.add_vars(2 * n_options)
        self._manager.set_var_order([variable for option in order for variable in (2 * option, 2 * option + 1)])
        self.true, self.false = self._manager.true(), self._manager.false()
        self.now = [self._manager.var(2 * option) for option in range(n_options)]
        self.after = [self._manager.var(2 * option + 1) for option in range(n_options)]
        self._spare: list[Diagram] = []

    def restart(self) -> None:
        """Give the next question the whole time of the budget."""
        self._end = time.monotonic() + self.budget.seconds

    def check(self) -> None:
        """Raise `LimitError` when the time of the budget is over, or its memory is in use but for the reserve."""
        if time.monotonic() > self._end:
            raise LimitError(f"not done within {self.budget.seconds:g} s")
        self._make_room()
        if self._manager.approx_num_inner_nodes() > (1 - _RESERVE) * self._capacity:
            self._tidy()
            if self._manager.num_inner_nodes() > (1 - _RESERVE) * self._capacity:
                raise self._full()

    @contextmanager
    def within_memory(self) -> Iterator[None]:
        """Turn the end of the memory into a `LimitError`, and free what the interrupted work held."""
        try:
            yield
        except (DDMemoryError, LimitError) as stopped:
            # whoever keeps the error, or the frames that it came through, must not keep half-made diagrams
            traceback.clear_frames(stopped.__traceback__)
            self._tidy()
            if isinstance(stopped, LimitError):
                raise
            raise self._full() from None

    def _full(self) -> LimitError:
        return LimitError(f"not done within {self.budget.memory / (1 << 20):,.0f} MiB")

    def _make_room(self) -> None:
        """Free unused nodes in good time: the library does so in the background, and on a busy machine too late."""
        if self._manager.approx_num_inner_nodes() > self._tidy_at:
            self._tidy()

    def _tidy(self) -> None:
        # a call does nothing while the library tidies up in the background, which it begins when memory gets short
        done = 0
        for _ in range(_MOST_WAITS):
            before = self._manager.gc_count()
            self._manager.gc()
            done = done + 1 if self._manager.gc_count() > before else 0
            if done == 2:  # the first may have been counted for the background
                break
            if not done:
                time.sleep(0.001)
        self._tidy_at = (self._manager.num_inner_nodes() + self._capacity) // 2

    def conjunction(self, parts: Iterable[Diagram]) -> Diagram:
        """Return where all parts are true."""
        result = self.true
        for part in parts:
            result &= part
        return result

    def disjunction(self, parts: Iterable[Diagram]) -> Diagram:
        """Return where some part is true."""
        result = self.false
        for part in parts:
            result |= part
        return result

    def renaming(self, options: Iterable[int], *, to_after: bool) -> BCDDSubstitution:
        """Return the substitution of y for x, or of x for y, in some options."""
        if to_after:
            return Diagram.make_substitution([(2 * option, self.after[option]) for option in options])
        return Diagram.make_substitution([(2 * option + 1, self.now[option]) for option in options])

    def meet_in_parts(self, left: Diagram, right: Diagram, without: Diagram, splits: int = _MOST_SPLITS) -> Diagram:
        """Do what `meet` does, and look at the budget before, and between the parts of what is large.

        It is the one operation that can go on for minutes, and the library cannot be interrupted. A large one is split
        by the topmost variable.
        """
        self.check()
        levels = [level for level in (left.node_level(), right.node_level()) if level is not None]
        if not levels or not splits or left.node_count() * right.node_count() < _LARGE:
            return meet(left, right, without)
        top = min(levels)
        while (level := without.node_level()) is not None and level < top:
            without = _cofactors(without, level)[0]
        below = _cofactors(without, top)[0]
        high, low = (
            self.meet_in_parts(a, b, below, splits - 1)
            for a, b in zip(_cofactors(left, top), _cofactors(right, top), strict=True)
        )
        if without.node_level() == top:
            return high | low
        return self._manager.var(self._manager.level_to_var(top)).ite(high, low)

    def count(self, states: Diagram) -> int:
        """Return how many combinations of the options are in a set; exact, however large."""
        self._make_room()
        return states.sat_count(2 * self.n_options) >> self.n_options

    def count_over(self, function: Diagram, n_variables: int) -> int:
        """Return how many values of its variables, `n_variables` of any kind, make a function true; exact."""
        everything = self._manager.num_vars()
        return function.sat_count(everything) >> (everything - n_variables)

    def spare(self, number: int) -> list[Diagram]:
        """Return variables that belong to no option, at the end of the order; none where the number is not positive."""
        while len(self._spare) < number:
            (position,) = self._manager.add_vars(1)
            self._spare.append(self._manager.var(position))
        return self._spare[: max(0, number)]

    def has(self, states: Diagram, combination: int) -> bool:
        """Return whether a combination (bit j: option j is taken) is in a set."""
        return states.eval([(2 * option, combination >> option & 1 == 1) for option in range(self.n_options)])

    def some(self, states: Diagram) -> int:
        """Return a combination from a set that has one."""
        picked = states.pick_cube() or []
        return sum(1 << option for option in range(self.n_options) if picked[2 * option])

    def only(self, combination: int) -> Diagram:
        """Return the set of one combination."""
        self._make_room()
        return self.conjunction(
            variable if combination >> option & 1 else ~variable for option, variable in enumerate(self.now)
        )


def meet(left: Diagram, right: Diagram, without: Diagram) -> Diagram:
    """Return where both are true for some value of the variables in `without` (a conjunction of them)."""
    return left.apply_exists(BooleanOperator.AND, right, without)


def _cofactors(function: Diagram, level: int) -> tuple[Diagram, Diagram]:
    parts = function.cofactors() if function.node_level() == level else None
    return parts or (function, function)


class DiagramAlgebra:
    """The algebra of decision diagrams: an atom is a qualified option."""

    def __init__(self, diagrams: Diagrams, options: tuple[str, ...]) -> None:
        self.diagrams = diagrams
        self.position = {name: j for j, name in enumerate(options)}

    def atom(self, name: str) -> Diagram:
        """Return where an option is taken."""
        return self.diagrams.now[self.position[name]]

    def constant(self, value: bool) -> Diagram:
        """Return everything, or nothing."""
        return self.diagrams.true if value else self.diagrams.false

    def negation(self, part: Diagram) -> Diagram:
        """Return where `part` is false."""
        return ~part

    def conjunction(self, left: Diagram, right: Diagram) -> Diagram:
        """Return where both are true."""
        return left & right

    def disjunction(self, left: Diagram, right: Diagram) -> Diagram:
        """Return where either is true."""
        return left | right
