"""Influence: against what it means word for word, theorems, small disputes worked by hand."""

from __future__ import annotations

from functools import cache
from itertools import combinations, pairwise
from random import Random

import pytest

from detente.analysis.influence import (
    CONCEPTS,
    Change,
    Extent,
    InfluenceResult,
    Reading,
    ReadingKind,
    Setting,
    Shift,
    find_influences,
)
from detente.case import load_case, parse_case
from detente.conflict import Conflict, build_conflict, find_state, outcomes_of, state_id, taken
from detente.errors import DetenteError, NotSupportedError
from detente.stability import Concept, analyze_stability
from tests.analysis.oracle_influence import (
    Influence,
    Influenced,
    can_change_its_mind,
    case_text,
    random_influences,
)
from tests.oracle import Model, World, options_of
from tests.random_models import VARIANT, has_variant, words
from tests.stability.sample import sample_model, sample_world

NUMBERS = [
    number for number in range(110) if len(sample_world(number).dms) > 1 and len(sample_world(number).states) <= 20
]


def compiled(model: Model, influences: list[Influence], status_quo: int | None = None) -> Conflict:
    return build_conflict(
        parse_case(case_text(model, influences, status_quo)), variant=VARIANT if has_variant(model) else ""
    )


@cache
def asked(number: int) -> tuple[list[Influence], Concept, InfluenceResult | None]:
    """A random model with random influences; no result where a party can change by its own move what it wants."""
    random, model = Random(number), sample_model(number)  # noqa: S311
    influences = random_influences(random, model)
    simple = not has_variant(model) and not model["merge"]
    start = random.randrange(len(sample_world(number).states)) if simple else None
    concept = random.choice(CONCEPTS)
    try:
        return influences, concept, find_influences(compiled(model, influences, start), concept)
    except NotSupportedError:
        return influences, concept, None


def answered() -> list[int]:
    return [number for number in NUMBERS if asked(number)[2] is not None]


def named(result: InfluenceResult, states: list[int]) -> list[str]:
    return [state_id(result.conflict, s) for s in states]


def settings(result: InfluenceResult) -> list[Setting]:
    return [
        result.without,
        result.everything,
        *result.alone.values(),
        *result.all_but.values(),
        *(chain.together for chain in result.chains),
    ]


def test_only_parties_that_can_change_their_own_mind_are_refused() -> None:
    refused = [number for number in NUMBERS if asked(number)[2] is None]
    assert len(refused) < len(NUMBERS) / 4
    assert all(can_change_its_mind(sample_model(number), asked(number)[0]) for number in refused)
    assert sum(len(asked(number)[0]) > 1 for number in answered()) > 20


def test_equilibria_are_those_of_the_words() -> None:
    several = 0
    for number in answered():
        influences, concept, result = asked(number)
        assert result is not None
        for setting in settings(result):
            acting = [int(name.removeprefix("e")) for name in setting.acting]
            literal = Influenced(sample_model(number), influences, acting)
            assert named(result, literal.equilibria(concept.value)) == list(setting.equilibria), (number, acting)
            several += any(len({str(wish) for wish in lists}) > 1 for lists in literal.lists.values())
    assert several > 40


def test_courses_are_those_of_the_words() -> None:
    compared = 0
    for number in answered():
        influences, concept, result = asked(number)
        assert result is not None
        if result.conflict.status_quo is None:
            assert all(setting.rests == () for setting in settings(result))
            continue
        for setting in settings(result):
            acting = [int(name.removeprefix("e")) for name in setting.acting]
            literal = Influenced(sample_model(number), influences, acting)
            rests = literal.rests(result.conflict.status_quo, concept.value)
            assert set(named(result, sorted(rests))) == {rest.state for rest in setting.rests}
            compared += 1
    assert compared > 60


def test_the_case_as_coded_is_its_plain_analysis() -> None:
    for number in answered():
        _, concept, result = asked(number)
        assert result is not None
        mask = analyze_stability(result.conflict, [concept]).equilibria(concept)
        assert list(result.as_coded.equilibria) == named(result, [s for s, holds in enumerate(mask) if holds])


def test_pivots_are_all_the_smallest() -> None:
    found = 0
    for number in answered():
        influences, concept, result = asked(number)
        assert result is not None
        every = range(len(influences))
        whole = Influenced(sample_model(number), influences, list(every)).equilibria(concept.value)
        for size in range(1, len(influences) + 1):
            groups = [
                group
                for group in combinations(every, size)
                if Influenced(sample_model(number), influences, [e for e in every if e not in group]).equilibria(
                    concept.value
                )
                != whole
            ]
            if groups:
                assert result.pivots == tuple(tuple(f"e{e}" for e in group) for group in groups)
                assert result.pivots_searched == size
                found += 1
                break
        else:
            assert result.pivots == ()
            assert result.pivots_searched == len(influences)
    assert found > 10


def test_chains_are_linked_and_visit_nobody_twice() -> None:
    seen = 0
    for number in answered():
        influences, _, result = asked(number)
        assert result is not None
        for chain in result.chains:
            links = [influences[int(link.influence.removeprefix("e"))] for link in chain.links]
            parties = [links[0]["by"], *(link["on"] for link in links)]
            assert len(set(parties)) == len(parties)
            assert all(one["on"] == two["by"] for one, two in pairwise(links))
            for link in chain.links:
                through = influences[int(link.influence.removeprefix("e"))]["through"]
                if through is None or not chain.together.equilibria:
                    assert link.taken is None
                    continue
                states = [find_state(result.conflict, name) for name in chain.together.equilibria]
                done = [through in taken(result.conflict, s) for s in states]
                assert link.taken is (Extent.ALL if all(done) else Extent.SOME if any(done) else Extent.NONE)
            seen += 1
    assert seen > 5


def test_projections_leave_out_what_influences_go_through() -> None:
    for number in answered():
        influences, _, result = asked(number)
        assert result is not None
        through = {influence["through"] for influence in influences}
        for setting in settings(result):
            states = [find_state(result.conflict, name) for name in setting.equilibria]
            expected = {tuple(o for o in taken(result.conflict, s) if o not in through) for s in states}
            assert set(setting.projected) == (expected if not result.conflict.case.is_graph_form else set())


# ---- thresholds ------------------------------------------------------------------------------------------------------


def place_after(shift: Shift, moved: bool) -> int | None:
    return shift.after if moved else shift.before


def literal_list(old: list, new: list, moved: list) -> list:
    """Every statement at its place in the list it belongs to by now; of two at one place, the shifted one first."""
    entries = []
    for formula in old + [formula for formula in new if formula not in old]:
        home = new if formula in moved else old
        if formula in home:
            entries.append((home.index(formula), formula not in moved, formula))
    return [formula for _, _, formula in sorted(entries, key=lambda entry: entry[:2])]


def statement_cases() -> list[tuple[int, Model, list[Influence]]]:
    """Models of one influence between two lists of different statements each."""
    found = []
    for number in range(160):
        model, random = sample_model(number), Random(number)  # noqa: S311
        options = options_of(model)
        if len(model["dms"]) < 2 or has_variant(model) or len(options) < 3 or model["merge"] or model["moves"]:
            continue
        dms = list(model["dms"])
        by = random.choice(dms)
        mine = [option for option in options if option.startswith(f"{by}.")]
        on = random.choice([dm for dm in dms if dm != by])
        literals = [("is", o) for o in options] + [("not", ("is", o)) for o in options]
        old, new = random.sample(literals, 3), random.sample(literals, 3)
        game = {**model, "dms": {**model["dms"], on: {**model["dms"][on], "preferences": {"statements": old}}}}
        influence = {
            "by": by,
            "through": random.choice(mine) if mine else None,
            "on": on,
            "preferences": {"statements": new},
            "otherwise": None,
        }
        found.append((number, game, [influence]))
    return [entry for entry in found if len(World(entry[1]).states) <= 16]


def test_thresholds_are_the_fewest_statements() -> None:
    tipped = complete = 0
    for number, model, influences in statement_cases():
        result = find_influences(compiled(model, influences))
        [threshold] = result.thresholds
        on = influences[0]["on"]
        old, new = model["dms"][on]["preferences"]["statements"], influences[0]["preferences"]["statements"]
        differing = [
            f for f in dict.fromkeys(new + old) if f not in old or f not in new or old.index(f) != new.index(f)
        ]
        assert {shift.condition.text for shift in threshold.shifts} == {words(f) for f in differing}

        if not differing:
            assert threshold.reason == "the two lists are the same"
            continue

        def after(moved: list, *, model=model, influences=influences, old=old, new=new) -> list[int]:
            changed = [{**influences[0], "preferences": {"statements": literal_list(old, new, moved)}}]
            return Influenced(model, changed, [0]).equilibria("seq")

        assert after([]) == Influenced(model, influences, []).equilibria("seq"), number
        assert after(differing) == Influenced(model, influences, [0]).equilibria("seq"), number
        for tipping, backward in ((threshold.departs, False), (threshold.returns, True)):
            assert tipping is not None
            start = after(differing if backward else [])
            for size in range(1, len(differing) + 1):
                sets = [
                    {words(f) for f in moved}
                    for moved in combinations(differing, size)
                    if after([f for f in differing if (f in moved) is not backward]) != start
                ]
                if sets:
                    assert [{shift.condition.text for shift in one} for one in tipping.sets] == sets, number
                    assert tipping.searched == size
                    tipped += 1
                    break
            else:
                assert tipping.sets == ()
                assert tipping.is_complete
                complete += 1
    assert tipped > 8
    assert complete > 3


# ---- theorems --------------------------------------------------------------------------------------------------------


def test_an_influence_that_says_nothing_new_changes_nothing() -> None:
    for number in answered()[:30]:
        model, (influences, concept, _) = sample_model(number), asked(number)
        same = [
            {**e, "preferences": model["dms"][e["on"]]["preferences"], "otherwise": None, "through": None}
            for e in influences
        ]
        result = find_influences(compiled(model, same), concept)
        assert all(setting.equilibria == result.as_coded.equilibria for setting in settings(result))
        assert result.pivots == ()
        assert all(threshold.departs is None for threshold in result.thresholds)


def test_an_influence_whose_option_cannot_be_taken_changes_nothing() -> None:
    """Theory: with the option forbidden, the model with influence is the one without."""
    compared = 0
    for number in answered():
        model, (influences, concept, _) = sample_model(number), asked(number)
        acting = [e for e in influences if e["through"]]
        if not acting or has_variant(model):
            continue
        never = [("not", ("is", e["through"])) for e in acting]
        bound = {**model, "constraints": [*model["constraints"], *never]}
        if not World(bound).states:
            continue
        try:
            result = find_influences(compiled(bound, acting), concept)
        except NotSupportedError:
            continue
        assert all(setting.equilibria == result.without.equilibria for setting in settings(result))
        compared += 1
    assert compared > 3


# ---- worked by hand --------------------------------------------------------------------------------------------------

REWARD = """\
detente: 1
title: A reward
decision_makers:
  a: {name: A, options: {pay: Pay}, preferences: [deal, not pay]}
  b: {name: B, options: {deal: Make the deal}, preferences: [not deal]}
status_quo: []
outcomes: {settlement: deal}
influences:
  - {id: reward, by: a, through: pay, on: b, preferences: [deal]}
"""


def answer(text: str, concept: Concept = Concept.SEQ) -> InfluenceResult:
    return find_influences(build_conflict(parse_case(text)), concept)


def test_a_reward() -> None:
    """B deals while it is paid. A would then stop paying, and keeps paying only if it expects B to stop, too."""
    nash = answer(REWARD, Concept.NASH)
    assert nash.without.equilibria == nash.as_coded.equilibria == nash.everything.equilibria == ("s1",)
    assert nash.pivots == ()
    seq = answer(REWARD)
    assert "s4" in seq.everything.equilibria  # that B would stop, too, keeps A paying
    [tipping] = [threshold.departs for threshold in seq.thresholds]
    assert tipping is not None
    assert [[shift.condition.text for shift in one] for one in tipping.sets] == [["deal"], ["not deal"]]


CHAIN = """\
detente: 1
title: A chain
decision_makers:
  a: {name: A, options: {ask: Ask}, preferences: [yield, ask]}
  b: {name: B, options: {press: Press}, preferences: [not press]}
  c: {name: C, options: {yield: Yield}, preferences: [not yield]}
status_quo: [ask]
sources: {news: {title: News}}
statements:
  s1: {source: news, mode: indirect, claim: B is asked.}
  s2: {source: news, mode: author's inference, hedge: weak, hedge_words: perhaps, claim: C may yield.}
influences:
  - {id: asked, by: a, through: ask, on: b, preferences: [press], because: [s1]}
  - {id: pressed, by: b, through: press, on: c, preferences: [yield], because: [s2]}
"""


def test_a_chain() -> None:
    result = answer(CHAIN, Concept.NASH)
    [chain] = result.chains
    assert [(link.influence, link.taken) for link in chain.links] == [("asked", Extent.ALL), ("pressed", Extent.ALL)]
    assert chain.together.equilibria == result.everything.equilibria == ("s8",)
    assert chain.adds
    assert chain.thinnest == ("pressed",)
    assert result.alone["pressed"].equilibria == result.without.equilibria == ("s2",)
    assert result.alone["asked"].equilibria == ("s4",)
    assert result.pivots == (("asked",), ("pressed",))
    assert result.thinnest == ("pressed",)
    assert [(rest.state, [step.mover for step in rest.steps]) for rest in result.everything.rests] == [
        ("s8", ["b", "c"])
    ]


SIGNAL = """\
detente: 1
title: A word in public
decision_makers:
  a: {name: A, options: {speak: Speak out}, preferences: [not punish, speak]}
  b: {name: B, options: {punish: Punish, help: Help}, preferences: [not punish, not help]}
status_quo: []
perceptions:
  - {id: content, by: b, of: a, preferences: [not speak]}
influences:
  - {id: offence, by: a, through: speak, on: b, preferences: [punish, not help]}
variants:
  kind: {preferences: {b: [not punish, help if speak]}}
  other: {preferences: {a: [speak]}}
"""


def test_a_signal() -> None:
    """An offence if it is taken for one, and otherwise not."""
    [signal] = answer(SIGNAL).signals
    assert (signal.option, signal.actor, signal.addressed) == ("a.speak", "a", "b")
    assert (signal.undone, signal.done) == ("s1", "s2")
    done = {row.reading: row for row in signal.taken if row.acted}
    offence = done[Reading(ReadingKind.INFLUENCED, ("offence",))]
    assert (offence.responses, offence.leads_to, offence.for_actor) == (("s4", "s8"), ("s4",), Change.WORSE)
    unnoticed = done[Reading(ReadingKind.UNNOTICED)]
    assert (unnoticed.responses, unnoticed.leads_to, unnoticed.for_actor) == ((), ("s2",), Change.BETTER)
    kind = done[Reading(ReadingKind.VARIANT, ("kind",))]
    assert (kind.responses, kind.leads_to) == (("s6",), ("s6",))
    assert Reading(ReadingKind.SIGN, ("content",)) in done
    assert Reading(ReadingKind.OWN) not in done
    assert [row.reading.kind for row in signal.taken if not row.acted] == [ReadingKind.BELIEF, ReadingKind.SIGN]
    liked = {row.to: dict(zip(signal.readings, row.by_reading, strict=True)) for row in signal.responses}
    assert liked["s4"][offence.reading] is Change.BETTER
    assert liked["s4"][unnoticed.reading] is Change.WORSE
    assert {row.to: row.for_actor for row in signal.responses} == {
        "s2": Change.BETTER,
        "s4": Change.WORSE,
        "s6": Change.BETTER,
    }


def test_an_act_that_does_more_than_change_minds_has_no_table() -> None:
    result = answer(SIGNAL + "constraints: [speak excludes help]\n")
    assert result.signals == ()
    assert result.material == ("a.speak",)


def test_the_last_influence_decides() -> None:
    text = """\
detente: 1
title: Two voices
decision_makers:
  a: {name: A, preferences: []}
  b: {name: B, options: {go: Go}, preferences: []}
influences:
  - {id: first, by: a, on: b, preferences: [go]}
  - {id: last, by: a, on: b, preferences: [not go]}
"""
    result = answer(text)
    assert result.everything.equilibria == result.alone["last"].equilibria == ("s1",)
    assert result.everything.never_decides == ("first",)
    assert result.alone["first"].equilibria == ("s2",)
    assert result.pivots == (("last",),)


def test_no_influence() -> None:
    result = find_influences(build_conflict(load_case("elmira")))
    assert result.without == result.everything == result.as_coded
    assert (result.pivots, result.chains, result.signals, result.thresholds) == ((), (), (), ())


def test_two_accounts_of_what_a_party_wants_otherwise_are_refused() -> None:
    two = "  - {id: two, by: a, on: b, otherwise: [deal]}\n"
    three = "  - {id: three, by: a, on: b, otherwise: [not deal]}\n"
    with pytest.raises(DetenteError, match="'two' and 'three' say different things about what 'b' wants otherwise"):
        answer(REWARD + two + three)


def test_who_changes_its_own_mind_is_refused() -> None:
    with pytest.raises(NotSupportedError, match="'a' can change by its own move whether it is influenced"):
        answer(REWARD.replace("on: b", "on: a"))


def test_a_ranking_that_misses_states_is_refused() -> None:
    with pytest.raises(DetenteError, match="has no place for 2 of 4 states, for example s1"):
        answer(REWARD.replace("preferences: [deal]}", "preferences: {ranking: [deal]}}"))


# ---- the bundled case ------------------------------------------------------------------------------------------------


@cache
def ukraine() -> InfluenceResult:
    return find_influences(build_conflict(load_case("ukraine-2026-01")))


def outcomes(result: InfluenceResult, names: tuple[str, ...]) -> set[str]:
    return {o for name in names for o in outcomes_of(result.conflict, find_state(result.conflict, name))}


def test_without_influence_the_presidents_plan_holds() -> None:
    result = ukraine()
    assert outcomes(result, result.without.equilibria) == {"anchorage_settlement", "europeans_restrained"}
    assert outcomes(result, result.as_coded.equilibria) == {"conflict_goes_on", "worst_case"}
    for name in ("europeans-on-president", "neoconservatives-on-president"):
        assert outcomes(result, result.alone[name].equilibria) >= {"conflict_goes_on"}


def test_one_voice_hides_the_other() -> None:
    """The neoconservatives are said to act always: beside them the Europeans change nothing."""
    result = ukraine()
    assert result.everything.never_decides == ("europeans-on-president",)
    assert result.all_but["europeans-on-president"].equilibria == result.everything.equilibria
    assert result.thinnest == ("neoconservatives-on-president",)


def test_the_signalling_dilemma() -> None:
    """Open criticism pays unless it is taken for an offence; restraint leads to what is there."""
    [signal] = [signal for signal in ukraine().signals if signal.option == "russia.criticize"]
    assert signal.addressed == "us"
    rows = {(row.acted, row.reading.kind): row for row in signal.taken if row.reading.kind is not ReadingKind.VARIANT}
    offence, displeasure = rows[True, ReadingKind.INFLUENCED], rows[True, ReadingKind.SIGN]
    unnoticed, silent = rows[True, ReadingKind.UNNOTICED], rows[False, ReadingKind.BELIEF]
    result = ukraine()
    assert (offence.for_actor, outcomes(result, offence.leads_to)) == (Change.WORSE, {"worst_case"})
    assert (displeasure.for_actor, displeasure.responses) == (Change.BETTER, ())
    assert unnoticed.for_actor is Change.BETTER
    assert (silent.for_actor, outcomes(result, silent.expected)) == (Change.SAME, {"concessions"})
    assert outcomes(result, rows[False, ReadingKind.SIGN].expected) & {"concessions"} == set()


def test_one_statement_tips_the_presidents_mind() -> None:
    [threshold] = [t for t in ukraine().thresholds if t.influence == "europeans-on-president"]
    assert threshold.departs is not None
    assert [[shift.condition.text for shift in one] for one in threshold.departs.sets] == [["not restrain"]]
