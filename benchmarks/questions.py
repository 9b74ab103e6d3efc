"""What is measured: the name of each measurement, the task in `benchmarks.tasks`, its arguments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from benchmarks.graphs import KINDS as GRAPHS
from benchmarks.models import constrained, plain
from detente.stability.choose import Engine

Question = tuple[str, str, dict[str, Any]]

NUMPY, FAST, LIST, ARCS, SYMBOLIC = Engine.OPTIONS, Engine.FAST, Engine.LIST, Engine.ARCS, Engine.SYMBOLIC
KINDS = {"plain": plain, "constrained": constrained}
# options of the smallest and the largest model for each engine; the larger ones of FAST are asked for
SIZES = {NUMPY: (6, 22), FAST: (14, 28), LIST: (6, 20), ARCS: (6, 16), SYMBOLIC: (6, 40)}
PARTIES = (2, 3, 4, 6, 8)
MATRICES = (6, 8, 10, 11)
VARIANTS = ((6, 3, 60_000), (6, 4, 30_000), (8, 4, 6_000), (10, 4, 2_000), (12, 4, 300))
READINGS = ((6, 3, 200_000), (10, 4, 6_000))
WORKERS = (0, 1, 2)
STATES = (1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18, 1_000_000)
LOCAL = (10, 20)
_ARCS = 10  # for each state
_TINY = 8  # options up to which everything is measured on toys, to see that it runs


def questions(largest: int) -> Iterator[Question]:
    """Yield every measurement, with models of up to `largest` options on the compiled engine."""
    yield "machine", "machine", {}
    yield from _engines(largest)
    for options in MATRICES:
        yield f"matrices {options}", "matrices", asdict(plain(min(options, largest)))
    yield from _batches(largest)
    yield from _forms(largest)
    for parties in LOCAL:
        yield f"local {parties}", "local", {"options": min(100, 5 * largest), "parties": parties}
    yield "again 100", "again", asdict(plain(min(7, largest), 3))
    yield "start", "start", {"compiling": int(largest > _TINY)}


def _engines(largest: int) -> Iterator[Question]:
    for engine, (least, most) in SIZES.items():
        for kind, make in KINDS.items():
            beyond = engine == SYMBOLIC and largest > _TINY  # the number of combinations says little there
            for options in range(least, (most if beyond else min(largest, most)) + 1, 2):
                yield f"{engine} {kind} {options}", "solve", {"engine": engine, **asdict(make(options))}
    for parties in PARTIES:
        for engine, options in ((NUMPY, 16), (FAST, 20), (SYMBOLIC, 20)):
            size = asdict(plain(min(options, largest), parties))
            yield f"{engine} parties {parties}", "solve", {"engine": engine, **size}


def _forms(largest: int) -> Iterator[Question]:
    for kind in GRAPHS:
        for states in STATES if largest > _TINY else STATES[:1]:
            if kind == "random" or states == STATES[-1]:
                yield f"graph {kind} {states}", "graph", {"kind": kind, "states": states, "arcs": _ARCS * states}
    if largest > _TINY:
        yield "listed 30", "listed", {"parties": 4, "blocks": 10, "width": 3, "chained": 0, "late": 0}
        yield "listed 60", "listed", {"parties": 6, "blocks": 6, "width": 10, "chained": 1, "late": 0}
        yield "listed late", "listed", {"parties": 4, "blocks": 10, "width": 3, "chained": 0, "late": 1}


def _batches(largest: int) -> Iterator[Question]:
    share = 1 if largest > _TINY else 100
    for options, parties, number in VARIANTS:
        size = asdict(plain(min(options, largest), parties))
        for fast in (0, 1):
            for sequential in (1, 0):
                arguments = {"number": number // share, "sequential": sequential, "fast": fast, **size}
                yield f"variants {options} {parties} {fast} {sequential}", "variants", arguments
    for options, parties, number in READINGS:
        size = asdict(plain(min(options, largest), parties))
        for workers in WORKERS:
            arguments = {"number": number // share, "workers": workers, **size}
            yield f"readings {options} {parties} {workers}", "readings", arguments
    yield "parties 6 3", "parties", {"number": 2_000 // share, **asdict(plain(6, 3))}
