"""Foresight of two parties: against the definitions, theorems and what is not one, worked numbers."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import permutations, product

import numpy as np
import pytest

from detente.analysis.foresight import Foresight, Ties, find_foresight, held_by_both
from detente.analysis.foresight.limited import look_ahead
from detente.analysis.sequences import moves_of
from detente.case import load_case
from detente.conflict import build_conflict, state_id
from detente.errors import NotSupportedError
from detente.stability import Concept, analyze_stability
from tests.analysis.oracle_foresight import TwoParties
from tests.oracle import Model, World
from tests.stability.sample import SIZE, compiled, from_levels, sample_model, sample_result, sample_world

H = 6
COUNTS_ON = {Ties.WORST: min, Ties.BEST: max}
TWO = [number for number in range(SIZE) if len(sample_world(number).dms) == 2 and len(sample_world(number).states) < 70]


@cache
def found(number: int, ties: Ties = Ties.WORST) -> Foresight:
    return find_foresight(
        sample_result(number).conflict, moves=H, ties=ties, at=range(len(sample_world(number).states))
    )


def of_case(name: str, **options) -> Foresight:
    return find_foresight(build_conflict(load_case(name)), **options)


def both(verdicts) -> set[str]:
    return set(held_by_both(verdicts))


def test_the_sample_has_ties_and_graphs():
    assert len(TWO) > 50
    assert any(sample_model(number)["states"] for number in TWO)
    assert any(len(set(sample_world(number).worth[dm])) < len(sample_world(number).states) > 4
               for number in TWO for dm in sample_world(number).dms)  # fmt: skip


@pytest.mark.parametrize("ties", Ties)
def test_limited_and_nonmyopic_verdicts_are_those_of_the_definition(ties):
    for number in TWO:
        world, result = sample_world(number), found(number, ties)
        oracle = TwoParties(world, COUNTS_ON[ties])
        for dm in world.dms:
            everywhere = range(len(world.states))
            for h in range(1, H + 1):
                expected = [state_id(result.conflict, s) for s in everywhere if oracle.is_limited_stable(dm, s, h)]
                assert list(result.limited[h][dm]) == expected, (number, dm, h)
            expected = [state_id(result.conflict, s) for s in everywhere if oracle.is_nonmyopic_stable(dm, s)]
            assert list(result.nonmyopic[dm]) == expected, (number, dm)


def test_leaders_look_two_moves_ahead_and_the_other_cannot_improve():
    for number in TWO:
        world, result = sample_world(number), found(number)
        oracle = TwoParties(world)
        for dm in world.dms:
            expected = [
                state_id(result.conflict, s)
                for s in range(len(world.states))
                if oracle.is_limited_stable(dm, s, 2) and not world.improvements[oracle.other[dm]][s]
            ]
            assert list(result.stackelberg[dm]) == expected


def test_metarational_verdicts_are_those_of_the_definition():
    for number in TWO:
        world, result = sample_world(number), found(number)
        oracle = TwoParties(world)
        for dm in world.dms:
            for h in range(1, 6):
                for credible, table in ((False, result.metarational), (True, result.credible)):
                    expected = [
                        state_id(result.conflict, s)
                        for s in range(len(world.states))
                        if oracle.is_metarational(dm, s, h, credible=credible)
                    ]
                    assert list(table[h][dm]) == expected, (number, dm, h, credible)


@pytest.mark.parametrize("ties", Ties)
def test_plays_are_legal_and_end_where_the_mover_counts_on(ties):
    compared = 0
    for number in TWO:
        world, result = sample_world(number), found(number, ties)
        oracle = TwoParties(world, COUNTS_ON[ties])
        number_of = {state_id(result.conflict, s): s for s in range(len(world.states))}
        for play in result.plays:
            dm, s = play.decision_maker, number_of[play.state]
            ends = oracle.ends(dm, s, play.moves)
            worth = world.worth[dm]
            assert number_of[play.end] in ends
            assert worth[number_of[play.end]] == COUNTS_ON[ties](worth[t] for t in ends)
            assert len(play.steps) <= play.moves
            if play.is_only:
                assert ends == {number_of[play.end]}
            mover, now = dm, s
            for left, step in zip(range(play.moves, 0, -1), play.steps, strict=False):
                assert step.mover == mover
                assert number_of[step.state] in world.moves[mover][now]
                assert not oracle.is_limited_stable(mover, now, left)
                now, mover = number_of[step.state], oracle.other[mover]
            assert now == number_of[play.end]
            compared += len(play.steps) > 1
    assert compared > 200


def is_strict(world: World) -> bool:
    return all(len(set(world.worth[dm])) == len(world.states) for dm in world.dms)


def test_known_names_of_the_first_few():
    """L_1 = MR_1 = CMR_1 = Nash, MR_2 = GMR, MR_3 = SMR, CMR_2 = SEQ, CMR_3 = symmetric sequential."""
    for number in TWO:
        result, usual = found(number), sample_result(number)
        names = {
            Concept.NASH: (result.limited[1], result.metarational[1], result.credible[1]),
            Concept.GMR: (result.metarational[2],),
            Concept.SMR: (result.metarational[3],),
            Concept.SEQ: (result.credible[2],),
            Concept.SSEQ: (result.credible[3],),
        }
        for concept, tables in names.items():
            for i, dm in enumerate(result.conflict.decision_makers):
                expected = [state_id(result.conflict, s) for s in np.flatnonzero(usual.stable[concept][i])]
                for table in tables:
                    assert list(table[dm]) == expected


@pytest.mark.parametrize("ties", Ties)
def test_inclusions(ties):
    """L_h in MR_h, L_2 in SEQ (with strict preferences also L_3 in SMR), and the ladders of MR and CMR."""
    strict = 0
    for number in TWO:
        result = found(number, ties)
        for dm in result.conflict.decision_makers:
            limited, feared, credible = (
                {h: set(table[h][dm]) for h in range(1, H + 1)}
                for table in (result.limited, result.metarational, result.credible)
            )
            assert limited[2] <= credible[2]
            if is_strict(sample_world(number)):
                strict += 1
                assert limited[3] <= feared[3]
            for h in range(1, H + 1):
                assert limited[h] <= feared[h]
                assert credible[h] <= feared[h]
            for ladder in (feared, credible):
                assert ladder[1] <= ladder[3] <= ladder[5] <= ladder[6] <= ladder[4] <= ladder[2]
    assert strict > 10


def test_nobody_leaves_the_best_or_without_a_move():
    for number in TWO:
        world, result = sample_world(number), found(number)
        for dm in world.dms:
            for s in range(len(world.states)):
                if not world.moves[dm][s] or world.worth[dm][s] == max(world.worth[dm]):
                    name = state_id(result.conflict, s)
                    tables = [*result.limited.values(), *result.metarational.values(), result.nonmyopic]
                    assert all(name in table[dm] for table in tables)


def test_what_is_not_true():
    """Nash need not be L_2 (Chicken), L_2 need not be Nash, L_3 need not be SEQ."""
    chicken, prisoners = of_case("chicken"), of_case("prisoners")
    assert not both(chicken.limited[1]) & both(chicken.limited[2])
    assert both(prisoners.limited[2]) - both(prisoners.limited[1])
    beyond = find_foresight(compiled(two_by_two([1, 4, 2, 3], [1, 2, 3, 4])), moves=3)
    assert "w3" in beyond.limited[3]["row"]
    assert "w3" not in beyond.credible[2]["row"]


def two_by_two(row: list[int], column: list[int]) -> Model:
    arcs = {"row": {0: [2], 1: [3], 2: [0], 3: [1]}, "column": {0: [1], 1: [0], 2: [3], 3: [2]}}
    return from_levels(arcs, {"row": row, "column": column})


def test_prisoners_dilemma():
    """Published: looking ahead keeps both silent."""
    result = of_case("prisoners", moves=6)
    assert held_by_both(result.limited[1]) == ("s1",)
    assert {held_by_both(result.limited[h]) for h in range(2, 7)} == {("s1", "s4")}
    assert held_by_both(result.nonmyopic) == ("s1", "s4")


def test_chicken():
    result = of_case("chicken", moves=6)
    assert held_by_both(result.limited[1]) == ("s2", "s3")
    assert held_by_both(result.limited[2]) == ()
    assert {held_by_both(result.limited[h]) for h in range(3, 7)} == {("s4",)}
    assert held_by_both(result.nonmyopic) == ("s4",)
    assert result.limited[2]["left"] == ("s3",)  # only the other swerves
    assert result.stackelberg == {"left": ("s3",), "right": ("s2",)}


def test_every_strict_two_by_two_game():
    """576 profiles: how soon expectations repeat, and how often (Games 2025, 16(5) 54, is about such cycles)."""
    arcs = moves_of(compiled(two_by_two([1, 2, 3, 4], [1, 2, 3, 4])))
    periods, before = Counter(), Counter()
    for levels in product(permutations(range(1, 5)), repeat=2):
        result = look_ahead(arcs, np.array(levels, dtype=np.int32), Ties.WORST, 1, 100)
        periods[result.period] += 1
        before[result.before_period] += 1
    assert periods == {1: 440, 2: 48, 4: 88}
    assert max(before) == 6


def test_ties_can_matter_and_then_it_is_said():
    """One mover likes two answers of the other equally, and only one of the answers is good for the first."""
    model = from_levels(
        {"a": {0: [1]}, "b": {1: [2, 3]}},
        {"a": [2, 3, 1, 4], "b": [1, 1, 2, 2]},
    )
    worst, best = (find_foresight(compiled(model), moves=2, ties=ties) for ties in Ties)
    assert "w0" in worst.limited[2]["a"]
    assert "w0" not in best.limited[2]["a"]
    assert worst.ties_matter
    assert best.ties_matter
    assert not of_case("prisoners").ties_matter


def test_more_than_two_decision_makers_are_refused():
    with pytest.raises(NotSupportedError, match=r"this case has 3 decision makers.*L_h\^CC.*L_h\^CI"):
        of_case("elmira")
    with pytest.raises(NotSupportedError, match="one decision maker"):
        find_foresight(compiled(from_levels({"a": {}}, {"a": [1, 2]})))
    with pytest.raises(NotSupportedError, match="65 moves"):
        of_case("chicken", moves=65)


def test_expectations_that_do_not_repeat_in_time_are_not_judged(monkeypatch):
    monkeypatch.setattr("detente.analysis.foresight.find.MOST_WORK", 0)
    result = of_case("syria-iraq-1975", moves=3)
    assert result.nonmyopic is None
    assert result.period is None
    assert result.examined == 3


def test_what_is_computed_agrees_with_the_ordinary_analysis_of_cases():
    for name in ("cuba-1962", "syria-iraq-1975", "four-states"):
        result = of_case(name)
        usual = analyze_stability(result.conflict)
        nash = [state_id(result.conflict, s) for s in np.flatnonzero(usual.equilibria(Concept.NASH))]
        assert list(held_by_both(result.limited[1])) == nash
