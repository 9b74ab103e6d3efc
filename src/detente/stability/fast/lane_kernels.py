r"""Compiled kernels for many sets of levels together, on the list of the states.

What they compute is defined in `detente.stability.options_engine`; arrays have the variants along the last axis, so
whatever states a mover connects, neighbouring variants do the same. The states that agree on everything but the
mover's options are its *groups*: a list of the states, group after group, is all that is known of the moves. A group
is left alone when no key in it has changed, in any variant, since its mover had it last.

Rounds go on until nothing changes. Levels and keys are unsigned; `top` is above all of them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.stability.fast.compiled import compiled, inlined

Words = NDArray[np.unsignedinteger[Any]]
Numbers = NDArray[np.int64]
Longs = NDArray[np.uint64]
Place = np.uintp


@compiled
def _lower(keys: Words, row: Place, x0: Place, x1: Place, x2: Place, x3: Place, lanes: Place) -> None:
    """Lower some keys to the lowest of four others."""
    for t in range(lanes):
        keys[row + t] = min(keys[row + t], min(min(keys[x0 + t], keys[x1 + t]), min(keys[x2 + t], keys[x3 + t])))


@compiled
def _raise(keys: Words, row: Place, x0: Place, x1: Place, x2: Place, x3: Place, lanes: Place) -> None:
    """Raise some keys to the highest of four others."""
    for t in range(lanes):
        keys[row + t] = max(keys[row + t], max(max(keys[x0 + t], keys[x1 + t]), max(keys[x2 + t], keys[x3 + t])))


@compiled
def _improve(
    keys: Words, row: Place, x0: Place, x1: Place, x2: Place, x3: Place,
    rank: Words, worth: Place, r0: Place, r1: Place, r2: Place, r3: Place, lanes: Place, top: Any,
) -> None:  # fmt: skip
    """Do the same with those of the four only that rank higher."""
    for t in range(lanes):
        least = rank[worth + t]
        k0, k1, k2, k3 = keys[x0 + t], keys[x1 + t], keys[x2 + t], keys[x3 + t]  # whether needed or not: no branch
        y0 = k0 if rank[r0 + t] > least else top
        y1 = k1 if rank[r1 + t] > least else top
        y2 = k2 if rank[r2 + t] > least else top
        y3 = k3 if rank[r3 + t] > least else top
        keys[row + t] = min(keys[row + t], min(min(y0, y1), min(y2, y3)))


@inlined
def _keep(words: Longs, start: Place, kept: Longs) -> None:
    """Copy some keys, seen as long words."""
    for t in range(np.uintp(len(kept))):
        kept[t] = words[start + t]


@inlined
def _differs(words: Longs, start: Place, kept: Longs) -> bool:
    """Return whether some keys are not what they were."""
    difference = np.uint64(0)
    for t in range(np.uintp(len(kept))):
        difference |= words[start + t] ^ kept[t]
    return bool(difference != np.uint64(0))


@inlined
def _targets(
    states: Numbers, settings: Numbers, j: int, start: int, end: int, a: int, taking: int, dropping: int,
    targets: Numbers,
) -> int:  # fmt: skip
    """Write the states of a group that mover j can reach from the one at place a; return how many, in fours.

    One may be there several times; the state itself is not, for the machine does many at once only where what is read
    and what is written lie apart.
    """
    own, n = settings[j, states[j, a]], 0
    for b in range(start, end):
        other = settings[j, states[j, b]]
        if b != a and not (own & ~other & taking) | (~own & other & dropping):
            targets[n] = states[j, b]
            n += 1
    while n % 4:
        targets[n] = targets[0]
        n += 1
    return n


@compiled
def close_lanes(
    level: Words, keys: Words, states: Numbers, starts: Numbers, settings: Numbers, ways: Numbers, improvements: bool,
    top: Any,
) -> None:  # fmt: skip
    """Lower every row of keys to the fixpoint of the operations of its owner's opponents, in place.

    Parameters
    ----------
    level, keys : unsigned array, shape (n, m, variants)
        The number of variants is a multiple of 8.
    states : int64 array, shape (n, m)
        For each decision maker the states, group after group.
    starts : int64 array, shape (n, m + 1)
        Where its groups start among them; m from the last one on.
    settings : int64 array, shape (n, m)
        The options that each takes in each state, as bits.
    ways : int64 array, shape (n, 2)
        Of its options, those that can be taken only, and dropped only.
    improvements
        Whether opponents move by improvements only.
    top
        The highest number of the levels' type.
    """
    n, m, n_lanes = keys.shape
    lanes = np.uintp(n_lanes)
    ranks, flat = level.reshape(-1), keys.reshape(-1)
    words = flat.view(np.uint64)
    kept = np.empty(len(words) // (n * m), dtype=np.uint64)
    share = lanes // np.uintp(len(kept))
    changed = np.zeros((n, m), dtype=np.int64)
    since = np.full(n, -1, dtype=np.int64)
    targets = np.empty(m + 4, dtype=np.int64)
    quiet, number = 0, 0
    while True:
        for j in range(n):
            if quiet >= n:
                return
            number += 1
            rank = np.uintp(j * m) * lanes
            any_changed = False
            for g in range(m):
                start, end = starts[j, g], starts[j, g + 1]
                if start == m:
                    break
                if end - start == 1:
                    continue
                for i in range(n):
                    if i == j:
                        continue
                    dirty = False
                    for p in range(start, end):
                        dirty |= changed[i, states[j, p]] > since[j]
                    if not dirty:
                        continue
                    first_key = np.uintp(i * m) * lanes
                    for a in range(start, end):
                        reached = _targets(states, settings, j, start, end, a, ways[j, 0], ways[j, 1], targets)
                        place = np.uintp(states[j, a]) * lanes
                        row, worth = first_key + place, rank + place
                        _keep(words, row // share, kept)
                        for first in range(0, reached, 4):
                            p0, p1 = np.uintp(targets[first]) * lanes, np.uintp(targets[first + 1]) * lanes
                            p2, p3 = np.uintp(targets[first + 2]) * lanes, np.uintp(targets[first + 3]) * lanes
                            x0, x1, x2, x3 = first_key + p0, first_key + p1, first_key + p2, first_key + p3
                            if improvements:
                                r0, r1, r2, r3 = rank + p0, rank + p1, rank + p2, rank + p3
                                _improve(flat, row, x0, x1, x2, x3, ranks, worth, r0, r1, r2, r3, lanes, top)
                            else:
                                _lower(flat, row, x0, x1, x2, x3, lanes)
                        if _differs(words, row // share, kept):
                            changed[i, states[j, a]] = number
                            any_changed = True
            since[j] = number
            quiet = 1 if any_changed else quiet + 1


@compiled
def raise_lanes(keys: Words, states: Numbers, starts: Numbers, settings: Numbers, ways: Numbers) -> None:
    """Raise each decision maker's keys to the highest that it can reach in one move, in place.

    Parameters as in `close_lanes`. What is raised already may be read: two moves of the same decision maker are one.
    """
    n, m, n_lanes = keys.shape
    lanes = np.uintp(n_lanes)
    flat = keys.reshape(-1)
    targets = np.empty(m + 4, dtype=np.int64)
    for i in range(n):
        first_key = np.uintp(i * m) * lanes
        for g in range(m):
            start, end = starts[i, g], starts[i, g + 1]
            if start == m:
                break
            for a in range(start, end):
                row = first_key + np.uintp(states[i, a]) * lanes
                reached = _targets(states, settings, i, start, end, a, ways[i, 0], ways[i, 1], targets)
                for first in range(0, reached, 4):
                    p0, p1 = np.uintp(targets[first]) * lanes, np.uintp(targets[first + 1]) * lanes
                    p2, p3 = np.uintp(targets[first + 2]) * lanes, np.uintp(targets[first + 3]) * lanes
                    _raise(flat, row, first_key + p0, first_key + p1, first_key + p2, first_key + p3, lanes)
