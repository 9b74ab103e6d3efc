"""The order of the options in the diagrams."""

from __future__ import annotations

from itertools import pairwise

from detente.case import load_case
from detente.stability.symbolic.order import force, option_order, span
from tests.stability.symbolic.coupled import Coupled, coupled_case


def test_every_option_stands_once():
    case = coupled_case(Coupled(30, 4, 8, constrained=True))
    assert sorted(option_order(case)) == list(range(30))
    assert option_order(case) == option_order(case)
    assert sorted(option_order(load_case("elmira"))) == list(range(len(load_case("elmira").options)))


def test_a_scattered_chain_is_straightened():
    chain = [3, 0, 7, 2, 5, 1, 6, 4]
    groups = list(pairwise(chain))
    start = tuple(range(8))
    assert span(force(start, groups), groups) < span(start, groups)


def test_nothing_to_pull_leaves_the_order_as_it_is():
    assert force((2, 0, 1), []) == (2, 0, 1)
    assert span((2, 0, 1), []) == 0
