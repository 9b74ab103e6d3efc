r"""The lowest key that opponents can reach, in option form, with a guaranteed bound.

The fixpoint that `detente.stability.options_engine` sweeps for can take as many sweeps as there are states: when the
feasible states form a staircase on which two parties have to take turns. Then this takes over. Visit the states from
the lowest key upwards; from each that is not yet marked, go *backwards* along the opponents' moves, and give its key
to everything newly marked: nothing lower will reach it later.

Backwards from t by j lie the states of t's group that j may move to t from and, for improvements, that j ranks below
t. The states of a group that agree on j's irreversible options are sorted by j's level, best first, so these are the
end of each list, and what was marked before is the end too: one pointer a list, and every position is passed once.

Cost: ``O(n N)`` steps after sorting, plus a binary search for each state, opponent and setting of the opponent's
irreversible options from which it can come. Pure Python: some microseconds a state and opponent.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

import numpy as np

from detente.stability.cube import Cube, Keys


@dataclass(frozen=True, slots=True)
class _Lists:
    """One opponent's groups, cut by the settings of its irreversible options and sorted best first.

    Attributes
    ----------
    members : cells, list after list
    worth_of : minus the opponent's level, for each cell
    worth : the same in the order of `members`
    start : for each cell, where its list starts
    shift : each list has ``1 << shift`` cells
    one_way : bit mask of the irreversible options
    origins : for each setting of these, the settings that may change into it
    unmarked : for each list, how far it is not yet known to be marked
    """

    members: memoryview
    worth_of: memoryview
    worth: memoryview
    start: memoryview
    shift: int
    one_way: int
    origins: dict[int, tuple[int, ...]]
    unmarked: memoryview


def flood_lowest(cube: Cube, i: int, keys: Keys, *, improvements: bool) -> None:
    """Lower each cell's key to the lowest that the opponents of i can reach from it, in place.

    Parameters
    ----------
    cube
        The conflict in option form.
    i
        The decision maker whose opponents move.
    keys : unsigned array, shape (cells,)
        May have been lowered by any number of sweeps already.
    improvements
        Whether opponents move by improvements only.
    """
    n = len(cube.groups)
    parties = [_lists(cube, j) for j in range(n) if j != i and cube.groups[j].size]
    order = np.argsort(keys, kind="stable")
    order = order[cube.feasible[order]].astype(np.int32)
    marked = bytearray((~cube.feasible).tobytes())
    result = keys.data
    for lowest in order.data:
        if marked[lowest]:
            continue
        key = result[lowest]
        marked[lowest] = 1
        pending = [lowest]
        while pending:
            target = pending.pop()
            for lists in parties:
                for origin in _origins(lists, target, improvements=improvements):
                    if not marked[origin]:
                        marked[origin] = 1
                        result[origin] = key
                        pending.append(origin)


def _origins(lists: _Lists, target: int, *, improvements: bool) -> list[int]:
    """Return the cells, not passed before, from which the opponent can move to `target`."""
    found: list[int] = []
    elsewhere = target & ~lists.one_way
    worth = lists.worth_of[target]
    for setting in lists.origins[target & lists.one_way]:
        start = lists.start[elsewhere | setting]
        number = start >> lists.shift
        end = lists.unmarked[number]
        first = bisect_right(lists.worth, worth, start, start + (1 << lists.shift)) if improvements else start
        if first < end:
            found.extend(lists.members[first:end])
            lists.unmarked[number] = first
    return found


def _lists(cube: Cube, j: int) -> _Lists:
    group = cube.groups[j]
    n_cells = cube.level.shape[1]
    one_way = group.taking_only | group.dropping_only
    shift = group.size - one_way.bit_count()
    reversible = (group.settings - 1 & ~one_way) << group.low
    cells = np.arange(n_cells, dtype=np.int32)
    minus_level = -cube.level[j].astype(np.int32)
    order = np.lexsort((minus_level, cells & ~reversible)).astype(np.int32)
    start = np.empty(n_cells, dtype=np.int32)
    start[order] = cells >> shift << shift
    settings = [setting for setting in range(group.settings) if not setting & ~one_way]
    origins = {
        target << group.low: tuple(origin << group.low for origin in settings if not group.forbids(origin, target))
        for target in settings
    }
    return _Lists(
        members=order.data,
        worth_of=minus_level.data,
        worth=minus_level[order].data,
        start=start.data,
        shift=shift,
        one_way=one_way << group.low,
        origins=origins,
        unmarked=np.arange(1 << shift, n_cells + 1, 1 << shift, dtype=np.int32).data,
    )
