"""Which of a party's coded preferences decide between two states: the way from a conclusion to what it rests on.

Of preference statements in order of priority the first that is true of one state and not of the other decides. Known
comparisons decide where one of them compares the two states; where only several together do, all of the party's are
named. A ranking or weights decide as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from detente.case.model import AnyOrder, Pairs, Prioritization
from detente.conflict import Conflict
from detente.conflict.model import BoolArray
from detente.conflict.navigate import holding
from detente.errors import Path


class Turning:
    """Asks what decides; tables of where each preference holds are made once for each party that is asked about."""

    def __init__(self, conflict: Conflict) -> None:
        self.conflict = conflict
        self._statements: dict[int, tuple[tuple[Path, ...], BoolArray]] = {}

    def parts(self, party: int, state: int, others: Iterable[int]) -> set[Path]:
        """Return the places in the case of the preferences that decide between a state and each of others."""
        level = self.conflict.level[party]
        compared = np.array([other for other in others if level[other] != level[state]], dtype=np.int64)
        if not compared.size:
            return set()
        coded = self.conflict.case.decision_makers[self.conflict.decision_makers[party]].preferences
        if isinstance(coded, Prioritization):
            return self._first_that_differ(party, state, compared)
        if isinstance(coded, Pairs):
            return {path for other in compared.tolist() for path in self._pairs(party, coded, state, other)}
        return {self._path(party)}

    def _path(self, party: int, *steps: str | int) -> Path:
        dm = self.conflict.decision_makers[party]
        return ("decision_makers", dm, "preferences", *steps)

    def _first_that_differ(
        self, party: int, state: int, others: np.ndarray[tuple[int], np.dtype[np.int64]]
    ) -> set[Path]:
        paths, where = self._tables(party)
        differs = where[:, others] != where[:, [state]]
        return {paths[first] for first in differs.argmax(axis=0).tolist()}

    def _tables(self, party: int) -> tuple[tuple[Path, ...], BoolArray]:
        """Return the places of the statements, the most important first, and where each holds: shape (k, m)."""
        if party not in self._statements:
            coded = self.conflict.case.decision_makers[self.conflict.decision_makers[party]].preferences
            assert isinstance(coded, Prioritization)  # noqa: S101 (asked only of these)
            placed = []
            for place, entry in enumerate(coded.statements):
                if isinstance(entry, AnyOrder):
                    inner = enumerate(entry.any_order)
                    placed += [(self._path(party, "statements", place, "any order", k), one) for k, one in inner]
                else:
                    placed.append((self._path(party, "statements", place), entry))
            where = np.stack([holding(self.conflict, statement.that.formula) for _, statement in placed])
            self._statements[party] = (tuple(path for path, _ in placed), where)
        return self._statements[party]

    def _pairs(self, party: int, coded: Pairs, state: int, other: int) -> set[Path]:
        """Return the known comparisons of the two states, else all of the party's."""
        level = self.conflict.level[party]
        better, worse = (state, other) if level[state] > level[other] else (other, state)
        every = {self._path(party, "pairs", place): pair for place, pair in enumerate(coded.pairs)}
        direct = {
            path
            for path, pair in every.items()
            if holding(self.conflict, pair.better.formula)[better] and holding(self.conflict, pair.worse.formula)[worse]
        }
        return direct or set(every)
