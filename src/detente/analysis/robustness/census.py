"""Count the readings of a case in which each state is an equilibrium and each named outcome can hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import prod

import numpy as np

from detente.analysis.orders import Orders, orders_of
from detente.analysis.readings import (
    Readings,
    affordable,
    all_readings,
    drawn_readings,
    equilibria,
    row_weights,
)
from detente.analysis.robustness.model import Census, PartyOrders, Share
from detente.conflict.model import BoolArray, Conflict, IntArray
from detente.conflict.navigate import holding, state_id
from detente.stability.batch import BATCH_CONCEPTS, PARTY_CONCEPTS, analyze_parties
from detente.stability.model import Concept

MOST_PATTERNS = 20_000


def take_census(conflict: Conflict, *, swaps: int = 0, sample: int | None = None, seed: int = 0) -> Census:
    """Count readings: one order for each decision maker, admissible or near, in every combination.

    Parameters
    ----------
    swaps
        Exchanges of neighbours that each decision maker's list may be away from an admissible order.
    sample
        Readings to evaluate one by one, at most; without it as many as take about a second.
    seed
        Of the draws, where there are more.

    Raises
    ------
    LimitError
        Some decision maker has more orders than can be listed.

    Choices
    -------
    A reading is an order for everybody; orders that give the same preferences count as often as they are. Parties are
    independent. NASH, GMR and SMR are counted exactly from tables of one decision maker at a time, unless somebody has
    too many orders to list. The sequential concepts are counted exactly where the different readings are no more than
    `sample`. Otherwise `sample` readings are drawn, with replacement, each with the same chance, and shares carry
    Wilson's interval at 95 percent. A share of readings is no probability: nothing says that they are equally likely.

    Cost
    ----
    `sample` variants (`detente.stability.batch`), and as many again where outcomes have too many patterns to count.

    Examples
    --------
    >>> from detente.case import load_case
    >>> from detente.conflict import build_conflict
    >>> census = take_census(build_conflict(load_case("gisborne-unknown")))
    >>> census.n_readings, census.states[Concept.SEQ]["s4"]
    (2520, Share(count=2100, of=2520, is_exact=True))
    """
    random = np.random.default_rng(seed)
    most = affordable(conflict) if sample is None else sample
    orders = [
        orders_of(conflict, i, swaps=swaps, sample=most, random=random) for i in range(len(conflict.decision_makers))
    ]
    readings = all_readings(conflict, orders, most) or drawn_readings(orders, most, random)
    counter = _Counter(conflict, orders, readings)
    return Census(
        conflict=conflict,
        swaps=swaps,
        seed=seed,
        parties=tuple(
            PartyOrders(one.decision_maker, one.n_orders or 0, len(one.rows), not one.is_complete) for one in orders
        ),
        n_readings=readings.n_readings,
        states={concept: counter.states(concept) for concept in BATCH_CONCEPTS},
        outcomes={concept: counter.outcomes(concept) for concept in BATCH_CONCEPTS},
        looked_at={concept: counter.looked_at(concept) for concept in BATCH_CONCEPTS},
    )


class _Counter:
    """Counts of readings: of all, by tables of one decision maker at a time or one by one; or of those drawn."""

    def __init__(self, conflict: Conflict, orders: Sequence[Orders], readings: Readings) -> None:
        self.conflict, self.readings = conflict, readings
        self.rows = [one.rows for one in orders]
        self.weights = [row_weights(conflict, i, one) for i, one in enumerate(orders)]
        is_listed = all(one.is_complete for one in orders)
        self.by_table = PARTY_CONCEPTS if is_listed else ()
        self.own = analyze_parties(conflict, self.rows, self.by_table).stable if is_listed else {}
        one_by_one = [concept for concept in BATCH_CONCEPTS if concept not in self.by_table]
        self.joint = equilibria(conflict, self.rows, readings.picked, one_by_one)
        # numbers of readings can pass what a machine integer holds
        exact = object if readings.n_readings >= 1 << 62 else np.int64
        self.times = np.array(readings.weight, dtype=exact)
        self.masks = {
            name: np.flatnonzero(holding(conflict, outcome.that.formula))
            for name, outcome in conflict.case.outcomes.items()
        }

    def looked_at(self, concept: Concept) -> Share:
        n_readings = self.readings.n_readings
        if concept in self.by_table or self.readings.is_complete:
            return Share(n_readings, n_readings, is_exact=True)
        return Share(sum(self.readings.weight), n_readings, is_exact=False)

    def states(self, concept: Concept) -> dict[str, Share]:
        """Multiply the numbers of orders with which each decision maker would stay, or count one by one."""
        if concept in self.by_table:
            columns = [
                (np.array(weights, dtype=np.int64) @ table[: len(weights)]).tolist()
                for weights, table in zip(self.weights, self.own[concept], strict=True)
            ]
            shares = [
                Share(prod(column), self.readings.n_readings, is_exact=True) for column in zip(*columns, strict=True)
            ]
        else:
            shares = [self._one_by_one(count) for count in (self.times @ self.joint[concept]).tolist()]
        return {state_id(self.conflict, s): share for s, share in enumerate(shares) if share.count}

    def outcomes(self, concept: Concept) -> dict[str, Share]:
        return {name: self._outcome(concept, states) for name, states in self.masks.items()}

    def _outcome(self, concept: Concept, states: IntArray) -> Share:
        if concept in self.by_table:
            counted = self._patterns(concept, states)
            if counted is not None:
                times = sum(times for pattern, times in counted.items() if pattern)
                return Share(times, self.readings.n_readings, is_exact=True)
            table = equilibria(self.conflict, self.rows, self.readings.picked, [concept])[concept]
        else:
            table = self.joint[concept]
        return self._one_by_one(self.times[table[:, states].any(axis=1)].sum())

    def _one_by_one(self, count: int) -> Share:
        return Share(int(count), sum(self.readings.weight), self.readings.is_complete)

    def _patterns(self, concept: Concept, states: IntArray) -> Counter[int] | None:
        """Count readings by which of some states are equilibria, as bit masks; None when patterns are too many."""
        joined: Counter[int] = Counter({(1 << len(states)) - 1: 1})
        for weights, table in zip(self.weights, self.own[concept], strict=True):
            mine = _by_pattern(table[: len(weights), states], weights)
            if len(joined) * len(mine) > MOST_PATTERNS:
                return None
            both: Counter[int] = Counter()
            for pattern, times in joined.items():
                for other, more in mine.items():
                    both[pattern & other] += times * more
            joined = both
        return joined


def _by_pattern(table: BoolArray, weights: Sequence[int]) -> Counter[int]:
    found: Counter[int] = Counter()
    for row, weight in zip(np.packbits(table, axis=1, bitorder="little"), weights, strict=True):
        found[int.from_bytes(row.tobytes(), "little")] += weight
    return found
