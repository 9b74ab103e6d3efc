"""The lowest key that opponents can reach, with a guaranteed bound: `detente.stability.flood`, compiled.

Visit the combinations from the lowest key upwards; from each that is not yet marked go backwards along the opponents'
moves, and give its key to everything newly marked. A mover's group is cut into lists by the settings of its
irreversible options; each list is sorted by its level, best first, so that what may improve on a target is the end of
the list, and one pointer a list is enough.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.stability.fast.compiled import compiled

Words = NDArray[np.unsignedinteger[Any]]
Numbers = NDArray[np.int64]
Cells = NDArray[np.int32]


@compiled
def _length(group: Numbers) -> int:
    """Return how many settings of a mover have its irreversible options in common."""
    _, size, taking, dropping = group
    one_way, length = taking | dropping, 1
    for bit in range(size):
        length <<= 1 - (one_way >> bit & 1)
    return length


@compiled
def _settings(group: Numbers) -> Numbers:
    """Return the settings of one mover, those together that have its irreversible options in common."""
    _, size, taking, dropping = group
    length = _length(group)
    settings = np.zeros(1 << size, dtype=np.int64)
    for a in range(1 << size):
        position, together, n_free, n_fixed = 0, 0, 0, 0
        for bit in range(size):
            if (taking | dropping) >> bit & 1:
                together |= (a >> bit & 1) << n_fixed
                n_fixed += 1
            else:
                position |= (a >> bit & 1) << n_free
                n_free += 1
        settings[together * length + position] = a
    return settings


@compiled
def sorted_lists(rank: Words, group: Numbers) -> Cells:
    """Return the combinations list after list, in each list those of the highest level first; int32, shape (cells,)."""
    low, size, _, _ = group
    setting, length = _settings(group), _length(group)
    members = np.empty(len(rank), dtype=np.int32)
    worth = np.empty(length, dtype=np.int64)
    end = 0
    for number in range(len(rank) >> size):
        base = (number >> low) << (low + size) | (number & ((1 << low) - 1))
        for first in range(0, 1 << size, length):
            for position in range(length):
                worth[position] = -np.int64(rank[base + (setting[first + position] << low)])
            for position in np.argsort(worth, kind="mergesort"):
                members[end] = base + (setting[first + position] << low)
                end += 1
    return members


@compiled
def _by_key(keys: Words, top: Any) -> Cells:
    """Return the feasible combinations, those with the lowest keys first."""
    highest = 0
    for c in range(len(keys)):
        if keys[c] != top:
            highest = max(highest, int(keys[c]))
    start = np.zeros(highest + 2, dtype=np.int64)
    for c in range(len(keys)):
        if keys[c] != top:
            start[int(keys[c]) + 1] += 1
    for key in range(highest + 1):
        start[key + 1] += start[key]
    order = np.empty(start[highest + 1], dtype=np.int32)
    for c in range(len(keys)):
        if keys[c] != top:
            order[start[int(keys[c])]] = c
            start[int(keys[c])] += 1
    return order


@compiled
def flood_keys(
    level: Words, keys: Words, i: int, groups: Numbers, members: Cells, improvements: bool, top: Any
) -> None:
    """Lower each key to the lowest that the opponents of i can reach from there, in place.

    Parameters
    ----------
    level : unsigned array, shape (n, cells)
        0 where infeasible.
    keys : unsigned array, shape (cells,)
        `top` where infeasible.
    groups : int64 array, shape (n, 4)
        For each decision maker its lowest bit, number of bits, options that can be taken only, dropped only.
    improvements
        Whether opponents move by improvements only.
    top
        The highest number of the levels' type.
    members : int32 array, shape (n, cells)
        For each decision maker what `sorted_lists` returns; those of i and of who has no options are not looked at.

    Cost
    ----
    ``O(n cells)`` after sorting, with a binary search for each combination, opponent and setting of the opponent's
    irreversible options.
    """
    n = len(groups)
    settings = [_settings(groups[j]) for j in range(n)]
    unmarked = [np.full(len(keys) // _length(groups[j]), _length(groups[j]), dtype=np.int32) for j in range(n)]
    marked = np.zeros(len(keys), dtype=np.bool_)
    for c in range(len(keys)):
        marked[c] = keys[c] == top
    pending = np.empty(len(keys), dtype=np.int32)
    for lowest in _by_key(keys, top):
        if marked[lowest]:
            continue
        key = keys[lowest]
        marked[lowest] = True
        pending[0], waiting = lowest, 1
        while waiting:
            waiting -= 1
            target = np.int64(pending[waiting])
            for j in range(n):
                low, size, taking, dropping = groups[j]
                if j == i or not size:
                    continue
                setting, length, rank, cells = settings[j], _length(groups[j]), level[j], members[j]
                own = target >> low & ((1 << size) - 1)
                number = target >> (low + size) << low | (target & ((1 << low) - 1))
                for origin in range((1 << size) // length):
                    a = setting[origin * length]  # some setting with these irreversible options
                    if a & ~own & taking or ~a & own & dropping:
                        continue
                    which = number * ((1 << size) // length) + origin
                    first, end = 0, np.int64(unmarked[j][which])
                    start = which * length
                    if improvements:
                        beyond = length
                        while first < beyond:  # the first that ranks below the target
                            middle = (first + beyond) // 2
                            if rank[cells[start + middle]] < rank[target]:
                                beyond = middle
                            else:
                                first = middle + 1
                    for position in range(first, end):
                        cell = cells[start + position]
                        if not marked[cell]:
                            marked[cell] = True
                            keys[cell] = key
                            pending[waiting] = cell
                            waiting += 1
                    if first < end:
                        unmarked[j][which] = first
