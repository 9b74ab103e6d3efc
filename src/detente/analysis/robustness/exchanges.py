"""How many exchanges of neighbours, in the lists of what parties want, turn a conclusion round.

All orders within so many exchanges of each list are tried, for each party and for several together, nearest first: the
distance of a reading is the sum over parties (Kendall's distance of each list from the nearest admissible order).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from detente.analysis.conclusions import conclusions
from detente.analysis.orders import Orders, orders_of
from detente.analysis.readings import affordable, equilibria, has_moves
from detente.analysis.robustness.model import Exchange, ListMargin
from detente.conflict.model import Conflict
from detente.errors import LimitError

MOST_EXCHANGES = 3

Picks = dict[tuple[int, ...], int]


def find_list_margins(conflict: Conflict, most: int | None = None) -> tuple[tuple[ListMargin, ...], int]:
    """Return for each conclusion how many exchanges turn it round, and up to how many were tried.

    Parameters
    ----------
    most
        Readings to evaluate, at most; without it as many as take about a second.

    Raises
    ------
    NotSupportedError
        The conflict was made from arrays.

    Choices
    -------
    As many exchanges are tried as make no more than `most` different readings, at least one where that can be listed,
    and at most `MOST_EXCHANGES`. An admissible order is at distance 0. The order as written is the one whose answer is
    turned round.

    Cost
    ----
    `most` variants (`detente.stability.batch`).
    """
    most = affordable(conflict) if most is None else most
    tried, orders, picks = _nearest(conflict, most)
    picked = np.array(list(picks), dtype=np.int64)
    distance = np.array(list(picks.values()), dtype=np.int64)
    tables = equilibria(conflict, [one.rows for one in orders], picked)
    margins = []
    for topic, values in conclusions(conflict, tables).items():
        holds = bool(values[0])
        turned = np.flatnonzero(values != holds)
        fewest: int | None = None
        exchanged: tuple[Exchange, ...] = ()
        if len(turned):
            nearest = int(turned[np.argmin(distance[turned])])
            fewest = int(distance[nearest])
            exchanged = tuple(_exchanges(orders, picked[nearest].tolist()))
        margins.append(ListMargin(topic, holds, fewest, exchanged))
    return tuple(margins), tried


def _nearest(conflict: Conflict, most: int) -> tuple[int, list[Orders], Picks]:
    """Return the most exchanges that can be afforded, the orders, and the readings with their distances."""
    n = len(conflict.decision_makers)
    tried = 0
    random = np.random.default_rng(0)
    orders = [orders_of(conflict, i, sample=most, random=random) for i in range(n)]
    picks = _within(conflict, orders, 0, most) or {(0,) * n: 0}
    for swaps in range(1, MOST_EXCHANGES + 1):
        try:
            wider = [orders_of(conflict, i, swaps=swaps) for i in range(n)]
        except LimitError:
            break
        found = _within(conflict, wider, swaps, most if swaps > 1 else 4 * most)
        if found is None:
            break
        tried, orders, picks = swaps, wider, found
    return tried, orders, picks


def _within(conflict: Conflict, orders: Sequence[Orders], swaps: int, most: int) -> Picks | None:
    """Return the readings within a distance in all, the written one first; None if there are too many."""
    picks: Picks = {(): 0}
    for i, one in enumerate(orders):
        nearest = one.nearest.tolist() if len(one.row) and has_moves(conflict, i) else [0]
        picks = {
            (*pick, row): distance + further
            for pick, distance in picks.items()
            for row, further in enumerate(nearest)
            if distance + further <= swaps
        }
        if len(picks) > most:
            return None
    return picks


def _exchanges(orders: Sequence[Orders], rows: Sequence[int]) -> Iterator[Exchange]:
    """Yield what stands the other way round than written, in a nearest order that gives each row."""
    for one, row in zip(orders, rows, strict=True):
        if row == 0 or not one.items:
            continue
        giving = np.flatnonzero(one.row == row)
        sequence = one.sequences[int(giving[np.argmin(one.distance[giving])])]
        for place, later in enumerate(sequence):
            for earlier in sequence[place + 1 :]:
                if earlier < later:
                    yield Exchange(one.decision_maker, one.items[earlier], one.items[later])
