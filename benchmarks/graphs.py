"""Random graphs in arrays, the same on every machine: states, who can move along which arcs, what states are worth.

``random``
    Arcs between any two states.
``grid``
    States on a square; half the decision makers move along rows, half along columns, a few steps at a time.
``chains``
    For each decision maker a region in which the others lead it downhill along one path of all states, a step at a
    time and in turn, with shortcuts back: what any method that goes round and round is slowest on.
``alone``
    As ``random``, with one decision maker.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.conflict import Conflict, conflict_from_arcs

Numbers = NDArray[np.int64]
Arcs = dict[str, tuple[Numbers, Numbers]]

KINDS = ("random", "grid", "chains", "alone")
_LEVELS = 4096
_FAR = 50


def random_graph(kind: str, states: int, arcs: int, decision_makers: int = 4) -> Conflict:
    """Return a conflict in graph form with about so many states and arcs."""
    rng = np.random.default_rng(1)
    names = [f"p{i}" for i in range(1 if kind == "alone" else decision_makers)]
    if kind == "grid":
        moves, states = _grid(names, states, arcs)
    elif kind == "chains":
        return conflict_from_arcs(*_chains(names, states, arcs, rng))
    else:
        each = arcs // len(names)
        moves = {name: (rng.integers(0, states, each), rng.integers(0, states, each)) for name in names}
    worth = {name: rng.integers(0, _LEVELS, states) for name in names}
    return conflict_from_arcs(moves, worth)


def _grid(names: list[str], states: int, arcs: int) -> tuple[Arcs, int]:
    width = int(states**0.5)
    cells = np.arange(width * width)
    row, column = cells // width, cells % width
    far = max(1, round(arcs / len(names) / states / 2))
    moves = {}
    for i, name in enumerate(names):
        place, step = (column, 1) if i % 2 else (row, width)
        sources, targets = [], []
        for steps in (*range(-far, 0), *range(1, far + 1)):
            inside = (place + steps >= 0) & (place + steps < width)
            sources.append(cells[inside])
            targets.append(cells[inside] + steps * step)
        moves[name] = np.concatenate(sources), np.concatenate(targets)
    return moves, width * width


def _chains(names: list[str], states: int, arcs: int, rng: np.random.Generator) -> tuple[Arcs, dict[str, Numbers]]:
    n = len(names)
    size = states // n
    position = np.arange(size)
    pieces: dict[str, list[tuple[Numbers, Numbers]]] = {name: [] for name in names}
    worth = {name: np.empty(size * n, dtype=np.int64) for name in names}
    for i, name in enumerate(names):
        others = [other for other in names if other != name]
        for k, other in enumerate(others):
            own = position[:-1][position[:-1] % len(others) == k]
            pieces[other].append((i * size + own, i * size + own + 1))
            worth[other][i * size : (i + 1) * size] = position
        worth[name][i * size : (i + 1) * size] = -position
        for mover in names:
            start, jump = rng.integers(0, size, arcs // n**2), rng.integers(1, _FAR, arcs // n**2)
            end = np.minimum(start + jump, size - 1) if mover == name else np.maximum(start - jump, 0)
            pieces[mover].append((i * size + start, i * size + end))
    ends = {name: [np.concatenate(side) for side in zip(*bundles, strict=True)] for name, bundles in pieces.items()}
    return {name: (source, target) for name, (source, target) in ends.items()}, worth
