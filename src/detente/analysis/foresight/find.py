"""Ask where two parties would stay that look ahead."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.analysis.foresight.limited import Expectations, look_ahead, play_from
from detente.analysis.foresight.metarational import stay_in_fear
from detente.analysis.foresight.model import Foresight, Ties, Verdicts
from detente.analysis.sequences import improving, moves_of
from detente.conflict.model import BoolArray, Conflict
from detente.conflict.navigate import state_id
from detente.errors import NotSupportedError

MOVES = 4
MOST_MOVES = 64
MOST_WORK = 100_000_000  # arcs and states looked at until expectations repeat, about


def find_foresight(
    conflict: Conflict, *, moves: int = MOVES, ties: Ties = Ties.WORST, at: Sequence[int] = ()
) -> Foresight:
    """Find who would stay where, by how many moves both look ahead.

    Parameters
    ----------
    conflict
        Of two decision makers.
    moves
        List verdicts for 1, 2, ... so many moves.
    ties
        What a mover counts on where an end is not unique: the worst or the best for it.
    at
        States for which to say what is expected, besides the status quo.

    Raises
    ------
    NotSupportedError
        There are not exactly two decision makers, or more than `MOST_MOVES` moves are asked for.
    LimitError
        There are more moves than can be listed.

    Choices
    -------
    Those of `detente.analysis.foresight.limited` and `detente.analysis.foresight.metarational`. Both decision makers
    look equally far. Stackelberg stability for a leader: the leader is :math:`L_2`-stable, the other Nash stable (Fang,
    Hipel, Kilgour 1989). Non-myopic verdicts are left out when expectations do not repeat within about `MOST_WORK` arcs
    looked at.

    Cost
    ----
    Time: the arcs, for each number of moves until expectations repeat; a few moves in every published dispute.

    Examples
    --------
    >>> from detente.case import load_case
    >>> from detente.conflict import build_conflict
    >>> found = find_foresight(build_conflict(load_case("chicken")))
    >>> found.limited[1]["left"], found.limited[2]["left"], found.nonmyopic["left"]
    (('s2', 's3'), ('s3',), ('s3', 's4'))
    """
    n = len(conflict.decision_makers)
    if n != 2:
        raise NotSupportedError(_why_two(n))
    if not 1 <= moves <= MOST_MOVES:
        raise NotSupportedError(f"{moves} moves to look ahead; it is offered for 1 to {MOST_MOVES}")
    arcs, level = moves_of(conflict), conflict.level
    asked = max(moves, 2)  # a leader looks two moves ahead
    most = max(asked, MOST_WORK // (sum(len(own.target) for own in arcs) + conflict.n_states))
    found = look_ahead(arcs, level, ties, asked, most)
    otherwise = look_ahead(arcs, level, Ties.BEST if ties is Ties.WORST else Ties.WORST, asked, most)
    long_run = found.in_the_long_run()
    _, alone, two_ahead = found.stays[:3]
    feared = stay_in_fear(arcs, level, moves)
    credibly = stay_in_fear(improving(arcs, level), level, moves)

    def by_party(stays: BoolArray) -> Verdicts:
        return {dm: _names(conflict, row) for dm, row in zip(conflict.decision_makers, stays, strict=True)}

    return Foresight(
        conflict=conflict,
        moves=moves,
        ties=ties,
        limited={h: by_party(found.stays[h]) for h in range(1, moves + 1)},
        nonmyopic=None if long_run is None else by_party(long_run),
        period=found.period,
        before_period=found.before_period,
        examined=len(found.stays) - 1,
        stackelberg=by_party(np.stack([two_ahead[i] & alone[1 - i] for i in range(2)])),
        metarational={h: by_party(stays) for h, stays in enumerate(feared, 1)},
        credible={h: by_party(stays) for h, stays in enumerate(credibly, 1)},
        plays=tuple(
            play_from(conflict, arcs, found, i, s, h)
            for s in _of_interest(conflict, at)
            for i in range(2)
            for h in range(1, moves + 1)
        ),
        ties_matter=_differ(found, otherwise, asked),
    )


def _why_two(n: int) -> str:
    have = "one decision maker" if n == 1 else f"{n} decision makers"
    reason = (
        "there is nobody whose answer could be foreseen"
        if n == 1
        else "for more than two the literature has two older definitions, whose authors' successors object to both, and"
        " since 2026 two that are to replace them: with a cooperative coalition of opponents (L_h^CC) and with an"
        " individualistic one (L_h^CI). They give different answers, so none is chosen here"
    )
    return (
        f"this case has {have}; limited-move, non-myopic, Stackelberg and h-move metarational stability are offered for"
        f" exactly two: {reason}. What opponents might do by any sequence of moves, or in their own interest, is what"
        " GMR, SMR and SEQ of `detente analyze` ask"
    )


def _of_interest(conflict: Conflict, at: Sequence[int]) -> list[int]:
    here = [] if conflict.status_quo is None else [conflict.status_quo]
    return list(dict.fromkeys([*here, *at]))


def _differ(one: Expectations, other: Expectations, moves: int) -> bool:
    """Return whether two ways of counting differ in a verdict that is given."""
    if any(not np.array_equal(one.stays[h], other.stays[h]) for h in range(1, moves + 1)):
        return True
    first, second = one.in_the_long_run(), other.in_the_long_run()
    return first is not None and (second is None or not np.array_equal(first, second))


def _names(conflict: Conflict, stays: BoolArray) -> tuple[str, ...]:
    return tuple(state_id(conflict, s) for s in np.flatnonzero(stays).tolist())
