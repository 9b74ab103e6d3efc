"""What is measured, each in a process of its own: ``python -m benchmarks.tasks NAME ARGUMENTS`` prints JSON.

Times are the best of several runs, in seconds.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from itertools import pairwise
from typing import Any

import numpy as np

from benchmarks.graphs import random_graph
from benchmarks.models import Size, random_case
from detente.case import Case, parse_case
from detente.conflict import Conflict, build_conflict
from detente.conflict.limits import in_words
from detente.stability import Concept, analyze_parties, analyze_stability, analyze_variants
from detente.stability.choose import Engine, plan_engine

CLASSIC = (Concept.NASH, Concept.GMR, Concept.SMR, Concept.SEQ)
_AMPLE = 1 << 40
_ONCE = 1 << 25  # states above which one run has to do
_LONG = 20.0  # seconds: the same for matrices
_GIVE_UP = 60.0  # seconds for the symbolic engine
Result = dict[str, float]


def timed(work: Callable[[], Any], at_least: int = 3, seconds: float = 1.0) -> tuple[float, float]:
    """Return the shortest time of several runs, and the least processor time: more runs while they take little."""
    wall, processor, started, runs = float("inf"), float("inf"), time.perf_counter(), 0
    while runs < at_least or (time.perf_counter() - started < seconds and runs < 200):
        before = time.perf_counter(), time.process_time()
        work()
        wall = min(wall, time.perf_counter() - before[0])
        processor = min(processor, time.process_time() - before[1])
        runs += 1
    return wall, processor


def best(work: Callable[[], Any], at_least: int = 3, seconds: float = 1.0) -> float:
    """Return the shortest time of several runs."""
    return timed(work, at_least, seconds)[0]


def megabytes() -> float:
    """Return the most memory this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def copying(n_bytes: int) -> float:
    """Return how long a plain copy of so many bytes takes."""
    source = np.ones(max(1, n_bytes), dtype=np.uint8)
    target = np.empty_like(source)
    return best(lambda: np.copyto(target, source), at_least=5, seconds=0.3)


def _conflict(size: dict[str, int]) -> Conflict:
    return build_conflict(random_case(Size(**size)), memory_limit=_AMPLE)


def solve(engine: str, **size: int) -> Result:
    """Compile and analyze one random dispute: four concepts, all states, all decision makers."""
    case = random_case(Size(**{**size, "listed_moves": int(engine == Engine.ARCS)}))
    if engine == Engine.SYMBOLIC:
        return _symbolic(case)
    estimate = plan_engine(case, engine=engine, memory_limit=_AMPLE).memory or 0
    if estimate > 1 << 30:
        print(f"{engine}, {size['options']} options: about {in_words(estimate)} by estimate", file=sys.stderr)
    at_first = megabytes()
    if engine == Engine.FAST:  # what is compiled once, or loaded once, is measured by itself
        analyze_stability(_conflict({**size, "options": 12}), CLASSIC, engine=engine)
    begin = time.perf_counter(), time.process_time()
    conflict = build_conflict(case, memory_limit=_AMPLE)
    compiling, compiling_processor = time.perf_counter() - begin[0], time.process_time() - begin[1]
    result = analyze_stability(conflict, CLASSIC, engine=engine)
    solving = time.perf_counter() - begin[0] - compiling
    processor = time.process_time() - begin[1] - compiling_processor
    at_last = megabytes()
    moved = conflict.n_states * len(conflict.decision_makers) * (2 + len(CLASSIC))
    counts = {concept.value: int(result.equilibria(concept).sum()) for concept in CLASSIC}
    n_states = conflict.n_states
    del result
    if n_states <= _ONCE:
        runs = 2 if n_states > 1 << 21 else 4
        solving, processor = timed(lambda: analyze_stability(conflict, CLASSIC, engine=engine), runs)
        compiling, compiling_processor = timed(lambda: build_conflict(case, memory_limit=_AMPLE), runs)
    return {
        "states": n_states, "compile": compiling, "compile_processor": compiling_processor, "solve": solving,
        "processor": processor, "memory": at_last - at_first, "estimate": estimate / (1 << 20),
        "copy": copying(moved), **counts,
    }  # fmt: skip


def _symbolic(case: Case) -> Result:
    """The same without listing a state; compiling and the order of the options included."""
    from detente.stability.symbolic import Budget, GaveUpError, solve_symbolic

    at_first = megabytes()
    budget = Budget(_GIVE_UP)
    try:
        result = solve_symbolic(case, CLASSIC, budget=budget)
    except GaveUpError as error:
        return {"gave_up": 1, "established": len(error.established.stable)}
    at_last = megabytes()
    counts = {concept.value: result.equilibria(concept).count() for concept in CLASSIC}
    solving, processor = timed(lambda: solve_symbolic(case, CLASSIC, budget=budget), 2, 1.0)
    states = result.states().count()
    return {"states": states, "solve": solving, "processor": processor, "memory": at_last - at_first, **counts}


def graph(kind: str, states: int, arcs: int) -> Result:
    """Graph form: arcs between listed states, from arrays."""
    begin = time.process_time()
    conflict = random_graph(kind, states, arcs)
    making = time.process_time() - begin
    at_first = megabytes()
    result = analyze_stability(conflict, CLASSIC)
    at_last = megabytes()
    small = states < 1 << 17
    solving, processor = timed(lambda: analyze_stability(conflict, CLASSIC), 3 if small else 1, 1.0 if small else 0)
    n_arcs = sum(len(target) for target in conflict.moves.target)  # type: ignore[union-attr]
    counts = {concept.value: int(result.equilibria(concept).sum()) for concept in CLASSIC}
    return {
        "states": conflict.n_states, "arcs": n_arcs, "make": making, "solve": solving, "processor": processor,
        "memory": at_last - at_first, "whole": at_last, "copy": copying(4 * n_arcs), **counts,
    }  # fmt: skip


def local(options: int, parties: int) -> Result:
    """Whether one state is stable, for everybody, without the global answer."""
    from tests.stability.symbolic.coupled import Coupled, coupled_case

    from detente.stability.symbolic import Budget, Judge, StateSet, build_symbolic

    case = coupled_case(Coupled(options, parties, 12, local=True, constrained=True))
    begin = time.perf_counter()
    model = build_symbolic(case, budget=Budget(_GIVE_UP))
    compiling = time.perf_counter() - begin
    state = StateSet(model, model.feasible).sample(1, seed=1)[0]
    begin = time.perf_counter()
    judge = Judge(model)
    judge.verdicts(state, CLASSIC[:3])
    without = time.perf_counter() - begin
    judge.verdicts(state, CLASSIC)
    return {"compile": compiling, "without": without, "solve": time.perf_counter() - begin}


def matrices(**size: int) -> Result:
    """The literature's formulas on the same dispute; fails if the verdicts differ."""
    from benchmarks.matrix import solve_by_matrices

    conflict = _conflict(size)
    by_engine = analyze_stability(conflict, CLASSIC).stable
    begin = time.perf_counter()
    by_matrices = solve_by_matrices(conflict)
    seconds = time.perf_counter() - begin
    for name, verdicts in by_matrices.items():
        if not np.array_equal(verdicts, by_engine[Concept(name)]):
            raise AssertionError(f"{name} differs")
    if seconds < _LONG:
        seconds = min(seconds, best(lambda: solve_by_matrices(conflict), at_least=1, seconds=1))
    return {"states": conflict.n_states, "solve": seconds, "memory": megabytes()}


def variants(number: int, sequential: int, fast: int, **size: int) -> Result:
    """Many orders of the statements on one dispute; without the sequential concept if `sequential` is 0."""
    conflict = _conflict(size)
    levels = _orders(conflict, number)
    concepts = CLASSIC if sequential else CLASSIC[:3]
    seconds, processor = timed(lambda: analyze_variants(conflict, levels, concepts, fast=bool(fast)))
    return {"states": conflict.n_states, "per_second": number / seconds, "per_processor_second": number / processor}


def readings(number: int, workers: int, **size: int) -> Result:
    """Readings of a case in which nobody says what matters most: drawn, in so many processes (none: in this one)."""
    from detente.analysis.sweeps import Ground, Processes, Runner, run_sweep

    ground = Ground(_conflict({**size, "open_orders": 1, "statements": 8}))
    sweep = ground.sweep(number, seed=1, concepts=CLASSIC)
    with ExitStack() as stack:
        runner = Runner(stack.enter_context(Processes(workers)) if workers else None)
        begin = time.perf_counter()
        counts = run_sweep(ground, sweep, runner)  # processes start, and compile the case
        first = time.perf_counter() - begin
        seconds = best(lambda: run_sweep(ground, sweep, runner), 2, 1.0)
    found = sum(counts.states[Concept.SEQ].values())
    return {"states": ground.conflict.n_states, "first": first, "per_second": number / seconds, "seq": found}


def parties(number: int, **size: int) -> Result:
    """A table a decision maker: the product of the tables is evaluated."""
    conflict = _conflict(size)
    levels = list(_orders(conflict, number).transpose(1, 0, 2))
    seconds = best(lambda: analyze_parties(conflict, levels).n_equilibria(Concept.GMR))
    return {"states": conflict.n_states, "per_second": float(number) ** len(levels) / seconds}


def _orders(conflict: Conflict, number: int) -> np.ndarray:
    """Scores of the first ten statements of each decision maker in random orders, shape (number, n, m)."""
    from detente.case.conditions import flat_statements
    from detente.conflict.space import holds, space_of

    rng = np.random.default_rng(1)
    space = space_of(conflict)
    scores = np.empty((number, *conflict.level.shape), dtype=np.int32)
    for i, party in enumerate(conflict.case.decision_makers.values()):
        statements = flat_statements(party.preferences)[:10]  # type: ignore[arg-type]
        truth = np.stack([holds(space, statement.that.formula) for statement in statements]).astype(np.int32)
        scores[:, i] = (1 << np.argsort(rng.random((number, len(statements))), axis=-1)) @ truth
    return scores


def listed(parties: int, blocks: int, width: int, chained: int, late: int) -> Result:
    """Options in blocks of which one may be taken each; if chained, only when one of the block before is.

    If late, constraints are on one option of three blocks each instead: a combination breaks none until many options
    are settled.
    """
    names = [[f"p{b * parties // blocks}.o{b}{j}" for j in range(width)] for b in range(blocks)]
    constraints = [f"  - at most 1 of ({', '.join(block)})" for block in names]
    if late:
        apart = [[names[(b + shift * blocks // 3) % blocks][shift] for shift in range(3)] for b in range(blocks)]
        constraints = [f"  - {one} iff ({two} iff {three})" for one, two, three in apart]
    if chained:
        for before, block in pairwise(names):
            constraints.append(f"  - ({' or '.join(block)}) requires ({' or '.join(before)})")
    owned = []
    for party in range(parties):
        own = [name for block in names for name in block if name.startswith(f"p{party}.")]
        options = ", ".join(f"{name.partition('.')[2]}: {{label: Do it}}" for name in own)
        next_one = names[(party + 1) % blocks][-1]
        wants = f"[{own[0]}, {next_one} or not {own[-1]}, not {own[1]}]"
        owned.append(f"  p{party}: {{name: P, options: {{{options}}}, preferences: {wants}}}")
    lines = ["detente: 1", "title: Blocks", "decision_makers:", *owned, "constraints:", *constraints]
    case = parse_case("\n".join(lines) + "\n")
    estimate = plan_engine(case).memory or 0
    at_first = megabytes()
    conflict = build_conflict(case)
    result = analyze_stability(conflict, CLASSIC)
    memory = megabytes() - at_first
    solving, processor = timed(lambda: analyze_stability(conflict, CLASSIC), 2, 0)
    return {
        "states": conflict.n_states, "compile": best(lambda: build_conflict(case), 2, 0), "solve": solving,
        "processor": processor, "memory": memory, "estimate": estimate / (1 << 20),
        "nash": int(result.equilibria(Concept.NASH).sum()),
    }  # fmt: skip


def again(**size: int) -> Result:
    """Recompute a small dispute after a change of preferences: compile and analyze."""
    case = random_case(Size(**size))
    conflict = build_conflict(case)
    return {
        "states": conflict.n_states,
        "seconds": best(lambda: analyze_stability(build_conflict(case))),
        "analyze": best(lambda: analyze_stability(conflict)),
    }


def start(compiling: int) -> Result:
    """New processes: ``detente --version``, ``detente analyze`` of a case of 12 states; kernels loaded, compiled."""
    python = [sys.executable]
    detente = [*python, "-m", "detente"]
    kernels = [*python, "-c", _KERNELS]

    def run(command: list[str], **environment: str) -> float:
        before = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, **environment})  # noqa: S603
        return time.perf_counter() - before

    def shortest(command: list[str]) -> float:
        return min(run(command) for _ in range(5))

    result = {
        "python": shortest([*python, "-c", "pass"]),
        "version": shortest([*detente, "--version"]),
        "analyze": shortest([*detente, "analyze", "cuba-1962"]),
    }
    if not compiling:
        return result
    with tempfile.TemporaryDirectory() as folder:
        result["compiled"] = run(kernels, NUMBA_CACHE_DIR=folder)
        result["loaded"] = min(run(kernels, NUMBA_CACHE_DIR=folder) for _ in range(5))
    result["without"] = shortest([*python, "-c", _KERNELS.replace("-fast", "")])
    return result


_KERNELS = """
from benchmarks.models import Size, random_case
from detente.conflict import build_conflict
from detente.stability import analyze_stability
analyze_stability(build_conflict(random_case(Size(12))), engine="explicit-options-fast")
"""


def machine() -> Result:
    """How fast this machine copies 256 MiB, in GB/s, read and written."""
    return {"copy": 2 * (1 << 28) / copying(1 << 28) / 1e9, "cores": os.cpu_count() or 1}


_TASKS = (solve, matrices, variants, readings, parties, graph, listed, local, again, start, machine)
TASKS: dict[str, Callable[..., Result]] = {task.__name__: task for task in _TASKS}


def measured(name: str, **arguments: Any) -> Result:
    """Run a task in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.tasks", name, json.dumps(arguments)]
    begin = time.perf_counter()
    one_core = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}  # of matrix products; kernels use all
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=one_core)  # noqa: S603
    result: Result = json.loads(done.stdout)
    result["took"] = time.perf_counter() - begin
    return result


if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]](**json.loads(sys.argv[2]))))
