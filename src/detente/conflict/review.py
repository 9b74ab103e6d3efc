"""Advice that needs the states: parts of a case that are probably not meant as they stand.

====  ==================================================================================================
W450  a preference statement that is true in every feasible state
W451  a preference statement that is false in every feasible state
W452  a decision maker that has no move in any state
W453  a pattern of a ranking that ranks no state
W454  merged states that a preference tells apart: the condition holds in some of them only
W455  a constraint that excludes nothing, or nothing that the others do not exclude
W456  a listed move that changes an option of another decision maker
W457  a named outcome that no feasible state has
W458  indistinguishable states that are fewer than two
W459  listed or forbidden moves that change nothing
====  ==================================================================================================
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detente.case.model import AnyOrder, Condition, Move, Prioritization, Ranking, Weights
from detente.conflict.arcs import directions
from detente.conflict.listed import ListedIndex, some_combination
from detente.conflict.model import ArcMoves, BoolArray, Conflict
from detente.conflict.navigate import moves_from, state_id
from detente.conflict.space import Space, free_space, holds, possible, space_of, true_cells
from detente.errors import Path, Problem
from detente.logic import Atom, Not


def review(conflict: Conflict) -> tuple[Problem, ...]:
    """Return advice on a compiled case, in the order of the table above, each with its place in the file.

    Cost
    ----
    About that of compiling the case once more.
    """
    return (
        *_statements(conflict),
        *_without_moves(conflict),
        *_patterns(conflict),
        *_told_apart(conflict),
        *_idle_constraints(conflict),
        *_moves(conflict),
        *_outcomes(conflict),
        *_merges(conflict),
    )


def _wanted(conflict: Conflict) -> Iterator[tuple[str, Path, Condition]]:
    """Yield every preference statement, with its decision maker and its place."""
    for dm, party in conflict.case.decision_makers.items():
        if not isinstance(party.preferences, Prioritization):
            continue
        for position, entry in enumerate(party.preferences.statements):
            path: Path = ("decision_makers", dm, "preferences", "statements", position)
            if isinstance(entry, AnyOrder):
                for inner, statement in enumerate(entry.any_order):
                    yield dm, (*path, "any order", inner), statement.that
            else:
                yield dm, path, entry.that


def _statements(conflict: Conflict) -> Iterator[Problem]:
    space = space_of(conflict)
    for dm, path, condition in _wanted(conflict):
        true = holds(space, condition.formula)
        if true.all():
            message = f"'{condition.text}' is true in every feasible state, so it tells '{dm}' nothing; take it out"
            yield conflict.case.problem("W450", message, path)
        elif not possible(space, condition.formula).any():
            message = f"'{condition.text}' is false in every feasible state, so it tells '{dm}' nothing; take it out"
            yield conflict.case.problem("W451", message, path)


def _without_moves(conflict: Conflict) -> Iterator[Problem]:
    influential = {influence.by for influence in conflict.case.influences}
    for i, dm in enumerate(conflict.decision_makers):
        has_options = bool(conflict.case.decision_makers[dm].options)
        if _has_moves(conflict, i) or (dm in influential and not has_options):
            continue
        why = "none of its options can change in any feasible state" if has_options else "it has no move in any state"
        message = f"'{dm}' never moves: {why}, so it is stable everywhere and what it wants decides nothing"
        yield conflict.case.problem("W452", message, ("decision_makers", dm))


def _has_moves(conflict: Conflict, i: int) -> bool:
    moves = conflict.moves
    if isinstance(moves, ArcMoves):
        return len(moves.target[i]) > 0
    rest = np.unique(conflict.combination & ~np.uint64(moves.own[i]))
    # two feasible states in one group are needed; whether directions permit a move between them has to be looked at
    return len(rest) < conflict.n_states and any(len(moves_from(conflict, i, s)) for s in range(conflict.n_states))


def _patterns(conflict: Conflict) -> Iterator[Problem]:
    space = space_of(conflict)
    for dm, party in conflict.case.decision_makers.items():
        if not isinstance(party.preferences, Ranking):
            continue
        placed = np.zeros(space.n_states, dtype=np.bool_)
        for position, group in enumerate(party.preferences.ranking):
            for inner, condition in enumerate(group):
                matching = holds(space, condition.formula)
                if not (matching & ~placed).any():
                    why = "all its states are ranked higher up" if matching.any() else "no feasible state has it"
                    path: Path = ("decision_makers", dm, "preferences", "ranking", position, inner)
                    message = f"'{condition.text}' ranks no state of '{dm}': {why}"
                    yield conflict.case.problem("W453", message, path)
                placed |= matching


def _told_apart(conflict: Conflict) -> Iterator[Problem]:
    if not conflict.unfixed.any():
        return
    space = space_of(conflict)
    wanted = list(_wanted(conflict))
    for dm, party in conflict.case.decision_makers.items():
        path: Path = ("decision_makers", dm, "preferences")
        if isinstance(party.preferences, Ranking):
            groups = enumerate(party.preferences.ranking)
            wanted += [(dm, (*path, "ranking", position), part) for position, group in groups for part in group]
        elif isinstance(party.preferences, Weights):
            wanted += [
                (dm, (*path, "weights", option), Condition(option, Atom(option)))
                for option, weight in party.preferences.weights.items()
                if weight
            ]
    for dm, path, condition in wanted:
        apart = np.flatnonzero(possible(space, condition.formula) & ~holds(space, condition.formula))
        if len(apart):
            names = ", ".join(state_id(conflict, int(s)) for s in apart)
            message = (
                f"'{condition.text}' is true in only some of the combinations merged into {names}; there it counts as "
                f"false for '{dm}'. Write a condition that does not tell them apart, or do not merge them"
            )
            yield conflict.case.problem("W454", message, path)


def _idle_constraints(conflict: Conflict) -> Iterator[Problem]:
    found = _idle_in_list if isinstance(conflict.state_of, ListedIndex) else _idle_in_tables
    for position, alone in found(conflict):
        what = "nothing" if alone else "nothing that the other constraints do not exclude"
        message = f"'{conflict.case.constraints[position].that.text}' excludes {what}"
        yield conflict.case.problem("W455", message, ("constraints", position))


def _idle_in_tables(conflict: Conflict) -> Iterator[tuple[int, bool]]:
    """Yield the constraints that exclude nothing more than the others do, and whether not even alone."""
    space = free_space(conflict.case)
    tables = [true_cells(space, constraint.that.formula) for constraint in conflict.case.constraints]
    broken = np.zeros(space.n_cells, dtype=np.int32)
    for table in tables:
        broken += ~table
    for position, table in enumerate(tables):
        if not (~table & (broken == 1)).any():
            yield position, bool(table.all())


def _idle_in_list(conflict: Conflict) -> Iterator[tuple[int, bool]]:
    """Yield the same where combinations are too many for tables."""
    rules = [constraint.that.formula for constraint in conflict.case.constraints]
    for position, rule in enumerate(rules):
        others = rules[:position] + rules[position + 1 :]
        if some_combination(conflict.options, [Not(rule), *others]) is None:
            yield position, some_combination(conflict.options, [Not(rule)]) is None


def _moves(conflict: Conflict) -> Iterator[Problem]:
    space, case = space_of(conflict), conflict.case
    for position, move in enumerate(case.moves):
        origins, targets = possible(space, move.origin.formula), possible(space, move.to.formula)
        if not (origins.any() and targets.any()):
            side, text = ("to", move.to.text) if origins.any() else ("from", move.origin.text)
            message = f"no feasible state has '{text}' ('{side}'), so this changes no move"
            yield case.problem("W459", message, ("moves", position, side))
        elif move.never and not _is_permitted(conflict, move):
            message = f"'{move.by}' has no move from '{move.origin.text}' to '{move.to.text}' that could be forbidden"
            yield case.problem("W459", message, ("moves", position))
        elif not move.never and case.options and _changes_others(conflict, space, move):
            message = (
                f"this lets '{move.by}' change options of others: '{move.origin.text}' and '{move.to.text}' say more "
                f"than what '{move.by}' does"
            )
            yield case.problem("W456", message, ("moves", position))


def _is_permitted(conflict: Conflict, move: Move) -> bool:
    """Whether a forbidden move would exist if it were not forbidden."""
    space = free_space(conflict.case)
    origins, targets = (_feasible(conflict, space, part) for part in (move.origin, move.to))
    added = any(other.by == move.by and not other.never for other in conflict.case.moves)
    if added or conflict.case.is_graph_form:
        return bool(origins.any() and targets.any())
    i = conflict.decision_makers.index(move.by)
    own = directions(conflict.case).own[i]
    rest = np.intersect1d(np.flatnonzero(origins) & ~own, np.flatnonzero(targets) & ~own)
    return len(rest) > 0


def _feasible(conflict: Conflict, space: Space, condition: Condition) -> BoolArray:
    table = true_cells(space, condition.formula)
    if conflict.state_of is None or isinstance(conflict.state_of, ListedIndex):
        return table
    return table & (conflict.state_of >= 0)


def _changes_others(conflict: Conflict, space: Space, move: Move) -> bool:
    """Whether some state to leave differs from some state to reach outside the mover's own options."""
    own = directions(conflict.case).own[conflict.decision_makers.index(move.by)]
    origins = np.unique(np.flatnonzero(_feasible(conflict, space, move.origin)) & ~own)
    targets = np.unique(np.flatnonzero(_feasible(conflict, space, move.to)) & ~own)
    return len(origins) > 1 or len(targets) > 1 or bool(origins[0] != targets[0])


def _outcomes(conflict: Conflict) -> Iterator[Problem]:
    space = space_of(conflict)
    for name, outcome in conflict.case.outcomes.items():
        if not possible(space, outcome.that.formula).any():
            message = f"no feasible state is '{name}' ({outcome.that.text})"
            yield conflict.case.problem("W457", message, ("outcomes", name))


def _merges(conflict: Conflict) -> Iterator[Problem]:
    space = free_space(conflict.case)
    for position, merge in enumerate(conflict.case.indistinguishable):
        count = int(_feasible(conflict, space, merge.that).sum())
        if count < 2:
            message = (
                f"'{merge.that.text}' is {'one feasible state' if count else 'no feasible state'}; nothing to merge"
            )
            yield conflict.case.problem("W458", message, ("indistinguishable", position))
