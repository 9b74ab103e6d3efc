"""One suite for every engine: the same random models and catalogue cases, the same verdicts.

Small models are compared with the literal definitions (`tests.oracle`), large ones and the catalogue with each other.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from detente.case import list_cases, load_case
from detente.conflict import ArcMoves, Conflict, OptionMoves, build_conflict
from detente.stability import Concept, analyze_stability, analyze_variants, choose
from detente.stability.batch import BATCH_CONCEPTS
from detente.stability.choose import Engine, choose_engine
from detente.stability.sparse import _changes
from tests.stability.sample import SIZE, compiled, sample_model, sample_verdicts, sample_world
from tests.stability.test_theorems import seeded, wide_model

needs_kernels = pytest.mark.skipif(not choose.fast_is_installed(), reason="the extra fast is not installed")


def by_name(engine):
    return lambda conflict: analyze_stability(conflict, BATCH_CONCEPTS, engine=engine).stable


def by_arcs(conflict):
    return analyze_stability(as_arcs(conflict), BATCH_CONCEPTS, engine=Engine.ARCS).stable


def in_a_batch(*, fast):
    """The second of three variants; the others are upside down."""

    def verdicts(conflict):
        levels = np.stack([-conflict.level, conflict.level, -conflict.level])
        stable = analyze_variants(conflict, levels, fast=fast).stable
        return {concept: rows[1] for concept, rows in stable.items()}

    return verdicts


ENGINES = [
    pytest.param(by_name(Engine.OPTIONS), id="options"),
    pytest.param(by_name(Engine.LIST), id="list"),
    pytest.param(by_name(Engine.FAST), id="options-fast", marks=needs_kernels),
    pytest.param(by_arcs, id="arcs"),
    pytest.param(in_a_batch(fast=False), id="batch"),
    pytest.param(in_a_batch(fast=True), id="batch-fast", marks=needs_kernels),
]


def as_arcs(conflict: Conflict) -> Conflict:
    """The same conflict with its moves listed one by one."""
    if isinstance(conflict.moves, ArcMoves):
        return conflict
    changes = [_changes(conflict, conflict.moves, j) for j in range(len(conflict.decision_makers))]
    every = np.arange(conflict.n_states + 1)
    start = tuple(np.searchsorted(source, every) for source, _ in changes)
    return replace(conflict, moves=ArcMoves(start, tuple(target for _, target in changes)))


@cache
def large_conflicts() -> tuple[Conflict, ...]:
    return tuple(compiled(wide_model(seeded(number))) for number in range(20, 26))


@cache
def catalogue() -> tuple[Conflict, ...]:
    cases = [load_case(entry.name) for entry in list_cases()]
    return tuple(build_conflict(case, variant=variant) for case in cases for variant in ("", *case.variants))


@cache
def expected(kind: str, number: int):
    conflict = {"large": large_conflicts, "catalogue": catalogue}[kind]()[number]
    return by_arcs(conflict)


@pytest.mark.parametrize("verdicts", ENGINES)
def test_small_models_against_the_definitions(verdicts):
    compared = 0
    for number in range(SIZE):
        conflict = compiled(sample_model(number))
        if sample_world(number).has_explicit_moves and verdicts is not by_arcs:
            continue
        actual = verdicts(conflict)
        for concept in BATCH_CONCEPTS:
            assert sample_verdicts(number)[concept.value] == actual[concept].tolist(), (number, concept)
        compared += 1
    assert compared >= 60


@pytest.mark.parametrize("verdicts", ENGINES)
@pytest.mark.parametrize("number", range(6))
def test_large_models_against_each_other(verdicts, number):
    actual = verdicts(large_conflicts()[number])
    for concept, rows in expected("large", number).items():
        np.testing.assert_array_equal(rows, actual[concept])


@pytest.mark.parametrize("verdicts", ENGINES)
def test_the_catalogue(verdicts):
    compared = 0
    for number, conflict in enumerate(catalogue()):
        if isinstance(conflict.moves, OptionMoves) or verdicts is by_arcs:
            actual = verdicts(conflict)
            for concept, rows in expected("catalogue", number).items():
                np.testing.assert_array_equal(rows, actual[concept])
            compared += 1
    assert compared >= 3


class TestChoice:
    """The engine that is chosen, and why."""

    def test_it_is_named_in_the_result(self):
        result = analyze_stability(build_conflict(load_case("cuba-1962")))
        assert (result.engine, result.reason) == (
            "explicit-options",
            "16 combinations: too few for compiled kernels to pay",
        )

    def test_an_engine_asked_for_is_used(self):
        conflict = build_conflict(load_case("cuba-1962"))
        result = analyze_stability(conflict, engine="explicit-list")
        assert (result.engine, result.reason) == ("explicit-list", "asked for")
        np.testing.assert_array_equal(result.stable[Concept.SIM], analyze_stability(conflict).stable[Concept.SIM])

    @pytest.mark.parametrize(
        ("installed", "engine", "reason"),
        [
            (True, Engine.FAST, "1,048,576 combinations: compiled kernels pay"),
            (False, Engine.OPTIONS, "1,048,576 combinations; compiled kernels, pip install 'detente[fast]', would be"),
        ],
    )
    def test_large_cases_are_compiled_where_that_is_installed(self, installed, engine, reason, monkeypatch):
        monkeypatch.setattr(choose, "fast_is_installed", lambda: installed)
        conflict = build_conflict(load_case("cuba-1962"))
        own = tuple(0b11111 << 5 * j for j in range(4))
        feasible = np.broadcast_to(np.True_, 1 << 20)
        chosen = choose_engine(replace(conflict, moves=OptionMoves(feasible, None, own, 0, 0)))
        assert chosen.engine is engine
        assert chosen.reason.startswith(reason)
