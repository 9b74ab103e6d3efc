"""Perceptions: against plain descriptions of every party's game, theorems, small disputes worked by hand."""

from __future__ import annotations

from functools import cache
from random import Random

import numpy as np
import pytest

from detente.analysis.perception import CONCEPTS, Idle, PerceptionResult, Turn, find_perceptions
from detente.case import apply_variant, load_case, parse_case
from detente.case.model import Variant
from detente.conflict import Conflict, build_conflict, find_state, outcomes_of, state_id
from detente.errors import CaseError, DetenteError, NotSupportedError
from detente.stability import Concept, analyze_stability
from tests.analysis.oracle_perception import Belief, Hypergame, case_text, hidden, random_beliefs
from tests.oracle import Model, World, feasible_cells
from tests.random_models import VARIANT, has_variant
from tests.stability.sample import sample_model, sample_world

NUMBERS = [
    number for number in range(150) if len(sample_world(number).dms) > 1 and len(sample_world(number).states) <= 20
]
BLIND = (Concept.NASH, Concept.GMR, Concept.SMR)


def compiled(model: Model, beliefs: list[Belief], status_quo: int | None = None) -> Conflict:
    return build_conflict(
        parse_case(case_text(model, beliefs, status_quo)), variant=VARIANT if has_variant(model) else ""
    )


@cache
def asked(number: int) -> tuple[Model, list[Belief], PerceptionResult | None]:
    """A random model with random beliefs; no result where somebody sees no state at all."""
    random = Random(number)  # noqa: S311
    model = sample_model(number)
    beliefs = random_beliefs(random, model)
    simple = not has_variant(model) and not model["merge"]
    start = random.randrange(len(sample_world(number).states)) if simple else None
    try:
        return model, beliefs, find_perceptions(compiled(model, beliefs, start))
    except NotSupportedError:
        return model, beliefs, None


def answered() -> list[int]:
    return [number for number in NUMBERS if asked(number)[2] is not None]


def hypergame(number: int) -> Hypergame:
    model, beliefs, _ = asked(number)
    return Hypergame(model, beliefs)


def names(conflict: Conflict, states: list[int]) -> list[str]:
    return [state_id(conflict, s) for s in states]


def test_the_sample_has_beliefs_of_every_kind() -> None:
    beliefs = [belief for number in answered() for belief in asked(number)[1]]
    assert sum(bool(belief["of"]) for belief in beliefs) > 40
    assert sum(bool(belief["unaware_of"]) for belief in beliefs) > 20
    assert sum(bool(belief["unseen"]) for belief in beliefs) > 15
    assert sum(bool(belief["known_by"]) for belief in beliefs) > 20


@pytest.mark.parametrize("tens", range(0, 100, 20))
def test_hypergame_equilibria_are_those_of_the_plain_description(tens: int) -> None:
    for number in (number for number in answered() if tens <= number < tens + 20):
        result, literal = asked(number)[2], hypergame(number)
        assert result is not None
        every = range(len(literal.truth.states))
        for concept in CONCEPTS:
            holds = [s for s in every if literal.holds(s, concept.value)]
            assert names(result.conflict, holds) == [entry.state for entry in result.equilibria[concept]], number
            steady = {s for s in holds if all(literal.truth.is_stable(k, s, concept.value) for k in literal.dms)}
            for s, entry in zip(holds, result.equilibria[concept], strict=True):
                expected = [k for k in literal.dms if literal.expected(k, s, concept.value)]
                assert list(entry.expected_by) == expected, number
                assert entry.steady == (s in steady)
                assert entry.mutually_expected == (len(expected) == len(literal.dms))
        for view in result.views:
            blank = [s for s in every if literal.views[view.party].look(s) is None]
            assert names(result.conflict, blank) == list(view.unperceived)


@pytest.mark.parametrize("tens", range(0, 100, 20))
def test_what_is_expected_is_that_of_the_plain_description(tens: int) -> None:
    for number in (number for number in answered() if tens <= number < tens + 20):
        result, literal = asked(number)[2], hypergame(number)
        assert result is not None
        for view in result.views:
            game = literal.views[view.party]
            assert view.n_states == len(game.world.states)
            states = literal.truth.states
            for concept in CONCEPTS:
                numbered = enumerate(game.world.states)
                inside = [state for v, state in numbered if literal.expected_inside(view.party, v, concept.value)]
                expected = [s for s, state in enumerate(states) if any(part <= state for part in inside)]
                assert names(result.conflict, expected) == list(view.expects[concept]), number
                verdicts = {s: game.is_stable(view.party, s, concept.value) for s in range(len(literal.truth.states))}
                fact = {s: literal.truth.is_stable(view.party, s, concept.value) for s in verdicts}
                stays = [s for s in verdicts if verdicts[s] is True and not fact[s]]
                leaves = [s for s in verdicts if verdicts[s] is False and fact[s]]
                assert tuple(map(list, view.differs[concept])) == (
                    names(result.conflict, stays),
                    names(result.conflict, leaves),
                )


@pytest.mark.parametrize("tens", range(0, 100, 20))
def test_courses_are_those_of_the_plain_description(tens: int) -> None:
    compared = 0
    for number in (number for number in answered() if tens <= number < tens + 20):
        result, literal = asked(number)[2], hypergame(number)
        assert result is not None
        start = result.conflict.status_quo
        if start is None:
            continue
        for concept in CONCEPTS:
            rests = literal.rests(start, concept.value)
            outlook = result.outlook[concept]
            assert set(names(result.conflict, sorted(rests))) == set(outlook.states), (number, concept)
            for rest in outlook.rests:
                assert (rest.steps[-1].state if rest.steps else state_id(result.conflict, start)) == rest.state
            compared += 1
    assert compared


def test_stories_are_made_of_moves() -> None:
    for number in answered():
        _, _, result = asked(number)
        assert result is not None
        world = sample_world(number)
        for outlook in result.outlook.values():
            for rest in outlook.rests:
                here = result.conflict.status_quo
                for step in rest.steps:
                    there = find_state(result.conflict, step.state)
                    assert there in world.moves[step.mover][here]
                    here = there


# ---- theorems --------------------------------------------------------------------------------------------------------


def test_who_sees_the_dispute_as_it_is_makes_no_difference() -> None:
    """All games the same: hypergame equilibria, equilibria and everybody's expectation are the same."""
    for number in NUMBERS[:40]:
        model = sample_model(number)
        dms = list(model["dms"])
        beliefs = [
            {
                "by": dms[0],
                "of": dms[1],
                "preferences": model["dms"][dms[1]]["preferences"],
                "unaware_of": [],
                "unseen": [],
                "known_by": [],
            }
        ]
        result = find_perceptions(compiled(model, beliefs))
        for concept in CONCEPTS:
            assert [entry.state for entry in result.equilibria[concept]] == list(result.in_fact[concept])
            assert all(entry.steady and entry.mutually_expected for entry in result.equilibria[concept])
            assert all(view.expects[concept] == result.in_fact[concept] for view in result.views)
            assert result.deterrence[concept] == result.surprises[concept] == ()
            assert result.corrections[0].idle[concept] is Idle.SAME_ORDER


def test_beliefs_about_what_others_want_change_sequential_verdicts_only() -> None:
    changed = dict.fromkeys(CONCEPTS, 0)
    for number in NUMBERS:
        random, model = Random(number), sample_model(number)  # noqa: S311
        beliefs = [
            belief
            for belief in random_beliefs(random, model)
            if belief["of"] not in (None, belief["by"]) and not belief["unaware_of"] and not belief["unseen"]
        ]
        if not beliefs:
            continue
        result = find_perceptions(compiled(model, beliefs))
        for view in result.views:
            for concept in CONCEPTS:
                changed[concept] += sum(map(len, view.differs[concept]))
        for correction in result.corrections:
            for concept in BLIND:
                assert correction.verdicts[concept] == 0
                assert correction.gained[concept] == correction.lost[concept] == ()
    assert [changed[concept] for concept in BLIND] == [0, 0, 0]
    assert changed[Concept.SEQ] > 10
    assert changed[Concept.SSEQ] > 10


@pytest.mark.parametrize("own", [False, True])
def test_hiding_moves_of_others_only_shrinks_and_hiding_own_moves_only_enlarges(own: bool) -> None:
    """At states in which the hidden option is not taken; its owner's moves with it are what is missing."""
    changed = 0
    for number in range(240):
        model = sample_model(number)
        by = next(iter(model["dms"]))
        mine = [f"{by}.{option}" for option in model["dms"][by]["options"]]
        options = mine if own else [f"{j}.{o}" for j in model["dms"] if j != by for o in model["dms"][j]["options"]]
        if not options or model["merge"] or len(sample_world(number).states) > 40:
            continue
        option = Random(number).choice(options)  # noqa: S311
        if not any(option not in cell for cell in feasible_cells(model)):
            continue
        beliefs = [{"by": by, "of": None, "preferences": None, "unaware_of": [option], "unseen": [], "known_by": []}]
        conflict = compiled(model, beliefs)
        result = find_perceptions(conflict)
        taken = {
            name for s, name in enumerate(names(conflict, list(range(conflict.n_states)))) if _taken(number, s, option)
        }
        for concept in CONCEPTS:
            stays, leaves = (set(found) - taken for found in result.views[0].differs[concept])
            assert not (leaves if own else stays), (number, concept)
            changed += len(stays | leaves)
    assert changed > 5


def _taken(number: int, s: int, option: str) -> bool:
    (cell,) = sample_world(number).states[s]
    return option in cell


def test_where_all_see_and_nothing_is_in_vain_it_rests_exactly_in_hypergame_equilibria() -> None:
    for number in answered():
        _, beliefs, result = asked(number)
        assert result is not None
        if result.conflict.status_quo is None or hidden(beliefs) or any(belief["unseen"] for belief in beliefs):
            continue
        here = state_id(result.conflict, result.conflict.status_quo)
        for concept in CONCEPTS:
            holds = {entry.state for entry in result.equilibria[concept]}
            assert set(result.outlook[concept].states) <= holds
            assert (here in holds) == (result.outlook[concept].states == (here,))


def test_certificates_of_deterrence_stand_up() -> None:
    """What is said to be believed and not to be so is looked up in both games."""
    seen = dict.fromkeys(Turn, 0)
    for number in answered():
        _, _, result = asked(number)
        assert result is not None
        literal = hypergame(number)
        if sample_model(number)["merge"]:
            continue
        for concept in CONCEPTS:
            for entry in result.deterrence[concept]:
                seen[entry.turn] += 1
                s, t = (find_state(result.conflict, name) for name in (entry.state, entry.to))
                view, truth = literal.views[entry.party], literal.truth
                looks, aim = view.look(s), view.look(t)
                own = view.is_stable(entry.party, s, concept.value)
                assert own is (entry.turn is Turn.FALSE_DETERRENCE)
                assert truth.is_stable(entry.party, s, concept.value) is not own
                if entry.turn is Turn.FALSE_DETERRENCE:
                    assert t in truth.improvements[entry.party][s]
                    assert not truth.is_deterred(entry.party, s, t, concept.value)
                else:
                    assert looks is not None
                    assert aim is not None
                    assert aim in view.world.improvements[entry.party][looks]
                    assert not view.world.is_deterred(entry.party, looks, aim, concept.value)
    assert all(count > 5 for count in seen.values())


def test_correcting_a_belief_is_dropping_it() -> None:
    compared = 0
    for number in answered()[:16]:
        _, beliefs, result = asked(number)
        assert result is not None
        for position, correction in enumerate(result.corrections):
            model = sample_model(number)
            rest = [belief for k, belief in enumerate(beliefs) if k != position]
            without = find_perceptions(compiled(model, rest, result.conflict.status_quo))
            for concept in CONCEPTS:
                now, then = ({entry.state for entry in r.equilibria[concept]} for r in (result, without))
                assert set(correction.gained[concept]) == then - now
                assert set(correction.lost[concept]) == now - then
                if result.outlook:
                    assert correction.outlook[concept].states == without.outlook[concept].states
                compared += 1
    assert compared > 60


# ---- worked by hand --------------------------------------------------------------------------------------------------

THREAT = """\
detente: 1
title: A threat
decision_makers:
  a: {name: A, options: {go: Go there}, preferences: [not hit, go]}
  b: {name: B, options: {hit: Hit back}, preferences: [WANTS]}
status_quo: []
perceptions: [BELIEF]
"""


def threat(wants: str, belief: str) -> PerceptionResult:
    return find_perceptions(build_conflict(parse_case(THREAT.replace("WANTS", wants).replace("BELIEF", belief))))


def test_false_deterrence() -> None:
    """A stays for a blow that would not come."""
    result = threat("not hit", "{id: fear, by: a, of: b, preferences: [hit iff go]}")
    [entry] = result.deterrence[Concept.SEQ]
    assert (entry.turn, entry.state, entry.to) == (Turn.FALSE_DETERRENCE, "s1", "s2")
    assert entry.missing is not None
    assert (entry.missing.mover, entry.missing.state) == ("b", "s4")
    assert result.outlook[Concept.SEQ].states == ("s1",)
    assert result.outlook_in_fact[Concept.SEQ].states == ("s2",)
    assert result.corrections[0].outlook[Concept.SEQ].states == ("s2",)
    assert not result.equilibria[Concept.SEQ][0].steady


def test_failed_deterrence() -> None:
    """A goes, and is hit."""
    result = threat("hit iff go", "{id: nerve, by: a, of: b, preferences: [not hit]}")
    [entry] = result.deterrence[Concept.SEQ]
    assert (entry.turn, entry.to) == (Turn.FAILED_DETERRENCE, "s2")
    assert result.outlook[Concept.SEQ].states == ("s4",)
    mine, theirs = result.surprises[Concept.SEQ]
    assert (mine.party, mine.comes, mine.fails_to_come) == ("a", ("s4",), ("s2",))
    assert (theirs.party, theirs.comes, theirs.fails_to_come) == ("b", ("s4",), ("s1",))  # which knows A to be deterred


def test_strategic_surprise() -> None:
    """A blow that A did not know of: A does not know the place it is in."""
    result = threat("hit iff go", "{id: blind, by: a, unaware_of: [b.hit]}")
    view = result.views[0]
    assert view.n_states == 2
    assert view.unperceived == ()
    assert {(move.mover, move.state, move.to, move.leads_outside) for move in view.unseen_moves} >= {
        ("b", "s2", "s4", False)
    }
    unseen = threat("hit iff go", "{id: blind, by: a, unseen: [hit]}").views[0]
    assert unseen.unperceived == ("s3", "s4")
    assert ("b", "s2", "s4", True) in {(m.mover, m.state, m.to, m.leads_outside) for m in unseen.unseen_moves}
    rests = threat("hit iff go", "{id: blind, by: a, unseen: [hit]}").outlook[Concept.SEQ].rests
    assert [(rest.state, rest.unseen_by) for rest in rests] == [("s4", ("a",))]


def test_who_knows_of_a_belief_expects_what_it_leads_to() -> None:
    """B knows that A takes it for harmless, and expects A to come."""
    alone = threat("hit iff go", "{id: nerve, by: a, of: b, preferences: [not hit]}")
    knowing = threat("hit iff go", "{id: nerve, by: a, of: b, preferences: [not hit], known_by: [b]}")
    assert alone.views[1].outlook[Concept.SEQ].states == ("s1",)
    assert knowing.views[1].outlook[Concept.SEQ].states == ("s4",)
    assert [surprise.party for surprise in alone.surprises[Concept.SEQ]] == ["a", "b"]
    assert [surprise.party for surprise in knowing.surprises[Concept.SEQ]] == ["a"]


def test_why_a_correction_changes_nothing() -> None:
    same = threat("hit iff go", "{id: p, by: a, of: b, preferences: [hit iff go, hit iff go]}")
    assert set(same.corrections[0].idle.values()) == {Idle.SAME_ORDER}
    moves = threat("hit iff go", "{id: p, by: a, of: b, preferences: [hit iff go, go]}")
    assert moves.corrections[0].idle == {
        concept: Idle.CONCEPT_IS_BLIND if concept in BLIND else Idle.SAME_IMPROVEMENTS for concept in CONCEPTS
    }


def test_no_perception() -> None:
    conflict = build_conflict(load_case("elmira"))
    result = find_perceptions(conflict)
    stability = analyze_stability(conflict, CONCEPTS)
    for concept in CONCEPTS:
        expected = names(conflict, np.flatnonzero(stability.equilibria(concept)).tolist())
        assert [entry.state for entry in result.equilibria[concept]] == expected == list(result.in_fact[concept])
    assert result.corrections == ()


def test_two_beliefs_about_the_same_are_refused() -> None:
    one, two = ("{id: x, by: a, of: b, preferences: [hit]}", "{id: y, by: a, of: b, preferences: [not hit]}")
    with pytest.raises(DetenteError, match="'x' and 'y' both say what 'a' takes 'b' to want"):
        threat("hit", f"{one}, {two}")


def test_a_party_that_sees_nothing_is_refused() -> None:
    with pytest.raises(NotSupportedError, match="'a' would see no state at all"):
        threat("hit", '{id: x, by: a, unseen: ["true"]}')


def test_a_believed_ranking_that_misses_states_is_a_fault() -> None:
    with pytest.raises(CaseError, match="E352"):
        threat("hit", "{id: x, by: a, of: b, preferences: {ranking: [hit]}}")


# ---- the bundled case ------------------------------------------------------------------------------------------------


@cache
def ukraine() -> PerceptionResult:
    return find_perceptions(build_conflict(load_case("ukraine-2026-01")))


def outcomes(result: PerceptionResult, state_names: tuple[str, ...]) -> set[str]:
    return {o for name in state_names for o in outcomes_of(result.conflict, find_state(result.conflict, name))}


@pytest.mark.parametrize("concept", CONCEPTS)
def test_whoever_takes_restraint_for_weakness_expects_concessions(concept: Concept) -> None:
    result = ukraine()
    us = next(view for view in result.views if view.party == "us")
    assert outcomes(result, us.outlook[concept].states) >= {"concessions"}
    assert all("concessions" in outcomes(result, (name,)) for name in us.outlook[concept].states)
    assert "concessions" not in outcomes(result, result.outlook[concept].states)
    assert [surprise.party for surprise in result.surprises[concept]] == ["us"]


def test_in_fact_it_goes_on_as_it_is() -> None:
    result = ukraine()
    assert outcomes(result, result.outlook[Concept.SEQ].states) == {"conflict_goes_on"}
    assert outcomes(result, result.outlook[Concept.NASH].states) == {"worst_case"}


def test_correcting_the_belief_changes_what_is_expected_and_not_what_is_done() -> None:
    result = ukraine()
    [correction] = result.corrections
    for concept in CONCEPTS:
        assert correction.outlook[concept].states == result.outlook[concept].states
        assert correction.expected[concept].states == result.outlook[concept].states
    assert correction.verdicts[Concept.SEQ] == 20
    assert correction.lost[Concept.SEQ] == ("s198",)


def test_open_criticism_without_an_answer_holds_only_while_the_us_is_mistaken() -> None:
    """It does not double down, for concessions that would not come: nobody expects that, and it is not steady."""
    result = ukraine()
    found = {entry.state: entry for entry in result.equilibria[Concept.SEQ]}
    assert (found["s198"].steady, found["s198"].expected_by) == (False, ())
    [entry] = [e for e in result.deterrence[Concept.SEQ] if (e.state, e.to) == ("s198", "s222")]
    assert entry.turn is Turn.FALSE_DETERRENCE
    assert entry.missing is not None
    assert entry.missing.mover == "russia"


def test_a_variant_that_drops_the_belief_has_none() -> None:
    case = load_case("ukraine-2026-01")
    case = case.model_copy(update={"variants": {**case.variants, "clear": Variant(drop=("weakness",))}})
    assert apply_variant(case, "clear").perceptions == ()
    result = find_perceptions(build_conflict(case, variant="clear"))
    assert result.surprises[Concept.SEQ] == ()
    assert [entry.state for entry in result.equilibria[Concept.SEQ]] == list(result.in_fact[Concept.SEQ])


def test_world_of_the_oracle_knows_no_package() -> None:
    assert World.__module__ == "tests.oracle"
