import itertools

from hypothesis import given

from detente.logic import Atom, Formula, Implies, Not, atoms, fold
from detente.logic.formula import Algebra, Truth, measure, parts_of
from tests.strategies import NAMES, formula_text, formulas


class _Python:
    """The meaning of a formula as Python source, to compare with Python's own idea of truth."""

    def atom(self, name: str) -> str:
        return f"({name!r} in holding)"

    def constant(self, value: bool) -> str:
        return str(value)

    def negation(self, part: str) -> str:
        return f"(not {part})"

    def conjunction(self, left: str, right: str) -> str:
        return f"({left} and {right})"

    def disjunction(self, left: str, right: str) -> str:
        return f"({left} or {right})"


def _truth_table(formula: Formula) -> list[bool]:
    names = sorted(atoms(formula))
    return [
        fold(formula, Truth(tuple(itertools.compress(names, row))))
        for row in itertools.product([False, True], repeat=len(names))
    ]


@given(formulas(max_leaves=6))
def test_every_algebra_gives_the_same_meaning(formula: Formula) -> None:
    algebra: Algebra[str] = _Python()
    source = fold(formula, algebra)
    names = sorted(atoms(formula))
    rows = itertools.product([False, True], repeat=len(names))
    expected = [eval(source, {"holding": set(itertools.compress(names, row))}) for row in rows]  # noqa: S307

    assert expected == _truth_table(formula)


def test_a_condition_is_true_when_it_does_not_apply() -> None:
    # rows: neither, b alone, a alone, both
    assert _truth_table(Implies(Atom("b"), Atom("a"))) == [True, False, True, True]


@given(formulas())
def test_measure_counts_nodes_and_depth(formula: Formula) -> None:
    def depth(part: Formula) -> int:
        return 1 + max(map(depth, parts_of(part)), default=0)

    def size(part: Formula) -> int:
        return 1 + sum(map(size, parts_of(part)))

    assert (depth(formula), size(formula)) == measure(formula)


def test_measure_of_what_nothing_else_may_touch() -> None:
    formula: Formula = Atom(NAMES[0])
    for _ in range(100_000):
        formula = Not(formula)

    assert measure(formula) == (100_001, 100_001)


@given(formulas())
def test_atoms_are_the_names_in_the_text(formula: Formula) -> None:
    words = set(formula_text(formula).replace("(", " ").replace(")", " ").replace(",", " ").split())

    assert words & set(NAMES) == atoms(formula)
