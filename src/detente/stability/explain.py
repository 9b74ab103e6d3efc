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

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from detente.conflict.model import Conflict, IntArray, OptionMoves
from detente.conflict.navigate import improvements_from, moves_from, state_id
from detente.errors import NotSupportedError
from detente.stability.model import Comparison, Concept, Departure, Reply, Step, Trace

Moves = Callable[[Conflict, int, int], IntArray]

_IN_OWN_INTEREST = (Concept.SEQ, Concept.SSEQ)
_WITH_COUNTERMOVE = (Concept.SMR, Concept.SSEQ)
_KEPT = 50
_SEVERAL = -1


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
        SIM in a conflict whose moves are explicit arcs: moves cannot be superposed there.

    Choices
    -------
    Among the shortest replies that deter, the first by step after step, movers in file order, then states in order.

    Cost
    ----
    Breadth-first search over (state, last mover) from each improvement, ended by the first reply that deters. Time at
    most the opponents' moves from all states they can reach, each looked at once; memory in the states reached.
    """
    if concept is Concept.SIM and not isinstance(conflict.moves, OptionMoves):
        raise NotSupportedError("moves listed one by one or merged states cannot be superposed")
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
class _Trail:
    """A sequence of moves, by its last one."""

    mover: int
    state: int
    before: _Trail | None

    def steps(self, conflict: Conflict) -> tuple[Step, ...]:
        backwards = []
        trail: _Trail | None = self
        while trail is not None:
            backwards.append(Step(conflict.decision_makers[trail.mover], state_id(conflict, trail.state)))
            trail = trail.before
        return tuple(reversed(backwards))


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

    def compare(self, end: int | None) -> Comparison:
        """Compare an end, None for no feasible state, with the state that is left."""
        if end is None:
            return Comparison.INFEASIBLE
        if end == self.state:
            return Comparison.SAME
        level = self.conflict.level[self.dm]
        if level[end] == level[self.state]:
            return Comparison.EQUAL
        return Comparison.MORE if level[end] > level[self.state] else Comparison.LESS

    def countermove(self, end: int | None) -> int | None:
        """Return where the decision maker escapes to from an end that would deter; None where it cannot."""
        if end is None or self.concept not in _WITH_COUNTERMOVE or not self.compare(end).no_better:
            return None
        level = self.conflict.level[self.dm]
        targets = moves_from(self.conflict, self.dm, end)
        better = targets[level[targets] > level[self.state]]
        return int(better[0]) if better.size else None

    def record(self, trail: _Trail, end: int | None) -> Reply:
        countermove = self.countermove(end)
        return Reply(
            steps=trail.steps(self.conflict),
            state="" if end is None else state_id(self.conflict, end),
            compared=self.compare(end),
            countermove=None if countermove is None else state_id(self.conflict, countermove),
            simultaneous=self.concept is Concept.SIM,
        )


def _explain_departure(question: _Question, to: int) -> Departure:
    name = state_id(question.conflict, to)
    undeterring: list[Reply] = []
    n_replies = 0
    for trail, end in _replies(question, to):
        if question.compare(end).no_better and question.countermove(end) is None:
            return Departure(name, question.record(trail, end), (), None)
        n_replies += 1
        if n_replies <= _KEPT:
            undeterring.append(question.record(trail, end))
    return Departure(name, None, tuple(undeterring), n_replies)


def _replies(question: _Question, to: int) -> Iterator[tuple[_Trail, int | None]]:
    """Yield what the others can bring about after an improvement, the shortest way first."""
    if question.concept is Concept.NASH:
        return iter(())
    if question.concept is Concept.SIM:
        return _simultaneous_replies(question, to)
    moves = improvements_from if question.concept in _IN_OWN_INTEREST else moves_from
    return _legal_replies(question.conflict, to, question.opponents, moves)


def _legal_replies(
    conflict: Conflict, start: int, movers: tuple[int, ...], moves: Moves
) -> Iterator[tuple[_Trail, int | None]]:
    """Yield every state that legal sequences lead to, once, with the first of the shortest sequences.

    Nobody moves twice in a row, so a state reached with one last mover lets only the others go on; reached again
    with a different last mover, it lets the first one go on, too, and a third adds nothing. So each mover's moves
    from each state are followed once.
    """
    last_mover: dict[int, int] = {}
    queue: deque[tuple[_Trail | None, tuple[int, ...]]] = deque([(None, movers)])
    while queue:
        trail, next_movers = queue.popleft()
        state = start if trail is None else trail.state
        for mover in next_movers:
            for target in moves(conflict, mover, state).tolist():
                known = last_mover.get(target)
                if known in (mover, _SEVERAL):
                    continue
                reached = _Trail(mover, target, trail)
                if known is None:
                    last_mover[target] = mover
                    queue.append((reached, tuple(j for j in movers if j != mover)))
                    yield reached, target
                else:
                    last_mover[target] = _SEVERAL
                    queue.append((reached, (known,)))


def _simultaneous_replies(question: _Question, to: int) -> Iterator[tuple[_Trail, int | None]]:
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
                trail: _Trail | None = None
                together = int(combination[to])
                for mover, target in zip(movers, targets, strict=True):
                    trail = _Trail(mover, target, trail)
                    together ^= int(combination[left] ^ combination[target])
                if trail is not None:
                    yield trail, _position(conflict, together)


def _position(conflict: Conflict, combination: int) -> int | None:
    """Return the state of a combination of options, None if it is not feasible."""
    position = int(np.searchsorted(conflict.combination, np.uint64(combination)))
    found = position < conflict.n_states and int(conflict.combination[position]) == combination
    return position if found else None
