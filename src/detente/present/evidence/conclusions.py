"""Which conclusions stay when evidence is left out: two analyses of one case, compared state by state.

A conclusion is here: that a state holds under a stability concept, that a named outcome is among the states that
hold, that the status quo holds. States are compared by the options taken, since their numbers may change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.conflict import Conflict, outcomes_of, state_id, yn
from detente.evidence.ledger import Fall
from detente.present.document import Part, Words
from detente.present.names import concept_name, counted, outcome_name
from detente.present.tables import Column, Table
from detente.present.words import state_short
from detente.stability import Concept, StabilityResult

_SHOWN = 12


@dataclass(frozen=True, slots=True)
class StateChange:
    """A state and the concepts under which it holds before and after; `words` say which state it is."""

    words: str
    before: tuple[Concept, ...]
    after: tuple[Concept, ...]


@dataclass(frozen=True, slots=True)
class OutcomeChange:
    """A named outcome, or the status quo, and the concepts under which a state of it holds."""

    name: str
    before: tuple[Concept, ...]
    after: tuple[Concept, ...]


@dataclass(frozen=True, slots=True)
class Conclusions:
    """What stays, falls and is new.

    Attributes
    ----------
    states
        Every state that holds under some concept before or after.
    outcomes
        The status quo, and every named outcome.
    concepts
        Those compared: analyzed both times.
    """

    states: tuple[StateChange, ...]
    outcomes: tuple[OutcomeChange, ...]
    concepts: tuple[Concept, ...]

    @property
    def unchanged(self) -> bool:
        """Whether every conclusion stays and none is new."""
        states = all(entry.before == entry.after for entry in self.states)
        return states and all(entry.before == entry.after for entry in self.outcomes)


def compare_conclusions(before: StabilityResult, after: StabilityResult) -> Conclusions:
    """Compare the conclusions of two analyses of one case. Cost: linear in the states that hold."""
    concepts = tuple(concept for concept in Concept if concept in before.stable and concept in after.stable)
    first, second = _holding(before, concepts), _holding(after, concepts)
    words = {**_words(after.conflict, second), **_words(before.conflict, first)}
    states = tuple(StateChange(words[key], _at(first, key), _at(second, key)) for key in sorted({*first, *second}))
    return Conclusions(states, _outcomes(before, after, concepts), concepts)


Held = dict[str, tuple[int, tuple[Concept, ...]]]


def _holding(result: StabilityResult, concepts: tuple[Concept, ...]) -> Held:
    """Return the states that hold, by the options taken, with their position and concepts."""
    found: Held = {}
    for concept in concepts:
        for state in result.equilibria(concept).nonzero()[0].tolist():
            key = _key(result.conflict, state)
            found[key] = (state, (*found.get(key, (state, ()))[1], concept))
    return found


def _key(conflict: Conflict, state: int) -> str:
    return state_id(conflict, state) if conflict.case.is_graph_form else yn(conflict, state)


def _words(conflict: Conflict, held: Held) -> dict[str, str]:
    return {key: state_short(conflict, state) for key, (state, _) in held.items()}


def _at(held: Held, key: str) -> tuple[Concept, ...]:
    return held[key][1] if key in held else ()


def _outcomes(
    before: StabilityResult, after: StabilityResult, concepts: tuple[Concept, ...]
) -> tuple[OutcomeChange, ...]:
    changes = []
    if before.conflict.status_quo is not None and after.conflict.status_quo is not None:
        ways = [
            tuple(c for c in concepts if result.equilibria(c)[result.conflict.status_quo]) for result in (before, after)
        ]
        changes.append(OutcomeChange("status quo", *ways))
    for name in before.conflict.case.outcomes:
        ways = [_reached(result, name, concepts) for result in (before, after)]
        changes.append(OutcomeChange(outcome_name(name), *ways))
    return tuple(changes)


def _reached(result: StabilityResult, name: str, concepts: tuple[Concept, ...]) -> tuple[Concept, ...]:
    """Return the concepts under which some state with a named outcome holds."""
    return tuple(
        concept
        for concept in concepts
        if any(name in outcomes_of(result.conflict, s) for s in result.equilibria(concept).nonzero()[0].tolist())
    )


def drop_parts(what: str, dropped: Sequence[str], fallen: Sequence[Fall], found: Conclusions) -> tuple[Part, ...]:
    """Return what happens when statements are left out: to the model, and to its conclusions."""
    removed = [fall for fall in fallen if fall.removed]
    about = (
        f"Left out: {counted(len(dropped), 'statement')} ({', '.join(dropped)}).",
        f"{counted(len(fallen), 'part')} of the model lose all support from sources; {len(removed)} of them go.",
        _summary(found),
    )
    parts: list[Part] = [Words(f"Without {what}", about)]
    if fallen:
        columns = (Column("Part", key=True), Column("Of"), Column("What", wraps=True), Column("Now", wraps=True))
        rows = tuple(
            (
                fall.assumption.kind,
                fall.assumption.decision_maker,
                fall.assumption.text,
                "leaves the model" if fall.removed else f"stays, on {', '.join(fall.left) or 'nothing'}",
            )
            for fall in fallen
        )
        parts.append(Table("What loses all support", columns, rows))
    parts.append(_outcome_table(found))
    changed = sorted((e for e in found.states if e.before != e.after), key=lambda e: (not e.before, e.words))
    if changed:
        cut = f"The first {_SHOWN} of {len(changed)}; --format json has all." if len(changed) > _SHOWN else ""
        shown = tuple((e.words, _names(e.before), _after(e.before, e.after)) for e in changed[:_SHOWN])
        parts.append(Table("States about which the conclusion changes", _columns("State"), shown, cut))
    return tuple(parts)


def _summary(found: Conclusions) -> str:
    if found.unchanged:
        return "In this model no conclusion changes."
    parts = []
    for concept in found.concepts:
        had = [entry for entry in found.states if concept in entry.before]
        kept = sum(concept in entry.after for entry in had)
        new = sum(concept in entry.after and concept not in entry.before for entry in found.states)
        parts.append(f"{concept_name(concept)}: {kept} of {len(had)} still hold{f', {new} new' if new else ''}")
    return f"In this model, of the states that held: {'; '.join(parts)}."


def _outcome_table(found: Conclusions) -> Table:
    rows = tuple(
        (
            f"{entry.name}{'' if entry.before == entry.after else ' (changes)'}",
            _names(entry.before),
            _names(entry.after),
        )
        for entry in found.outcomes
    )
    note = "An outcome holds if some state with it does."
    return Table("Status quo and named outcomes", _columns("Conclusion"), rows, note)


def _columns(first: str) -> tuple[Column, ...]:
    return Column(first, key=True, wraps=True), Column("Held under", wraps=True), Column("Holds under", wraps=True)


def _after(before: tuple[Concept, ...], after: tuple[Concept, ...]) -> str:
    return "as before" if before == after else _names(after)


def _names(concepts: tuple[Concept, ...]) -> str:
    return ", ".join(concept_name(concept) for concept in concepts) or "no concept"
