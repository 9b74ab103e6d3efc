"""The answer: where the dispute can settle, whether the status quo holds, which named outcomes can hold.

Plain data made of words; the terminal, the report and other pages show it as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic

from detente.present.findings import Findings, ListedFindings
from detente.present.names import amount, concept_name, counted, dm_short, join_words, outcome_name
from detente.present.notes import notes
from detente.present.strength import STRENGTHS, Strength
from detente.present.words import condition_words
from detente.present.words.labels import quote
from detente.present.words.models import S, id_of
from detente.present.words.states import change_words, scene_short, scene_words
from detente.present.words.traces import sequence_words
from detente.stability.model import Comparison, Concept, StabilityResult
from detente.stability.sets import States

_IN_HEADLINE = 3
_IDS, _SHORT_IDS = 6, 10**9  # ids in a sentence; two where they have ten digits and more
_LONG = 160  # characters; what is done in a state takes more where there are dozens of options


@dataclass(frozen=True, slots=True)
class Settling:
    """A state where the dispute can settle, with every concept asked for under which it is an equilibrium.

    Attributes
    ----------
    state
        Its id.
    words, short
        What is done in it, in full and in the few words of tables.
    outcomes
        The named outcomes that hold in it, as they are read.
    strength, concepts
        What it needs to hold.
    """

    state: str
    words: str
    short: str
    outcomes: tuple[str, ...]
    strength: Strength
    concepts: tuple[Concept, ...]


@dataclass(frozen=True, slots=True)
class Leaver:
    """A decision maker that could improve on the status quo alone.

    Attributes
    ----------
    decision_maker, name
        Its id and short name.
    to, how
        The improvement it likes best (the first of these), and how it gets there.
    n_improvements
        How many improvements it has.
    deterred
        The concepts under which each of them is deterred, so that it would stay.
    undeterred
        The concepts under which some are not.
    """

    decision_maker: str
    name: str
    to: str
    how: str
    n_improvements: int
    deterred: tuple[Concept, ...]
    undeterred: tuple[Concept, ...]


@dataclass(frozen=True, slots=True)
class StatusQuo:
    """Where the dispute stands: what it needs to hold (None: no concept asked for lets it), and who could leave."""

    state: str
    words: str
    strength: Strength | None
    concepts: tuple[Concept, ...]
    leavers: tuple[Leaver, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class OutcomeAnswer:
    """Whether a named outcome can hold; in how many of its states the dispute can settle."""

    name: str
    title: str
    condition: str
    n_states: int
    n_settling: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What follows from the case, in words.

    Attributes
    ----------
    headline
        One to three sentences: whether the status quo holds, and where this can settle.
    where
        One sentence that stands alone: where this can settle with least to need.
    settling
        Where it can settle, what needs least first; cut, `n_settling` counts all and `shown` says so in words.
    groups
        How many states there are of each strength, for the strengths that occur.
    status_quo
        None if the case does not say where the dispute stands.
    outcomes
        Each outcome that the case names, in file order.
    notes
        What a reader has to know to read the answer rightly.
    """

    headline: tuple[str, ...]
    where: str
    n_states: int
    settling: tuple[Settling, ...]
    n_settling: int
    shown: str
    groups: tuple[tuple[Strength, int], ...]
    status_quo: StatusQuo | None
    outcomes: tuple[OutcomeAnswer, ...]
    notes: tuple[str, ...]


def summarize(result: StabilityResult, *, most: int = 50) -> Answer:
    """Say what a result means; at most `most` settling states are listed."""
    summary = Summary(ListedFindings(result))
    total = summary.settles.count()
    shown = min(total, most)
    return Answer(
        headline=summary.headline(),
        where=summary.where(opens=True),
        n_states=summary.n_states,
        settling=summary.described(summary.strongest(summary.everywhere, most)),
        n_settling=total,
        shown="" if shown == total else f"showing {shown:,} of {amount(total)}",
        groups=summary.groups,
        status_quo=summary.status_quo,
        outcomes=summary.outcomes(),
        notes=notes(summary.findings),
    )


class Summary(Generic[S]):
    """The equilibria by what they need to hold, and the sentences about them."""

    def __init__(self, findings: Findings[S]) -> None:
        self.findings, self.model = findings, findings.model
        self.parties = tuple(self.model.case.decision_makers)
        self.n_states = self.model.n_states
        self.strengths = tuple(strength for strength in STRENGTHS if strength.concept in findings.concepts)
        self.everywhere: States[S] = self.model.everything()
        # the states that need just this to hold: each state where it can settle stands at one strength
        self.needing: dict[Strength, States[S]] = {}
        self.settles = self.everywhere - self.everywhere
        for strength in self.strengths:
            equilibria = findings.equilibria(strength.concept)
            self.needing[strength] = equilibria - self.settles
            self.settles |= equilibria

    @cached_property
    def groups(self) -> tuple[tuple[Strength, int], ...]:
        """How many states there are of each strength, for the strengths that occur."""
        return self.groups_in(self.everywhere)

    def groups_in(self, where: States[S]) -> tuple[tuple[Strength, int], ...]:
        """Return how many of some states there are of each strength, for the strengths that occur."""
        counts = ((strength, (states & where).count()) for strength, states in self.needing.items())
        return tuple((strength, n) for strength, n in counts if n)

    def strongest(self, where: States[S], most: int) -> tuple[S, ...]:
        """Return the first states where it can settle, what needs least first."""
        found: list[S] = []
        for states in self.needing.values():
            found.extend((states & where).first(most - len(found)))
        return tuple(found)

    def described(self, states: Sequence[S]) -> tuple[Settling, ...]:
        """Describe states where it can settle."""
        concepts: list[list[Concept]] = [[] for _ in states]
        for concept in self.findings.concepts:  # one after another: sets of many million states take memory
            equilibria = self.findings.equilibria(concept)
            for state, holds in zip(states, concepts, strict=True):
                holds.extend([concept] if state in equilibria else [])
        return tuple(map(self._described, states, concepts))

    def _described(self, state: S, concepts: Sequence[Concept]) -> Settling:
        scene = self.model.scene(state)
        strength = next(strength for strength in self.strengths if strength.concept in concepts)
        outcomes = self.model.outcomes(state)
        return Settling(
            state=scene.id,
            words=scene_words(scene, outcomes),
            short=scene_short(scene),
            outcomes=tuple(map(outcome_name, outcomes)),
            strength=strength,
            concepts=tuple(concepts),
        )

    def headline(self) -> tuple[str, ...]:
        """Say whether the status quo holds, and where this can settle."""
        status_quo = self.status_quo
        sentences = [] if status_quo is None else [status_quo.sentence]
        sentences.append(self.where(opens=status_quo is None))
        if self.findings.unfinished:
            left = join_words([concept_name(concept) for concept in self.findings.unfinished])
            sentences.append(
                f"Time or memory ran out before all states were judged under {left}: what needs that may hold, too."
            )
        if len(self.groups) > 1:
            more = [f"{amount(n)} more {strength.verb(n)}" for strength, n in self.groups[1:]]
            sentences.append(f"{'; '.join(more)}.")
        return tuple(sentence[:1].upper() + sentence[1:] for sentence in sentences)

    def name(self, state: S) -> str:
        """Name a state briefly: by the outcome that holds in it, else by what is done in it, if that can be said."""
        scene = self.model.scene(state)
        outcomes = [quote(outcome_name(name)) for name in self.model.outcomes(state)]
        what = join_words(outcomes) if outcomes else scene_words(scene, ())
        return f"{what} [{scene.id}]" if len(what) <= _LONG else scene.id

    def where(self, *, opens: bool) -> str:
        """Say where this can settle with least to need; `opens` when nothing has been said of the model yet."""
        if not self.strengths:
            why = "could be answered" if self.findings.unfinished else "applies to this model"
            return f"None of the concepts asked for {why}, so nothing is said about where it settles."
        opening = "In this model " if opens else ""
        if not self.groups:
            each = "the only state" if self.n_states == 1 else f"each of the {counted(self.n_states, 'state')}"
            where = f"{opening}the dispute settles nowhere: under {self._asked()}, somebody would leave {each}."
            return where[:1].upper() + where[1:]
        strength, n = self.groups[0]
        named = [self.name(state) for state in self.needing[strength].first(_IN_HEADLINE)]
        if sum(map(len, named)) > 2 * _LONG:
            named = named[:1]
        rest = f" and {amount(n - len(named))} more" if n > len(named) else ""
        which = f"{', '.join(named)}{rest}" if rest else join_words(named)
        return f"{opening}{amount(n)} of {counted(self.n_states, 'state')} {strength.verb(n)}: {which}."

    @cached_property
    def status_quo(self) -> StatusQuo | None:
        """Say whether the status quo holds, and who could leave."""
        state = self.model.status_quo
        if state is None:
            return None
        verdicts = self.findings.verdicts(state)
        leavers = tuple(leaver for i in range(len(self.parties)) for leaver in self._leaver(i, state, verdicts))
        holds = tuple(concept for concept, stays in verdicts.items() if all(stays))
        strength = next((strength for strength in STRENGTHS if strength.concept in holds), None)
        scene = self.model.scene(state)
        said = self._verdict(strength, leavers, judged=len(verdicts))
        sentence = f"In this model the status quo, {self.name(state)}, {said}."
        return StatusQuo(scene.id, scene_words(scene, self.model.outcomes(state)), strength, holds, leavers, sentence)

    def _leaver(self, i: int, state: S, verdicts: Mapping[Concept, tuple[bool, ...]]) -> tuple[Leaver, ...]:
        party = self.parties[i]
        improvements = self.model.improvements(party, state)
        if not improvements:
            return ()
        best = self.model.scene(improvements.best_for(party).first(1)[0])
        how = change_words(self.model.scene(state), best)
        return (
            Leaver(
                decision_maker=party,
                name=dm_short(self.model.case, party),
                to=best.id,
                how=f"by {how}" if how else f"by moving to {quote(scene_short(best))}",
                n_improvements=improvements.count(),
                deterred=tuple(concept for concept, stays in verdicts.items() if stays[i]),
                undeterred=tuple(concept for concept, stays in verdicts.items() if not stays[i]),
            ),
        )

    def _verdict(self, strength: Strength | None, leavers: tuple[Leaver, ...], *, judged: int) -> str:
        if not leavers:
            return "holds by itself: nobody can do better by moving alone"
        if not judged:
            return "cannot be judged under the concepts asked for"
        tempted = [leaver for leaver in leavers if leaver.undeterred] or list(leavers)
        # whoever is deterred least often says most about why the state may not hold
        leaver = max(tempted, key=lambda leaver: len(leaver.undeterred))
        others = len(tempted) - 1
        also = f" (and so could {counted(others, 'other party', 'other parties')})" if others else ""
        could = f"{leaver.name} could do better alone {leaver.how} [{leaver.to}]{also}"
        if strength is None:
            alone = "and under every concept asked for something of this is not deterred"
            free = "and nothing that is asked about deters that" if not leaver.deterred else alone
            return f"does not hold: {could}, {free}"
        return f"{strength.label}: {could}, but {self._deterrent(strength.concept, leaver)}"

    def _deterrent(self, concept: Concept, leaver: Leaver) -> str:
        """Say what would follow the improvement that a party likes best, where finding it out is quick."""
        many = "; its other improvements are deterred too" if leaver.n_improvements > 1 else ""
        state = self.model.status_quo
        trace = None if state is None else self.findings.trace(state, leaver.decision_maker, concept)
        if trace is None:
            return f"that is deterred{many}"
        reply = next(d.deterred_by for d in trace.departures if d.to == leaver.to)
        if reply is None:  # pragma: no cover - an equilibrium deters every improvement
            raise AssertionError(trace)
        worse = "worse" if reply.compared is Comparison.LESS else "no better"
        return f"then {sequence_words(self.model, leaver.to, reply)}, which is {worse} for {leaver.name}{many}"

    def outcomes(self) -> tuple[OutcomeAnswer, ...]:
        """Say of each named outcome whether it can hold."""
        return tuple(map(self._outcome, self.model.case.outcomes))

    def _outcome(self, name: str) -> OutcomeAnswer:
        condition = self.model.case.outcomes[name].that
        where = self.everywhere.where(condition.formula)
        title = outcome_name(name)
        return OutcomeAnswer(
            name=name,
            title=title,
            condition=condition_words(self.model.case, condition),
            n_states=where.count(),
            n_settling=(where & self.settles).count(),
            sentence=f"{quote(title)} {self.possible(where)}.",
        )

    def possible(self, where: States[S]) -> str:
        """Say whether what is true in some states can hold."""
        n_states = where.count()
        if not n_states:
            return "is true in no feasible state"
        if not self.strengths:
            return "cannot be judged under the concepts asked for"
        groups = self.groups_in(where)
        if groups:
            held = [f"{self._ids(where & self.needing[strength], n)} {strength.verb(n)}" for strength, n in groups]
            return f"can hold: {'; '.join(held)}"
        each = "its only state" if n_states == 1 else f"each of its {counted(n_states, 'state')}"
        who = self._leaving(where)
        leaver = join_words(who) if who else "somebody"
        return f"cannot hold in this model: under {self._asked()}, {leaver} would leave {each}"

    def _asked(self) -> str:
        concepts = "the concept" if len(self.strengths) == 1 else "every concept"
        return f"{concepts} {'that could be answered' if self.findings.unfinished else 'asked for'}"

    def _leaving(self, where: States[S]) -> list[str]:
        """Return who would leave each of some states, under every concept."""
        leaving = dict.fromkeys(self.parties)
        for concept in self.findings.concepts:
            for party in tuple(leaving):
                if where & self.findings.stable_for(concept, party):
                    del leaving[party]
        return [dm_short(self.model.case, party) for party in leaving]

    def _ids(self, states: States[S], n: int) -> str:
        most = _IDS if self.n_states < _SHORT_IDS else 2
        ids = [id_of(self.model, state) for state in states.first(most)]
        return f"{', '.join(ids)} and {amount(n - most)} more" if n > most else join_words(ids)
