"""A second opinion: the definitions, word for word, with sets.

Nothing here comes from the package. A model is a plain dict (`tests.random_models` makes them); a combination of
options is the set of those taken, a state is a set of combinations (one, unless it is merged), in graph form a state is
a set with its name. No bits, no arrays, no cleverness: each function says one sentence of Fang, Hipel and Kilgour 1993
(NASH, GMR, SMR, SEQ by legal sequences), of Rêgo and Vieira 2017 (symmetric sequential) or of Fraser and Hipel 1984
(SIM).

Formulas are nested tuples: ``("is", name)``, ``("true",)``, ``("false",)``, ``("not", f)``, ``("and", f, g, ...)``,
``("or", f, g, ...)``, ``("if", f, g)`` (f if g), ``("requires", f, g)``, ``("excludes", f, g)``, ``("iff", f, g)``,
``("count", "at least" | "at most" | "exactly", number, (f, ...))``.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import chain, combinations, product
from typing import Any

Model = dict[str, Any]
Formula = tuple[Any, ...]
Cell = frozenset[str]
State = frozenset[Cell]

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq", "sim")


CONNECTIVES: dict[str, Callable[[list[bool]], bool]] = {
    "not": lambda parts: not parts[0],
    "and": all,
    "or": any,
    "if": lambda parts: parts[0] or not parts[1],
    "requires": lambda parts: parts[1] or not parts[0],
    "excludes": lambda parts: not (parts[0] and parts[1]),
    "iff": lambda parts: parts[0] == parts[1],
}


def true_in(formula: Formula, cell: Cell) -> bool:
    """Whether a formula is true when exactly these options are taken (or this state holds)."""
    kind, *parts = formula
    if kind in ("true", "false"):
        return kind == "true"
    if kind == "is":
        return parts[0] in cell
    if kind == "count":
        bound, number, counted = parts
        true = sum(true_in(part, cell) for part in counted)
        return {"at least": true >= number, "at most": true <= number, "exactly": true == number}[bound]
    return CONNECTIVES[kind]([true_in(part, cell) for part in parts])


def holds(formula: Formula, state: State) -> bool:
    """Whether a formula holds in a state: in every one of its cells."""
    return all(true_in(formula, cell) for cell in state)


def options_of(model: Model) -> list[str]:
    """All options in file order, as ``dm.option``."""
    return [f"{dm}.{option}" for dm, party in model["dms"].items() for option in party["options"]]


def feasible_cells(model: Model) -> list[Cell]:
    """The combinations that satisfy every constraint, in the order of the binary number (first option lowest)."""
    if model["states"]:
        cells = [frozenset([name]) for name in model["states"]]
    else:
        options = options_of(model)
        rows = product((False, True), repeat=len(options))
        cells = [frozenset(o for o, is_taken in zip(options, reversed(row), strict=True) if is_taken) for row in rows]
    return [cell for cell in cells if all(true_in(rule, cell) for rule in model["constraints"])]


def states_of(model: Model) -> list[State]:
    """The states in their order: ordinary ones as their combinations, then the merged ones as listed."""
    cells = feasible_cells(model)
    merged = [frozenset(cell for cell in cells if true_in(merge, cell)) for merge in model["merge"]]
    inside = frozenset(chain.from_iterable(merged))
    return [frozenset([cell]) for cell in cells if cell not in inside] + [state for state in merged if state]


def worth(model: Model, dm: str, state: State) -> Any:
    """Something that is greater the more the decision maker likes the state."""
    preferences = model["dms"][dm]["preferences"]
    if "statements" in preferences:
        return tuple(holds(statement, state) for statement in preferences["statements"])
    if "ranking" in preferences:
        groups = preferences["ranking"]
        return -next(k for k, group in enumerate(groups) if any(holds(pattern, state) for pattern in group))
    weights = preferences["weights"].items()
    return sum((Fraction(weight) for option, weight in weights if holds(("is", option), state)), Fraction(0))


def can_change(model: Model, dm: str, x: Cell, y: Cell) -> bool:
    """Whether a decision maker has an arc from one cell to another."""
    if x == y:
        return False
    listed = [
        move for move in model["moves"] if move["by"] == dm and true_in(move["from"], x) and true_in(move["to"], y)
    ]
    if any(move["never"] for move in listed):
        return False
    if listed:
        return True
    if model["states"]:
        (s,), (t,) = x, y
        return t in model["arcs"].get(dm, {}).get(s, ())
    directions = model["dms"][dm]["options"]
    own = {f"{dm}.{option}": direction for option, direction in directions.items()}
    if any(option not in own for option in x ^ y):
        return False
    return all(own[option] != "taking" for option in x - y) and all(own[option] != "dropping" for option in y - x)


class World:
    """A model with its states, its arcs and its preferences written out in full."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.dms = list(model["dms"])
        self.states = states_of(model)
        numbered = list(enumerate(self.states))
        self.worth = {dm: [worth(model, dm, state) for state in self.states] for dm in self.dms}
        self.moves = {
            dm: [
                {t for t, y in numbered if t != s and any(can_change(model, dm, a, b) for a in x for b in y)}
                for s, x in numbered
            ]
            for dm in self.dms
        }
        self.improvements = {
            dm: [{t for t in targets if self.prefers(dm, t, s)} for s, targets in enumerate(self.moves[dm])]
            for dm in self.dms
        }
        self.has_explicit_moves = bool(model["states"] or model["moves"] or model["merge"])
        added = any(not move["never"] for move in model["moves"])
        self.adds_up = not (model["states"] or added or any(len(state) > 1 for state in self.states))

    def prefers(self, dm: str, t: int, s: int) -> bool:
        """Whether a decision maker strictly prefers t to s."""
        return self.worth[dm][t] > self.worth[dm][s]

    def reached(self, movers: list[str], start: int, steps: dict[str, list[set[int]]]) -> set[int]:
        """Where legal sequences of these movers lead: at least one step, nobody twice in a row."""
        seen: set[tuple[int, str]] = set()
        frontier = [(t, dm) for dm in movers for t in steps[dm][start]]
        while frontier:
            state, last = frontier.pop()
            if (state, last) in seen:
                continue
            seen.add((state, last))
            frontier.extend((t, dm) for dm in movers if dm != last for t in steps[dm][state])
        return {state for state, _ in seen}

    def is_stable(self, dm: str, s: int, concept: str) -> bool:
        """Whether every improvement of a decision maker from a state is deterred."""
        return all(self.is_deterred(dm, s, t, concept) for t in self.improvements[dm][s])

    def is_deterred(self, dm: str, s: int, t: int, concept: str) -> bool:
        """Whether the improvement from s to t is answered by something not preferred to s."""
        opponents = [other for other in self.dms if other != dm]
        if concept == "nash":
            return False
        if concept == "sim":
            return self.is_deterred_at_once(dm, opponents, s, t)
        steps = self.improvements if concept in ("seq", "sseq") else self.moves
        ends = [u for u in self.reached(opponents, t, steps) if not self.prefers(dm, u, s)]
        if concept in ("smr", "sseq"):
            ends = [u for u in ends if not any(self.prefers(dm, v, s) for v in self.moves[dm][u])]
        return bool(ends)

    def is_deterred_at_once(self, dm: str, opponents: list[str], s: int, t: int) -> bool:
        """Whether some improvements of others from s, made together with the move to t, end no better than s."""
        (origin,), (target,) = self.states[s], self.states[t]
        number = {cell: u for u, (cell,) in enumerate(self.states)}
        for size in range(1, len(opponents) + 1):
            for joining in combinations(opponents, size):
                for ends in product(*(self.improvements[other][s] for other in joining)):
                    cell = target
                    for u in ends:
                        (end,) = self.states[u]
                        cell = cell ^ (origin ^ end)
                    if cell in number and not self.prefers(dm, number[cell], s):
                        return True
        return False

    def verdicts(self) -> dict[str, list[list[bool]]]:
        """For each concept that applies, decision maker and state: whether it is stable."""
        concepts = [concept for concept in CONCEPTS if concept != "sim" or self.adds_up]
        everywhere = range(len(self.states))
        return {
            concept: [[self.is_stable(dm, s, concept) for s in everywhere] for dm in self.dms] for concept in concepts
        }
