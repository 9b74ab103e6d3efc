"""Measure, compare with the last time, write the tables and the plot: ``python -m benchmarks``.

Results are kept in ``benchmarks/results.json``, how they compare with the last in ``benchmarks/comparison.md``; tables
and the plot go into ``docs/explanation/performance.md``. What is more than 1.3 times as slow as the last time on the
same machine is measured again; if it stays so, it is listed at the end, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import tables
from benchmarks.compare import Change, Result, better, changes, disagreements, report, this_machine
from benchmarks.plot import plot
from benchmarks.questions import Question, questions
from benchmarks.tasks import measured

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results.json"
COMPARISON = ROOT / "benchmarks" / "comparison.md"
PAGE = ROOT / "docs" / "explanation" / "performance.md"
PLOT = ROOT / "docs" / "explanation" / "performance.svg"
_AGAIN = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure everything asked for; return 1 if something became slower, 2 if engines disagree."""
    options = _options(arguments)
    began = time.monotonic()
    last = json.loads(RESULTS.read_text()) if RESULTS.exists() else {"machine": "", "results": {}}
    machine = this_machine()
    before: dict[str, Result] = last["results"]
    comparable = before if last["machine"] == machine else {}
    if before and not comparable:
        print(f"the last results are those of another machine ({last['machine']}): nothing to compare with")
    results, found = {}, []
    for question in questions(options.largest):
        name = question[0]
        if name.startswith(options.only):
            results[name] = _measured(question, comparable.get(name))
            found += changes(name, results[name], comparable.get(name))
            if options.best and name in comparable:
                results[name] = better(results[name], comparable[name])
    kept = {**before, **results} if options.only or comparable else results
    RESULTS.write_text(json.dumps({"machine": machine, "results": kept}, indent=1) + "\n")
    if found:
        COMPARISON.write_text(report(found))
    PAGE.write_text(tables.filled(PAGE.read_text(), kept, machine))
    PLOT.write_text(plot("Time to analyze a dispute", *tables.AXES, tables.lines(kept)))
    print(f"{len(results)} measurements in {time.monotonic() - began:,.0f} s")
    return _judged(found, disagreements(kept))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--largest", type=int, default=24, help="options of the largest dispute (default 24; 28 takes 5 GiB)"
    )
    parser.add_argument("--only", default="", help="only measurements whose name starts like this; others are kept")
    parser.add_argument("--best", action="store_true", help="keep the last result where it was better: a busy machine")
    return parser.parse_args(arguments)


def _measured(question: Question, before: Result | None) -> Result:
    """Measure once, and again while it seems slower than the last time."""
    name, task, arguments = question
    result = measured(task, **arguments)
    for _ in range(_AGAIN):
        if any(change.is_worse for change in changes(name, result, before)):
            result = better(result, measured(task, **arguments))
    compared = "  ".join(f"{change.what} {change.ratio:.2f} x the last" for change in changes(name, result, before))
    numbers = "  ".join(f"{key} {value:,.4g}" for key, value in result.items())
    print(f"{name:<42}{numbers}{'  (' if compared else ''}{compared}{')' if compared else ''}", flush=True)
    return result


def _judged(found: list[Change], differences: list[str]) -> int:
    for difference in differences:
        print(f"ENGINES DISAGREE  {difference}")
    worse = [change for change in found if change.is_worse]
    for change in worse:
        print(f"SLOWER  {change.name}: {change.what} {change.before:.4g} -> {change.now:.4g} {change.unit}")
    if found and not worse:
        print("nothing is slower than the last time, or needs more memory")
    return 2 if differences else 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
