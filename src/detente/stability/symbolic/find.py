"""Find the state that a person means, without a list of states."""

from __future__ import annotations

from detente.conflict.naming import read_state, several_words
from detente.errors import CaseError, DetenteError
from detente.logic import Formula, fold
from detente.stability.symbolic.model import SymbolicModel
from detente.stability.symbolic.states import State, StateSet


def find_state(model: SymbolicModel, text: str) -> State:
    """Find the state that a person means, as `detente.conflict.find_state` does.

    Parameters
    ----------
    model
    text
        A state's id (``s5``), a named outcome, a letter for each option, or the options taken, separated by commas
        (``-`` when there are none).

    Raises
    ------
    UnknownNameError
        Nothing of that name.
    DetenteError
        A combination that is not feasible, a number beyond the last state, or what is more than one state.
    """
    words = text.strip()
    found = read_state(model.case, words, model.n_states)
    return StateSet(model, model.feasible).at(found) if isinstance(found, int) else _only(model, words, found)


def status_quo(model: SymbolicModel) -> State | None:
    """Return the status quo of the case, if it names one.

    Raises
    ------
    CaseError
        It is not exactly one state (E351).
    """
    if model.case.status_quo is None:
        return None
    condition = model.case.status_quo.state
    try:
        return _only(model, condition.text, condition.formula)
    except DetenteError as error:
        raise CaseError([model.case.problem("E351", str(error), ("status_quo", "state"))]) from None


def _only(model: SymbolicModel, words: str, formula: Formula) -> State:
    cells = model.feasible & fold(formula, model.algebra)
    for merged in model.merged:
        if (cells & merged).satisfiable():
            cells |= merged
    states = StateSet(model, cells)
    if (n_states := states.count()) != 1:
        raise DetenteError(several_words(words, n_states, [state.id for state in states.first(8)]))
    return states.at(0)
