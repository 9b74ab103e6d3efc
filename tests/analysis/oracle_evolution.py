"""Evolution by the letter, with sets and fractions. Nothing here comes from the package."""

from __future__ import annotations

from fractions import Fraction

from tests.analysis.oracle_coalitions import Coalition, Coalitions, coalitions
from tests.oracle import World

Steps = dict[Coalition, list[set[int]]]


def steps_of(world: World, kind: str) -> Steps:
    """The steps of each mover: single decision makers, or coalitions that jointly improve and need every member."""
    everywhere = range(len(world.states))
    if kind == "moves":
        return {(dm,): world.moves[dm] for dm in world.dms}
    if kind == "improvements":
        return {(dm,): world.improvements[dm] for dm in world.dms}
    oracle = Coalitions(world)
    joint = {members: [oracle.joint(members, s) for s in everywhere] for members in coalitions(world.dms)}
    return {
        members: [
            {t for t in rows[s] if not any(set(few) < set(members) and t in joint[few][s] for few in joint)}
            for s in everywhere
        ]
        for members, rows in joint.items()
    }


def layers(steps: Steps, start: int) -> dict[tuple[int, Coalition], int]:
    """The first k for which a pair of a state and its last mover is in V_k."""
    first: dict[tuple[int, Coalition], int] = {}
    layer: set[tuple[int, Coalition | None]] = {(start, None)}
    seen = {frozenset(layer)}
    k = 0
    while layer:
        k += 1
        layer = {(t, j) for s, i in layer for j, rows in steps.items() if j != i for t in rows[s]}
        for pair in layer:
            first.setdefault(pair, k)
        if frozenset(layer) in seen:
            break
        seen.add(frozenset(layer))
    return first


def simple_stories(steps: Steps, start: int, end: int, longest: int) -> list[tuple[tuple[Coalition, int], ...]]:
    """Every legal sequence that visits no state twice and stops when it comes to the end."""
    found = []
    frontier: list[tuple[tuple[Coalition | None, int], ...]] = [((None, start),)]
    while frontier:
        story = frontier.pop()
        last, state = story[-1]
        if state == end:
            found.append(story[1:])
        elif len(story) <= longest:
            before = {s for _, s in story}
            frontier += [
                (*story, (j, t)) for j, rows in steps.items() if j != last for t in rows[state] if t not in before
            ]
    return found


def chances_of_steps(
    world: World, weights: dict[str, Fraction], state: int, last: str | None = None
) -> dict[tuple[int, str], Fraction]:
    """The chance of each next state and its mover: a mover by weight among those who can improve, then any of its."""
    able = [dm for dm in world.dms if dm != last and world.improvements[dm][state]]
    total = sum(weights[dm] for dm in able)
    return {
        (t, dm): weights[dm] / total / len(world.improvements[dm][state])
        for dm in able
        for t in world.improvements[dm][state]
    }
