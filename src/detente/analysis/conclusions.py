"""What follows from a case, as sentences that can be true or false, and the same for many cases that differ a little.

A *conclusion* is about the status quo (is it an equilibrium?) or a named outcome (is it true in some equilibrium?),
under one stability concept. Cases with the same states, moves and status quo are compiled once and evaluated together,
each with its own preferences.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.analysis.readings import equilibria
from detente.case.conditions import mentioned
from detente.case.model import AnyOrder, Case, Pairs, Preferences, Prioritization, Ranking
from detente.conflict.build import build_conflict
from detente.conflict.levels import levels
from detente.conflict.model import DEFAULT_MEMORY_LIMIT, BoolArray, Conflict, LevelArray
from detente.conflict.navigate import holding
from detente.conflict.space import space_of
from detente.errors import CaseError
from detente.logic import atoms
from detente.stability.batch import BATCH_CONCEPTS
from detente.stability.model import Concept

STATUS_QUO = ""
INDIFFERENT = Prioritization(statements=())


@dataclass(frozen=True, slots=True)
class Topic:
    """What a conclusion is about: a named outcome, or with no name the status quo; under one concept."""

    about: str
    concept: Concept


@dataclass(frozen=True, eq=False, slots=True)
class Evaluated:
    """A case that was evaluated.

    Attributes
    ----------
    conflict
        Its states and moves; the levels are not its own.
    equilibria : mapping of Concept to bool array, shape (m,)
    conclusions
        Which are true.
    """

    conflict: Conflict
    equilibria: Mapping[Concept, BoolArray]
    conclusions: Mapping[Topic, bool]


def conclusions(conflict: Conflict, tables: Mapping[Concept, BoolArray]) -> dict[Topic, BoolArray]:
    """Return in which of several readings each conclusion is true.

    Parameters
    ----------
    tables : mapping of Concept to bool array, shape (v, m)
        The equilibria of each reading.

    Returns
    -------
    mapping of Topic to bool array, shape (v,)
    """
    found: dict[Topic, BoolArray] = {}
    for concept, table in tables.items():
        if conflict.status_quo is not None:
            found[Topic(STATUS_QUO, concept)] = table[:, conflict.status_quo]
    for name, outcome in conflict.case.outcomes.items():
        states = np.flatnonzero(holding(conflict, outcome.that.formula))
        for concept, table in tables.items():
            found[Topic(name, concept)] = np.asarray(table[:, states].any(axis=1))
    return found


def evaluate(
    cases: Sequence[Case], concepts: Iterable[Concept] = BATCH_CONCEPTS, *, memory_limit: int = DEFAULT_MEMORY_LIMIT
) -> list[Evaluated | None]:
    """Return the equilibria of many cases; None for one that is no sound model.

    Cost
    ----
    Each kind of states and moves that occurs is compiled once, each list of preferences that occurs is read once in
    it, and the cases are evaluated as variants of it (`detente.stability.batch`).
    """
    asked = tuple(concepts)
    alike: dict[Hashable, list[int]] = {}
    for number, case in enumerate(cases):
        alike.setdefault(_ground(case), []).append(number)
    results: list[Evaluated | None] = [None] * len(cases)
    for numbers in alike.values():
        conflict = _compiled(cases[numbers[0]], memory_limit)
        if conflict is None:
            continue
        tables = _Tables(conflict)
        picked = {number: rows for number in numbers if (rows := tables.pick(cases[number])) is not None}
        if not picked:
            continue
        distinct, place = np.unique(np.array(list(picked.values())), axis=0, return_inverse=True)
        found = equilibria(conflict, tables.rows(), distinct, asked)
        true = {topic: values.tolist() for topic, values in conclusions(conflict, found).items()}
        answers = [
            Evaluated(
                conflict,
                {concept: table[v] for concept, table in found.items()},
                {topic: values[v] for topic, values in true.items()},
            )
            for v in range(len(distinct))
        ]
        for number, v in zip(picked, place.reshape(-1).tolist(), strict=True):
            results[number] = answers[v]
    return results


def _compiled(case: Case, memory_limit: int) -> Conflict | None:
    if case.is_graph_form and case.options:
        return None
    known = {*case.options, *case.states}
    conditions = [
        *(constraint.that for constraint in case.constraints),
        *(merge.that for merge in case.indistinguishable),
        *(side for move in case.moves for side in (move.origin, move.to)),
        *([case.status_quo.state] if case.status_quo else []),
    ]
    if not all(atoms(condition.formula) <= known for condition in conditions):
        return None
    parties = {dm: party.model_copy(update={"preferences": INDIFFERENT}) for dm, party in case.decision_makers.items()}
    # a name for something that cannot be said here is no fault: no conclusion is about it
    outcomes = {name: outcome for name, outcome in case.outcomes.items() if atoms(outcome.that.formula) <= known}
    try:
        bare = case.model_copy(update={"decision_makers": parties, "outcomes": outcomes})
        return build_conflict(bare, memory_limit=memory_limit)
    except CaseError:
        return None


class _Tables:
    """The preference levels that occur, in one model of states and moves."""

    def __init__(self, conflict: Conflict) -> None:
        self._space = space_of(conflict)
        self._known = {*conflict.options, *conflict.case.states}
        self._numbers: list[dict[Hashable, int]] = [{} for _ in conflict.decision_makers]
        self._rows: list[list[LevelArray]] = [[] for _ in conflict.decision_makers]

    def pick(self, case: Case) -> list[int] | None:
        """Return the row of each decision maker; None if somebody's preferences do not fit the states."""
        rows = [self._row(i, party.preferences) for i, party in enumerate(case.decision_makers.values())]
        return rows if min(rows) >= 0 else None

    def rows(self) -> list[LevelArray]:
        return [np.stack(rows) for rows in self._rows]

    def _row(self, i: int, preferences: Preferences) -> int:
        key = meaning(preferences)
        number = self._numbers[i].get(key)
        if number is None:
            fits = mentioned(preferences) <= self._known
            row = levels(self._space, preferences) if fits else np.zeros(1, dtype=np.int32)
            number = len(self._rows[i]) if row.all() else -1
            if number >= 0:
                self._rows[i].append(row)
            self._numbers[i][key] = number
        return number


def meaning(preferences: Preferences) -> Hashable:
    """Return what preferences say, without what it rests on; equal where they mean the same to every analysis."""
    if isinstance(preferences, Prioritization):
        return "statements", tuple(
            ("any order", tuple((part.that.formula, part.strength) for part in entry.any_order))
            if isinstance(entry, AnyOrder)
            else (entry.that.formula, entry.strength)
            for entry in preferences.statements
        )
    if isinstance(preferences, Ranking):
        return "ranking", tuple(tuple(condition.formula for condition in group) for group in preferences.ranking)
    if isinstance(preferences, Pairs):
        return "pairs", tuple((pair.better.formula, pair.worse.formula) for pair in preferences.pairs)
    return "weights", tuple(preferences.weights.items())


def _ground(case: Case) -> Hashable:
    """Return what decides on states, moves and status quo."""
    return (
        tuple(
            (dm, tuple((name, option.irreversible) for name, option in party.options.items()))
            for dm, party in case.decision_makers.items()
        ),
        tuple(rule.that.formula for rule in case.constraints),
        tuple((move.by, move.origin.formula, move.to.formula, move.never) for move in case.moves),
        tuple(rule.that.formula for rule in case.indistinguishable),
        tuple(case.states),
        tuple((dm, tuple(arcs.items())) for dm, arcs in case.arcs.items()),
        case.status_quo and case.status_quo.state.formula,
        tuple((name, outcome.that.formula) for name, outcome in case.outcomes.items()),
    )
