"""Find the state that a person means, without a list of states."""

from __future__ import annotations

import re

from detente.errors import DetenteError, UnknownNameError
from detente.logic import Formula, fold
from detente.stability.symbolic.model import SymbolicModel
from detente.stability.symbolic.states import State, StateSet, state_of

_LETTERS = re.compile(r"[YNyn]+")
_NUMBER = re.compile(r"s([1-9]\d*)")


def find_state(model: SymbolicModel, text: str) -> State:
    """Find the state that a person means, as `detente.conflict.find_state` does.

    Parameters
    ----------
    model
    text
        A state's number (``s5``), a named outcome, a letter Y or N for each option, or the options taken, separated by
        commas (``-`` when there are none).

    Raises
    ------
    UnknownNameError
        Nothing of that name, or a combination that is not feasible.
    DetenteError
        An outcome that is more than one state, or none; an option name that is not of one party only.
    """
    words = text.strip()
    states = StateSet(model, model.feasible)
    number = _NUMBER.fullmatch(words)
    if number and not any(option.endswith(f".{words}") for option in model.options):
        if int(number[1]) > states.count():
            raise UnknownNameError("state", words, ("s1", f"s{states.count()}"))
        return states.at(int(number[1]) - 1)
    if words in model.case.outcomes:
        return _only(model, words, model.case.outcomes[words].that.formula)
    letters = words.replace(" ", "").upper()
    if model.options and len(letters) == len(model.options) and _LETTERS.fullmatch(letters):
        return state_of(model, sum(1 << j for j, letter in enumerate(letters) if letter == "Y"))
    taken = {_option(model, name.strip()) for name in words.split(",") if name.strip(" -")}
    return state_of(model, sum(1 << j for j, option in enumerate(model.options) if option in taken))


def status_quo(model: SymbolicModel) -> State | None:
    """Return the status quo of the case, if it names one.

    Raises
    ------
    DetenteError
        It is not exactly one state.
    """
    if model.case.status_quo is None:
        return None
    condition = model.case.status_quo.state
    return _only(model, condition.text, condition.formula)


def _option(model: SymbolicModel, name: str) -> str:
    matches = [option for option in model.options if name in (option, option.partition(".")[2])]
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise DetenteError(f"'{name}' is an option of more than one decision maker; write {' or '.join(matches)}")
    bare = (option.partition(".")[2] for option in model.options)
    raise UnknownNameError("state or option", name, (*model.case.outcomes, *model.options, *bare))


def _only(model: SymbolicModel, words: str, formula: Formula) -> State:
    cells = model.feasible & fold(formula, model.algebra)
    for merged in model.merged:
        if (cells & merged).satisfiable():
            cells |= merged
    states = StateSet(model, cells)
    if states.count() == 1:
        return states.at(0)
    if not states:
        raise DetenteError(f"'{words}' is not a feasible state: the constraints of the case exclude it")
    shown = "; ".join(f"[{state.id}]" for state in states.first(3))
    raise DetenteError(f"'{words}' is {states.count():,} states, for example {shown}; name one of them")
