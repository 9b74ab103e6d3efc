"""Coalitions: against the definitions, theorems and what is not one, published figures."""

from __future__ import annotations

from functools import cache

import pytest

from detente.analysis.coalitions import CONCEPTS, CoalitionResult, find_coalitions
from detente.case import load_case
from detente.conflict import build_conflict, find_state, state_id
from detente.stability import Comparison, Concept, analyze_stability
from tests.analysis.oracle_coalitions import Coalitions, coalitions
from tests.stability.sample import SIZE, compiled, from_levels, sample_result, sample_world

NASH, GMR, SMR, SEQ = CONCEPTS
SMALL = [
    number for number in range(SIZE) if len(sample_world(number).dms) > 1 and len(sample_world(number).states) <= 20
]


@cache
def found(number: int, *, pareto: bool = False) -> CoalitionResult:
    return find_coalitions(sample_result(number), pareto=pareto)


@cache
def elmira() -> CoalitionResult:
    return find_coalitions(analyze_stability(build_conflict(load_case("elmira"))))


def name(result: CoalitionResult, s: int) -> str:
    return state_id(result.conflict, s)


def test_the_sample_has_models_of_two_to_five():
    sizes = {len(sample_world(number).dms) for number in SMALL}
    assert sizes == {2, 3, 4, 5}
    assert len(SMALL) > 60


@pytest.mark.parametrize("pareto", [False, True])
@pytest.mark.parametrize("tens", range(0, SIZE, 40))
def test_verdicts_and_improvements_are_those_of_the_definitions(tens, pareto):
    for number in (number for number in SMALL if tens <= number < tens + 40):
        world, result = sample_world(number), found(number, pareto=pareto)
        oracle = Coalitions(world, pareto=pareto)
        assert list(result.coalitions) == coalitions(world.dms)
        for members in result.coalitions:
            for concept in CONCEPTS:
                expected = [name(result, s) for s in range(len(world.states)) if oracle.is_stable(members, s, concept)]
                assert list(result.stable[members][concept]) == expected, (number, members, concept)
            if len(members) > 1:
                joint = {s: oracle.joint(members, s) for s in range(len(world.states))}
                expected = {name(result, s): tuple(name(result, t) for t in sorted(j)) for s, j in joint.items() if j}
                assert result.improvements[members] == expected


def test_jumps_are_as_they_are_described():
    compared = 0
    for number in SMALL:
        world, result = sample_world(number), found(number)
        oracle = Coalitions(world)
        number_of = {name(result, s): s for s in range(len(world.states))}
        settles = {state for states in result.equilibria.values() for state in states}
        expected = [
            (s, members, name(result, t))
            for s in result.focus
            for members in result.coalitions
            if len(members) > 1
            for t in sorted(oracle.joint(members, number_of[s]))
            if name(result, t) in settles
        ]
        assert [(jump.origin, jump.by, jump.to) for jump in result.jumps] == expected
        for jump in result.jumps:
            check_jump(oracle, jump, number_of)
            compared += 1
    assert compared > 200


def check_jump(oracle, jump, number_of):
    world, s, t = oracle.world, number_of[jump.origin], number_of[jump.to]
    assert [concept for concept in CONCEPTS if oracle.is_deterred(jump.by, s, t, concept)] == list(jump.deterred)
    without = [dm for dm in jump.by if t not in oracle.led(tuple(o for o in jump.by if o != dm), s)]
    assert list(jump.needed) == without
    reaching = [few for few in coalitions(list(jump.by)) if few != jump.by and t in oracle.led(few, s)]
    minimal = [few for few in reaching if not any(set(other) < set(few) for other in reaching)]
    assert list(jump.smaller) == minimal
    breaking = {few: oracle.joint(few, t) for few in coalitions(list(jump.by)) if few != jump.by}
    assert {one.by: {number_of[u] for u in one.to} for one in jump.break_aways} == {
        f: j for f, j in breaking.items() if j
    }
    for way in jump.ways:
        state, last = s, ""
        for step in way.steps:
            assert step.mover in jump.by
            assert step.mover != last
            assert number_of[step.state] in world.moves[step.mover][state]
            state, last = number_of[step.state], step.mover
        assert state == t
        assert len(way.steps) == len(jump.ways[0].steps)
        losers = {
            step.state: tuple(dm for dm in jump.by if world.prefers(dm, s, number_of[step.state]))
            for step in way.steps[:-1]
        }
        assert {one.state: one.members for one in way.setbacks} == {u: who for u, who in losers.items() if who}
    assert jump.ways
    assert jump.n_ways >= len(jump.ways)
    ends = oracle.led(tuple(dm for dm in world.dms if dm not in jump.by), t) | {t}
    for worst in jump.worst:
        assert all(not world.prefers(worst.member, number_of[worst.state], u) for u in ends)
        assert number_of[worst.state] in ends
        assert (worst.compared is Comparison.MORE) == world.prefers(worst.member, number_of[worst.state], s)


def stable(result, members, concept):
    return set(result.stable[members][concept])


def test_inclusions():
    """NASH in SMR in GMR and NASH in SEQ, for every coalition; SEQ in GMR where moves are transitive."""
    for number in range(0, SIZE, 2):
        result, world = found(number), sample_world(number)
        for members in result.coalitions:
            assert stable(result, members, NASH) <= stable(result, members, SMR) <= stable(result, members, GMR)
            assert stable(result, members, NASH) <= stable(result, members, SEQ)
            if not world.has_explicit_moves:
                assert stable(result, members, SEQ) <= stable(result, members, GMR)


def test_seq_is_not_always_in_gmr():
    """The joint step of 1 and 2 ends with a move by 2, who then moves on alone: twice in a row, so not under GMR."""
    arcs = {"d0": {0: [1]}, "d1": {1: [2]}, "d2": {2: [3], 3: [4]}}
    levels = {"d0": [1, 2, 2, 2, 0], "d1": [0, 0, 0, 1, 1], "d2": [0, 0, 0, 1, 2]}
    result = find_coalitions(analyze_stability(compiled(from_levels(arcs, levels))))
    assert "w0" in stable(result, ("d0",), SEQ)
    assert "w0" not in stable(result, ("d0",), GMR)


def test_one_decision_maker_is_a_coalition():
    """NASH, GMR, SMR agree; SEQ of a coalition of one is weaker, and the same with two decision makers."""
    weaker = 0
    for number in range(SIZE):
        result, alone = found(number), sample_result(number)
        for i, dm in enumerate(result.conflict.decision_makers):
            own = {concept: {name(result, s) for s in alone.stable[concept][i].nonzero()[0]} for concept in CONCEPTS}
            for concept in (NASH, GMR, SMR):
                assert stable(result, (dm,), concept) == own[concept]
            assert own[SEQ] <= stable(result, (dm,), SEQ)
            if len(result.conflict.decision_makers) == 2:
                assert own[SEQ] == stable(result, (dm,), SEQ)
            weaker += own[SEQ] != stable(result, (dm,), SEQ)
    assert weaker > 5


def test_everybody_together_is_answered_by_nobody():
    for number in range(SIZE):
        result = found(number)
        everybody = result.coalitions[-1]
        assert len({frozenset(stable(result, everybody, concept)) for concept in CONCEPTS}) == 1


def test_pareto_improvements_are_more():
    """More to be tempted by and less that deters, so fewer states hold; under SEQ the others can do more, too."""
    seq_holds = set()
    for number in SMALL:
        strict, pareto = found(number), found(number, pareto=True)
        for members in strict.coalitions:
            for concept in (NASH, GMR, SMR):
                assert stable(pareto, members, concept) <= stable(strict, members, concept)
            seq_holds.add(stable(pareto, members, SEQ) <= stable(strict, members, SEQ))
    assert seq_holds == {True, False}


def test_not_theorems():
    """Stable for a coalition does not mean stable for its parts, nor the other way round."""
    result = elmira()
    for dm in ("ministry", "uniroyal"):
        assert "s5" in stable(result, (dm,), NASH)
    assert "s5" not in stable(result, ("ministry", "uniroyal"), NASH)
    assert "s5" in stable(result, ("ministry", "uniroyal", "municipality"), NASH)


# ---- published: Elmira (Kilgour, Hipel, Fang, Peng 2001) -------------------------------------------------------------


def test_elmira_coalition_improvements():
    m, u, g = "ministry", "uniroyal", "municipality"
    assert elmira().improvements == {
        (m, u): {"s2": ("s4",), "s5": ("s8",), "s6": ("s8",)},
        (m, g): {"s1": ("s5",), "s3": ("s7",)},
        (u, g): {"s2": ("s4", "s8"), "s6": ("s8",)},
        (m, u, g): {"s2": ("s4", "s8"), "s6": ("s8",)},
    }


def test_elmira_coalitional_verdicts():
    result = elmira()
    everything = set(result.examined)
    unstable = {
        members: [sorted(everything - stable(result, members, concept)) for concept in CONCEPTS]
        for members in (("ministry", "uniroyal"), ("ministry", "municipality"))
    }
    assert unstable[("ministry", "uniroyal")] == [["s2", "s5", "s6"]] * 4
    assert unstable[("ministry", "municipality")] == [["s1", "s3"], [], [], ["s1"]]


def test_elmira_jump():
    """Ministry and company upset the deadlock; nobody else of two or more leaves an equilibrium."""
    result = elmira()
    jumps = [jump for jump in result.jumps if jump.origin in result.equilibria[NASH]]
    assert [(jump.by, jump.origin, jump.to) for jump in jumps] == [(("ministry", "uniroyal"), "s5", "s8")]
    (jump,) = jumps
    assert jump.deterred == ()
    assert jump.needed == ("ministry", "uniroyal")
    assert jump.smaller == ()
    assert jump.break_aways == ()
    assert [[(step.mover, step.state) for step in way.steps] for way in jump.ways] == [
        [("uniroyal", "s7"), ("ministry", "s8")],
        [("ministry", "s6"), ("uniroyal", "s8")],
    ]
    assert [[(one.state, one.members) for one in way.setbacks] for way in jump.ways] == [
        [("s7", ("uniroyal",))],
        [("s6", ("ministry", "uniroyal"))],
    ]
    assert result.universal[NASH] == ("s8", "s9")
    assert result.is_complete


def test_elmira_twelve_states():
    """The same with the plant closed kept apart: states 2, 7 and 8 are left for 4, 10 and 10."""
    result = find_coalitions(analyze_stability(build_conflict(load_case("elmira-12"))))
    assert result.improvements[("ministry", "uniroyal")] == {"s2": ("s4",), "s7": ("s10",), "s8": ("s10",)}


# ---- limits and choices ----------------------------------------------------------------------------------------------


def test_coalitions_up_to_a_size():
    """Sub-coalitions that answer are limited, too."""
    result = find_coalitions(analyze_stability(build_conflict(load_case("elmira"))), largest=2)
    assert max(map(len, result.coalitions)) == 2
    assert not result.is_complete


def test_more_than_six_decision_makers_are_limited():
    arcs = {f"d{i}": {0: [i + 1]} for i in range(7)}
    levels = {f"d{i}": [0, *range(1, 8)] for i in range(7)}
    result = find_coalitions(analyze_stability(compiled(from_levels(arcs, levels))))
    assert result.largest == 3
    assert len(result.coalitions) == 7 + 21 + 35


def test_states_of_interest(monkeypatch):
    """With many states only some have verdicts, and these are the same."""
    whole = elmira()
    monkeypatch.setattr("detente.analysis.coalitions.find.ALL_STATES", 5)
    conflict = build_conflict(load_case("ukraine-2026-01"))
    result = analyze_stability(conflict)
    at = find_state(conflict, "s7")
    some = find_coalitions(result, at=[at], largest=2)
    assert "s7" in some.focus
    assert some.examined == some.focus
    assert "s222" in some.focus
    assert state_id(conflict, conflict.status_quo) in some.focus
    monkeypatch.undo()
    full = find_coalitions(result, at=[at], largest=2)
    assert full.examined != full.focus
    for members in some.coalitions:
        for concept in CONCEPTS:
            expected = stable(full, members, concept) & set(some.examined)
            assert stable(some, members, concept) == expected
    assert some.jumps == full.jumps
    assert whole.examined == tuple(f"s{number}" for number in range(1, 10))


def test_jumps_are_cut_and_counted(monkeypatch):
    """Those from what holds under the most demanding concepts are kept."""
    result = analyze_stability(build_conflict(load_case("elmira")))
    monkeypatch.setattr("detente.analysis.coalitions.jumps.MOST_JUMPS", 1)
    cut = find_coalitions(result)
    assert [(jump.by, jump.origin) for jump in cut.jumps] == [(("ministry", "uniroyal"), "s5")]
    assert cut.n_jumps == elmira().n_jumps == len(elmira().jumps)


def test_large_models_go_without_seq(monkeypatch):
    """What needs the joint improvements from everywhere is left out, and nothing else changes."""
    result = sample_result(SMALL[5])
    whole = find_coalitions(result)
    monkeypatch.setattr("detente.analysis.coalitions.find.MOST_EXPLORED", 0)
    some = find_coalitions(result)
    assert list(some.omitted) == [SEQ]
    assert some.concepts == (NASH, GMR, SMR)
    for members in whole.coalitions:
        assert some.stable[members] == {concept: whole.stable[members][concept] for concept in (NASH, GMR, SMR)}
    assert some.improvements == whole.improvements
    assert [jump.break_aways for jump in some.jumps] == [jump.break_aways for jump in whole.jumps]


def test_equilibria_are_those_asked_for():
    """Only targets that hold under a concept asked for are jumps."""
    nash = find_coalitions(analyze_stability(build_conflict(load_case("elmira")), [Concept.NASH]))
    assert {jump.to for jump in nash.jumps} <= {"s5", "s8", "s9"}
