"""Every verdict of the sample against the oracle; the larger comparison is `python -m tests.compare_with_oracle`."""

from __future__ import annotations

import pytest

from detente.stability import arcs_flood, cube, options_engine
from tests.compare_with_oracle import compare
from tests.stability.sample import SIZE, sample_model, sample_world


@pytest.mark.parametrize("first", range(0, SIZE, 20))
def test_verdicts_are_those_of_the_definitions(first):
    differences = {number: compare(sample_model(number)).differences for number in range(first, first + 20)}
    assert {number: found for number, found in differences.items() if found} == {}


@pytest.mark.parametrize(
    ("module", "constant", "value"),
    [
        (options_engine, "_MOST_ROUNDS", 0),  # the flood does all the work
        (options_engine, "_MOST_ROUNDS", 1),  # sweeps begin, the flood ends
        (options_engine, "_MOST_PAIRED", 0),
        (cube, "_SORTED_FROM", 2),
        (cube, "_BLOCK", 8),
        (cube, "_LANES", 1),
        (cube, "_LANES", 1 << 20),
    ],
)
def test_every_way_of_computing_gives_the_same(module, constant, value, monkeypatch):
    monkeypatch.setattr(module, constant, value)
    numbers = [number for number in range(0, SIZE, 2) if not sample_world(number).has_explicit_moves]
    assert len(numbers) > 20
    differences = {number: compare(sample_model(number)).differences for number in numbers}
    assert {number: found for number, found in differences.items() if found} == {}


@pytest.mark.parametrize("arcs", [0, 1 << 30])
@pytest.mark.parametrize("ends", [1, 1 << 30])
def test_arcs_passed_one_by_one_or_together_give_the_same(arcs, ends, monkeypatch):
    monkeypatch.setattr(arcs_flood, "_ARCS_TOGETHER", arcs)
    monkeypatch.setattr(arcs_flood, "_ENDS_TOGETHER", ends)
    monkeypatch.setattr(arcs_flood, "_ENDS_AT_A_TIME", 3)
    numbers = [number for number in range(0, SIZE, 2) if sample_world(number).has_explicit_moves]
    assert len(numbers) > 20
    differences = {number: compare(sample_model(number)).differences for number in numbers}
    assert {number: found for number, found in differences.items() if found} == {}


def inductively_reached(movers: list[str], start: int, steps: dict[str, list[set[int]]]) -> set[int]:
    """The definition by last movers: the least sets R and Omega closed under the two rules."""
    last_movers: dict[int, set[str]] = {}
    while True:
        new: set[tuple[int, str]] = {(t, dm) for dm in movers for t in steps[dm][start]}
        for t, omega in last_movers.items():
            new |= {(u, dm) for dm in movers if omega != {dm} for u in steps[dm][t]}
        if all(dm in last_movers.get(t, ()) for t, dm in new):
            return set(last_movers)
        for t, dm in new:
            last_movers.setdefault(t, set()).add(dm)


def test_the_oracle_reaches_what_the_inductive_definition_reaches():
    compared = 0
    for number in range(0, SIZE, 3):
        world = sample_world(number)
        for steps in (world.moves, world.improvements):
            for dm in world.dms:
                movers = [other for other in world.dms if other != dm]
                for s in range(len(world.states)):
                    assert inductively_reached(movers, s, steps) == world.reached(movers, s, steps)
                    compared += 1
    assert compared > 2_000
