"""Compare the engines with the oracle on random models, cell by cell.

::

    python -m tests.compare_with_oracle --cells 1000000 --seed 1

A cell is a state, a decision maker and a concept. Each model goes the whole way: case file, reader, formula language,
compiler, engine; the oracle (`tests.oracle`) shares no code with any of them. Model number j of a seed is the same
whatever the number of cells or processes. Prints what was compared; exit code 1 on any difference.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from multiprocessing import Pool
from random import Random

from detente.case import parse_case
from detente.conflict import build_conflict, yn
from detente.stability import analyze_stability
from tests.oracle import Model, World, options_of
from tests.random_models import KINDS, VARIANT, as_text, has_variant, random_model

CHUNK = 40


@dataclass(frozen=True)
class Comparison:
    """What one model gave."""

    kind: str
    engine: str
    n_decision_makers: int
    cells: dict[str, int]
    stable: dict[str, int]
    differences: list[str] = field(default_factory=list)


def model_number(seed: int, number: int) -> Model:
    """Return a model; its kind goes round with its number."""
    return random_model(Random(f"{seed}/{number}"), KINDS[number % len(KINDS)])  # noqa: S311 (no secrets here)


def compare(model: Model) -> Comparison:
    """Run a model through the package and through the oracle."""
    conflict = build_conflict(parse_case(as_text(model)), variant=VARIANT if has_variant(model) else "")
    result = analyze_stability(conflict)
    world = World(model)
    expected = world.verdicts()
    differences = []
    letters = [state_letters(world, s) for s in range(len(world.states))]
    numbered = list(conflict.names) if conflict.names else [yn(conflict, s) for s in range(conflict.n_states)]
    if letters != numbered:
        differences.append(f"states {numbered}, expected {letters}")
    if set(expected) != {concept.value for concept in result.stable}:
        differences.append(f"concepts {list(result.stable)}, expected {list(expected)}")
    for concept, verdicts in result.stable.items():
        for i, dm in enumerate(world.dms):
            wrong = [s for s, stable in enumerate(expected[concept.value][i]) if stable != verdicts[i, s]]
            differences.extend(f"{concept.value} of {dm} at {letters[s]}: {bool(verdicts[i, s])}" for s in wrong)
    cells = {concept.value: verdicts.size for concept, verdicts in result.stable.items()}
    stable = {concept.value: int(verdicts.sum()) for concept, verdicts in result.stable.items()}
    return Comparison(model["kind"], result.engine, len(world.dms), cells, stable, differences)


def state_letters(world: World, s: int) -> str:
    """Return the oracle's name of a state: its name in graph form, a letter for each option otherwise."""
    cells = world.states[s]
    if world.model["states"]:
        (cell,) = cells
        return next(iter(cell))
    letters = ""
    for option in options_of(world.model):
        values = {option in cell for cell in cells}
        letters += "-" if len(values) > 1 else "Y" if True in values else "N"
    return letters


def compare_chunk(task: tuple[int, int]) -> list[tuple[int, Comparison]]:
    """Compare some neighbouring models."""
    seed, first = task
    return [(number, compare(model_number(seed, number))) for number in range(first, first + CHUNK)]


def comparisons(seed: int, processes: int) -> Iterator[tuple[int, Comparison]]:
    """Yield comparisons in the order of the models, without end."""
    tasks = ((seed, first) for first in count(0, CHUNK))
    if processes == 1:
        for task in tasks:
            yield from compare_chunk(task)
    with Pool(processes) as pool:
        waiting = [pool.apply_async(compare_chunk, (next(tasks),)) for _ in range(2 * processes)]
        while True:
            yield from waiting.pop(0).get()
            waiting.append(pool.apply_async(compare_chunk, (next(tasks),)))


def main() -> int:
    """Compare until enough cells are done; print the account."""
    parser = argparse.ArgumentParser(prog="python -m tests.compare_with_oracle", description=__doc__.partition("\n")[0])
    parser.add_argument("--cells", type=int, default=1_000_000, help="how many cells to compare at least")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    started = time.monotonic()
    models: Counter[str] = Counter()
    cells: Counter[str] = Counter()
    stable: Counter[str] = Counter()
    total = wrong = 0
    shown = 1
    for number, result in comparisons(options.seed, options.processes):
        here = sum(result.cells.values())
        total += here
        wrong += len(result.differences)
        for name in (f"kind {result.kind}", f"engine {result.engine}", f"{result.n_decision_makers} decision makers"):
            models[name] += 1
            cells[name] += here
        for concept, size in result.cells.items():
            cells[f"concept {concept}"] += size
            stable[f"concept {concept}"] += result.stable[concept]
        if result.differences and wrong <= 20:
            model = json.dumps(model_number(options.seed, number))
            print(f"model {number}: {'; '.join(result.differences)}\n  {model}", flush=True)
        if total * 10 >= shown * options.cells:
            print(f"{total:>12,} cells, {wrong:,} differences, {time.monotonic() - started:.0f} s", flush=True)
            shown = total * 10 // options.cells + 1
        if total >= options.cells:
            break
    for name in sorted(cells):
        share = f"{100 * stable[name] / cells[name]:5.1f} % stable" if stable[name] else f"{models[name]:>7,} models"
        print(f"{name:<28}{cells[name]:>12,} cells  {share}")
    n_models = sum(number for name, number in models.items() if name.startswith("kind"))
    print(f"{total:,} cells of {n_models:,} models (seed {options.seed}): {wrong:,} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
