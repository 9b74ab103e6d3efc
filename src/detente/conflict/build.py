"""Compile a case: from what the analyst wrote to arrays.

The memory a conflict and its analysis take is estimated before anything is allocated. The model, per combination of
options: 13 bytes for the state (whether it is feasible, its number, its bits), 40 while something is sorted and, for
every decision maker, 46: 4 for its level, 6 for its verdicts under six concepts, 16 for the engine's keys and 20 for
the flood that ends what sweeps do not. The flood is rare and levels seldom need four bytes, so most cases take half
of it. For explicit arcs: 64 bytes an arc of the decision maker that has most, 16 for each of the others'.
"""

from __future__ import annotations

import numpy as np

from detente.case.model import Case, Condition, Pairs, Ranking
from detente.case.variant import apply_variant
from detente.conflict.arcs import count_arcs, directions, explicit_moves, needs_arcs
from detente.conflict.levels import levels
from detente.conflict.model import ArcMoves, BoolArray, Conflict, LevelArray, OptionMoves
from detente.conflict.space import (
    MANY,
    Space,
    free_space,
    number_states,
    possible,
    representatives,
    true_cells,
)
from detente.errors import CaseError, LimitError, Path, Problem

DEFAULT_MEMORY_LIMIT = 1 << 30
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
    _check_size(case, memory_limit)
    problems: list[Problem] = []
    space = _space(case, problems)
    if space is None:
        raise CaseError(problems)
    narrow = np.int16 if space.n_states > MANY else np.int32
    level: LevelArray = np.empty((len(case.decision_makers), space.n_states), dtype=narrow)
    for i, (dm, party) in enumerate(case.decision_makers.items()):
        row = levels(space, party.preferences)
        if row.max() > np.iinfo(level.dtype).max:
            level = level.astype(np.int32)
        level[i] = row
        if isinstance(party.preferences, Ranking):
            problems.extend(_missed(case, space, dm, level[i]))
        elif isinstance(party.preferences, Pairs) and not level[i].all():
            message = f"the comparisons of '{dm}' lead from a state back to itself; take one of them out or narrow it"
            problems.append(case.problem("E354", message, ("decision_makers", dm, "preferences", "pairs")))
    status_quo = _status_quo(case, space, problems)
    if problems:
        raise CaseError(problems)
    moves = _moves(case, space, memory_limit)
    combination, unfixed = representatives(space)
    for array in (combination, unfixed, level, space.state_of):
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
        space.state_of,
    )


def estimated_memory(case: Case) -> int:
    """Return how many bytes the states, levels and verdicts of a case take, before constraints are looked at.

    >>> from detente.case.model import Case, DecisionMaker, Option, Prioritization
    >>> options = {f"o{j}": Option(label="x") for j in range(20)}
    >>> party = DecisionMaker(name="A", options=options, preferences=Prioritization(statements=()))
    >>> estimated_memory(Case(detente=1, title="t", decision_makers={"a": party})) >> 20
    99
    """
    cells = len(case.states) if case.is_graph_form else 1 << len(case.options)
    return cells * (53 + 46 * len(case.decision_makers))


def _check_size(case: Case, memory_limit: int) -> None:
    needed = estimated_memory(case)
    if needed <= memory_limit:
        return
    k, n = len(case.options), len(case.decision_makers)
    what = f"{len(case.states):,} states" if case.is_graph_form else f"{k} options make {1 << k:,} combinations"
    fewer = "states" if case.is_graph_form else "options"
    raise LimitError(
        f"{what}: with {n} decision maker{'s' * (n > 1)} they take about {in_words(needed)}, and the limit is "
        f"{in_words(memory_limit)}. Use fewer {fewer} (leave out those that no preference turns on, join those that "
        "are always taken together), or raise the memory limit (--memory-limit)."
    )


def in_words(size: int) -> str:
    """Write a number of bytes.

    >>> in_words(3 << 29)
    '1.5 GiB'
    """
    for unit, name in ((40, "TiB"), (30, "GiB"), (20, "MiB")):
        if size >= 1 << unit:
            return f"{size / (1 << unit):,.1f} {name}"
    return f"{size / 1024:,.1f} KiB"


def _space(case: Case, problems: list[Problem]) -> Space | None:
    space = free_space(case)
    feasible = np.ones(space.n_cells, dtype=np.bool_)
    for constraint in case.constraints:
        feasible &= true_cells(space, constraint.that.formula)
    if not feasible.any():
        problems.append(_no_state(case, space))
        return None
    merged = tuple(true_cells(space, merge.that.formula) for merge in case.indistinguishable)
    problems.extend(_overlaps(case, space, feasible, merged))
    if problems:
        return None
    state_of, n_states = number_states(feasible, merged)
    return Space(space.options, space.listed, state_of, n_states)


def _no_state(case: Case, space: Space) -> Problem:
    """Describe the smallest set of constraints found that exclude each other."""
    tables = [true_cells(space, constraint.that.formula) for constraint in case.constraints]
    for position, table in enumerate(tables):
        if not table.any():
            text = case.constraints[position].that.text
            message = f"no feasible state: no combination satisfies '{text}', even without the other constraints"
            return case.problem("E350", message, ("constraints", position))
    needed = list(range(len(tables)))
    for position in tuple(needed):
        rest = [j for j in needed if j != position]
        if not np.logical_and.reduce([tables[j] for j in rest]).any():
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

    >>> describe_cell(Space(("a.go", "b.stay", "b.go"), (), None, 8), 6)
    'stay, b.go'
    """
    if space.listed:
        return space.listed[cell]
    bare = [option.partition(".")[2] for option in space.options]
    names = [option if bare.count(name) > 1 else name for option, name in zip(space.options, bare, strict=True)]
    return ", ".join(name for j, name in enumerate(names) if cell >> j & 1) or "no option taken"


def _some_cell(space: Space, state: int) -> int:
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
    elif true_cells(space, condition.formula).any():
        cell = int(np.flatnonzero(true_cells(space, condition.formula))[0])
        rules = (constraint.that for constraint in case.constraints)
        broken = next(rule.text for rule in rules if not true_cells(space, rule.formula)[cell])
        message = f"'{condition.text}' is not feasible: it breaks the constraint '{broken}'"
    else:
        message = f"'{condition.text}' is true in no state, with or without the constraints"
    problems.append(case.problem("E351", message, path))
    return None


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
    feasible = np.ones(space.n_cells, dtype=np.bool_) if space.state_of is None else space.state_of >= 0
    feasible.setflags(write=False)
    return OptionMoves(feasible, space.state_of, masks.own, masks.taking_only, masks.dropping_only)


def _state_names(space: Space) -> tuple[str, ...]:
    if space.state_of is None:
        return space.listed
    return tuple(name for name, state in zip(space.listed, space.state_of, strict=False) if state >= 0)
