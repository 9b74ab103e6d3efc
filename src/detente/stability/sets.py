"""Sets of states, asked the same questions whether their states are listed or not.

`ListedStates` has a list of all states to look at; `detente.stability.symbolic.StateSet` has none. What is drawn by lot
depends on the number of states and on the seed only, so that both draw the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Protocol, Self, TypeVar

import numpy as np

from detente.conflict.model import BoolArray, Conflict
from detente.conflict.navigate import holding
from detente.logic import Formula

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
    """A set of the states of a conflict: `mask` says of each whether it is in it.

    >>> from detente.case import load_case
    >>> from detente.conflict import build_conflict
    >>> conflict = build_conflict(load_case("elmira"))
    >>> states = ListedStates(conflict, np.ones(9, dtype=np.bool_))
    >>> states.best_for("ministry").first(2), states.sample(3, seed=1)
    ((6,), (1, 2, 4))
    """

    conflict: Conflict
    mask: BoolArray

    def count(self) -> int:
        """Return how many states there are."""
        return int(np.count_nonzero(self.mask))

    def first(self, n: int) -> tuple[int, ...]:
        """Return the first n states, or as many as there are."""
        return tuple(first_of(self.mask, n))

    def sample(self, n: int, *, seed: int) -> tuple[int, ...]:
        """Return n different states drawn evenly, or all there are, in their order; the same for a seed."""
        found = np.flatnonzero(self.mask)
        return tuple(int(found[position]) for position in drawn(len(found), n, seed))

    def where(self, pattern: Formula) -> ListedStates:
        """Return those in which a formula holds; in a merged state, in each of its combinations."""
        return ListedStates(self.conflict, self.mask & holding(self.conflict, pattern))

    def best_for(self, decision_maker: str) -> ListedStates:
        """Return those that a decision maker likes best: one preference level, perhaps many states."""
        if not self:
            return self
        level = self.conflict.level[self.conflict.decision_makers.index(decision_maker)]
        return ListedStates(self.conflict, self.mask & (level == level[self.mask].max()))

    def __contains__(self, state: int) -> bool:
        """Return whether a state is in the set."""
        return bool(self.mask[state])

    def __iter__(self) -> Iterator[int]:
        """Yield the states in their order."""
        return iter(np.flatnonzero(self.mask).tolist())

    def __bool__(self) -> bool:
        """Return whether there is any."""
        return bool(self.mask.any())

    def __and__(self, other: ListedStates) -> ListedStates:
        """Return the states in both."""
        return ListedStates(self.conflict, self.mask & other.mask)

    def __or__(self, other: ListedStates) -> ListedStates:
        """Return the states in either."""
        return ListedStates(self.conflict, self.mask | other.mask)

    def __sub__(self, other: ListedStates) -> ListedStates:
        """Return the states that are not in the other."""
        return ListedStates(self.conflict, self.mask & ~other.mask)


def first_of(mask: BoolArray, n: int) -> list[int]:
    """Return the first n positions at which a mask is true, or as many as there are.

    >>> first_of(np.array([False, True, True]), 1)
    [1]
    """
    found: list[int] = []
    for first in range(0, len(mask), _AT_A_TIME):  # the positions of all can take eight times what the mask does
        if len(found) >= n:
            break
        found += (np.flatnonzero(mask[first : first + _AT_A_TIME]) + first)[: n - len(found)].tolist()
    return found


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
