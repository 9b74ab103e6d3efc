"""Which states are listed: those where something holds, those that a party likes best, some drawn by lot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic

from detente.case.model import Case, Condition
from detente.errors import UnknownNameError
from detente.present.answer import Settling, Summary
from detente.present.words.models import S
from detente.stability.sets import States


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of the states where a dispute can settle; all of it may be left out.

    Attributes
    ----------
    where
        Only states in which this holds.
    best_for
        Of these, those that this decision maker likes best.
    sample, seed
        Of these, so many drawn by lot, each equally likely; the first ones without.
    """

    where: Condition | None = None
    best_for: str | None = None
    sample: int | None = None
    seed: int = 0

    def __bool__(self) -> bool:
        """Return whether anything is asked."""
        return self.where is not None or self.best_for is not None or self.sample is not None

    def check(self, case: Case) -> None:
        """Raise `UnknownNameError` for a decision maker that the case does not have."""
        if self.best_for is not None and self.best_for not in case.decision_makers:
            raise UnknownNameError("decision maker", self.best_for, case.decision_makers)


@dataclass(frozen=True, eq=False, slots=True)
class Selection(Generic[S]):
    """What a query finds.

    Attributes
    ----------
    where
        The states in which it holds, whether the dispute can settle there or not.
    matching
        Those of them where it can settle.
    chosen
        Those that the party asked about likes best; all that match when none is.
    states
        Those to be listed: the first of `chosen`, what needs least to hold first, or those drawn.
    settling
        The same, described.
    """

    query: Query
    where: States[S]
    matching: States[S]
    chosen: States[S]
    states: tuple[S, ...]
    settling: tuple[Settling, ...]


def select(summary: Summary[S], query: Query, most: int) -> Selection[S]:
    """Find the states that a query asks for; list at most `most` where it does not say how many."""
    where = summary.everywhere if query.where is None else summary.everywhere.where(query.where.formula)
    matching = summary.settles & where
    chosen = matching if query.best_for is None else matching.best_for(query.best_for)
    if query.sample is None:
        states = summary.strongest(chosen, most)
    else:
        states = chosen.sample(query.sample, seed=query.seed)
    return Selection(query, where, matching, chosen, states, summary.described(states))
