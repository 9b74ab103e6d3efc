"""Why it holds where it holds, and why named outcomes do not: proof traces in words, kept short."""

from __future__ import annotations

from detente.conflict.navigate import holding, improvements_from, state_id
from detente.present.answer import Answer
from detente.present.names import CONCEPT_NAMES, concept_name, counted, join_words, outcome_name
from detente.present.report.context import Party, Reason
from detente.present.report.material import Material
from detente.present.strength import STRENGTHS
from detente.present.words import state_words, trace_words
from detente.present.words.states import position
from detente.stability import Concept, explain_state

MOST_REASONS = 8
MOST_FAILURES = 6
_MOST_LINES = 4
_MOST_STATES = 2
_MOST_DETERRING = sorted(
    STRENGTHS,
    key=lambda strength: [Concept.GMR, Concept.SMR, Concept.SEQ, Concept.SSEQ, Concept.SIM, Concept.NASH].index(
        strength.concept
    ),
)


def explained_states(material: Material, answer: Answer) -> dict[int, str]:
    """Choose the equilibria whose reasons are told, what needs least first, and give each a place in the page."""
    chosen = [position(material.conflict, settling.state) for settling in answer.settling[:MOST_REASONS]]
    return {state: f"why-{state + 1}" for state in chosen}


def reasons(material: Material, explained: dict[int, str]) -> tuple[Reason, ...]:
    """Say why states hold: who is tempted, and what deters."""
    return tuple(_holds(material, state, anchor) for state, anchor in explained.items())


def failures(material: Material) -> tuple[Reason, ...]:
    """Say why the named outcomes in which nothing settles do not hold: who leaves, and why nothing deters."""
    told = []
    seen: set[int] = set()
    for name, outcome in material.case.outcomes.items():
        states = holding(material.conflict, outcome.that.formula)
        if not states.any() or (states & material.settled).any():
            continue
        chosen = [state for state in states.nonzero()[0].tolist() if state not in seen][:_MOST_STATES]
        seen.update(chosen)
        told += [_fails(material, state, outcome_name(name), int(states.sum())) for state in chosen]
    return tuple(told[:MOST_FAILURES])


def _holds(material: Material, state: int, anchor: str) -> Reason:
    conflict = material.conflict
    stable = material.result.stable
    strength = next(s for s in STRENGTHS if s.concept in stable and stable[s.concept][:, state].all())
    tempted = [i for i in range(len(material.parties)) if len(improvements_from(conflict, i, state))]
    calm = [party.name for i, party in enumerate(material.parties) if i not in tempted]
    if not tempted:
        verdict = "Nobody can reach anything better by moving alone."
    else:
        nothing = f" Nothing better is within reach for {join_words(calm)}." if calm else ""
        verdict = f"It {strength.label} ({concept_name(strength.concept)}).{nothing}"
    lines = tuple(_lines(material, state, i, strength.concept) for i in tempted)
    return Reason(anchor, material.ring(state), state_words(conflict, state), verdict, lines)


def _fails(material: Material, state: int, outcome: str, among: int) -> Reason:
    conflict, stable = material.conflict, material.result.stable
    # the most that can be said: even under the concept that deters most somebody would leave
    concept = next(s.concept for s in _MOST_DETERRING if s.concept in stable and not stable[s.concept][:, state].all())
    leaving = [i for i in range(len(material.parties)) if not stable[concept][i, state]]
    also = f"{state_id(conflict, state)} is one of {counted(among, 'state')} of this kind. " if among > 1 else ""
    names = join_words([material.parties[i].name for i in leaving])
    return Reason(
        anchor=f"fails-{state + 1}",
        ring=material.ring(state),
        title=f"{outcome[:1].upper()}{outcome[1:]}: {state_words(conflict, state).partition(' – ')[0]}",
        verdict=f"{also}Would not hold under any concept used: {names} would leave, even if "
        f"{CONCEPT_NAMES[concept].premise} ({concept_name(concept)}).",
        lines=tuple(_lines(material, state, i, concept) for i in leaving),
    )


def _lines(material: Material, state: int, party: int, concept: Concept) -> tuple[Party, tuple[str, ...]]:
    trace = explain_state(material.conflict, state, party, concept)
    told = trace_words(material.conflict, trace)[1:]  # the first says again what the heading says
    left = len(told) - _MOST_LINES
    more = (f"Not told here: {counted(left, 'more improvement')}.",) if left > 0 else ()
    return material.parties[party], (*told[:_MOST_LINES], *more)
