"""The compiled engine against the one that is not, bit by bit."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from detente.case import parse_case
from detente.conflict import build_conflict
from detente.conflict.model import OptionMoves
from detente.stability import Concept
from detente.stability.options_engine import solve_options
from tests.stability.sample import SIZE, compiled, sample_model, sample_world
from tests.stability.test_theorems import seeded, wide_model

pytest.importorskip("numba")

from detente.stability.fast import engine

CONCEPTS = (Concept.NASH, Concept.GMR, Concept.SMR, Concept.SEQ, Concept.SSEQ)


def assert_same(conflict):
    assert isinstance(conflict.moves, OptionMoves)
    expected = solve_options(conflict, conflict.moves, CONCEPTS)
    actual = engine.solve_fast(conflict, conflict.moves, CONCEPTS)
    for concept, verdicts in expected.items():
        np.testing.assert_array_equal(verdicts, actual[concept], err_msg=concept)


def sample_conflicts():
    return [compiled(sample_model(number)) for number in range(SIZE) if not sample_world(number).has_explicit_moves]


def test_small_models():
    conflicts = sample_conflicts()

    assert len(conflicts) > 60
    for conflict in conflicts:
        assert_same(conflict)


@pytest.mark.parametrize("rounds", [0, 1, 2])
def test_the_flood_ends_what_sweeps_do_not(rounds, monkeypatch):
    monkeypatch.setattr(engine, "_MOST_ROUNDS", rounds)
    for conflict in sample_conflicts():
        assert_same(conflict)


def test_one_thread_and_several(monkeypatch):
    monkeypatch.setattr(engine, "_ONE_THREAD", 0)
    for conflict in sample_conflicts()[:20]:
        assert_same(conflict)


@pytest.mark.parametrize("packed", [0, 1 << 24])
def test_all_threads_on_one_row(packed, monkeypatch):
    monkeypatch.setattr(engine, "_ONE_THREAD", 0)
    monkeypatch.setattr(engine, "ROWS_APART", 0)
    monkeypatch.setattr(engine, "PACKED", packed)
    monkeypatch.setattr(engine, "_PART", 24)
    for conflict in sample_conflicts()[:20]:
        assert_same(conflict)


OWNERS = {
    "even": (3, 3, 3, 3),
    "all with one": (12,),
    "most with the first": (9, 2, 1),
    "most with the last": (1, 2, 9),
    "one with none": (4, 0, 8),
    "a short run": (2, 5, 5),
}


@pytest.mark.parametrize("owners", OWNERS.values(), ids=OWNERS)
@pytest.mark.parametrize("directions", ["both", "one way", "any"])
@pytest.mark.parametrize("infeasible", [0, 3])
@pytest.mark.parametrize("levels", [40, 5_000, 100_000])
def test_every_layout(owners, directions, infeasible, levels):
    """Levels that follow no statements, in every width that levels are kept in."""
    rng = np.random.default_rng([len(owners), owners[0], infeasible, levels])
    conflict = build_conflict(parse_case(case_text(rng, owners, directions, infeasible)))
    level = rng.integers(1, levels, conflict.level.shape, dtype=np.int32)
    assert_same(replace(conflict, level=level))


@pytest.mark.parametrize("owners", OWNERS.values(), ids=OWNERS)
@pytest.mark.parametrize("directions", ["both", "any"])
@pytest.mark.parametrize("infeasible", [0, 3, 8])
@pytest.mark.parametrize("mentioned", [0, 4, 8])
def test_options_that_make_no_difference_to_preferences(owners, directions, infeasible, mentioned):
    """Each decision maker looks at some of the options only, by chance."""
    rng = np.random.default_rng([len(owners), owners[0], infeasible, mentioned])
    conflict = build_conflict(parse_case(case_text(rng, owners, directions, infeasible)))
    level = np.empty_like(conflict.level)
    for row in level:
        seen = sum(1 << int(option) for option in rng.choice(12, mentioned, replace=False))
        row[:] = rng.integers(1, 300, 1 << 12)[conflict.combination.astype(np.int64) & seen]
    assert_same(replace(conflict, level=level))


def case_text(rng, owners, directions, infeasible):
    ways = {"both": ("",), "one way": (", irreversible: taking", ", irreversible: dropping")}
    ways["any"] = (*ways["both"], *ways["one way"])
    lines, names = ["detente: 1", "title: Layout", "decision_makers:"], []
    for party, size in enumerate(owners):
        lines += [f"  p{party}:", f"    name: P{party}"]
        lines += ["    options:"] * (size > 0)
        for option in range(size):
            names.append(f"p{party}.o{option}")
            lines.append(f"      o{option}: {{label: Act{rng.choice(ways[directions])}}}")
        lines.append("    preferences: []")
    lines += ["constraints:"] * (infeasible > 0)
    for _ in range(infeasible):
        lines.append(f"  - not ({' and not '.join(rng.choice(names, 3, replace=False))})")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("number", range(6))
def test_larger_models_of_statements(number):
    assert_same(compiled(wide_model(seeded(number))))


def test_a_single_concept_has_the_verdicts_it_has_among_others():
    conflict = sample_conflicts()[5]
    together = engine.solve_fast(conflict, conflict.moves, CONCEPTS)
    for concept in CONCEPTS:
        alone = engine.solve_fast(conflict, conflict.moves, [concept])
        assert list(alone) == [concept]
        np.testing.assert_array_equal(together[concept], alone[concept])


def test_small_cases_do_not_load_the_compiler():
    code = (
        "import sys; from detente.case import load_case; from detente.conflict import build_conflict\n"
        "from detente.stability import analyze_stability\n"
        "analyze_stability(build_conflict(load_case('cuba-1962'))); sys.exit('numba' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
