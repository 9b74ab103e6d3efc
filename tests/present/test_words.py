"""Conditions, states, moves and traces read as English and say what is meant."""

from __future__ import annotations

from itertools import product

import pytest

from detente.case import load_case, parse_case, read_condition
from detente.case.model import Condition
from detente.conflict import build_conflict, find_state
from detente.logic import Constant, Not
from detente.present.words import condition_words, move_words, place_words, state_short, state_words, trace_words
from detente.stability import Concept, explain_state

RIVER = """
detente: 1
title: A river
decision_makers:
  town:
    name: The town of Upper River
    short: Town
    options:
      insist: {label: Insist on clean water, short: insist}
      sue: Sue, or threaten to
    preferences: [not plant.close]
  plant:
    name: Plant
    options:
      clean: Clean up
      close: {label: Close and move away, irreversible: true}
      EU: EU funds requested
      plant: Plant trees
    preferences: [not clean]
constraints: [clean excludes close]
outcomes:
  clean_river: clean and not close
"""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("clean", "Plant: clean up"),
        ("not clean", "Plant: do not clean up"),
        ("not not clean", "Plant: clean up"),
        ("close", "Plant: close and move away"),
        ("EU", "Plant: EU funds requested"),
        ("plant.plant", "Plant: Plant trees"),
        ("clean if insist", "Plant: clean up, if Town: insist on clean water"),
        ("clean if not insist", "Plant: clean up, unless Town: insist on clean water"),
        ("insist implies clean", "if Town: insist on clean water, then Plant: clean up"),
        ("not insist implies clean", "Plant: clean up, unless Town: insist on clean water"),
        ("clean requires insist", "Plant: clean up, only if Town: insist on clean water"),
        ("clean excludes close", "Plant: not both clean up and “close and move away”"),
        ("clean iff not insist", "Plant: clean up, exactly when Town: do not insist on clean water"),
        ("not close and clean", "Plant: clean up and do not “close and move away”"),
        ("clean or insist", "Plant: clean up, or Town: insist on clean water"),
        ("clean and insist and sue", "Plant: clean up, and Town: insist on clean water and “sue, or threaten to”"),
        (
            "clean and insist and (sue or close)",
            "Plant: clean up; Town: insist on clean water;"
            " and (Town: “sue, or threaten to”, or Plant: “close and move away”)",
        ),
        ("not (clean or close)", "Plant: neither clean up nor “close and move away”"),
        ("not (clean or insist)", "Plant: do not clean up, and Town: do not insist on clean water"),
        ("not (clean and insist)", "not both Plant: clean up and Town: insist on clean water"),
        (
            "not (clean and EU and insist)",
            "not all of these: Plant: clean up; Plant: EU funds requested; Town: insist on clean water",
        ),
        ("not (clean iff insist)", "not (Plant: clean up, exactly when Town: insist on clean water)"),
        ("exactly one of (clean, EU)", "Plant: exactly one of these: clean up; EU funds requested"),
        ("at most 0 of (clean, EU)", "Plant: none of these: clean up; EU funds requested"),
        ("at least 2 of (clean, insist)", "all of these: Plant: clean up; Town: insist on clean water"),
        ("clean_river", "“clean river”"),
        ("not clean_river", "not “clean river”"),
        (
            "clean_river if (insist and not EU)",
            "“clean river”, if (Town: insist on clean water, and Plant: not “EU funds requested”)",
        ),
        ("(clean if insist) or EU", "(Plant: clean up, if Town: insist on clean water), or Plant: EU funds requested"),
    ],
)
def test_conditions(text: str, words: str) -> None:
    case = parse_case(RIVER)

    assert condition_words(case, read_condition(case, text)) == words


def test_conditions_in_few_words() -> None:
    case = parse_case(RIVER)

    words = condition_words(case, read_condition(case, "not insist if not sue"), short=True)
    assert words == "Town: not insist, unless Town: “Sue, or threaten to”"


def test_constants() -> None:
    case = parse_case(RIVER)

    said = [condition_words(case, Condition("", formula)) for formula in (Constant(True), Not(Constant(True)))]
    assert said == ["always", "never"]


def test_a_negative_label_is_quoted_not_doubled() -> None:
    case = parse_case(RIVER.replace("Clean up", "Do not clean up"))

    assert condition_words(case, read_condition(case, "not clean")) == "Plant: not “do not clean up”"


def test_every_condition_of_the_catalogue_can_be_said() -> None:
    case = load_case("elmira")
    statements = case.decision_makers["ministry"].preferences.statements

    assert [condition_words(case, statement.that) for statement in statements] == [
        "Uniroyal: do not abandon the Elmira plant",
        "Uniroyal: accept the control order as it stands",
        "Ministry: do not modify the control order, unless Uniroyal: abandon the Elmira plant",
        "(Local government: insist on the original order, exactly when Ministry: do not modify the control order),"
        " or Uniroyal: abandon the Elmira plant",
    ]


def test_states() -> None:
    conflict = build_conflict(parse_case(RIVER))

    def said(text: str) -> tuple[str, str]:
        state = find_state(conflict, text)
        return state_words(conflict, state), state_short(conflict, state)

    assert said("-") == ("nobody takes any option", "nothing taken")
    assert said("close") == ("Plant: close and move away", "Close and move away")
    assert said("insist, clean, EU") == (
        "Town: insist on clean water; Plant: clean up and EU funds requested – “clean river”",
        "insist, Clean up, EU funds requested",
    )


def test_merged_states() -> None:
    merged = build_conflict(load_case("elmira"))
    assert state_words(merged, 8) == "Uniroyal: abandon the Elmira plant, whatever else is done – “plant closed”"
    assert state_short(merged, 8) == "abandon, …"

    apart = build_conflict(parse_case(f"{RIVER}indistinguishable: [not clean and not close]\n"))
    assert state_words(apart, apart.n_states - 1) == (
        "Plant: do not clean up and do not “close and move away”, whatever else is done"
    )


def test_states_of_graph_form_have_labels() -> None:
    conflict = build_conflict(load_case("elmira-graph"))
    label = conflict.case.states["s5"]

    assert state_short(conflict, find_state(conflict, "s5")) == label
    assert state_words(conflict, find_state(conflict, "s5")).startswith(label)


def test_moves() -> None:
    conflict = build_conflict(load_case("elmira"))

    assert (
        move_words(conflict, 5, 7) == "taking “accept the control order as it stands” and dropping “delay the appeal”"
    )
    assert move_words(conflict, 5, 8) == "taking “abandon the Elmira plant” and dropping “delay the appeal”"
    assert move_words(conflict, 0, 0) == ""
    assert move_words(build_conflict(load_case("elmira-graph")), 0, 4) == ""


def test_places_are_ordinal() -> None:
    assert place_words(build_conflict(load_case("elmira")), 0, 6) == "1st of 9"
    tied = build_conflict(parse_case(RIVER))
    assert place_words(tied, 0, 0) == "1st of 2 levels"


def test_control_characters_are_spelled_out() -> None:
    case = parse_case(RIVER.replace("Clean up", '"Clean\\e[31m up"').replace("Town\n", '"To\\u202Ewn"\n'))

    assert condition_words(case, read_condition(case, "clean or insist")) == (
        "Plant: clean[U+001B][31m up, or To[U+202E]wn: insist on clean water"
    )


def told(name: str, state: str, dm: str, concept: Concept) -> tuple[str, ...]:
    conflict = build_conflict(load_case(name))
    trace = explain_state(conflict, find_state(conflict, state), conflict.decision_makers.index(dm), concept)
    return trace_words(conflict, trace)


def test_a_trace_without_improvements() -> None:
    assert told("elmira", "s5", "uniroyal", Concept.SEQ) == (
        "In this model Uniroyal would stay at s5 (delay, insist): nothing better is within reach by moving alone.",
    )


def test_a_trace_of_a_deterred_improvement() -> None:
    assert told("elmira", "s1", "municipality", Concept.SMR) == (
        "In this model Local government would stay at s1 (delay) if any answer of the others counts, even at their own"
        " cost, unless one more move escapes it: the one improvement within reach is deterred.",
        "Local government could improve to s5 by taking “insist on the original order”: 3rd of 9 instead of 4th of 9."
        " What deters it: Ministry could move to s6 by taking “modify the control order”, worse than s1 for Local"
        " government: 6th of 9, and no further move escapes it.",
    )


def test_traces_of_improvements_that_nothing_deters() -> None:
    verdict, to_s8, to_s9 = told("elmira", "s6", "uniroyal", Concept.GMR)

    assert verdict.endswith("even at their own cost: 2 improvements within reach, none of them deterred.")
    assert (
        "Nothing deters it: Local government could move to s4 by dropping “insist on the original order”,"
        " still better than s6 for Uniroyal." in to_s8
    )
    assert to_s9.endswith("Nothing deters it: nobody else can move from s9.")
    assert told("elmira", "s1", "municipality", Concept.NASH)[1].endswith("no answer of the others counts here.")
    assert told("elmira", "s1", "municipality", Concept.SEQ)[1].endswith("nobody else can improve from s5.")


def test_a_trace_of_moves_at_the_same_moment() -> None:
    """Each prisoner confesses; together that is worse than silence."""
    conflict = build_conflict(load_case("prisoners"))
    lines = [
        line
        for s, i in product(range(conflict.n_states), range(2))
        for line in trace_words(conflict, explain_state(conflict, s, i, Concept.SIM))[1:]
    ]

    assert any("and, at the same moment," in line and "would together lead to" in line for line in lines)


def test_a_return_and_a_countermove_are_told() -> None:
    case = parse_case(
        """
detente: 1
title: There and back
decision_makers:
  i: {name: I, preferences: {ranking: [t, s]}}
  j: {name: J, preferences: {ranking: [[s, t]]}}
states: {s: Here, t: There}
arcs: {i: {s: [t]}, j: {t: [s]}}
"""
    )
    conflict = build_conflict(case)

    assert trace_words(conflict, explain_state(conflict, 0, 0, Concept.GMR))[1] == (
        "I could improve to t (There): 1st of 2 instead of 2nd of 2."
        " What deters it: J could move to s (Here), back where it began, so nothing is gained."
    )
    assert trace_words(conflict, explain_state(conflict, 0, 0, Concept.SMR))[1] == (
        "I could improve to t (There): 1st of 2 instead of 2nd of 2."
        " Nothing deters it: J could move to s (Here), from where I could go on to t, better than s for I."
    )


def test_long_traces_are_cut_with_counts() -> None:
    options = "\n".join(f"      o{n}: Do {n}" for n in range(5))
    case = parse_case(
        f"""
detente: 1
title: Many ways out
decision_makers:
  i:
    name: I
    options:
{options}
    preferences: [o0 or o1 or o2 or o3 or o4]
  j:
    name: J
    options:
{options.replace("o", "p").replace("Dp", "Do")}
    preferences: []
"""
    )
    conflict = build_conflict(case)
    lines = trace_words(conflict, explain_state(conflict, 0, 0, Concept.GMR))

    assert len(lines) == 22
    assert "wherever the others could take it from there (31 ways), I would still be better off than at s1." in lines[1]
    together = trace_words(conflict, explain_state(conflict, 0, 0, Concept.SIM))
    assert "nobody else can improve from s1" in together[1]
    assert lines[-1] == "Not told here: 11 more improvements."
