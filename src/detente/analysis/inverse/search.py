"""The search for smallest sets of changes, and what follows from each of them.

Sets that do not touch every open improvement of some wanted state cannot be enough
(`detente.analysis.inverse.candidates`). All others are judged by the engine, smaller ones first, up to a limit that is
stated with the result.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from detente.analysis.inverse.board import Board
from detente.analysis.inverse.candidates import Candidate
from detente.analysis.inverse.changes import changed_case
from detente.analysis.inverse.kinds import Change, Edit
from detente.analysis.inverse.model import Access, Answer, Effect
from detente.analysis.sequences import first_arrivals, improving, moves_of
from detente.case.model import Case
from detente.conflict.build import build_conflict
from detente.conflict.model import BoolArray, Conflict, IntArray, LevelArray
from detente.conflict.navigate import state_id
from detente.errors import CaseError
from detente.stability.model import Concept
from detente.stability.solve import analyze_stability

_WORK = 1_200_000  # arcs and states that the engine may look at while it judges the sets of one part, about
_FEWEST, _MOST = 40, 2_000  # judgements in any case, and at most


@dataclass(frozen=True, eq=False, slots=True)
class Found:
    """The smallest sets that were found, and how far the search went."""

    sets: tuple[tuple[Candidate, ...], ...]
    searched: int
    complete: bool


class Judge:
    """Asks the engine which states of a changed conflict are equilibria."""

    def __init__(self, board: Board) -> None:
        self.board, self.conflict = board, board.conflict
        self.standing = self.equilibria(self.conflict)
        size = self.conflict.n_states + sum(len(arcs.target) for arcs in board.moves)
        self.budget = min(_MOST, max(_FEWEST, _WORK // size))

    def equilibria(self, conflict: Conflict) -> BoolArray:
        """Return the equilibria of a conflict under the concept asked for, bool array of shape (m,)."""
        concept: Concept = self.board.concept
        return analyze_stability(conflict, [concept]).equilibria(concept)

    def changed(self, candidates: Sequence[Candidate]) -> Conflict | None:
        """Return the conflict with some changes; None if nothing is feasible then."""
        if all(candidate.level for candidate in candidates):
            level = self.conflict.level.copy()
            for candidate in candidates:
                for i, row in candidate.level.items():
                    level[i] = row
            return replace(self.conflict, level=level)
        return rebuilt(self.conflict, [change for candidate in candidates for change in candidate.changes])

    def holding(self, conflict: Conflict) -> BoolArray:
        """Return which states, numbered as they stand, are equilibria of a changed conflict."""
        result = np.zeros(self.conflict.n_states, dtype=np.bool_)
        result[standing_numbers(self.conflict, conflict)[self.equilibria(conflict)]] = True
        return result

    def is_enough(self, candidates: Sequence[Candidate]) -> bool:
        """Whether the changes make a wanted state an equilibrium."""
        conflict = self.changed(candidates)
        return conflict is not None and bool(self.holding(conflict)[self.board.states].any())

    def confirms(self, changes: Sequence[Change]) -> bool:
        """Whether changes that are no candidates make a wanted state an equilibrium."""
        conflict = rebuilt(self.conflict, changes)
        return conflict is not None and bool(self.holding(conflict)[self.board.states].any())

    def answer(self, changes: tuple[Change, ...]) -> Answer:
        """Compile the changed case anew, ask the engine, and say what follows."""
        conflict = rebuilt(self.conflict, changes)
        if conflict is None:
            raise AssertionError("a set of changes that leaves no state was taken for an answer")
        effect = self.effect(conflict)
        if not effect.holds:
            raise AssertionError(f"not confirmed by the engine: {changes}")
        distance = sum(change.distance for change in changes if isinstance(change, Edit))
        return Answer(changes, controllers(self.conflict, changes), distance, effect)

    def effect(self, conflict: Conflict) -> Effect:
        """Say what follows in a changed conflict."""
        base = self.conflict
        holds = self.holding(conflict)
        wanted = np.zeros(base.n_states, dtype=np.bool_)
        wanted[self.board.states] = True

        def names(mask: BoolArray) -> tuple[str, ...]:
            return tuple(state_id(base, s) for s in np.flatnonzero(mask).tolist())

        numbers = standing_numbers(base, conflict)
        access, steps = _access(base, conflict, np.flatnonzero((holds & wanted)[numbers]))
        return Effect(
            names(holds & wanted),
            names(holds & ~self.standing & ~wanted),
            names(self.standing & ~holds),
            access,
            steps,
            base.n_states - len(numbers),
        )


def controllers(conflict: Conflict, changes: Sequence[Change]) -> tuple[str, ...]:
    """Return the decision makers in whose hands changes are, in file order."""
    mentioned = {dm for change in changes for dm in change.controlled_by}
    return tuple(dm for dm in conflict.decision_makers if dm in mentioned)


def rebuilt(conflict: Conflict, changes: Sequence[Change]) -> Conflict | None:
    """Compile a case with some changes; None if no state is feasible then. A status quo that is not is left out."""
    case = changed_case(conflict.case, changes)
    try:
        return _compiled(case, conflict.memory_limit)
    except CaseError as error:
        if any(problem.code == "E350" for problem in error.problems):
            return None
        raise


def _compiled(case: Case, memory_limit: int) -> Conflict:
    try:
        return build_conflict(case, memory_limit=memory_limit)
    except CaseError as error:
        if {problem.code for problem in error.problems} != {"E351"}:
            raise
        return build_conflict(case.model_copy(update={"status_quo": None}), memory_limit=memory_limit)


def standing_numbers(base: Conflict, changed: Conflict) -> IntArray:
    """Return the numbers that the states of a changed conflict have as it stands."""
    if base.names:
        return np.array([base.names.index(name) for name in changed.names], dtype=np.int64)
    cells = changed.combination.astype(np.int64)
    return cells if base.state_of is None else base.state_of[cells].astype(np.int64)


def _access(base: Conflict, changed: Conflict, ends: IntArray) -> tuple[Access, int | None]:
    if base.status_quo is None:
        return Access.UNKNOWN, None
    if changed.status_quo is None:
        return Access.EXCLUDED, None
    if changed.status_quo in ends:
        return Access.THERE, 0
    first = first_arrivals(improving(moves_of(changed), changed.level), changed.status_quo, changed.n_states)
    steps = first[:, ends][first[:, ends] > 0]
    return (Access.REACHED, int(steps.min())) if len(steps) else (Access.NOT_REACHED, None)


def smallest_sets(
    judge: Judge, singles: Sequence[Candidate], doubles: Callable[[], tuple[list[Candidate], bool]], most: int
) -> Found:
    """Return the smallest sets of up to `most` (1 or 2) changes that are enough.

    Parameters
    ----------
    singles
        Single changes.
    doubles
        Gives pairs of changes that are not pairs of `singles`, and whether these are all.
    """
    passed, complete = _judged(judge, [(each,) for each in singles if _is_covering(judge.board, [each])])
    if passed or not complete or most < 2:
        return Found(tuple(passed), int(complete), complete)
    composed, all_composed = doubles()
    pairs = [
        *((each,) for each in composed if _is_covering(judge.board, [each])),
        *_covering_pairs(judge.board, singles),
    ]
    passed, complete = _judged(judge, sorted(pairs, key=_order))
    complete = complete and all_composed
    return Found(tuple(passed), 2 if complete else 1, complete)


def _order(several: tuple[Candidate, ...]) -> tuple[int, ...]:
    longest = max(len(each.order) for each in several)
    padded = [(*each.order, *(0,) * (longest - len(each.order))) for each in several]
    return tuple(map(sum, zip(*padded, strict=True)))


def _judged(judge: Judge, sets: Sequence[tuple[Candidate, ...]]) -> tuple[list[tuple[Candidate, ...]], bool]:
    """Return the sets that are enough, of each family the first, and whether all were judged."""
    passed: list[tuple[Candidate, ...]] = []
    families: set[tuple[object, ...]] = set()
    judged = 0
    for several in sets:
        family = tuple(each.family or id(each) for each in several)
        if family in families:
            continue
        if judged == judge.budget:
            return passed, False
        judged += 1
        if judge.is_enough(several):
            passed.append(several)
            families.add(family)
    return passed, True


def _starts(board: Board) -> IntArray:
    return np.searchsorted(board.open.position, np.arange(len(board.states)))


def _is_covering(board: Board, several: Sequence[Candidate]) -> bool:
    touches = np.logical_or.reduce([each.touches for each in several])
    leaves = np.logical_and.reduce([each.leaves for each in several])
    covered = np.logical_and.reduceat(touches, _starts(board))
    return bool((covered & leaves).any())


def _covering_pairs(board: Board, singles: Sequence[Candidate]) -> list[tuple[Candidate, ...]]:
    if len(singles) < 2:
        return []
    touches = np.stack([each.touches for each in singles])
    leaves = np.stack([each.leaves for each in singles])
    starts = _starts(board)
    found: list[tuple[Candidate, ...]] = []
    for a, one in enumerate(singles[:-1]):
        covered = np.logical_and.reduceat(touches[a + 1 :] | one.touches, starts, axis=1)
        covered &= leaves[a + 1 :] & one.leaves
        for b in np.flatnonzero(covered.any(axis=1)).tolist():
            other = singles[a + 1 + b]
            if one.combines_with(other):
                found.append((one, other))
    return found


def untouched(board: Board, candidates: Sequence[Candidate], may: BoolArray) -> list[int] | None:
    """Return for each wanted state an open improvement that no candidate touches; None if some state has none.

    Parameters
    ----------
    may : bool array, one entry an open improvement
        Those that other changes than the candidates might do away with.
    """
    possible = may.copy()
    for each in candidates:
        possible |= each.touches
    rows = np.flatnonzero(~possible)
    n_wanted = len(board.states)
    if len(np.unique(board.open.position[rows])) < n_wanted:
        return None
    # whoever is in the way in most of the states is named wherever it is
    movers = board.open.mover[rows]
    ways = np.array([len(np.unique(board.open.position[rows[movers == i]])) for i in range(board.n)])
    order = np.lexsort((rows, -ways[movers], board.open.position[rows]))
    first = np.unique(board.open.position[rows[order]], return_index=True)[1]
    found: list[int] = rows[order][first].tolist()
    return found


def replaced_levels(conflict: Conflict, level: LevelArray) -> Conflict:
    """Return a conflict with other preference levels."""
    return replace(conflict, level=level)
