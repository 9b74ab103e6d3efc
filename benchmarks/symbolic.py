"""How long the symbolic engine takes, against the number of options and how far statements tie parties together.

::

    python -m benchmarks.symbolic --limit 15 --seeds 2
    python -m benchmarks.symbolic --against-explicit 24

Prints one line a model as it is done, then the tables of ``docs/explanation/symbolic.md``. Time is processor time of
the four classic concepts for all states and everybody, compiling and ordering included.
The second command compares all counts with those of the explicit engine, on models with so many options.
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

from tests.stability.symbolic.coupled import Coupled, coupled_case

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

CLASSIC = (Concept.NASH, Concept.GMR, Concept.SMR, Concept.SEQ)
OPTIONS = (20, 40, 60, 100)
SHAPES = ((4, 12), (6, 12), (6, 20), (10, 12))


@dataclass(frozen=True)
class Run:
    """One model: `seconds` in all, `without` SEQ, `local` for one state; None when the engine gave up."""

    size: Coupled
    seconds: float | None
    without: float | None
    local: float | None
    equilibria: int | None


def run(size: Coupled, limit: float) -> Run:
    """Analyze one model, with SEQ and without, and judge one of its states for everybody."""
    without = _apart(_globally, size, CLASSIC[:3], limit)
    whole = _apart(_globally, size, CLASSIC, limit)
    local = _apart(_locally, size, CLASSIC, limit)
    return Run(
        size,
        whole and whole[0],
        without and without[0],
        local and local[0],
        whole and whole[1],
    )


Measure = Callable[[Coupled, tuple[Concept, ...], float], tuple[float, int] | None]


def _apart(measure: Measure, size: Coupled, concepts: tuple[Concept, ...], limit: float) -> tuple[float, int] | None:
    """Measure in a process of its own, which is ended when one operation goes on far beyond the limit."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        try:
            return pool.apply_async(measure, (size, concepts, limit)).get(timeout=3 * limit + 30)
        except multiprocessing.TimeoutError:
            return None


def _globally(size: Coupled, concepts: tuple[Concept, ...], limit: float) -> tuple[float, int] | None:
    case = coupled_case(size)
    begin = time.process_time()
    try:
        result = solve_symbolic(case, concepts, budget=Budget(limit))
    except GaveUpError:
        return None
    return time.process_time() - begin, result.equilibria(concepts[-1]).count()


def _locally(size: Coupled, concepts: tuple[Concept, ...], limit: float) -> tuple[float, int] | None:
    model = build_symbolic(coupled_case(size), budget=Budget(limit))
    state = StateSet(model, model.feasible).sample(1, seed=1)[0]
    begin = time.process_time()
    try:
        verdicts = Judge(model).verdicts(state, concepts)
    except LimitError:
        return None
    return time.process_time() - begin, sum(sum(stable) for stable in verdicts.values())


def sizes(seeds: int) -> Iterator[Coupled]:
    """Yield the models: local ones for each seed, uniform ones for the first."""
    for local, numbers in ((True, range(1, seeds + 1)), (False, range(1, 2))):
        for constrained in (False, True):
            for options in OPTIONS:
                for parties, statements in SHAPES:
                    for seed in numbers:
                        yield Coupled(options, parties, statements, local, constrained, seed)


def table(runs: list[Run], limit: float) -> str:
    """Return the rows of the table, one a group of models."""
    lines = [
        "| statements | constraints | options | models | median | within 0.5 s | within 10 s "
        f"| given up ({limit:g} s) | without SEQ, most | one state, median / most |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    keys = dict.fromkeys((run.size.local, run.size.constrained, run.size.options) for run in runs)
    for local, constrained, options in keys:
        group = [r for r in runs if (r.size.local, r.size.constrained, r.size.options) == (local, constrained, options)]
        times = [_number(run.seconds) for run in group]
        without = [_number(run.without) for run in group]
        one = [_number(run.local) for run in group]
        lines.append(
            f"| {'local' if local else 'uniform'} | {'yes' if constrained else 'no'} | {options} | {len(group)} "
            f"| {_shown(median(times))} | {_share(times, 0.5)} | {_share(times, 10)} "
            f"| {sum(seconds == float('inf') for seconds in times)} | {_shown(max(without))} "
            f"| {_shown(median(one))} / {_shown(max(one))} |"
        )
    return "\n".join(lines)


def _number(seconds: float | None) -> float:
    return float("inf") if seconds is None else seconds


def _share(times: list[float], bound: float) -> str:
    return f"{sum(seconds <= bound for seconds in times)} of {len(times)}"


def _shown(seconds: float) -> str:
    return "given up" if seconds == float("inf") else f"{seconds:.2f} s"


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


def main() -> None:
    """Run all models and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.symbolic", description=__doc__.partition("\n")[0])
    parser.add_argument("--limit", type=float, default=20.0, help="seconds after which the engine gives up")
    parser.add_argument("--seeds", type=int, default=3, help="models of each local shape")
    parser.add_argument("--against-explicit", type=int, default=0, metavar="OPTIONS", help="compare with a list")
    options = parser.parse_args()
    if options.against_explicit:
        print(against_explicit(options.against_explicit))
        return
    runs = []
    for size in sizes(options.seeds):
        done = run(size, options.limit)
        runs.append(done)
        print(done, flush=True)
    print(table(runs, options.limit))


if __name__ == "__main__":
    main()
