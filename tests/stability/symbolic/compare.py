"""Compare the symbolic engine with the literal definitions on random models, cell by cell.

::

    python -m tests.stability.symbolic.compare --models 2000 --seed 1

A cell is a state, a decision maker and a concept. For each model: which states there are, their ids, every verdict, the
counts; for some states the local verdicts and the proof traces, against the ones found by searching a list of states.
"""

from __future__ import annotations

import argparse
import sys
from random import Random

from detente.case import parse_case
from detente.conflict import build_conflict
from detente.stability import explain_state
from detente.stability.symbolic import Budget, Judge, explain_symbolically, solve_symbolic
from tests.oracle import Model, World
from tests.random_models import as_text, random_model

KINDS = ("plain", "infeasible", "irreversible", "everything", "merged")
SMALL = Budget(seconds=60, memory=1 << 27)


def model_number(seed: int, number: int) -> Model:
    """Return a model without listed or forbidden moves; its kind goes round with its number."""
    random = Random(f"symbolic/{seed}/{number}")  # noqa: S311 (no secrets here)
    while True:
        model = random_model(random, KINDS[number % len(KINDS)])
        if not model["moves"]:
            return model


def compare(model: Model) -> tuple[int, list[str]]:
    """Return the number of cells compared, and what differs."""
    case = parse_case(as_text(model))
    result = solve_symbolic(case, budget=SMALL)
    world = World(model)
    expected = world.verdicts()
    states = tuple(result.states())
    differences = []
    if [state.id for state in states] != [f"s{number + 1}" for number in range(len(world.states))]:
        return 0, [f"states {[state.id for state in states]}, expected {len(world.states)}"]
    cells = 0
    for concept in result.stable:
        for dm, row in zip(world.dms, expected[concept.value], strict=True):
            found = result.stable_for(concept, dm)
            cells += len(row)
            if [state in found for state in states] != row or found.count() != sum(row):
                differences.append(f"{concept.value} of {dm}: {[state in found for state in states]}, expected {row}")
        everybody = sum(all(column) for column in zip(*expected[concept.value], strict=True))
        if result.equilibria(concept).count() != everybody:
            differences.append(f"{concept.value}: {result.equilibria(concept).count()} equilibria, not {everybody}")
    return cells, differences


def compare_locally(model: Model, most_states: int = 5) -> tuple[int, list[str]]:
    """Compare verdicts and traces of single states with the explicit ones; return how many, and what differs."""
    case = parse_case(as_text(model))
    result = solve_symbolic(case, budget=SMALL)
    judge = Judge(result.model)
    conflict = build_conflict(case)
    done = 0
    differences = []
    for s, state in enumerate(result.states().first(most_states)):
        for concept in result.stable:
            verdicts = judge.verdicts(state, [concept])[concept]
            for i, dm in enumerate(conflict.decision_makers):
                done += 1
                if verdicts[i] != (state in result.stable_for(concept, dm)):
                    differences.append(f"{concept.value} of {dm} at {state.id}: {verdicts[i]}")
                if explain_symbolically(judge, state, dm, concept) != explain_state(conflict, s, i, concept):
                    differences.append(f"trace of {concept.value} of {dm} at {state.id}")
    return done, differences


def main() -> int:
    """Compare; print the account."""
    parser = argparse.ArgumentParser(prog="python -m tests.stability.symbolic.compare")
    parser.add_argument("--models", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    cells = traces = wrong = 0
    for number in range(options.models):
        model = model_number(options.seed, number)
        for count, (done, differences) in enumerate((compare(model), compare_locally(model))):
            cells += 0 if count else done
            traces += done if count else 0
            wrong += len(differences)
            if differences:
                print(f"model {number}: {'; '.join(differences)}", flush=True)
    print(f"{options.models:,} models, {cells:,} cells, {traces:,} local verdicts and traces, {wrong:,} differences")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
