"""Proof traces in plain words. Modal verbs only ("could", "would"): they fit a party of one and of many."""

from __future__ import annotations

from dataclasses import dataclass

from detente.conflict.model import Conflict
from detente.present.names import CONCEPT_NAMES, counted, dm_short, join_words
from detente.present.words.states import move_words, place_words, position, state_short
from detente.stability.model import Comparison, Concept, Departure, Reply, Trace

_MOST_DEPARTURES = 20
_MOST_REPLIES = 2
_WITH_COUNTERMOVE = (Concept.SMR, Concept.SSEQ)


def trace_words(conflict: Conflict, trace: Trace) -> tuple[str, ...]:
    """Say why a decision maker would stay or not: the verdict first, then each improvement and what answers it."""
    teller = _Teller(conflict, trace, position(conflict, trace.state))
    told = [*(d for d in trace.departures if d.deterred_by is None), *(d for d in trace.departures if d.deterred_by)]
    lines = [teller.verdict(), *(teller.departure(departure) for departure in told[:_MOST_DEPARTURES])]
    if len(told) > _MOST_DEPARTURES:
        lines.append(f"Not told here: {counted(len(told) - _MOST_DEPARTURES, 'more improvement')}.")
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells one trace."""

    conflict: Conflict
    trace: Trace
    state: int

    @property
    def name(self) -> str:
        return dm_short(self.conflict.case, self.trace.decision_maker)

    @property
    def row(self) -> int:
        return self.conflict.decision_makers.index(self.trace.decision_maker)

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
        to = position(self.conflict, departure.to)
        how = move_words(self.conflict, self.state, to)
        move = f"by {how}" if how else f"({self.words(departure.to)})"
        places = [place_words(self.conflict, self.row, state) for state in (to, self.state)]
        opening = f"{self.name} could improve to {departure.to} {move}: {places[0]} instead of {places[1]}."
        if departure.deterred_by is not None:
            return f"{opening} {self.deterrent(departure.to, departure.deterred_by)}"
        return f"{opening} {self.failure(departure)}"

    def deterrent(self, start: str, reply: Reply) -> str:
        if reply.compared is Comparison.SAME:
            verdict = "back where it began, so nothing is gained"
        else:
            worse = "worse" if reply.compared is Comparison.LESS else "no better"
            place = place_words(self.conflict, self.row, position(self.conflict, reply.state))
            verdict = f"{worse} than {self.trace.state} for {self.name}: {place}"
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
                f"Nothing deters it: none of the {departure.n_replies:,} combinations of moves that the others could"
                f" make at the same moment takes the gain away. {example}"
            )
        escape = ", or could get there by one more move" if self.trace.concept in _WITH_COUNTERMOVE else ""
        return (
            f"Nothing deters it: wherever the others could take it from there ({departure.n_replies:,} ways),"
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
            return sequence_words(self.conflict, start, reply)
        together = []
        for step in reply.steps:
            how = move_words(self.conflict, self.state, position(self.conflict, step.state))
            together.append(f"{dm_short(self.conflict.case, step.mover)} {how}")
        end = f"lead to {reply.state} ({self.words(reply.state)})" if reply.state else "fit no feasible state"
        return f"{self.name} moving and, at the same moment, {join_words(together)} would together {end}"

    def words(self, state: str) -> str:
        return state_short(self.conflict, position(self.conflict, state))


def sequence_words(conflict: Conflict, start: str, reply: Reply) -> str:
    """Say who could move where, one after another, from the state that a decision maker went to."""
    steps: list[str] = []
    here = position(conflict, start)
    for step in reply.steps:
        there = position(conflict, step.state)
        how = move_words(conflict, here, there)
        way = f"by {how}" if how else f"({state_short(conflict, there)})"
        could = "to" if steps else "could move to"
        steps.append(f"{dm_short(conflict.case, step.mover)} {could} {step.state} {way}")
        here = there
    return ", then ".join(steps)
