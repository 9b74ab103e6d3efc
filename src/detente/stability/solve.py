"""Ask which states are stable: choose the engine, collect the verdicts."""

from __future__ import annotations

from collections.abc import Iterable

from detente.conflict.model import Conflict, OptionMoves
from detente.stability.arcs_engine import solve_arcs
from detente.stability.model import Concept, StabilityResult
from detente.stability.options_engine import solve_options
from detente.stability.simultaneous import MOST_COMBINATIONS, solve_simultaneous, why_not_superposed


def analyze_stability(conflict: Conflict, concepts: Iterable[Concept] | None = None) -> StabilityResult:
    """Return which states are stable, for whom, under which concept.

    Parameters
    ----------
    conflict
        A compiled case.
    concepts
        The concepts asked for; all of them when None.

    Returns
    -------
    StabilityResult
        With the verdicts of the concepts that apply, in the order of `Concept`, and for each other one asked for the
        reason why it was omitted. SIM needs option form without merged states and added moves, and at most 2**14
        combinations of options.

    Notes
    -----
    Engine ``explicit-options`` works on the cube of all combinations (`detente.stability.options_engine`), engine
    ``explicit-arcs`` on a list of arcs (`detente.stability.arcs_engine`). Neither forms anything of the size states
    times states.
    """
    asked = tuple(Concept) if concepts is None else tuple(concept for concept in Concept if concept in set(concepts))
    moves = conflict.moves
    if isinstance(moves, OptionMoves):
        engine = "explicit-options"
        stable = solve_options(conflict, moves, asked)
    else:
        engine = "explicit-arcs"
        stable = solve_arcs(conflict, moves, asked)
    omitted: dict[Concept, str] = {}
    if Concept.SIM in asked:
        combinations = 1 << len(conflict.options)
        if reason := why_not_superposed(conflict):
            omitted[Concept.SIM] = reason
        elif combinations > MOST_COMBINATIONS:
            omitted[Concept.SIM] = (
                f"{combinations:,} combinations of options; it is offered up to {MOST_COMBINATIONS:,}"
            )
        else:
            stable[Concept.SIM] = solve_simultaneous(conflict)
    for verdicts in stable.values():
        verdicts.setflags(write=False)
    ordered = {concept: stable[concept] for concept in asked if concept in stable}
    return StabilityResult(conflict, ordered, omitted, engine)
