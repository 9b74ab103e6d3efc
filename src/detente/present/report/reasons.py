"""Why it holds where it holds, and why named outcomes do not: proof traces in words, kept short."""

from __future__ import annotations

from detente.conflict.model import BoolArray
from detente.conflict.navigate import holding, improvements_from
from detente.present.answer import Answer
from detente.present.names import CONCEPT_NAMES, concept_name, counted, join_words, outcome_name
from detente.present.report.answer_parts import Party, Reason
from detente.present.report.material import Material
from detente.present.strength import STRENGTHS
from detente.present.words import state_words, trace_words
from detente.present.words.states import position
from detente.stability import Concept, explain_state

MOST_REASONS = 5
MOST_FAILURES = 6
_MOST_TEMPTATIONS = 2
_MOST_DEPARTURES = 1
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
    told: dict[int, Reason] = {}
    if not material.result.stable:
        return ()
    for name, outcome in material.case.outcomes.items():
        states = holding(material.conflict, outcome.that.formula)
        if not states.any() or (states & (material.held > 0)).any():
            continue
        state = _nearest(material, states)
        if state not in told:
            told[state] = _fails(material, state, outcome_name(name), int(states.sum()))
    return tuple(list(told.values())[:MOST_FAILURES])


def _nearest(material: Material, states: BoolArray) -> int:
    """Choose the state of an outcome that changes least against the status quo; the first of these."""
    conflict = material.conflict
    candidates = states.nonzero()[0].tolist()
    if conflict.status_quo is None:
        return int(candidates[0])
    now = int(conflict.combination[conflict.status_quo])
    return int(min(candidates, key=lambda state: (int(conflict.combination[state]) ^ now).bit_count()))


def _holds(material: Material, state: int, anchor: str) -> Reason:
    conflict = material.conflict
    stable = material.result.stable
    strength = next(s for s in STRENGTHS if s.concept in stable and stable[s.concept][:, state].all())
    tempted = [i for i in range(len(material.parties)) if len(improvements_from(conflict, i, state))]
    calm = [party.short for i, party in enumerate(material.parties) if i not in tempted]
    if not tempted:
        verdict = "Nobody can reach anything better by moving alone."
    else:
        nothing = f" Nothing better is within reach for {join_words(calm)}." if calm else ""
        verdict = f"It {strength.label} ({concept_name(strength.concept)}).{nothing}"
    lines = tuple(line for i in tempted for line in _lines(material, state, i, strength.concept, _MOST_TEMPTATIONS))
    return Reason(anchor, material.ring(state), state_words(conflict, state), verdict, lines)


def _fails(material: Material, state: int, outcome: str, among: int) -> Reason:
    conflict, stable = material.conflict, material.result.stable
    # the most that can be said: even under the concept that deters most somebody would leave
    concept = next(s.concept for s in _MOST_DETERRING if s.concept in stable and not stable[s.concept][:, state].all())
    leaving = [i for i in range(len(material.parties)) if not stable[concept][i, state]]
    also = f"The nearest to the status quo of {counted(among, 'such state')}. " if among > 1 else ""
    names = join_words([material.parties[i].short for i in leaving])
    return Reason(
        anchor=f"fails-{state + 1}",
        ring=material.ring(state),
        title=f"{outcome[:1].upper()}{outcome[1:]}: {state_words(conflict, state).partition(' – ')[0]}",
        verdict=f"{also}Would not hold under any concept used: {names} would leave, even if "
        f"{CONCEPT_NAMES[concept].premise} ({concept_name(concept)}).",
        lines=tuple(line for i in leaving for line in _lines(material, state, i, concept, _MOST_DEPARTURES)),
    )


def _lines(material: Material, state: int, party: int, concept: Concept, most: int) -> tuple[tuple[Party, str], ...]:
    trace = explain_state(material.conflict, state, party, concept)
    told = trace_words(material.conflict, trace)[1:]  # the first says again what the heading says
    left = len(told) - most
    more = (
        (f"{counted(left, 'more improvement')} of {material.parties[party].short} not told here.",) if left > 0 else ()
    )
    return tuple((material.parties[party], line) for line in (*told[:most], *more))
