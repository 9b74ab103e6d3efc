"""The case compiled: feasible states, moves, preference levels, as read-only arrays."""

from detente.conflict.arrays import conflict_from_arcs
from detente.conflict.build import build_conflict
from detente.conflict.model import DEFAULT_MEMORY_LIMIT, ArcMoves, Conflict, OptionMoves
from detente.conflict.navigate import (
    find_state,
    holding,
    improvements_from,
    moves_from,
    outcomes_of,
    state_id,
    taken,
    yn,
)
from detente.conflict.review import review

__all__ = [
    "DEFAULT_MEMORY_LIMIT",
    "ArcMoves",
    "Conflict",
    "OptionMoves",
    "build_conflict",
    "conflict_from_arcs",
    "find_state",
    "holding",
    "improvements_from",
    "moves_from",
    "outcomes_of",
    "review",
    "state_id",
    "taken",
    "yn",
]
