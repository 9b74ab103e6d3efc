"""Estimates of memory against what a process takes: never below, and not far above."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.case import Case, parse_case
from detente.conflict import build_conflict
from detente.conflict.limits import counted_sizes
from detente.stability.choose import Engine, fast_is_installed
from detente.stability.memory import _most_moves
from tests.random_models import as_text
from tests.stability.peak_memory import STATUS, in_a_process
from tests.stability.sample import SIZE, sample_model, sample_world
from tests.stability.symbolic.coupled import Coupled

needs_kernels = pytest.mark.skipif(not fast_is_installed(), reason="the extra fast is not installed")
PLAIN = Coupled(18, 4, 12, local=False)


@pytest.mark.skipif(not STATUS.exists(), reason="memory is measured on Linux")
@pytest.mark.parametrize(
    ("engine", "size"),
    [
        ("explicit-options", PLAIN),
        ("explicit-options", Coupled(18, 4, 30, local=False)),
        ("explicit-options", Coupled(18, 6, 12, local=False, constrained=True)),
        ("explicit-list", Coupled(16, 3, 12, local=False)),
        pytest.param("explicit-options-fast", PLAIN, marks=needs_kernels),
        pytest.param("explicit-options-fast", Coupled(20, 2, 12, local=False, constrained=True), marks=needs_kernels),
    ],
    ids=str,
)
def test_an_estimate_is_enough_and_not_far_above(engine, size):
    if engine == Engine.FAST:  # kernels are compiled by now, and loaded
        in_a_process(engine, replace(size, options=12))
    estimated, taken = in_a_process(engine, size)
    assert taken <= estimated <= 2.5 * taken + (8 << 20)


def test_there_are_never_more_moves_than_estimated():
    compared = 0
    for number in range(SIZE):
        if sample_world(number).has_explicit_moves and not sample_model(number)["states"]:
            case: Case = parse_case(as_text(sample_model(number)))
            moves = build_conflict(case).moves
            for dm, targets in zip(case.decision_makers, moves.target, strict=True):
                assert len(targets) <= _most_moves(case, dm, counted_sizes(case)), (number, dm)
                compared += 1
    assert compared > 50


def test_moves_that_options_allow_are_counted_exactly_where_everything_is_feasible():
    text = """\
detente: 1
title: t
decision_makers:
  a: {name: A, options: {x: {label: X, irreversible: taking}, y: Y}, preferences: [x]}
  b: {name: B, options: {z: Z}, preferences: [z]}
moves: [{by: b, from: "false", to: "false", never: true}]
"""
    case = parse_case(text)
    moves = build_conflict(case).moves
    assert [len(targets) for targets in moves.target] == [
        _most_moves(case, dm, counted_sizes(case)) for dm in case.decision_makers
    ]
