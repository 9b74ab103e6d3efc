"""Foresight of two decision makers, word for word, with sets; nothing here comes from the package.

Limited-move and non-myopic stability after Kilgour 1985 and Fang, Hipel, Kilgour 1993, with sets of ends where they are
not unique; metarationalities of h moves after Zeng, Fang, Hipel, Kilgour 2006.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from tests.oracle import World

Ends = frozenset[int]
Map = tuple[tuple[Ends, ...], tuple[Ends, ...]]


class TwoParties:
    """What two decision makers expect of each other."""

    def __init__(self, world: World, counts_on: Any = min) -> None:
        self.world, self.counts_on = world, counts_on
        first, second = world.dms
        self.other = {first: second, second: first}

    @cache  # noqa: B019 (lives as long as the test)
    def ends(self, dm: str, s: int, h: int) -> Ends:
        """Where play can end if dm is to move at s and h moves are left."""
        targets = self.world.moves[dm][s]
        if h == 0 or not targets:
            return frozenset([s])
        worth, other = self.world.worth[dm], self.other[dm]
        counted = {u: self.counts_on(worth[t] for t in self.ends(other, u, h - 1)) for u in targets}
        if max(counted.values()) <= worth[s]:
            return frozenset([s])
        best = [u for u in targets if counted[u] == max(counted.values())]
        return frozenset().union(*(self.ends(other, u, h - 1) for u in best))

    def is_limited_stable(self, dm: str, s: int, h: int) -> bool:
        return self.ends(dm, s, h) == {s}

    def whole_map(self, h: int) -> Map:
        first, second = self.world.dms
        states = range(len(self.world.states))
        return (
            tuple(self.ends(first, s, h) for s in states),
            tuple(self.ends(second, s, h) for s in states),
        )

    def cycle(self) -> tuple[int, int]:
        """The first two numbers of moves after which play leads to the same everywhere."""
        seen: dict[Map, int] = {}
        h = 0
        while (now := self.whole_map(h)) not in seen:
            seen[now] = h
            h += 1
        return seen[now], h

    def is_nonmyopic_stable(self, dm: str, s: int) -> bool:
        start, end = self.cycle()
        return all(self.is_limited_stable(dm, s, h) for h in range(start + 1, end + 1))

    def is_metarational(self, dm: str, s: int, h: int, *, credible: bool = False) -> bool:
        other, prefers = self.other[dm], self.world.prefers
        steps = self.world.improvements if credible else self.world.moves

        def escapes(t: int, left: int) -> bool:
            return left > 0 and any(prefers(dm, u, s) and not hits(u, left - 1) for u in steps[dm][t])

        def hits(t: int, left: int) -> bool:
            return left > 0 and any(not prefers(dm, u, s) and not escapes(u, left - 1) for u in steps[other][t])

        return not escapes(s, h)
