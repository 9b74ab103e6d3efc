"""What would make a wanted outcome hold: the question of inverse analysis, part by part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from detente.analysis.inverse.board import IN_OWN_INTEREST, Board
from detente.analysis.inverse.candidates import Candidate
from detente.analysis.inverse.guarantees import guarantees, undominated
from detente.analysis.inverse.influences import adoptions, has_influence
from detente.analysis.inverse.kinds import Change, Edit, EditKind, Part
from detente.analysis.inverse.model import Answer, Findings, Fixed, Obstacle, RankingAnswer, Rankings, Settlement, Shift
from detente.analysis.inverse.rankings import IMPOSSIBLE, Nearest, nearest_rankings, needed_swaps
from detente.analysis.inverse.search import Found, Judge, controllers, replaced_levels, smallest_sets, untouched
from detente.analysis.inverse.statements import double_edits, is_editable, single_edits, state_condition
from detente.case.conditions import flat_statements
from detente.case.model import Condition, Prioritization
from detente.conflict.arrays import written_case
from detente.conflict.model import BoolArray, Conflict, IntArray
from detente.conflict.navigate import find_state, holding, state_id
from detente.errors import NotSupportedError
from detente.logic import Named
from detente.stability.model import Concept

MOST_CHANGES = 2
_RANKING_WORK = 6_000_000
_LISTS = 700_000  # states times edited lists looked at together


def settle(
    conflict: Conflict, outcome: str, concept: Concept = Concept.SEQ, *, fixed: Fixed | None = None, most: int = 12
) -> Settlement:
    """Find the smallest changes that make a wanted outcome an equilibrium.

    Parameters
    ----------
    conflict
        A compiled case.
    outcome
        A named outcome (any of its states will do), or a state as `find_state` reads it.
    concept
        The stability concept under which it is to hold; any but SIM.
    fixed
        What may not change.
    most
        How many of the smallest answers of each part are returned; all are counted.

    Returns
    -------
    Settlement
        If the outcome holds already, nothing is searched for.

    Raises
    ------
    UnknownNameError
        There is no such outcome or state.
    NotSupportedError
        The concept is SIM, or the conflict was made from arrays.
    LimitError
        The conflict is too large for the question.

    Choices
    -------
    The default concept is SEQ: the weakest in which nobody has to count on an answer that would harm whoever gives it.
    Sets of up to two changes within one part of the model are searched, the parts together only where no part alone is
    enough. A change of preferences is one edit of a list (`detente.analysis.inverse.statements`); counted apart from
    that, the distance of rankings (`detente.analysis.inverse.rankings`). Under the sequential concepts the search for
    nearest rankings is cut in large conflicts; then the answer has a proven lower bound beside it.

    Cost
    ----
    Milliseconds for tens of states; for 500 states with 10,000 moves half a second to two seconds, most of it forward
    analyses of changed conflicts.

    Examples
    --------
    >>> from detente.case import load_case
    >>> from detente.conflict import build_conflict
    >>> settlement = settle(build_conflict(load_case("prisoners")), "both_silent", Concept.NASH)
    >>> [(findings.part.value, findings.cost, findings.n_answers) for findings in settlement.findings if findings.part]
    [('preferences', 2, 9), ('options', 2, 9), ('influence', None, 0)]
    """
    if concept is Concept.SIM:
        raise NotSupportedError("the smallest change is not searched for under simultaneous stability")
    fixed = fixed or Fixed()
    states = wanted_states(conflict, outcome)
    names = tuple(state_id(conflict, s) for s in states.tolist())
    if not len(states):
        return Settlement(conflict, outcome, names, concept, fixed, (), (), None)
    board = Board(conflict, concept, states)
    judge = Judge(board)
    already = tuple(state_id(conflict, s) for s in states[judge.standing[states]].tolist())
    if already:
        return Settlement(conflict, outcome, names, concept, fixed, already, (), None)
    question = _Question(board, judge, outcome, fixed, most)
    return Settlement(conflict, outcome, names, concept, fixed, (), question.findings(), question.rankings())


def wanted_states(conflict: Conflict, outcome: str) -> IntArray:
    """Return the feasible states of a named outcome, or the one state that is meant, ascending."""
    name, outcomes = outcome.strip(), written_case(conflict).outcomes
    for known in (name, name.replace(" ", "_")):
        if known in outcomes:
            return np.flatnonzero(holding(conflict, outcomes[known].that.formula))
    return np.array([find_state(conflict, outcome)])


class _Question:
    """One question, with what several of its parts need."""

    def __init__(self, board: Board, judge: Judge, outcome: str, fixed: Fixed, most: int) -> None:
        self.board, self.judge, self.fixed, self.most = board, judge, fixed, most
        self.conflict = board.conflict
        self.frozen = frozenset(i for i, dm in enumerate(self.conflict.decision_makers) if dm in fixed.decision_makers)
        self.wanted = self._wanted(outcome.strip())
        self.editable = [
            i
            for i, dm in enumerate(self.conflict.decision_makers)
            if i not in self.frozen and is_editable(self.conflict.case.decision_makers[dm].preferences)
        ]

    def _wanted(self, outcome: str) -> Condition:
        name = outcome if outcome in self.conflict.case.outcomes else outcome.replace(" ", "_")
        if name in self.conflict.case.outcomes:
            return Condition(name, Named(name, self.conflict.case.outcomes[name].that.formula))
        return state_condition(self.conflict, int(self.board.states[0]))

    def findings(self) -> tuple[Findings, ...]:
        """Search part by part, and if no part is enough, through pairs of changes of different parts."""
        searches = {
            Part.PREFERENCES: self._in_preferences,
            Part.OPTIONS: self._in_options,
            Part.INFLUENCE: self._in_influence,
        }
        found: list[Findings] = []
        singles: list[list[Candidate]] = []
        for part, search in searches.items():
            if part not in self.fixed.parts:
                findings, candidates = search()
                found.append(findings)
                singles.append(candidates)
        if len(found) > 1 and not any(findings.answers for findings in found):
            found.append(self._together(singles))
        return tuple(found)

    def _in_preferences(self) -> tuple[Findings, list[Candidate]]:
        board = self.board
        singles = [each for i in self.editable for each in single_edits(board, i, self.wanted)]
        singles.sort(key=lambda each: each.order)
        found = smallest_sets(self.judge, singles, self._double_edits, MOST_CHANGES)
        answers = [changes_of(several) for several in found.sets]
        if not answers and (above := self._put_on_top()):
            answers = [above]
        silent = "" if self.editable else "nobody whose preferences may change has a list or a ranking to edit"
        return self._findings(
            Part.PREFERENCES, found, answers, untouched(board, (), self._by_wishes()), silent
        ), singles

    def _by_wishes(self) -> BoolArray:
        """Which open improvements some preferences of those that have lists might do away with."""
        board = self.board
        may = np.isin(board.open.mover, self.editable)
        if board.concept in IN_OWN_INTEREST and self.editable:
            may |= board.deterrable
        return may

    def _double_edits(self) -> tuple[list[Candidate], bool]:
        board = self.board
        most = min(20_000, max(500, _LISTS // self.conflict.n_states))
        found: list[Candidate] = []
        complete = True
        elsewhere = board.deterrable if board.concept in IN_OWN_INTEREST else np.zeros(len(board.open), dtype=np.bool_)
        for i in self.editable:
            # two edits of one list can be enough only where nobody else has an open improvement they do not touch
            hopeless = np.zeros(len(board.states), dtype=np.bool_)
            hopeless[board.open.position[(board.open.mover != i) & ~elsewhere]] = True
            if hopeless.all():
                continue
            candidates, is_all = double_edits(board, i, self.wanted, most)
            found += candidates
            complete &= is_all
        return found, complete

    def _put_on_top(self) -> tuple[Change, ...]:
        """Put the outcome, or one of its states, on top of as few lists as are enough; empty if that fails."""
        board = self.board
        for condition in (self.wanted, *(state_condition(self.conflict, s) for s in board.states[:50].tolist())):
            leaving = [set(board.open.mover[board.open.position == p].tolist()) for p in range(len(board.states))]
            for movers in sorted({tuple(sorted(movers)) for movers in leaving}, key=lambda each: (len(each), each)):
                lists = [self.conflict.case.decision_makers[self.conflict.decision_makers[i]] for i in movers]
                if not all(isinstance(party.preferences, Prioritization) for party in lists):
                    continue
                if not set(movers) <= set(self.editable):
                    continue
                edits = tuple(
                    Edit(self.conflict.decision_makers[i], EditKind.INSERT, condition, 0, 1, _first(party.preferences))
                    for i, party in zip(movers, lists, strict=True)
                )
                if self.judge.confirms(edits):
                    return edits
        return ()

    def _in_options(self) -> tuple[Findings, list[Candidate]]:
        singles = guarantees(self.board, self.frozen)
        found = smallest_sets(self.judge, singles, _nothing, MOST_CHANGES)
        if found.sets and len(found.sets[0]) == 1:
            kept = undominated([several[0] for several in found.sets])
            found = Found(tuple((each,) for each in kept), found.searched, found.complete)
        answers = [changes_of(several) for several in found.sets]
        free = [i for i in range(self.board.n) if i not in self.frozen]
        silent = "" if free else "every option is held fixed"
        nothing = np.zeros(len(self.board.open), dtype=np.bool_)
        obstacles = untouched(self.board, singles, nothing)
        return self._findings(Part.OPTIONS, found, answers, obstacles, silent), singles

    def _in_influence(self) -> tuple[Findings, list[Candidate]]:
        singles = adoptions(self.board, self.frozen)
        found = smallest_sets(self.judge, singles, _nothing, MOST_CHANGES)
        answers = [changes_of(several) for several in found.sets]
        nothing = np.zeros(len(self.board.open), dtype=np.bool_)
        silent = ""
        if not has_influence(self.conflict.case, self.conflict.variant):
            silent = "the case says nothing about influence and has no variant to take a part from"
        obstacles = untouched(self.board, singles, nothing)
        return self._findings(Part.INFLUENCE, found, answers, obstacles, silent), singles

    def _together(self, singles: Sequence[Sequence[Candidate]]) -> Findings:
        everything = [each for part in singles for each in part]
        may = np.zeros(len(self.board.open), dtype=np.bool_)
        if Part.PREFERENCES not in self.fixed.parts:
            may |= self._by_wishes()
        obstacles = untouched(self.board, everything, may)
        if obstacles is not None:
            return self._findings(None, Found((), MOST_CHANGES, True), (), obstacles, "")
        part_of = {id(each): number for number, part in enumerate(singles) for each in part}
        found = smallest_sets(self.judge, everything, _nothing, MOST_CHANGES)
        mixed = tuple(several for several in found.sets if len({part_of[id(each)] for each in several}) > 1)
        answers = [changes_of(several) for several in mixed]
        return self._findings(None, Found(mixed, found.searched, found.complete), answers, None, "")

    def _findings(
        self,
        part: Part | None,
        found: Found,
        answers: Sequence[tuple[Change, ...]],
        rows: list[int] | None,
        silent: str,
    ) -> Findings:
        shown: list[Answer] = [self.judge.answer(changes) for changes in answers[: self.most]]
        obstacles = () if answers or rows is None or silent else self._obstacles(rows)
        hands = Counter(controllers(self.conflict, changes) for changes in answers)
        return Findings(
            part=part,
            answers=tuple(shown),
            n_answers=len(answers),
            controllers=tuple(hands.most_common()),
            searched=found.searched,
            most=MOST_CHANGES,
            complete=found.complete,
            obstacles=obstacles,
            silent=silent,
        )

    def _obstacles(self, rows: Sequence[int]) -> tuple[Obstacle, ...]:
        open_, conflict = self.board.open, self.conflict
        spoiled: BoolArray = self.board.deterrable
        return tuple(
            Obstacle(
                state_id(conflict, int(self.board.states[open_.position[row]])),
                conflict.decision_makers[int(open_.mover[row])],
                state_id(conflict, int(open_.target[row])),
                bool(spoiled[row]),
            )
            for row in rows
        )

    def rankings(self) -> Rankings | None:
        """Find the nearest rankings, if preferences may change."""
        if Part.PREFERENCES in self.fixed.parts:
            return None
        board = self.board
        nearest, at_least = nearest_rankings(board, self.frozen, _RANKING_WORK)
        needed = needed_swaps(board)
        answers = tuple(self._ranking_answer(each) for each in nearest[: self.most])
        least = {dm: int(needed[i].min(initial=IMPOSSIBLE)) for i, dm in enumerate(self.conflict.decision_makers)}
        obstacles: tuple[Obstacle, ...] = ()
        if at_least is None:
            mine = np.isin(board.open.mover, sorted(self.frozen))
            may = ~mine
            if board.concept in IN_OWN_INTEREST:
                may |= board.deterrable
            rows = untouched(board, (), may)
            obstacles = () if rows is None else self._obstacles(rows)
        return Rankings(answers, len(nearest), at_least, least, obstacles)

    def _ranking_answer(self, nearest: Nearest) -> RankingAnswer:
        conflict = self.conflict
        effect = self.judge.effect(replaced_levels(conflict, nearest.level))
        s = nearest.state
        if state_id(conflict, s) not in effect.holds:
            raise AssertionError(f"not confirmed by the engine: {nearest.required}")
        shifts = []
        for i, swaps in enumerate(nearest.swaps):
            if not swaps:
                continue
            before, after = conflict.level[i], nearest.level[i]
            passed = np.flatnonzero((before > before[s]) & (after < after[s]))
            passed = passed[np.argsort(before[passed], kind="stable")]
            turned = tuple(
                (state_id(conflict, a), state_id(conflict, b)) for a, b in sorted(nearest.required[i]) if a != s
            )
            names = tuple(state_id(conflict, x) for x in passed.tolist())
            shifts.append(Shift(conflict.decision_makers[i], swaps, names, turned))
        return RankingAnswer(state_id(conflict, s), nearest.total, nearest.at_least, tuple(shifts), effect)


def _nothing() -> tuple[list[Candidate], bool]:
    return [], True


def changes_of(several: Sequence[Candidate]) -> tuple[Change, ...]:
    """Return the changes of candidates, in their order."""
    return tuple(change for each in several for change in each.changes)


def _first(preferences: object) -> Condition | None:
    assert isinstance(preferences, Prioritization)  # noqa: S101 (tells the type checker)
    statements = flat_statements(preferences)
    return statements[0].that if statements else None
