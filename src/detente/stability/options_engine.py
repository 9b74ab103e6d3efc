r"""Stability in option form, for every state and decision maker at once.

With :math:`r_i` the preference level of i, every concept is one formula,

.. math::
    s \text{ is stable for } i \iff r_i(s) \ge \max_{t \in R_i(s)} \min\bigl(r_i(t), K_i(t)\bigr),

where the *key* :math:`K_i(t)` is the least that the opponents can bring i to, once it has moved to t:

============================  ==================================================================================
NASH                          nothing: :math:`K_i = \infty`
GMR                           least :math:`r_i(u)` over :math:`u\in R_{N-i}(t)`
SMR                           least :math:`\max(r_i(u), \max r_i[R_i(u)])` over :math:`u\in R_{N-i}(t)`
SEQ                           as GMR over :math:`u\in R^+_{N-i}(t)`
symmetric sequential          as SMR over :math:`u\in R^+_{N-i}(t)`
============================  ==================================================================================

A t that is no improvement never decides: there :math:`\min(r_i(t), K_i(t)) \le r_i(s)`. An improvement t is deterred
exactly when :math:`K_i(t) \le r_i(s)`; equal is enough. Whether t itself counts among what can be reached makes no
difference, because :math:`r_i(t) > r_i(s)`. Nothing has the size states times states.

References: Nash 1950; Howard 1971 (GMR, SMR); Fraser, Hipel 1984 (SEQ); Fang, Hipel, Kilgour 1993 (all four, by legal
sequences of any number of opponents); Rêgo, Vieira 2017 (symmetric sequential).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from operator import ge

import numpy as np

from detente.conflict.model import BoolArray, Conflict, OptionMoves
from detente.stability.cube import Cube, Keys, cube_of, spread_highest, spread_improvements, spread_lowest
from detente.stability.flood import flood_lowest
from detente.stability.model import Concept

Spread = Callable[[Cube, int, Keys, Sequence[int]], BoolArray]

# Rounds of all parties before the flood takes over: ordinary models need 2 to 12, constructed ones thousands. A round
# is some hundred times as fast as the flood.
_MOST_ROUNDS = 64
# Settings of a decision maker with irreversible options from which comparing every pair costs more than the flood.
_MOST_PAIRED = 1 << 10


def solve_options(conflict: Conflict, moves: OptionMoves, concepts: Collection[Concept]) -> dict[Concept, BoolArray]:
    """Return who is stable where, a bool array of shape (n, m) for each concept but SIM.

    Cost
    ----
    Time near-linear in combinations times decision makers, times the settings of one decision maker's options (up to
    128) for the two sequential concepts. Memory: a byte, two or four, as levels need, for each combination, decision
    maker and four rows; blocks of the cube that fit the cache.
    """
    return solve_cube(cube_of(conflict, moves), concepts)


def solve_cube(cube: Cube, concepts: Collection[Concept]) -> dict[Concept, BoolArray]:
    """Do the same on the cube; every state has as many verdicts, one after another, as the cube has lanes."""
    n = len(cube.groups)
    result: dict[Concept, BoolArray] = {}
    highest = cube.level.copy()
    for i in range(n):
        spread_highest(cube, i, highest[i])
    if Concept.NASH in concepts:
        result[Concept.NASH] = _feasible_part(cube, cube.level >= highest)
    for spread, plain, with_countermove in (
        (spread_lowest, Concept.GMR, Concept.SMR),
        (spread_improvements, Concept.SEQ, Concept.SSEQ),
    ):
        wanted = [concept for concept in (plain, with_countermove) if concept in concepts]
        if not wanted:
            continue
        keys = np.concatenate([cube.level if concept is plain else highest for concept in wanted])
        if not cube.all_feasible:
            keys[:, ~cube.feasible] = cube.top
        _close(cube, keys, spread)
        for position, concept in enumerate(wanted):
            result[concept] = _verdicts(cube, keys[position * n : (position + 1) * n])
    return result


def _verdicts(cube: Cube, keys: Keys) -> BoolArray:
    np.minimum(keys, cube.level, out=keys)
    for i in range(len(cube.groups)):
        spread_highest(cube, i, keys[i])
    return _feasible_part(cube, cube.level >= keys)


def _feasible_part(cube: Cube, verdicts: BoolArray) -> BoolArray:
    return verdicts if cube.all_feasible else verdicts[:, cube.feasible]


def _close(cube: Cube, keys: Keys, spread: Spread) -> None:
    """Lower each row to the fixpoint of its opponents' operations, in place; row r belongs to party r mod n."""
    n = len(cube.groups)
    movers = [j for j, group in enumerate(cube.groups) if group.size]
    opponents = [sum(j != row % n for j in movers) for row in range(len(keys))]
    quiet = [0] * len(keys)  # operations in a row without effect
    # moves of different parties commute when every combination is feasible: once round is enough
    once_round = cube.all_feasible and spread is spread_lowest
    rounds = 1 if once_round else _MOST_ROUNDS
    if spread is spread_improvements and _paired_too_often(cube, movers):
        rounds = 0
    for operation in range(rounds * len(movers)):
        if all(map(ge, quiet, opponents)):
            return
        j = movers[operation % len(movers)]
        rows = [row for row in range(len(keys)) if row % n != j and quiet[row] < opponents[row]]
        changed = spread(cube, j, keys, rows) if rows else ()
        for row, was_changed in zip(rows, changed, strict=True):
            quiet[row] = 1 if was_changed else quiet[row] + 1
    for row in range(len(keys)):
        if not once_round and quiet[row] < opponents[row]:
            _flood(cube, row % n, keys[row], improvements=spread is spread_improvements)


def _flood(cube: Cube, i: int, keys: Keys, *, improvements: bool) -> None:
    for lane in range(cube.lanes):
        single = keys[lane :: cube.lanes].copy()
        flood_lowest(cube.lane(lane), i, single, improvements=improvements)
        keys[lane :: cube.lanes] = single


def _paired_too_often(cube: Cube, movers: list[int]) -> bool:
    return any(
        cube.groups[j].settings > _MOST_PAIRED and (cube.groups[j].taking_only or cube.groups[j].dropping_only)
        for j in movers
    )
