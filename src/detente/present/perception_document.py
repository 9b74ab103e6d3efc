"""Who is mistaken and what follows, as a document: the answer, the courses, what holds, what deters, what changes."""

from __future__ import annotations

from detente.analysis.perception import Correction, HyperEquilibrium, Idle, Outlook, PerceptionResult
from detente.conflict import state_id
from detente.present.document import Part, Words
from detente.present.names import case_title, concept_name, counted, dm_short
from detente.present.perception_words import (
    answer_words,
    belief_words,
    deterrence_words,
    idle_words,
    ids,
    main_concept,
    mistaken,
    view_words,
)
from detente.present.tables import Column, Table, showing, yes_no
from detente.present.words import state_short
from detente.present.words.states import called, position
from detente.stability import Concept

MOST_ROWS = 12
MOST_TOLD = 6
_CALLED = 2


def perception_parts(result: PerceptionResult, limit: int | None = MOST_ROWS) -> tuple[Part, ...]:
    """Write who is mistaken and what follows; `limit` is how many rows its tables show, all without one."""
    conflict = result.conflict
    title = case_title(conflict.case, conflict.variant)
    parts: list[Part] = [Words(f"{title}: what each expects, and what follows", answer_words(result))]
    if not result.perceptions:
        return tuple(parts)
    seen = tuple(line for view in mistaken(result) for line in view_words(result, view))
    beliefs = tuple(belief_words(result, belief) for belief in result.perceptions)
    parts.append(Words("What is believed", (), (*beliefs, *seen)))
    if result.outlook:
        parts.append(courses_table(result))
    parts.append(equilibria_table(result, limit))
    parts.extend(_deterrence(result, limit))
    parts.extend((corrections_table(result), Words("To know", (), notes(result))))
    return tuple(parts)


def courses_table(result: PerceptionResult) -> Table:
    """Say for each concept what follows from the status quo, and what each mistaken party expects."""
    views = mistaken(result)
    case = result.conflict.case
    columns = (
        Column("Stability", key=True, wraps=True),
        Column("What follows", wraps=True),
        Column("Were nobody mistaken", wraps=True),
        *(Column(f"{dm_short(case, view.party)} expects", wraps=True) for view in views),
    )
    rows = tuple(
        (
            concept_name(concept),
            _rests(result, result.outlook[concept]),
            _rests(result, result.outlook_in_fact[concept]),
            *(
                _rests(result, view.outlook[concept]) if concept in view.outlook else "does not see it"
                for view in views
            ),
        )
        for concept in result.concepts
    )
    assert result.conflict.status_quo is not None  # noqa: S101 (there are no outlooks without)
    here = state_id(result.conflict, result.conflict.status_quo)
    note = f"Where it comes to rest from {here}, each acting in the game it plays."
    return Table("From where it stands", columns, rows, note)


def _rests(result: PerceptionResult, outlook: Outlook) -> str:
    few = [called(result.conflict, name) for name in outlook.states] if len(outlook.states) <= _CALLED else []
    names = "; ".join(few) or ids(outlook.states) or "no rest"
    more = [word for word, holds in (("or without end", outlook.endless), ("cut", outlook.is_cut)) if holds]
    return f"{names} ({', '.join(more)})" if more else names


def equilibria_table(result: PerceptionResult, limit: int | None = None) -> Table:
    """List the hypergame equilibria, what they need, who does not expect them, and which stay once all is corrected."""
    conflict = result.conflict
    main = main_concept(result)
    found: dict[str, list[Concept]] = {}
    for concept in result.concepts:
        for holding in result.equilibria[concept]:
            found.setdefault(holding.state, []).append(concept)
    details = {one.state: one for one in result.equilibria[main]}
    ordered = sorted(found, key=lambda name: (main not in found[name], -len(found[name]), position(conflict, name)))
    rows = []
    for name in ordered[:limit]:
        entry: HyperEquilibrium | None = details.get(name)
        surprised = [dm_short(conflict.case, dm) for dm in entry.unexpected_by] if entry else []
        rows.append(
            (
                name,
                state_short(conflict, position(conflict, name)),
                ", ".join(concept_name(concept) for concept in found[name]),
                (", ".join(surprised) or "nobody") if entry else "",
                yes_no(entry.steady) if entry else "",
            )
        )
    columns = (
        Column("State", key=True),
        Column("What is done", wraps=True),
        Column("Stability", wraps=True),
        Column("Not expected by", wraps=True),
        Column("Steady"),
    )
    shown = showing(len(rows), len(ordered))
    note = (
        "States that each party would not leave in the game it plays. Expectations and steadiness (it holds too when "
        f"nobody is mistaken) are told for {concept_name(main)} stability.{shown}"
    )
    return Table("Where it can settle while all act on what they believe", columns, tuple(rows), note)


def _deterrence(result: PerceptionResult, limit: int | None) -> tuple[Words, ...]:
    main = main_concept(result)
    found = result.deterrence[main]
    total = [
        f"{dm_short(result.conflict.case, view.party)} stays at {counted(len(stays), 'state')} that in fact it would "
        f"leave, and leaves {counted(len(leaves), 'state')} where in fact it would stay ({concept_name(main)})."
        for view in mistaken(result)
        for stays, leaves in [view.differs[main]]
        if stays or leaves
    ]
    if not total and not found:
        return ()
    told = found if limit is None else found[:MOST_TOLD]
    more = len(found) - len(told)
    cut = (f"{len(told):,} of {len(found):,} at states of interest; the other formats have all.",) if more else ()
    items = tuple(f"{entry.turn.value.capitalize()}. {deterrence_words(result, entry)}" for entry in told)
    return (Words("Deterrence that is not there, and deterrence that is not seen", (*total, *cut), items),)


def corrections_table(result: PerceptionResult) -> Table:
    """Say what correcting each belief changes, by concept."""
    columns = (
        Column("Belief", key=True),
        Column("Stability", wraps=True, key=True),
        Column("Verdicts", align="right"),
        Column("Holds as well", wraps=True),
        Column("Holds no longer", wraps=True),
        Column("Expected as well", wraps=True),
        Column("Expected no longer", wraps=True),
        *([Column("Why nothing", wraps=True)] if any(_reasons(result)) else []),
    )
    rows = tuple(
        _correction_row(result, correction, concept) for correction in result.corrections for concept in result.concepts
    )
    note = "Each belief corrected alone. Verdicts: states that its holder judges otherwise."
    return Table("What correcting one belief changes", columns, rows, note)


def _correction_row(result: PerceptionResult, correction: Correction, concept: Concept) -> tuple[str, ...]:
    changes = (correction.gained, correction.lost, correction.expects_more, correction.expects_less)
    idle = correction.idle[concept]
    return (
        correction.perception.id,
        concept_name(concept),
        f"{correction.verdicts[concept]:,}",
        *(ids(change[concept]) or "–" for change in changes),
        *([idle_words(result, correction.perception, idle, concept) if idle else ""] if any(_reasons(result)) else []),
    )


def _reasons(result: PerceptionResult) -> list[Idle]:
    return [reason for correction in result.corrections for reason in correction.idle.values() if reason]


def perception_table(result: PerceptionResult) -> Table:
    """List every state that is a hypergame equilibrium, an equilibrium in fact, or expected by somebody."""
    columns = (
        Column("Stability", key=True),
        Column("State", key=True),
        Column("Hypergame equilibrium", kind="truth"),
        Column("Equilibrium in fact", kind="truth"),
        Column("Expected by", kind="list"),
    )
    rows = []
    for concept in result.concepts:
        holds = {entry.state for entry in result.equilibria[concept]}
        fact = set(result.in_fact[concept])
        expected = {view.party: set(view.expects[concept]) for view in result.views}
        names = holds.union(fact, *expected.values())
        for name in sorted(names, key=lambda name: position(result.conflict, name)):
            by = ", ".join(party for party, states in expected.items() if name in states)
            truths = (yes_no(name in group) for group in (holds, fact))
            rows.append((concept.value, name, *truths, by))
    return Table("Views", columns, tuple(rows))


def notes(result: PerceptionResult) -> tuple[str, ...]:
    """Return the choices made, and how far the answer goes."""
    found = [
        "“In fact” and “mistaken” are said against the case as coded. A party’s own game is that case with its beliefs "
        "put in; whether it holds them, and who is right, is for the sources to say.",
        "A belief about what others want can change a verdict only under sequential and symmetric sequential "
        "stability; under the others it changes what is expected, not what is done.",
        "What follows: improvements that nothing deters in the mover’s own game, any of them, in any order; not only "
        "the best.",
        "An option that a party does not know of is never taken in its own game. A state that looks like none of its "
        "own game is unperceived: it moves nowhere from there, and nobody calls it settled.",
    ]
    if any(view.knows for view in result.views):
        found.append(
            "Who knows of another’s belief expects it to stay where it would stay in its own game, and counts only on "
            "answers by moves that it can see."
        )
    if result.conflict.case.influences:
        found.append(
            f"The case also describes {counted(len(result.conflict.case.influences), 'influence')}, not used here."
        )
    return tuple(found)
