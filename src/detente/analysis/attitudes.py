r"""Relational stability: what follows from how decision makers regard each other.

The *attitude* of i toward j (itself included) is positive, neutral or negative. State t is *totally relationally
preferred* to s by i when it is at least as good as s for everybody i is positive about, and worse than s for everybody
i is negative about,

.. math::
    t\;\mathrm{TRP}_i\;s \iff \forall j:\ (e_{ij}=+ \Rightarrow t\succeq_j s) \text{ and }
        (e_{ij}=- \Rightarrow \text{not } t\succeq_j s),

and :math:`\mathrm{TRR}_i(s)=\{t\in R_i(s)\cup\{s\}: t\;\mathrm{TRP}_i\;s\}` are i's total relational replies. With
:math:`F_i(s)=\{t: t\;\mathrm{TRP}_i\;s\}`, state s is stable for i under

.. math::
    \text{RNash}:\;& \mathrm{TRR}_i(s)\subseteq\{s\} \\
    \text{RGMR}:\;& \forall y\in R_i(s)\cap F_i(s)\ \exists z\in R_{N-i}(y):\ z\notin F_i(s) \\
    \text{RSMR}:\;& \forall y\in R_i(s)\cap F_i(s)\ \exists z\in R_{N-i}(y):\ z\notin F_i(s),\
        R_i(z)\cap F_i(s)=\emptyset \\
    \text{RSEQ}:\;& \text{RGMR with legal sequences of relational replies:
        j moves from t to u only if } u\;\mathrm{TRP}_j\;t

(Inohara, Hipel, Walker 2007; Inohara, Hipel 2008). *Discrete* attitudes are positive toward oneself and neutral toward
everybody else. Without ties in option form they give Nash, GMR, SMR and SEQ.

Choices. A negative attitude wants the other strictly worse off (the negation of "at least as good"). "TRR is a subset
of {s}", not "equals": with a negative attitude s itself is no reply. A positive attitude accepts what is equally good,
so with ties RNash is stricter than Nash and the others than theirs, and a return to s sanctions nobody whose attitudes
accept s. The *strict* version asks for a strict gain of one's own (:math:`t\succ_i s` where
:math:`e_{ii}=+`); it is no part of the literature, and with discrete attitudes it is ordinary stability, ties or not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

import numpy as np

from detente.analysis.sequences import Arcs, arcs_between, blocks, leading_to, moves_of, pack, unpack
from detente.conflict.model import BoolArray, Conflict, IntArray, LevelArray
from detente.conflict.navigate import state_id
from detente.errors import LimitError, UnknownNameError
from detente.stability.model import Concept

MOST_STATES = 1 << 14
MOST_TO_COMPARE = 20_000  # states times squared number of decision makers, to try every attitude


class Attitude(StrEnum):
    """How a decision maker regards another, or itself."""

    POSITIVE = "+"
    NEUTRAL = "0"
    NEGATIVE = "-"


Attitudes = Mapping[str, Mapping[str, Attitude]]
"""By decision maker, and by whom it is toward."""

CONCEPTS = (Concept.NASH, Concept.GMR, Concept.SMR, Concept.SEQ)
"""The stability concepts that have a relational version."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one attitude changes when everybody otherwise minds only itself.

    Attributes
    ----------
    by, toward, attitude
        Who regards whom how.
    gained, lost : mapping of Concept to states
        Which states become, or are no longer, relational equilibria; concepts under which none do are left out.
    """

    by: str
    toward: str
    attitude: Attitude
    gained: Mapping[Concept, tuple[str, ...]]
    lost: Mapping[Concept, tuple[str, ...]]


@dataclass(frozen=True, eq=False, slots=True)
class RelationalResult:
    """Who would stay where, given how decision makers regard each other.

    Attributes
    ----------
    conflict
        What was asked about.
    attitudes
        Of everybody toward everybody.
    strict
        Whether a positive attitude toward oneself asks for a strict gain.
    stable : mapping of Concept and decision maker to states
        Relational stability (RNash, RGMR, RSMR, RSEQ), in the order of states.
    equilibria : mapping of Concept to states
        States stable for everybody.
    discrete : mapping of Concept to states
        Equilibria if everybody minded only itself, all else the same.
    version_matters
        The decision makers with a verdict that is different in the other version (strict, or not): because of ties, or
        because the others can lead back to the state it left.
    """

    conflict: Conflict
    attitudes: Attitudes
    strict: bool
    stable: Mapping[Concept, Mapping[str, tuple[str, ...]]]
    equilibria: Mapping[Concept, tuple[str, ...]]
    discrete: Mapping[Concept, tuple[str, ...]]
    version_matters: tuple[str, ...]


def relational_stability(
    conflict: Conflict, changes: Mapping[str, Mapping[str, Attitude]], *, strict: bool = False
) -> RelationalResult:
    """Find who would stay where if decision makers regard each other in some way.

    Parameters
    ----------
    changes
        Attitudes that differ from the discrete ones, by decision maker and by whom they are toward.
    strict
        Whether a positive attitude toward oneself asks for a strict gain.

    Raises
    ------
    UnknownNameError
        No decision maker of that name.
    LimitError
        There are more than `MOST_STATES` states, or more moves than can be listed.

    Choices
    -------
    See the module. Credible opponents (RSEQ) move by their own total relational replies, strict if asked.

    Cost
    ----
    For each decision maker and 64 states, all arcs once a round of the opponents, three times.

    Examples
    --------
    >>> from detente.case import load_case
    >>> from detente.conflict import build_conflict
    >>> prisoners = build_conflict(load_case("prisoners"))
    >>> kind = {"first": {"second": Attitude.POSITIVE}, "second": {"first": Attitude.POSITIVE}}
    >>> found = relational_stability(prisoners, kind)
    >>> found.discrete[Concept.NASH], found.equilibria[Concept.NASH]
    (('s1',), ('s1', 's2', 's3', 's4'))
    """
    known = conflict.decision_makers
    for by, toward in changes.items():
        for name in (by, *toward):
            if name not in known:
                raise UnknownNameError("decision maker", name, known)
    selfish, moves = discrete(conflict), _moves(conflict)
    attitudes = _changed(selfish, changes)
    found = _judge(conflict, moves, _regards(conflict, attitudes, strict))
    other = _judge(conflict, moves, _regards(conflict, attitudes, not strict))
    usual = found if attitudes == selfish else _judge(conflict, moves, _regards(conflict, selfish, strict))
    return RelationalResult(
        conflict=conflict,
        attitudes=attitudes,
        strict=strict,
        stable={
            concept: {dm: _names(conflict, row) for dm, row in zip(known, table, strict=True)}
            for concept, table in found.items()
        },
        equilibria=_equilibria(conflict, found),
        discrete=_equilibria(conflict, usual),
        version_matters=tuple(dm for i, dm in enumerate(known) if _differ(found, other, i)),
    )


def single_attitudes(conflict: Conflict, *, strict: bool = False) -> tuple[Change, ...]:
    """Find what each single positive or negative attitude toward another would change, if it changes anything.

    Raises
    ------
    LimitError
        As in `relational_stability`, with `MOST_TO_COMPARE` states and decision makers together.

    Choices
    -------
    Those of `relational_stability`. Compared with discrete attitudes under the same version, so that ties alone are no
    change.

    Cost
    ----
    ``2 n (n - 1)`` times that of `relational_stability`; 464 states and five decision makers take half a second.

    Examples
    --------
    >>> from detente.case import load_case
    >>> from detente.conflict import build_conflict
    >>> found = single_attitudes(build_conflict(load_case("prisoners")))
    >>> [(one.by, str(one.attitude), one.gained[Concept.NASH]) for one in found if Concept.NASH in one.gained]
    [('first', '+', ('s2',)), ('second', '+', ('s3',))]
    """
    known = conflict.decision_makers
    work = len(known) ** 2 * conflict.n_states
    if work > MOST_TO_COMPARE:
        raise LimitError(
            f"{conflict.n_states:,} states and {len(known)} decision makers are too many to try every attitude; name"
            " those to ask about"
        )
    selfish, moves = discrete(conflict), _moves(conflict)
    before = _judge(conflict, moves, _regards(conflict, selfish, strict))
    found = []
    for by, toward, attitude in product(known, known, (Attitude.POSITIVE, Attitude.NEGATIVE)):
        if by == toward:
            continue
        changed = _changed(selfish, {by: {toward: attitude}})
        after = _judge(conflict, moves, _regards(conflict, changed, strict))
        gained, lost = _difference(conflict, before, after), _difference(conflict, after, before)
        if gained or lost:
            found.append(Change(by, toward, attitude, gained, lost))
    return tuple(found)


def discrete(conflict: Conflict) -> Attitudes:
    """Return the attitudes of decision makers who mind only themselves."""
    known = conflict.decision_makers
    return {by: {to: Attitude.POSITIVE if to == by else Attitude.NEUTRAL for to in known} for by in known}


def _changed(attitudes: Attitudes, changes: Attitudes) -> Attitudes:
    return {by: {**row, **changes.get(by, {})} for by, row in attitudes.items()}


def _moves(conflict: Conflict) -> tuple[Arcs, ...]:
    if conflict.n_states > MOST_STATES:
        raise LimitError(
            f"{conflict.n_states:,} states; attitudes are followed up to {MOST_STATES:,}: add constraints, or leave out"
            " options"
        )
    return moves_of(conflict)


Verdicts = Mapping[Concept, BoolArray]


def _equilibria(conflict: Conflict, verdicts: Verdicts) -> dict[Concept, tuple[str, ...]]:
    return {concept: _names(conflict, np.asarray(table.all(axis=0))) for concept, table in verdicts.items()}


def _difference(conflict: Conflict, fewer: Verdicts, more: Verdicts) -> dict[Concept, tuple[str, ...]]:
    """Return the states that are equilibria of the second only; concepts without any are left out."""
    found = {concept: np.asarray(more[concept].all(axis=0) & ~fewer[concept].all(axis=0)) for concept in more}
    return {concept: _names(conflict, mask) for concept, mask in found.items() if mask.any()}


@dataclass(frozen=True, eq=False, slots=True)
class _Regard:
    """Whose preferences one decision maker follows: rows of levels that may not fall, have to rise, have to fall."""

    level: LevelArray
    not_worse: tuple[int, ...]
    better: tuple[int, ...]
    worse: tuple[int, ...]

    def prefers(self, t: IntArray, s: IntArray) -> BoolArray:
        """Return whether t is totally relationally preferred to s, elementwise, with numpy's broadcasting."""
        result = np.ones(np.broadcast_shapes(t.shape, s.shape), dtype=np.bool_)
        for j in self.not_worse:
            result &= self.level[j][t] >= self.level[j][s]
        for j in self.better:
            result &= self.level[j][t] > self.level[j][s]
        for j in self.worse:
            result &= self.level[j][t] < self.level[j][s]
        return result


def _regards(conflict: Conflict, attitudes: Attitudes, strict: bool) -> list[_Regard]:
    known = conflict.decision_makers
    found = []
    for i, by in enumerate(known):
        positive = [j for j, to in enumerate(known) if attitudes[by][to] is Attitude.POSITIVE]
        better = tuple(j for j in positive if strict and j == i)
        not_worse = tuple(j for j in positive if j not in better)
        worse = tuple(j for j, to in enumerate(known) if attitudes[by][to] is Attitude.NEGATIVE)
        found.append(_Regard(conflict.level, not_worse, better, worse))
    return found


def _judge(conflict: Conflict, moves: Sequence[Arcs], regards: Sequence[_Regard]) -> dict[Concept, BoolArray]:
    """Return who is stable where, bool arrays of shape (n, m)."""
    m = conflict.n_states
    stable = {concept: np.ones((len(moves), m), dtype=np.bool_) for concept in CONCEPTS}
    replies = [_kept(own, regard.prefers(own.target, own.source)) for own, regard in zip(moves, regards, strict=True)]
    for i, (own, regard) in enumerate(zip(moves, regards, strict=True)):
        others = [j for j in range(len(moves)) if j != i]
        tempted = np.flatnonzero(np.diff(replies[i].start))
        stable[Concept.NASH][i, tempted] = False
        for block in blocks(tempted, m):
            accepted = regard.prefers(np.arange(m)[:, None], block[None, :])
            sanctions = pack(~accepted)
            lasting = sanctions & ~own.reversed.into(pack(accepted))
            anyhow, replying = [moves[j] for j in others], [replies[j] for j in others]
            for concept, movers, ends in (
                (Concept.GMR, anyhow, sanctions),
                (Concept.SMR, anyhow, lasting),
                (Concept.SEQ, replying, sanctions),
            ):
                free = ~unpack(leading_to(movers, ends), len(block))
                stable[concept][i, block] = ~_some_reply(replies[i], block, free)
    return stable


def _some_reply(replies: Arcs, states: IntArray, marked: BoolArray) -> BoolArray:
    """Return from which states some reply leads to a marked one; ``marked[t, b]`` is about ``states[b]``."""
    begin, end = replies.start[states], replies.start[states + 1]
    column = np.repeat(np.arange(len(states)), end - begin)
    within = np.arange(len(column)) - np.repeat(np.cumsum(end - begin) - (end - begin), end - begin)
    target = replies.target[np.repeat(begin, end - begin) + within]
    result = np.zeros(len(states), dtype=np.bool_)
    result[column[marked[target, column]]] = True
    return result


def _kept(arcs: Arcs, keep: BoolArray) -> Arcs:
    return arcs_between(len(arcs.start) - 1, arcs.source[keep], arcs.target[keep])


def _differ(one: Verdicts, other: Verdicts, i: int) -> bool:
    return any(not np.array_equal(one[concept][i], other[concept][i]) for concept in one)


def _names(conflict: Conflict, mask: BoolArray) -> tuple[str, ...]:
    return tuple(state_id(conflict, s) for s in np.flatnonzero(mask).tolist())
