r"""What is known of the preferences: better, unknown, strongly better.

For each decision maker every two states are comparable in exactly one of four ways: one is preferred, the other is,
they are equally preferred, or it is unknown which (Li, Hipel, Kilgour, Fang 2004). Here a comparison is known when it
is the same in every admissible order:

* statements by priority, with groups of unknown order: the first entry of the list on which two states differ decides.
  If it is a group and its statements disagree about the two states, either can be first, so the comparison is unknown;
* pairs: what the pairs say and what follows from it; everything else is unknown;
* rankings and weights: everything is known.

A preference is *strong* when the statement that decides is given ``strength: strong``; in a group of unknown order,
when every statement that may decide is. Rankings, weights and pairs have no strong preferences. (Degrees of preference:
Hamouda, Kilgour, Hipel 2004.)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.analysis.orders import known_pairs, preferences_of
from detente.case.model import AnyOrder, Pairs, Preferences, PreferenceStatement, Prioritization, Strength
from detente.conflict.model import BoolArray, Conflict, LevelArray
from detente.conflict.space import Space, holds, space_of
from detente.errors import LimitError

MOST_STATES = 2_048


@dataclass(frozen=True, eq=False, slots=True)
class Relation:
    """Comparisons of one decision maker, bool arrays of shape (m, m).

    Attributes
    ----------
    better
        ``[s, t]``: t is known to be preferred to s.
    unknown
        ``[s, t]``: it is unknown how t compares with s; symmetric.
    strong
        ``[s, t]``: t is known to be strongly preferred to s.
    """

    better: BoolArray
    unknown: BoolArray
    strong: BoolArray


def relation_of(conflict: Conflict, i: int) -> Relation:
    """Return what is known of the preferences of decision maker i.

    Raises
    ------
    LimitError
        There are more than `MOST_STATES` states.
    NotSupportedError
        The conflict was made from arrays.

    Cost
    ----
    Three arrays of states times states, and one pass over them a statement.
    """
    if conflict.n_states > MOST_STATES:
        raise LimitError(
            f"{conflict.n_states:,} states; unknown comparisons are followed up to {MOST_STATES:,}: add constraints,"
            " or leave out options"
        )
    return _relation(space_of(conflict), preferences_of(conflict, i), conflict.level[i])


def _relation(space: Space, preferences: Preferences, level: LevelArray) -> Relation:
    m = space.n_states
    if isinstance(preferences, Prioritization):
        return _by_priority(space, preferences)
    nothing = np.zeros((m, m), dtype=np.bool_)
    if isinstance(preferences, Pairs):
        better = known_pairs(space, preferences)
        unknown = ~(better | better.T)
        np.fill_diagonal(unknown, val=False)
        return Relation(better, unknown, nothing)
    return Relation(level[None, :] > level[:, None], nothing, nothing)


def _by_priority(space: Space, preferences: Prioritization) -> Relation:
    m = space.n_states
    better, unknown, strong, decided = (np.zeros((m, m), dtype=np.bool_) for _ in range(4))
    for entry in preferences.statements:
        statements = entry.any_order if isinstance(entry, AnyOrder) else (entry,)
        gains = _gains(space, statements)
        weakly = _gains(space, [part for part in statements if part.strength is not Strength.STRONG])
        surely = gains & ~gains.T & ~decided
        better |= surely
        strong |= surely & ~weakly
        unknown |= gains & gains.T & ~decided
        decided |= gains | gains.T
    return Relation(better, unknown, strong)


def _gains(space: Space, statements: list[PreferenceStatement] | tuple[PreferenceStatement, ...]) -> BoolArray:
    """Return where some statement is false in the row's state and true in the column's."""
    result = np.zeros((space.n_states, space.n_states), dtype=np.bool_)
    for statement in statements:
        true = holds(space, statement.that.formula)
        result |= np.outer(~true, true)
    return result
