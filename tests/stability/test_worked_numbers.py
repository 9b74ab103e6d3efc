"""Small models whose answers are known, by hand or from the literature."""

from __future__ import annotations

import numpy as np
import pytest

from detente.case import load_case, parse_case
from detente.conflict import build_conflict, state_id, yn
from detente.stability import Concept, analyze_stability
from tests.stability.sample import compiled, from_levels, graph_model

NASH, GMR, SMR, SEQ, SSEQ, SIM = Concept


def equilibria(result, concept, name):
    return {name(result.conflict, int(s)) for s in np.flatnonzero(result.equilibria(concept))}


def stable_for(result, concept, i, name):
    return {name(result.conflict, int(s)) for s in np.flatnonzero(result.stable[concept][i])}


def test_prisoners_dilemma_and_chicken():
    moves = {"row": {"CC": ["DC"], "DC": ["CC"], "CD": ["DD"], "DD": ["CD"]}}
    moves["column"] = {"CC": ["CD"], "CD": ["CC"], "DC": ["DD"], "DD": ["DC"]}
    dilemma = analyze_stability(
        compiled(graph_model(moves, {"row": ["DC", "CC", "DD", "CD"], "column": ["CD", "CC", "DD", "DC"]}))
    )
    assert equilibria(dilemma, NASH, state_id) == {"DD"}
    assert stable_for(dilemma, NASH, 0, state_id) == {"DC", "DD"}
    for concept in (GMR, SMR, SEQ, SSEQ):
        assert equilibria(dilemma, concept, state_id) == {"CC", "DD"}
        assert stable_for(dilemma, concept, 0, state_id) == {"CC", "DC", "DD"}
    chicken = analyze_stability(
        compiled(graph_model(moves, {"row": ["DC", "CC", "CD", "DD"], "column": ["CD", "CC", "DC", "DD"]}))
    )
    for concept in (NASH, SEQ, SSEQ):
        assert equilibria(chicken, concept, state_id) == {"CD", "DC"}
    for concept in (GMR, SMR):
        assert equilibria(chicken, concept, state_id) == {"CC", "CD", "DC"}


CUBA = """
detente: 1
title: Cuban missile crisis
decision_makers:
  us:
    name: United States
    options: {strike: {label: Strike, irreversible: IRREVERSIBLE}, blockade: Blockade}
    preferences: {ranking: [US]}
  ussr:
    name: Soviet Union
    options: {withdraw: Withdraw, escalate: Escalate}
    preferences: {ranking: [USSR]}
constraints: [withdraw excludes escalate]
"""
CUBAN_US = (4, 6, 5, 7, 2, 1, 3, 0, 11, 9, 10, 8)
CUBAN_USSR = (0, 4, 6, 2, 5, 1, 7, 3, 11, 9, 10, 8)


def cuba(*, irreversible):
    options = ("strike", "blockade", "withdraw", "escalate")

    def order(decimals):
        rows = (" and ".join(o if d >> j & 1 else f"not {o}" for j, o in enumerate(options)) for d in decimals)
        return ", ".join(rows)

    text = CUBA.replace("[USSR]", f"[{order(CUBAN_USSR)}]").replace("[US]", f"[{order(CUBAN_US)}]")
    text = text.replace("irreversible: IRREVERSIBLE", "irreversible: true" if irreversible else "short: Strike")
    return analyze_stability(build_conflict(parse_case(text)))


def decimals(result, verdicts):
    return {int(result.conflict.combination[s]) for s in np.flatnonzero(verdicts)}


def test_cuban_missile_crisis():
    """Fraser and Hipel 1984; vectors as decimals with the first option weighing one."""
    result = cuba(irreversible=False)
    found = {concept: decimals(result, result.equilibria(concept)) for concept in (NASH, GMR, SMR, SEQ, SSEQ)}
    assert found == {NASH: set(), GMR: {0, 1, 2, 4, 5, 6, 7}, SMR: {0, 1, 2, 4, 5, 6, 7}, SEQ: {4, 6}, SSEQ: {4, 6}}
    assert decimals(result, result.stable[NASH][0]) == {2, 4, 11}
    assert decimals(result, result.stable[NASH][1]) == {0, 5, 6, 7}
    assert decimals(result, result.stable[SEQ][0]) == {2, 4, 6, 11}
    assert decimals(result, result.stable[SEQ][1]) == {0, 4, 5, 6, 7}


def test_cuban_missile_crisis_with_a_strike_that_cannot_be_taken_back():
    result = cuba(irreversible=True)
    found = {concept: decimals(result, result.equilibria(concept)) for concept in (NASH, GMR, SMR, SEQ, SSEQ, SIM)}
    assert found[NASH] == found[SIM] == {5}
    assert found[SEQ] == found[SSEQ] == {4, 5, 6}
    assert found[GMR] == found[SMR] == {0, 1, 2, 4, 5, 6, 7}


def test_elmira_in_nine_states():
    result = analyze_stability(build_conflict(load_case("elmira")))
    everything = {f"s{s}" for s in range(1, 10)}
    for concept in (NASH, SEQ, SSEQ):
        assert equilibria(result, concept, state_id) == {"s5", "s8", "s9"}
    for concept in (GMR, SMR):
        assert equilibria(result, concept, state_id) == {"s1", "s4", "s5", "s8", "s9"}
    for concept in result.stable:
        assert stable_for(result, concept, 0, state_id) == everything
        assert stable_for(result, concept, 1, state_id) == {"s1", "s4", "s5", "s8", "s9"}
    assert stable_for(result, NASH, 2, state_id) == {"s5", "s6", "s7", "s8", "s9"}
    assert stable_for(result, SEQ, 2, state_id) == everything - {"s1", "s4"}
    assert stable_for(result, GMR, 2, state_id) == everything


def test_elmira_in_twelve_states_has_the_verdicts_of_its_nine():
    nine, twelve = (analyze_stability(build_conflict(load_case(name))) for name in ("elmira", "elmira-12"))
    merged = {yn(nine.conflict, s): s for s in range(9)}
    for s in range(12):
        letters = yn(twelve.conflict, s)
        t = merged.get(letters, 8)
        for concept in (NASH, GMR, SMR, SEQ, SSEQ):
            assert np.array_equal(twelve.stable[concept][:, s], nine.stable[concept][:, t]), (letters, concept)
    assert decimals(twelve, twelve.equilibria(NASH)) == {8, 9, 18, 21, 24, 25}
    assert decimals(twelve, twelve.equilibria(GMR)) == {8, 9, 18, 21, 24, 25, 2, 5}


def test_syria_and_iraq():
    result = analyze_stability(build_conflict(load_case("syria-iraq-1975")))
    for concept in (NASH, SEQ, SMR, SIM):
        assert decimals(result, result.equilibria(concept)) == {6}
    assert decimals(result, result.equilibria(GMR)) == {0, 6}


def test_a_return_to_the_state_left_deters():
    result = analyze_stability(compiled(from_levels({"a": {0: [1]}, "b": {1: [0]}}, {"a": [1, 2], "b": [2, 1]})))
    assert not result.stable[NASH][0, 0]
    assert result.stable[GMR][0, 0]
    assert result.stable[SEQ][0, 0]
    assert not result.stable[SMR][0, 0]  # back at the start, it improves again


def test_an_opponent_may_have_to_move_twice():
    """The smallest model in which "each opponent once" gives another verdict: c, b, then c again."""
    arcs = {"a": {0: [3], 1: [3]}, "b": {0: [2]}, "c": {0: [3], 2: [1], 3: [0]}}
    levels = {"a": [3, 0, 1, 2], "b": [1, 3, 2, 0], "c": [3, 2, 0, 1]}
    result = analyze_stability(compiled(from_levels(arcs, levels)))
    assert result.stable[SEQ][0, 1]


def test_nobody_moves_twice_in_a_row():
    """b could only deter by two moves of its own, one after the other."""
    levels = {"a": [2, 3, 3, 1], "b": [1, 1, 2, 3], "c": [1, 1, 1, 1]}
    chain = {"a": {0: [1]}, "b": {1: [2], 2: [3]}}
    assert not analyze_stability(compiled(from_levels(chain, levels))).stable[GMR][0, 0]
    # c stands between b's two moves: now they are no longer in a row
    longer = {"a": {0: [1]}, "b": {1: [2], 4: [3]}, "c": {2: [4]}}
    levels = {"a": [2, 3, 3, 1, 3], "b": [1, 1, 2, 3, 2], "c": [1, 1, 1, 1, 2]}
    result = analyze_stability(compiled(from_levels(longer, levels)))
    assert result.stable[GMR][0, 0]
    assert result.stable[SEQ][0, 0]


def test_there_need_not_be_any_equilibrium():
    """Intransitive moves: no state is stable for both, under any concept."""
    arcs = {
        "a": {0: [1], 1: [0, 2], 2: [0], 3: [2, 4], 4: [1]},
        "b": {0: [2, 3, 4], 2: [3, 4], 3: [0, 1, 4], 4: [0, 1]},
    }
    result = analyze_stability(compiled(from_levels(arcs, {"a": [0, 1, 2, 3, 4], "b": [4, 3, 1, 0, 2]})))
    for concept in result.stable:
        assert not result.equilibria(concept).any()
    assert stable_for(result, GMR, 0, state_id) == {"w2", "w3", "w4"}
    assert stable_for(result, GMR, 1, state_id) == {"w0", "w1"}


@pytest.mark.parametrize("name", ["prisoners", "chicken"])
def test_the_catalogue_has_the_two_games(name):
    result = analyze_stability(build_conflict(load_case(name)))
    assert result.conflict.n_states == 4
    assert len(equilibria(result, NASH, yn)) == {"prisoners": 1, "chicken": 2}[name]
