r"""Where a party is wrong about what would deter it.

At state s party i could improve from s to t, in its own game or in fact. *False deterrence*: its own game has a reply
that deters the move and the dispute in fact has none, so it stays for an answer that would not come. *Failed
deterrence*: in fact a reply deters the move and its own game has none, so it leaves into an answer that it does not
expect. Both are read off the proof traces, which are the certificates.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detente.analysis.games import UNSEEN, Game
from detente.analysis.perception.model import Deterrence, Turn
from detente.conflict.model import Conflict
from detente.conflict.navigate import improvements_from, moves_from, state_id
from detente.stability.explain import explain_state
from detente.stability.model import Concept, Reply, Step


def deterrence_at(view: Game, truth: Game, i: int, s: int, concept: Concept) -> Iterator[Deterrence]:
    """Yield where decision maker i is wrong about what deters it at state s of the dispute in fact.

    Nothing where its verdict is the same in its own game and in fact, or where it does not see the state.

    Cost
    ----
    Two traces where the verdicts differ, nothing otherwise.
    """
    looks = int(view.seen[s])
    if looks == UNSEEN or view.stable[concept][i, looks] == truth.stable[concept][i, s]:
        return
    conflict = truth.conflict
    name, party = state_id(conflict, s), conflict.decision_makers[i]
    believed = view.renamed(explain_state(view.conflict, looks, i, concept))
    in_fact = explain_state(conflict, s, i, concept)
    stays = believed.stable
    here = {departure.to: departure for departure in believed.departures}
    there = {departure.to: departure for departure in in_fact.departures}
    for to in dict.fromkeys((*here, *there)):
        own, fact = here.get(to), there.get(to)
        if stays and fact is not None and fact.deterred_by is None:
            reply = own.deterred_by if own is not None else None
            missing = _missing(conflict, to, reply, concept)
            yield Deterrence(party, name, to, Turn.FALSE_DETERRENCE, own, fact, missing)
        elif not stays and own is not None and own.deterred_by is None:
            reply = fact.deterred_by if fact is not None else None
            missing = _unbelieved(view, to, reply, concept)
            yield Deterrence(party, name, to, Turn.FAILED_DETERRENCE, own, fact, missing)


def disagreements(view: Game, truth: Game, i: int, concept: Concept) -> tuple[list[int], list[int]]:
    """Return where i stays though in fact it would leave, and where it leaves though in fact it would stay."""
    own, fact = view.verdicts(i, concept), truth.stable[concept][i]
    stays = np.flatnonzero((own == 1) & ~fact)
    leaves = np.flatnonzero((own == 0) & fact)
    return stays.tolist(), leaves.tolist()


def _missing(conflict: Conflict, start: str, reply: Reply | None, concept: Concept) -> Step | None:
    """Return the first step of a believed reply that is not made in fact."""
    if reply is None or reply.simultaneous:
        return None
    places = {state_id(conflict, s): s for s in range(conflict.n_states)}
    here = places[start]
    for step in reply.steps:
        mover, there = conflict.decision_makers.index(step.mover), places[step.state]
        if there not in _steps(conflict, mover, here, concept):
            return step
        here = there
    return None


def _unbelieved(view: Game, start: str, reply: Reply | None, concept: Concept) -> Step | None:
    """Return the first step of a reply in fact that a party's own game does not have."""
    if reply is None or reply.simultaneous:
        return None
    places = {state_id(view.base, s): int(view.seen[s]) for s in range(view.base.n_states)}
    here = places[start]
    for step in reply.steps:
        mover, there = view.conflict.decision_makers.index(step.mover), places[step.state]
        if UNSEEN in (here, there) or there not in _steps(view.conflict, mover, here, concept):
            return step
        here = there
    return None


def _steps(conflict: Conflict, mover: int, s: int, concept: Concept) -> set[int]:
    in_own_interest = concept in (Concept.SEQ, Concept.SSEQ)
    steps: set[int] = set((improvements_from if in_own_interest else moves_from)(conflict, mover, s).tolist())
    return steps
