r"""Where a party is wrong about what would deter it.

At state s party i could improve from s to t, in its own game or in fact. *False deterrence*: its own game has a reply
that deters the move and the dispute in fact has none, so it stays for an answer that would not come. *Failed
deterrence*: in fact a reply deters the move and its own game has none, so it leaves into an answer that it does not
expect. Both are read off the proof traces, which are the certificates.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detente.analysis.games import UNSEEN, Game, intended_end, place
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
    own = explain_state(view.conflict, looks, i, concept)
    fact = explain_state(conflict, s, i, concept)
    # where its own moves would lead in fact, which need not be where it takes them to lead
    here = [
        (intended_end(view, s, looks, place(view.conflict, raw.to)), raw, told)
        for raw, told in zip(own.departures, view.renamed(own).departures, strict=True)
    ]
    there = {place(conflict, departure.to): departure for departure in fact.departures}
    if own.stable:
        believed = {t: (raw.deterred_by, told) for t, raw, told in here}
        for t, departure in there.items():
            if departure.deterred_by is None:
                reply, told_departure = believed.get(t, (None, None))
                missing = _missing(view, conflict, s, t, reply, concept)
                yield Deterrence(party, name, departure.to, Turn.FALSE_DETERRENCE, told_departure, departure, missing)
        return
    for t, raw, told in here:
        if raw.deterred_by is None:
            departure_in_fact = there.get(t)
            reply = departure_in_fact.deterred_by if departure_in_fact else None
            to = told.to if t == UNSEEN else state_id(conflict, t)
            missing = _unbelieved(view, to, reply, concept)
            yield Deterrence(party, name, to, Turn.FAILED_DETERRENCE, told, departure_in_fact, missing)


def disagreements(view: Game, truth: Game, i: int, concept: Concept) -> tuple[list[int], list[int]]:
    """Return where i stays though in fact it would leave, and where it leaves though in fact it would stay."""
    own, fact = view.verdicts(i, concept), truth.stable[concept][i]
    stays = np.flatnonzero((own == 1) & ~fact)
    leaves = np.flatnonzero((own == 0) & fact)
    return stays.tolist(), leaves.tolist()


def _missing(view: Game, conflict: Conflict, s: int, t: int, reply: Reply | None, concept: Concept) -> Step | None:
    """Return the first step of a believed reply that is not made in fact, with the name of its end as it takes it."""
    if reply is None:
        return None
    here = t
    for step in reply.steps:
        mover, end = conflict.decision_makers.index(step.mover), place(view.conflict, step.state)
        there = intended_end(view, s, int(view.seen[s]), end)
        if there not in _steps(conflict, mover, here, concept):
            return Step(step.mover, state_id(conflict, int(view.meant[end]) if there == UNSEEN else there))
        here = there
    return None


def _unbelieved(view: Game, start: str, reply: Reply | None, concept: Concept) -> Step | None:
    """Return the first step of a reply in fact that a party's own game does not have."""
    if reply is None:
        return None
    here = int(view.seen[place(view.base, start)])
    for step in reply.steps:
        mover, there = view.conflict.decision_makers.index(step.mover), int(view.seen[place(view.base, step.state)])
        if UNSEEN in (here, there) or there not in _steps(view.conflict, mover, here, concept):
            return step
        here = there
    return None


def _steps(conflict: Conflict, mover: int, s: int, concept: Concept) -> set[int]:
    in_own_interest = concept in (Concept.SEQ, Concept.SSEQ)
    steps: set[int] = set((improvements_from if in_own_interest else moves_from)(conflict, mover, s).tolist())
    return steps
