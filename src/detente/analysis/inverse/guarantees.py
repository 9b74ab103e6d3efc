"""Changes of what can be done: an option that becomes irreversible or fixed, a new rule, a move given up.

A rule is a condition on one option (always taken, never taken) or on two (each of them taken or not: one or the other
or both). Rules that exclude the same states are one; the simplest stands for them. In graph form there are no options;
there a decision maker can give a move up.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from detente.analysis.inverse.board import WITH_COUNTERMOVE, Board
from detente.analysis.inverse.candidates import Candidate, touched_by_exclusion
from detente.analysis.inverse.kinds import Change, Irrevocable, Renounced, Rule
from detente.case.model import Case, Condition, Irreversible
from detente.conflict.model import BoolArray, Conflict
from detente.conflict.navigate import state_id
from detente.conflict.space import holds, possible, space_of
from detente.logic import And, Atom, Formula, Implies, Not, Or

MOST_RENOUNCED = 1_000


def guarantees(board: Board, frozen: frozenset[int]) -> list[Candidate]:
    """Return the single changes of options, or of moves in graph form, that touch something.

    First those that exclude no state, then rules on one option, then on two; those that leave the status quo feasible
    first, then those that exclude fewer states.
    Those in the hands of decision makers that are `frozen`, alone or with others, are left out.
    """
    conflict = board.conflict
    held = {conflict.decision_makers[i] for i in frozen}
    if conflict.names:
        found = _renounced(board, held)
    else:
        found = [*_irrevocable(board, held), *_rules(board, held)]
    return sorted((each for each in found if each.touches.any() and each.leaves.any()), key=lambda each: each.order)


def _irrevocable(board: Board, held: set[str]) -> Iterator[Candidate]:
    conflict, case = board.conflict, board.conflict.case
    rows = board.open
    everywhere = np.ones(len(board.states), dtype=np.bool_)
    unfixed = conflict.unfixed
    for j, name in enumerate(conflict.options):
        dm = name.partition(".")[0]
        if dm in held or case.option(name).irreversible is not None:
            continue
        owner = conflict.decision_makers.index(dm)
        taken = (conflict.combination >> np.uint64(j) & np.uint64(1)).astype(np.bool_)
        loose = (unfixed >> np.uint64(j) & np.uint64(1)).astype(np.bool_)
        origin, target = board.states[rows.position], rows.target
        for number, direction in enumerate(Irreversible):
            kept = taken if direction is Irreversible.TAKING else ~taken
            touches = (rows.mover == owner) & (kept[origin] | loose[origin]) & (~kept[target] | loose[target])
            if board.concept in WITH_COUNTERMOVE:
                touches |= (rows.mover == owner) & board.escaped  # it takes countermoves away, too
            yield Candidate((Irrevocable(name, direction),), touches, everywhere, order=(0, 0, 2 * j + number))


def _rules(board: Board, held: set[str]) -> Iterator[Candidate]:
    conflict = board.conflict
    space = space_of(conflict)
    known: set[bytes] = set()
    free = [name for name in conflict.options if name.partition(".")[0] not in held]
    for number, rule in enumerate(conditions(conflict.case, free)):
        excluded = ~possible(space, rule.that.formula)
        altered = ~holds(space, rule.that.formula) & ~excluded
        key = np.concatenate([excluded, altered]).tobytes()
        if key in known or not (excluded.any() or altered.any()):
            continue
        known.add(key)
        leaves = ~excluded[board.states]
        touches = touched_by_exclusion(board, excluded, altered) & leaves[board.open.position]
        stays = conflict.status_quo is None or not excluded[conflict.status_quo]
        order = (2 * len(rule.options) + (not stays), int(excluded.sum()), number)
        yield Candidate((rule,), touches, leaves, excluded=excluded, order=order)


def conditions(case: Case, names: list[str]) -> Iterator[Rule]:
    """Yield the conditions on one option, then those on two."""
    short = {name: _name(case, name) for name in names}
    for name in names:
        yield Rule(Condition(short[name], Atom(name)), (name,))
        yield Rule(Condition(f"not {short[name]}", Not(Atom(name))), (name,))
    for a, b in combinations(names, 2):
        x, y = short[a], short[b]
        conditions: tuple[tuple[str, Formula], ...] = (
            (f"{x} excludes {y}", Not(And((Atom(a), Atom(b))))),
            (f"{x} requires {y}", Implies(Atom(a), Atom(b))),
            (f"{y} requires {x}", Implies(Atom(b), Atom(a))),
            (f"{x} or {y}", Or((Atom(a), Atom(b)))),
        )
        for text, formula in conditions:
            yield Rule(Condition(text, formula), (a, b))


def _name(case: Case, qualified: str) -> str:
    bare = qualified.partition(".")[2]
    return qualified if sum(other.partition(".")[2] == bare for other in case.options) > 1 else bare


def _renounced(board: Board, held: set[str]) -> list[Candidate]:
    conflict = board.conflict
    rows = board.open
    origin = board.states[rows.position]
    everywhere = np.ones(len(board.states), dtype=np.bool_)
    found: list[Candidate] = []
    for i, s, t in _moves_in_the_way(board):
        dm = conflict.decision_makers[i]
        if dm in held:
            continue
        touches = (rows.mover == i) & (origin == s) & (rows.target == t)
        if board.concept in WITH_COUNTERMOVE:
            touches |= (rows.mover == i) & board.escaped & (conflict.level[i, t] > conflict.level[i, origin])
        change = Renounced(dm, state_id(conflict, s), state_id(conflict, t))
        found.append(Candidate((change,), touches, everywhere, order=(0, 0, len(found))))
    return found


def _moves_in_the_way(board: Board) -> list[tuple[int, int, int]]:
    """Return moves that may be given up: the open improvements and, where these count, countermoves."""
    rows = board.open
    open_moves = zip(rows.mover.tolist(), board.states[rows.position].tolist(), rows.target.tolist(), strict=True)
    moves = dict.fromkeys(open_moves)
    if board.concept in WITH_COUNTERMOVE:
        for i in sorted(set(rows.mover.tolist())):
            level, arcs = board.conflict.level[i], board.moves[i]
            better = level[arcs.target] > level[board.states].min()
            ends = zip(arcs.source[better].tolist(), arcs.target[better].tolist(), strict=True)
            moves.update(dict.fromkeys((i, s, t) for s, t in ends))
    return list(moves)[:MOST_RENOUNCED]


def undominated(found: list[Candidate]) -> list[Candidate]:
    """Leave out rules that exclude all that a rule of the same form does, and more."""
    rules = [each for each in found if each.excluded is not None]

    def is_dominated(each: Candidate) -> bool:
        return each.excluded is not None and any(_is_weaker(other, each) for other in rules)

    return [each for each in found if not is_dominated(each)]


def _is_weaker(one: Candidate, other: Candidate) -> bool:
    if one.excluded is None or other.excluded is None or _form(one.changes) != _form(other.changes):
        return False
    return _within(one.excluded, other.excluded) and not _within(other.excluded, one.excluded)


def _form(changes: tuple[Change, ...]) -> tuple[int, ...]:
    return tuple(len(change.options) if isinstance(change, Rule) else 0 for change in changes)


def _within(one: BoolArray, other: BoolArray) -> bool:
    return not (one & ~other).any()


def has_options(conflict: Conflict) -> bool:
    """Whether anybody has an option, or in graph form a move."""
    return bool(conflict.options) or bool(conflict.names)
