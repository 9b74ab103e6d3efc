r"""Mixed stability: some opponents answer in their own interest only, the others by any moves.

For a set C of decision makers let :math:`R^C_{N-i}(y)` be where legal sequences of i's opponents lead from y in which
every move of a member of C improves on the state it is made from, for its mover, and the others make any moves. State s
is stable for i when

.. math:: \forall y\in R_i^+(s)\ \exists z\in R^C_{N-i}(y):\ s \succeq_i z

(Zhao, Xu, Hipel, Fang 2019, on opponents' heterogeneous behaviour). With C empty this is GMR, with everybody in C it is
SEQ; a smaller C has more stable states, so that SEQ :math:`\subseteq` mixed(C) :math:`\subseteq` GMR.

A decision maker's own moves count here only where they improve. So these are the GMR verdicts of the model in which
members of C have lost every move that does not, and that is how they are found: no sequences are listed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from detente.analysis.sequences import Arcs, coalitions_of, improving, moves_of
from detente.conflict.model import ArcMoves, BoolArray, Conflict
from detente.conflict.navigate import state_id
from detente.errors import UnknownNameError
from detente.stability.model import Concept
from detente.stability.solve import analyze_stability

ALL_SETS = 8  # up to so many decision makers, every set of them is tried
LARGEST = 2  # with more, sets of up to so many, and everybody
Parties = tuple[str, ...]
"""Ids of decision makers, in file order."""


@dataclass(frozen=True, eq=False, slots=True)
class Opponents:
    """Who would stay where when some opponents answer in their own interest only.

    Attributes
    ----------
    conflict
        What was asked about.
    interested
        C: who, as an opponent, makes only moves that improve on the state before.
    stable : mapping of decision maker to states
        Mixed stability, in the order of states.
    equilibria
        States stable for everybody.
    sequential, metarational
        Equilibria when everybody (SEQ), and when nobody (GMR), answers in their own interest only.
    """

    conflict: Conflict
    interested: Parties
    stable: Mapping[str, tuple[str, ...]]
    equilibria: tuple[str, ...]
    sequential: tuple[str, ...]
    metarational: tuple[str, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Readiness:
    """Who has to be ready to answer against its own interest for a state to hold.

    Attributes
    ----------
    conflict
        What was asked about.
    needed : mapping of state to sets of decision makers
        For each GMR equilibrium, the smallest sets D such that it is an equilibrium of mixed stability with everybody
        but D in C; the empty set if it is a SEQ equilibrium. In the order of states.
    """

    conflict: Conflict
    needed: Mapping[str, tuple[Parties, ...]]


def mixed_stability(conflict: Conflict, interested: Collection[str]) -> Opponents:
    """Find who would stay where when the parties named answer in their own interest only and the others anyhow.

    Raises
    ------
    UnknownNameError
        No decision maker of that name.
    LimitError
        There are more moves than can be listed.

    Choices
    -------
    The same set C for every focal decision maker; whether the focal one is in it makes no difference. Both kinds of
    moves may alternate in one legal sequence. Sanctions may leave the focal decision maker equally well off, and a
    return to the state it left is one.

    Cost
    ----
    One GMR analysis; see `detente.stability.arcs_engine`.

    Examples
    --------
    >>> from detente.case import load_case
    >>> from detente.conflict import build_conflict
    >>> found = mixed_stability(build_conflict(load_case("elmira")), ["uniroyal", "municipality"])
    >>> found.sequential, found.equilibria, found.metarational
    (('s5', 's8', 's9'), ('s1', 's5', 's8', 's9'), ('s1', 's4', 's5', 's8', 's9'))
    """
    known = conflict.decision_makers
    for name in interested:
        if name not in known:
            raise UnknownNameError("decision maker", name, known)
    moves = moves_of(conflict)
    better = improving(moves, conflict.level)
    everybody = range(len(known))
    chosen = [i for i in everybody if known[i] in interested]
    verdicts = {key: _judge(conflict, moves, better, key) for key in (tuple(chosen), tuple(everybody), ())}
    stable = verdicts[tuple(chosen)]
    return Opponents(
        conflict=conflict,
        interested=tuple(known[i] for i in chosen),
        stable={dm: _names(conflict, row) for dm, row in zip(known, stable, strict=True)},
        equilibria=_names(conflict, _by_everybody(stable)),
        sequential=_names(conflict, _by_everybody(verdicts[tuple(everybody)])),
        metarational=_names(conflict, _by_everybody(verdicts[()])),
    )


def who_must_be_ready(conflict: Conflict) -> Readiness:
    """Find who has to be ready to answer against its own interest for each GMR equilibrium to hold.

    Choices
    -------
    Those of `mixed_stability`. With more than `ALL_SETS` decision makers, only sets of up to `LARGEST`, and everybody,
    are tried: what needs everybody may then hold with fewer.

    Cost
    ----
    A GMR analysis for each set of decision makers.

    Examples
    --------
    >>> from detente.case import load_case
    >>> from detente.conflict import build_conflict
    >>> found = who_must_be_ready(build_conflict(load_case("elmira")))
    >>> found.needed["s1"], found.needed["s5"]
    ((('ministry',), ('uniroyal',)), ((),))
    """
    n = len(conflict.decision_makers)
    moves = moves_of(conflict)
    better = improving(moves, conflict.level)
    needed: dict[int, list[tuple[int, ...]]] = {}
    tried = coalitions_of(n, n) if n <= ALL_SETS else (*coalitions_of(n, LARGEST), tuple(range(n)))
    for ready in ((), *tried):
        interested = tuple(i for i in range(n) if i not in ready)
        for s in np.flatnonzero(_by_everybody(_judge(conflict, moves, better, interested))).tolist():
            smaller = needed.setdefault(s, [])
            if not any(set(few) <= set(ready) for few in smaller):
                smaller.append(ready)
    return Readiness(
        conflict,
        {
            state_id(conflict, s): tuple(tuple(conflict.decision_makers[i] for i in ready) for ready in needed[s])
            for s in sorted(needed)
        },
    )


def _judge(conflict: Conflict, moves: Sequence[Arcs], better: Sequence[Arcs], interested: Collection[int]) -> BoolArray:
    """Return who is stable where, bool array of shape (n, m)."""
    steps = [better[i] if i in interested else moves[i] for i in range(len(moves))]
    arcs = ArcMoves(tuple(own.start for own in steps), tuple(own.target for own in steps))
    return analyze_stability(replace(conflict, moves=arcs), [Concept.GMR]).stable[Concept.GMR]


def _by_everybody(stable: BoolArray) -> BoolArray:
    return np.asarray(stable.all(axis=0))


def _names(conflict: Conflict, mask: BoolArray) -> tuple[str, ...]:
    return tuple(state_id(conflict, s) for s in np.flatnonzero(mask).tolist())
