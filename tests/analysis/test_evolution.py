"""Evolution: layers and stories against the definitions, theorems, published figures."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from detente.analysis.evolution import Evolution, Kind, tell_stories, trace_evolution
from detente.case import load_case, parse_case
from detente.conflict import build_conflict, find_state, state_id
from detente.errors import LimitError, NotSupportedError
from detente.stability import Concept, analyze_stability
from tests.analysis.oracle_evolution import layers, simple_stories, steps_of
from tests.stability.sample import SIZE, compiled, from_levels, sample_result, sample_world

SMALL = [number for number in range(SIZE) if len(sample_world(number).states) <= 20]


@cache
def traced(number: int) -> Evolution:
    return trace_evolution(sample_result(number), start=start_of(number))


def start_of(number: int) -> int:
    return number % len(sample_world(number).states)


@cache
def elmira() -> Evolution:
    return trace_evolution(analyze_stability(build_conflict(load_case("elmira"))))


@pytest.mark.parametrize("kind", Kind)
def test_layers_are_those_of_the_definition(kind):
    for number in SMALL:
        world, spread = sample_world(number), traced(number).spreads[kind]
        expected = layers(steps_of(world, kind), start_of(number))
        actual = {(arrival.state, arrival.by): arrival.steps for arrival in spread.arrivals()}
        assert actual == {(state_id(spread.conflict, t), j): k for (t, j), k in expected.items()}, number


@pytest.mark.parametrize("kind", Kind)
def test_stories_are_all_there_are(kind):
    told = 0
    for number in SMALL[::2]:
        world, evolution = sample_world(number), traced(number)
        steps = steps_of(world, kind)
        for end in range(0, len(world.states), 3):
            (telling,) = tell_stories(evolution, [end], by=kind, most=10_000)
            if telling.fewest is None:
                assert not simple_stories(steps, start_of(number), end, 3)
                continue
            expected = simple_stories(steps, start_of(number), end, telling.longest) if telling.fewest else []
            named = {tuple((j, state_id(evolution.conflict, t)) for j, t in story) for story in expected}
            actual = [tuple((leg.by, leg.state) for leg in story) for story in telling.stories]
            assert len(actual) == len(set(actual)) == telling.n_found
            assert actual == sorted(actual, key=len)
            if telling.is_complete:
                assert set(actual) == named, (number, end)
                told += len(actual)
            else:
                assert set(actual) < named
    assert told > 300


def test_what_every_kind_reaches():
    for number in range(0, SIZE, 2):
        world, evolution, start = sample_world(number), traced(number), start_of(number)
        reached = {kind: set(np.flatnonzero(spread.fewest >= 0)) for kind, spread in evolution.spreads.items()}
        assert reached[Kind.IMPROVEMENTS] <= reached[Kind.COALITIONS]
        assert reached[Kind.IMPROVEMENTS] <= reached[Kind.MOVES]
        assert reached[Kind.MOVES] == world.reached(world.dms, start, world.moves) | {start}
        assert reached[Kind.IMPROVEMENTS] == world.reached(world.dms, start, world.improvements) | {start}
        if not world.has_explicit_moves:  # transitive: the last-mover rule makes no difference
            assert reached[Kind.COALITIONS] <= reached[Kind.MOVES]
            assert reached[Kind.MOVES] == freely_reached(world, start)


def freely_reached(world, start):
    seen, frontier = {start}, [start]
    while frontier:
        s = frontier.pop()
        fresh = {t for dm in world.dms for t in world.moves[dm][s]} - seen
        seen |= fresh
        frontier += fresh
    return seen


def test_links_are_steps_that_can_be_made():
    """Every step, and the gain it is said to bring, is in the model; and every arrival comes by one."""
    for number in range(0, SIZE, 3):
        world, evolution = sample_world(number), traced(number)
        number_of = {state_id(evolution.conflict, s): s for s in range(len(world.states))}
        for kind in (Kind.IMPROVEMENTS, Kind.MOVES):
            links = list(evolution.spreads[kind].links())
            for link in links:
                (dm,) = link.by
                s, t = number_of[link.origin], number_of[link.to]
                assert t in world.moves[dm][s]
                assert link.improves == world.prefers(dm, t, s)
            arrivals = {(arrival.state, arrival.by) for arrival in evolution.spreads[kind].arrivals()}
            assert arrivals == {(link.to, link.by) for link in links}


def test_the_last_mover_rule_matters():
    """One decision maker alone cannot go on from where it went."""
    model = from_levels({"d0": {0: [1], 1: [2]}, "d1": {}}, {"d0": [0, 1, 2], "d1": [0, 0, 0]})
    evolution = trace_evolution(analyze_stability(compiled(model)), start=0)
    for spread in evolution.spreads.values():
        assert spread.fewest.tolist() == [0, 1, -1]
        assert [link.to for link in spread.links()] == ["w1"]


def test_a_joint_step_is_not_a_way_round_the_rule():
    """A coalition's step that one member makes alone is that member's, and after its own move it may not make it."""
    model = from_levels({"d0": {0: [1], 1: [2]}, "d1": {}}, {"d0": [0, 1, 2], "d1": [0, 1, 2]})
    evolution = trace_evolution(analyze_stability(compiled(model)), start=0)
    assert evolution.spreads[Kind.COALITIONS].fewest.tolist() == [0, 1, -1]


# ---- Elmira ----------------------------------------------------------------------------------------------------------


def test_elmira_from_the_status_quo():
    evolution = elmira()
    steps = {
        kind: {state_id(evolution.conflict, s): k for s, k in enumerate(spread.fewest.tolist()) if k > 0}
        for kind, spread in evolution.spreads.items()
    }
    assert evolution.start == "s1"
    assert steps[Kind.IMPROVEMENTS] == {"s5": 1}
    assert steps[Kind.COALITIONS] == {"s5": 1, "s8": 2}
    assert set(steps[Kind.MOVES]) == {f"s{number}" for number in range(2, 10)}
    landings = {landing.state: landing for landing in evolution.landings}
    assert {state: landing.kind for state, landing in landings.items()} == {
        "s1": Kind.IMPROVEMENTS,
        "s4": Kind.MOVES,
        "s5": Kind.IMPROVEMENTS,
        "s8": Kind.COALITIONS,
        "s9": Kind.MOVES,
    }
    assert landings["s8"].steps == {Kind.IMPROVEMENTS: None, Kind.COALITIONS: 2, Kind.MOVES: 3}
    assert Concept.NASH in landings["s8"].holds
    assert Concept.NASH not in landings["s4"].holds


def stories(telling):
    return [[("+".join(leg.by), leg.state) for leg in story] for story in telling.stories]


def test_elmira_stories_to_the_modified_order():
    evolution = elmira()
    (by_moves,) = tell_stories(evolution, [7], by=Kind.MOVES, longest=3)
    assert [("ministry", "s2"), ("uniroyal", "s4"), ("municipality", "s8")] in stories(by_moves)
    assert by_moves.fewest == 3
    (together,) = tell_stories(evolution, [7])
    assert together.kind is Kind.COALITIONS
    assert stories(together) == [[("municipality", "s5"), ("ministry+uniroyal", "s8")]]
    (alone,) = tell_stories(evolution, [7], by=Kind.IMPROVEMENTS)
    assert (alone.fewest, alone.n_found, alone.stories) == (None, 0, ())


def test_stories_are_told_of_equilibria_unasked():
    assert [(telling.to, telling.kind) for telling in tell_stories(elmira())] == [
        ("s5", Kind.IMPROVEMENTS),
        ("s8", Kind.COALITIONS),
        ("s9", Kind.MOVES),
        ("s4", Kind.MOVES),
    ]


# ---- choices and limits ----------------------------------------------------------------------------------------------


def test_the_start_itself_needs_no_story():
    (telling,) = tell_stories(elmira(), [0])
    assert (telling.fewest, telling.n_found, telling.is_complete) == (0, 0, True)


def test_stories_are_cut_and_it_is_said(monkeypatch):
    conflict = build_conflict(load_case("ukraine-2026-01"))
    evolution = trace_evolution(analyze_stability(conflict))
    end = find_state(conflict, "s38")
    (telling,) = tell_stories(evolution, [end], most=5)
    assert (len(telling.stories), telling.n_found, telling.is_complete) == (5, 1000, False)
    monkeypatch.setattr("detente.analysis.evolution.stories.MOST_WORK", 10)
    (telling,) = tell_stories(evolution, [end], most=5)
    assert telling.n_found < 10
    assert not telling.is_complete


def test_no_start():
    text = "{detente: 1, title: t, decision_makers: {a: {name: A, options: {x: X}, preferences: [x]}}}"
    result = analyze_stability(build_conflict(parse_case(text)))
    with pytest.raises(NotSupportedError, match="name a state to begin from"):
        trace_evolution(result)
    assert trace_evolution(result, start=0).start == "s1"


def test_too_many_moves(monkeypatch):
    monkeypatch.setattr("detente.analysis.sequences.MOST_ARCS", 10)
    with pytest.raises(LimitError, match="more than 10 moves"):
        trace_evolution(sample_result(SMALL[-1]), start=0)


def test_too_many_joint_improvements_are_left_out(monkeypatch):
    result = analyze_stability(build_conflict(load_case("elmira")))
    monkeypatch.setattr("detente.analysis.sequences.MOST_JOINT", 1)
    evolution = trace_evolution(result)
    assert list(evolution.omitted) == [Kind.COALITIONS]
    assert list(evolution.spreads) == [Kind.IMPROVEMENTS, Kind.MOVES]
    with pytest.raises(NotSupportedError, match="joint improvements"):
        tell_stories(evolution, by=Kind.COALITIONS)
    assert [telling.kind for telling in tell_stories(evolution, [7])] == [Kind.MOVES]


def test_many_states_go_without_joint_steps(monkeypatch):
    monkeypatch.setattr("detente.analysis.evolution.trace.MOST_EXPLORED", 5)
    evolution = trace_evolution(analyze_stability(build_conflict(load_case("elmira"))))
    assert "9 states" in evolution.omitted[Kind.COALITIONS]
