"""States looked at through some of the options only.

What is said of d of the k options does not tell states apart that agree on these: it is worked out on the combinations
of the d options that feasible states have, at most ``2**d``, and then copied to the states.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from detente.conflict.model import BoolArray
from detente.conflict.space import Space, laid_out, number_states

_LOW = 18  # options whose combinations are looked at together
Value = TypeVar("Value", bound=np.generic)


def projected(space: Space, names: Collection[str]) -> Space:
    """Return the combinations of some options that feasible states have, as states of their own.

    Parameters
    ----------
    space
        In option form, with its combinations laid out and no states merged.
    names
        The options looked at.

    Examples
    --------
    >>> feasible = np.array([True, False, True, False, False, False, True, False])
    >>> projected(Space(("a.x", "a.y", "b.z"), {}, number_states(feasible, ())[0], 3), ["a.x", "b.z"]).state_of
    array([ 0, -1,  1, -1], dtype=int32)
    """
    options = tuple(name for name in space.options if name in names)
    if space.state_of is None:
        return Space(options, {}, None, 1 << len(options))
    parts = _Parts(space, options)
    occurs = np.zeros((1 << len(options) - parts.n_low, 1 << parts.n_low), dtype=np.bool_)
    for part in range(parts.number):
        found = parts.feasible(part)
        for bit in reversed(parts.ignored):
            halves = found.reshape(-1, 2, 1 << bit)
            found = (halves[:, 0] | halves[:, 1]).reshape(-1)
        occurs[parts.seen_as(part)] |= found
    state_of, n_states = number_states(occurs.reshape(-1), ())
    return Space(options, {}, state_of, n_states)


def lifted(space: Space, few: Space, values: NDArray[Value]) -> Iterator[tuple[slice, NDArray[Value]]]:
    """Yield the values of the states, some neighbouring states after others, from those that they are projected on.

    >>> list(lifted(Space(("a.x", "a.y"), {}, None, 4), Space(("a.y",), {}, None, 2), np.array([5, 7])))
    [(slice(0, 4, None), array([5, 5, 7, 7]))]
    """
    table: NDArray[Any] = values
    if few.state_of is not None:
        table = np.zeros(len(few.state_of), dtype=values.dtype)
        table[few.state_of >= 0] = values
    parts = _Parts(space, few.options)
    table = table.reshape(-1, *parts.shape)
    end = 0
    for part in range(parts.number):
        piece = laid_out(table[parts.seen_as(part)])
        if space.state_of is not None:
            piece = piece[parts.feasible(part)]
        start, end = end, end + len(piece)
        yield slice(start, end), piece


class _Parts:
    """The combinations, part after part: in each the last options are set, and the first take all settings."""

    def __init__(self, space: Space, options: Collection[str]) -> None:
        self.space = space
        self.low = min(len(space.options), _LOW)
        self.number = 1 << len(space.options) - self.low
        looked_at = [name in options for name in space.options]
        self.ignored = [j for j in range(self.low) if not looked_at[j]]
        self.n_low = self.low - len(self.ignored)
        self.shape = tuple(2 if seen else 1 for seen in reversed(looked_at[: self.low]))
        self.high = [j for j, seen in enumerate(looked_at[self.low :]) if seen]

    def feasible(self, part: int) -> BoolArray:
        """Return which combinations of a part are feasible."""
        if self.space.state_of is None:
            return np.ones(1 << self.low, dtype=np.bool_)
        return np.asarray(self.space.state_of[part << self.low : part + 1 << self.low] >= 0)

    def seen_as(self, part: int) -> int:
        """Return the number of a part among those that can be told apart by the options looked at."""
        return sum((part >> bit & 1) << position for position, bit in enumerate(self.high))
