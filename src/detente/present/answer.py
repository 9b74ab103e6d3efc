"""The answer: where the dispute can settle, whether the status quo holds, which named outcomes can hold.

Plain data made of words; the terminal, the report and other pages show it as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.conflict.model import BoolArray, Conflict
from detente.conflict.navigate import holding, improvements_from, outcomes_of, state_id
from detente.present.names import counted, dm_short, join_words, outcome_name
from detente.present.notes import notes
from detente.present.strength import STRENGTHS, Strength
from detente.present.words import condition_words, move_words, state_short, state_words
from detente.present.words.labels import quote
from detente.present.words.traces import sequence_words
from detente.stability.explain import explain_state
from detente.stability.model import Comparison, Concept, StabilityResult

_IN_HEADLINE = 3
_TRACED = 1 << 16
_IDS = 6


@dataclass(frozen=True, slots=True)
class Settling:
    """A state where the dispute can settle, with every concept asked for under which it is an equilibrium."""

    state: str
    words: str
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
    """Whether a named outcome can hold. Settling states come strongest first; `n_settling` counts them all."""

    name: str
    title: str
    condition: str
    n_states: int
    n_settling: int
    settling: tuple[Settling, ...]
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
    """Say what a result means; at most `most` settling states are listed, here and for each named outcome."""
    summary = _Summary(result, most)
    total = summary.n_settling
    shown = min(total, most)
    return Answer(
        headline=summary.headline(),
        where=summary.where(opens=True),
        n_states=result.conflict.n_states,
        settling=summary.settling(summary.everywhere),
        n_settling=total,
        shown="" if shown == total else f"showing {shown:,} of {total:,}",
        groups=summary.groups(summary.everywhere),
        status_quo=summary.status_quo(),
        outcomes=tuple(summary.outcome(name) for name in result.conflict.case.outcomes),
        notes=notes(result),
    )


class _Summary:
    """Masks of the equilibria, and the sentences about them."""

    def __init__(self, result: StabilityResult, most: int) -> None:
        self.result, self.most = result, most
        self.conflict: Conflict = result.conflict
        self.strengths = tuple(strength for strength in STRENGTHS if strength.concept in result.stable)
        self.masks = {concept: result.equilibria(concept) for concept in result.stable}
        self.everywhere: BoolArray = np.ones(self.conflict.n_states, dtype=np.bool_)
        # position in `strengths` of what each state needs; their number where nothing lets it hold
        self.rung = np.full(self.conflict.n_states, len(self.strengths), dtype=np.int8)
        for position in range(len(self.strengths) - 1, -1, -1):
            self.rung[self.masks[self.strengths[position].concept]] = position
        self.n_settling = int((self.rung < len(self.strengths)).sum())

    def groups(self, where: BoolArray) -> tuple[tuple[Strength, int], ...]:
        counts = np.bincount(self.rung[where], minlength=len(self.strengths))
        return tuple((strength, int(n)) for strength, n in zip(self.strengths, counts, strict=False) if n)

    def settling(self, where: BoolArray) -> tuple[Settling, ...]:
        states: list[int] = []
        for position in range(len(self.strengths)):
            found = np.flatnonzero(where & (self.rung == position))
            states.extend(found[: self.most - len(states)].tolist())
        return tuple(
            Settling(
                state=state_id(self.conflict, s),
                words=state_words(self.conflict, s),
                strength=self.strengths[self.rung[s]],
                concepts=self.concepts_at(s),
            )
            for s in states
        )

    def concepts_at(self, state: int) -> tuple[Concept, ...]:
        return tuple(concept for concept, mask in self.masks.items() if mask[state])

    def headline(self) -> tuple[str, ...]:
        status_quo = self.status_quo()
        sentences = [] if status_quo is None else [status_quo.sentence]
        sentences.append(self.where(opens=status_quo is None))
        groups = self.groups(self.everywhere)
        if len(groups) > 1:
            more = [f"{n:,} more {strength.verb(n)}" for strength, n in groups[1:]]
            sentences.append(f"{'; '.join(more)}.")
        return tuple(sentences)

    def name(self, state: int) -> str:
        """Name a state as briefly as the case allows: the outcome that holds in it, else what is done in it."""
        outcomes = [quote(outcome_name(name)) for name in outcomes_of(self.conflict, state)]
        what = join_words(outcomes) if outcomes else state_words(self.conflict, state)
        return f"{what} [{state_id(self.conflict, state)}]"

    def where(self, *, opens: bool) -> str:
        """Say where this can settle with least to need; `opens` when nothing has been said of the model yet."""
        n_states = self.conflict.n_states
        groups = self.groups(self.everywhere)
        if not self.strengths:
            return "None of the concepts asked for applies to this model, so nothing is said about where it settles."
        opening = "In this model " if opens else ""
        if not groups:
            asked = "the concept asked for" if len(self.strengths) == 1 else "every concept asked for"
            each = "the only state" if n_states == 1 else f"each of the {n_states:,} states"
            where = f"{opening}the dispute settles nowhere: under {asked}, somebody would leave {each}."
            return where[:1].upper() + where[1:]
        strength, n = groups[0]
        first = np.flatnonzero(self.rung == self.strengths.index(strength))[:_IN_HEADLINE]
        named = [self.name(s) for s in first.tolist()]
        rest = f" and {n - len(named):,} more" if n > len(named) else ""
        hold = strength.verb(n)
        which = f"{', '.join(named)}{rest}" if rest else join_words(named)
        return f"{opening}{n:,} of {counted(n_states, 'state')} {hold}: {which}."

    def status_quo(self) -> StatusQuo | None:
        state = self.conflict.status_quo
        if state is None:
            return None
        leavers = tuple(leaver for i in range(len(self.conflict.decision_makers)) for leaver in self._leaver(i, state))
        rung = int(self.rung[state])
        strength = self.strengths[rung] if rung < len(self.strengths) else None
        words, name = state_words(self.conflict, state), state_id(self.conflict, state)
        sentence = f"In this model the status quo, {self.name(state)}, {self._verdict(strength, leavers)}."
        return StatusQuo(name, words, strength, self.concepts_at(state), leavers, sentence)

    def _leaver(self, dm: int, state: int) -> tuple[Leaver, ...]:
        conflict, stable = self.conflict, self.result.stable
        improvements = improvements_from(conflict, dm, state)
        if not improvements.size:
            return ()
        best = int(improvements[np.argmax(conflict.level[dm, improvements])])
        how = move_words(conflict, state, best)
        return (
            Leaver(
                decision_maker=conflict.decision_makers[dm],
                name=dm_short(conflict.case, conflict.decision_makers[dm]),
                to=state_id(conflict, best),
                how=f"by {how}" if how else f"by moving to {quote(state_short(conflict, best))}",
                n_improvements=len(improvements),
                deterred=tuple(concept for concept, mask in stable.items() if mask[dm, state]),
                undeterred=tuple(concept for concept, mask in stable.items() if not mask[dm, state]),
            ),
        )

    def _verdict(self, strength: Strength | None, leavers: tuple[Leaver, ...]) -> str:
        if not leavers:
            return "holds by itself: nobody can do better by moving alone"
        if not self.strengths:
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
        conflict = self.conflict
        many = "; its other improvements are deterred too" if leaver.n_improvements > 1 else ""
        if conflict.status_quo is None or conflict.n_states > _TRACED or concept is Concept.SIM:
            return f"that is deterred{many}"
        party = conflict.decision_makers.index(leaver.decision_maker)
        trace = explain_state(conflict, conflict.status_quo, party, concept)
        reply = next(d.deterred_by for d in trace.departures if d.to == leaver.to)
        if reply is None:  # pragma: no cover - an equilibrium deters every improvement
            raise AssertionError(trace)
        worse = "worse" if reply.compared is Comparison.LESS else "no better"
        return f"then {sequence_words(conflict, leaver.to, reply)}, which is {worse} for {leaver.name}{many}"

    def outcome(self, name: str) -> OutcomeAnswer:
        conflict = self.conflict
        condition = conflict.case.outcomes[name].that
        where = holding(conflict, condition.formula)
        settling = self.settling(where)
        title = outcome_name(name)
        return OutcomeAnswer(
            name=name,
            title=title,
            condition=condition_words(conflict.case, condition),
            n_states=int(where.sum()),
            n_settling=int((self.rung[where] < len(self.strengths)).sum()),
            settling=settling,
            sentence=f"{quote(title)} {self._outcome_verdict(where)}.",
        )

    def _outcome_verdict(self, where: BoolArray) -> str:
        n_states = int(where.sum())
        if not n_states:
            return "is true in no feasible state"
        if not self.strengths:
            return "cannot be judged under the concepts asked for"
        groups = self.groups(where)
        if groups:
            held = [f"{self._ids(where, strength)} {strength.verb(n)}" for strength, n in groups]
            return f"can hold: {'; '.join(held)}"
        each = "its only state" if n_states == 1 else f"each of its {n_states:,} states"
        never = np.all([~mask[:, where] for mask in self.result.stable.values()], axis=(0, 2))
        who = [dm_short(self.conflict.case, self.conflict.decision_makers[i]) for i in np.flatnonzero(never)]
        asked = "the concept" if len(self.strengths) == 1 else "every concept"
        leaver = join_words(who) if who else "somebody"
        return f"cannot hold in this model: under {asked} asked for, {leaver} would leave {each}"

    def _ids(self, where: BoolArray, strength: Strength) -> str:
        states = np.flatnonzero(where & (self.rung == self.strengths.index(strength)))
        ids = [state_id(self.conflict, s) for s in states[:_IDS].tolist()]
        return f"{', '.join(ids)} and {len(states) - _IDS:,} more" if len(states) > _IDS else join_words(ids)
