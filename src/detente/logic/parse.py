"""Text to formula. The grammar is in ``grammar.lark``; this module gives its rules a meaning and its errors words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any, Protocol, cast

from detente.errors import FormulaError
from detente.logic.formula import Formula, measure
from detente.logic.names import KEYWORDS

MAX_LENGTH = 20_000
MAX_DEPTH = 100

_CONNECTIVES = ("if", "unless", "implies", "requires", "excludes", "iff")
_SIGNS = {
    "&": "and",
    "&&": "and",
    "∧": "and",
    "|": "or",
    "||": "or",
    "∨": "or",
    "!": "not",
    "~": "not",
    "-": "not",
    "¬": "not",
    "->": "implies",
    "=>": "implies",
    "→": "implies",
    "⇒": "implies",
    "<->": "iff",
    "<=>": "iff",
    "↔": "iff",
    "⇔": "iff",
    "=": "iff",
    "==": "iff",
}
_CONTINUATIONS = (
    ("AND", "'and'"),
    ("OR", "'or'"),
    ("IF", "'if'"),
    ("COMMA", "','"),
    ("RPAR", "')'"),
    ("$END", "the end"),
)
_SIGN = re.compile("|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True)))


class _Token(Protocol):
    type: str
    value: str
    column: int
    start_pos: int


def parse(text: str) -> Formula:
    """Read a formula. Its names stay as written; `detente.logic.resolve` finds what they mean.

    Parameters
    ----------
    text
        At most 20,000 characters, nested at most 100 deep.

    Raises
    ------
    FormulaError
        With the column of the fault, what was found and what was expected.

    Cost
    ----
    Linear in the length: about 10 microseconds a word.

    Examples
    --------
    >>> parse("accept if not modify")
    Implies(condition=Not(part=Atom(name='modify')), consequence=Atom(name='accept'), wording=<Wording.IF: 'if'>)
    >>> parse("delay & insist")
    Traceback (most recent call last):
        ...
    detente.errors.FormulaError: column 7: write 'and', not '&'
    """
    text = unicodedata.normalize("NFC", text)
    _check_limits(text)
    from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken, VisitError

    try:
        formula = cast("Formula", _parser()(text))
    except UnexpectedCharacters as error:
        raise _bad_character(text, error.pos_in_stream or 0) from None
    except UnexpectedToken as error:
        raise _bad_word(text, cast("_Token", error.token), set(error.accepts or error.expected)) from None
    except VisitError as error:
        raise error.orig_exc from None
    except UnexpectedInput as error:  # pragma: no cover (the two kinds above are all that LALR raises)
        raise FormulaError("the formula cannot be read", error.column) from None
    if measure(formula)[0] > MAX_DEPTH:
        raise FormulaError(f"nested more than {MAX_DEPTH} deep; give parts of it a name under 'outcomes'", 1)
    return formula


def _check_limits(text: str) -> None:
    if len(text) > MAX_LENGTH:
        message = f"{len(text):,} characters, at most {MAX_LENGTH:,} are read; give parts of it a name under 'outcomes'"
        raise FormulaError(message, MAX_LENGTH + 1)
    level = 0
    for column, character in enumerate(text, start=1):
        level += {"(": 1, ")": -1}.get(character, 0)
        if level > MAX_DEPTH:
            raise FormulaError(f"parentheses nested more than {MAX_DEPTH} deep", column)


def _bad_character(text: str, position: int) -> FormulaError:
    sign = _SIGN.match(text, position)
    if sign:
        word = _SIGNS[sign[0]]
        joined = sign[0] == "-" and position > 0 and text[position - 1].isalnum()
        if joined:
            return FormulaError("names have no '-' in them; use '_'", position + 1)
        return FormulaError(f"write '{word}', not '{sign[0]}'", position + 1)
    character = text[position]
    shown = f"'{character}'" if character.isprintable() else f"the invisible character U+{ord(character):04X}"
    return FormulaError(f"{shown} has no meaning in a formula", position + 1)


def _too_early(text: str, expected: set[str]) -> FormulaError:
    if not text.strip():
        return FormulaError("the formula is empty; write what should hold, for example 'not escalate'", 1)
    return FormulaError(f"the formula ends too early; expected {_expectation(expected)}", len(text.rstrip()) + 1)


def _bad_word(text: str, token: _Token, expected: set[str]) -> FormulaError:
    if token.type == "$END":
        return _too_early(text, expected)
    column = token.start_pos + 1
    word = token.value
    if word.lower() != word and word.lower() in KEYWORDS:
        return FormulaError(f"write '{word.lower()}', not '{word}'", column)
    wants_operand = "NAME" in expected
    if word in _CONNECTIVES and not wants_operand:
        message = f"'{word}' after another condition can be read in two ways; put one of the two into parentheses"
        return FormulaError(message, column)
    if word == ")" and not wants_operand:
        return FormulaError("a ')' without its '('", column)
    before = text[: token.start_pos].split()
    if not wants_operand and before and before[-1].lower() in KEYWORDS - {before[-1]}:
        return FormulaError(
            f"write '{before[-1].lower()}', not '{before[-1]}'", text.rindex(before[-1], 0, token.start_pos) + 1
        )
    found = f"the word '{word}'" if word in KEYWORDS else f"'{word}'"
    return FormulaError(f"{found} cannot stand here; expected {_expectation(expected)}", column)


def _expectation(expected: set[str]) -> str:
    """Say in plain words what the grammar could go on with."""
    if "LEAST" in expected:
        return "'least' or 'most'"
    if "NUMBER" in expected:
        return "a number"
    if expected == {"OF"}:
        return "'of'"
    if "NAME" in expected:
        return "a name, 'not' or '('"
    if expected == {"LPAR"}:
        return "'('"
    ways = [shown for name, shown in _CONTINUATIONS if name in expected]
    return " or ".join([", ".join(ways[:-1]), ways[-1]] if len(ways) > 1 else ways)


@cache
def _parser() -> Callable[[str], Any]:
    """Build the parser once, on first use: importing and building lark costs more than the rest of the start."""
    from lark import Lark

    from detente.logic.meaning import Meaning

    grammar = files("detente.logic").joinpath("grammar.lark").read_text(encoding="utf-8")
    # The basic lexer: a word of the language is that word everywhere, never a name by its place.
    return Lark(grammar, parser="lalr", lexer="basic", transformer=Meaning(), maybe_placeholders=False).parse
