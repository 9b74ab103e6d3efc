"""Coalitions by the letter of Inohara and Hipel 2008, with sets. Nothing here comes from the package."""

from __future__ import annotations

from itertools import chain, combinations

from tests.oracle import World

CONCEPTS = ("nash", "gmr", "smr", "seq")
Coalition = tuple[str, ...]


def coalitions(dms: list[str]) -> list[Coalition]:
    """Every non-empty set of them."""
    return list(chain.from_iterable(combinations(dms, size) for size in range(1, len(dms) + 1)))


class Coalitions:
    """The definitions of coalitional stability in one model."""

    def __init__(self, world: World, *, pareto: bool = False) -> None:
        self.world, self.pareto = world, pareto
        self._joint: dict[tuple[Coalition, int], set[int]] = {}
        self._answers: dict[tuple[Coalition, int], set[int]] = {}

    def gains(self, members: Coalition, t: int, s: int) -> bool:
        """Whether t is in I(s): every member gains; in the Pareto version nobody loses and somebody gains."""
        better = [self.world.prefers(dm, t, s) for dm in members]
        worse = [self.world.prefers(dm, s, t) for dm in members]
        return any(better) and not any(worse) if self.pareto else all(better)

    def led(self, members: Coalition, s: int) -> set[int]:
        """Where legal sequences of the members lead from s."""
        return self.world.reached(list(members), s, self.world.moves)

    def joint(self, members: Coalition, s: int) -> set[int]:
        """Their joint improvements."""
        if (members, s) not in self._joint:
            self._joint[members, s] = {t for t in self.led(members, s) if self.gains(members, t, s)}
        return self._joint[members, s]

    def answers(self, outsiders: Coalition, x: int) -> set[int]:
        """Where joint improvements of their sub-coalitions lead from x, no sub-coalition twice in a row."""
        if (outsiders, x) not in self._answers:
            groups = coalitions(list(outsiders))
            seen: set[tuple[int, Coalition]] = set()
            frontier = [(t, group) for group in groups for t in self.joint(group, x)]
            while frontier:
                state, last = frontier.pop()
                if (state, last) not in seen:
                    seen.add((state, last))
                    frontier += [(t, group) for group in groups if group != last for t in self.joint(group, state)]
            self._answers[outsiders, x] = {state for state, _ in seen}
        return self._answers[outsiders, x]

    def is_deterred(self, members: Coalition, s: int, x: int, concept: str) -> bool:
        """Whether the others have an answer to x that leaves some member without a gain."""
        outsiders = tuple(dm for dm in self.world.dms if dm not in members)
        if concept == "nash":
            return False
        ends = self.answers(outsiders, x) if concept == "seq" else self.led(outsiders, x)
        sanctions = {y for y in ends if not self.gains(members, y, s)}
        if concept == "smr":
            sanctions = {y for y in sanctions if not any(self.gains(members, z, s) for z in self.led(members, y))}
        return bool(sanctions)

    def is_stable(self, members: Coalition, s: int, concept: str) -> bool:
        """Whether every joint improvement is deterred."""
        return all(self.is_deterred(members, s, x, concept) for x in self.joint(members, s))
