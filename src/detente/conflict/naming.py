"""Which state a person means: what is read is the same whether states are listed or not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.case.model import Case
from detente.errors import DetenteError, UnknownNameError
from detente.logic import And, Atom, Formula, Not

_LETTERS = re.compile(r"[YNyn\-]+")
_NUMBER = re.compile(r"s[1-9]\d*")
_MOST_DIGITS = 1_000  # a number of more is not looked at; 100 options make states of 31


def read_state(case: Case, text: str, n_states: int, names: Sequence[str] = ()) -> int | Formula:
    """Read the words that name a state: its position, or a formula that is true in it alone.

    Parameters
    ----------
    text
        A state's id (``s5``, or the name it has in graph form), a named outcome, a letter for each option (Y taken, N
        not taken, - not said), or the options taken, separated by commas (empty, or ``-``, when there are none).
    n_states
        How many states there are.
    names
        In graph form, their names.

    Raises
    ------
    UnknownNameError
        Nothing of that name.
    DetenteError
        A number beyond the last state, or an option of more than one decision maker.

    Examples
    --------
    >>> from detente.case import load_case
    >>> read_state(load_case("elmira"), "s5", 9)
    4
    >>> read_state(load_case("chicken"), "YN", 4)
    And(parts=(Atom(name='left.swerve'), Not(part=Atom(name='right.swerve'))))
    """
    words = text.strip()
    if case.is_graph_form:
        if words in names:
            return names.index(words)
    elif _NUMBER.fullmatch(words) and not any(option.endswith(f".{words}") for option in case.options):
        if len(words) <= _MOST_DIGITS and int(words[1:]) <= n_states:
            return int(words[1:]) - 1
        raise DetenteError(f"no state '{words}'; the states are s1 to s{n_states}")
    if words in case.outcomes:
        return case.outcomes[words].that.formula
    if not case.options:
        if not case.is_graph_form and words in ("", "-"):
            return And(())
        raise UnknownNameError("state", words, (*names, *case.outcomes))
    letters = words.replace(" ", "").upper()
    if len(letters) == len(case.options) and words != "-" and _LETTERS.fullmatch(letters):
        return _as_formula(case.options, letters)
    named = {_option(case, name.strip()) for name in words.split(",") if name.strip(" -")}
    return _as_formula(case.options, "".join("Y" if option in named else "N" for option in case.options))


def several_words(words: str, n_states: int, first: Sequence[str]) -> str:
    """Say that words are not one state: none, or several, of which the first few are named."""
    if not n_states:
        return f"'{words}' is not a feasible state: the constraints of the case exclude it"
    more = ", ..." if n_states > len(first) else ""
    return f"'{words}' is {n_states:,} states ({', '.join(first)}{more}); name one of them"


def _as_formula(options: Sequence[str], letters: str) -> Formula:
    return And(
        tuple(
            Atom(option) if letter == "Y" else Not(Atom(option))
            for option, letter in zip(options, letters, strict=True)
            if letter != "-"
        )
    )


def _option(case: Case, name: str) -> str:
    matches = [option for option in case.options if name in (option, option.partition(".")[2])]
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise DetenteError(f"'{name}' is an option of more than one decision maker; write {' or '.join(matches)}")
    known = (*case.outcomes, *case.options, *(option.partition(".")[2] for option in case.options))
    raise UnknownNameError("state or option", name, known)
