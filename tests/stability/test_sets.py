"""Sets of listed states against Python's own sets."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.conflict.arrays import conflict_from_arcs
from detente.stability import sets
from detente.stability.sets import ListedStates, drawn


@pytest.fixture(scope="module", autouse=True)
def small_parts():
    """Let a set of a few dozen states have several parts."""
    before, sets._AT_A_TIME = sets._AT_A_TIME, 16
    yield
    sets._AT_A_TIME = before


@st.composite
def two_sets(draw):
    m = draw(st.integers(1, 50))
    worth = draw(st.lists(st.integers(0, 3), min_size=m, max_size=m))
    conflict = conflict_from_arcs({"a": ([], [])}, {"a": worth})
    masks = [np.array(draw(st.lists(st.booleans(), min_size=m, max_size=m))) for _ in range(2)]
    marked = [ListedStates.marked(conflict, mask) for mask in masks]
    return worth, marked, [set(np.flatnonzero(mask).tolist()) for mask in masks]


@given(two_sets(), st.integers(0, 60))
def test_members(drawn_sets, n):
    worth, (states, _), (literal, _) = drawn_sets
    assert list(states) == sorted(literal)
    assert states.count() == len(literal)
    assert bool(states) == bool(literal)
    assert states.first(n) == tuple(sorted(literal)[:n])
    assert [s in states for s in range(len(worth))] == [s in literal for s in range(len(worth))]


@given(two_sets())
def test_together(drawn_sets):
    _, (left, right), (literal_left, literal_right) = drawn_sets
    assert set(left & right) == literal_left & literal_right
    assert set(left | right) == literal_left | literal_right
    assert set(left - right) == literal_left - literal_right
    assert (left - right).count() == len(literal_left - literal_right)


@given(two_sets())
def test_the_best_of_them(drawn_sets):
    worth, (states, _), (literal, _) = drawn_sets
    best = max((worth[s] for s in literal), default=None)
    assert set(states.best_for("a")) == {s for s in literal if worth[s] == best}


@given(two_sets(), st.integers(0, 60), st.integers(0, 5))
def test_drawn_by_lot(drawn_sets, n, seed):
    _, (states, _), (literal, _) = drawn_sets
    listed = sorted(literal)
    assert states.sample(n, seed=seed) == tuple(listed[position] for position in drawn(len(listed), n, seed))
