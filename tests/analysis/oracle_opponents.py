"""Mixed stability, word for word (Zhao, Xu, Hipel, Fang 2019); nothing here comes from the package."""

from __future__ import annotations

from collections.abc import Collection

from tests.oracle import World


def is_mixed_stable(world: World, interested: Collection[str], dm: str, s: int) -> bool:
    """Whether every improvement can be answered, the interested opponents improving and the others anyhow."""
    steps = {j: world.improvements[j] if j in interested else world.moves[j] for j in world.dms}
    opponents = [j for j in world.dms if j != dm]
    return all(
        any(not world.prefers(dm, z, s) for z in world.reached(opponents, y, steps)) for y in world.improvements[dm][s]
    )
