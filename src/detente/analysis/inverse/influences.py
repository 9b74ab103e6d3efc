"""Changes of influence: what the case itself says a decision maker could want instead, and the parts of its variants.

An influence of the case says what the influenced one wants while it is at work: adopting that is one change. What a
decision maker wants without an influence is known only where a variant says so; a variant that gives it other
preferences and leaves the influence out is "without" it. Every other part of a variant, one decision maker's
preferences, a constraint or a rule about moves, is one change as well.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detente.analysis.inverse.board import Board
from detente.analysis.inverse.candidates import Candidate, touched_by_exclusion, touched_by_wish
from detente.analysis.inverse.kinds import Adopted, Ingredient
from detente.case.model import Case, Constraint
from detente.conflict.levels import levels
from detente.conflict.space import holds, possible, space_of
from detente.logic import atoms


def adoptions(board: Board, frozen: frozenset[int]) -> list[Candidate]:
    """Return the single changes of influence that touch something, in the order of the file."""
    conflict = board.conflict
    held = {conflict.decision_makers[i] for i in frozen}
    found = [*_adopted(board, held), *_ingredients(board, held)]
    return [each for each in found if each.touches.any() and each.leaves.any()]


def _adopted(board: Board, held: set[str]) -> Iterator[Candidate]:
    conflict = board.conflict
    space = space_of(conflict)
    everywhere = np.ones(len(board.states), dtype=np.bool_)
    known: set[tuple[str, bytes]] = set()
    for number, change in enumerate(_wishes(conflict.case, conflict.variant)):
        if held & set(change.controlled_by):
            continue
        i = conflict.decision_makers.index(change.decision_maker)
        level = levels(space, change.preferences)
        key = (change.decision_maker, level.tobytes())
        if level.min(initial=1) == 0 or key in known or np.array_equal(level, conflict.level[i]):
            continue
        known.add(key)
        yield Candidate((change,), touched_by_wish(board, i, level), everywhere, {i: level}, order=(number,))


def _wishes(case: Case, variant: str) -> Iterator[Adopted]:
    for influence in case.influences:
        if influence.preferences is not None:
            yield Adopted(influence.on, influence.preferences, influence=influence.id, by=(influence.by,))
    for name, what_if in case.variants.items():
        if name == variant:
            continue
        for dm, preferences in what_if.preferences.items():
            ended = [each for each in case.influences if each.on == dm and each.id in what_if.drop]
            without, by = tuple(each.id for each in ended), tuple(each.by for each in ended)
            yield Adopted(dm, preferences, variant=name, without=without, by=by)


def _ingredients(board: Board, held: set[str]) -> Iterator[Candidate]:
    conflict = board.conflict
    space = space_of(conflict)
    everywhere = np.ones(len(board.states), dtype=np.bool_)
    for name, what_if in conflict.case.variants.items():
        if name == conflict.variant:
            continue
        for constraint in what_if.constraints:
            change = Ingredient(name, constraint, _owners(conflict.case, constraint))
            if held & set(change.controlled_by):
                continue
            excluded = ~possible(space, constraint.that.formula)
            altered = ~holds(space, constraint.that.formula) & ~excluded
            leaves = ~excluded[board.states]
            touches = touched_by_exclusion(board, excluded, altered) & leaves[board.open.position]
            yield Candidate((change,), touches, leaves, order=(1_000,))
        for move in what_if.moves:
            # a move may be new and be an answer, or be forbidden: it may touch anything
            if move.by not in held:
                everything = np.ones(len(board.open), dtype=np.bool_)
                yield Candidate((Ingredient(name, move, (move.by,)),), everything, everywhere, order=(2_000,))


def _owners(case: Case, constraint: Constraint) -> tuple[str, ...]:
    owners = {atom.partition(".")[0] for atom in atoms(constraint.that.formula) if "." in atom}
    return tuple(dm for dm in case.decision_makers if dm in owners)


def has_influence(case: Case, variant: str) -> bool:
    """Whether the case says anything about influence, or has another variant."""
    return bool(case.influences) or any(name != variant for name in case.variants)
