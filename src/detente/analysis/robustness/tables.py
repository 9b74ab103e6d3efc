"""NASH, GMR and SMR counted from tables of one decision maker at a time, whatever the number of readings.

A state is an equilibrium when everybody would stay, and whether a decision maker would depends on its own preferences
only. So the number of readings in which it is one is the product of the numbers of orders with which each would stay.
A named outcome can hold when some of its states is an equilibrium: the orders of each decision maker are sorted by the
*pattern* of those of its states in which it would stay, and patterns of all are joined.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import prod

import numpy as np

from detente.analysis.sweeps import Ground
from detente.conflict.model import BoolArray
from detente.stability.batch import PARTY_CONCEPTS, analyze_parties
from detente.stability.model import Concept

_CELLS = 1 << 22  # verdicts at a time


class PartyTables:
    """How many orders of each decision maker make it stay where.

    Parameters
    ----------
    ground
        With orders that are all listed.

    Cost
    ----
    As many variants (`detente.stability.batch`) as the decision maker with most different orders has.
    """

    def __init__(self, ground: Ground) -> None:
        n, m = ground.conflict.level.shape
        self._staying = {concept: np.zeros((n, m), dtype=np.int64) for concept in PARTY_CONCEPTS}
        self._patterns: dict[tuple[Concept, str], list[Counter[int]]] = {
            (concept, name): [Counter() for _ in range(n)] for concept in PARTY_CONCEPTS for name in ground.outcomes
        }
        self._full = {name: (1 << len(states)) - 1 for name, states in ground.outcomes.items()}
        rows = [one.rows[: len(weights)] for one, weights in zip(ground.orders, ground.weights, strict=True)]
        most, step = max(map(len, rows)), max(1, _CELLS // max(1, n * m))
        for first in range(0, most, step):
            parts = [own[first : first + step] for own in rows]
            # whoever has no more of them needs one all the same
            result = analyze_parties(
                ground.conflict, [part if len(part) else own[:1] for part, own in zip(parts, rows, strict=True)]
            )
            for concept, tables in result.stable.items():
                for i, part in enumerate(parts):
                    weights = ground.weights[i][first : first + step]
                    table = tables[i][: len(part)]
                    self._staying[concept][i] += np.array(weights, dtype=np.int64) @ table
                    for name, states in ground.outcomes.items():
                        _add_patterns(self._patterns[concept, name][i], table[:, states], weights)

    def states(self, concept: Concept) -> list[int]:
        """Return for each state in how many readings it is an equilibrium."""
        return [prod(column) for column in zip(*self._staying[concept].tolist(), strict=True)]

    def outcome(self, concept: Concept, name: str, most: int) -> int | None:
        """Return in how many readings an outcome can hold; None when there are more than `most` patterns to join."""
        joined: Counter[int] = Counter({self._full[name]: 1})
        for mine in self._patterns[concept, name]:
            if len(joined) * len(mine) > most:
                return None
            both: Counter[int] = Counter()
            for pattern, times in joined.items():
                for other, more in mine.items():
                    both[pattern & other] += times * more
            joined = both
        return sum(times for pattern, times in joined.items() if pattern)


def _add_patterns(found: Counter[int], table: BoolArray, weights: Sequence[int]) -> None:
    for row, weight in zip(np.packbits(table, axis=1, bitorder="little"), weights, strict=True):
        found[int.from_bytes(row.tobytes(), "little")] += weight
