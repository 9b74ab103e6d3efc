"""Inverse questions answered by trying everything, from the definitions; for very small models only.

Nothing here comes from the package. Models are those of `tests.oracle`.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from itertools import combinations, permutations, product

from tests.oracle import Cell, Formula, Model, World, options_of

Levels = tuple[int, ...]


def sign(number: int) -> int:
    return (number > 0) - (number < 0)


def weak_orders(size: int) -> list[Levels]:
    """All rankings with ties, as dense levels."""
    rows = product(range(size), repeat=size)
    return sorted({tuple(sorted(set(row)).index(value) + 1 for value in row) for row in rows})


def distance(old: Levels, new: Levels) -> int | None:
    """How many pairs two rankings compare differently; None if the new one ties a pair that the old one told apart."""
    total = 0
    for a, b in combinations(range(len(old)), 2):
        before, after = sign(old[a] - old[b]), sign(new[a] - new[b])
        if before and not after:
            return None
        total += before != after
    return total


def with_levels(world: World, levels: dict[str, Levels]) -> World:
    """The same world, with other preferences."""
    world.worth = {dm: list(row) for dm, row in levels.items()}
    world.improvements = {
        dm: [{t for t in targets if world.prefers(dm, t, s)} for s, targets in enumerate(world.moves[dm])]
        for dm in world.dms
    }
    return world


def is_equilibrium(world: World, s: int, concept: str) -> bool:
    return all(world.is_stable(dm, s, concept) for dm in world.dms)


def fewest_swaps(
    world: World, levels: dict[str, Levels], s: int, concept: str, frozen: tuple[str, ...] = ()
) -> int | None:
    """The least sum of distances over all rankings that make s an equilibrium."""
    size = len(world.states)
    ways = []
    for dm in world.dms:
        costs = [(distance(levels[dm], row), row) for row in weak_orders(size)]
        mine = [(cost, row) for cost, row in costs if cost is not None and (dm not in frozen or cost == 0)]
        ways.append(sorted(mine))
    best: int | None = None
    for several in product(*ways):
        total = sum(cost for cost, _ in several)
        if best is not None and total >= best:
            continue
        rows = {dm: row for dm, (_, row) in zip(world.dms, several, strict=True)}
        if is_equilibrium(with_levels(world, rows), s, concept):
            best = total
    return best


def profiles(world: World, s: int, concept: str) -> int:
    """How many profiles of strict rankings make s an equilibrium."""
    orders = list(permutations(range(1, len(world.states) + 1)))
    return sum(
        is_equilibrium(with_levels(world, dict(zip(world.dms, several, strict=True))), s, concept)
        for several in product(orders, repeat=len(world.dms))
    )


# ---- lists of statements ---------------------------------------------------------------------------------------------

Done = tuple[str, str, int, bool]  # whose list, what is done, to which statement (-1: a new one), whether upwards


def list_edits(dm: str, statements: list[Formula], wanted: Formula) -> Iterator[tuple[Done, list[Formula]]]:
    """Every list that one edit makes."""
    for p, statement in enumerate(statements):
        rest = statements[:p] + statements[p + 1 :]
        yield (dm, "drop", p, False), rest
        yield (dm, "negate", p, False), [*statements[:p], ("not", statement), *statements[p + 1 :]]
        for q in range(len(statements)):
            if q != p:
                yield (dm, "move", p, q < p), [*rest[:q], statement, *rest[q:]]
    for q in range(len(statements) + 1):
        yield (dm, "insert", -1, True), [*statements[:q], wanted, *statements[q:]]


def edited_models(model: Model, wanted: Formula) -> Iterator[tuple[Done, Model]]:
    """Every model that one edit of one list makes."""
    for dm, party in model["dms"].items():
        for done, statements in list_edits(dm, party["preferences"]["statements"], wanted):
            changed = deepcopy(model)
            changed["dms"][dm]["preferences"] = {"statements": statements}
            yield done, changed


# ---- options ---------------------------------------------------------------------------------------------------------


def guaranteed_models(model: Model) -> Iterator[tuple[str, Model]]:
    """Every model that one guarantee makes: an option irreversible, or a rule on one or two options."""
    for dm, party in model["dms"].items():
        for option, direction in party["options"].items():
            for wanted in ("taking", "dropping"):
                if direction is None:
                    changed = deepcopy(model)
                    changed["dms"][dm]["options"][option] = wanted
                    yield f"{dm}.{option} {wanted}", changed
    for rule in rules(model):
        changed = deepcopy(model)
        changed["constraints"] = [*model["constraints"], rule]
        yield str(rule), changed


def rules(model: Model) -> Iterator[Formula]:
    literals = [literal for name in options_of(model) for literal in (("is", name), ("not", ("is", name)))]
    yield from literals
    for a, b in combinations(literals, 2):
        if a[-1] != b[-1] and ("not", a) != b:
            yield ("or", a, b)


def holds_in(model: Model, cells: set[Cell], concept: str) -> bool:
    """Whether some state made of one of these cells is an equilibrium."""
    world = World(model)
    return any(
        is_equilibrium(world, s, concept)
        for s, state in enumerate(world.states)
        if any(cell in cells for cell in state)
    )
