"""What is asked when parties may think otherwise than the usual concepts assume, and the answers together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from detente.analysis.attitudes import (
    Attitudes,
    Change,
    RelationalResult,
    relational_stability,
    single_attitudes,
)
from detente.analysis.foresight import Foresight, Ties, find_foresight
from detente.analysis.foresight.find import MOVES
from detente.analysis.opponents import Opponents, Readiness, mixed_stability, who_must_be_ready
from detente.conflict import Conflict
from detente.errors import LimitError


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked; a part that says nothing is not asked, and a question that says nothing asks for what applies.

    Attributes
    ----------
    moves, ties, at
        How far parties look ahead, what they count on, and the states for which to say what they expect.
    interested
        Who answers in its own interest only.
    attitudes
        How parties regard each other where they do not just mind themselves.
    strict
        Whether a positive attitude toward oneself asks for a strict gain.
    """

    moves: int | None = None
    ties: Ties | None = None
    at: Sequence[int] = ()
    interested: Collection[str] | None = None
    attitudes: Attitudes = field(default_factory=dict)
    strict: bool = False

    @property
    def about_foresight(self) -> bool:
        """Whether something is said about foresight."""
        return self.moves is not None or self.ties is not None or bool(self.at)

    @property
    def about_attitudes(self) -> bool:
        """Whether something is said about attitudes."""
        return bool(self.attitudes) or self.strict

    @property
    def is_open(self) -> bool:
        """Whether nothing is said."""
        return not (self.about_foresight or self.about_attitudes or self.interested is not None)


@dataclass(frozen=True, eq=False, slots=True)
class Mindsets:
    """The answers; None where nothing was asked."""

    conflict: Conflict
    question: Question
    foresight: Foresight | None
    opponents: Opponents | None
    readiness: Readiness | None
    relational: RelationalResult | None
    changes: tuple[Change, ...] | None
    left_out: tuple[str, ...]


def ask_mindsets(conflict: Conflict, question: Question) -> Mindsets:
    """Answer a question about how parties think."""
    is_open, left_out = question.is_open, []
    foresight = opponents = readiness = relational = changes = None
    if question.about_foresight or (is_open and len(conflict.decision_makers) == 2):
        foresight = find_foresight(
            conflict, moves=question.moves or MOVES, ties=question.ties or Ties.WORST, at=question.at
        )
    elif is_open:
        left_out.append("Looking ahead (limited-move, non-myopic and Stackelberg stability) is for two parties.")
    if question.interested is not None:
        opponents = mixed_stability(conflict, question.interested)
    elif is_open:
        readiness = who_must_be_ready(conflict)
    if question.attitudes:
        relational = relational_stability(conflict, question.attitudes, strict=question.strict)
    elif is_open or question.strict:
        try:
            changes = single_attitudes(conflict, strict=question.strict)
        except LimitError as error:
            if not is_open:
                raise
            left_out.append(f"Attitudes were left out: {error}.")
    return Mindsets(conflict, question, foresight, opponents, readiness, relational, changes, tuple(left_out))
