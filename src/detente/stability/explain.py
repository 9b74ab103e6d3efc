r"""Proof traces: why a decision maker would stay at a state, or would not.

A state s is stable for decision maker i under a concept when every unilateral improvement :math:`t \in R_i^+(s)`
is deterred. What deters depends on the concept:

.. math::
    \text{NASH}:\;& \text{nothing} \\
    \text{GMR}:\;& \exists u \in R_{N-i}(t):\; u \preceq_i s \\
    \text{SMR}:\;& \exists u \in R_{N-i}(t):\; u \preceq_i s \text{ and } v \preceq_i s \;\forall v \in R_i(u) \\
    \text{SEQ}:\;& \text{as GMR, with } u \in R_{N-i}^+(t) \\
    \text{symmetric sequential}:\;& \text{as SMR, with } u \in R_{N-i}^+(t) \\
    \text{SIM}:\;& \text{some non-empty combination of improvements of the others from } s
        \text{, made together with } i\text{'s, gives } u \preceq_i s

:math:`R_{N-i}(t)` is where the others can lead by a legal sequence: at least one move, nobody twice in a row, i not
among the movers; :math:`R^+` means that each move improves on the state it is made from, for its mover. A return to
s itself deters (unless a countermove is considered: then i just improves again).

A trace names one improvement after another, and for each the shortest reply that deters it or all that do not. It
can be re-checked without the engine that gave the verdict.

Source: Fang, Hipel, Kilgour 1993 (NASH, GMR, SMR, SEQ); Rêgo, Vieira 2017 (symmetric sequential); Fraser, Hipel 1984
(SIM).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from detente.conflict.model import BoolArray, Conflict, IntArray
from detente.conflict.navigate import improvements_from, moves_from, state_id
from detente.errors import NotSupportedError
from detente.stability.legal import LegalSearch, bulk_moves
from detente.stability.model import Comparison, Concept, Departure, Reply, Step, Trace
from detente.stability.simultaneous import why_not_superposed

Moves = tuple[tuple[int, int], ...]  # who moves, and where to

_IN_OWN_INTEREST = (Concept.SEQ, Concept.SSEQ)
_WITH_COUNTERMOVE = (Concept.SMR, Concept.SSEQ)
_KEPT = 50


def explain_state(conflict: Conflict, state: int, decision_maker: int, concept: Concept) -> Trace:
    """Explain why a decision maker would stay at a state, or would not.

    Parameters
    ----------
    conflict
        The compiled case.
    state, decision_maker
        Positions in ``conflict``; the trace has names.
    concept
        What the decision maker expects.

    Raises
    ------
    NotSupportedError
        SIM in a conflict whose moves do not add up (`why_not_superposed`).

    Choices
    -------
    Among the shortest replies that deter, the first by step after step, movers in file order, then states in order.

    Cost
    ----
    A search from each improvement, ended by the first reply that deters: at most the opponents' moves from all states
    they can reach, each looked at once. Memory is linear in the states.
    """
    if concept is Concept.SIM and (reason := why_not_superposed(conflict)):
        raise NotSupportedError(reason)
    question = _Question(conflict, state, decision_maker, concept)
    improvements = improvements_from(conflict, decision_maker, state).tolist()
    departures = tuple(_explain_departure(question, to) for to in improvements)
    return Trace(
        state=state_id(conflict, state),
        decision_maker=conflict.decision_makers[decision_maker],
        concept=concept,
        stable=all(departure.deterred_by is not None for departure in departures),
        departures=departures,
    )


@dataclass(frozen=True, eq=False, slots=True)
class _Question:
    """Whether `dm` would leave `state`, expecting what `concept` says."""

    conflict: Conflict
    state: int
    dm: int
    concept: Concept

    @property
    def opponents(self) -> tuple[int, ...]:
        return tuple(j for j in range(len(self.conflict.decision_makers)) if j != self.dm)

    def deter(self, ends: IntArray) -> BoolArray:
        """Return which of some ends leave the decision maker no better off, for good where countermoves count."""
        level = self.conflict.level[self.dm]
        result: BoolArray = level[ends] <= level[self.state]
        if self.concept in _WITH_COUNTERMOVE:
            candidates = np.flatnonzero(result)
            row, target = bulk_moves(self.conflict, self.dm, ends[candidates])
            result[candidates[row[level[target] > level[self.state]]]] = False
        return result

    def compare(self, end: int) -> Comparison:
        if end == self.state:
            return Comparison.SAME
        level = self.conflict.level[self.dm]
        if level[end] == level[self.state]:
            return Comparison.EQUAL
        return Comparison.MORE if level[end] > level[self.state] else Comparison.LESS

    def countermove(self, end: int) -> str | None:
        """Return where the decision maker escapes to from an end that would deter; None where it cannot."""
        if self.concept not in _WITH_COUNTERMOVE or not self.compare(end).no_better:
            return None
        level = self.conflict.level[self.dm]
        targets = moves_from(self.conflict, self.dm, end)
        better = targets[level[targets] > level[self.state]]
        return state_id(self.conflict, int(better[0])) if better.size else None

    def record(self, moves: Moves, end: int | None) -> Reply:
        """Put a reply on record; an `end` of None is no feasible state."""
        return Reply(
            steps=tuple(Step(self.conflict.decision_makers[j], state_id(self.conflict, s)) for j, s in moves),
            state="" if end is None else state_id(self.conflict, end),
            compared=Comparison.INFEASIBLE if end is None else self.compare(end),
            countermove=None if end is None else self.countermove(end),
            simultaneous=self.concept is Concept.SIM,
        )


def _explain_departure(question: _Question, to: int) -> Departure:
    name = state_id(question.conflict, to)
    if question.concept is Concept.NASH:
        return Departure(name, None, (), 0)
    if question.concept is Concept.SIM:
        return _answered_at_once(question, to, name)
    improving = question.concept in _IN_OWN_INTEREST
    search = LegalSearch(question.conflict, to, question.opponents, improving=improving)
    undeterring: list[Reply] = []
    n_replies = 0
    for entries, ends in search.ends():
        deterring = np.flatnonzero(question.deter(ends))
        if deterring.size:
            first = deterring[0]
            return Departure(name, question.record(search.steps(int(entries[first])), int(ends[first])), (), None)
        n_replies += len(ends)
        kept = slice(_KEPT - len(undeterring))
        for entry, end in zip(entries[kept].tolist(), ends[kept].tolist(), strict=True):
            undeterring.append(question.record(search.steps(entry), end))
    return Departure(name, None, tuple(undeterring), n_replies)


def _answered_at_once(question: _Question, to: int, name: str) -> Departure:
    undeterring: list[Reply] = []
    n_replies = 0
    for moves, end in _simultaneous_replies(question, to):
        if end is not None and question.compare(end).no_better:
            return Departure(name, question.record(moves, end), (), None)
        n_replies += 1
        if n_replies <= _KEPT:
            undeterring.append(question.record(moves, end))
    return Departure(name, None, tuple(undeterring), n_replies)


def _simultaneous_replies(question: _Question, to: int) -> Iterator[tuple[Moves, int | None]]:
    """Yield every combination of one improvement each of some opponents, all from the state that is left.

    Options have one owner each, so the changes of different decision makers do not touch each other.
    """
    conflict, left = question.conflict, question.state
    combination = conflict.combination
    improvements = {j: improvements_from(conflict, j, left).tolist() for j in question.opponents}
    able = [j for j in question.opponents if improvements[j]]
    for size in range(1, len(able) + 1):
        for movers in combinations(able, size):
            for targets in product(*(improvements[j] for j in movers)):
                together = int(combination[to])
                for target in targets:
                    together ^= int(combination[left] ^ combination[target])
                yield tuple(zip(movers, targets, strict=True)), _position(conflict, together)


def _position(conflict: Conflict, combination: int) -> int | None:
    """Return the state of a combination of options, None if it is not feasible."""
    state = combination if conflict.state_of is None else int(conflict.state_of[combination])
    return state if state >= 0 else None
