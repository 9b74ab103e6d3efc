"""What holds although comparisons are unknown, and how firmly sanctions deter, as words and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.analysis.partial import EXTENDED, Extension, PartialResult, Question, Settled
from detente.conflict import Conflict
from detente.present.conclusion_words import LEAD, concepts_short, formula_words, ids_words
from detente.present.document import Part
from detente.present.names import concept_name, concept_short, counted, dm_short, join_words
from detente.present.tables import Column, Table
from detente.present.words import state_short
from detente.present.words.labels import quote
from detente.present.words.states import position

_MOST_QUESTIONS = 5
_READING = {
    Extension.A: "leaves for what may be better, and fears only what is surely no better",
    Extension.B: "leaves only for what is surely better, and fears only what is surely no better",
    Extension.C: "leaves for what may be better, and fears what may be no better",
    Extension.D: "leaves only for what is surely better, and fears what may be no better",
}


def partial_answer(result: PartialResult) -> tuple[str, ...]:
    """Say in one or two sentences what is certain and what to find out."""
    conflict = result.conflict
    who = [dm_short(conflict.case, dm) for dm, pairs in result.unknown.items() if pairs]
    if not who:
        return ()
    settled = result.settled[LEAD]
    sentences = [
        f"How {join_words(who)} compare{'s' * (len(who) == 1)} some states is unknown. Whatever it is,"
        f" {_many(conflict, settled.certain)} under sequential stability; {_may(settled)}."
    ]
    if result.questions and result.questions[0].at_least:
        best = result.questions[0]
        sentences.append(
            f"The most useful thing to find out: {question_words(conflict, best)} Whichever is so settles at least"
            f" {counted(best.at_least, 'verdict')} of {result.n_open:,} that are open."
        )
    return tuple(sentences)


def _many(conflict: Conflict, names: Sequence[str]) -> str:
    if not names:
        return "no state is certain to be an equilibrium"
    words = [f"{state_short(conflict, position(conflict, name))} [{name}]" for name in names[:3]]
    rest = f" and {len(names) - 3:,} more" if len(names) > 3 else ""
    listed = ", ".join(words) + rest if rest else join_words(words)
    return f"{counted(len(names), 'state')} {'is an equilibrium' if len(names) == 1 else 'are equilibria'}: {listed}"


def _may(settled: Settled) -> str:
    if settled.unsettled:
        return f"{counted(len(settled.unsettled), 'state')} could not be told apart from either"
    return f"{len(settled.possible):,} more may be" if settled.possible else "no other can be"


def question_words(conflict: Conflict, question: Question) -> str:
    """Ask a question."""
    who = dm_short(conflict.case, question.decision_maker)
    sides = []
    for text in (question.first, question.second):
        if question.about_states:
            sides.append(f"{quote(state_short(conflict, position(conflict, text)))} [{text}]")
        else:
            sides.append(quote(formula_words(conflict.case, text)))
    if question.about_states:
        return f"does {who} prefer {sides[0]} to {sides[1]}, or the other way round?"
    return f"to {who}, is {sides[0]} more important than {sides[1]}, or the other way round?"


def partial_parts(result: PartialResult) -> tuple[Part, ...]:
    """Write what unknown comparisons and strong preferences come to; nothing where a case has neither."""
    parts: list[Part] = []
    if any(result.unknown.values()):
        parts.extend((settled_table(result), extensions_table(result)))
        if result.questions:
            parts.append(questions_table(result))
    if result.strength:
        parts.append(strength_table(result))
    return tuple(parts)


def settled_table(result: PartialResult) -> Table:
    """By concept: the states that are equilibria in every reading, in some, in none that could be told."""
    columns = (
        Column("Concept", key=True),
        Column("Certain", wraps=True, kind="list"),
        Column("Possible", wraps=True, kind="list"),
        Column("Not told apart", wraps=True, kind="list"),
        Column("Impossible", "right", kind="number"),
    )
    rows = tuple(
        (
            concept_short(concept),
            ids_words(settled.certain),
            ids_words(settled.possible),
            ids_words(settled.unsettled),
            f"{len(settled.impossible):,}",
        )
        for concept, settled in result.settled.items()
    )
    readings = max(settled.n_readings for settled in result.settled.values())
    tried = (
        f"the sequential concepts from all {readings:,} readings, one by one"
        if readings
        else "the sequential concepts by bounds, which leave some states untold"
    )
    note = f"Equilibria whatever the unknown comparisons are, and those that depend on them. Exact; {tried}."
    return Table("What is certain, possible, impossible", columns, rows, note)


def extensions_table(result: PartialResult) -> Table:
    """The four published ways to treat unknown comparisons."""
    columns = (
        Column("Way", key=True),
        Column("A party", wraps=True),
        *(Column(concept_short(concept), wraps=True, kind="list") for concept in EXTENDED),
    )
    rows = tuple(
        (
            extension.value,
            _READING[extension],
            *(ids_words(result.equilibria[extension][concept]) or "none" for concept in EXTENDED),
        )
        for extension in Extension
    )
    note = (
        "Equilibria in the four extensions of Li, Hipel, Kilgour and Fang (2004). In all of them opponents who act in"
        " their own interest also move to what may be better for them."
    )
    return Table("Four ways to treat what is unknown", columns, rows, note)


def questions_table(result: PartialResult) -> Table:
    """What to find out next."""
    columns = (
        Column("Question", wraps=True, key=True),
        Column("If the first", "right", kind="number"),
        Column("If the second", "right", kind="number"),
    )
    rows = tuple(
        (question_words(result.conflict, question), f"{question.if_first:,}", f"{question.if_second:,}")
        for question in result.questions[:_MOST_QUESTIONS]
    )
    note = (
        f"How many of {counted(result.n_open, 'open verdict')} each answer settles; a verdict is whether a state is an"
        f" equilibrium under one concept ({concepts_short(result.questions_cover)}). First what settles most in the"
        " worse case."
    )
    return Table("What to find out next", columns, rows, note)


def strength_table(result: PartialResult) -> Table:
    """Stable states by how firmly sanctions deter."""
    columns = (
        Column("Decision maker", wraps=True, key=True),
        Column("Concept"),
        Column("Strongly stable", wraps=True, kind="list"),
        Column("Weakly stable", wraps=True, kind="list"),
    )
    note = (
        "Strongly: every improvement is deterred by something strongly less preferred. A preference is strong when the"
        " statement that decides is marked so. States that are stable by themselves (Nash) are left out."
    )
    return Table("How firmly the others deter", columns, tuple(_strength_rows(result)), note)


def _strength_rows(result: PartialResult) -> Iterator[tuple[str, ...]]:
    for dm in result.conflict.decision_makers:
        for concept, of in result.strength.items():
            found = of[dm]
            if found.strong or found.weak:
                name = dm_short(result.conflict.case, dm)
                yield name, concept_name(concept), ids_words(found.strong), ids_words(found.weak)


def partial_notes(result: PartialResult) -> tuple[str, ...]:
    """Return what has to be known about the unknown."""
    found = []
    if any(result.unknown.values()):
        pairs = [f"{dm_short(result.conflict.case, dm)} {counted(n, 'pair')}" for dm, n in result.unknown.items() if n]
        found.append(f"Unknown comparisons of states: {', '.join(pairs)}.")
    if result.unasked:
        found.append(f"No question is proposed: {result.unasked}.")
    return tuple(found)
