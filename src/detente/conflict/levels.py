r"""Preference levels from what a decision maker is said to want.

Four ways to write a preference, one result: an ordinal level for every state, 1 the worst, equal where the
decision maker is indifferent.

* *Option prioritizing* (Fang, Hipel, Kilgour, Peng 2003; Peng 1999): statements :math:`\Omega_1,\dots,\Omega_k`,
  the most important first. :math:`s \succ t` when the truth vector of s is lexicographically greater, which is the
  order of :math:`\sum_j 2^{k-j}[s \models \Omega_j]`. The sum is never formed: beyond 62 statements no machine integer
  holds it.
* *Ranking*: groups of patterns, best first; a state belongs to the first group with a pattern that it matches.
* *Option weights*: a state is worth the exact sum of the weights of the options taken in it.
* *Pairs*: known comparisons and what follows from them. What is left unknown is made definite here: a state's level is
  the length of the longest chain of known comparisons below it. `detente.analysis` asks what holds whatever the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import islice
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.case.conditions import flat_statements, mentioned
from detente.case.model import Pairs, Preferences, Prioritization, Ranking
from detente.conflict.model import BoolArray, LevelArray
from detente.conflict.projection import lifted, projected
from detente.conflict.space import MANY, Space, holds, holds_by_part
from detente.logic import Atom

Parts = Iterable[tuple[slice, Sequence[BoolArray]]]  # states, and where statements hold among them

_MACHINE_BITS = 62
_AT_A_TIME = 1 << 16  # values looked up together, so that they stay in the cache


def levels(space: Space, preferences: Preferences) -> LevelArray:
    """Return the preference levels of the states, integer array of shape (m,), worst first from 1.

    A state that a ranking does not cover gets level 0; where pairs contradict each other all states do.
    """
    parts = [part for _, part in levels_by_part(space, preferences)]
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def levels_by_part(space: Space, preferences: Preferences) -> Iterator[tuple[slice, LevelArray]]:
    """Yield the same for some neighbouring states after others."""
    few = _looked_at(space, preferences)
    if few is None:
        yield slice(0, space.n_states), _all_levels(space, preferences)
    else:
        yield from lifted(space, few, _narrowed(_all_levels(few, preferences), space.n_states))


def _all_levels(space: Space, preferences: Preferences) -> LevelArray:
    if isinstance(preferences, Prioritization):
        formulas = [statement.that.formula for statement in flat_statements(preferences)]
        eights = [formulas[first : first + 8] for first in range(0, len(formulas), 8)]
        return _scored_levels(((len(eight), holds_by_part(space, eight)) for eight in eights), space.n_states)
    if isinstance(preferences, Ranking):
        return ranking_levels(space, preferences)
    if isinstance(preferences, Pairs):
        return pairs_levels(space, preferences)
    weights = tuple(preferences.weights.values())
    taken = (holds(space, Atom(option)) for option in preferences.weights)
    return weighted_levels(taken, weights, space.n_states)


def _looked_at(space: Space, preferences: Preferences) -> Space | None:
    """Return what the preferences tell apart, where states are many and that is less."""
    laid_out = space.options and space.cells is None and not space.merges
    if not laid_out or space.n_states <= MANY:
        return None
    names = mentioned(preferences)
    return projected(space, names) if len(names) < len(space.options) else None


def _narrowed(number: LevelArray, n_states: int) -> LevelArray:
    """Return levels as narrow as many states have them."""
    narrow = n_states > MANY and number.max(initial=0) <= np.iinfo(np.int16).max
    return number.astype(np.int16) if narrow else number


def dense(values: NDArray[np.signedinteger[Any]]) -> LevelArray:
    """Return the levels of integers, equal where these are equal; int16 above a million if that holds them.

    >>> dense(np.array([40, -7, 40, 2]))
    array([3, 1, 3, 2], dtype=int32)
    """
    if not len(values):
        return np.zeros(0, dtype=np.int32)
    low = int(values.min())
    span = int(values.max()) - low + 1
    if span > 8 * len(values):
        inverse: LevelArray = np.unique(values, return_inverse=True)[1].astype(np.int32)
        return inverse + np.int32(1)
    occurs = np.zeros(span, dtype=np.bool_)
    parts = [slice(first, first + _AT_A_TIME) for first in range(0, len(values), _AT_A_TIME)]
    for part in parts:
        occurs[values[part].astype(np.int64) - low] = True
    number = _narrowed(np.cumsum(occurs, dtype=np.int32), len(values))
    result: LevelArray = np.empty(len(values), dtype=number.dtype)
    for part in parts:
        number.take(values[part].astype(np.int64) - low, out=result[part], mode="clip")  # that mode needs no copy
    return result


def lexicographic_levels(tables: Iterable[BoolArray], n_states: int) -> LevelArray:
    """Return the levels of the lexicographic order of truth vectors.

    Parameters
    ----------
    tables : iterable of bool arrays, shape (m,)
        Where each statement holds, the most important first. Consumed one by one.
    n_states : int

    Notes
    -----
    Eight truth values at a time are shifted into a byte, and the bytes into an integer of 16, 32 or 64 bits; when all
    bits but a few are in use the integers are replaced by their (dense) levels, which keeps the order and frees bits.
    Exact for any number of statements.

    Examples
    --------
    >>> lexicographic_levels(iter([np.array([True, False, True]), np.array([True, True, False])]), 3)
    array([3, 1, 2], dtype=int32)
    """
    remaining = iter(tables)
    eights = iter(lambda: list(islice(remaining, 8)), [])
    return _scored_levels(((len(eight), [(slice(0, n_states), eight)]) for eight in eights), n_states)


def _scored_levels(eights: Iterable[tuple[int, Parts]], n_states: int) -> LevelArray:
    """Return the same levels; of up to eight statements at a time, where they hold, part of the states after part."""
    score = np.zeros(n_states, dtype=np.int16)
    bits = 0
    for number, parts in eights:
        if bits + number > _MACHINE_BITS:
            score = dense(score).astype(np.int64)
            bits = int(score.max(initial=0)).bit_length()
        bits += number
        if bits > 8 * score.itemsize - 1:
            score = score.astype(np.int32 if bits < 32 else np.int64)
        for states, tables in parts:
            byte = np.zeros(states.stop - states.start, dtype=np.uint8)
            for table in tables:
                byte <<= 1
                byte |= table.view(np.uint8)
            score[states] <<= number
            score[states] |= byte
    return dense(score)


def ranking_levels(space: Space, preferences: Ranking) -> LevelArray:
    """Return the levels of an explicit ranking; 0 where no pattern matches."""
    group = np.full(space.n_states, len(preferences.ranking), dtype=np.int64)
    for position, conditions in reversed(tuple(enumerate(preferences.ranking))):
        for condition in conditions:
            group[holds(space, condition.formula)] = position
    uncovered = group == len(preferences.ranking)
    result = dense(-group)
    if uncovered.any():
        result -= 1
    return result


def pairs_levels(space: Space, preferences: Pairs) -> LevelArray:
    """Return the levels of known comparisons; all 0 if they lead from a state back to itself.

    Notes
    -----
    Without contradiction a chain uses each pair at most once, so levels stop rising after as many rounds as pairs.
    """
    tables = [(holds(space, pair.better.formula), holds(space, pair.worse.formula)) for pair in preferences.pairs]
    level = np.ones(space.n_states, dtype=np.int64)
    for _ in range(len(tables) + 1):
        before = level.copy()
        for better, worse in tables:
            level[better] = np.maximum(level[better], level[worse].max(initial=0) + 1)
        if np.array_equal(level, before):
            return dense(level)
    return np.zeros(space.n_states, dtype=np.int32)


def weighted_levels(taken: Iterable[BoolArray], weights: Sequence[Fraction], n_states: int) -> LevelArray:
    """Return the levels of the exact sums of weights.

    >>> taken = [np.array([True, False, True]), np.array([False, True, True])]
    >>> weighted_levels(taken, [Fraction(1, 3), Fraction(1)], 3)
    array([1, 2, 3], dtype=int32)
    """
    scale = lcm(*(weight.denominator for weight in weights))
    integers = [int(weight * scale) for weight in weights]
    if sum(map(abs, integers)) < 1 << _MACHINE_BITS:
        worth = np.zeros(n_states, dtype=np.int64)
        for table, integer in zip(taken, integers, strict=True):
            worth += table * np.int64(integer)
        return dense(worth)
    exact = [0] * n_states
    for table, integer in zip(taken, integers, strict=True):
        for state in np.flatnonzero(table):
            exact[state] += integer
    order = {value: position for position, value in enumerate(sorted(set(exact)))}
    return dense(np.array([order[value] for value in exact], dtype=np.int64))
