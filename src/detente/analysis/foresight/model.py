"""The nouns of foresight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from detente.conflict.model import Conflict
from detente.stability.model import Step

Verdicts = Mapping[str, tuple[str, ...]]
"""By decision maker: the states it would not leave, in the order of states."""


class Ties(StrEnum):
    """What a mover counts on where play could end in several states because somebody has equally good moves."""

    WORST = "worst"
    BEST = "best"


@dataclass(frozen=True, slots=True)
class Play:
    """What a decision maker with some moves to look ahead expects if it is the first to move.

    Attributes
    ----------
    decision_maker, state, moves
        Who moves first, from where, and how many moves it looks ahead.
    steps
        The moves expected; none if it stays. Of several it expects as much from, the one whose states come first.
    end
        Where they lead.
    is_only
        Whether no mover has an equally good alternative on the way.
    """

    decision_maker: str
    state: str
    moves: int
    steps: tuple[Step, ...]
    end: str
    is_only: bool


@dataclass(frozen=True, eq=False, slots=True)
class Foresight:
    """Who would stay where, by how far both look ahead.

    Attributes
    ----------
    conflict
        Of two decision makers.
    moves
        How many moves ahead are listed, at most.
    ties
        What a mover counts on where an end is not unique.
    limited : mapping of 1..moves to Verdicts
        Limited-move stability :math:`L_h`.
    nonmyopic
        Non-myopic stability; None when verdicts had not begun to repeat after `examined` moves.
    period, before_period
        Expectations repeat every `period` moves from `before_period` moves on; both None likewise.
    examined
        How many moves ahead were worked out.
    stackelberg : mapping of leader to states
        States where the leader stays if it looks two moves ahead, and the other cannot improve.
    metarational, credible : mapping of 1..moves to Verdicts
        General metarationality of h moves, and its credible version with improvements only.
    plays
        What is expected from the states of interest, by state, decision maker and moves.
    ties_matter
        Whether some verdict given would be different if a mover counted on the other end of what is not unique.
    """

    conflict: Conflict
    moves: int
    ties: Ties
    limited: Mapping[int, Verdicts]
    nonmyopic: Verdicts | None
    period: int | None
    before_period: int | None
    examined: int
    stackelberg: Verdicts
    metarational: Mapping[int, Verdicts]
    credible: Mapping[int, Verdicts]
    plays: tuple[Play, ...]
    ties_matter: bool


def held_by_both(verdicts: Verdicts) -> tuple[str, ...]:
    """Return the states that everybody would stay at, in the order of states.

    >>> held_by_both({"a": ("s1", "s3"), "b": ("s2", "s3")})
    ('s3',)
    """
    first, *others = verdicts.values()
    return tuple(name for name in first if all(name in names for names in others))
