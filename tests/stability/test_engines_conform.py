"""One suite for every engine: the same random models and catalogue cases, the same verdicts.

Small models and edge cases are compared with the literal definitions (`tests.oracle`); large ones and the catalogue
with each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from random import Random

import numpy as np
import pytest

from detente.case import list_cases, load_case, parse_case
from detente.conflict import ArcMoves, Conflict, OptionMoves, build_conflict
from detente.errors import CaseError
from detente.stability import Concept, analyze_stability, analyze_variants
from detente.stability.batch import BATCH_CONCEPTS
from detente.stability.choose import Engine, fast_is_installed, symbolic_is_installed, why_not_symbolic
from detente.stability.sparse import listed_arcs
from tests.oracle import Model, World
from tests.random_models import as_text, random_formula
from tests.stability.sample import SIZE, compiled, from_levels, sample_model, sample_verdicts
from tests.stability.symbolic.coupled import Coupled, coupled_case
from tests.stability.test_theorems import seeded, wide_model

Verdicts = Mapping[Concept, np.ndarray]


@dataclass(frozen=True)
class Way:
    """A way to ask who would stay where."""

    applies: Callable[[Conflict], bool]
    verdicts: Callable[[Conflict], Verdicts]


def any_form(_: Conflict) -> bool:
    return True


def option_form(conflict: Conflict) -> bool:
    return isinstance(conflict.moves, OptionMoves)


def without_list(conflict: Conflict) -> bool:
    return not why_not_symbolic(conflict.case)


def by_name(engine: Engine) -> Callable[[Conflict], Verdicts]:
    return lambda conflict: analyze_stability(conflict, BATCH_CONCEPTS, engine=engine).stable


def by_arcs(conflict: Conflict) -> Verdicts:
    return analyze_stability(as_arcs(conflict), BATCH_CONCEPTS, engine=Engine.ARCS).stable


def as_arcs(conflict: Conflict) -> Conflict:
    """The same conflict with its moves listed one by one."""
    if isinstance(conflict.moves, ArcMoves):
        return conflict
    return replace(conflict, moves=listed_arcs(conflict, conflict.moves))


def in_a_batch(variants: int, *, fast: bool) -> Callable[[Conflict], Verdicts]:
    """One variant alone, or the second of three of which the others are upside down."""

    def verdicts(conflict: Conflict) -> Verdicts:
        levels = np.stack([-conflict.level, conflict.level, -conflict.level] if variants == 3 else [conflict.level])
        stable = analyze_variants(conflict, levels, fast=fast).stable
        return {concept: rows[variants // 2] for concept, rows in stable.items()}

    return verdicts


def by_sets(conflict: Conflict) -> Verdicts:
    from detente.stability.symbolic import Budget, solve_symbolic

    result = solve_symbolic(conflict.case, BATCH_CONCEPTS, budget=Budget(memory=1 << 26))
    has = result.model.diagrams.has
    cells = conflict.combination.tolist()  # of a merged state any combination will do
    assert result.model.n_states == conflict.n_states
    return {
        concept: np.array([[has(states, cell) for cell in cells] for states in rows])
        for concept, rows in result.stable.items()
    }


def one_by_one(conflict: Conflict) -> Verdicts:
    from detente.stability.symbolic import Budget, Judge, build_symbolic, state_of

    model = build_symbolic(conflict.case, budget=Budget(memory=1 << 26))
    judge = Judge(model)
    judged = [judge.verdicts(state_of(model, cell), BATCH_CONCEPTS) for cell in conflict.combination.tolist()]
    return {concept: np.array([verdicts[concept] for verdicts in judged]).T for concept in BATCH_CONCEPTS}


needs_kernels = pytest.mark.skipif(not fast_is_installed(), reason="the extra fast is not installed")
needs_diagrams = pytest.mark.skipif(not symbolic_is_installed(), reason="the extra symbolic is not installed")
ARCS = Way(any_form, by_arcs)
WAYS = [
    pytest.param(Way(option_form, by_name(Engine.OPTIONS)), id="options"),
    pytest.param(Way(option_form, by_name(Engine.FAST)), id="options-fast", marks=needs_kernels),
    pytest.param(Way(option_form, by_name(Engine.LIST)), id="list"),
    pytest.param(ARCS, id="arcs"),
    pytest.param(Way(any_form, in_a_batch(1, fast=False)), id="batch-of-one"),
    pytest.param(Way(option_form, in_a_batch(1, fast=True)), id="batch-of-one-fast", marks=needs_kernels),
    pytest.param(Way(any_form, in_a_batch(3, fast=False)), id="batch"),
    pytest.param(Way(option_form, in_a_batch(3, fast=True)), id="batch-fast", marks=needs_kernels),
    pytest.param(Way(without_list, by_sets), id="symbolic", marks=needs_diagrams),
]
JUDGED = pytest.param(Way(without_list, one_by_one), id="symbolic-judge", marks=needs_diagrams)


@cache
def small(number: int) -> Conflict:
    return compiled(sample_model(number))


@pytest.mark.parametrize("way", WAYS)
def test_small_models_against_the_definitions(way):
    assert compared_with_definitions(way, range(SIZE)) >= 60


@pytest.mark.parametrize("way", [JUDGED])
def test_single_states_of_small_models_against_the_definitions(way):
    assert compared_with_definitions(way, range(0, SIZE, 3)) >= 20


def compared_with_definitions(way, numbers):
    compared = 0
    for number in numbers:
        conflict = small(number)
        if way.applies(conflict):
            actual = way.verdicts(conflict)
            for concept in BATCH_CONCEPTS:
                assert sample_verdicts(number)[concept.value] == actual[concept].tolist(), (number, concept)
            compared += 1
    return compared


def a_case(parties, constraints=()) -> Model:
    """A model in option form from options and statements by decision maker."""
    dms = {
        dm: {"options": dict.fromkeys(options), "preferences": {"statements": list(statements)}}
        for dm, (options, statements) in parties.items()
    }
    return {
        "kind": "edge",
        "dms": dms,
        "constraints": list(constraints),
        "merge": [],
        "moves": [],
        "states": [],
        "arcs": {},
    }


def wordy(statements: int) -> Model:
    """So many statements that no machine integer holds the score; the last of them decides, too."""
    random = Random(7)  # noqa: S311 (test data)
    names = ["a.x", "a.y", "b.z", "b.w", "b.v"]
    idle = [("or", ("is", "a.x"), ("not", ("is", "a.x")))] * (statements - 12)

    def ending():
        return [random_formula(random, names, 1) for _ in range(12)]

    return a_case({"a": ("xy", idle + ending()), "b": ("zwv", ending() + idle)})


EDGES = {
    "63 statements": wordy(63),
    "70 statements": wordy(70),
    "130 statements": wordy(130),
    "ties everywhere": a_case({"a": ("x", [("true",)]), "b": ("yz", [("false",)] * 9)}),
    "ties but one": a_case({"a": ("xw", [("and", ("is", "a.x"), ("is", "b.y"), ("is", "b.z"))]), "b": ("yz", [])}),
    "one decision maker": a_case({"a": ("xyz", [("is", "a.x"), ("not", ("is", "a.y"))])}),
    "no options": a_case({"a": ("", []), "b": ("", [])}),
    "one decision maker without options": a_case({"a": ("", [])}),
    "a decision maker without options": a_case(
        {
            "a": ("x", [("is", "b.y")]),
            "idle": ("", [("is", "a.x"), ("is", "b.y")]),
            "b": ("y", [("not", ("is", "a.x"))]),
        }
    ),
    "only bystanders and one mover": a_case({"a": ("", [("is", "b.y")]), "b": ("yz", [("is", "b.z")]), "c": ("", [])}),
    "without statements": a_case({"a": ("xy", []), "b": ("z", [])}),
    "one feasible state": a_case(
        {"a": ("x", [("not", ("is", "a.x"))]), "b": ("y", [("is", "b.y")])}, [("is", "a.x"), ("not", ("is", "b.y"))]
    ),
    "two feasible states far apart": a_case(
        {"a": ("x", [("is", "a.x")]), "b": ("y", [("is", "b.y")])}, [("iff", ("is", "a.x"), ("is", "b.y"))]
    ),
    "intransitive moves": from_levels(
        {"a": {0: [1], 1: [2], 2: [0]}, "b": {1: [3], 3: [4]}, "c": {2: [3], 4: [0]}},
        {"a": [2, 3, 4, 1, 0], "b": [3, 2, 1, 4, 0], "c": [0, 1, 1, 2, 5]},
    ),
    "moves round about": from_levels(
        {"a": {0: [1], 2: [3], 3: [0]}, "b": {1: [2, 0], 2: [1]}}, {"a": [1, 2, 0, 3], "b": [0, 1, 2, 2]}
    ),
}


@pytest.mark.parametrize("way", [*WAYS, JUDGED])
def test_edge_cases_against_the_definitions(way):
    compared = 0
    for name, model in EDGES.items():
        conflict = compiled(model)
        if way.applies(conflict):
            actual = way.verdicts(conflict)
            expected = World(model).verdicts()
            for concept in BATCH_CONCEPTS:
                assert expected[concept.value] == actual[concept].tolist(), (name, concept)
            compared += 1
    assert compared >= len(EDGES) - 2


def test_the_last_of_many_statements_decides():
    """The wordy models would be another if statements beyond the 62nd were lost."""
    for statements in (63, 70, 130):
        conflict = compiled(wordy(statements))
        assert [int(row.max()) > 1 for row in conflict.level] == [True, True]


@pytest.mark.parametrize("merged", [False, True])
def test_without_a_feasible_state_there_is_no_answer(merged):
    model = a_case({"a": ("x", [("is", "a.x")]), "b": ("y", [])}, [("is", "a.x"), ("not", ("is", "a.x"))])
    case = parse_case(as_text(model | {"merge": [("is", "b.y")] if merged else []}))
    with pytest.raises(CaseError, match="E350"):
        build_conflict(case)
    if symbolic_is_installed():
        from detente.stability.symbolic import solve_symbolic

        result = solve_symbolic(case)
        assert [result.equilibria(concept).count() for concept in BATCH_CONCEPTS] == [0] * 5


@cache
def middling() -> tuple[Conflict, ...]:
    return tuple(compiled(wide_model(seeded(number))) for number in range(20, 26))


@cache
def catalogue() -> tuple[Conflict, ...]:
    cases = [load_case(entry.name) for entry in list_cases()]
    return tuple(build_conflict(case, variant=variant) for case in cases for variant in ("", *case.variants))


@cache
def listed_moves(kind: str, number: int) -> Verdicts:
    return by_arcs({"middling": middling, "catalogue": catalogue}[kind]()[number])


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("number", range(6))
def test_middling_models_against_each_other(way, number):
    actual = way.verdicts(middling()[number])
    for concept, rows in listed_moves("middling", number).items():
        np.testing.assert_array_equal(rows, actual[concept])


@pytest.mark.parametrize("way", [*WAYS, JUDGED])
def test_the_catalogue(way):
    compared = 0
    for number, conflict in enumerate(catalogue()):
        if way.applies(conflict):
            actual = way.verdicts(conflict)
            for concept, rows in listed_moves("catalogue", number).items():
                np.testing.assert_array_equal(rows, actual[concept])
            compared += 1
    assert compared >= 3


LARGE = (
    Coupled(12, 3, 10, local=False, constrained=True, seed=3),
    Coupled(14, 4, 12, local=False),
    Coupled(14, 5, 16, constrained=True),
    Coupled(16, 4, 12, local=False, constrained=True),
)


@cache
def large(size: Coupled) -> tuple[Conflict, Verdicts]:
    conflict = build_conflict(coupled_case(size))
    return conflict, by_name(Engine.OPTIONS)(conflict)


@pytest.mark.parametrize("size", LARGE, ids=str)
@pytest.mark.parametrize("way", [way for way in WAYS if way.id in {"options-fast", "list", "batch-of-one"}])
def test_large_models_against_each_other(way, size):
    conflict, expected = large(size)
    actual = way.verdicts(conflict)
    for concept, rows in expected.items():
        np.testing.assert_array_equal(rows, actual[concept])


@needs_diagrams
@pytest.mark.parametrize("size", LARGE, ids=str)
def test_sets_of_large_models_are_counted_as_the_lists(size):
    """Every verdict is counted, of every decision maker and of all together; some single states are judged."""
    from detente.stability.symbolic import Judge, solve_symbolic, state_of

    conflict, expected = large(size)
    result = solve_symbolic(conflict.case, BATCH_CONCEPTS)
    judge = Judge(result.model)
    drawn = np.random.default_rng(5).choice(conflict.n_states, size=8, replace=False)
    judged = [judge.verdicts(state_of(result.model, int(conflict.combination[s])), BATCH_CONCEPTS) for s in drawn]
    for concept, rows in expected.items():
        sets = [result.stable_for(concept, dm).count() for dm in conflict.decision_makers]
        assert sets == rows.sum(axis=1).tolist()
        assert result.equilibria(concept).count() == int(rows.all(axis=0).sum())
        assert [verdicts[concept] for verdicts in judged] == [tuple(rows[:, s].tolist()) for s in drawn]
