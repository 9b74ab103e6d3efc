"""The answer says where a dispute can settle, whether the status quo holds, and what to know."""

from __future__ import annotations

import pytest

from detente.case import list_cases, load_case, parse_case
from detente.conflict import build_conflict, state_id
from detente.present.answer import Answer, Leaver, summarize
from detente.present.strength import STRENGTHS
from detente.stability import Concept, analyze_stability


def answer(name: str, *concepts: Concept, variant: str = "", most: int = 50) -> Answer:
    conflict = build_conflict(load_case(name), variant=variant)
    return summarize(analyze_stability(conflict, concepts or None), most=most)


def from_text(text: str, *concepts: Concept) -> Answer:
    return summarize(analyze_stability(build_conflict(parse_case(text)), concepts or None))


def test_the_answer_of_elmira() -> None:
    elmira = answer("elmira")

    assert elmira.headline == (
        "In this model the status quo, “appeal drags on” [s1], holds if costly answers are feared:"
        " Local government could do better alone by taking “insist on the original order” [s5],"
        " but then Ministry could move to s6 by taking “modify the control order”,"
        " which is worse for Local government.",
        "3 of 9 states hold by themselves: “deadlock” [s5], “modified order accepted under insistence” [s8]"
        " and “plant closed” [s9].",
        "2 more hold if costly answers are feared.",
    )
    assert elmira.where == f"In this model {elmira.headline[1]}"
    assert [settling.state for settling in elmira.settling] == ["s5", "s8", "s9", "s1", "s4"]
    assert [(strength.concept, n) for strength, n in elmira.groups] == [(Concept.NASH, 3), (Concept.SMR, 2)]
    assert (elmira.n_settling, elmira.n_states, elmira.shown) == (5, 9, "")


def test_who_could_leave_the_status_quo() -> None:
    status_quo = answer("elmira").status_quo

    assert status_quo is not None
    assert status_quo.state == "s1"
    assert status_quo.concepts == (Concept.GMR, Concept.SMR)
    assert status_quo.leavers == (
        Leaver(
            decision_maker="municipality",
            name="Local government",
            to="s5",
            how="by taking “insist on the original order”",
            n_improvements=1,
            deterred=(Concept.GMR, Concept.SMR),
            undeterred=(Concept.NASH, Concept.SEQ, Concept.SSEQ),
        ),
    )


def test_named_outcomes() -> None:
    sentences = {outcome.name: outcome.sentence for outcome in answer("elmira").outcomes}

    assert sentences["deadlock"] == "“deadlock” can hold: s5 holds by itself."
    assert sentences["appeal_drags_on"] == "“appeal drags on” can hold: s1 holds if costly answers are feared."
    assert sentences["deadlock_order_modified"] == (
        "“deadlock order modified” cannot hold in this model: under every concept asked for,"
        " Uniroyal would leave its only state."
    )


DISPUTE = """
detente: 1
title: Nobody is content
decision_makers:
  a: {name: A, options: {x: Press on}, preferences: [x iff y]}
  b: {name: B, options: {y: Hold back}, preferences: [x iff not y]}
outcomes:
  calm: x and y
  impossible: x and not x
status_quo: []
"""


def test_no_equilibrium_is_an_answer() -> None:
    nowhere = from_text(DISPUTE, Concept.NASH)

    assert nowhere.headline == (
        "In this model the status quo, nobody takes any option [s1], does not hold: B could do better alone by taking"
        " “hold back” [s3], and nothing that is asked about deters that.",
        "The dispute settles nowhere: under the concept asked for, somebody would leave each of the 4 states.",
    )
    assert (nowhere.settling, nowhere.n_settling, nowhere.groups) == ((), 0, ())
    assert [outcome.sentence for outcome in nowhere.outcomes] == [
        "“calm” cannot hold in this model: under the concept asked for, B would leave its only state.",
        "“impossible” is true in no feasible state.",
    ]


def test_a_status_quo_that_nobody_can_improve() -> None:
    content = from_text(DISPUTE.replace("[x iff y]", "[]").replace("[x iff not y]", "[]"))

    assert content.status_quo is not None
    assert content.status_quo.sentence.endswith("holds by itself: nobody can do better by moving alone.")
    assert content.headline[1] == (
        "4 of 4 states hold by themselves: nobody takes any option [s1], A: press on [s2], B: hold back [s3]"
        " and 1 more."
    )


def test_several_who_could_leave() -> None:
    restless = from_text(DISPUTE.replace("[x iff y]", "[x]").replace("[x iff not y]", "[y]"), Concept.NASH)

    assert restless.status_quo is not None
    assert restless.status_quo.sentence.endswith(
        "does not hold: A could do better alone by taking “press on” [s2] (and so could 1 other party),"
        " and nothing that is asked about deters that."
    )


def test_a_party_with_several_improvements_that_are_all_deterred() -> None:
    """What follows the one it likes best is told, the others are only mentioned."""
    crisis = answer("cuba-1962", variant="irreversible-strike").status_quo

    assert crisis is not None
    assert crisis.sentence.endswith("; its other improvements are deterred too.")


def test_a_large_model_is_not_searched_for_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a size, that an improvement is deterred is said without saying by what."""
    monkeypatch.setattr("detente.present.findings._TRACED", 8)
    large = answer("elmira").status_quo

    assert large is not None
    assert large.sentence.endswith("[s5], but that is deterred.")


def test_without_a_status_quo() -> None:
    unplaced = from_text(DISPUTE.replace("status_quo: []\n", ""))

    assert unplaced.status_quo is None
    assert "The case does not say where the dispute stands." in unplaced.notes


def test_no_concept_that_applies() -> None:
    silent = answer("elmira-graph", Concept.SIM)

    assert silent.where.startswith("None of the concepts asked for applies")
    assert silent.settling == ()
    assert all("cannot be judged" in outcome.sentence for outcome in silent.outcomes)
    assert any(note.startswith("Left out: simultaneous stability (") for note in silent.notes)


def test_long_lists_are_cut_with_counts() -> None:
    cut = answer("elmira", most=2)

    assert [settling.state for settling in cut.settling] == ["s5", "s8"]
    assert (cut.n_settling, cut.shown) == (5, "showing 2 of 5")
    assert cut.headline == answer("elmira").headline


@pytest.mark.parametrize("entry", list_cases(), ids=lambda entry: entry.name)
def test_the_answer_agrees_with_the_verdicts(entry) -> None:
    """Every settling state is listed with exactly its concepts, and the strongest of them gives the label."""
    conflict = build_conflict(load_case(entry.name))
    result = analyze_stability(conflict)
    summary = summarize(result, most=conflict.n_states)
    expected = {
        state_id(conflict, s): tuple(c for c in result.stable if result.equilibria(c)[s])
        for s in range(conflict.n_states)
        if any(result.equilibria(c)[s] for c in result.stable)
    }

    assert {settling.state: settling.concepts for settling in summary.settling} == expected
    ladder = [strength.concept for strength in STRENGTHS]
    for settling in summary.settling:
        assert settling.strength.concept == min(settling.concepts, key=ladder.index)
    assert summary.n_settling == len(expected) == sum(n for _, n in summary.groups)
    assert 1 <= len(summary.headline) <= 3


@pytest.mark.parametrize("entry", list_cases(), ids=lambda entry: entry.name)
def test_the_order_of_strengths_is_an_order_of_need(entry) -> None:
    """What holds by itself holds under all concepts; what needs little holds wherever more is granted."""
    result = analyze_stability(build_conflict(load_case(entry.name)))
    held = {concept: result.equilibria(concept) for concept in result.stable}

    for concept, mask in held.items():
        assert not (held[Concept.NASH] & ~mask).any(), concept
    for weaker in (Concept.SEQ, Concept.SMR, Concept.GMR):
        assert not (held[Concept.SSEQ] & ~held[weaker]).any()
    assert not ((held[Concept.SEQ] | held[Concept.SMR]) & ~held[Concept.GMR]).any()


def test_notes_on_the_bundled_case() -> None:
    notes = answer("ukraine-2026-01").notes

    assert any("come from one source" in note for note in notes)
    assert any("influence" in note and "does not use them" in note for note in notes)


def test_notes_on_variants_open_orders_and_merged_states() -> None:
    text = DISPUTE + "variants: {calmer: {about: B wants quiet.}}\nindistinguishable: [x and y]\n"
    text = text.replace("[x iff y]", "[{any order: [x, y]}]")
    conflict = build_conflict(parse_case(text), variant="calmer")
    notes = summarize(analyze_stability(conflict, [Concept.NASH])).notes

    assert notes[0] == "This is the variant “calmer” of the case: B wants quiet."
    assert "The case names no source: everything in it is the analyst's own." in notes
    assert any("preference statements of A" in note for note in notes)
    assert not any("counted as one" in note for note in notes)
    assert any("counted as one: s9" in note for note in answer("elmira").notes)
