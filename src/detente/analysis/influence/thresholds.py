r"""How much of an influence it takes.

Two lists of preference statements of one party, without an influence and with it, differ in some statements: one has
them, or has them at another place. *Shifting* a statement gives it the place that it has in the other list (or takes
it out, if the other list does not have it). Shifting none leaves the one list, shifting all makes the other. Among the
sets of statements, taken by size, those are sought after whose shift the equilibria are other ones: every set of the
smallest size is found, none is guessed.

The order after a shift: by place in the list each statement belongs to by then; of two with the same place the shifted
one comes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from detente.analysis.influence.model import Shift, Threshold, Tipping
from detente.analysis.influence.regimes import otherwise_of, play
from detente.case.conditions import flat_statements
from detente.case.model import Condition, Preferences, Prioritization
from detente.conflict.levels import lexicographic_levels
from detente.conflict.model import BoolArray, Conflict
from detente.conflict.navigate import holding
from detente.logic import Formula
from detente.stability.model import Concept

MOST_ORDERS = 60
"""Orders that are analyzed for one answer; orders that rank all states alike count once."""


def threshold(conflict: Conflict, position: int, concept: Concept, most: int = MOST_ORDERS) -> Threshold:
    """Return how few statements have to shift before an influence, all others aside, changes the equilibria.

    Parameters
    ----------
    position
        Of the influence in the case.
    most
        How many different rankings are analyzed at most, in each direction.

    Cost
    ----
    An analysis or two for every different ranking that the shifts make.
    """
    case = conflict.case
    influence = case.influences[position]
    own = otherwise_of(case, influence.on)
    influenced = influence.preferences or case.decision_makers[influence.on].preferences
    if not isinstance(own, Prioritization) or not isinstance(influenced, Prioritization):
        reason = "what it wants is not given as two lists of statements, so there are none to shift"
        return Threshold(influence.id, (), None, None, reason)
    shifts = _shifts(own, influenced)
    if not shifts:
        return Threshold(influence.id, (), None, None, "the two lists are the same")
    search = _Search(conflict, position, concept, shifts, most)
    return Threshold(influence.id, shifts, search.tip(backward=False), search.tip(backward=True))


def shifted(
    shifts: Sequence[Shift], common: Sequence[tuple[int, Condition]], chosen: frozenset[int]
) -> list[Condition]:
    """Return the list after the shift of some statements.

    Parameters
    ----------
    shifts
        All statements that differ.
    common
        The statements at the same place in both lists, with the place.
    chosen
        Positions of those that shift.
    """
    placed = [(place, 1, condition) for place, condition in common]
    for k, shift in enumerate(shifts):
        at = shift.after if k in chosen else shift.before
        if at is not None:
            placed.append((at, 0 if k in chosen else 1, shift.condition))
    return [condition for _, _, condition in sorted(placed, key=lambda entry: entry[:2])]


def _placed(preferences: Prioritization) -> dict[tuple[Formula, int], tuple[int, Condition]]:
    """Return the statements by formula (and how often it was there before), with their place from 1."""
    result: dict[tuple[Formula, int], tuple[int, Condition]] = {}
    for place, statement in enumerate(flat_statements(preferences), 1):
        formula = statement.that.formula
        times = sum(1 for seen, _ in result if seen == formula)
        result[formula, times] = (place, statement.that)
    return result


def _shifts(own: Preferences, influenced: Preferences) -> tuple[Shift, ...]:
    assert isinstance(own, Prioritization)  # noqa: S101 (tells the type checker)
    assert isinstance(influenced, Prioritization)  # noqa: S101
    before, after = _placed(own), _placed(influenced)
    nowhere: tuple[None, None] = (None, None)
    return tuple(
        Shift((after.get(key) or before[key])[1], before.get(key, nowhere)[0], after.get(key, nowhere)[0])
        for key in dict.fromkeys((*after, *before))
        if before.get(key, nowhere)[0] != after.get(key, nowhere)[0]
    )


@dataclass
class _Search:
    """The sets of shifts of one influence, by size."""

    conflict: Conflict
    position: int
    concept: Concept
    shifts: tuple[Shift, ...]
    most: int

    def __post_init__(self) -> None:
        case = self.conflict.case
        influence = case.influences[self.position]
        own = otherwise_of(case, influence.on)
        assert isinstance(own, Prioritization)  # noqa: S101
        moving = {(shift.condition.formula, shift.before) for shift in self.shifts}
        self.common = [
            (place, statement.that)
            for place, statement in enumerate(flat_statements(own), 1)
            if (statement.that.formula, place) not in moving
        ]
        self.tables: dict[Formula, BoolArray] = {}
        self.known: dict[bytes, BoolArray] = {}
        self.new = 0

    def equilibria(self, chosen: frozenset[int]) -> BoolArray | None:
        """Return the equilibria after a shift; None when too many rankings were analyzed already."""
        ordered = shifted(self.shifts, self.common, chosen)
        level = lexicographic_levels((self.table(condition.formula) for condition in ordered), self.conflict.n_states)
        key = level.tobytes()
        if key not in self.known:
            if self.new >= self.most:
                return None
            self.new += 1
            played = play(self.conflict, (self.position,), self.concept, {self.position: level})
            self.known[key] = played.equilibria()
        return self.known[key]

    def table(self, formula: Formula) -> BoolArray:
        if formula not in self.tables:
            self.tables[formula] = holding(self.conflict, formula)
        return self.tables[formula]

    def tip(self, *, backward: bool) -> Tipping:
        """Find the smallest sets that tip, from the list without the influence or back from the influenced one."""
        every = frozenset(range(len(self.shifts)))
        self.new = 0

        def after(moved: frozenset[int]) -> BoolArray | None:
            return self.equilibria(every - moved if backward else moved)

        start = after(frozenset())
        assert start is not None  # noqa: S101
        size = 0
        for size in range(1, len(self.shifts) + 1):
            found, is_whole = self._of_size(size, after, start)
            if found or not is_whole:
                sets = tuple(tuple(self.shifts[k] for k in sorted(moved)) for moved in found)
                return Tipping(sets, size if is_whole else size - 1, is_complete=False)
        return Tipping((), size, is_complete=True)

    def _of_size(
        self, size: int, after: Callable[[frozenset[int]], BoolArray | None], start: BoolArray
    ) -> tuple[list[frozenset[int]], bool]:
        found: list[frozenset[int]] = []
        for moved in _sets(len(self.shifts), size):
            ends = after(moved)
            if ends is None:
                return found, False
            if not np.array_equal(ends, start):
                found.append(moved)
        return found, True


def _sets(n: int, size: int) -> Iterator[frozenset[int]]:
    return (frozenset(chosen) for chosen in combinations(range(n), size))
