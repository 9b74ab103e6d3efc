"""Ask how much of an answer depends on which assumption."""

from __future__ import annotations

import numpy as np

from detente.analysis.orders import is_open
from detente.analysis.robustness.census import take_census
from detente.analysis.robustness.exchanges import find_list_margins
from detente.analysis.robustness.margins import MOST_STATES, find_margins
from detente.analysis.robustness.model import Census, RobustnessResult
from detente.analysis.robustness.tipping import find_switches, find_tipping
from detente.analysis.sweeps import Runner
from detente.conflict.arrays import written_case
from detente.conflict.build import build_conflict
from detente.conflict.model import Conflict
from detente.errors import LimitError
from detente.stability.batch import BATCH_CONCEPTS
from detente.stability.model import StabilityResult
from detente.stability.solve import analyze_stability


def find_robustness(  # noqa: PLR0913 (what can be asked for, by name)
    conflict: Conflict,
    *,
    swaps: int | None = None,
    sample: int | None = None,
    seed: int = 0,
    variants: bool = False,
    pairs: bool = False,
    runner: Runner | None = None,
) -> RobustnessResult:
    """Find how robust the conclusions of a case are, by its own assumptions.

    Parameters
    ----------
    swaps
        See `take_census`. Without it: 0 where the case leaves orders open, else 1, since a single reading says nothing.
    sample, seed
        See `take_census`.
    variants
        Take the census of the variants of the case, too; not where the conflict is one of them, since others would
        come on top of it.
    pairs
        Try pairs of assumptions even where there are many.
    runner
        See `take_census`.

    Raises
    ------
    NotSupportedError
        The conflict was made from arrays.

    Choices
    -------
    Margins of rankings are given at the status quo and the equilibria, those first that are equilibria under most
    concepts, at most `MOST_STATES` in all.

    Cost
    ----
    A few seconds at 500 states and five decision makers; see the parts.

    Examples
    --------
    >>> from detente.case import load_case
    >>> result = find_robustness(build_conflict(load_case("prisoners")))
    >>> result.census.n_readings, result.tipping[0].levers[0].assumption.text
    (4, 'second.silent')
    """
    case = written_case(conflict)
    if swaps is None:
        swaps = 0 if any(is_open(party.preferences) for party in case.decision_makers.values()) else 1
    census, uncounted = None, ""
    across: list[Census] = []
    try:
        census = take_census(conflict, swaps=swaps, sample=sample, seed=seed, runner=runner)
        for name in case.variants if variants and not conflict.variant else ():
            changed = build_conflict(case, variant=name, memory_limit=conflict.memory_limit)
            across.append(take_census(changed, swaps=swaps, sample=sample, seed=seed, runner=runner))
    except LimitError as error:
        uncounted = str(error)
    tipping = find_tipping(conflict, pairs=pairs)
    list_margins, tried = find_list_margins(conflict)
    result = analyze_stability(conflict, BATCH_CONCEPTS)
    return RobustnessResult(
        conflict=conflict,
        holds=tipping.holds,
        census=census,
        uncounted=uncounted,
        variants=tuple(across),
        margins=find_margins(result, _focus(result)),
        list_margins=list_margins,
        exchanges_tried=tried,
        tipping=tipping.tipping,
        n_levers=tipping.n_levers,
        n_pairs=tipping.n_pairs,
        pairs_tried=tipping.pairs_tried,
        unsound=tipping.unsound,
        switches=find_switches(conflict, tipping.holds),
    )


def _focus(result: StabilityResult) -> list[int]:
    conflict = result.conflict
    holds = np.zeros(conflict.n_states, dtype=np.int64)
    for concept in result.stable:
        holds += result.equilibria(concept)
    ranked = np.argsort(-holds, kind="stable")
    chosen = [s for s in ranked.tolist() if holds[s]]
    first = [] if conflict.status_quo is None else [conflict.status_quo]
    return [*first, *(s for s in chosen if s not in first)][:MOST_STATES]
