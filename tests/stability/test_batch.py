"""Many variants together give what one at a time gives."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.case import parse_case
from detente.conflict import build_conflict
from detente.conflict.listed import ListedFeasible, ListedIndex
from detente.conflict.model import OptionMoves
from detente.errors import NotSupportedError
from detente.stability import Concept, analyze_stability, cube, options_engine
from detente.stability.batch import BATCH_CONCEPTS, PARTY_CONCEPTS, analyze_parties, analyze_variants
from tests.stability.sample import SIZE, compiled, sample_model
from tests.stability.test_cube import staircase

VARIANTS = 5


def variants_of(number, conflict):
    """Levels with ties, negative numbers among them; the first variant is the conflict's own."""
    n, m = conflict.level.shape
    levels = np.random.default_rng(number).integers(-3, max(2, m // 2), (VARIANTS, n, m))
    levels[0] = conflict.level
    return levels


def one_by_one(conflict, levels):
    """The verdicts of each variant by itself, bool arrays of shape (variants, n, m)."""
    singles = [
        analyze_stability(replace(conflict, level=(row - row.min() + 1).astype(np.int32)), BATCH_CONCEPTS).stable
        for row in levels
    ]
    return {concept: np.stack([single[concept] for single in singles]) for concept in BATCH_CONCEPTS}


def assert_same(conflict, levels):
    expected = one_by_one(conflict, levels)
    actual = analyze_variants(conflict, levels).stable

    assert list(actual) == list(BATCH_CONCEPTS)
    for concept, verdicts in expected.items():
        np.testing.assert_array_equal(verdicts, actual[concept], err_msg=concept)


@pytest.mark.parametrize("first", range(0, SIZE, 40))
def test_variants_together_are_as_one_by_one(first):
    for number in range(first, first + 40):
        conflict = compiled(sample_model(number))
        assert_same(conflict, variants_of(number, conflict))


@pytest.mark.parametrize(
    ("module", "constant", "value"),
    [
        (options_engine, "_MOST_ROUNDS", 0),  # the flood, one variant after another
        (options_engine, "_MOST_ROUNDS", 1),
        (cube, "_SORTED_FROM", 2),
        (cube, "_BLOCK", 8),
        (cube, "_LANES", 1 << 20),
    ],
)
def test_every_way_of_computing_gives_the_same(module, constant, value, monkeypatch):
    for number in range(0, SIZE, 5):
        conflict = compiled(sample_model(number))
        levels = variants_of(number, conflict)
        expected = one_by_one(conflict, levels)
        with monkeypatch.context() as patch:
            patch.setattr(module, constant, value)
            actual = analyze_variants(conflict, levels).stable
        for concept, verdicts in expected.items():
            np.testing.assert_array_equal(verdicts, actual[concept])


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize(
    "scale",
    [1, 1_000, 1_000_000, 1 << 40],
    ids=["8 bits", "16 bits", "32 bits", "ranked first"],
)
def test_levels_of_any_range(scale, fast):
    if fast:
        pytest.importorskip("numba")
    conflict = compiled(sample_model(1))
    levels = variants_of(1, conflict)
    expected = analyze_variants(conflict, levels, fast=False).stable
    actual = analyze_variants(conflict, levels.astype(np.int64) * scale - (1 << 50), fast=fast).stable
    for concept, verdicts in expected.items():
        np.testing.assert_array_equal(verdicts, actual[concept])


@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int16, np.uint64])
def test_levels_of_any_type(dtype):
    """Lowest and highest numbers of a type among them."""
    conflict = compiled(sample_model(1))
    limits = np.iinfo(dtype)
    numbers = np.array([limits.min, 1, 2, 100, min(limits.max, 1 << 40)], dtype=dtype)
    levels = numbers[np.random.default_rng(1).integers(0, 5, (3, *conflict.level.shape))]
    expected = analyze_variants(conflict, levels.astype(np.int64)).stable
    actual = analyze_variants(conflict, levels).stable
    for concept, verdicts in expected.items():
        np.testing.assert_array_equal(verdicts, actual[concept])


def test_more_variants_than_are_worked_on_together(monkeypatch):
    monkeypatch.setattr("detente.stability.batch._IN_CACHE", 64)
    monkeypatch.setattr("detente.stability.batch._LEAST_LANES", 1)
    conflict = compiled(sample_model(0))
    rng = np.random.default_rng(0)
    levels = rng.integers(1, 6, (100, *conflict.level.shape), dtype=np.int32)
    assert_same(conflict, levels)


@pytest.mark.parametrize("fast", [False, True])
def test_no_variant(fast):
    if fast:
        pytest.importorskip("numba")
    conflict = compiled(sample_model(1))
    result = analyze_variants(conflict, np.zeros((0, *conflict.level.shape), dtype=np.int32), fast=fast)

    assert result.equilibria(Concept.NASH).shape == (0, conflict.n_states)


def test_the_argument_is_left_alone():
    conflict = compiled(sample_model(1))
    levels = variants_of(1, conflict)
    before = levels.copy()
    analyze_variants(conflict, levels)

    np.testing.assert_array_equal(before, levels)


@pytest.mark.parametrize("number", range(0, SIZE, 8))
def test_tables_a_party_give_every_combination(number):
    conflict = compiled(sample_model(number))
    n, m = conflict.level.shape
    rng = np.random.default_rng(number)
    tables = [rng.integers(0, 4, (1 + i % 3, m)) for i in range(n)]
    result = analyze_parties(conflict, tables)
    combinations = np.stack(np.meshgrid(*(np.arange(len(table)) for table in tables), indexing="ij")).reshape(n, -1).T
    joint = analyze_variants(
        conflict, np.stack([[tables[i][v] for i, v in enumerate(row)] for row in combinations]), PARTY_CONCEPTS
    )
    for concept in PARTY_CONCEPTS:
        for position, row in enumerate(combinations):
            for i, v in enumerate(row):
                np.testing.assert_array_equal(joint.stable[concept][position, i], result.stable[concept][i][v])
        assert result.n_equilibria(concept) == joint.equilibria(concept).sum(axis=0).tolist()


def test_what_is_not_offered_is_refused():
    conflict = compiled(sample_model(0))
    with pytest.raises(NotSupportedError, match="sim: not offered"):
        analyze_variants(conflict, conflict.level[None], [Concept.SIM])
    with pytest.raises(NotSupportedError, match="seq: not offered"):
        analyze_parties(conflict, [row[None] for row in conflict.level], [Concept.SEQ])


def test_the_wrong_shape_is_refused():
    conflict = compiled(sample_model(0))
    with pytest.raises(ValueError, match="expected"):
        analyze_variants(conflict, conflict.level)


@pytest.mark.parametrize("variants", [1, 2, 3, 70])
def test_compiled_kernels_give_the_same(variants, monkeypatch):
    pytest.importorskip("numba")
    monkeypatch.setattr("detente.stability.batch._IN_CACHE", 512)
    monkeypatch.setattr("detente.stability.batch._LEAST_COMPILED", 1)
    rng = np.random.default_rng(variants)
    compared = 0
    for number in range(0, SIZE, 3):
        conflict = compiled(sample_model(number))
        if not isinstance(conflict.moves, OptionMoves):
            continue
        levels = rng.integers(0, 9, (variants, *conflict.level.shape))
        expected = analyze_variants(conflict, levels, fast=False).stable
        actual = analyze_variants(conflict, levels, fast=True).stable
        for concept, verdicts in expected.items():
            np.testing.assert_array_equal(verdicts, actual[concept])
        compared += 1
    assert compared > 20


def test_compiled_kernels_are_refused_where_they_do_not_apply():
    listed = next(
        conflict
        for conflict in map(compiled, map(sample_model, range(SIZE)))
        if not isinstance(conflict.moves, OptionMoves)
    )
    with pytest.raises(NotSupportedError, match="option form"):
        analyze_variants(listed, listed.level[None], fast=True)


def listed_conflicts():
    """Two of a few feasible states each: options both ways, one way, of one decision maker or of none."""
    owners = {"a": ["x", "y: taking", "z: dropping"], "b": ["p", "q"], "c": [], "d": ["r: dropping"]}
    parties = []
    for party, options in owners.items():
        own = [(name, f", irreversible: {way}" if way else "") for name, _, way in (o.partition(": ") for o in options)]
        listed = "options: {" + ", ".join(f"{name}: {{label: Do{way}}}" for name, way in own) + "}, " if own else ""
        parties.append(f"  {party}: {{name: P, {listed}preferences: []}}")
    head = ["detente: 1", "title: T", "decision_makers:", *parties, "constraints:"]
    for rules in (["not x or not p", "y or q or r"], ["x requires q"]):
        case = parse_case("\n".join([*head, *(f"  - {rule}" for rule in rules)]) + "\n")
        laid_out = build_conflict(case)
        cells = laid_out.combination.astype(np.int64)
        moves = laid_out.moves
        listed = replace(moves, feasible=ListedFeasible(cells, len(laid_out.options)), index=ListedIndex(cells))
        yield laid_out, replace(laid_out, moves=listed, state_of=listed.index)


@pytest.mark.parametrize("fast", [False, True])
def test_listed_combinations_give_the_same(fast):
    if fast:
        pytest.importorskip("numba")
    for laid_out, listed in listed_conflicts():
        assert listed.moves.is_listed
        levels = variants_of(7, laid_out)
        expected = analyze_variants(laid_out, levels, fast=False).stable
        actual = analyze_variants(listed, levels, fast=fast).stable
        for concept, verdicts in expected.items():
            np.testing.assert_array_equal(verdicts, actual[concept])


def test_too_many_moves_to_list_are_refused(monkeypatch):
    monkeypatch.setattr("detente.stability.batch._MOST_ARCS", 20)
    _, listed = next(listed_conflicts())
    with pytest.raises(NotSupportedError, match="'a' has more than 20 moves"):
        analyze_variants(listed, listed.level[None], fast=False)


def test_the_kernels_take_as_many_rounds_as_needed():
    """Staircases, on which two parties have to take turns."""
    pytest.importorskip("numba")

    conflict = staircase(6)
    rng = np.random.default_rng(5)
    levels = rng.integers(1, 30, (20, *conflict.level.shape))
    levels[0] = conflict.level
    expected = analyze_variants(conflict, levels, fast=False).stable
    actual = analyze_variants(conflict, levels, fast=True).stable
    for concept, verdicts in expected.items():
        np.testing.assert_array_equal(verdicts, actual[concept])
