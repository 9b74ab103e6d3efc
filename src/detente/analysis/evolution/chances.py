r"""A Markov reading: what follows if whoever moves next is drawn by lot.

In state s the movers are those who have an improvement, :math:`\{j: R_j^+(s)\ne\emptyset\}`; j is drawn with
probability :math:`w_j/\sum w`, then one of its improvements, each alike. Where nobody can improve the chain stops:
its absorbing states are exactly the Nash equilibria. With the *last-mover rule* whoever has just moved is left out of
the lot; the chain then runs over pairs (state, last mover) and stops, too, where only the last mover could improve.

With Q the chances of steps among the situations that are left for good, :math:`x=e_{start}(I-Q)^{-1}` has the expected
number of visits, :math:`xR` the chances of the endings, and the sum of x the expected number of moves. Endings are the
closed classes of the chain: single situations, or several among which it goes round. The equations are solved knot by
knot (strongly connected component), in the order in which the chain can pass through them.

Source: finite Markov chains, Kemeny, Snell 1960; the reading is ours. It says what follows from the weights. It is no
forecast: weights are not known, and parties do not draw lots.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from detente.analysis.evolution.model import Chances, Ending
from detente.conflict.model import Conflict
from detente.conflict.navigate import improvements_from, state_id
from detente.errors import NotSupportedError, UnknownNameError

EXACT = 200  # with up to so many situations that are passed through, fractions; with more, floating point
MOST_SITUATIONS = 100_000
LARGEST_KNOT = 2000

Situation = tuple[int, int]  # the state, and who moved last; -1 at the start, or where that does not matter
Number = Fraction | float


@dataclass(frozen=True, slots=True)
class _Chain:
    """The chain that can be reached: situations, and from each the chances of the next."""

    situations: list[Situation]
    next_to: list[dict[int, Fraction]]


def draw_lots(
    conflict: Conflict,
    start: int,
    *,
    weights: Mapping[str, Fraction] | None = None,
    last_mover_rule: bool = False,
) -> Chances:
    """Say where improvements drawn by lot would end.

    Parameters
    ----------
    start
        Position of the state where it begins.
    weights
        Positive, by decision maker; one for those not named.
    last_mover_rule
        Whether whoever has just moved is left out of the next lot.

    Raises
    ------
    UnknownNameError
        A weight for somebody who is not in the case.
    NotSupportedError
        A weight that is not positive: absorbing states would no longer be the equilibria.

    Choices
    -------
    See the module. Exact fractions up to `EXACT` transient situations.

    Examples
    --------
    >>> from detente.case import load_case
    >>> from detente.conflict import build_conflict
    >>> chances = draw_lots(build_conflict(load_case("elmira")), 1)
    >>> [(ending.states, str(ending.chance)) for ending in chances.endings], str(chances.expected_moves)
    ([(('s8',), '1/2'), (('s9',), '1/2')], '7/4')
    """
    weights = _checked(conflict, weights or {})
    chain = _build(conflict, start, list(weights.values()), last_mover_rule=last_mover_rule)
    if chain is None:
        reason = f"more than {MOST_SITUATIONS:,} situations can be reached by improvements"
        return Chances(weights, last_mover_rule, (), 0, 0, "", reason)
    knots = _knots(chain.next_to)
    passed = [knot for knot in knots if not _is_closed(knot, chain)]
    n_transient = sum(len(knot) for knot in passed)
    if max(map(len, passed), default=0) > LARGEST_KNOT:
        reason = f"improvements go round among more than {LARGEST_KNOT:,} situations before they can end"
        return Chances(weights, last_mover_rule, (), 0, n_transient, "", reason)
    is_exact = n_transient <= EXACT
    inflow = _flow(chain, passed, is_exact=is_exact)
    closed = [(knot, sum(inflow[u] for u in knot)) for knot in knots if _is_closed(knot, chain)]
    expected: Number = sum(inflow[u] for knot in passed for u in knot)
    method = "exact fractions" if is_exact else "floating point, numpy.linalg.solve"
    return Chances(weights, last_mover_rule, _endings(conflict, chain, closed), expected, n_transient, method)


def _checked(conflict: Conflict, given: Mapping[str, Fraction]) -> dict[str, Fraction]:
    for name, weight in given.items():
        if name not in conflict.decision_makers:
            raise UnknownNameError("decision maker", name, conflict.decision_makers)
        if weight <= 0:
            raise NotSupportedError(f"the weight of {name} is {weight}; weights must be greater than 0")
    return {dm: given.get(dm, Fraction(1)) for dm in conflict.decision_makers}


def _build(conflict: Conflict, start: int, weights: Sequence[Fraction], *, last_mover_rule: bool) -> _Chain | None:
    """Follow the chain from the start; None when there are too many situations."""
    situations: list[Situation] = [(start, -1)]
    number = {situations[0]: 0}
    next_to: list[dict[int, Fraction]] = []
    while len(next_to) < len(situations):
        state, last = situations[len(next_to)]
        found = {j: improvements_from(conflict, j, state).tolist() for j in range(len(weights)) if j != last}
        total = sum((weights[j] for j, targets in found.items() if targets), Fraction(0))
        row: dict[int, Fraction] = {}
        for j, targets in found.items():
            for target in targets:
                situation = (target, j if last_mover_rule else -1)
                if situation not in number:
                    number[situation] = len(situations)
                    situations.append(situation)
                u = number[situation]
                row[u] = row.get(u, Fraction(0)) + weights[j] / total / len(targets)
        next_to.append(row)
        if len(situations) > MOST_SITUATIONS:
            return None
    return _Chain(situations, next_to)


def _knots(next_to: Sequence[Mapping[int, Fraction]]) -> list[list[int]]:
    """Return the strongly connected components, each before those it leads to (Tarjan 1972, without recursion)."""
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    open_: list[int] = []
    is_open: set[int] = set()
    knots: list[list[int]] = []
    for root in range(len(next_to)):
        if root in index:
            continue
        index[root] = low[root] = len(index)
        open_.append(root)
        is_open.add(root)
        work = [(root, iter(next_to[root]))]
        while work:
            u, rest = work[-1]
            v = next(rest, None)
            if v is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[u])
                if low[u] == index[u]:
                    knot: list[int] = []
                    while not knot or knot[-1] != u:
                        knot.append(open_.pop())
                    is_open.difference_update(knot)
                    knots.append(sorted(knot))
            elif v not in index:
                index[v] = low[v] = len(index)
                open_.append(v)
                is_open.add(v)
                work.append((v, iter(next_to[v])))
            elif v in is_open:
                low[u] = min(low[u], index[v])
    return knots[::-1]


def _is_closed(knot: Sequence[int], chain: _Chain) -> bool:
    inside = set(knot)
    return all(v in inside for u in knot for v in chain.next_to[u])


def _flow(chain: _Chain, passed: Sequence[Sequence[int]], *, is_exact: bool) -> list[Number]:
    """Return the expected visits of each situation that is passed through, and the chance of ever coming to others."""
    one: Number = Fraction(1) if is_exact else 1.0
    inflow: list[Number] = [one * 0 for _ in chain.situations]
    inflow[0] = one
    for knot in passed:
        visits = _solve(chain, knot, [inflow[u] for u in knot], is_exact=is_exact) if len(knot) > 1 else None
        inside = set(knot)
        for position, u in enumerate(knot):
            if visits is not None:
                inflow[u] = visits[position]
            for v, chance in chain.next_to[u].items():
                if v not in inside:
                    inflow[v] += inflow[u] * (chance if is_exact else float(chance))
    return inflow


def _solve(chain: _Chain, knot: Sequence[int], inflow: Sequence[Number], *, is_exact: bool) -> Sequence[Number]:
    """Solve x (I - Q) = inflow on one knot."""
    position = {u: p for p, u in enumerate(knot)}
    steps = [(position[u], chain.next_to[u].items()) for u in knot]
    inside = [(position[v], p, chance) for p, row in steps for v, chance in row if v in position]
    if is_exact:
        rows = [[Fraction(int(p == q)) for q in range(len(knot))] for p in range(len(knot))]
        for q, p, chance in inside:
            rows[q][p] -= chance
        return _eliminate(rows, [Fraction(flow) for flow in inflow])
    matrix = np.eye(len(knot))
    for q, p, chance in inside:
        matrix[q, p] -= float(chance)
    solution: list[float] = np.linalg.solve(matrix, np.array(inflow, dtype=float)).tolist()
    return solution


def _eliminate(matrix: Sequence[Sequence[Fraction]], right: Sequence[Fraction]) -> list[Fraction]:
    """Solve by elimination; I - Q of situations that are left for good needs no exchange of rows."""
    rows = [[*row, flow] for row, flow in zip(matrix, right, strict=True)]
    for pivot in range(len(rows)):
        scale = rows[pivot][pivot]
        rows[pivot] = [entry / scale for entry in rows[pivot]]
        for p, row in enumerate(rows):
            factor = row[pivot]
            if p != pivot and factor:
                rows[p] = [entry - factor * other for entry, other in zip(row, rows[pivot], strict=True)]
    return [row[-1] for row in rows]


def _endings(conflict: Conflict, chain: _Chain, closed: Sequence[tuple[Sequence[int], Number]]) -> tuple[Ending, ...]:
    """Name the endings; those in the same states, which differ in who moved last, are one. The likeliest come first."""
    chances: dict[tuple[tuple[int, ...], tuple[str, ...]], Number] = {}
    for knot, chance in closed:
        states = tuple(sorted({chain.situations[u][0] for u in knot}))
        waiting: tuple[str, ...] = ()
        if len(knot) == 1:
            state, last = chain.situations[knot[0]]
            if last >= 0 and len(improvements_from(conflict, last, state)):
                waiting = (conflict.decision_makers[last],)
        chances[states, waiting] = chances.get((states, waiting), 0) + chance
    order = sorted(chances, key=lambda key: (-round(float(chances[key]), 12), key))
    return tuple(
        Ending(tuple(state_id(conflict, s) for s in states), chances[states, waiting], waiting)
        for states, waiting in order
    )
