"""The Markov reading: first-step equations, what it must add up to, worked numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest

from detente.analysis.evolution import draw_lots
from detente.case import load_case
from detente.conflict import build_conflict, state_id
from detente.errors import NotSupportedError, UnknownNameError
from tests.analysis.oracle_evolution import chances_of_steps
from tests.stability.sample import SIZE, compiled, from_levels, sample_result, sample_world

SMALL = [number for number in range(SIZE) if len(sample_world(number).states) <= 24]


def weights_of(world):
    return {dm: Fraction(1 + position, 2) for position, dm in enumerate(world.dms)}


def test_first_step_equations():
    """Chances and expected moves from a state are the averages over its next states, plus the move; exactly."""
    knots = 0
    for number in SMALL:
        world, conflict = sample_world(number), sample_result(number).conflict
        weights = weights_of(world)
        everywhere = range(len(world.states))
        all_chances = [draw_lots(conflict, s, weights=weights) for s in everywhere]
        ends = [{ending.states: ending.chance for ending in chances.endings} for chances in all_chances]
        for s in everywhere:
            steps = chances_of_steps(world, weights, s)
            assert sum(ends[s].values()) == 1
            assert all_chances[s].method == "exact fractions"
            if not steps or any(state_id(conflict, s) in states for states in ends[s]):
                (states,) = ends[s]
                assert state_id(conflict, s) in states
                assert all_chances[s].expected_moves == 0
                knots += len(states) > 1
                continue
            for states in set().union(*(ends[t] for t, _ in steps)):
                assert ends[s].get(states, 0) == sum(p * ends[t].get(states, 0) for (t, _), p in steps.items())
            onward = sum(p * all_chances[t].expected_moves for (t, _), p in steps.items())
            assert all_chances[s].expected_moves == 1 + onward
    assert knots > 20


def test_it_ends_in_equilibria_or_goes_round():
    """Single endings are the Nash equilibria; several states are closed, and each leads to each."""
    for number in SMALL:
        world, conflict = sample_world(number), sample_result(number).conflict
        number_of = {state_id(conflict, s): s for s in range(len(world.states))}
        for s in range(0, len(world.states), 3):
            for ending in draw_lots(conflict, s).endings:
                states = {number_of[name] for name in ending.states}
                next_to = {t for u in states for dm in world.dms for t in world.improvements[dm][u]}
                assert next_to == (set() if len(states) == 1 else states)
                assert ending.waiting == ()


def stopped(world, weights):
    """Where the lots lead from state 0: by state, and who waits there, the mass that has come to rest."""
    now: dict[tuple[int, str | None], float] = {(0, None): 1.0}
    rest: dict[tuple[int, tuple[str, ...]], float] = {}
    rows: dict[tuple[int, str | None], dict[tuple[int, str], float]] = {}
    for _ in range(20_000):
        following: dict[tuple[int, str | None], float] = {}
        for (s, last), mass in now.items():
            if (s, last) not in rows:
                steps = chances_of_steps(world, weights, s, last)
                rows[s, last] = {situation: float(chance) for situation, chance in steps.items()}
            if not rows[s, last]:
                waiting = (last,) if last and world.improvements[last][s] else ()
                rest[s, waiting] = rest.get((s, waiting), 0.0) + mass
            for situation, chance in rows[s, last].items():
                following[situation] = following.get(situation, 0.0) + mass * chance
        if sum(following.values()) < 1e-9:
            break
        now = following
    return rest


def test_last_mover_rule_by_following_the_lots():
    """What comes to rest when the lots are followed situation by situation is what the endings say."""
    waiting = 0
    for number in SMALL[::3]:
        world, conflict = sample_world(number), sample_result(number).conflict
        weights = weights_of(world)
        chances = draw_lots(conflict, 0, weights=weights, last_mover_rule=True)
        ends = {
            (ending.states, ending.waiting): float(ending.chance)
            for ending in chances.endings
            if len(ending.states) == 1
        }
        rest = {((state_id(conflict, s),), dms): mass for (s, dms), mass in stopped(world, weights).items()}
        assert rest == pytest.approx(ends, abs=1e-6)
        assert sum(ending.chance for ending in chances.endings) == 1
        waiting += sum(1 for _, dms in ends if dms)
    assert waiting > 3


def test_one_that_waits():
    """Where only the last mover could improve, the chain with the rule stops and without it goes on."""
    model = from_levels({"d0": {0: [1], 1: [2]}, "d1": {}}, {"d0": [0, 1, 2], "d1": [0, 0, 0]})
    conflict = compiled(model)
    (ending,) = draw_lots(conflict, 0, last_mover_rule=True).endings
    assert (ending.states, ending.chance, ending.waiting) == (("w1",), 1, ("d0",))
    (ending,) = draw_lots(conflict, 0).endings
    assert (ending.states, ending.waiting) == (("w2",), ())


def test_elmira():
    conflict = build_conflict(load_case("elmira"))
    for rule in (False, True):
        chances = draw_lots(conflict, 1, last_mover_rule=rule)
        assert [(ending.states, ending.chance) for ending in chances.endings] == [
            (("s8",), Fraction(1, 2)),
            (("s9",), Fraction(1, 2)),
        ]
        assert chances.expected_moves == Fraction(7, 4)
    (ending,) = draw_lots(conflict, 0).endings
    assert (ending.states, ending.chance) == (("s5",), 1)


def test_elmira_with_weights():
    """Uniroyal three times as likely to move as the local government: by hand 7/16 and 9/16... from s2."""
    chances = draw_lots(build_conflict(load_case("elmira")), 1, weights={"uniroyal": Fraction(3)})
    # uniroyal first (3/4): s4 or s9 alike; s4 goes to s8. Local government first (1/4): s6, then s8 or s9 alike.
    assert {ending.states: ending.chance for ending in chances.endings} == {
        ("s8",): Fraction(1, 2),
        ("s9",): Fraction(1, 2),
    }
    assert chances.expected_moves == 1 + Fraction(3, 4) / 2 + Fraction(1, 4)
    assert chances.weights == {"ministry": 1, "uniroyal": 3, "municipality": 1}


def test_going_round():
    """Two that chase each other never stop, and it is said among which states."""
    arcs = {"d0": {0: [1], 2: [3]}, "d1": {1: [2], 3: [0]}}
    conflict = compiled(from_levels(arcs, {"d0": [0, 1, 0, 1], "d1": [1, 0, 1, 0]}))
    chances = draw_lots(conflict, 0)
    assert [ending.states for ending in chances.endings] == [("w0", "w1", "w2", "w3")]
    assert chances.expected_moves == 0


def test_floats_when_large(monkeypatch):
    """Floating point gives what fractions give, and says so."""
    compared = 0
    for number in SMALL[::5]:
        conflict = sample_result(number).conflict
        exact = draw_lots(conflict, 0)
        monkeypatch.setattr("detente.analysis.evolution.chances.EXACT", -1)
        rounded = draw_lots(conflict, 0)
        monkeypatch.undo()
        assert rounded.method == "floating point, numpy.linalg.solve"
        assert [ending.states for ending in rounded.endings] == [ending.states for ending in exact.endings]
        for one, other in zip(rounded.endings, exact.endings, strict=True):
            assert one.chance == pytest.approx(float(other.chance))
            assert isinstance(one.chance, float)
            assert isinstance(other.chance, Fraction)
        assert rounded.expected_moves == pytest.approx(float(exact.expected_moves))
        compared += exact.n_transient
    assert compared > 10


@pytest.mark.parametrize("rule", [False, True])
@pytest.mark.parametrize("limit", ["MOST_SITUATIONS", "LARGEST_KNOT"])
def test_too_many_situations(limit, rule, monkeypatch):
    monkeypatch.setattr(f"detente.analysis.evolution.chances.{limit}", 0)
    chances = draw_lots(build_conflict(load_case("ukraine-2026-01")), 1, last_mover_rule=rule)
    assert chances.endings == ()
    assert "more than 0 situations" in chances.omitted


def test_weights_that_cannot_be():
    conflict = build_conflict(load_case("elmira"))
    with pytest.raises(UnknownNameError, match="did you mean 'ministry'"):
        draw_lots(conflict, 0, weights={"minister": Fraction(1)})
    with pytest.raises(NotSupportedError, match="greater than 0"):
        draw_lots(conflict, 0, weights={"ministry": Fraction(0)})
