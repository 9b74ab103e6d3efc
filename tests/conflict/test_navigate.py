"""Single states: where one can go, what they are called, how they are found."""

from __future__ import annotations

import pytest

from detente.case import load_case, parse_case
from detente.conflict import (
    build_conflict,
    find_state,
    holding,
    improvements_from,
    moves_from,
    outcomes_of,
    state_id,
    taken,
    yn,
)
from detente.errors import DetenteError, UnknownNameError
from detente.logic import And, Atom, Not
from tests.oracle import World
from tests.stability.sample import SIZE, compiled, sample_model

TEXT = """
detente: 1
title: Two parties
decision_makers:
  town:
    name: Town
    options: {insist: Insist, stop: {label: Stop, irreversible: true}}
    preferences: [insist]
  firm:
    name: Firm
    options: {accept: Accept, stop: Stop}
    preferences: [not accept]
constraints: [not (insist and firm.stop)]
outcomes: {deal: accept and not insist and not town.stop and not firm.stop, quiet: not insist, s1: insist and accept}
"""
MERGED = TEXT + "indistinguishable: [firm.stop]\n"


@pytest.fixture(scope="module")
def conflict():
    return build_conflict(parse_case(TEXT))


@pytest.fixture(scope="module")
def merged():
    return build_conflict(parse_case(MERGED))


def test_moves_and_improvements_are_those_of_the_oracle():
    compared = 0
    for number in range(0, SIZE, 2):
        model = sample_model(number)
        world, compiled_model = World(model), compiled(model)
        for i, dm in enumerate(world.dms):
            for s in range(compiled_model.n_states):
                assert moves_from(compiled_model, i, s).tolist() == sorted(world.moves[dm][s])
                assert improvements_from(compiled_model, i, s).tolist() == sorted(world.improvements[dm][s])
                compared += 1
    assert compared > 2_000


def test_names_of_a_state(conflict):
    s = find_state(conflict, "insist, accept")
    assert (state_id(conflict, s), yn(conflict, s), taken(conflict, s)) == (
        "s6",
        "YNYN",
        ("town.insist", "firm.accept"),
    )


def test_names_of_a_merged_state(merged):
    s = merged.n_states - 1
    assert (state_id(merged, s), yn(merged, s), taken(merged, s)) == ("s9", "N--Y", ("firm.stop",))
    assert outcomes_of(merged, s) == ("quiet",)


def test_named_outcomes_that_hold(conflict):
    assert outcomes_of(conflict, find_state(conflict, "accept")) == ("deal", "quiet")
    assert outcomes_of(conflict, find_state(conflict, "insist")) == ()


def test_where_a_formula_holds(conflict, merged):
    formula = And((Atom("firm.stop"), Not(Atom("town.stop"))))
    assert holding(conflict, formula).sum() == 2
    assert not holding(merged, formula).any()  # in some of the merged combinations only
    assert holding(merged, Atom("firm.stop")).tolist() == [False] * 8 + [True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("s3", 2),
        (" s12 ", 11),
        ("YNYN", 5),
        ("ynyn", 5),
        ("Y N Y N", 5),
        ("insist, accept", 5),
        ("town.insist,firm.accept", 5),
        ("-", 0),
        ("", 0),
        ("deal", 4),
        ("town.stop", 2),
    ],
)
def test_a_state_is_found(conflict, text, expected):
    assert find_state(conflict, text) == expected


def test_a_merged_state_is_found_by_any_of_its_names(merged):
    assert {find_state(merged, text) for text in ("s9", "N--Y", "NNNY", "firm.stop, accept")} == {8}


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ("s13", DetenteError, "no state 's13'; the states are s1 to s12"),
        ("s0", UnknownNameError, "no state or option 's0'"),
        ("insits", UnknownNameError, "no state or option 'insits'; did you mean 'insist'?"),
        ("stop", DetenteError, "'stop' is an option of more than one decision maker; write town.stop or firm.stop"),
        ("insist, firm.stop", DetenteError, "'insist, firm.stop' is not a feasible state"),
        ("quiet", DetenteError, "'quiet' is 8 states (s1, s3, s5, s7, s9, s10, s11, s12); name one of them"),
        ("YN--", DetenteError, "'YN--' is 2 states (s2, s6); name one of them"),
    ],
)
def test_what_is_no_state_is_explained(conflict, text, kind, message):
    with pytest.raises(kind) as caught:
        find_state(conflict, text)
    assert str(caught.value).startswith(message)


def test_graph_form_states_go_by_their_names():
    graph = build_conflict(load_case("elmira-graph"))
    assert (find_state(graph, "s5"), find_state(graph, "closure")) == (4, 8)
    assert (state_id(graph, 4), taken(graph, 4), yn(graph, 4), outcomes_of(graph, 4)) == ("s5", (), "", ("deadlock",))
    with pytest.raises(UnknownNameError, match="no state 's10'"):
        find_state(graph, "s10")


@pytest.mark.parametrize("seed", range(20))
def test_many_settings_are_looked_at_part_after_part(seed, monkeypatch):
    conflict = compiled(sample_model(seed))
    everywhere = [(i, s) for i in range(len(conflict.decision_makers)) for s in range(conflict.n_states)]
    moves = [moves_from(conflict, i, s).tolist() for i, s in everywhere]
    improvements = [improvements_from(conflict, i, s).tolist() for i, s in everywhere]
    monkeypatch.setattr("detente.conflict.navigate._AT_ONCE", 3)
    assert [moves_from(conflict, i, s).tolist() for i, s in everywhere] == moves
    assert [improvements_from(conflict, i, s).tolist() for i, s in everywhere] == improvements
