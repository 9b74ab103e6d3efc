"""How a dispute could move on, as people and programs read it."""

from __future__ import annotations

import json
from fractions import Fraction

import jsonschema
import pytest

from detente.analysis.evolution import Kind, Leg, draw_lots, tell_stories, trace_evolution
from detente.case import list_cases, load_case
from detente.conflict import build_conflict, find_state
from detente.present.document import document_latex, document_markdown, document_text
from detente.present.paths_document import paths_parts, reach_table
from detente.present.paths_json import paths_lines
from detente.present.paths_words import answer_words, leg_words, telling_words
from detente.present.result_json import schema
from detente.stability import Concept, analyze_stability
from tests.stability.sample import compiled, from_levels

NAMES = [entry.name for entry in list_cases()]


def asked(name, start=None, to=(), **options):
    """Ask about a catalogue case."""
    conflict = build_conflict(load_case(name))
    evolution = trace_evolution(
        analyze_stability(conflict), start=None if start is None else find_state(conflict, start)
    )
    told = tell_stories(evolution, [find_state(conflict, state) for state in to], **options)
    return evolution, told, draw_lots(conflict, evolution.spreads[Kind.MOVES].start)


@pytest.mark.parametrize("name", NAMES)
def test_every_case_in_every_form(name):
    """Text, Markdown and LaTeX are made; JSON keeps the contract; the words take no more than three paragraphs."""
    evolution, told, chances = asked(name)
    parts = paths_parts(evolution, told, chances)
    assert 1 <= len(parts[0].paragraphs) <= 3
    for written in (document_text(parts), document_markdown(parts), document_latex(parts)):
        assert evolution.start in written
    lines = "".join(paths_lines(evolution, told, chances, [Concept.NASH]))
    document = json.loads(lines)
    jsonschema.validate(document, schema("paths"))
    assert set(document) == set(schema("paths")["required"])
    assert document["graph"]["n_links"] == len(document["links"])
    assert sum(ending["chance"]["number"] for ending in document["chances"]["endings"]) == pytest.approx(1)
    assert "".join(paths_lines(*asked(name), [Concept.NASH])) == lines


def test_answer_for_elmira():
    evolution, told, chances = asked("elmira")
    assert answer_words(evolution, chances) == (
        "From Uniroyal: delay the appeal – “appeal drags on” [s1], moves that each improve things for whoever makes"
        " them lead to 1 of the 4 other states where it can settle: s5 in 1 step.",
        "Where groups take joint steps by which every member gains, also to s8 in 2 steps; only by steps that somebody"
        " makes without gaining, to s9 in 1 step and s4 in 2 steps.",
        "If whoever moves next were drawn by lot among those who can improve, with the same weight, it would end at s5"
        " for certain, after 1 move on average. That follows from these weights; it is no forecast.",
    )
    assert [telling_words(evolution.conflict, evolution.start, one) for one in told[:2]] == [
        "To s5 (delay, insist), in 1 step, every step a gain for whoever makes it: Local government: insist on the"
        " original order [s5].",
        "To s8 (modify, accept, insist), in 2 steps, every step a gain for all who make it: Local government: insist on"
        " the original order [s5]; then Ministry and Uniroyal together (Ministry: modify the control order; Uniroyal:"
        " accept the control order as it stands and no longer delay the appeal) [s8].",
    ]


def test_chances_in_words():
    """Several endings, weights, going round, somebody who waits."""
    evolution, _, chances = asked("elmira", start="s2")
    assert "end at s8 with chance 1/2 or at s9 with chance 1/2, after 7/4 moves" in answer_words(evolution, chances)[-1]
    weighted = draw_lots(evolution.conflict, 1, weights={"uniroyal": Fraction(3)})
    assert "with weights Ministry 1, Uniroyal 3 and Local government 1" in answer_words(evolution, weighted)[-1]
    evolution, _, chances = asked("cuba-1962")
    assert "would go round for ever among s1, s2, s3, s4, s5, s6 and 2 more for certain." in answer_words(
        evolution, chances
    )[-1]  # fmt: skip
    conflict = compiled(from_levels({"d0": {0: [1], 1: [2]}, "d1": {}}, {"d0": [0, 1, 2], "d1": [0, 0, 0]}))
    evolution = trace_evolution(analyze_stability(conflict), start=0)
    chances = draw_lots(conflict, 0, last_mover_rule=True)
    assert (
        "end at w1, where only D0 could go on but has just moved, for certain" in answer_words(evolution, chances)[-1]
    )


def test_nobody_can_improve():
    """An equilibrium in which everybody stays: no lots are drawn."""
    evolution, _, chances = asked("elmira", start="s9")
    words = answer_words(evolution, chances)
    assert words[0].endswith("nobody can do better by moving alone.")
    assert words[1] == "No moves lead to s1, s4, s5 and s8."
    assert len(words) == 2


def test_steps_in_graph_form_name_the_state():
    """There are no options to name."""
    conflict = build_conflict(load_case("four-states"))
    assert leg_words(conflict, 0, Leg(("d1",), "s2") if "d1" in conflict.decision_makers else Leg(
        (conflict.decision_makers[0],), "s2"
    )) == "First moves to “Second state” [s2]"  # fmt: skip


def test_ways_to_a_state_are_listed():
    evolution, told, chances = asked("elmira", to=["s8"], by=Kind.MOVES, longest=3)
    text = document_text(paths_parts(evolution, told, chances, in_full=True))
    assert "Ways to s8 (modify, accept, insist)\n  In 3 steps, not every step a gain" in text
    assert text.count("- Ministry: modify the control order [s2]; then") == 2
    evolution, told, chances = asked("ukraine-2026-01", to=["s38"], most=4)
    text = " ".join(document_text(paths_parts(evolution, told, chances, in_full=True)).split())
    assert "There are at least 1,000 ways of up to 5 steps. These are the first 4." in text


def test_what_is_not_reached_is_said():
    evolution, told, chances = asked("elmira", to=["s8", "s1"], by=Kind.IMPROVEMENTS)
    text = document_text(paths_parts(evolution, told, chances, in_full=True))
    assert "Not reached by moves that each improve things for whoever makes them." in text
    assert "That is where it begins." in text
    _, (telling,), _ = asked("elmira", to=["s8"], by=Kind.MOVES, longest=2)
    words = telling_words(evolution.conflict, evolution.start, telling)
    assert words.endswith("no way of at most 2 steps; the shortest has 3.")


def test_the_table_says_how_much_it_shows():
    evolution, _, chances = asked("ukraine-2026-01")
    table = reach_table(evolution, chances, 10)
    assert len(table.rows) == 10
    assert table.note.endswith("Showing 10 of 464.")
    assert [row[0] for row in table.rows[:3]] == ["s195", "s198", "s222"]
    assert len(reach_table(evolution, chances).rows) == 464
