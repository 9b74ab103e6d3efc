r"""A case of option form, compiled into decision diagrams; no list of its states is made.

States are the feasible combinations of the options. A merged state is the set of its combinations; a set of states
contains all of them or none. What holds in a merged state holds in each of its combinations, and a decision maker can
move from X to Y when it can from some :math:`x\in X` to some :math:`y\in Y`: the rules of `detente.conflict`.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.case import apply_variant
from detente.case.model import Case
from detente.conflict.arcs import directions
from detente.errors import CaseError, NotSupportedError
from detente.logic import fold
from detente.stability.choose import why_not_symbolic
from detente.stability.symbolic.diagrams import Budget, Diagram, DiagramAlgebra, Diagrams
from detente.stability.symbolic.listing import Listing
from detente.stability.symbolic.order import option_order
from detente.stability.symbolic.preferences import Bits, preference_bits


@dataclass(frozen=True, eq=False, slots=True)
class Party:
    """One decision maker.

    Attributes
    ----------
    name
    own : tuple of int
        Positions of its options.
    bits : diagrams over x
        Its preference, the most important bit first.
    directed : bool
        Whether one of its options changes one way only.
    legal : diagram over x and the y of `own`
        Whether its options can change from x to y.
    """

    name: str
    own: tuple[int, ...]
    bits: Bits
    directed: bool
    legal: Diagram


@dataclass(frozen=True, eq=False, slots=True)
class SymbolicModel:
    """What the symbolic engine works on.

    Attributes
    ----------
    case
        With the variant applied, if any.
    diagrams
    options : tuple of str
        Qualified, in file order; bit j of a combination says whether option j is taken.
    feasible : diagram
    merged : diagrams, one a merged state
        Their combinations.
    n_states : int
    parties : one a decision maker, in file order
    listing : Listing
        The feasible combinations that are not merged, in the order of states.
    """

    case: Case
    diagrams: Diagrams
    options: tuple[str, ...]
    feasible: Diagram
    merged: tuple[Diagram, ...]
    n_states: int
    parties: tuple[Party, ...]
    listing: Listing

    @property
    def algebra(self) -> DiagramAlgebra:
        """What formulas over the options are folded into."""
        return DiagramAlgebra(self.diagrams, self.options)


def build_symbolic(case: Case, *, variant: str = "", budget: Budget | None = None) -> SymbolicModel:
    """Compile a case without listing its states.

    Raises
    ------
    NotSupportedError
        Graph form, listed or forbidden moves, weights with too many different sums: the explicit engine has them.
    CaseError
        A ranking that misses states (E352), merged states that overlap (E353).
    LimitError
        The diagrams do not fit the budget.
    """
    if variant:
        case = apply_variant(case, variant)
    _check_supported(case)
    diagrams = Diagrams(len(case.options), option_order(case), budget or Budget())
    algebra = DiagramAlgebra(diagrams, case.options)
    with diagrams.within_memory():
        feasible = diagrams.conjunction(fold(constraint.that.formula, algebra) for constraint in case.constraints)
        merged = _merged(case, algebra, feasible)
        masks = directions(case)
        parties = []
        for dm, mask in zip(case.decision_makers, masks.own, strict=True):
            diagrams.check()
            own = tuple(j for j in range(len(case.options)) if mask >> j & 1)
            taking = [~diagrams.now[j] | diagrams.after[j] for j in own if masks.taking_only >> j & 1]
            dropping = [diagrams.now[j] | ~diagrams.after[j] for j in own if masks.dropping_only >> j & 1]
            bits = preference_bits(case, dm, algebra, feasible, merged)
            legal = diagrams.conjunction(taking + dropping)
            parties.append(Party(dm, own, bits, bool(taking or dropping), legal))
        ordinary = feasible & ~diagrams.disjunction(merged)
        n_states = diagrams.count(ordinary) + len(merged)
    listing = Listing(diagrams, ordinary)
    return SymbolicModel(case, diagrams, case.options, feasible, merged, n_states, tuple(parties), listing)


def _check_supported(case: Case) -> None:
    if reason := why_not_symbolic(case):
        raise NotSupportedError(f"the symbolic engine cannot take this case: {reason}; use the explicit engine")


def _merged(case: Case, algebra: DiagramAlgebra, feasible: Diagram) -> tuple[Diagram, ...]:
    merged: list[Diagram] = []
    for position, merge in enumerate(case.indistinguishable):
        cells = feasible & fold(merge.that.formula, algebra)
        for earlier, others in zip(case.indistinguishable, merged, strict=False):
            if (cells & others).satisfiable():
                message = (
                    f"'{merge.that.text}' and '{earlier.that.text}' share a state; a state can be merged only once, "
                    "so join the two or make them exclude each other"
                )
                raise CaseError([case.problem("E353", message, ("indistinguishable", position))])
        merged.append(cells)
    return tuple(cells for cells in merged if cells.satisfiable())
