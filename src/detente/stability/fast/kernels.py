r"""Compiled kernels on the cube: what one mover can bring the others, and itself, to.

What they compute is defined in `detente.stability.cube` and `detente.stability.options_engine`. How: the cube is cut
into *tiles* of whole groups; a tile is copied into a small array with one row a setting of the mover's options and one
column a group, so that the same operation runs along neighbouring columns whatever bits the mover owns, and copied
back. Each `_MARK` neighbouring combinations carry the number of the last operation that changed one of them: a tile in
which nothing has changed since its mover had it last is left alone, because operations are idempotent.

Levels and keys are unsigned; level 0 is infeasible, and so is the highest key (`top`). All arithmetic stays in the
type of the levels: a plain integer among the operands would widen it and halve what the machine does at once.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.stability.fast.compiled import compiled

Words = NDArray[np.unsignedinteger[Any]]
Numbers = NDArray[np.int64]
Marks = NDArray[np.int32]

_MARK = 64  # combinations that share a mark
_COLUMNS = 128  # of a tile, unless that makes it larger than `_TILE`
_TILE = 1 << 15  # elements
_SHORT = 16  # a run of fewer neighbours is copied one by one

LOWER, IMPROVE, RAISE = 0, 1, 2


@compiled
def _columns(cells: int, settings: int) -> int:
    """Return how many columns a tile has: a power of two, as many groups as there are at most."""
    return min(cells // settings, _COLUMNS, max(8, _TILE // settings))


@compiled
def _load(x: Words, base: int, stride: int, run: int, tile: Words) -> None:
    """Copy a tile out of the cube: `run` neighbours at a time, settings `stride` apart."""
    settings, columns = tile.shape
    if run < _SHORT:
        piece = x[base : base + settings * columns]
        for a in range(settings):
            row = tile[a]
            if run == 1:
                for t in range(columns):
                    row[t] = piece[t * settings + a]
                continue
            for column in range(0, columns, run):
                first = column * settings + a * stride
                for t in range(run):
                    row[column + t] = piece[first + t]
        return
    for column in range(0, columns, run):
        for a in range(settings):
            start = base + column * settings + a * stride
            # loops over slices, not over sums of indices: these the compiler turns into vector instructions
            row, piece = tile[a, column : column + run], x[start : start + run]
            for t in range(run):
                row[t] = piece[t]


@compiled
def _put(x: Words, base: int, stride: int, run: int, tile: Words) -> None:
    """Copy a tile back."""
    settings, columns = tile.shape
    if run < _SHORT:
        piece = x[base : base + settings * columns]
        for a in range(settings):
            row = tile[a]
            if run == 1:
                for t in range(columns):
                    piece[t * settings + a] = row[t]
                continue
            for column in range(0, columns, run):
                first = column * settings + a * stride
                for t in range(run):
                    piece[first + t] = row[column + t]
        return
    for column in range(0, columns, run):
        for a in range(settings):
            start = base + column * settings + a * stride
            row, piece = tile[a, column : column + run], x[start : start + run]
            for t in range(run):
                piece[t] = row[t]


@compiled
def _copy(row: Words, source: Words) -> None:
    """Copy what lies in one piece: `row[:] = source` is slower."""
    for t in range(len(row)):
        row[t] = source[t]


@compiled
def _put_changed(
    x: Words, base: int, stride: int, run: int, tile: Words, before: Words, marks: Marks, number: int
) -> bool:
    """Copy a tile back where it differs from `before`; mark what changed. Return whether anything did."""
    settings, columns = tile.shape
    if run < columns:
        if not _differs(tile.reshape(-1), before.reshape(-1)):
            return False
        _put(x, base, stride, run, tile)
        marks[base // _MARK : (base + settings * columns - 1) // _MARK + 1] = number
        return True
    changed = False
    for a in range(settings):
        row = tile[a]
        if _differs(row, before[a]):
            changed = True
            start = base + a * stride
            piece = x[start : start + columns]
            for t in range(columns):
                piece[t] = row[t]
            for mark in range(start // _MARK, (start + columns - 1) // _MARK + 1):
                marks[mark] = number
    return changed


@compiled
def _differs(new: Words, old: Words) -> bool:
    """Return whether two rows differ anywhere."""
    differs = False
    for t in range(len(new)):
        differs |= new[t] != old[t]
    return differs


@compiled
def _is_dirty(marks: Marks, base: int, stride: int, run: int, settings: int, columns: int, since: int) -> bool:
    """Return whether something in a tile changed after operation `since`."""
    if run < columns or stride == run:  # the tile is one piece
        for mark in range(base // _MARK, (base + settings * columns - 1) // _MARK + 1):
            if marks[mark] > since:
                return True
        return False
    for a in range(settings):
        start = base + a * stride
        for mark in range(start // _MARK, (start + run - 1) // _MARK + 1):
            if marks[mark] > since:
                return True
    return False


@compiled
def _lowest(tile: Words, taking: int, dropping: int) -> None:
    """Give every column its minimum, within the directions that options can change."""
    settings, columns = tile.shape
    if not taking | dropping:
        for a in range(1, settings):
            row, best = tile[a], tile[0]
            for t in range(columns):
                best[t] = min(best[t], row[t])
        for a in range(1, settings):
            tile[a] = tile[0]
        return
    flat, bit = tile.reshape(-1), 1
    while bit < settings:
        width = bit * columns
        for start in range(0, settings * columns, 2 * width):
            without, having = flat[start : start + width], flat[start + width : start + 2 * width]
            if dropping & bit:
                for t in range(width):
                    having[t] = min(without[t], having[t])
            else:
                for t in range(width):
                    without[t] = min(without[t], having[t])
            if not (taking | dropping) & bit:
                for t in range(width):
                    having[t] = without[t]
        bit <<= 1


@compiled
def _improve(tile: Words, rank: Words, best: Words, taking: int, dropping: int, top: Any) -> None:
    """Lower `best` to the lowest key in `tile` among the settings that rank higher, pair by pair.

    Settings are compared four at a time: what is known of the origin is loaded once for the four.
    """
    settings, columns = tile.shape
    four = np.empty(4, dtype=np.int64)
    for a in range(settings):
        b = 0
        while b < settings:
            n = 0
            while n < 4 and b < settings:
                if a != b and not (a & ~b & taking) | (~a & b & dropping):
                    four[n] = b
                    n += 1
                b += 1
            if not n:
                break
            for spare in range(n, 4):
                four[spare] = four[0]
            b0, b1, b2, b3 = four[0], four[1], four[2], four[3]
            r0, r1, r2, r3 = rank[b0], rank[b1], rank[b2], rank[b3]
            x0, x1, x2, x3 = tile[b0], tile[b1], tile[b2], tile[b3]
            row, worth = best[a], rank[a]
            for t in range(columns):
                k0, k1, k2, k3 = x0[t], x1[t], x2[t], x3[t]  # loaded whether needed or not: no branch
                y0 = k0 if r0[t] > worth[t] else top
                y1 = k1 if r1[t] > worth[t] else top
                y2 = k2 if r2[t] > worth[t] else top
                y3 = k3 if r3[t] > worth[t] else top
                row[t] = min(row[t], min(min(y0, y1), min(y2, y3)))


@compiled
def _rank_alike(rank: Words, width: int) -> bool:
    """Return whether the levels of every other `width` settings are those of the next, wherever both are feasible."""
    for start in range(0, len(rank), 2 * width):
        without, having = rank[start : start + width], rank[start + width : start + 2 * width]
        differ = False
        for t in range(width):
            differ |= (without[t] != having[t]) & (without[t] != 0) & (having[t] != 0)
        if differ:
            return False
    return True


@compiled
def _merge_alike(rank: Words, tile: Words, columns: int, one_way: int) -> int:
    """Leave options out that make no difference to the levels in a tile: return them as bits.

    What is left comes first: for each setting of the other options, the level, and the lowest of the keys. Irreversible
    options are not left out.
    """
    merged, bit, length = 0, len(rank) // columns >> 1, len(rank)
    while bit:
        width = bit * columns
        if not one_way & bit and _rank_alike(rank[:length], width):
            for start in range(0, length, 2 * width):
                without, having = rank[start : start + width], rank[start + width : start + 2 * width]
                for t in range(width):
                    without[t] = max(without[t], having[t])  # one may be 0, infeasible
                _copy(rank[start // 2 : start // 2 + width], without)
                without, having = tile[start : start + width], tile[start + width : start + 2 * width]
                for t in range(width):
                    without[t] = min(without[t], having[t])
                _copy(tile[start // 2 : start // 2 + width], without)
            merged |= bit
            length //= 2
        bit >>= 1
    return merged


@compiled
def _without(setting: int, merged: int) -> int:
    """Return a setting, or other bits, with the bits of options that are left out left out."""
    result, end = 0, 0
    while setting:
        if not merged & 1:
            result |= (setting & 1) << end
            end += 1
        setting >>= 1
        merged >>= 1
    return result


@compiled
def _improve_tile(
    tile: Words, before: Words, rank: Words, best: Words, taking: int, dropping: int, one: Any, top: Any
) -> None:
    """Lower every key to the lowest among the settings that rank higher.

    Settings that differ only in options that make no difference to the mover's levels, as many do, improve on the same
    and are improved on by the same: that is found once for all of them.
    """
    settings, columns = tile.shape
    merged = _merge_alike(rank.reshape(-1), tile.reshape(-1), columns, taking | dropping)
    n = _without(settings - 1, merged) + 1
    if n == 1:
        _copy(tile.reshape(-1), before.reshape(-1))
        return
    ranks = rank.reshape(-1)[: n * columns]
    for t in range(len(ranks)):
        ranks[t] = ranks[t] - one  # infeasible: above everybody, so that nothing improves on it
    if not merged:
        _improve(tile, rank, tile, taking, dropping, top)
        return
    few, lowest = tile[:n], best.reshape(-1)[: n * columns]
    for t in range(len(lowest)):
        lowest[t] = top
    _improve(few, rank[:n], best[:n], _without(taking, merged), _without(dropping, merged), top)
    for a in range(settings):
        row, old, new = tile[a], before[a], best[_without(a, merged)]
        for t in range(columns):
            row[t] = min(old[t], new[t]) if old[t] != top else top  # nothing feasible has that key


@compiled
def sweep(
    rank: Words, keys: Words, group: Numbers, way: int, closed: bool, marks: Marks, since: int, number: int, part: int,
    parts: int, one: Any, top: Any,
) -> bool:  # fmt: skip
    """Apply one mover's operation to the tiles that changed after operation `since`, in place.

    Parameters
    ----------
    rank : unsigned array, shape (cells,)
        The mover's levels; 0 where infeasible.
    keys : unsigned array, shape (cells,)
        `top` where infeasible. To be raised, they may be anything there.
    group : int64 array, shape (4,)
        The mover's lowest bit, number of bits, options that can be taken only, dropped only.
    way
        `LOWER` to the lowest that the mover can reach; `IMPROVE`, to the lowest that it can improve to; `RAISE` to the
        highest that it can reach, of keys that are levels at most.
    closed
        Whether some combination is infeasible.
    marks : int32 array, shape (cells / 64 + 1,)
        The last operation that changed something, 64 combinations at a time.
    number
        Of this operation, for the marks.
    part, parts
        Which part of the tiles, of how many: different threads may have different parts.
    one, top
        1 and the highest number, of the levels' type.

    Returns
    -------
    bool
        Whether any key changed.
    """
    low, size, taking, dropping = group
    cells, stride, settings = len(keys), 1 << low, 1 << size
    columns = _columns(cells, settings)
    run, block = min(stride, columns), max(stride, columns)
    tile = np.empty((settings, columns), dtype=keys.dtype)
    before, ranked, best = np.empty_like(tile), np.empty_like(tile), np.empty_like(tile)
    flat, worth = tile.reshape(-1), ranked.reshape(-1)
    n_tiles, changed = cells // (settings * columns), False
    for position in range(n_tiles * part // parts, n_tiles * (part + 1) // parts):
        outer, inner = divmod(position * columns, block)
        base = outer * settings * block + inner
        if not _is_dirty(marks, base, stride, run, settings, columns, since):
            continue
        _load(keys, base, stride, run, before)
        _copy(flat, before.reshape(-1))
        if closed or way != LOWER:
            _load(rank, base, stride, run, ranked)
        if way == IMPROVE:
            _improve_tile(tile, before, ranked, best, taking, dropping, one, top)
        elif way == LOWER:
            _lowest(tile, taking, dropping)
        else:  # a maximum is a minimum upside down
            for t in range(len(flat)):
                flat[t] = ~min(flat[t], worth[t])
            _lowest(tile, taking, dropping)
            for t in range(len(flat)):
                flat[t] = ~flat[t]
        if closed and way != IMPROVE:
            for t in range(len(flat)):
                flat[t] = flat[t] if worth[t] else top
        if _put_changed(keys, base, stride, run, tile, before, marks, number):
            changed = True
    return changed
