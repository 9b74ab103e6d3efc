"""Ask which states are stable: choose the engine, collect the verdicts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from detente.conflict.model import BoolArray, Conflict, OptionMoves
from detente.stability.arcs_engine import solve_arcs
from detente.stability.choose import Choice, Engine, choose_engine
from detente.stability.model import Concept, StabilityResult
from detente.stability.options_engine import solve_options
from detente.stability.packed import PackedVerdicts
from detente.stability.simultaneous import MOST_COMBINATIONS, solve_simultaneous, why_not_superposed
from detente.stability.sparse import solve_list


def analyze_stability(
    conflict: Conflict, concepts: Iterable[Concept] | None = None, *, engine: str | Choice | None = None
) -> StabilityResult:
    """Return which states are stable, for whom, under which concept.

    Parameters
    ----------
    conflict
        A compiled case.
    concepts
        The concepts asked for; all of them when None.
    engine
        The engine to use (`detente.stability.choose`): its name, or as planned before compiling; chosen by estimate
        when None. The verdicts do not depend on it.

    Returns
    -------
    StabilityResult
        With the verdicts of the concepts that apply, in the order of `Concept`, and for each other one asked for the
        reason why it was omitted. SIM needs option form without merged states and added moves, and at most 2**14
        combinations of options.

    Raises
    ------
    NotSupportedError
        The engine asked for does not exist, does not apply to this conflict, or is not installed.

    Notes
    -----
    No engine forms anything of the size states times states.
    """
    asked = tuple(Concept) if concepts is None else tuple(concept for concept in Concept if concept in set(concepts))
    choice = engine if isinstance(engine, Choice) else choose_engine(conflict, engine)
    stable = _solve(conflict, choice.engine, asked)
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
            stable = {**stable, Concept.SIM: solve_simultaneous(conflict)}
    if not isinstance(stable, PackedVerdicts):
        for verdicts in stable.values():
            verdicts.setflags(write=False)
        stable = {concept: stable[concept] for concept in asked if concept in stable}
    return StabilityResult(conflict, stable, omitted, choice.engine, choice.reason)


def _solve(conflict: Conflict, engine: Engine, concepts: Collection[Concept]) -> Mapping[Concept, BoolArray]:
    moves = conflict.moves
    if not isinstance(moves, OptionMoves):
        return solve_arcs(conflict, moves, concepts)
    if engine is Engine.FAST:
        from detente.stability.fast.engine import solve_fast

        return solve_fast(conflict, moves, concepts)
    if engine is Engine.LIST:
        return solve_list(conflict, moves, concepts)
    return solve_options(conflict, moves, concepts)
