import re
import time
from importlib.resources import files

import pytest
from hypothesis import given

from detente.errors import FormulaError
from detente.logic import (
    KEYWORDS,
    And,
    Atom,
    Bound,
    Constant,
    Count,
    Formula,
    Iff,
    Implies,
    Not,
    Or,
    Wording,
    parse,
)
from detente.logic.formula import measure
from tests.strategies import formula_text, formulas

a, b, c = Atom("a"), Atom("b"), Atom("c")


@given(formulas())
def test_a_printed_formula_is_read_as_the_same_tree(formula: Formula) -> None:
    assert formula == parse(formula_text(formula))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", a),
        ("ministry.modify", Atom("ministry.modify")),
        ("true", Constant(True)),
        ("false", Constant(False)),
        ("not not a", Not(Not(a))),
        ("not a and b", And((Not(a), b))),
        ("a or b and c", Or((a, And((b, c))))),
        ("(a or b) and c", And((Or((a, b)), c))),
        ("a and b and c", And((a, b, c))),
        ("a or b if c", Implies(c, Or((a, b)), Wording.IF)),
        ("a if not b", Implies(Not(b), a, Wording.IF)),
        ("a unless b", Implies(Not(b), a, Wording.UNLESS)),
        ("a implies b", Implies(a, b)),
        ("a requires b", Implies(a, b, Wording.REQUIRES)),
        ("a excludes b", Not(And((a, b)))),
        ("a iff b", Iff(a, b)),
        ("(a if b) if c", Implies(c, Implies(b, a, Wording.IF), Wording.IF)),
        ("at least 2 of (a, b, c)", Count(Bound.AT_LEAST, 2, (a, b, c))),
        ("at most one of (a, b if c)", Count(Bound.AT_MOST, 1, (a, Implies(c, b, Wording.IF)))),
        ("exactly zero of (a)", Count(Bound.EXACTLY, 0, (a,))),
        ("  a\n\tand  b ", And((a, b))),
        ("android or iffy", Or((Atom("android"), Atom("iffy")))),
        ("größe and 決定", And((Atom("größe"), Atom("決定")))),
        ("cafe\u0301", Atom("café")),
        ("one", Atom("one")),
    ],
)
def test_meaning(text: str, expected: Formula) -> None:
    assert expected == parse(text)


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("", 1, "the formula is empty; write what should hold, for example 'not escalate'"),
        (" \n", 1, "the formula is empty; write what should hold, for example 'not escalate'"),
        ("a and", 6, "the formula ends too early; expected a name, 'not' or '('"),
        ("(a or b", 8, "the formula ends too early; expected ')'"),
        ("a b", 3, "'b' cannot stand here; expected 'and', 'or', 'if' or the end"),
        ("a and and b", 7, "the word 'and' cannot stand here; expected a name, 'not' or '('"),
        ("a)", 2, "a ')' without its '('"),
        ("at leats 1 of (a)", 4, "'leats' cannot stand here; expected 'least' or 'most'"),
        ("at most 1 (a)", 11, "'(' cannot stand here; expected 'of'"),
        ("at most of (a)", 9, "the word 'of' cannot stand here; expected a number"),
        ("exactly 1 of a", 14, "'a' cannot stand here; expected '('"),
        ("exactly 1 of (a b)", 17, "'b' cannot stand here; expected 'and', 'or', 'if', ',' or ')'"),
        ("exactly 3 of (a, b)", 9, "'exactly 3' of a group of 2; write 2 or fewer"),
        ("exactly some of (a, b)", 9, "'some' is not a number to count to; write for example 2 or two"),
        ("exactly 99999 of (a, b)", 9, "'99999' is not a number to count to; write for example 2 or two"),
        ("a if b if c", 8, "'if' after another condition can be read in two ways; put one of the two into parentheses"),
        (
            "a implies b unless c",
            13,
            "'unless' after another condition can be read in two ways; put one of the two into parentheses",
        ),
        ("a AND b", 3, "write 'and', not 'AND'"),
        ("Not a", 1, "write 'not', not 'Not'"),
        ("a Or b", 3, "write 'or', not 'Or'"),
        ("a & b", 3, "write 'and', not '&'"),
        ("a && b", 3, "write 'and', not '&&'"),
        ("a | b", 3, "write 'or', not '|'"),
        ("!a", 1, "write 'not', not '!'"),
        ("-a", 1, "write 'not', not '-'"),
        ("a -> b", 3, "write 'implies', not '->'"),
        ("a <-> b", 3, "write 'iff', not '<->'"),
        ("a == b", 3, "write 'iff', not '=='"),
        ("no-go", 3, "names have no '-' in them; use '_'"),
        ("a.b.c", 4, "'.' has no meaning in a formula"),
        ("a; b", 2, "';' has no meaning in a formula"),
        ("a\u200bb", 2, "the invisible character U+200B has no meaning in a formula"),
        ("a \x1b[31m", 3, "the invisible character U+001B has no meaning in a formula"),
        ("2 of (a)", 1, "'2' cannot stand here; expected a name, 'not' or '('"),
    ],
)
def test_errors_point_at_the_fault(text: str, column: int, message: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)

    assert (column, message) == (caught.value.column, caught.value.message)


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("(" * 5000 + "a" + ")" * 5000, 101, "parentheses nested more than 100 deep"),
        ("not " * 500 + "a", 1, "nested more than 100 deep; give parts of it a name under 'outcomes'"),
        (
            "a and " * 200_000 + "a",
            20_001,
            "1,200,001 characters, at most 20,000 are read; give parts of it a name under 'outcomes'",
        ),
        (f"exactly 1 of ({', '.join(['a'] * 101)})", 9, "a group of 101; at most 100 can be counted"),
    ],
)
def test_limits_are_errors_and_come_quickly(text: str, column: int, message: str) -> None:
    started = time.process_time()
    with pytest.raises(FormulaError) as caught:
        parse(text)

    assert (column, message) == (caught.value.column, caught.value.message)
    assert time.process_time() - started < 2


def test_a_long_formula_within_the_limits_is_read() -> None:
    formula = parse(" and ".join(["a"] * 2500))

    assert measure(formula) == (2, 2501)


def test_keywords_are_those_of_the_grammar() -> None:
    grammar = files("detente.logic").joinpath("grammar.lark").read_text(encoding="utf-8")
    rules = "\n".join(line.partition("//")[0] for line in grammar.splitlines())

    assert set(re.findall(r'"([a-z]+)"', rules)) == KEYWORDS
