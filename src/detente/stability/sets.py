"""Sets of states, asked the same questions whether their states are listed or not.

`ListedStates` has a list of all states to look at; `detente.stability.symbolic.StateSet` has none. What is drawn by lot
depends on the number of states and on the seed only, so that both draw the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import Protocol, Self, TypeVar

import numpy as np

from detente.conflict.model import BoolArray, Conflict, IntArray
from detente.conflict.navigate import holding
from detente.logic import Formula
from detente.stability.packed import Bits

S = TypeVar("S")
_AT_A_TIME = 1 << 20


class States(Protocol[S]):
    """A set of states."""

    def count(self) -> int:
        """Return how many there are; exact."""
        ...

    def first(self, n: int) -> tuple[S, ...]:
        """Return the first n in the order of states, or as many as there are."""
        ...

    def sample(self, n: int, *, seed: int) -> tuple[S, ...]:
        """Return n different ones drawn evenly, or all, in the order of states; the same for a seed."""
        ...

    def where(self, pattern: Formula) -> Self:
        """Return those in which a formula holds."""
        ...

    def best_for(self, decision_maker: str) -> Self:
        """Return those that a decision maker likes best."""
        ...

    def __contains__(self, state: S) -> bool: ...

    def __iter__(self) -> Iterator[S]: ...

    def __bool__(self) -> bool: ...

    def __and__(self, other: Self) -> Self: ...

    def __or__(self, other: Self) -> Self: ...

    def __sub__(self, other: Self) -> Self: ...


@dataclass(frozen=True, eq=False, slots=True)
class ListedStates:
    """A set of the states of a conflict: bit s of `bits`, the lowest first, says whether state s is in it.

    An eighth of a byte a state: what is said of a result takes a dozen sets, and there may be 2^28 states.

    >>> from detente.case import load_case
    >>> from detente.conflict import build_conflict
    >>> conflict = build_conflict(load_case("elmira"))
    >>> states = ListedStates.marked(conflict, np.ones(9, dtype=np.bool_))
    >>> states.best_for("ministry").first(2), states.sample(3, seed=1)
    ((6,), (1, 2, 4))
    """

    conflict: Conflict
    bits: Bits

    @classmethod
    def marked(cls, conflict: Conflict, mask: BoolArray) -> ListedStates:
        """Return the states at which a mask, bool array of shape (m,), is true."""
        return cls(conflict, np.packbits(mask, bitorder="little"))

    def count(self) -> int:
        """Return how many states there are."""
        return sum(int(np.bitwise_count(part).sum(dtype=np.int64)) for _, part in self._parts())

    def first(self, n: int) -> tuple[int, ...]:
        """Return the first n states, or as many as there are."""
        return tuple(islice(self, n))

    def sample(self, n: int, *, seed: int) -> tuple[int, ...]:
        """Return n different states drawn evenly, or all there are, in their order; the same for a seed."""
        wanted, before = np.array(drawn(self.count(), n, seed), dtype=np.int64), 0
        found: list[int] = []
        for first, part in self._parts():
            here = _positions(part)
            begin, end = np.searchsorted(wanted, (before, before + len(here)))
            found += (here[wanted[begin:end] - before] + first).tolist()
            before += len(here)
        return tuple(found)

    def where(self, pattern: Formula) -> ListedStates:
        """Return those in which a formula holds; in a merged state, in each of its combinations."""
        return self & ListedStates.marked(self.conflict, holding(self.conflict, pattern))

    def best_for(self, decision_maker: str) -> ListedStates:
        """Return those that a decision maker likes best: one preference level, perhaps many states."""
        level = self.conflict.level[self.conflict.decision_makers.index(decision_maker)]
        best = max((level[_positions(part) + first].max() for first, part in self._parts() if part.any()), default=0)
        return self & ListedStates.marked(self.conflict, level == best)

    def __contains__(self, state: int) -> bool:
        """Return whether a state is in the set."""
        return bool(self.bits[state // 8] >> state % 8 & 1)

    def __iter__(self) -> Iterator[int]:
        """Yield the states in their order."""
        for first, part in self._parts():
            yield from (_positions(part) + first).tolist()

    def __bool__(self) -> bool:
        """Return whether there is any."""
        return bool(self.bits.any())

    def __and__(self, other: ListedStates) -> ListedStates:
        """Return the states in both."""
        return ListedStates(self.conflict, self.bits & other.bits)

    def __or__(self, other: ListedStates) -> ListedStates:
        """Return the states in either."""
        return ListedStates(self.conflict, self.bits | other.bits)

    def __sub__(self, other: ListedStates) -> ListedStates:
        """Return the states that are not in the other."""
        return ListedStates(self.conflict, self.bits & ~other.bits)

    def _parts(self) -> Iterator[tuple[int, Bits]]:
        """Yield the bits part after part, each with the first state it is about: the positions of all take memory."""
        for first in range(0, len(self.bits), _AT_A_TIME // 8):
            yield 8 * first, self.bits[first : first + _AT_A_TIME // 8]


def _positions(bits: Bits) -> IntArray:
    return np.flatnonzero(np.unpackbits(bits, bitorder="little"))


def drawn(size: int, n: int, seed: int) -> list[int]:
    """Return n different positions below `size`, or all, ascending.

    >>> drawn(1000, 3, seed=1), drawn(2, 3, seed=1)
    ([137, 582, 867], [0, 1])
    """
    if n >= size:
        return list(range(size))
    random = Random(seed)  # noqa: S311 (no secrets here)
    positions: set[int] = set()
    while len(positions) < n:
        positions.add(random.randrange(size))
    return sorted(positions)
