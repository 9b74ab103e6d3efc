"""The order of the options in the diagrams."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detente.case import load_case
from detente.logic import atoms
from detente.stability.symbolic.order import Groups, force, option_order, settle
from tests.stability.symbolic.coupled import Coupled, coupled_case


def literal_span(order, groups):
    places = {option: place for place, option in enumerate(order)}
    return sum(max(places[o] for o in group) - min(places[o] for o in group) for group in groups)


@st.composite
def grouped(draw):
    n = draw(st.integers(1, 7))
    group = st.lists(st.integers(0, n - 1), min_size=min(2, n), max_size=n, unique=True).map(tuple)
    groups = [group for group in draw(st.lists(group, max_size=6)) if len(group) > 1]
    return draw(st.permutations(range(n))), groups


def test_every_option_stands_once():
    case = coupled_case(Coupled(30, 4, 8, constrained=True))
    assert sorted(option_order(case)) == list(range(30))
    assert option_order(case) == option_order(case)
    assert sorted(option_order(load_case("elmira"))) == list(range(len(load_case("elmira").options)))


def test_a_scattered_chain_is_straightened():
    groups = Groups(8, pairwise([3, 0, 7, 2, 5, 1, 6, 4]))
    start = np.arange(8)
    forced = force(start, groups)
    assert groups.span(forced) < groups.span(start)
    assert groups.span(settle(forced, groups)) == 7


@given(grouped())
def test_the_span_is_what_it_says(drawn):
    order, listed = drawn
    assert Groups(len(order), listed).span(np.array(order)) == literal_span(order, listed)


@given(grouped())
def test_an_option_is_tried_at_every_place(drawn):
    order, listed = drawn
    for option in order if listed else ():
        others = [other for other in order if other != option]
        tried = [[*others[:place], option, *others[place:]] for place in range(len(order))]
        spans = Groups(len(order), listed).spans_with(option, np.array(order))
        assert spans.tolist() == [literal_span(one, listed) for one in tried]


@given(grouped())
def test_no_option_alone_can_shorten_the_order(drawn):
    order, listed = drawn
    groups = Groups(len(order), listed)
    found = settle(np.array(order), groups)
    assert sorted(found.tolist()) == sorted(order)
    assert groups.span(found) <= groups.span(np.array(order))
    for option in order if listed else ():
        assert groups.spans_with(option, found).min() == groups.span(found)


def test_settling_shortens_what_force_leaves():
    case = coupled_case(Coupled(60, 6, 12, constrained=True))
    mentioned = [tuple(case.options.index(name) for name in atoms(rule.that.formula)) for rule in case.constraints]
    groups = Groups(60, [group for group in mentioned if len(group) > 1])
    forced = force(np.arange(60), groups)
    assert groups.span(settle(forced, groups)) < 0.9 * groups.span(forced)


def test_a_group_counts_as_often_as_it_is_given():
    groups = Groups(3, [(0, 2), (0, 2), (0, 1)])
    assert groups.span(np.arange(3)) == 5
    assert groups.span(settle(np.arange(3), groups)) == 3


def test_nothing_to_pull_leaves_the_order_as_it_is():
    nothing = Groups(3, [])
    assert force(np.array([2, 0, 1]), nothing).tolist() == [2, 0, 1]
    assert settle(np.array([2, 0, 1]), nothing).tolist() == [2, 0, 1]
    assert nothing.span(np.array([2, 0, 1])) == 0
    assert settle(force(np.arange(0), Groups(0, [])), Groups(0, [])).tolist() == []
