r"""How many preference profiles make a state an equilibrium.

A profile is one strict ranking for each decision maker whose ranking varies; the others keep theirs. Under NASH, GMR
and SMR the verdict of i at s depends only on the up-set :math:`U=\{x: x\succ_i s\}`, every subset of the other states
is an up-set of some ranking, and of exactly :math:`|U|!\,(m-1-|U|)!` strict ones. Of U only the states Q matter that i
can move to or be led to: with :math:`q=|Q|` and :math:`a` of them above s there are
:math:`m!\,a!\,(q-a)!/(q+1)!` rankings, so :math:`2^q` cases are looked at in the place of m! rankings, and decision
makers are independent: their numbers are multiplied.

Under SEQ and symmetric sequential stability the rankings of the others matter as well, by the moves that are
improvements. Rankings are counted by their *signature*, the up-set in Q and the set of relevant moves that improve: the
best state is placed first, then the next, and rankings that agree on which states are placed and on the signature so
far are one. Profiles are products of signatures.

When only some states of a ranking exchange their places, their rankings are counted in the same way, place by place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from math import factorial, prod

import numpy as np

from detente.analysis.inverse.board import IN_OWN_INTEREST, WITH_COUNTERMOVE, Board
from detente.conflict.model import Conflict
from detente.conflict.navigate import find_state, state_id
from detente.errors import LimitError, NotSupportedError, UnknownNameError
from detente.stability.model import Concept

MOST_RELEVANT = 20
MOST_SIGNATURES = 100_000
MOST_PROFILES = 2_000_000
Signature = tuple[int, int]  # bit masks: the up-set among all states, the improvements among a decision maker's moves


@dataclass(frozen=True, slots=True)
class Count:
    """How many of the profiles make a state an equilibrium."""

    state: str
    concept: Concept
    varied: tuple[str, ...]
    holding: int
    profiles: int


def count_profiles(
    conflict: Conflict,
    state: str,
    concept: Concept,
    vary: Iterable[str] | Mapping[str, Iterable[str] | None] | None = None,
) -> Count:
    """Count the strict rankings under which a state is an equilibrium.

    Parameters
    ----------
    state
        As `find_state` reads it.
    concept
        Any but SIM.
    vary
        The decision makers whose rankings vary, all when None; with a mapping, each with the states that exchange
        their places in its ranking, which must have no ties then (None: all states, in any order).

    Raises
    ------
    UnknownNameError
        There is no such decision maker or state.
    NotSupportedError
        The concept is SIM, or states are to exchange places in a ranking with ties.
    LimitError
        More than `MOST_RELEVANT` states matter to one decision maker, or the sequential concepts make more than
        `MOST_SIGNATURES` different rankings or `MOST_PROFILES` profiles of these.

    Examples
    --------
    >>> from detente.case import load_case
    >>> from detente.conflict import build_conflict
    >>> conflict = build_conflict(load_case("prisoners"))
    >>> count = count_profiles(conflict, "both_silent", Concept.SEQ)
    >>> count.holding, count.profiles
    (193, 576)
    """
    if concept is Concept.SIM:
        raise NotSupportedError("profiles are not counted for simultaneous stability")
    s = find_state(conflict, state)
    known = conflict.decision_makers
    if vary is None:
        vary = known
    ranges = dict(vary) if isinstance(vary, Mapping) else dict.fromkeys(vary)
    for dm in ranges:
        if dm not in known:
            raise UnknownNameError("decision maker", dm, known)
    board = Board(conflict, concept, np.array([s]))
    counting = _Counting(board, s)
    n_of: dict[int, int] = {}
    holding: list[Counter[Signature]] = []
    for i, dm in enumerate(known):
        if dm not in ranges:
            signatures = counting.present(i)
            n_of[i] = 1
        elif ranges[dm] is None:
            signatures = counting.all_rankings(i)
            n_of[i] = factorial(conflict.n_states)
        else:
            exchanged = sorted({find_state(conflict, name) for name in ranges[dm] or ()})
            signatures = counting.exchanges(i, exchanged)
            n_of[i] = factorial(len(exchanged))
        holding.append(signatures)
    varied = tuple(dm for dm in known if dm in ranges)
    return Count(state_id(conflict, s), concept, varied, counting.joined(holding), prod(n_of.values()))


class _Counting:
    """Rankings of one conflict, counted by what matters at one state."""

    def __init__(self, board: Board, s: int) -> None:
        self.board, self.s = board, s
        self.own_interest = board.concept in IN_OWN_INTEREST
        self.countermoves = board.concept in WITH_COUNTERMOVE
        m = board.conflict.n_states
        self.targets = [[arcs.targets_of(t) for t in range(m)] for arcs in board.moves]
        answers = board.answers if board.concept is Concept.NASH else board.by_moves
        # for each decision maker: where it can go from s, each with all states the others can bring about from there
        self.ends = [
            {int(y): np.flatnonzero(answers[i][:, b]).tolist() for b, y in enumerate(near)}
            for i, near in enumerate(board.nearby)
        ]
        self.relevant = [self._relevant(i) for i in range(board.n)]
        self.arcs = [self._arcs(j) for j in range(board.n)]

    def _relevant(self, i: int) -> list[int]:
        states = set(self.ends[i])
        for ends in self.ends[i].values():
            states.update(ends)
            if self.countermoves:
                states.update(w for end in ends for w in self.targets[i][end])
        return sorted(states - {self.s})

    def _arcs(self, j: int) -> list[tuple[int, int]]:
        """The moves of j that may be an answer, in its own interest, to some improvement of another."""
        if not self.own_interest:
            return []
        origins = {
            t
            for i, ends in enumerate(self.ends)
            if i != j
            for y, after in ends.items()
            for t in (y, *after)
            if self.targets[j][t]
        }
        return [(t, u) for t in sorted(origins) for u in self.targets[j][t]]

    def present(self, i: int) -> Counter[Signature]:
        level = self.board.conflict.level[i]
        up_set = sum(1 << x for x in self.relevant[i] if level[x] > level[self.s])
        improving = sum(1 << k for k, (t, u) in enumerate(self.arcs[i]) if level[u] > level[t])
        return Counter({(up_set, improving): 1})

    def all_rankings(self, i: int) -> Counter[Signature]:
        m = self.board.conflict.n_states
        if self.arcs[i]:
            chosen = sorted({self.s, *self.relevant[i], *(x for arc in self.arcs[i] for x in arc)})
            times = factorial(m) // factorial(len(chosen))
            placed = self._placed(i, [None for _ in chosen], chosen)
            return Counter({signature: number * times for signature, number in placed.items()})
        q = len(self.relevant[i])
        if q > MOST_RELEVANT:
            dm = self.board.conflict.decision_makers[i]
            raise LimitError(
                f"{q} states matter to '{dm}'; profiles are counted up to {MOST_RELEVANT}: vary other decision makers"
            )
        rankings = [factorial(m) * factorial(a) * factorial(q - a) // factorial(q + 1) for a in range(q + 1)]
        result: Counter[Signature] = Counter()
        for mask in range(1 << q):
            up_set = sum(1 << x for b, x in enumerate(self.relevant[i]) if mask >> b & 1)
            result[up_set, 0] = rankings[mask.bit_count()]
        return result

    def exchanges(self, i: int, exchanged: list[int]) -> Counter[Signature]:
        level = self.board.conflict.level[i]
        if len(np.unique(level)) < len(level):
            dm = self.board.conflict.decision_makers[i]
            raise NotSupportedError(f"the ranking of '{dm}' has ties, so states in it have no places to exchange")
        order = np.argsort(-level).tolist()
        return self._placed(i, [None if x in exchanged else x for x in order], exchanged)

    def _placed(self, i: int, places: list[int | None], free: list[int]) -> Counter[Signature]:
        """Count rankings by signature, best place first; `places` has the states that stay, None for one of `free`."""
        gains: dict[int, list[tuple[int, int]]] = {}
        for k, (t, u) in enumerate(self.arcs[i]):
            gains.setdefault(u, []).append((t, 1 << k))
        relevant = sum(1 << x for x in self.relevant[i])
        here = 1 << self.s
        counted: Counter[tuple[int, int, int]] = Counter({(0, 0, 0): 1})  # placed, and the signature so far
        for place in places:
            grown: Counter[tuple[int, int, int]] = Counter()
            for (placed, up_set, improving), number in counted.items():
                for x in free if place is None else (place,):
                    if placed >> x & 1:
                        continue
                    above = up_set if placed & here else up_set | (1 << x & relevant)
                    better = improving
                    for t, bit in gains.get(x, ()):
                        if not placed >> t & 1:
                            better |= bit
                    grown[placed | 1 << x, above, better] += number
            if len(grown) > MOST_SIGNATURES:
                dm = self.board.conflict.decision_makers[i]
                raise LimitError(
                    f"the rankings of '{dm}' differ in more than {MOST_SIGNATURES:,} ways that matter; vary other "
                    "decision makers, or fewer states"
                )
            counted = grown
        result: Counter[Signature] = Counter()
        for (_, up_set, improving), number in counted.items():
            result[up_set, improving] += number
        return result

    def joined(self, signatures: list[Counter[Signature]]) -> int:
        """Count the profiles under which nobody leaves."""
        admissible = [
            Counter({each: number for each, number in counted.items() if self._stays(i, each[0], None)})
            for i, counted in enumerate(signatures)
        ]
        if not self.own_interest:
            return prod(sum(counted.values()) for counted in admissible)
        if prod(map(len, admissible)) > MOST_PROFILES:
            raise LimitError(
                f"more than {MOST_PROFILES:,} profiles differ in a way that matters; vary fewer decision makers"
            )
        stays: dict[tuple[int, int, tuple[int, ...]], bool] = {}
        total = 0
        for profile in product(*(counted.items() for counted in admissible)):
            improving = tuple(signature[1] for signature, _ in profile)
            holds = True
            for i, (signature, _) in enumerate(profile):
                question = (i, signature[0], (*improving[:i], 0, *improving[i + 1 :]))
                if question not in stays:
                    stays[question] = self._stays(i, signature[0], improving)
                holds = stays[question]
                if not holds:
                    break
            if holds:
                total += prod(number for _, number in profile)
        return total

    def _stays(self, i: int, up_set: int, improving: tuple[int, ...] | None) -> bool:
        """Whether i would stay, given what it prefers to the state; `improving` None: any answer counts."""
        for y, ends in self.ends[i].items():
            if not up_set >> y & 1:
                continue
            reached = ends if improving is None else self._answered(i, y, improving)
            if not any(self._deters(i, end, up_set) for end in reached):
                return False
        return True

    def _deters(self, i: int, end: int, up_set: int) -> bool:
        if up_set >> end & 1:
            return False
        return not self.countermoves or not any(up_set >> w & 1 for w in self.targets[i][end])

    def _answered(self, i: int, y: int, improving: tuple[int, ...]) -> set[int]:
        """Where the others can lead from y by moves that improve."""
        steps: list[dict[int, list[int]]] = []
        for j, arcs in enumerate(self.arcs):
            after: dict[int, list[int]] = {}
            for k, (t, u) in enumerate(arcs):
                if j != i and improving[j] >> k & 1:
                    after.setdefault(t, []).append(u)
            steps.append(after)
        pairs: set[tuple[int, int]] = set()
        pending = [(y, -1)]
        while pending:
            state, last = pending.pop()
            for j, after in enumerate(steps):
                if j == last:
                    continue
                for u in after.get(state, ()):
                    if (u, j) not in pairs:
                        pairs.add((u, j))
                        pending.append((u, j))
        return {state for state, _ in pairs}
