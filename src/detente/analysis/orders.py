r"""The preference orders of one decision maker that its case admits, and those near the one written.

* *Statements* in a group of unknown order (``any order``) may stand in every order within the group; all other
  statements stay where they are.
* *Known comparisons* (``pairs``) admit every ranking without ties that agrees with them: the linear extensions of the
  partial order that they generate.
* With *swaps*, everything joins that is reached from an admissible order by at most so many exchanges of neighbours:
  of statements, or of groups of a ranking (Kendall's distance). Option weights, and pairs, have no neighbours to
  exchange.

Orders that give every state the same level are one *row*. Rows keep how many orders they stand for, so that shares are
shares of orders.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations, product
from math import factorial, prod

import numpy as np

from detente.case.conditions import flat_statements
from detente.case.model import AnyOrder, Pairs, Preferences, Prioritization, Ranking
from detente.conflict.arrays import written_case
from detente.conflict.levels import dense, levels, lexicographic_levels
from detente.conflict.model import BoolArray, Conflict, IntArray, LevelArray
from detente.conflict.space import Space, holds, space_of
from detente.errors import LimitError

MOST_ORDERS = 5_040  # seven statements in any order; more are sampled
_MOST_CELLS = 1 << 25
_BITS = 62

Sequenced = tuple[int, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Orders:
    """Orders of one decision maker.

    Attributes
    ----------
    decision_maker
        Its id.
    items
        What is ordered, as written: statements or groups of a ranking; empty for weights and pairs.
    groups
        Positions of items whose order is unknown, a tuple a group.
    sequences
        The orders: positions of items, the most important first; for pairs, states, best first.
    distance : int array, shape (orders,)
        Exchanges of neighbours from the nearest admissible order.
    row : int array, shape (orders,)
        Which of `rows` an order gives.
    rows : int32 array, shape (r, m)
        Preference levels; the first row is that of the conflict, unless pairs leave it open.
    n_orders
        How many orders there are; None when pairs admit more than can be listed.
    is_complete
        Whether `sequences` are all of them; otherwise drawn at random, or none.
    """

    decision_maker: str
    items: tuple[str, ...]
    groups: tuple[tuple[int, ...], ...]
    sequences: tuple[Sequenced, ...]
    distance: IntArray
    row: IntArray
    rows: LevelArray
    n_orders: int | None
    is_complete: bool

    @property
    def weight(self) -> IntArray:
        """How many of the orders listed give each row, int array of shape (r,)."""
        return np.bincount(self.row, minlength=len(self.rows))

    @property
    def nearest(self) -> IntArray:
        """The least distance of an order that gives each row, int array of shape (r,)."""
        result = np.full(len(self.rows), np.iinfo(np.int64).max)
        np.minimum.at(result, self.row, self.distance)
        return result


def is_open(preferences: Preferences) -> bool:
    """Return whether preferences leave comparisons unknown."""
    if isinstance(preferences, Prioritization):
        return any(isinstance(entry, AnyOrder) for entry in preferences.statements)
    return isinstance(preferences, Pairs)


def preferences_of(conflict: Conflict, i: int) -> Preferences:
    """Return what decision maker i wants, as its case says it.

    Raises
    ------
    NotSupportedError
        The conflict was made from arrays.
    """
    return written_case(conflict).decision_makers[conflict.decision_makers[i]].preferences


def orders_of(
    conflict: Conflict, i: int, *, swaps: int = 0, sample: int = 1_000, random: np.random.Generator | None = None
) -> Orders:
    """Return the orders of decision maker i.

    Parameters
    ----------
    swaps
        Exchanges of neighbours that are allowed besides.
    sample
        How many orders to draw where there are too many to list.
    random
        Where they are drawn from; without it, only the written order stands for them.

    Raises
    ------
    LimitError
        With `swaps`: there are more than `MOST_ORDERS`.
    NotSupportedError
        The conflict was made from arrays.

    Choices
    -------
    More than `MOST_ORDERS` admissible orders of statements are not listed; `sample` of them are drawn, each with the
    same chance, and the written one comes first. Of pairs that admit more, none is listed.

    Cost
    ----
    Orders times states times statements.
    """
    dm = conflict.decision_makers[i]
    preferences = preferences_of(conflict, i)
    space = space_of(conflict)
    most = max(1, min(MOST_ORDERS, _MOST_CELLS // max(1, space.n_states)))
    if isinstance(preferences, Prioritization):
        texts, groups = _grouped(preferences)
        tables = statement_tables(conflict, i)
        admissible = prod(factorial(len(group)) for group in groups)
        if admissible > most and not swaps:
            sequences = [tuple(range(len(texts))), *_drawn(len(texts), groups, min(sample, most) - 1, random)]
            rows = _statement_rows(tables, sequences, space.n_states)
            return _collected(dm, texts, groups, sequences, np.zeros(len(sequences), np.int64), rows, admissible)
        found = _near(_arranged(len(texts), groups) if admissible <= most else (), swaps, most, dm)
        rows = _statement_rows(tables, list(found), space.n_states)
        return _collected(dm, texts, groups, list(found), np.array(list(found.values())), rows, len(found))
    if isinstance(preferences, Ranking) and swaps:
        texts = tuple(" = ".join(part.text for part in group) for group in preferences.ranking)
        found = _near([tuple(range(len(texts)))], swaps, most, dm)
        rows = _ranking_rows(space, preferences, list(found))
        return _collected(dm, texts, (), list(found), np.array(list(found.values())), rows, len(found))
    if isinstance(preferences, Pairs):
        extensions = _extensions(known_pairs(space, preferences), most)
        if extensions is None:
            nothing = np.zeros(0, dtype=np.int64)
            return Orders(dm, (), (), (), nothing, nothing, levels(space, preferences)[None], None, False)
        ranked = np.array(extensions, dtype=np.int64)
        rows = np.empty(ranked.shape, dtype=np.int32)
        np.put_along_axis(rows, ranked, np.arange(ranked.shape[1], 0, -1, dtype=np.int32)[None], axis=1)
        return _collected(dm, (), (), extensions, np.zeros(len(extensions), np.int64), rows, len(extensions))
    written = np.zeros(1, dtype=np.int64)
    return Orders(dm, (), (), ((),), written, written, conflict.level[i][None], 1, True)


def statement_tables(conflict: Conflict, i: int) -> BoolArray:
    """Return where the preference statements of decision maker i are true, as written, bool array of shape (k, m)."""
    preferences = preferences_of(conflict, i)
    if not isinstance(preferences, Prioritization):
        raise TypeError(f"'{conflict.decision_makers[i]}' has no preference statements")
    space = space_of(conflict)
    tables = [holds(space, statement.that.formula) for statement in flat_statements(preferences)]
    return np.array(tables, dtype=np.bool_).reshape(len(tables), space.n_states)


def known_pairs(space: Space, preferences: Pairs) -> BoolArray:
    """Return which comparisons are known, with what follows from them.

    Returns
    -------
    bool array, shape (m, m)
        ``[s, t]``: t is preferred to s.

    Cost
    ----
    ``m**2`` memory; ``m**3 / 64`` operations.
    """
    better = np.zeros((space.n_states, space.n_states), dtype=np.bool_)
    for pair in preferences.pairs:
        better |= np.outer(holds(space, pair.worse.formula), holds(space, pair.better.formula))
    for middle in np.flatnonzero(better.any(axis=0) & better.any(axis=1)):
        better[better[:, middle]] |= better[middle]
    return better


def _grouped(preferences: Prioritization) -> tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]:
    texts: list[str] = []
    groups: list[tuple[int, ...]] = []
    for entry in preferences.statements:
        if isinstance(entry, AnyOrder):
            groups.append(tuple(range(len(texts), len(texts) + len(entry.any_order))))
            texts.extend(statement.that.text for statement in entry.any_order)
        else:
            texts.append(entry.that.text)
    return tuple(texts), tuple(groups)


def _arranged(k: int, groups: Sequence[tuple[int, ...]]) -> Iterator[Sequenced]:
    """Yield every order that differs within groups only; the written one first."""
    for orders in product(*(permutations(group) for group in groups)):
        sequence = list(range(k))
        for group, order in zip(groups, orders, strict=True):
            sequence[group[0] : group[-1] + 1] = order
        yield tuple(sequence)


def _drawn(
    k: int, groups: Sequence[tuple[int, ...]], sample: int, random: np.random.Generator | None
) -> Iterator[Sequenced]:
    for _ in range(sample):
        if random is None:
            return
        sequence = list(range(k))
        for group in groups:
            sequence[group[0] : group[-1] + 1] = random.permutation(group).tolist()
        yield tuple(sequence)


def _near(
    admissible: Iterator[Sequenced] | Sequence[Sequenced], swaps: int, most: int, dm: str
) -> dict[Sequenced, int]:
    """Return the orders within a number of exchanges of neighbours, nearest first, with the fewest that are needed."""
    found = dict.fromkeys(admissible, 0)
    frontier = list(found)
    for distance in range(1, swaps + 1):
        ahead: list[Sequenced] = []
        for sequence in frontier:
            for place in range(len(sequence) - 1):
                exchanged = (*sequence[:place], sequence[place + 1], sequence[place], *sequence[place + 2 :])
                if exchanged not in found:
                    found[exchanged] = distance
                    ahead.append(exchanged)
        frontier = ahead
        if len(found) > most:
            break
    if not found or len(found) > most:
        raise LimitError(f"'{dm}' has more than {most:,} orders within {swaps} exchanges of neighbours; allow fewer")
    return found


def _statement_rows(tables: BoolArray, sequences: Sequence[Sequenced], n_states: int) -> LevelArray:
    k = len(tables)
    rows = np.empty((len(sequences), n_states), dtype=np.int32)
    if k > _BITS:
        for number, sequence in enumerate(sequences):
            rows[number] = lexicographic_levels((tables[j] for j in sequence), n_states)
        return rows
    true = tables.astype(np.int64)
    worth = np.zeros(k, dtype=np.int64)
    for number, sequence in enumerate(sequences):
        worth[list(sequence)] = 1 << np.arange(k - 1, -1, -1, dtype=np.int64)
        rows[number] = dense(worth @ true)
    return rows


def _ranking_rows(space: Space, preferences: Ranking, sequences: Sequence[Sequenced]) -> LevelArray:
    tables = [
        np.logical_or.reduce([holds(space, condition.formula) for condition in group]) for group in preferences.ranking
    ]
    rows = np.empty((len(sequences), space.n_states), dtype=np.int32)
    for number, sequence in enumerate(sequences):
        worth = np.zeros(space.n_states, dtype=np.int64)
        for place, j in enumerate(reversed(sequence), start=1):
            worth[tables[j]] = place
        rows[number] = dense(worth)
    return rows


def _extensions(better: BoolArray, most: int) -> list[Sequenced] | None:
    """Return every ranking without ties in which known comparisons hold, best first; None if there are more."""
    m = len(better)
    above = [frozenset(np.flatnonzero(better[s]).tolist()) for s in range(m)]
    found: list[Sequenced] = []
    pending: list[tuple[Sequenced, frozenset[int]]] = [((), frozenset())]
    while pending:
        sequence, placed = pending.pop()
        if len(sequence) == m:
            found.append(sequence)
            if len(found) > most:
                return None
            continue
        free = [s for s in range(m) if s not in placed and above[s] <= placed]
        pending.extend(((*sequence, s), placed | {s}) for s in reversed(free))
        if len(pending) > most * m:
            return None
    return found


def _collected(  # noqa: PLR0913, PLR0917 (the fields of the record)
    dm: str,
    texts: tuple[str, ...],
    groups: tuple[tuple[int, ...], ...],
    sequences: Sequence[Sequenced],
    distance: IntArray,
    rows: LevelArray,
    n_orders: int,
) -> Orders:
    numbers: dict[bytes, int] = {}
    row = np.array([numbers.setdefault(levels_.tobytes(), len(numbers)) for levels_ in rows], dtype=np.int64)
    first = np.unique(row, return_index=True)[1]
    return Orders(dm, texts, groups, tuple(sequences), distance, row, rows[first], n_orders, len(sequences) == n_orders)
