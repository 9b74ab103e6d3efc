"""Distances and censuses, word for word; nothing here comes from the package."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, permutations
from typing import Any

from tests.oracle import World


def kendall(first: tuple[int, ...], second: tuple[int, ...]) -> int:
    """How many pairs stand in another order: the exchanges of neighbours that lead from one to the other."""
    place = {item: k for k, item in enumerate(second)}
    return sum(place[a] > place[b] for a, b in combinations(first, 2))


def orders_within(admissible: list[tuple[int, ...]], swaps: int) -> dict[tuple[int, ...], int]:
    """Every order that near an admissible one, with its distance from the nearest."""
    found = {}
    for order in permutations(admissible[0]):
        distance = min(kendall(start, order) for start in admissible)
        if distance <= swaps:
            found[order] = distance
    return found


def weak_orders(items: tuple[int, ...]) -> Iterator[list[tuple[int, ...]]]:
    """Every ranking with ties, best group first."""
    if not items:
        yield []
        return
    for size in range(1, len(items) + 1):
        for group in combinations(items, size):
            rest = tuple(item for item in items if item not in group)
            yield from ([group, *after] for after in weak_orders(rest))


def sign(difference: Any) -> int:
    """Whether a difference is positive, nothing or negative."""
    return (difference > 0) - (difference < 0)


def differently_compared(before: list[int], after: list[int]) -> int | None:
    """How many pairs of states two rankings compare differently; None if the second ties what the first tells apart."""
    count = 0
    for s, t in combinations(range(len(before)), 2):
        old, new = sign(before[s] - before[t]), sign(after[s] - after[t])
        if old and not new:
            return None
        count += old != new
    return count


def margin(world: World, dm: str, s: int, concept: str) -> int | None:
    """The nearest ranking with which a decision maker's verdict at a state is the opposite."""
    before = [int(level) for level in world.worth[dm]]
    verdict = world.is_stable(dm, s, concept)
    nearest: int | None = None
    for groups in weak_orders(tuple(range(len(before)))):
        after = [next(-k for k, group in enumerate(groups) if t in group) for t in range(len(before))]
        distance = differently_compared(before, after)
        if distance is None or (nearest is not None and distance >= nearest):
            continue
        if with_worth(world, dm, after).is_stable(dm, s, concept) != verdict:
            nearest = distance
    return nearest


def with_worth(world: World, dm: str, worth: list[int]) -> World:
    """The same world with another ranking of one decision maker."""
    changed = object.__new__(World)
    changed.__dict__.update(world.__dict__)
    changed.worth = {**world.worth, dm: worth}
    changed.improvements = {
        other: [{t for t in targets if changed.prefers(other, t, s)} for s, targets in enumerate(world.moves[other])]
        for other in world.dms
    }
    return changed
