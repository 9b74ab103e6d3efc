"""Questions about single states: who can go where, what a state is called, what holds in it.

States are positions here; names go out through `state_id` and come in through `find_state`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detente.conflict.model import BoolArray, Conflict, IntArray, OptionMoves
from detente.conflict.naming import read_state, several_words
from detente.conflict.space import holds, possible, space_of
from detente.errors import DetenteError
from detente.logic import Formula, fold
from detente.logic.formula import Truth

_AT_ONCE = 1 << 20  # settings of a decision maker's options looked at together


def moves_from(conflict: Conflict, i: int, s: int) -> IntArray:
    """Return the states that decision maker i can move to from s alone, ascending: the reachable list of i at s.

    Cost
    ----
    ``2**(number of its options)``, or the number of its arcs from s.
    """
    return np.concatenate([*_moves(conflict, i, s)])


def improvements_from(conflict: Conflict, i: int, s: int) -> IntArray:
    """Return the states that decision maker i can move to from s alone and strictly prefers to s, ascending."""
    level = conflict.level[i]
    return np.concatenate([targets[level[targets] > level[s]] for targets in _moves(conflict, i, s)])


def _moves(conflict: Conflict, i: int, s: int) -> Iterator[IntArray]:
    """Yield where decision maker i can move to from s, ascending, part after part: its settings may be many."""
    moves = conflict.moves
    if not isinstance(moves, OptionMoves):
        yield moves.target[i][moves.start[i][s] : moves.start[i][s + 1]]
        return
    own = moves.own[i]
    cell = int(conflict.combination[s])
    # the settings of a decision maker's options, spread over its (neighbouring) bits
    low = (own & -own).bit_length() - 1 if own else 0
    n_settings = 1 << own.bit_count()
    for first in range(0, n_settings, _AT_ONCE):
        settings = np.arange(first, min(first + _AT_ONCE, n_settings), dtype=np.int64) << low
        change = settings ^ (cell & own)
        legal = moves.feasible[(cell & ~own) | settings] & (change != 0)
        legal &= (change & moves.taking_only & cell) == 0
        legal &= (change & moves.dropping_only & ~cell) == 0
        targets = np.asarray((cell & ~own) | settings[legal])
        yield targets if moves.index is None else moves.index[targets].astype(np.int64)


def state_id(conflict: Conflict, s: int) -> str:
    """Return a state's name: ``s1``, ``s2``, ... in option form, the given name in graph form."""
    return conflict.names[s] if conflict.names else f"s{s + 1}"


def taken(conflict: Conflict, s: int) -> tuple[str, ...]:
    """Return the options taken in a state, qualified; of a merged state, those taken in every combination of it."""
    bits = int(conflict.combination[s]) & ~int(conflict.unfixed[s])
    return tuple(option for j, option in enumerate(conflict.options) if bits >> j & 1)


def yn(conflict: Conflict, s: int) -> str:
    """Return a letter for each option in file order: Y taken, N not taken, - not fixed by a merged state."""
    bits, loose = int(conflict.combination[s]), int(conflict.unfixed[s])
    return "".join("-" if loose >> j & 1 else "Y" if bits >> j & 1 else "N" for j in range(len(conflict.options)))


def outcomes_of(conflict: Conflict, s: int) -> tuple[str, ...]:
    """Return the named outcomes that hold in a state, in file order."""
    if conflict.names:
        cells = [Truth({conflict.names[s]})]
    else:
        cells = [
            Truth({option for j, option in enumerate(conflict.options) if cell >> j & 1})
            for cell in _combinations(conflict, s)
        ]
    outcomes = conflict.case.outcomes.items()
    return tuple(name for name, outcome in outcomes if all(fold(outcome.that.formula, cell) for cell in cells))


def _combinations(conflict: Conflict, s: int) -> list[int]:
    if not conflict.unfixed[s] or conflict.state_of is None:
        return [int(conflict.combination[s])]
    return [int(cell) for cell in np.flatnonzero(conflict.state_of == s)]


def holding(conflict: Conflict, formula: Formula) -> BoolArray:
    """Return in which states a formula holds, bool array of shape (m,); in a merged state, in each combination."""
    return holds(space_of(conflict), formula)


def find_state(conflict: Conflict, text: str) -> int:
    """Find the state that a person means.

    Parameters
    ----------
    text
        A state's id (``s5``), a named outcome, the letters of `yn`, or the options taken, separated by commas
        (empty, or ``-``, when there are none to name).

    Raises
    ------
    UnknownNameError
        Nothing of that name.
    DetenteError
        A combination that is not feasible, a number beyond the last state, or a named outcome or letters with ``-``
        that are more than one state.
    """
    words = text.strip()
    found = read_state(conflict.case, words, conflict.n_states, conflict.names)
    if isinstance(found, int):
        return found
    states = np.flatnonzero(possible(space_of(conflict), found))
    if len(states) != 1:
        raise DetenteError(several_words(words, len(states), [state_id(conflict, int(s)) for s in states[:8]]))
    return int(states[0])
