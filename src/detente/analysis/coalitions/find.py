"""Ask about coalitions: who could move together, what holds against everybody, who could leave an equilibrium."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from detente.analysis.coalitions.jumps import Ground, find_jumps
from detente.analysis.coalitions.model import CONCEPTS, CoalitionResult, Members
from detente.analysis.coalitions.verdicts import judge
from detente.analysis.sequences import MOST_EXPLORED, Coalition, coalitions_of, explore, moves_of
from detente.conflict import Conflict, holding, state_id
from detente.conflict.model import BoolArray, IntArray
from detente.stability.model import Concept, StabilityResult

ALL_COALITIONS = 6  # up to so many decision makers, every coalition is considered
LARGEST = 3  # with more, coalitions of up to so many
ALL_STATES = 1024  # up to so many states, each gets verdicts
MOST_FOCUS = 400


def find_coalitions(
    result: StabilityResult,
    *,
    at: Sequence[int] = (),
    largest: int | None = None,
    pareto: bool = False,
) -> CoalitionResult:
    """Find joint improvements of coalitions, the states that hold against them, and jumps between equilibria.

    Parameters
    ----------
    result
        Stability of the conflict for decision makers that move alone; its concepts say what counts as an equilibrium.
    at
        States of interest besides the status quo, the outcomes that are one state, and the equilibria.
    largest
        Members of a coalition, at most. Without it: all coalitions up to `ALL_COALITIONS` decision makers, and those
        of at most `LARGEST` with more.
    pareto
        Whether a joint improvement needs only that no member loses and some member gains.

    Raises
    ------
    LimitError
        More moves or joint improvements than can be listed.

    Choices
    -------
    A coalition improves if every member strictly prefers the end to the start, whoever loses on the way; its members
    move by legal sequences, nobody twice in a row. The others answer as in `detente.analysis.coalitions.verdicts`.
    Coalitions of one count among those a universally stable state has to hold against. Sub-coalitions that answer have
    at most `largest` members, too. With more than `ALL_STATES` states only states of interest have verdicts; with more
    than `sequences.MOST_EXPLORED`, SEQ is left out.

    Cost
    ----
    Exponential in the number of decision makers. For each coalition, see `verdicts.judge`; 464 states and 31 coalitions
    take a third of a second.

    Examples
    --------
    >>> from detente.case import load_case
    >>> from detente.conflict import build_conflict
    >>> from detente.stability import analyze_stability
    >>> found = find_coalitions(analyze_stability(build_conflict(load_case("elmira"))))
    >>> [(jump.by, jump.origin, jump.to) for jump in found.jumps if jump.origin in found.equilibria[Concept.NASH]]
    [(('ministry', 'uniroyal'), 's5', 's8')]
    """
    conflict = result.conflict
    n = len(conflict.decision_makers)
    if largest is None:
        largest = n if n <= ALL_COALITIONS else LARGEST
    coalitions = coalitions_of(n, largest)
    equilibria = {concept: result.equilibria(concept) for concept in result.stable}
    focus = _focus(conflict, equilibria, at)
    examined = np.arange(conflict.n_states) if conflict.n_states <= ALL_STATES else focus
    moves = moves_of(conflict)
    omitted: dict[Concept, str] = {}
    if conflict.n_states > MOST_EXPLORED:
        omitted[Concept.SEQ] = f"{conflict.n_states:,} states; answers of groups are followed up to {MOST_EXPLORED:,}"
    concepts = tuple(concept for concept in CONCEPTS if concept not in omitted)
    joint = explore(moves, conflict.level, coalitions, examined, pareto=pareto, onward=not omitted)
    verdicts = judge(moves, conflict.level, joint, examined, pareto=pareto, concepts=concepts)
    jumps, n_jumps = find_jumps(Ground(conflict, moves, joint, equilibria, pareto, concepts), focus)
    everybody = {concept: np.all([stable[concept] for stable in verdicts.values()], axis=0) for concept in concepts}

    def named(states: IntArray) -> tuple[str, ...]:
        return tuple(state_id(conflict, s) for s in states.tolist())

    def members_of(coalition: Coalition) -> Members:
        return tuple(conflict.decision_makers[i] for i in coalition)

    return CoalitionResult(
        conflict=conflict,
        coalitions=tuple(members_of(coalition) for coalition in coalitions),
        largest=min(n, largest),
        pareto=pareto,
        examined=named(examined),
        focus=named(focus),
        equilibria={concept: named(np.flatnonzero(mask)) for concept, mask in equilibria.items()},
        improvements={
            members_of(coalition): {
                state_id(conflict, s): named(np.array(targets))
                for s in examined.tolist()
                if (targets := joint[coalition].targets_of(s))
            }
            for coalition in coalitions
            if len(coalition) > 1
        },
        stable={
            members_of(coalition): {concept: named(examined[mask]) for concept, mask in stable.items()}
            for coalition, stable in verdicts.items()
        },
        universal={concept: named(examined[mask]) for concept, mask in everybody.items()},
        jumps=jumps,
        n_jumps=n_jumps,
        omitted=omitted,
    )


def _focus(conflict: Conflict, equilibria: Mapping[Concept, BoolArray], at: Sequence[int]) -> IntArray:
    """Return the states of interest, ascending; those that nobody asked for by name are cut at `MOST_FOCUS`."""
    named = set(at)
    if conflict.status_quo is not None:
        named.add(conflict.status_quo)
    for outcome in conflict.case.outcomes.values():
        states = np.flatnonzero(holding(conflict, outcome.that.formula))
        if len(states) == 1:
            named.add(int(states[0]))
    for mask in equilibria.values():  # the most demanding concept comes first
        named.update(np.flatnonzero(mask).tolist()[: max(0, MOST_FOCUS - len(named))])
    return np.array(sorted(named), dtype=np.int64)
