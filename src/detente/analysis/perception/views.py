r"""The game that a party plays, built from what it believes.

From a conflict and some perceptions of one party:

* *preferences*: the other party's preferences are replaced by those it is believed to have;
* *unaware of*: an option it does not know of is never taken in its game. A state looks like the one in which the
  options it does not know of are not taken and all else is the same: two states that differ in them only look alike;
* *unseen*: states it does not see are not in its game.

The constraints of the case hold in every game. A state whose look breaks them, or is among those not seen, is
*unperceived*. So is a merged state whose combinations look like different states.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from detente.analysis.games import UNSEEN, Game
from detente.case.model import Case, Condition, Constraint, Move, Perception, Preferences
from detente.conflict.arrays import written_case
from detente.conflict.build import build_conflict
from detente.conflict.model import Conflict, IntArray
from detente.conflict.space import Space, feasible_cells, owners, space_of
from detente.errors import CaseError, NotSupportedError
from detente.logic import Atom, Constant, Formula, Not
from detente.stability.model import Concept
from detente.stability.solve import analyze_stability

_ANYTHING = Condition("true", Constant(True))


def view_of(
    base: Conflict,
    beliefs: Sequence[Perception],
    concepts: Iterable[Concept],
    *,
    known: Sequence[Perception] = (),
) -> Game:
    """Return the game of a party that holds some beliefs.

    Parameters
    ----------
    base
        What is seen.
    beliefs
        Perceptions of one party. Where two say what the same party wants, the later counts.
    known
        Perceptions of others that it knows of: in its game these others do not make the moves that they cannot see,
        and follow what they believe to be their own preferences.

    Raises
    ------
    NotSupportedError
        The beliefs leave no state to be seen, or the conflict was made from arrays.
    CaseError
        A believed ranking misses states.
    """
    if not beliefs and not known:
        case = base.case
    else:
        case = _believed_case(written_case(base), beliefs, known)
    conflict = base if case is base.case else _compiled(case, beliefs, base.memory_limit)
    seen = np.arange(base.n_states) if conflict is base else _looks(base, conflict, _hidden(beliefs))
    if conflict is not base and base.status_quo is not None:
        now = int(seen[base.status_quo])
        conflict = replace(conflict, status_quo=None if now == UNSEEN else now)
    stable = analyze_stability(conflict, concepts).stable
    return Game(base, conflict, seen, _meanings(base, conflict), stable)


def believed_wishes(beliefs: Sequence[Perception]) -> dict[str, Preferences]:
    """Return what other parties are believed to want, by party."""
    return {belief.of: belief.preferences for belief in beliefs if belief.of and belief.preferences is not None}


def _believed_case(case: Case, beliefs: Sequence[Perception], known: Sequence[Perception]) -> Case:
    own_minds = [belief for belief in known if belief.of == belief.by]
    wishes = believed_wishes(beliefs) | believed_wishes(own_minds)  # what a party acts on counts
    parties = {
        dm: party.model_copy(update={"preferences": wishes.get(dm, party.preferences)})
        for dm, party in case.decision_makers.items()
    }
    never: list[Formula] = [Atom(option) for option in sorted(_hidden(beliefs))]
    never += [condition.formula for belief in beliefs for condition in belief.unseen]
    rules = tuple(Constraint(that=Condition("not seen", Not(formula))) for formula in never)
    return case.model_copy(
        update={
            "decision_makers": parties,
            "constraints": case.constraints + rules,
            "moves": case.moves + tuple(move for belief in known for move in _not_made(belief)),
            "status_quo": None,
        }
    )


def _not_made(belief: Perception) -> Iterable[Move]:
    """Yield the moves that the holder of a belief does not make: with options, or among states, that it cannot see."""
    for option in belief.unaware_of:
        if option.partition(".")[0] == belief.by:
            taken, not_taken = Condition(option, Atom(option)), Condition(f"not {option}", Not(Atom(option)))
            yield Move(by=belief.by, origin=taken, to=not_taken, never=True)
            yield Move(by=belief.by, origin=not_taken, to=taken, never=True)
    for condition in belief.unseen:
        yield Move(by=belief.by, origin=_ANYTHING, to=condition, never=True)
        yield Move(by=belief.by, origin=condition, to=_ANYTHING, never=True)


def _compiled(case: Case, beliefs: Sequence[Perception], memory_limit: int) -> Conflict:
    try:
        return build_conflict(case, memory_limit=memory_limit)
    except CaseError as error:
        if all(problem.code != "E350" for problem in error.problems):
            raise
        names = ", ".join(f"'{belief.id}'" for belief in beliefs)
        raise NotSupportedError(
            f"{names}: '{beliefs[0].by}' would see no state at all; let it know of more options or see more states"
        ) from None


def _hidden(beliefs: Sequence[Perception]) -> frozenset[str]:
    return frozenset(option for belief in beliefs for option in belief.unaware_of)


def _looks(base: Conflict, conflict: Conflict, hidden: frozenset[str]) -> IntArray:
    """Return what each state of the base looks like."""
    mask = sum(1 << j for j, option in enumerate(base.options) if option in hidden)
    space, own_space = space_of(base), space_of(conflict)
    cells = feasible_cells(space)
    looks = _state_of(own_space, cells & ~mask)
    lowest = np.full(base.n_states, np.iinfo(np.int64).max)
    highest = np.full(base.n_states, UNSEEN)
    states = owners(space, cells)
    np.minimum.at(lowest, states, looks)
    np.maximum.at(highest, states, looks)
    return np.where(lowest == highest, highest, UNSEEN)


def _state_of(space: Space, cells: IntArray) -> IntArray:
    return cells if space.state_of is None else space.state_of[cells].astype(np.int64)


def _meanings(base: Conflict, conflict: Conflict) -> IntArray:
    """Return the state of the base that each state of a game is: its combinations are feasible there, too."""
    space, own_space = space_of(base), space_of(conflict)
    cells = feasible_cells(own_space)
    meant = np.zeros(conflict.n_states, dtype=np.int64)
    meant[owners(own_space, cells)] = owners(space, cells)
    return meant
