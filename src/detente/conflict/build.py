"""Compile a case: from what the analyst wrote to arrays."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from detente.case.model import Case, Condition, Pairs, Ranking
from detente.case.variant import apply_variant
from detente.conflict.arcs import count_arcs, directions, explicit_moves, needs_arcs
from detente.conflict.levels import levels_by_part
from detente.conflict.limits import check_size, in_words, listed_combinations
from detente.conflict.listed import ListedFeasible, ListedIndex, NumberedFeasible, some_combination
from detente.conflict.model import (
    DEFAULT_MEMORY_LIMIT,
    ArcMoves,
    BoolArray,
    Conflict,
    IntArray,
    LevelArray,
    OptionMoves,
)
from detente.conflict.space import (
    MANY,
    Space,
    free_space,
    holds_by_part,
    number_states,
    possible,
    representatives,
    true_cells,
)
from detente.errors import CaseError, LimitError, Path, Problem
from detente.logic import fold
from detente.logic.formula import Truth

_SHOWN = 5


def build_conflict(case: Case, *, variant: str = "", memory_limit: int = DEFAULT_MEMORY_LIMIT) -> Conflict:
    """Compile a case into states, moves and preference levels.

    Parameters
    ----------
    case
        A case as read.
    variant
        Name of a variant to apply first; empty for the case as it stands.
    memory_limit
        Bytes that the conflict and its analysis may take by estimate.

    Raises
    ------
    CaseError
        The case has no feasible state (E350), a status quo that is not exactly one state (E351), a ranking that
        misses states (E352), indistinguishable states that overlap (E353), or known
        comparisons that contradict each other (E354). All of them at once, each with its
        place in the file.
    LimitError
        The estimate is above `memory_limit`.

    Cost
    ----
    Of the order of ``2**k * (number of statements + k)`` bytes moved for k options; near-linear in arcs where arcs
    are explicit.
    """
    if variant:
        case = apply_variant(case, variant)
    problems: list[Problem] = []
    cells = listed_combinations(case, memory_limit)
    if cells is None:
        check_size(case, memory_limit)
        space = _space(case, problems)
    else:
        space = _listed_space(case, cells, problems)
    if space is None:
        raise CaseError(problems)
    level = _levels(case, space, problems)
    status_quo = _status_quo(case, space, problems)
    if problems:
        raise CaseError(problems)
    moves = _moves(case, space, memory_limit)
    combination, unfixed = representatives(space)
    for array in (combination, unfixed, level, space.state_of, space.cells):
        if array is not None:
            array.setflags(write=False)
    return Conflict(
        case,
        variant,
        tuple(case.decision_makers),
        case.options,
        combination,
        unfixed,
        level,
        moves,
        status_quo,
        _state_names(space),
        moves.index if isinstance(moves, OptionMoves) else space.state_of,
        memory_limit,
    )


def _levels(case: Case, space: Space, problems: list[Problem]) -> LevelArray:
    narrow = np.int16 if space.n_states > MANY else np.int32
    level: LevelArray = np.empty((len(case.decision_makers), space.n_states), dtype=narrow)
    for i, (dm, party) in enumerate(case.decision_makers.items()):
        for states, part in levels_by_part(space, party.preferences):
            if part.max(initial=0) > np.iinfo(level.dtype).max:
                level = level.astype(np.int32)
            level[i, states] = part
        if isinstance(party.preferences, Ranking):
            problems.extend(_missed(case, space, dm, level[i]))
        elif isinstance(party.preferences, Pairs) and not level[i].all():
            message = f"the comparisons of '{dm}' lead from a state back to itself; take one of them out or narrow it"
            problems.append(case.problem("E354", message, ("decision_makers", dm, "preferences", "pairs")))
    return level


def _space(case: Case, problems: list[Problem]) -> Space | None:
    space = free_space(case)
    if not (case.constraints or case.indistinguishable):
        return space
    feasible = np.ones(space.n_cells, dtype=np.bool_)
    for cells, tables in holds_by_part(space, [constraint.that.formula for constraint in case.constraints]):
        for table in tables:
            feasible[cells] &= table
    if not feasible.any():
        tables = [true_cells(space, constraint.that.formula) for constraint in case.constraints]

        def satisfiable(rules: list[int]) -> bool:
            return bool(np.logical_and.reduce([tables[j] for j in rules]).any())

        problems.append(no_state(case, satisfiable))
        return None
    merged = tuple(true_cells(space, merge.that.formula) for merge in case.indistinguishable)
    problems.extend(_overlaps(case, space, feasible, merged))
    if problems:
        return None
    state_of, n_states = number_states(feasible, merged)
    return Space(space.options, space.listed, state_of, n_states, merges=bool(merged))


def _listed_space(case: Case, cells: IntArray, problems: list[Problem]) -> Space | None:
    if len(cells):
        return Space(case.options, {}, None, len(cells), cells)

    def satisfiable(rules: list[int]) -> bool:
        return some_combination(case.options, [case.constraints[j].that.formula for j in rules]) is not None

    problems.append(no_state(case, satisfiable))
    return None


def no_state(case: Case, satisfiable: Callable[[list[int]], bool]) -> Problem:
    """Describe the smallest set of constraints found that exclude each other."""
    for position, constraint in enumerate(case.constraints):
        if not satisfiable([position]):
            text = constraint.that.text
            message = f"no feasible state: no combination satisfies '{text}', even without the other constraints"
            return case.problem("E350", message, ("constraints", position))
    needed = list(range(len(case.constraints)))
    for position in tuple(needed):
        rest = [j for j in needed if j != position]
        if not satisfiable(rest):
            needed = rest
    texts = " and ".join(f"'{case.constraints[j].that.text}'" for j in needed)
    message = f"no feasible state: {texts} exclude each other; take one of them out or weaken it"
    return case.problem("E350", message, ("constraints", needed[-1]))


def _overlaps(case: Case, space: Space, feasible: BoolArray, merged: tuple[BoolArray, ...]) -> list[Problem]:
    problems: list[Problem] = []
    taken = np.zeros(len(feasible), dtype=np.bool_)
    for position, table in enumerate(merged):
        common = np.flatnonzero(taken & table & feasible)
        if len(common):
            earlier = next(j for j in range(position) if merged[j][common[0]])
            message = (
                f"'{case.indistinguishable[position].that.text}' and '{case.indistinguishable[earlier].that.text}' "
                f"share a state ({describe_cell(space, int(common[0]))}); a state can be merged only once, "
                "so join the two or make them exclude each other"
            )
            problems.append(case.problem("E353", message, ("indistinguishable", position)))
        taken |= table
    return problems


def describe_cell(space: Space, cell: int) -> str:
    """Write a cell as the options taken in it, or as its name.

    >>> describe_cell(Space(("a.go", "b.stay", "b.go"), {}, None, 8), 6)
    'stay, b.go'
    """
    if space.listed:
        return tuple(space.listed)[cell]
    bare = [option.partition(".")[2] for option in space.options]
    names = [option if bare.count(name) > 1 else name for option, name in zip(space.options, bare, strict=True)]
    return ", ".join(name for j, name in enumerate(names) if cell >> j & 1) or "no option taken"


def _some_cell(space: Space, state: int) -> int:
    if space.cells is not None:
        return int(space.cells[state])
    return state if space.state_of is None else int(np.flatnonzero(space.state_of == state)[0])


def _shown(space: Space, states: list[int]) -> str:
    shown = "; ".join(f"[{describe_cell(space, _some_cell(space, state))}]" for state in states[:_SHOWN])
    return shown + (f" and {len(states) - _SHOWN:,} more" if len(states) > _SHOWN else "")


def _missed(case: Case, space: Space, dm: str, level: LevelArray) -> list[Problem]:
    missed = [int(state) for state in np.flatnonzero(level == 0)]
    if not missed:
        return []
    message = (
        f"the ranking of '{dm}' has no place for {len(missed):,} of {space.n_states:,} feasible states: "
        f"{_shown(space, missed)}; add patterns for them"
    )
    return [case.problem("E352", message, ("decision_makers", dm, "preferences", "ranking"))]


def _status_quo(case: Case, space: Space, problems: list[Problem]) -> int | None:
    if case.status_quo is None:
        return None
    condition: Condition = case.status_quo.state
    path: Path = ("status_quo",)
    states = [int(state) for state in np.flatnonzero(possible(space, condition.formula))]
    if len(states) == 1:
        return states[0]
    if states:
        message = f"'{condition.text}' is {len(states):,} states: {_shown(space, states)}; describe exactly one"
    elif (holding := _holding(space, condition)) is not None:
        rules = (constraint.that for constraint in case.constraints)
        broken = next(rule.text for rule in rules if not fold(rule.formula, holding))
        message = f"'{condition.text}' is not feasible: it breaks the constraint '{broken}'"
    else:
        message = f"'{condition.text}' is true in no state, with or without the constraints"
    problems.append(case.problem("E351", message, path))
    return None


def _holding(space: Space, condition: Condition) -> Truth | None:
    """Return some combination, feasible or not, in which a condition is true."""
    if space.cells is not None:
        cell = some_combination(space.options, [condition.formula])
    else:
        cell = next(iter(np.flatnonzero(true_cells(space, condition.formula)).tolist()), None)
    if cell is None:
        return None
    if space.listed:
        return Truth({describe_cell(space, cell)})
    return Truth({option for j, option in enumerate(space.options) if cell >> j & 1})


def _moves(case: Case, space: Space, memory_limit: int) -> OptionMoves | ArcMoves:
    if needs_arcs(case):
        bytes_each = 64 + 16 * (len(case.decision_makers) - 1)
        limit = memory_limit // bytes_each
        arcs = count_arcs(case, space, limit)
        if arcs > limit:
            raise LimitError(
                f"{space.n_states:,} states with moves listed one by one have more than {limit:,} moves for one "
                f"decision maker, and the memory limit of {in_words(memory_limit)} holds no more. Use fewer options, "
                "exclude states with constraints, or write the case without 'moves' and 'indistinguishable', which "
                "needs no list; or raise the memory limit (--memory-limit)."
            )
        arc_moves = explicit_moves(case, space)
        for array in (*arc_moves.start, *arc_moves.target):
            array.setflags(write=False)
        return arc_moves
    masks = directions(case)
    if space.cells is not None:
        list_of = ListedFeasible(space.cells, len(case.options)), ListedIndex(space.cells)
        return OptionMoves(*list_of, masks.own, masks.taking_only, masks.dropping_only)
    return OptionMoves(_feasible(space), space.state_of, masks.own, masks.taking_only, masks.dropping_only)


def _feasible(space: Space) -> BoolArray | NumberedFeasible:
    if space.state_of is not None and space.n_cells > MANY:
        return NumberedFeasible(space.state_of)
    feasible = np.broadcast_to(np.True_, space.n_cells) if space.state_of is None else space.state_of >= 0
    feasible.setflags(write=False)
    return feasible


def _state_names(space: Space) -> tuple[str, ...]:
    if space.state_of is None:
        return tuple(space.listed)
    return tuple(name for name, state in zip(space.listed, space.state_of, strict=False) if state >= 0)
