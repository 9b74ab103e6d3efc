"""Why it holds where it holds, and why named outcomes do not: proof traces in words, kept short."""

from __future__ import annotations

from detente.conflict import Conflict
from detente.conflict.model import BoolArray
from detente.conflict.navigate import holding, improvements_from, moves_from
from detente.errors import Path
from detente.present.answer import Answer
from detente.present.names import CONCEPT_NAMES, concept_name, counted, join_words, outcome_name
from detente.present.report.answer_parts import Link, Party, Reason
from detente.present.report.material import Material
from detente.present.report.turning import Turning
from detente.present.strength import STRENGTHS
from detente.present.words import state_words, trace_words
from detente.present.words.states import position
from detente.stability import Concept, Trace, explain_state
from detente.stability.model import Reply

MOST_REASONS = 5
MOST_FAILURES = 6
_MOST_TEMPTATIONS = 2
_MOST_DEPARTURES = 1
_IN_OWN_INTEREST = (Concept.SEQ, Concept.SSEQ, Concept.SIM)
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


def reasons(material: Material, explained: dict[int, str], turning: Turning) -> tuple[Reason, ...]:
    """Say why states hold: who is tempted, and what deters."""
    return tuple(_holds(material, state, anchor, turning) for state, anchor in explained.items())


def failures(material: Material, turning: Turning) -> tuple[tuple[Reason, ...], int]:
    """Say why the named outcomes in which nothing settles do not hold: who leaves, and why nothing deters.

    Also return how many more such outcomes there are.
    """
    failing: dict[int, list[tuple[str, int]]] = {}
    if material.result.stable:
        for name, outcome in material.case.outcomes.items():
            states = holding(material.conflict, outcome.that.formula)
            if states.any() and not (states & (material.held > 0)).any():
                failing.setdefault(_nearest(material, states), []).append((outcome_name(name), int(states.sum())))
    told = list(failing.items())[:MOST_FAILURES]
    left = sum(map(len, failing.values())) - sum(len(outcomes) for _, outcomes in told)
    return tuple(_fails(material, state, outcomes, turning) for state, outcomes in told), left


def _nearest(material: Material, states: BoolArray) -> int:
    """Choose the state of an outcome that changes least against the status quo; the first of these."""
    conflict = material.conflict
    candidates = states.nonzero()[0].tolist()
    if conflict.status_quo is None:
        return int(candidates[0])
    now = int(conflict.combination[conflict.status_quo])
    return int(min(candidates, key=lambda state: (int(conflict.combination[state]) ^ now).bit_count()))


def _holds(material: Material, state: int, anchor: str, turning: Turning) -> Reason:
    conflict = material.conflict
    stable = material.result.stable
    everybody = range(len(material.parties))
    strength = next(s for s in STRENGTHS if s.concept in stable and stable[s.concept][:, state].all())
    tempted = [i for i in everybody if len(improvements_from(conflict, i, state))]
    calm = [party.short for i, party in enumerate(material.parties) if i not in tempted]
    if not tempted:
        verdict = "Nobody can reach anything better by moving alone."
    else:
        nothing = f" Nothing better is within reach for {join_words(calm)}." if calm else ""
        verdict = f"It {strength.label} ({concept_name(strength.concept)}).{nothing}"
    decided = _Decided(conflict, turning)
    lines: list[tuple[Party, str]] = []
    for i in tempted:
        trace = explain_state(conflict, state, i, strength.concept)
        lines += _lines(material, trace, i, _MOST_TEMPTATIONS)
        decided.by_answers(i, trace, _MOST_TEMPTATIONS)
    for i in everybody:
        decided.by_moves(i, state, moves_from(conflict, i, state).tolist())
    words = state_words(conflict, state)
    return Reason(anchor, material.ring(state), words, verdict, tuple(lines), *decided.told(material))


def _fails(material: Material, state: int, outcomes: list[tuple[str, int]], turning: Turning) -> Reason:
    conflict, stable = material.conflict, material.result.stable
    # the most that can be said: even under the concept that deters most somebody would leave
    concept = next(s.concept for s in _MOST_DETERRING if s.concept in stable and not stable[s.concept][:, state].all())
    leaving = [i for i in range(len(material.parties)) if not stable[concept][i, state]]
    decided = _Decided(conflict, turning)
    lines: list[tuple[Party, str]] = []
    for i in leaving:
        trace = explain_state(conflict, state, i, concept)
        lines += _lines(material, trace, i, _MOST_DEPARTURES)
        decided.by_answers(i, trace, _MOST_DEPARTURES)
    names = join_words([material.parties[i].short for i in leaving])
    titles = join_words([name for name, _ in outcomes])
    return Reason(
        f"fails-{state + 1}",
        material.ring(state),
        f"{titles[:1].upper()}{titles[1:]}: {state_words(conflict, state).partition(' – ')[0]}",
        f"{_among(outcomes)}Would not hold under any concept used: {names} would leave, even if "
        f"{CONCEPT_NAMES[concept].premise} ({concept_name(concept)}).",
        tuple(lines),
        *decided.told(material),
    )


def _among(outcomes: list[tuple[str, int]]) -> str:
    if len(outcomes) > 1:
        return "The nearest to the status quo of all states of these outcomes. "
    return f"The nearest to the status quo of {outcomes[0][1]:,} such states. " if outcomes[0][1] > 1 else ""


def _lines(material: Material, trace: Trace, party: int, most: int) -> list[tuple[Party, str]]:
    told = trace_words(material.conflict, trace)[1:]  # the first says again what the heading says
    left = len(trace.departures) - most
    more = (
        [f"{counted(left, 'more improvement')} of {material.parties[party].short} not told here."] if left > 0 else []
    )
    return [(material.parties[party], line) for line in (*told[:most], *more)]


class _Decided:
    """Collects, party by party, the parts of the model that decide the comparisons that a reason tells of."""

    def __init__(self, conflict: Conflict, turning: Turning) -> None:
        self.conflict, self.turning = conflict, turning
        self.parts: list[set[Path]] = [set() for _ in conflict.decision_makers]

    def by_moves(self, party: int, state: int, others: list[int]) -> None:
        """Add what a party weighs when it looks at where it could go alone."""
        self.parts[party] |= self.turning.parts(party, state, others)

    def by_answers(self, party: int, trace: Trace, most: int) -> None:
        """Add what decides the improvements told: that they are, and what answers them."""
        state = position(self.conflict, trace.state)
        for departure in sorted(trace.departures, key=lambda departure: departure.deterred_by is not None)[:most]:
            reply = departure.deterred_by or next(iter(departure.undeterring), None)
            self.by_moves(party, state, [position(self.conflict, departure.to)])
            if reply is not None and reply.state:
                self.by_moves(party, state, [position(self.conflict, reply.state)])
                if trace.concept in _IN_OWN_INTEREST:
                    self._by_steps(departure.to, state, reply)

    def _by_steps(self, start: str, left: int, reply: Reply) -> None:
        """Add why each move of an answer is in the interest of whoever makes it."""
        now = position(self.conflict, start)
        for step in reply.steps:
            then = position(self.conflict, step.state)
            mover = self.conflict.decision_makers.index(step.mover)
            self.by_moves(mover, left if reply.simultaneous else now, [then])
            now = then

    def told(self, material: Material) -> tuple[tuple[tuple[Party, tuple[Link, ...]], ...], str]:
        """Return links to the parts, party by party, and which of them have weak support."""
        order = {path: place for place, path in enumerate(material.numbers)}
        links = [[material.numbers[path] for path in sorted(paths, key=order.__getitem__)] for paths in self.parts]
        turns_on = tuple((party, tuple(found)) for party, found in zip(material.parties, links, strict=True) if found)
        weak: dict[str, list[str]] = {}
        for path in sorted(set().union(*self.parts), key=order.__getitem__):
            if path in material.weak:
                weak.setdefault(material.weak[path], []).append(material.numbers[path].words)
        said = [f"{join_words(numbers)} ({words})" for words, numbers in weak.items()]
        return turns_on, f"Weak support: {'; '.join(said)}." if said else ""
