r"""Where a dispute can be led from a state, layer by layer.

From the start :math:`q_0`, with movers and their steps,

.. math::
    V_0=\{(q_0,-)\}, \qquad
    V_k=\{(t,j): \exists (s,i)\in V_{k-1},\ i\ne j,\ t\text{ is a step of }j\text{ from }s\}.

The layers hold pairs of a state and its last mover, not states, because whoever has just moved may not move again: a
state reached by one mover only is left by the others only. Steps are unilateral improvements, or these and the joint
improvements of coalitions (one step each, however many moves the members make; the coalition is the mover), or any
unilateral moves. The first k of a pair is reported: a state is reached *within* k steps.

Source: Li, Kilgour, Hipel 2005 (status quo analysis); coalition steps are ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from detente.analysis.evolution.model import Evolution, Kind, Landing, Members, Spread, Telling
from detente.analysis.evolution.stories import tell
from detente.analysis.sequences import (
    MOST_EXPLORED,
    Arcs,
    coalitions_of,
    explore,
    first_arrivals,
    improving,
    least,
    moves_of,
)
from detente.conflict.model import Conflict
from detente.conflict.navigate import state_id
from detente.errors import LimitError, NotSupportedError
from detente.stability.model import StabilityResult

ALL_COALITIONS = 6  # up to so many decision makers, every coalition may move together
LARGEST = 3  # with more, coalitions of up to so many
MOST_TOLD = 12  # equilibria that stories are told of unasked


def trace_evolution(result: StabilityResult, *, start: int | None = None, largest: int | None = None) -> Evolution:
    """Trace where a dispute could be led.

    Parameters
    ----------
    result
        Stability of the conflict; its concepts say what counts as an equilibrium.
    start
        Position of the state where it begins; the status quo without it.
    largest
        Members of a coalition, at most; without it all coalitions up to `ALL_COALITIONS` decision makers, and those of
        at most `LARGEST` with more.

    Raises
    ------
    NotSupportedError
        The case does not say where the dispute stands, and no start was given.
    LimitError
        There are more moves than can be listed.

    Choices
    -------
    Nobody moves twice in a row, and no coalition twice in a row; a member may move on alone. Each improvement is
    judged at the state it is made from. A joint improvement that fewer members could make is counted as theirs only.

    Cost
    ----
    Each step is followed at most once for each kind; coalitions see `sequences.explore`.

    Examples
    --------
    >>> from detente.case import load_case
    >>> from detente.conflict import build_conflict
    >>> from detente.stability import analyze_stability
    >>> evolution = trace_evolution(analyze_stability(build_conflict(load_case("elmira"))))
    >>> [landing.state for landing in evolution.landings if landing.kind is Kind.IMPROVEMENTS]
    ['s1', 's5']
    """
    conflict = result.conflict
    start = conflict.status_quo if start is None else start
    if start is None:
        raise NotSupportedError("the case does not say where the dispute stands; name a state to begin from")
    n = len(conflict.decision_makers)
    if largest is None:
        largest = n if n <= ALL_COALITIONS else LARGEST
    omitted: dict[Kind, str] = {}
    spreads = _spreads(conflict, start, largest, omitted)
    return Evolution(conflict, state_id(conflict, start), min(n, largest), spreads, _landings(result, spreads), omitted)


def tell_stories(
    evolution: Evolution,
    to: Sequence[int] = (),
    *,
    by: Kind | None = None,
    longest: int | None = None,
    most: int = 20,
) -> tuple[Telling, ...]:
    """Tell how states are reached.

    Parameters
    ----------
    to
        Which states; without any, the equilibria that can be reached, first those that need least, `MOST_TOLD` at most.
    by
        The kind of steps; without it, for each state the least demanding kind that leads there.
    longest, most
        Steps of a story, and stories of a state, at most; see `stories.tell`.

    Raises
    ------
    NotSupportedError
        Steps of that kind were left out.

    Examples
    --------
    >>> from detente.case import load_case
    >>> from detente.conflict import build_conflict
    >>> from detente.stability import analyze_stability
    >>> evolution = trace_evolution(analyze_stability(build_conflict(load_case("elmira"))))
    >>> [[(leg.by, leg.state) for leg in story] for story in tell_stories(evolution, [7])[0].stories]
    [[(('municipality',), 's5'), (('ministry', 'uniroyal'), 's8')]]
    """
    if by is not None and by not in evolution.spreads:
        raise NotSupportedError(evolution.omitted[by])
    kinds = list(evolution.spreads) if by is None else [by]
    fewest = {kind: evolution.spreads[kind].fewest for kind in kinds}
    chosen: list[tuple[int, Kind]] = []
    for end in to or _settling(evolution):
        reaching = [kind for kind in kinds if fewest[kind][end] >= 0]
        if reaching or to:
            chosen.append((end, reaching[0] if reaching else kinds[-1]))
    if not to:
        chosen.sort(key=lambda pair: (kinds.index(pair[1]), fewest[pair[1]][pair[0]], pair[0]))
        del chosen[MOST_TOLD:]
    return tuple(tell(evolution.spreads[kind], end, longest=longest, most=most) for end, kind in chosen)


def _settling(evolution: Evolution) -> list[int]:
    """Return the positions of the equilibria, the start aside."""
    names = {landing.state for landing in evolution.landings} - {evolution.start}
    conflict = evolution.conflict
    return [s for s in range(conflict.n_states) if state_id(conflict, s) in names]


def _spreads(conflict: Conflict, start: int, largest: int, omitted: dict[Kind, str]) -> dict[Kind, Spread]:
    moves = moves_of(conflict)
    names = conflict.decision_makers
    alone = tuple((dm,) for dm in names)
    better = improving(moves, conflict.level)

    def spread(kind: Kind, movers: tuple[Members, ...], arcs: tuple[Arcs, ...]) -> Spread:
        return Spread(conflict, kind, movers, arcs, first_arrivals(arcs, start, conflict.n_states), start)

    spreads = {Kind.IMPROVEMENTS: spread(Kind.IMPROVEMENTS, alone, better)}
    try:
        if conflict.n_states > MOST_EXPLORED:
            raise LimitError(f"{conflict.n_states:,} states; joint steps are looked for up to {MOST_EXPLORED:,}")
        joint = explore(moves, conflict.level, coalitions_of(len(names), largest), np.array([start]))
    except LimitError as error:
        omitted[Kind.COALITIONS] = str(error)
    else:
        together = tuple(tuple(names[i] for i in members) for members in joint)
        spreads[Kind.COALITIONS] = spread(Kind.COALITIONS, together, least(joint))
    spreads[Kind.MOVES] = spread(Kind.MOVES, alone, moves)
    return spreads


def _landings(result: StabilityResult, spreads: Mapping[Kind, Spread]) -> tuple[Landing, ...]:
    equilibria = {concept: result.equilibria(concept) for concept in result.stable}
    somewhere = np.zeros(result.conflict.n_states, dtype=np.bool_)
    for mask in equilibria.values():
        somewhere |= mask
    fewest = {kind: spread.fewest for kind, spread in spreads.items()}
    return tuple(
        Landing(
            state_id(result.conflict, s),
            tuple(concept for concept, mask in equilibria.items() if mask[s]),
            {kind: int(steps[s]) if steps[s] >= 0 else None for kind, steps in fewest.items()},
        )
        for s in np.flatnonzero(somewhere).tolist()
    )
