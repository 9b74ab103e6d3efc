r"""What a decision maker wants, as bits: one diagram each, the most important first.

State t is preferred to s when its vector of bits is lexicographically greater. Option prioritizing is of that form: the
statements are the bits. A ranking's groups are numbered, the best highest, and the number is written in binary; so is
the sum of option weights. The vector takes the place of a preference level, which would need a list of the states.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import gcd, lcm

from detente.case.conditions import flat_statements
from detente.case.model import Case, Prioritization, Ranking, Weights
from detente.errors import CaseError, NotSupportedError
from detente.logic import Atom, Formula, fold
from detente.stability.symbolic.diagrams import Diagram, DiagramAlgebra, Diagrams

Bits = tuple[Diagram, ...]

_LARGEST_SUM = 1 << 16


def holding(algebra: DiagramAlgebra, merged: Iterable[Diagram], formula: Formula) -> Diagram:
    """Return where a formula holds: in a merged state, when it is true in each of its combinations."""
    true = fold(formula, algebra)
    for cells in merged:
        if (cells & ~true).satisfiable():
            true &= ~cells
    return true


def preference_bits(
    case: Case, dm: str, algebra: DiagramAlgebra, feasible: Diagram, merged: tuple[Diagram, ...]
) -> Bits:
    """Return the preference of a decision maker as bits, without those that tell no two feasible states apart.

    Raises
    ------
    CaseError
        A ranking that misses feasible states (E352).
    NotSupportedError
        Option weights whose sum takes too many values, or comparisons of pairs.
    """
    preferences = case.decision_makers[dm].preferences
    if isinstance(preferences, Prioritization):
        bits = [holding(algebra, merged, statement.that.formula) for statement in flat_statements(preferences)]
    elif isinstance(preferences, Ranking):
        bits = _ranked(case, dm, preferences, (algebra, feasible, merged))
    elif isinstance(preferences, Weights):
        taken = [holding(algebra, merged, Atom(option)) for option in preferences.weights]
        bits = _weighted(algebra.diagrams, dm, taken, tuple(preferences.weights.values()))
    else:
        raise NotSupportedError(
            f"the preferences of '{dm}' are comparisons of pairs, which the symbolic engine cannot order; use the "
            "explicit engine"
        )
    return _telling(bits, feasible)


def greater(diagrams: Diagrams, left: Iterable[Diagram], right: Iterable[Diagram]) -> Diagram:
    """Return where one vector of bits is lexicographically greater than another."""
    result = diagrams.false
    for a, b in reversed(tuple(zip(left, right, strict=True))):
        result = (a & ~b) | (~(a ^ b) & result)
    return result


def _telling(bits: Iterable[Diagram], feasible: Diagram) -> Bits:
    kept: list[Diagram] = []
    known: list[Diagram] = []
    for bit in bits:
        inside = feasible & bit
        if inside.satisfiable() and inside != feasible and inside not in known:
            kept.append(bit)
            known += [inside, feasible & ~bit]
    return tuple(kept)


def _ranked(
    case: Case, dm: str, ranking: Ranking, place: tuple[DiagramAlgebra, Diagram, tuple[Diagram, ...]]
) -> list[Diagram]:
    algebra, feasible, merged = place
    diagrams = algebra.diagrams
    left, groups = feasible, []
    for conditions in ranking.ranking:
        matched = diagrams.disjunction(holding(algebra, merged, condition.formula) for condition in conditions)
        groups.append(left & matched)
        left &= ~matched
    if left.satisfiable():
        message = (
            f"the ranking of '{dm}' has no place for {diagrams.count(left):,} of {diagrams.count(feasible):,} feasible "
            "combinations of options; add patterns for them"
        )
        raise CaseError([case.problem("E352", message, ("decision_makers", dm, "preferences", "ranking"))])
    groups.reverse()
    width = (len(groups) - 1).bit_length()
    return [
        diagrams.disjunction(group for number, group in enumerate(groups) if number >> digit & 1)
        for digit in reversed(range(width))
    ]


def _weighted(diagrams: Diagrams, dm: str, taken: list[Diagram], weights: tuple[Fraction, ...]) -> list[Diagram]:
    """Add the weights in binary; a negative one counts for the option that is not taken, which shifts all sums."""
    scale = lcm(*(weight.denominator for weight in weights))
    integers = [int(weight * scale) for weight in weights]
    common = gcd(*integers) or 1
    amounts = [abs(integer) // common for integer in integers]
    if sum(amounts) >= _LARGEST_SUM:
        raise NotSupportedError(
            f"the option weights of '{dm}' add up to more than {_LARGEST_SUM:,} steps, too many for the symbolic "
            "engine; use the explicit engine, or statements in order of importance"
        )
    total: list[Diagram] = [diagrams.false] * sum(amounts).bit_length()
    for integer, amount, here in zip(integers, amounts, taken, strict=True):
        _add(diagrams, total, amount, here if integer > 0 else ~here)
    return total[::-1]


def _add(diagrams: Diagrams, total: list[Diagram], amount: int, where: Diagram) -> None:
    carry = diagrams.false
    for place, digit in enumerate(total):
        addend = where if amount >> place & 1 else diagrams.false
        total[place] = digit ^ addend ^ carry
        carry = (digit & addend) | (carry & (digit ^ addend))
