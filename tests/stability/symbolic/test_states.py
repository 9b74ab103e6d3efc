"""Questions to sets of states, and names for states."""

from __future__ import annotations

import pytest

from detente.case import load_case, parse_case
from detente.conflict import build_conflict, state_id, taken, yn
from detente.conflict import find_state as explicit_find
from detente.errors import DetenteError, UnknownNameError
from detente.logic import And, Atom, Not
from detente.stability import Concept, analyze_stability
from detente.stability.symbolic import StateSet, build_symbolic, find_state, solve_symbolic, state_of, status_quo
from tests.stability.symbolic.coupled import Coupled, coupled_case


@pytest.fixture(scope="module")
def many():
    return solve_symbolic(coupled_case(Coupled(40, 6, 12, constrained=True)))


def test_merged_states_have_their_classical_numbers():
    model = build_symbolic(load_case("elmira"))
    conflict = build_conflict(load_case("elmira"))
    states = tuple(StateSet(model, model.feasible))
    assert [state.id for state in states] == [f"s{s + 1}" for s in range(9)]
    assert [state.letters for state in states] == [yn(conflict, s) for s in range(9)]


def test_elmira_settles_where_it_should():
    result = solve_symbolic(load_case("elmira"))
    explicit = analyze_stability(build_conflict(load_case("elmira")))
    for concept in result.stable:
        expected = [f"s{s + 1}" for s in explicit.equilibria(concept).nonzero()[0]]
        assert [state.id for state in result.equilibria(concept)] == expected


def test_sampling_is_even_repeatable_and_inside(many):
    equilibria = many.equilibria(Concept.SEQ)
    drawn = equilibria.sample(20, seed=5)
    assert [state.id for state in drawn] == [state.id for state in equilibria.sample(20, seed=5)]
    assert [state.id for state in drawn] != [state.id for state in equilibria.sample(20, seed=6)]
    assert len({state.combination for state in drawn}) == 20
    assert [state.combination for state in drawn] == sorted(state.combination for state in drawn)
    assert all(state in equilibria and state in many.states() for state in drawn)


def test_a_sample_of_more_than_there_is_is_everything():
    everything = solve_symbolic(load_case("elmira")).states()
    assert [state.id for state in everything.sample(100, seed=1)] == [state.id for state in everything]
    assert everything.sample(0, seed=1) == ()


def test_first_states_come_in_order(many):
    first = many.equilibria(Concept.GMR).first(5)
    assert [state.combination for state in first] == sorted(state.combination for state in first)
    assert first[0].combination == min(s.combination for s in many.equilibria(Concept.GMR).sample(50, seed=1) + first)


def test_positions_end(many):
    with pytest.raises(IndexError):
        many.states().at(many.states().count())
    with pytest.raises(IndexError):
        many.states().at(-1)


def test_patterns(many):
    equilibria = many.equilibria(Concept.SEQ)
    option = Atom(many.model.options[0])
    with_it, without = equilibria.where(option), equilibria.where(Not(option))
    assert with_it.count() + without.count() == equilibria.count()
    assert many.is_ever_equilibrium(Concept.SEQ, option) is bool(with_it)
    assert many.is_ever_equilibrium(Concept.SEQ, And((option, Not(option)))) is False
    assert equilibria.where(And(())) == equilibria


def test_the_best_for_a_party_is_one_level(many):
    equilibria = many.equilibria(Concept.SMR)
    party = many.model.parties[2]
    best = equilibria.best_for(party.name)
    has = many.model.diagrams.has

    def worth(state):
        return tuple(has(bit, state.combination) for bit in party.bits)

    (level,) = {worth(state) for state in best.first(10)}
    assert all(worth(state) <= level for state in equilibria.sample(100, seed=2))
    assert best
    assert not equilibria.where(And((Atom("p0.o0"), Not(Atom("p0.o0"))))).best_for(party.name)


def test_the_best_of_elmira_is_where_levels_are_highest():
    conflict = build_conflict(load_case("elmira"))
    result = solve_symbolic(load_case("elmira"))
    equilibria = analyze_stability(conflict).equilibria(Concept.SEQ)
    for i, dm in enumerate(conflict.decision_makers):
        highest = conflict.level[i, equilibria].max()
        expected = [f"s{s + 1}" for s in range(9) if equilibria[s] and conflict.level[i, s] == highest]
        assert [state.id for state in result.equilibria(Concept.SEQ).best_for(dm)] == expected


def test_states_are_numbered_however_many_there_are(many):
    states = many.states()
    for position in (0, 7, states.count() // 3, states.count() - 1):
        state = states.at(position)
        assert state.id == f"s{position + 1}"
        assert find_state(many.model, state.id).combination == state.combination
        assert find_state(many.model, state.letters).combination == state.combination
    with pytest.raises(DetenteError, match=f"the states are s1 to s{states.count()}"):
        find_state(many.model, f"s{states.count() + 1}")
    with pytest.raises(DetenteError, match=r"no state 's9{5000}'"):
        find_state(many.model, "s" + "9" * 5000)


def test_sets_join_meet_and_differ(many):
    nash, gmr = many.equilibria(Concept.NASH), many.equilibria(Concept.GMR)
    option = Atom(many.model.options[3])
    assert nash & gmr == nash
    assert nash | gmr == gmr
    assert (gmr - nash).count() == gmr.count() - nash.count()
    assert gmr - gmr.where(option) == gmr.where(Not(option))


NAMED = (
    "-",
    "",
    "y",
    "Y",
    "n",
    "N",
    "x",
    "a.x",
    "x, x",
    "x,-",
    "s1",
    "s2",
    "s3",
    "s0",
    "S1",
    "far",
    "calm",
    "--",
    "YN",
)
MERGED, FORBIDDEN = "indistinguishable: [{that: x or not x}]\n", "constraints: [not x]\n"


@pytest.mark.parametrize("party", ["{x: X}", "{x: X, y: Y}", "{y: Y}", "{s1: X, n: N}", "{}"])
@pytest.mark.parametrize("rules", ["", MERGED, FORBIDDEN], ids=["", "merged", "forbidden"])
def test_names_mean_the_same_whether_states_are_listed_or_not(party, rules):
    calm = "not x" if "x:" in party else "true"
    text = f"""
detente: 1
title: t
decision_makers:
  a: {{name: A, options: {party}, preferences: []}}
outcomes: {{calm: {calm}}}
{rules if "x:" in party else ""}"""
    conflict, model = build_conflict(parse_case(text)), build_symbolic(parse_case(text))

    def listed(name):
        return state_id(conflict, explicit_find(conflict, name))

    def unlisted(name):
        return find_state(model, name).id

    assert [_found(unlisted, name) for name in NAMED] == [_found(listed, name) for name in NAMED]


def _found(find, name):
    try:
        return find(name)
    except DetenteError as error:
        return f"{type(error).__name__}: {error}"


def test_one_option_can_be_taken_or_not():
    text = "detente: 1\ntitle: t\ndecision_makers: {a: {name: A, options: {x: X}, preferences: []}}\n"
    model = build_symbolic(parse_case(text))
    assert {name: find_state(model, name).id for name in ("-", "", "n", "Y", "x")} == {
        "-": "s1", "": "s1", "n": "s1", "Y": "s2", "x": "s2",
    }  # fmt: skip


def test_names_of_states_are_those_of_the_explicit_engine():
    conflict = build_conflict(load_case("elmira-12"))
    model = build_symbolic(load_case("elmira-12"))
    for s, state in enumerate(StateSet(model, model.feasible)):
        assert state.letters == yn(conflict, s)
        assert find_state(model, ", ".join(taken(conflict, s)) or "-").id == state.id == f"s{s + 1}"
    assert status_quo(model).id == f"s{conflict.status_quo + 1}"


def test_what_is_no_state_is_said():
    model = build_symbolic(load_case("elmira-12"))
    with pytest.raises(UnknownNameError, match="no state or option 'abandom'; did you mean"):
        find_state(model, "abandom")
    infeasible = next(c for c in range(1 << len(model.options)) if not model.diagrams.has(model.feasible, c))
    with pytest.raises(UnknownNameError, match="no feasible state"):
        state_of(model, infeasible)


def test_an_outcome_has_to_be_one_state():
    text = """
detente: 1
title: t
decision_makers:
  a: {name: A, options: {x: X, y: Y}, preferences: [a.x]}
  b: {name: B, options: {x: X}, preferences: []}
constraints: [not (a.x and a.y)]
outcomes: {some: a.x, one: a.x and b.x, never: a.x and a.y}
status_quo: [a.y]
"""
    model = build_symbolic(parse_case(text))
    assert find_state(model, "one").letters == "YNY"
    assert status_quo(model).letters == "NYN"
    with pytest.raises(DetenteError, match=r"'some' is 2 states \(s2, s5\); name one of them"):
        find_state(model, "some")
    with pytest.raises(DetenteError, match="constraints of the case exclude it"):
        find_state(model, "never")
    with pytest.raises(DetenteError, match=r"more than one decision maker; write a\.x or b\.x"):
        find_state(model, "x")
