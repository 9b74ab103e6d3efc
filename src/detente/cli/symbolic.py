"""What the commands share that can answer without a list of states."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from detente.cli.common import LONG
from detente.errors import CaseError, LimitError

if TYPE_CHECKING:
    from detente.case import Case
    from detente.present.unlisted import UnlistedFindings, UnlistedModel
    from detente.stability import Concept
    from detente.stability.choose import Choice
    from detente.stability.symbolic import SymbolicModel

USUAL_SECONDS = 60.0
# for each question about a single state; memory that is not needed would cost time to set up
_SINGLE_SECONDS, _SINGLE_MEMORY = 10.0, 1 << 28


def unlisted_model(case: Case, variant: str, memory_limit: int | None) -> UnlistedModel:
    """Compile a case without listing its states."""
    from detente.cli.terminal import at_work
    from detente.conflict import DEFAULT_MEMORY_LIMIT
    from detente.present.unlisted import UnlistedModel
    from detente.stability.symbolic import Budget, build_symbolic

    limit = DEFAULT_MEMORY_LIMIT if memory_limit is None else memory_limit
    budget = Budget(_SINGLE_SECONDS, min(limit, _SINGLE_MEMORY))
    with at_work(f"Compiling {len(case.options)} options", long=len(case.options) >= LONG):
        model = build_symbolic(case, budget=budget)
    _check_feasible(model)
    return UnlistedModel(model, variant)


def counted_findings(
    case: Case, variant: str, concepts: tuple[Concept, ...] | None, choice: Choice, seconds: float | None
) -> tuple[UnlistedFindings, str]:
    """Answer without listing the states; also return why not all of it could be answered, empty when it could."""
    from detente.cli.terminal import at_work
    from detente.present.unlisted import UnlistedFindings, UnlistedModel
    from detente.stability.symbolic import Budget, GaveUpError, solve_symbolic

    budget = Budget(USUAL_SECONDS if seconds is None else seconds, choice.memory or Budget().memory)
    message = ""
    with at_work(f"Counting sets of states over {len(case.options)} options", long=True):
        try:
            result = solve_symbolic(case, concepts, budget=budget)
        except GaveUpError as error:
            result, message = error.established, str(error)
        except LimitError as error:
            raise LimitError(
                f"the case could not be compiled: {error}; allow more time (--time-limit) or memory (--memory-limit)"
            ) from None
    _check_feasible(result.model)
    result.model.diagrams.budget = replace(budget, seconds=min(_SINGLE_SECONDS, budget.seconds))
    return UnlistedFindings(result, UnlistedModel(result.model, variant), choice.reason), message


def _check_feasible(model: SymbolicModel) -> None:
    """Refuse a case without a feasible state, as when its states are listed."""
    from detente.conflict.build import no_state
    from detente.logic import fold

    if model.n_states:
        return
    rules = [fold(constraint.that.formula, model.algebra) for constraint in model.case.constraints]

    def satisfiable(some: list[int]) -> bool:
        return model.diagrams.conjunction(rules[j] for j in some).satisfiable()

    raise CaseError([no_state(model.case, satisfiable)])
