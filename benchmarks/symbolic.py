"""How long the symbolic engine takes, against the number of options and how far statements tie parties together.

::

    python -m benchmarks.symbolic
    python -m benchmarks.symbolic --only local --limit 60
    python -m benchmarks.symbolic --against-explicit 24

Prints one line a model as it is done, compares with the last results on the same machine, keeps the new ones in
``benchmarks/symbolic.json``, and writes the table of ``docs/explanation/symbolic.md``. Time is processor time of the
four classic concepts for all states and everybody, compiling and ordering included. Exit code 1: something became
slower; 2: another number of equilibria. The last command compares all counts with those of the explicit engine, on
models with so many options, and writes nothing.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from tests.stability.symbolic.coupled import Coupled, coupled_case

from benchmarks.compare import this_machine
from benchmarks.tables import between_marks
from detente.conflict import build_conflict
from detente.errors import LimitError
from detente.stability import Concept, analyze_stability
from detente.stability.symbolic import (
    Budget,
    GaveUpError,
    Judge,
    StateSet,
    SymbolicResult,
    build_symbolic,
    solve_symbolic,
)

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "symbolic.json"
PAGE = ROOT / "docs" / "explanation" / "symbolic.md"
CLASSIC = (Concept.NASH, Concept.GMR, Concept.SMR, Concept.SEQ)
OPTIONS = (20, 30, 40, 60, 100)
SHAPES = ((4, 12), (6, 12), (6, 20), (10, 12))
MEMORY = 1 << 30
# slower than the last time: by more than half, and by more than what a busy machine does to a short run
_RATIO, _SECONDS = 1.5, 0.3

# of a model: seconds for everything, without SEQ, for one state, and by which it went over the limit; whatever was
# given up is missing; the number of equilibria under SEQ as text, because it may be larger than a float can tell apart
Run = dict[str, float | str]
Measure = Callable[[Coupled, float], Run]


def run(size: Coupled, limit: float) -> Run:
    """Analyze one model, with SEQ and without, and judge one of its states for everybody."""
    return {
        **_apart(_without, size, limit),
        **_apart(_globally, size, limit),
        **_apart(_locally, size, limit),
    }


def _apart(measure: Measure, size: Coupled, limit: float) -> Run:
    """Measure in a process of its own, which is ended when one operation goes on far beyond the limit."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        try:
            return pool.apply_async(measure, (size, limit)).get(timeout=3 * limit + 30)
        except multiprocessing.TimeoutError:
            return {"over": 2 * limit + 30}


def _without(size: Coupled, limit: float) -> Run:
    case = coupled_case(size)
    begin = time.process_time()
    try:
        solve_symbolic(case, CLASSIC[:3], budget=Budget(limit, MEMORY))
    except GaveUpError:
        return {}
    return {"without": time.process_time() - begin}


def _globally(size: Coupled, limit: float) -> Run:
    case = coupled_case(size)
    begin, at = time.process_time(), time.monotonic()
    try:
        result = solve_symbolic(case, CLASSIC, budget=Budget(limit, MEMORY))
    except GaveUpError:
        return {"over": time.monotonic() - at - limit}
    return {"all": time.process_time() - begin, "seq": str(result.equilibria(Concept.SEQ).count())}


def _locally(size: Coupled, limit: float) -> Run:
    model = build_symbolic(coupled_case(size), budget=Budget(limit, MEMORY))
    state = StateSet(model, model.feasible).sample(1, seed=1)[0]
    begin = time.process_time()
    try:
        Judge(model).verdicts(state, CLASSIC)
    except LimitError:
        return {}
    return {"one": time.process_time() - begin}


def sizes(seeds: int) -> Iterator[Coupled]:
    """Yield the models: local ones for each seed, uniform ones for the first; last the one state of many parties."""
    for local, numbers in ((True, range(1, seeds + 1)), (False, range(1, 2))):
        for constrained in (False, True):
            for options in OPTIONS:
                for parties, statements in SHAPES:
                    for seed in numbers:
                        yield Coupled(options, parties, statements, local, constrained, seed)
    for local in (True, False):
        yield Coupled(100, 20, 10, local, constrained=True)


def name(size: Coupled) -> str:
    """Return what a model is called in the results."""
    kind = f"{'local' if size.local else 'uniform'} {'constrained' if size.constrained else 'plain'}"
    return f"{kind} {size.options} {size.decision_makers}x{size.statements} {size.seed}"


def table(results: dict[str, Run], limit: float) -> str:
    """Return the rows of the table, one a group of models."""
    lines = [
        "| statements | constraints | options | models | median | within 0.5 s | within 10 s "
        f"| given up ({limit:g} s) | without SEQ, most | one state, median / most |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    groups: dict[tuple[str, ...], list[Run]] = {}
    for called, found in results.items():
        kind, constraints, options, shape, _ = called.split()
        many = " (20 parties)" if shape.startswith("20x") else ""
        groups.setdefault((kind, "yes" if constraints == "constrained" else "no", options + many), []).append(found)
    for group, runs in groups.items():
        times, without, one = (_times(runs, key) for key in ("all", "without", "one"))
        lines.append(
            f"| {' | '.join(group)} | {len(runs)} "
            f"| {_shown(median(times))} | {_share(times, 0.5)} | {_share(times, 10)} "
            f"| {sum(seconds == float('inf') for seconds in times)} | {_shown(max(without))} "
            f"| {_shown(median(one))} / {_shown(max(one))} |"
        )
    return "\n".join(lines)


def summary(results: dict[str, Run], limit: float) -> str:
    """Return the table in two sentences."""
    times = _times([found for called, found in results.items() if called.startswith("local")], "all")
    over = max((float(found["over"]) for found in results.values() if "over" in found), default=0.0)
    within = sum(seconds <= 10 for seconds in times)
    return (
        f"Of {len(times)} models with local statements {within} took at most 10 s, and the median is "
        f"{_shown(median(times))}. Where the engine gave up, it did so at most {_shown(over)} after the {limit:g} s."
    )


def _times(runs: list[Run], key: str) -> list[float]:
    return [float(found.get(key, "inf")) for found in runs]


def _share(times: list[float], bound: float) -> str:
    return f"{sum(seconds <= bound for seconds in times)} of {len(times)}"


def _shown(seconds: float) -> str:
    return "given up" if seconds == float("inf") else f"{seconds:.2f} s"


def changes(results: dict[str, Run], before: dict[str, Run]) -> tuple[list[str], list[str]]:
    """Return what became slower or is given up now, and where the numbers of equilibria differ."""
    slower, different = [], []
    for called, found in results.items():
        last = before.get(called, {})
        for key in ("all", "without", "one"):
            then, now = float(last.get(key, "inf")), float(found.get(key, "inf"))
            if now > _RATIO * then and now > then + _SECONDS:
                slower.append(f"SLOWER  {called}: {key} {_shown(then)} -> {_shown(now)}")
        if "seq" in last and "seq" in found and last["seq"] != found["seq"]:
            different.append(f"DIFFERENT  {called}: {last['seq']} equilibria -> {found['seq']}")
    return slower, different


def against_explicit(options: int) -> str:
    """Compare counts with the explicit engine, and say how long both took."""
    lines = []
    for local, constrained in ((True, False), (True, True), (False, True)):
        size = Coupled(options, 4, 12, local, constrained)
        begin = time.process_time()
        symbolic = solve_symbolic(coupled_case(size), CLASSIC)
        middle = time.process_time()
        conflict = build_conflict(coupled_case(size), memory_limit=1 << 34)
        explicit = analyze_stability(conflict, CLASSIC)
        end = time.process_time()
        counted = {c: [symbolic.equilibria(c).count(), *_each(symbolic, c)] for c in CLASSIC}
        listed = {c: [int(explicit.equilibria(c).sum()), *explicit.stable[c].sum(axis=1).tolist()] for c in CLASSIC}
        verdict = "all counts equal" if counted == listed else f"DIFFERENT: {counted}, {listed}"
        times = f"symbolic {middle - begin:.1f} s, explicit {end - middle:.1f} s"
        lines.append(f"{size}: {conflict.n_states:,} states, {verdict}; {times}")
    return "\n".join(lines)


def _each(result: SymbolicResult, concept: Concept) -> list[int]:
    return [result.stable_for(concept, party.name).count() for party in result.model.parties]


def main() -> int:
    """Run the models, compare, write the results and the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.symbolic", description=__doc__.partition("\n")[0])
    parser.add_argument("--limit", type=float, default=10.0, help="seconds after which the engine gives up")
    parser.add_argument("--seeds", type=int, default=2, help="models of each local shape")
    parser.add_argument("--only", default="", help="only models whose name starts like this; others are kept")
    parser.add_argument("--against-explicit", type=int, default=0, metavar="OPTIONS", help="compare with a list")
    options = parser.parse_args()
    if options.against_explicit:
        print(against_explicit(options.against_explicit))
        return 0
    began = time.monotonic()
    machine = this_machine()
    last = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    before = last["results"] if (last.get("machine"), last.get("limit")) == (machine, options.limit) else {}
    results: dict[str, Run] = {}
    for size in sizes(options.seeds):
        called = name(size)
        if called.startswith(options.only):
            results[called] = run(size, options.limit)
            shown = "  ".join(f"{key} {v if key == 'seq' else f'{v:.2f}'}" for key, v in results[called].items())
            print(f"{called:<36}{shown}", flush=True)
        elif called in before:
            results[called] = before[called]
    RESULTS.write_text(json.dumps({"machine": machine, "limit": options.limit, "results": results}, indent=1) + "\n")
    text = f"{summary(results, options.limit)} Measured on: {machine}.\n\n{table(results, options.limit)}\n"
    PAGE.write_text(between_marks(PAGE.read_text(), "measured", text))
    print(f"{text}\n{len(results)} models in {time.monotonic() - began:,.0f} s")
    slower, different = changes(results, before)
    print("\n".join([*slower, *different] or ["nothing is slower than the last time"] if before else []))
    return 2 if different else 1 if slower else 0


if __name__ == "__main__":
    sys.exit(main())
