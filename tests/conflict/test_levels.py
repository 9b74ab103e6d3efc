"""Preference levels: exact, ordinal, in agreement with tuples and fractions."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case import parse_case
from detente.conflict import build_conflict
from detente.conflict.levels import dense, lexicographic_levels, weighted_levels


def ordinals(values):
    """The levels of anything that can be sorted."""
    order = {value: level for level, value in enumerate(sorted(set(values)), start=1)}
    return [order[value] for value in values]


@pytest.mark.parametrize("n_statements", [0, 1, 5, 61, 62, 63, 64, 124, 125, 300])
def test_levels_are_the_lexicographic_order_of_truth_vectors(n_statements):
    random = Random(n_statements)  # noqa: S311 (test data)
    m = 40
    rows = []
    for s in range(m):  # states that share long beginnings, so that late statements decide
        same = random.randint(0, n_statements)
        earlier = rows[random.randrange(s)] if s else (False,) * n_statements
        rows.append(earlier[:same] + tuple(random.random() < 0.5 for _ in range(n_statements - same)))
    tables = (np.array([row[j] for row in rows], dtype=np.bool_) for j in range(n_statements))
    assert lexicographic_levels(tables, m).tolist() == ordinals(rows)


@given(st.lists(st.integers(-(2**62), 2**62), max_size=30), st.lists(st.integers(-20, 20), max_size=30))
def test_dense_levels(wide, narrow):
    for values in (wide, narrow, wide + narrow):
        assert dense(np.array(values, dtype=np.int64)).tolist() == ordinals(values)


@given(
    st.lists(st.fractions(max_denominator=12), min_size=1, max_size=5),
    st.lists(st.lists(st.booleans(), min_size=5, max_size=5), min_size=1, max_size=12),
    st.sampled_from([Fraction(1), Fraction(10**30), Fraction(1, 10**30)]),
)
def test_weights_are_added_exactly(weights, rows, scale):
    scaled = [weight * scale for weight in weights]
    tables = [np.array([row[j] for row in rows], dtype=np.bool_) for j in range(len(weights))]
    sums = [sum((w for w, taken in zip(scaled, row, strict=False) if taken), Fraction(0)) for row in rows]
    assert weighted_levels(tables, scaled, len(rows)).tolist() == ordinals(sums)


def test_a_tenth_and_two_tenths_are_three_tenths():
    tables = [np.array(row, dtype=np.bool_) for row in ([1, 0], [1, 0], [0, 1])]
    weights = [Fraction("0.1"), Fraction("0.2"), Fraction("0.3")]
    assert weighted_levels(tables, weights, 2).tolist() == [1, 1]


CASE = """
detente: 1
title: One party
decision_makers:
  a:
    name: A
    options: {x: X, y: Y}
    preferences: PREFERENCES
"""


@pytest.mark.parametrize(
    ("preferences", "expected"),
    [
        ("[x, y]", [1, 3, 2, 4]),
        ("[y if x, x]", [2, 1, 2, 3]),  # true where its condition is false
        ("[{any order: [x, y]}]", [1, 3, 2, 4]),
        ("{ranking: [x and y, [x, y], 'true']}", [1, 2, 2, 3]),  # the first match counts; a list is a tie
        ("{ranking: ['true', x]}", [1, 1, 1, 1]),
        ("{weights: {x: 1/2, y: 0.5}}", [1, 2, 2, 3]),
        ("{weights: {x: -1}}", [2, 1, 2, 1]),
        ("[]", [1, 1, 1, 1]),
    ],
)
def test_the_three_ways_to_write_a_preference(preferences, expected):
    conflict = build_conflict(parse_case(CASE.replace("PREFERENCES", preferences)))
    assert conflict.level[0].tolist() == expected


def test_inserting_what_is_always_true_changes_nothing_and_appending_reverses_nothing():
    before = build_conflict(parse_case(CASE.replace("PREFERENCES", "[x or y, x]"))).level[0]
    with_tautology = build_conflict(parse_case(CASE.replace("PREFERENCES", "[x or y, y or not y, x]"))).level[0]
    longer = build_conflict(parse_case(CASE.replace("PREFERENCES", "[x or y, x, not y]"))).level[0]
    assert np.array_equal(before, with_tautology)
    strictly = before[:, None] > before[None]
    assert (longer[:, None] > longer[None])[strictly].all()


def test_a_merged_state_satisfies_what_each_of_its_combinations_does():
    text = CASE.replace("PREFERENCES", "[x]") + "indistinguishable: [y]\n"
    conflict = build_conflict(parse_case(text))
    assert conflict.level[0].tolist() == [1, 2, 1]


@pytest.mark.parametrize(("highest", "kind"), [(32_767, np.int16), (32_768, np.int32)])
def test_many_levels_are_as_narrow_as_they_can_be(highest, kind, monkeypatch):
    monkeypatch.setattr("detente.conflict.levels.MANY", 100)
    values = np.random.default_rng(1).permutation(highest)
    level = dense(values)

    assert level.dtype == kind
    assert level.tolist() == (values + 1).tolist()


@pytest.mark.parametrize("statements", [3, 9, 70])
def test_levels_found_part_after_part(statements, monkeypatch):
    rng = np.random.default_rng(statements)
    pairs = zip(*rng.integers(0, 6, (2, statements)), ["and", "or", "if"] * 30, strict=False)
    wants = [f"o{a} {word} not o{b}" for a, b, word in pairs]
    case = parse_case(
        "detente: 1\ntitle: t\ndecision_makers:\n  a:\n    name: A\n"
        f"    options: {{{', '.join(f'o{j}: {{label: Do}}' for j in range(6))}}}\n"
        f"    preferences: [{', '.join(wants)}]\nconstraints: [o0 or not o4 or o5]\n"
    )
    expected = build_conflict(case).level
    monkeypatch.setattr("detente.conflict.space._PART_BITS", 3)

    np.testing.assert_array_equal(expected, build_conflict(case).level)
    assert expected.max() > 3
