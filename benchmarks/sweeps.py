"""Readings a second: in this process, in several, and on a Dask cluster that is started here.

::

    python -m benchmarks.sweeps

64 and 1,024 states, sequential and symmetric sequential stability; with compiled kernels where they are installed.

*From the start* includes starting the workers, loading kernels and compiling the case in each of them; *then* is the
rate after each worker has counted two chunks. *Alone* is the same work without cutting, drawing, counting and sending.
"""

from __future__ import annotations

import argparse
import resource
import time
from contextlib import nullcontext
from random import Random

import numpy as np

from detente.analysis.sweeps import Cluster, Executor, Ground, Processes, Progress, Runner, Sweep, run_sweep
from detente.case import parse_case
from detente.conflict import build_conflict
from detente.stability import Concept
from detente.stability.batch import analyze_variants
from detente.stability.choose import compiled_for

CONCEPTS = (Concept.SEQ, Concept.SSEQ)
PARTIES = 4


def dispute(options: int, seed: int = 1) -> str:
    """Return a case that leaves 5,040 orders to each of four parties."""
    random = Random(seed)  # noqa: S311
    names = [f"o{j}" for j in range(options)]
    lines = ["detente: 1", "title: A dispute", "decision_makers:"]
    for i in range(PARTIES):
        own = ", ".join(f"{name}: Option" for j, name in enumerate(names) if j % PARTIES == i)
        wishes = []
        for _ in range(8):
            one, other = random.sample(names, 2)
            wishes.append(random.choice((one, f"not {one}", f"{one} iff {other}", f"{one} or not {other}")))
        statements = f"{wishes[0]}, {{any order: [{', '.join(wishes[1:])}]}}"
        lines.append(f"  d{i}: {{name: Party, options: {{{own}}}, preferences: [{statements}]}}")
    return "\n".join([*lines, "outcomes: {calm: not o0 and not o1, storm: o2 or o3}"])


def alone(ground: Ground, sweep: Sweep) -> float:
    """Return how many variants a second are evaluated together, in chunks as large."""
    conflict = ground.conflict
    random = np.random.default_rng(0)
    rows = [one.rows[random.integers(0, len(one.rows), sweep.per_chunk)] for one in ground.orders]
    levels = np.ascontiguousarray(np.stack(rows).transpose(0, 2, 1)).transpose(2, 0, 1)
    fast = compiled_for(conflict, sweep.looks)
    best = 0.0
    for _ in range(6):
        began = time.perf_counter()
        analyze_variants(conflict, levels, CONCEPTS, fast=fast)
        best = max(best, sweep.per_chunk / (time.perf_counter() - began))
    return best


def swept(ground: Ground, sweep: Sweep, executor: Executor | None, workers: int) -> tuple[float, float, float]:
    """Return readings a second from the start, and then, and the processor time."""
    told: list[tuple[float, int]] = []

    def tell(progress: Progress) -> None:
        told.append((time.perf_counter(), progress.done))

    before = used()
    with executor or nullcontext():  # of those started, only processes that have ended are counted
        run_sweep(ground, sweep, Runner(executor, progress=tell))
    middle = next((when, done) for when, done in told if done >= 2 * workers)
    then = (told[-1][1] - middle[1]) * sweep.per_chunk / (told[-1][0] - middle[0])
    return sweep.looks / (told[-1][0] - told[0][0]), then, used() - before


def used() -> float:
    """Return the processor time of this program and of what it started."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5, help="for each measurement, roughly")
    asked = parser.parse_args()
    print("| states | where | from the start | then | processor time, s |\n| ---: | --- | ---: | ---: | ---: |")
    for options, rate in ((6, 300_000), (10, 10_000)):
        ground = Ground(build_conflict(parse_case(dispute(options))))
        sweep = ground.sweep(int(rate * asked.seconds), 0, CONCEPTS)
        states = f"{ground.conflict.n_states:,}"
        print(f"| {states} | alone | | {alone(ground, sweep):,.0f} | |")
        for name, executor, workers in (
            ("this process", None, 1),
            ("1 process", Processes(1), 1),
            ("2 processes", Processes(2), 2),
            ("Dask, 1 worker", Cluster(n_workers=1), 1),
            ("Dask, 2 workers", Cluster(n_workers=2), 2),
        ):
            start, then, spent = swept(ground, sweep, executor, workers)
            print(f"| {states} | {name} | {start:,.0f} | {then:,.0f} | {spent:.1f} |", flush=True)


if __name__ == "__main__":
    main()
