"""Relational stability, word for word (Inohara, Hipel, Walker 2007); nothing here comes from the package.

Attitudes are a dict ``attitude[i][j]`` of ``"+"``, ``"0"`` and ``"-"``.
"""

from __future__ import annotations

from tests.oracle import World

Attitudes = dict[str, dict[str, str]]


def discrete(world: World) -> Attitudes:
    """Everybody minds only itself."""
    return {i: {j: "+" if i == j else "0" for j in world.dms} for i in world.dms}


class Relations:
    """A world in which decision makers regard each other in some way."""

    def __init__(self, world: World, attitudes: Attitudes, *, strict: bool = False) -> None:
        self.world, self.attitudes, self.strict = world, attitudes, strict
        states = range(len(world.states))
        self.replies = {i: [{t for t in world.moves[i][s] if self.accepts(i, t, s)} for s in states] for i in world.dms}

    def accepts(self, i: str, t: int, s: int) -> bool:
        """Whether i totally relationally prefers t to s."""
        for j in self.world.dms:
            at_least_as_good = not self.world.prefers(j, s, t)
            attitude = self.attitudes[i][j]
            if attitude == "+" and not at_least_as_good:
                return False
            if attitude == "-" and at_least_as_good:
                return False
            if attitude == "+" and self.strict and i == j and not self.world.prefers(j, t, s):
                return False
        return True

    def is_stable(self, i: str, s: int, concept: str) -> bool:
        replies = {t for t in self.world.moves[i][s] | {s} if self.accepts(i, t, s)}
        if concept == "nash":
            return replies <= {s}
        others = [j for j in self.world.dms if j != i]
        steps = self.replies if concept == "seq" else self.world.moves

        def sanctions(z: int) -> bool:
            if self.accepts(i, z, s):
                return False
            return concept != "smr" or not any(self.accepts(i, w, s) for w in self.world.moves[i][z])

        return all(any(sanctions(z) for z in self.world.reached(others, y, steps)) for y in replies - {s})
