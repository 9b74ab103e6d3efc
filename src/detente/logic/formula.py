r"""The meaning of a formula.

A formula is a Boolean expression over atoms (the options of a case, or its named states in graph form).

.. math::
    \varphi ::= a \mid \top \mid \bot \mid \neg\varphi \mid \varphi\wedge\varphi \mid \varphi\vee\varphi
        \mid \varphi\rightarrow\varphi \mid \varphi\leftrightarrow\varphi \mid \#\{\varphi,\dots\} \lessgtr k

``A if B`` is the material implication :math:`B \rightarrow A`: true when B is false (theory: Fang, Hipel,
Kilgour, Peng 2003). The tree keeps how the analyst worded a condition (``if``, ``requires``, ``excludes``),
so that words can be given back; the meaning never depends on the wording.

`fold` gives a formula its meaning in any algebra with *and*, *or*, *not*, *true* and *false*: NumPy masks,
decision diagrams, a Python truth value, a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

T = TypeVar("T")


class Wording(StrEnum):
    """How a condition between two formulas was worded.

    ``A unless B`` is ``A if not B``: its condition is the negation of B.
    """

    IF = "if"
    UNLESS = "unless"
    IMPLIES = "implies"
    REQUIRES = "requires"


class Bound(StrEnum):
    """How many of a group of formulas hold."""

    AT_LEAST = "at least"
    AT_MOST = "at most"
    EXACTLY = "exactly"


@dataclass(frozen=True, slots=True)
class Atom:
    """An option that is taken (``dm.option``), or the state that holds (graph form)."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """Always true, or always false."""

    value: bool


@dataclass(frozen=True, slots=True)
class Not:
    """True when the part is false."""

    part: Formula


@dataclass(frozen=True, slots=True)
class And:
    """True when all parts are; ``A excludes B`` is ``not (A and B)``."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """True when any part is."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Implies:
    """True unless the condition holds and the consequence does not."""

    condition: Formula
    consequence: Formula
    wording: Wording = Wording.IMPLIES


@dataclass(frozen=True, slots=True)
class Iff:
    """True when both sides have the same truth value."""

    left: Formula
    right: Formula


@dataclass(frozen=True, slots=True)
class Count:
    """True when at least, at most or exactly `number` of the parts hold."""

    bound: Bound
    number: int
    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A named outcome, with the formula it stands for."""

    name: str
    formula: Formula


Formula = Atom | Constant | Not | And | Or | Implies | Iff | Count | Named


class Algebra(Protocol[T]):
    """What a formula can be folded into."""

    def atom(self, name: str) -> T:
        """Return the value of an atom."""
        ...

    def constant(self, value: bool) -> T:
        """Return the value of true or false."""
        ...

    def negation(self, part: T) -> T:
        """Return *not part*."""
        ...

    def conjunction(self, left: T, right: T) -> T:
        """Return *left and right*."""
        ...

    def disjunction(self, left: T, right: T) -> T:
        """Return *left or right*."""
        ...


class Truth:
    """The two-valued algebra: a formula's truth when exactly the given atoms hold.

    >>> formula = Implies(Atom("insist"), Atom("accept"))
    >>> fold(formula, Truth({"insist"})), fold(formula, Truth(()))
    (False, True)
    """

    def __init__(self, holding: frozenset[str] | set[str] | tuple[str, ...]) -> None:
        self.holding = frozenset(holding)

    def atom(self, name: str) -> bool:
        """Return whether the atom holds."""
        return name in self.holding

    def constant(self, value: bool) -> bool:
        """Return the value itself."""
        return value

    def negation(self, part: bool) -> bool:
        """Return *not part*."""
        return not part

    def conjunction(self, left: bool, right: bool) -> bool:
        """Return *left and right*."""
        return left and right

    def disjunction(self, left: bool, right: bool) -> bool:
        """Return *left or right*."""
        return left or right


def fold(formula: Formula, algebra: Algebra[T]) -> T:  # noqa: PLR0911 (one return a kind of node)
    """Give a formula its meaning in an algebra.

    Parameters
    ----------
    formula
        Any formula; named outcomes are folded through.
    algebra
        Where the meaning lives.

    Cost
    ----
    One operation a node; ``number * len(parts)`` operations for a count.

    Examples
    --------
    >>> exactly_one = Count(Bound.EXACTLY, 1, (Atom("a"), Atom("b"), Atom("c")))
    >>> [fold(exactly_one, Truth(taken)) for taken in [(), ("b",), ("a", "c")]]
    [False, True, False]
    """
    match formula:
        case Atom(name):
            return algebra.atom(name)
        case Constant(value):
            return algebra.constant(value)
        case Not(part):
            return algebra.negation(fold(part, algebra))
        case And(parts):
            return _join(parts, algebra, is_and=True)
        case Or(parts):
            return _join(parts, algebra, is_and=False)
        case Implies(condition, consequence):
            return algebra.disjunction(algebra.negation(fold(condition, algebra)), fold(consequence, algebra))
        case Iff(left, right):
            a, b = fold(left, algebra), fold(right, algebra)
            both = algebra.conjunction(a, b)
            neither = algebra.conjunction(algebra.negation(a), algebra.negation(b))
            return algebra.disjunction(both, neither)
        case Count(bound, number, parts):
            return _count(bound, number, parts, algebra)
        case Named(_, inner):
            return fold(inner, algebra)


def _join(parts: tuple[Formula, ...], algebra: Algebra[T], *, is_and: bool) -> T:
    if not parts:
        return algebra.constant(is_and)
    value = fold(parts[0], algebra)
    for part in parts[1:]:
        other = fold(part, algebra)
        value = algebra.conjunction(value, other) if is_and else algebra.disjunction(value, other)
    return value


def _count(bound: Bound, number: int, parts: tuple[Formula, ...], algebra: Algebra[T]) -> T:
    # reached[j] is true when at least j of the parts seen so far hold
    highest = number + 1 if bound is not Bound.AT_LEAST else number
    reached = [algebra.constant(True)] + [algebra.constant(False)] * highest
    for part in parts:
        value = fold(part, algebra)
        for j in range(highest, 0, -1):
            reached[j] = algebra.disjunction(reached[j], algebra.conjunction(reached[j - 1], value))
    if bound is Bound.AT_LEAST:
        return reached[number]
    at_most = algebra.negation(reached[number + 1])
    return at_most if bound is Bound.AT_MOST else algebra.conjunction(reached[number], at_most)


def atoms(formula: Formula) -> frozenset[str]:
    """Return the names of all atoms in a formula.

    >>> sorted(atoms(Implies(Atom("b"), Not(Atom("a")))))
    ['a', 'b']
    """
    match formula:
        case Atom(name):
            return frozenset((name,))
        case Constant():
            return frozenset()
        case Not(part) | Named(_, part):
            return atoms(part)
        case And(parts) | Or(parts) | Count(_, _, parts):
            return frozenset().union(*(atoms(part) for part in parts))
        case Implies(left, right) | Iff(left, right):
            return atoms(left) | atoms(right)


def parts_of(formula: Formula) -> tuple[Formula, ...]:
    """Return the formulas directly inside a formula.

    >>> parts_of(Implies(Atom("insist"), Atom("accept")))
    (Atom(name='insist'), Atom(name='accept'))
    """
    match formula:
        case Atom() | Constant():
            return ()
        case Not(part) | Named(_, part):
            return (part,)
        case And(parts) | Or(parts) | Count(_, _, parts):
            return parts
        case Implies(left, right) | Iff(left, right):
            return (left, right)


def measure(formula: Formula) -> tuple[int, int]:
    """Return how deep a formula is nested and how many nodes it has when named outcomes are written out.

    Does not recurse, and looks at each shared part once, so that it can judge formulas that nothing else may touch.

    >>> measure(Or((Atom("a"), Not(Atom("b")))))
    (3, 4)
    """
    known: dict[int, tuple[int, int]] = {}
    stack = [formula]
    while stack:
        node = stack[-1]
        parts = parts_of(node)
        waiting = [part for part in parts if id(part) not in known]
        if waiting:
            stack.extend(waiting)
            continue
        stack.pop()
        measured = [known[id(part)] for part in parts]
        known[id(node)] = (1 + max((d for d, _ in measured), default=0), 1 + sum(size for _, size in measured))
    return known[id(formula)]
