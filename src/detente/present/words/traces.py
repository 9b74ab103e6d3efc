"""Proof traces in plain words. Modal verbs only ("could", "would"): they fit a party of one and of many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic

from detente.conflict.model import Conflict
from detente.present.names import CONCEPT_NAMES, amount, counted, dm_short, join_words
from detente.present.words.models import ListedModel, Model, S, place_in
from detente.present.words.states import Scene, change_words, scene_short
from detente.stability.model import Comparison, Concept, Departure, Reply, Trace

_MOST_DEPARTURES = 20
_MOST_REPLIES = 2
_WITH_COUNTERMOVE = (Concept.SMR, Concept.SSEQ)


def trace_words(model: Conflict | Model[S], trace: Trace) -> tuple[str, ...]:
    """Say why a decision maker would stay or not: the verdict first, then each improvement and what answers it.

    `model` is what the trace was made from: a conflict, or a model whose states are not listed.
    """
    if isinstance(model, Conflict):
        return _told(ListedModel(model), trace)
    return _told(model, trace)


def _told(model: Model[S], trace: Trace) -> tuple[str, ...]:
    teller = _Teller(model, trace)
    told = [*(d for d in trace.departures if d.deterred_by is None), *(d for d in trace.departures if d.deterred_by)]
    lines = [teller.verdict(), *(teller.departure(departure) for departure in told[:_MOST_DEPARTURES])]
    if len(told) > _MOST_DEPARTURES:
        lines.append(f"Not told here: {counted(len(told) - _MOST_DEPARTURES, 'more improvement')}.")
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class _Teller(Generic[S]):
    """Tells one trace."""

    model: Model[S]
    trace: Trace

    @property
    def name(self) -> str:
        return dm_short(self.model.case, self.trace.decision_maker)

    def verdict(self) -> str:
        trace = self.trace
        stays = "would stay" if trace.stable else "would not stay"
        opening = f"In this model {self.name} {stays} at {trace.state} ({self.words(trace.state)})"
        if not trace.departures:
            return f"{opening}: nothing better is within reach by moving alone."
        n_all = len(trace.departures)
        n_free = sum(departure.deterred_by is None for departure in trace.departures)
        if n_all == 1:
            found = "the one improvement within reach is " + ("not deterred" if n_free else "deterred")
        else:
            which = {0: "all deterred", n_all: "none of them deterred"}.get(n_free, f"{n_free:,} of them not deterred")
            found = f"{n_all:,} improvements within reach, {which}"
        return f"{opening} if {CONCEPT_NAMES[trace.concept].premise}: {found}."

    def departure(self, departure: Departure) -> str:
        how = change_words(self.scene(self.trace.state), self.scene(departure.to))
        move = f"by {how}" if how else f"({self.words(departure.to)})"
        places = [self.place(name) for name in (departure.to, self.trace.state)]
        opening = f"{self.name} could improve to {departure.to} {move}: {places[0]} instead of {places[1]}."
        if departure.deterred_by is not None:
            return f"{opening} {self.deterrent(departure.to, departure.deterred_by)}"
        return f"{opening} {self.failure(departure)}"

    def deterrent(self, start: str, reply: Reply) -> str:
        if reply.compared is Comparison.SAME:
            verdict = "back where it began, so nothing is gained"
        else:
            worse = "worse" if reply.compared is Comparison.LESS else "no better"
            verdict = f"{worse} than {self.trace.state} for {self.name}: {self.place(reply.state)}"
        escape = ", and no further move escapes it" if self.trace.concept in _WITH_COUNTERMOVE else ""
        return f"What deters it: {self.moves(start, reply)}, {verdict}{escape}."

    def failure(self, departure: Departure) -> str:
        if self.trace.concept is Concept.NASH:
            return "Nothing deters it: no answer of the others counts here."
        if not departure.n_replies:
            can = "move" if self.trace.concept in (Concept.GMR, Concept.SMR) else "improve"
            place = self.trace.state if self.trace.concept is Concept.SIM else departure.to
            return f"Nothing deters it: nobody else can {can} from {place}."
        told = [self.harmless(departure.to, reply) for reply in departure.undeterring[:_MOST_REPLIES]]
        if departure.n_replies == len(told):
            return f"Nothing deters it: {'; '.join(told)}."
        example = f"For example, {told[0]}."
        if self.trace.concept is Concept.SIM:
            return (
                f"Nothing deters it: none of the {amount(departure.n_replies)} combinations of moves that the others"
                f" could make at the same moment takes the gain away. {example}"
            )
        escape = ", or could get there by one more move" if self.trace.concept in _WITH_COUNTERMOVE else ""
        return (
            f"Nothing deters it: wherever the others could take it from there ({amount(departure.n_replies)} ways),"
            f" {self.name} would still be better off than at {self.trace.state}{escape}. {example}"
        )

    def harmless(self, start: str, reply: Reply) -> str:
        moves = self.moves(start, reply)
        if reply.compared is Comparison.INFEASIBLE:
            return moves
        better = f"better than {self.trace.state} for {self.name}"
        if reply.countermove is None:
            return f"{moves}, still {better}"
        return f"{moves}, from where {self.name} could go on to {reply.countermove}, {better}"

    def moves(self, start: str, reply: Reply) -> str:
        """Say who moves where, and how; ends with the state reached."""
        if not reply.simultaneous:
            return sequence_words(self.model, start, reply)
        together = []
        for step in reply.steps:
            how = change_words(self.scene(self.trace.state), self.scene(step.state))
            together.append(f"{dm_short(self.model.case, step.mover)} {how}")
        end = f"lead to {reply.state} ({self.words(reply.state)})" if reply.state else "fit no feasible state"
        return f"{self.name} moving and, at the same moment, {join_words(together)} would together {end}"

    def scene(self, name: str) -> Scene:
        return self.model.scene(self.model.named(name))

    def words(self, name: str) -> str:
        return scene_short(self.scene(name))

    def place(self, name: str) -> str:
        return place_in(self.model, self.trace.decision_maker, self.model.named(name))


def sequence_words(model: Model[S], start: str, reply: Reply) -> str:
    """Say who could move where, one after another, from the state that a decision maker went to."""
    steps: list[str] = []
    here = model.scene(model.named(start))
    for step in reply.steps:
        there = model.scene(model.named(step.state))
        how = change_words(here, there)
        way = f"by {how}" if how else f"({scene_short(there)})"
        could = "to" if steps else "could move to"
        steps.append(f"{dm_short(model.case, step.mover)} {could} {step.state} {way}")
        here = there
    return ", then ".join(steps)
