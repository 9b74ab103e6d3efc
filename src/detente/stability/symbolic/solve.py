"""All concepts for all decision makers, within a budget."""

from __future__ import annotations

from collections.abc import Iterable

from detente.case.model import Case
from detente.errors import LimitError
from detente.stability.model import Concept
from detente.stability.symbolic.diagrams import Budget, Diagram
from detente.stability.symbolic.model import SymbolicModel, build_symbolic
from detente.stability.symbolic.moves import Moves
from detente.stability.symbolic.result import SymbolicResult
from detente.stability.symbolic.thresholds import Question, stable_states

OFFERED = (Concept.NASH, Concept.GMR, Concept.SMR, Concept.SEQ, Concept.SSEQ)
NO_SIM = "SIM adds up moves made at the same moment, state by state; the explicit engine offers it for small cases"


class GaveUpError(LimitError):
    """The budget is used up.

    Attributes
    ----------
    established : SymbolicResult
        What was answered before, in full.
    """

    def __init__(self, message: str, established: SymbolicResult) -> None:
        self.established = established
        super().__init__(message)


def solve_symbolic(
    case: Case, concepts: Iterable[Concept] | None = None, *, variant: str = "", budget: Budget | None = None
) -> SymbolicResult:
    """Return which states are stable, for whom, under which concept, as sets that are never listed.

    Parameters
    ----------
    case
        A case of option form without listed or forbidden moves.
    concepts
        The concepts asked for; all of them when None.
    variant
        Name of a variant to apply first.
    budget
        Time and memory for everything together.

    Raises
    ------
    NotSupportedError, CaseError
        As `build_symbolic`.
    GaveUpError
        A `LimitError` that says what is established and holds it.

    Cost
    ----
    Does not depend on the number of states but on how far the statements tie the options of different decision
    makers together: ``docs/explanation/symbolic.md``.
    """
    asked = tuple(Concept) if concepts is None else tuple(concept for concept in Concept if concept in set(concepts))
    model = build_symbolic(case, variant=variant, budget=budget)
    answer = _Answer(model, asked)
    try:
        with model.diagrams.within_memory():
            answer.work()
    except LimitError as limit:
        raise GaveUpError(answer.account(str(limit)), answer.result()) from None
    return answer.result()


class _Answer:
    """The verdicts so far."""

    def __init__(self, model: SymbolicModel, asked: tuple[Concept, ...]) -> None:
        self.model = model
        self.asked = asked
        self.stable: dict[Concept, tuple[Diagram, ...]] = {}
        self.at = ""

    def work(self) -> None:
        own = Moves(self.model, improvements=False)
        credible = Moves(self.model, improvements=True)
        feasible = self.model.feasible
        n = len(self.model.parties)
        content = tuple(feasible & ~credible.before(i, feasible) for i in range(n))
        self.stable[Concept.NASH] = content
        # GMR is cheap and contains the rest: it says which states the others have to look at
        for concept in (Concept.GMR, Concept.SMR, Concept.SEQ, Concept.SSEQ):
            if not any(asked in self.asked for asked in (Concept.GMR, Concept.SMR, Concept.SEQ, Concept.SSEQ)):
                break
            if concept not in self.asked and concept is not Concept.GMR:
                continue
            replies = credible if concept in (Concept.SEQ, Concept.SSEQ) else own
            countermove = concept in (Concept.SMR, Concept.SSEQ)
            verdicts = []
            for i in range(n):
                self.at = f"{concept.value.upper()} for {i} of {n} decision makers"
                question = Question(self.model, i, credible, own, replies, countermove)
                candidates = self._candidates(i, concept)
                verdicts.append(content[i] | stable_states(question, candidates & ~content[i]))
            self.stable[concept] = tuple(verdicts)

    def _candidates(self, i: int, concept: Concept) -> Diagram:
        wider = {
            Concept.SMR: (Concept.GMR,),
            Concept.SEQ: (Concept.GMR,),
            Concept.SSEQ: (Concept.GMR, Concept.SMR, Concept.SEQ),
        }
        candidates = self.model.feasible
        for other in wider.get(concept, ()):
            if other in self.stable:
                candidates &= self.stable[other][i]
        return candidates

    def result(self) -> SymbolicResult:
        stable = {concept: self.stable[concept] for concept in self.asked if concept in self.stable}
        omitted: dict[Concept, str] = {}
        for concept in self.asked:
            if concept is Concept.SIM:
                omitted[concept] = NO_SIM
            elif concept not in stable:
                omitted[concept] = "time or memory ran out before it was done"
        return SymbolicResult(self.model, stable, omitted)

    def account(self, reason: str) -> str:
        done = ", ".join(concept.value.upper() for concept in self.asked if concept in self.stable) or "nothing"
        return (
            f"the symbolic engine gave up: {reason}. Established for all states: {done}; at work on "
            f"{self.at or 'NASH'}. Allow more time or memory, leave out the sequential concepts, or ask about single "
            "states, which takes far less"
        )
