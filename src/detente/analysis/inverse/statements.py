"""Edits of what decision makers want, entry by entry.

One edit of an option prioritization moves one statement to another place, drops it, turns it into its opposite, or puts
the wanted outcome in as a new statement. One edit of a ranking gives one wanted state a better place. Statements in a
group of unknown order have the order written. Weights have no entries to edit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce

import numpy as np

from detente.analysis.inverse.board import Board
from detente.analysis.inverse.candidates import Candidate, touched_by_wish
from detente.analysis.inverse.changes import edited
from detente.analysis.inverse.kinds import Edit, EditKind
from detente.case.conditions import flat_statements
from detente.case.model import Condition, Preferences, PreferenceStatement, Prioritization, Ranking
from detente.conflict.levels import levels, lexicographic_levels
from detente.conflict.model import BoolArray, Conflict, LevelArray
from detente.conflict.navigate import holding
from detente.conflict.space import holds, space_of
from detente.logic import And, Atom, Formula, Not

MOST_RAISED = 2_000
_ORDER_OF_KINDS = {kind: number for number, kind in enumerate(EditKind)}


def state_condition(conflict: Conflict, s: int) -> Condition:
    """Return a condition that is true in one state only."""
    if conflict.names:
        return Condition(conflict.names[s], Atom(conflict.names[s]))
    fixed = [j for j in range(len(conflict.options)) if not int(conflict.unfixed[s]) >> j & 1]
    bits = int(conflict.combination[s])
    literals: list[Formula] = [
        Atom(conflict.options[j]) if bits >> j & 1 else Not(Atom(conflict.options[j])) for j in fixed
    ]
    words = " and ".join(("" if bits >> j & 1 else "not ") + conflict.options[j] for j in fixed)
    if conflict.unfixed[s]:
        merges = [merge.that for merge in conflict.case.indistinguishable]
        that = next(that for that in merges if holding(conflict, that.formula)[s])
        return Condition(f"{that.text} and {words}" if words else that.text, And((that.formula, *literals)))
    return Condition(words, And(tuple(literals)))


def is_editable(preferences: Preferences) -> bool:
    """Whether preferences have entries to edit."""
    return isinstance(preferences, Prioritization | Ranking)


def edits(board: Board, i: int, preferences: Preferences, wanted: Condition) -> Iterator[Edit]:
    """Yield every single edit of what decision maker i wants, given as `preferences`."""
    if isinstance(preferences, Prioritization):
        yield from _list_edits(board.conflict, i, flat_statements(preferences), wanted)
    elif isinstance(preferences, Ranking):
        yield from _raises(board, i, preferences)


def _list_edits(
    conflict: Conflict, i: int, statements: tuple[PreferenceStatement, ...], wanted: Condition
) -> Iterator[Edit]:
    dm = conflict.decision_makers[i]
    conditions = [statement.that for statement in statements]
    k = len(conditions)
    for p, that in enumerate(conditions):
        for q in range(k):
            if q not in (p, p + 1):  # one place down is the next one's place up
                yield Edit(dm, EditKind.MOVE, that, p + 1, q + 1, conditions[q])
    table = holding(conflict, wanted.formula)
    if not any(np.array_equal(holding(conflict, that.formula), table) for that in conditions):
        for q in range(k + 1):
            yield Edit(dm, EditKind.INSERT, wanted, 0, q + 1, conditions[q] if q < k else None)
    for p, that in enumerate(conditions):
        yield Edit(dm, EditKind.DROP, that, p + 1, 0)
    for p, that in enumerate(conditions):
        yield Edit(dm, EditKind.NEGATE, that, p + 1, 0)


def _raises(board: Board, i: int, preferences: Ranking) -> Iterator[Edit]:
    conflict = board.conflict
    groups = preferences.ranking
    tables = [np.logical_or.reduce([holding(conflict, that.formula) for that in group]) for group in groups]
    n_raised = 0
    for s in board.states.tolist():
        place = next(position for position, table in enumerate(tables) if table[s])
        for q in range(place, -1, -1):
            n_raised += 1
            if n_raised > MOST_RAISED:
                return
            yield Edit(
                conflict.decision_makers[i],
                EditKind.RAISE,
                state_condition(conflict, s),
                place + 2,
                q + 1,
                groups[q][0],
            )


class _Levels:
    """The preference levels that edited preferences make; each statement is looked up once."""

    def __init__(self, conflict: Conflict) -> None:
        self.space = space_of(conflict)
        self.tables: dict[str, BoolArray] = {}

    def of(self, preferences: Preferences) -> LevelArray:
        if not isinstance(preferences, Prioritization):
            return levels(self.space, preferences)
        tables = (self._table(statement.that) for statement in flat_statements(preferences))
        return lexicographic_levels(tables, self.space.n_states)

    def _table(self, that: Condition) -> BoolArray:
        if that.text not in self.tables:
            self.tables[that.text] = holds(self.space, that.formula)
        return self.tables[that.text]


def single_edits(board: Board, i: int, wanted: Condition) -> list[Candidate]:
    """Return the single edits of what i wants that change its ranking and touch something."""
    preferences = board.conflict.case.decision_makers[board.conflict.decision_makers[i]].preferences
    return _candidates(board, i, preferences, ((edit,) for edit in edits(board, i, preferences, wanted)))


def double_edits(board: Board, i: int, wanted: Condition, most: int) -> tuple[list[Candidate], bool]:
    """Return pairs of edits of what i wants, at most so many looked at, and whether these are all."""
    preferences = board.conflict.case.decision_makers[board.conflict.decision_makers[i]].preferences
    pairs: list[tuple[Edit, ...]] = []
    for first in edits(board, i, preferences, wanted):
        for second in edits(board, i, edited(preferences, first), wanted):
            if second.that is not first.that:
                if len(pairs) == most:
                    return _candidates(board, i, preferences, pairs), False
                pairs.append((first, second))
    return _candidates(board, i, preferences, pairs), True


def _candidates(board: Board, i: int, preferences: Preferences, sets: Iterable[tuple[Edit, ...]]) -> list[Candidate]:
    """Judge sets of edits; of several that make the same ranking in the same family, the nearest is kept."""
    conflict = board.conflict
    everywhere = np.ones(len(board.states), dtype=np.bool_)
    touched: dict[bytes, BoolArray] = {conflict.level[i].tobytes(): np.zeros(len(board.open), dtype=np.bool_)}
    found: dict[tuple[object, ...], Candidate] = {}
    compiled = _Levels(conflict)
    for number, several in enumerate(sets):
        level = compiled.of(reduce(edited, several, preferences))
        key = level.tobytes()
        if key not in touched:
            touched[key] = touched_by_wish(board, i, level)
        if not touched[key].any():
            continue
        family = tuple(sorted((i, edit.kind.value, edit.that.text, edit.to > edit.place) for edit in several))
        distance = sum(map(reach, several))
        order = (sum(_ORDER_OF_KINDS[edit.kind] for edit in several), distance, number)
        candidate = Candidate(several, touched[key], everywhere, {i: level}, family=family, order=order)
        known = found.get((family, key))
        if known is None or order < known.order:
            found[family, key] = candidate
    return sorted(found.values(), key=lambda candidate: candidate.order)


def reach(edit: Edit) -> int:
    """How far an edit goes: the places moved; for a new statement, its rank from the end is what it costs.

    Only edits of one family are compared by it.
    """
    return edit.distance if edit.place else -edit.to
