r"""The nearest ranking with some comparisons turned round.

A ranking is a weak order. The distance between two is the number of pairs of states that they compare differently:
for rankings without ties, Kendall's number of swaps of neighbours. A pair that was tied and is so no longer counts one,
and *no new ties are made*: a decision maker that tells two states apart is never taken to be indifferent, because an
equilibrium that hangs on indifference made for the purpose would say little.

Only the states named in the comparisons, the *ends*, have to change places. Given the order of the ends, every other
state does best for itself in some place among them, and a state ranked higher never does better in a lower place than
one ranked lower, so the others keep their order. The search therefore goes over the orders of the ends and, by a
recursion from the best level to the worst, over the places of whole classes of others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from detente.conflict.model import LevelArray

Comparison = tuple[int, int]  # the first state is preferred to the second
MOST_ENDS = 6


@dataclass(frozen=True, eq=False, slots=True)
class Order:
    """A ranking and how many pairs it compares differently from the one it came from."""

    level: LevelArray
    swaps: int


def nearest_order(level: LevelArray, required: Sequence[Comparison]) -> Order | None:
    """Return a nearest ranking in which some comparisons hold.

    Of several, one in which as many states as possible stay below the states that are to be preferred: for a single
    comparison, its first state rises and all others keep their order.

    Parameters
    ----------
    level : int array, shape (m,)
    required
        Of at most `MOST_ENDS` states in all.

    Returns
    -------
    Order or None
        None if the comparisons contradict each other.

    Cost
    ----
    Of the order of the weak orders of the ends (without new ties, at most 720), times the square of their number.

    Examples
    --------
    >>> order = nearest_order(np.array([1, 2, 3, 4]), [(0, 2)])
    >>> order.swaps, order.level.tolist()
    (2, [3, 1, 2, 4])
    """
    ends = sorted({state for pair in required for state in pair})
    if not ends:
        return Order(level, 0)
    classes = _classes(level, ends)
    best: tuple[int, list[tuple[int, ...]], list[int]] | None = None
    for blocks in _arrangements(level, tuple(ends), tuple(required)):
        swaps = _turned(level, blocks)
        if best is not None and swaps >= best[0]:
            continue
        rest, places = _place(level, blocks, classes)
        if best is None or swaps + rest < best[0]:
            best = (swaps + rest, blocks, places)
    if best is None:
        return None
    return Order(_levels(level, best[1], classes, best[2]), best[0])


@dataclass(frozen=True, eq=False, slots=True)
class _Class:
    """Other states that compare alike with every end: `low` and `high` are the levels they are of."""

    high: int
    low: int
    count: int


def _classes(level: LevelArray, ends: Sequence[int]) -> list[_Class]:
    """Cut the other states into classes, best first."""
    others = np.ones(len(level), dtype=np.bool_)
    others[list(ends)] = False
    values = level[others]
    bounds = sorted({int(level[e]) for e in ends}, reverse=True)
    classes = []
    above = int(level.max(initial=0)) + 1
    for bound in bounds:
        classes.append(_Class(above - 1, bound + 1, int(((values > bound) & (values < above)).sum())))
        classes.append(_Class(bound, bound, int((values == bound).sum())))
        above = bound
    classes.append(_Class(above - 1, 0, int((values < above).sum())))
    return [part for part in classes if part.count]


def _arrangements(
    level: LevelArray, ends: tuple[int, ...], required: tuple[Comparison, ...]
) -> Iterator[list[tuple[int, ...]]]:
    """Yield the weak orders of the ends, best block first, that meet the comparisons and make no new tie."""
    if not ends:
        yield []
        return
    below = {b for a, b in required if a in ends}
    free = [e for e in ends if e not in below]
    for size in range(1, len(free) + 1):
        for block in combinations(free, size):
            if len({int(level[e]) for e in block}) > 1:
                continue
            rest = tuple(e for e in ends if e not in block)
            yield from ([block, *after] for after in _arrangements(level, rest, required))


def _turned(level: LevelArray, blocks: Sequence[tuple[int, ...]]) -> int:
    return sum(
        int(level[lower] >= level[upper])
        for position, block in enumerate(blocks)
        for upper in block
        for after in blocks[position + 1 :]
        for lower in after
    )


def _place(level: LevelArray, blocks: Sequence[tuple[int, ...]], classes: Sequence[_Class]) -> tuple[int, list[int]]:
    """Return the fewest pairs of ends and others that differ, and the place of each class.

    Place 2k is between block k - 1 and block k, place 2k + 1 is beside block k, for those tied with all of it.
    """
    n_places = 2 * len(blocks) + 1
    before = [0] * n_places  # fewest so far with the last class at or above each place
    trail: list[list[int]] = []
    for part in classes:
        cost = [part.count * each for each in _costs(level, blocks, part, n_places)]
        lowest, at = _ABOVE, 0
        best, choice = [], []
        for place in range(n_places):
            total = before[place] + cost[place]
            if total <= lowest:  # of equal places the lowest: then it is the first end that rises, not others that fall
                lowest, at = total, place
            best.append(lowest)
            choice.append(at)
        before = best
        trail.append(choice)
    place = n_places - 1
    places = []
    for choice in reversed(trail):
        place = choice[place]
        places.append(place)
    return before[-1], places[::-1]


_ABOVE = 1 << 60


def _costs(level: LevelArray, blocks: Sequence[tuple[int, ...]], part: _Class, n_places: int) -> list[int]:
    over = [sum(int(level[e]) >= part.low for e in block) for block in blocks]  # not below the class as it stands
    under = [sum(int(level[e]) <= part.high for e in block) for block in blocks]
    costs = []
    for place in range(n_places):
        k, beside = divmod(place, 2)
        if beside and any(not part.low == part.high == int(level[e]) for e in blocks[k]):
            costs.append(_ABOVE)
            continue
        # ends that now stand above the class differ if they did not before, and the other way round
        costs.append(sum(under[:k]) + sum(over[k + beside :]))
    return costs


def _levels(
    level: LevelArray, blocks: Sequence[tuple[int, ...]], classes: Sequence[_Class], places: Sequence[int]
) -> LevelArray:
    span = int(level.max()) + 2
    height = np.zeros(len(level), dtype=np.int64)
    n_places = 2 * len(blocks) + 1
    for part, place in zip(classes, places, strict=True):
        chosen = (level >= part.low) & (level <= part.high)
        within = 0 if place % 2 else level[chosen]
        height[chosen] = (n_places - place) * span + within
    for k, block in enumerate(blocks):
        height[list(block)] = (n_places - 2 * k - 1) * span
    return (np.unique(height, return_inverse=True)[1] + 1).astype(np.int32)
