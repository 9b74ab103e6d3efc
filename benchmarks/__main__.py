"""Measure, compare with the last time, write the tables and the plot: ``python -m benchmarks``.

Results are kept in ``benchmarks/results.json``; tables go between the marks in ``docs/explanation/performance.md``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import tables
from benchmarks.models import constrained, plain
from benchmarks.plot import plot
from benchmarks.tasks import Result, measured

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results.json"
PAGE = ROOT / "docs" / "explanation" / "performance.md"
PLOT = ROOT / "docs" / "explanation" / "performance.svg"

NUMPY, FAST = "explicit-options", "explicit-options-fast"
KINDS = {"plain": plain, "constrained": constrained}


def questions(largest: int) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the name of each measurement, the task and its arguments."""
    yield "machine", "machine", {}
    for kind, make in KINDS.items():
        for options in range(6, min(largest, 22) + 1, 2):
            yield f"{NUMPY} {kind} {options}", "solve", {"engine": NUMPY, **asdict(make(options))}
        for options in range(14, largest + 1, 2):
            yield f"{FAST} {kind} {options}", "solve", {"engine": FAST, **asdict(make(options))}
    for parties in (2, 3, 4, 6, 8):
        yield f"{NUMPY} parties {parties}", "solve", {"engine": NUMPY, **asdict(plain(16, parties))}
        yield f"{FAST} parties {parties}", "solve", {"engine": FAST, **asdict(plain(20, parties))}
    for options in (6, 8, 10, 11):
        yield f"matrices {options}", "matrices", asdict(plain(options))
    for options, parties, number in ((6, 3, 60_000), (6, 4, 40_000), (8, 4, 8_000), (10, 4, 3_000), (12, 4, 500)):
        size = asdict(plain(options, parties))
        for fast in (0, 1):
            for sequential in (1, 0):
                arguments = {"number": number, "sequential": sequential, "fast": fast, **size}
                yield f"variants {options} {parties} {fast} {sequential}", "variants", arguments
    yield "parties 6 3", "parties", {"number": 2_000, **asdict(plain(6, 3))}
    yield "listed 30", "listed", {"parties": 4, "blocks": 10, "width": 3, "chained": 0}
    yield "listed 60", "listed", {"parties": 6, "blocks": 6, "width": 10, "chained": 1}
    yield "again 100", "again", asdict(plain(7, 3))
    yield "start", "start", {}


def main() -> int:
    """Measure everything asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.partition("\n")[0])
    parser.add_argument("--largest", type=int, default=24, help="options of the largest dispute (default 24)")
    parser.add_argument("--only", default="", help="only measurements whose name starts like this; others are kept")
    parser.add_argument("--best", action="store_true", help="keep the last result where it was better: a busy machine")
    options = parser.parse_args()
    before = json.loads(RESULTS.read_text()) if RESULTS.exists() else {"results": {}}
    results: dict[str, Result] = {}
    for name, task, arguments in questions(options.largest):
        if not name.startswith(options.only):
            continue
        results[name] = measured(task, **arguments)
        print(f"{name:<40}{shown(results[name], before['results'].get(name))}", flush=True)
    if options.best:
        results = {name: better(result, before["results"].get(name)) for name, result in results.items()}
    kept = {**before["results"], **results}
    machine = (
        f"{os.cpu_count()} processors, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    )
    RESULTS.write_text(json.dumps({"machine": machine, "results": kept}, indent=1) + "\n")
    PAGE.write_text(tables.filled(PAGE.read_text(), kept, machine))
    PLOT.write_text(plot("Time to analyze a dispute", "combinations of options", "seconds", lines(kept)))
    return 0


def better(result: Result, before: Result | None) -> Result:
    """Return the result that took less time."""
    for key in ("solve", "seconds", "analyze"):
        if before and key in result:
            return min(result, before, key=lambda known: known[key])
    if before and "per_second" in result:
        return max(result, before, key=lambda known: known["per_second"])
    return result


def shown(result: Result, before: Result | None) -> str:
    """Write a result, and how its time compares with the last."""
    parts = [f"{key} {value:,.6g}" for key, value in result.items()]
    times = ("solve", "seconds", "analyze", "per_second")
    if before:
        parts += [f"({key} {result[key] / before[key]:.2f} x the last)" for key in times if key in result]
    return "  ".join(parts)


def lines(results: dict[str, Result]) -> list[tuple[str, str, list[tuple[float, float]]]]:
    """Return what is plotted: combinations and seconds."""

    def points(prefix: str) -> list[tuple[float, float]]:
        names = [name for name in results if name.startswith(prefix)]
        return sorted((2.0 ** int(name.rpartition(" ")[2]), results[name]["solve"]) for name in names)

    return [
        ("matrices, as published", "#b3261e", points("matrices ")),
        ("NumPy", "#1f5fa8", points(f"{NUMPY} plain ")),
        ("NumPy, constrained", "#7fa8d6", points(f"{NUMPY} constrained ")),
        ("compiled", "#2e7d32", points(f"{FAST} plain ")),
        ("compiled, constrained", "#8fc492", points(f"{FAST} constrained ")),
    ]


if __name__ == "__main__":
    sys.exit(main())
