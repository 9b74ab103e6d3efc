"""What each rule of ``grammar.lark`` means. Imported on first use only, because lark is slow to import."""

from __future__ import annotations

from typing import Any

from lark import Token, Transformer, v_args

from detente.errors import FormulaError
from detente.logic.formula import And, Atom, Bound, Constant, Count, Formula, Iff, Implies, Not, Or, Wording

MAX_GROUP = 100

_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@v_args(inline=True)
class Meaning(Transformer[Any, Formula]):
    """One method a rule; called as the parser goes, so that nothing recurses."""

    def atom(self, name: Token) -> Formula:
        return Atom(str(name))

    def true(self) -> Formula:
        return Constant(True)

    def false(self) -> Formula:
        return Constant(False)

    def not_(self, part: Formula) -> Formula:
        return Not(part)

    def and_(self, *parts: Formula) -> Formula:
        return And(parts)

    def or_(self, *parts: Formula) -> Formula:
        return Or(parts)

    def if_(self, consequence: Formula, condition: Formula) -> Formula:
        return Implies(condition, consequence, Wording.IF)

    def unless(self, consequence: Formula, exception: Formula) -> Formula:
        return Implies(Not(exception), consequence, Wording.UNLESS)

    def implies(self, condition: Formula, consequence: Formula) -> Formula:
        return Implies(condition, consequence, Wording.IMPLIES)

    def requires(self, condition: Formula, consequence: Formula) -> Formula:
        return Implies(condition, consequence, Wording.REQUIRES)

    def excludes(self, left: Formula, right: Formula) -> Formula:
        return Not(And((left, right)))

    def iff(self, left: Formula, right: Formula) -> Formula:
        return Iff(left, right)

    def at_least(self) -> Bound:
        return Bound.AT_LEAST

    def at_most(self) -> Bound:
        return Bound.AT_MOST

    def exactly(self) -> Bound:
        return Bound.EXACTLY

    def number(self, word: Token) -> tuple[int, int]:
        return _number(word), _column(word)

    def count(self, bound: Bound, number: tuple[int, int], *parts: Formula) -> Formula:
        value, column = number
        if len(parts) > MAX_GROUP:
            raise FormulaError(f"a group of {len(parts)}; at most {MAX_GROUP} can be counted", column)
        if value > len(parts):
            raise FormulaError(f"'{bound} {value}' of a group of {len(parts)}; write {len(parts)} or fewer", column)
        return Count(bound, value, parts)


def _number(word: Token) -> int:
    if word.value in _NUMBERS:
        return _NUMBERS.index(word.value)
    if word.type == "NUMBER" and len(word) <= 4:
        return int(word)
    raise FormulaError(f"'{word}' is not a number to count to; write for example 2 or two", _column(word))


def _column(word: Token) -> int:
    return (word.start_pos or 0) + 1
