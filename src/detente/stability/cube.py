r"""Moves in option form as operations on the cube of all combinations of options.

A decision maker j that owns the options of bits :math:`[l, l+a)` moves inside *groups* of :math:`2^a` combinations
that agree on everything else: an array over the cube, seen with shape ``(2**h, 2**a, 2**l)``, has one group in each
column of the middle axis. Three operations are all that stability needs:

.. math::
    \mathrm{maxReach}_j(x)(s) = \max x[\{s\} \cup R_j(s)], \quad
    \mathrm{minReach}_j(x)(s) = \min x[\{s\} \cup R_j(s)], \quad
    \mathrm{minUI}_j(x)(s) = \min x[\{s\} \cup R_j^+(s)].

R and :math:`R^+` are those of Fang, Hipel, Kilgour 1993 (unilateral moves and improvements). The moves of one
decision maker are transitive here, also with irreversible options, and improvements are (preferences are weak
orders): two moves in a row are one move. So the rule that nobody moves twice in a row has no effect, and what several
decision makers can reach is the least fixpoint of their operations.

Values are unsigned; 0 is below and the highest value above every preference level. Infeasible combinations have level
0 and key `top`: no maximum and no minimum ever takes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.conflict.model import BoolArray, Conflict, IntArray, OptionMoves

Keys = NDArray[np.unsignedinteger[Any]]

_BLOCK = 1 << 16  # elements worked on at a time, so that they stay in the cache
_LANES = 32  # a group axis with at least so many neighbours is copied as it lies
_SORTED_FROM = 128  # settings of one decision maker from which sorting beats comparing every pair


@dataclass(frozen=True, eq=False, slots=True)
class Group:
    """The bits of one decision maker.

    Attributes
    ----------
    low, size : int
        Its options are the bits ``low`` to ``low + size - 1``.
    taking_only, dropping_only : int
        Bit masks, shifted down by `low`, of its options that change one way only.
    """

    low: int
    size: int
    taking_only: int
    dropping_only: int

    @property
    def settings(self) -> int:
        """Number of ways to set its options."""
        return 1 << self.size

    def forbids(self, origin: int | IntArray, target: int | IntArray) -> Any:
        """Return whether a change of settings goes against an irreversible option (works on arrays too)."""
        return (origin & ~target & self.taking_only) | (~origin & target & self.dropping_only)


@dataclass(frozen=True, eq=False)
class Cube:
    """A conflict in option form, laid out over all combinations; or many that differ in their levels only.

    Each combination takes as many neighbouring places as there are `lanes`, one for each set of levels.

    Attributes
    ----------
    groups : tuple of Group, one a decision maker
    level : unsigned array, shape (n, cells * lanes)
        Preference levels from 1; 0 where infeasible. As narrow a type as the levels allow.
    all_feasible : bool
        Whether every combination is feasible.
    lanes : int
    """

    groups: tuple[Group, ...]
    level: Keys
    all_feasible: bool
    lanes: int = 1

    @cached_property
    def feasible(self) -> BoolArray:
        """Which combinations are feasible, bool array of shape (cells * lanes,)."""
        return np.asarray(self.level[0] != 0)

    @cached_property
    def closed(self) -> Keys:
        """All bits set where infeasible, none where feasible."""
        return np.asarray(self.feasible.astype(self.level.dtype) - self.level.dtype.type(1))

    @property
    def top(self) -> int:
        """The key of infeasible combinations."""
        return int(np.iinfo(self.level.dtype).max)

    def lane(self, lane: int) -> Cube:
        """Return the conflict of one lane by itself."""
        every = slice(lane, None, self.lanes)
        return Cube(self.groups, np.ascontiguousarray(self.level[:, every]), self.all_feasible)


def level_type(highest: int) -> type[np.unsignedinteger[Any]]:
    """Return the narrowest type for levels up to `highest`.

    One bit is kept free for the sign that improvements are computed with, one value for infeasible combinations.
    """
    return next(dtype for dtype in (np.uint8, np.uint16, np.uint32) if highest < np.iinfo(dtype).max // 2)


def groups_of(moves: OptionMoves) -> tuple[Group, ...]:
    """Return the bits of each decision maker."""
    groups = []
    for own in moves.own:
        low = (own & -own).bit_length() - 1 if own else 0
        taking, dropping = (mask & own for mask in (moves.taking_only, moves.dropping_only))
        groups.append(Group(low, own.bit_count(), taking >> low, dropping >> low))
    return tuple(groups)


def cube_of(conflict: Conflict, moves: OptionMoves) -> Cube:
    """Lay a conflict out over the cube."""
    dtype = level_type(int(conflict.level.max(initial=1)))
    if moves.index is None:
        own = conflict.level
        same = own.itemsize == np.dtype(dtype).itemsize  # no sign is ever set
        return Cube(groups_of(moves), own.view(dtype) if same else own.astype(dtype), all_feasible=True)
    level = np.zeros((len(conflict.decision_makers), len(moves.feasible)), dtype=dtype)
    for first in range(0, conflict.n_states, _BLOCK):
        part = slice(first, first + _BLOCK)
        level[:, conflict.combination[part].astype(np.intp)] = conflict.level[:, part]
    return Cube(groups_of(moves), level, all_feasible=False)


def spread_highest(cube: Cube, j: int, keys: Keys) -> None:
    """Apply maxReach of decision maker j to one array, in place. Infeasible combinations must and will hold 0."""
    group = cube.groups[j]
    if not group.size:
        return
    for block in _blocks(cube, group, 1):
        x = block.copy(keys[None])
        _spread(group, x, np.maximum)
        if not cube.all_feasible:
            x &= ~block.copy(cube.closed[None])
        block.paste(keys[None], x)


def spread_lowest(cube: Cube, j: int, keys: Keys, rows: Sequence[int]) -> BoolArray:
    """Apply minReach of decision maker j to some rows of `keys`, in place.

    Returns
    -------
    bool array, shape (len(rows),)
        Which rows changed.
    """
    group = cube.groups[j]
    changed = np.zeros(len(rows), dtype=np.bool_)
    for block in _blocks(cube, group, len(rows)):
        x = block.copy(keys, rows)
        _spread(group, x, np.minimum)
        if not cube.all_feasible:
            x |= block.copy(cube.closed[None])
        changed |= block.paste(keys, x, rows)
    return changed


def spread_improvements(cube: Cube, j: int, keys: Keys, rows: Sequence[int]) -> BoolArray:
    """Apply minUI of decision maker j to some rows of `keys`, in place; return which rows changed.

    Cost
    ----
    A few machine operations a key and a setting of j's options; from 128 settings on, when all of j's options are
    reversible, a sort of each group instead.
    """
    group = cube.groups[j]
    changed = np.zeros(len(rows), dtype=np.bool_)
    by_sorting = group.settings >= _SORTED_FROM and not (group.taking_only or group.dropping_only)
    improve = _improve_sorted if by_sorting else _improve
    signed = np.dtype(f"i{cube.level.itemsize}")
    for block in _blocks(cube, group, len(rows)):
        x = block.copy(keys, rows)
        rank = block.copy(cube.level[j : j + 1])[0]
        rank -= 1
        rank &= cube.top >> 1  # infeasible: from 0 to above everybody, so that nothing improves on it
        improve(group, rank.view(signed), x)
        changed |= block.paste(keys, x, rows)
    return changed


def _spread(group: Group, x: Keys, extreme: np.ufunc) -> None:
    """Give every column its extreme along axis 1, within the directions that options can change."""
    if not (group.taking_only or group.dropping_only):
        x[...] = extreme.reduce(x, axis=1, keepdims=True)
        return
    rows, settings, width = x.shape
    for bit in range(group.size):
        pairs = x.reshape(rows, settings >> bit + 1, 2, width << bit)
        without, having = pairs[:, :, 0], pairs[:, :, 1]
        best = extreme(without, having)
        if not group.dropping_only >> bit & 1:
            without[...] = best
        if not group.taking_only >> bit & 1:
            having[...] = best


def _improve(group: Group, rank: NDArray[np.signedinteger[Any]], x: Keys) -> None:
    """Lower every column of `x` to the lowest key among the settings that `rank` is higher at, pair by pair."""
    sign = 8 * rank.itemsize - 1
    one_way = group.taking_only or group.dropping_only
    every = np.arange(group.settings)
    below = rank - rank.dtype.type(1)
    mask = np.empty_like(rank)
    masked = np.empty_like(x)
    for setting in range(group.settings):
        # all ones where `setting` is no improvement, zero where it is: computed without a branch
        np.subtract(below[setting], rank, out=mask)
        np.right_shift(mask, sign, out=mask)
        if one_way:
            mask[group.forbids(every, setting) != 0] = -1
        np.bitwise_or(x[:, setting : setting + 1], mask.view(x.dtype), out=masked)
        np.minimum(x, masked, out=x)


def _improve_sorted(group: Group, rank: NDArray[np.signedinteger[Any]], x: Keys) -> None:
    """Do the same by sorting each column: the lowest key among the strictly better is a prefix minimum."""
    order = np.argsort(-rank, axis=0, kind="stable")
    ranked = np.take_along_axis(rank, order, axis=0)
    position = np.arange(group.settings)[:, None]
    is_first = np.ones(rank.shape, dtype=np.bool_)
    is_first[1:] = ranked[1:] != ranked[:-1]
    n_better = np.empty_like(order)
    np.put_along_axis(n_better, order, np.maximum.accumulate(np.where(is_first, position, 0), axis=0), axis=0)
    prefix = np.empty((group.settings + 1, rank.shape[1]), dtype=x.dtype)
    prefix[0] = np.iinfo(x.dtype).max
    for row in x:
        np.minimum.accumulate(np.take_along_axis(row, order, axis=0), axis=0, out=prefix[1:])
        np.minimum(row, np.take_along_axis(prefix, n_better, axis=0), out=row)


@dataclass(frozen=True, slots=True)
class _Block:
    """A part of the cube that whole groups lie in, copied out with the settings as an axis of its own."""

    shape: tuple[int, int, int]
    outer: slice
    inner: slice
    axes: tuple[int, int, int]

    def _view(self, row: Any) -> Any:
        return row.reshape(self.shape)[self.outer, :, self.inner].transpose(self.axes)

    def copy(self, keys: Any, rows: Sequence[int] = (0,)) -> Any:
        """Copy some rows out, with shape (rows, settings, columns)."""
        parts = [self._view(keys[row]) for row in rows]
        x = np.empty((len(rows), *parts[0].shape), dtype=keys.dtype)
        for position, part in enumerate(parts):
            x[position] = part
        return x.reshape(len(rows), self.shape[1], -1)

    def paste(self, keys: Any, x: Any, rows: Sequence[int] = (0,)) -> BoolArray:
        """Copy rows back; return which of them were changed by it."""
        changed = np.zeros(len(rows), dtype=np.bool_)
        for position, row in enumerate(rows):
            part = self._view(keys[row])
            new = x[position].reshape(part.shape)
            if not np.array_equal(part, new):
                part[...] = new
                changed[position] = True
        return changed


def _blocks(cube: Cube, group: Group, n_rows: int) -> Iterator[_Block]:
    """Cut the cube into parts of about `_BLOCK` elements, each made of whole groups."""
    inner, settings = cube.lanes << group.low, group.settings
    outer = cube.level.shape[1] // (inner * settings)
    columns = max(1, _BLOCK // (settings * n_rows))
    shape = (outer, settings, inner)
    if inner < _LANES:  # too few neighbours in a row for the machine: put the outer axis last
        step = max(1, columns // inner)
        for first in range(0, outer, step):
            yield _Block(shape, slice(first, first + step), slice(None), (1, 2, 0))
        return
    step, width = max(1, columns // inner), min(inner, max(_LANES, columns))
    for first in range(0, outer, step):
        for left in range(0, inner, width):
            yield _Block(shape, slice(first, first + step), slice(left, left + width), (1, 0, 2))
