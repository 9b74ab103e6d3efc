"""Partial and graded preference, word for word, with sets; nothing here comes from the package.

A party's preferences are a function ``compare(t, s)`` that says how t compares with s: ``">>"`` strongly preferred,
``">"`` preferred, ``"="``, ``"<"``, ``"<<"`` or ``"?"`` (Li, Hipel, Kilgour, Fang 2004; Hamouda, Kilgour, Hipel 2004;
Xu, Hipel, Kilgour, Chen 2010).
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations, product
from typing import Any

from tests.oracle import Model, State, World, holds

Compare = Callable[[int, int], str]

TEMPTS = {"a": (">", ">>", "?"), "b": (">", ">>"), "c": (">", ">>", "?"), "d": (">", ">>")}
DETERS = {"a": ("<", "<<", "="), "b": ("<", "<<", "="), "c": ("<", "<<", "=", "?"), "d": ("<", "<<", "=", "?")}
STRONGLY = {"a": ("<<",), "b": ("<<",), "c": ("<<", "?"), "d": ("<<", "?")}
ANSWERS = (">", ">>", "?")


def is_stable(  # noqa: PLR0917
    world: World, compare: dict[str, Compare], dm: str, s: int, concept: str, extension: str, strong: bool = False
) -> bool:
    """Whether every state that tempts a decision maker away from s is deterred."""
    tempting = [y for y in world.moves[dm][s] if compare[dm](y, s) in TEMPTS[extension]]
    if concept == "nash":
        return not tempting
    deterring = (STRONGLY if strong else DETERS)[extension]
    steps = world.moves
    if concept in ("seq", "sseq"):
        steps = {
            j: [{t for t in targets if compare[j](t, u) in ANSWERS} for u, targets in enumerate(world.moves[j])]
            for j in world.dms
        }
    opponents = [j for j in world.dms if j != dm]

    def deters(z: int) -> bool:
        if compare[dm](z, s) not in deterring:
            return False
        if concept in ("smr", "sseq"):
            return all(compare[dm](w, s) in deterring for w in world.moves[dm][z])
        return True

    return all(any(deters(z) for z in world.reached(opponents, y, steps)) for y in tempting)


def admissible_orders(entries: list[Any]) -> list[list[Any]]:
    """Every order of statements, where an entry is one statement or a list of those in any order."""
    choices = [list(permutations(entry)) if isinstance(entry, list) else [(entry,)] for entry in entries]
    return [[statement for part in chosen for statement in part] for chosen in product(*choices)]


def compare_in(order: list[dict[str, Any]], states: list[State], t: int, s: int) -> str:
    """How t compares with s when the first statement on which they differ decides."""
    for statement in order:
        first, second = (holds(statement["that"], states[x]) for x in (t, s))
        if first != second:
            sign = ">" if first else "<"
            return sign * 2 if statement["strong"] else sign
    return "="


def compare_in_all(orders: list[list[dict[str, Any]]], states: list[State], t: int, s: int) -> str:
    """How t compares with s as far as every order agrees; a preference is strong if it is so in every order."""
    found = {compare_in(order, states, t, s) for order in orders}
    if len(found) == 1:
        return found.pop()
    signs = {text[0] for text in found}
    return signs.pop() if len(signs) == 1 else "?"


def world_with(model: Model, orders: dict[str, list[dict[str, Any]]]) -> World:
    """The world of a model in which each party has one order of statements."""
    dms = {
        dm: {**party, "preferences": {"statements": [statement["that"] for statement in orders[dm]]}}
        for dm, party in model["dms"].items()
    }
    return World({**model, "dms": dms})
