r"""The feasible combinations listed one by one, where the cube of all combinations is too large.

Thirty options make a thousand million combinations; constraints may leave a few. They are found option by option:
each partial combination is extended by the next option, taken and not taken, and dropped as soon as a constraint can
no longer be satisfied, whatever the options to come. Options that no constraint connects are looked at apart, and the
parts multiplied.

Whether a constraint can still be satisfied is found in three-valued logic: each part of a formula may be true, may be
false, or both (Kleene 1952). That is sound, never dropping a combination that could be completed; with all options of
a constraint set it is exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.logic import Formula, atoms, fold

_AT_A_TIME = 1 << 16  # partial combinations extended together
_WORK = 1 << 26  # partial combinations looked at before giving up, at least

BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]
Maybe = tuple[Any, Any]  # where it may be true, where it may be false: bool arrays, or plain truth values


class NumberedFeasible:
    """Which combinations are feasible, asked like an array over all combinations: those that have a number.

    >>> NumberedFeasible(np.array([0, -1, 1, -1]))[np.array([2, 3])]
    array([ True, False])
    """

    def __init__(self, index: NDArray[np.int32]) -> None:
        self.index = index

    def __len__(self) -> int:
        return len(self.index)

    def __getitem__(self, cell: Any) -> BoolArray:
        return np.asarray(self.index[cell] >= 0)


class ListedFeasible:
    """Membership in a list of combinations, asked like an array over all combinations."""

    def __init__(self, cells: IntArray, n_options: int) -> None:
        self.cells, self.n_options = cells, n_options

    def __len__(self) -> int:
        return 1 << self.n_options

    def __getitem__(self, cell: Any) -> BoolArray:
        return np.asarray(ListedIndex(self.cells)[cell] >= 0)


class ListedIndex:
    """Positions in a list of combinations, asked like an array over all combinations; -1 for those not listed.

    >>> ListedIndex(np.array([3, 9, 12]))[np.array([9, 4, 63])]
    array([ 1, -1, -1])
    """

    def __init__(self, cells: IntArray) -> None:
        self.cells = cells

    def __getitem__(self, cell: Any) -> IntArray:
        position = np.minimum(np.searchsorted(self.cells, cell), len(self.cells) - 1)
        return np.asarray(np.where(self.cells[position] == cell, position, -1))


class _Partial:
    """The three-valued algebra over partial combinations."""

    def __init__(self, position: dict[str, int], cells: IntArray, known: int) -> None:
        self.position, self.cells, self.known = position, cells, known

    def atom(self, name: str) -> Maybe:
        bit = self.position[name]
        if not self.known >> bit & 1:
            return True, True
        is_taken = (self.cells >> bit & 1).astype(np.bool_)
        return is_taken, ~is_taken

    def constant(self, value: bool) -> Maybe:
        return value, not value

    def negation(self, part: Maybe) -> Maybe:
        return part[1], part[0]

    def conjunction(self, left: Maybe, right: Maybe) -> Maybe:
        return left[0] & right[0], left[1] | right[1]

    def disjunction(self, left: Maybe, right: Maybe) -> Maybe:
        return left[0] | right[0], left[1] & right[1]


def feasible_combinations(options: tuple[str, ...], constraints: Sequence[Formula], most: int) -> IntArray | None:
    """Return the combinations that satisfy all constraints, ascending; None if they are more than `most`.

    None, too, when the search for them takes too long: when far more partial combinations turn up than `most`.

    Examples
    --------
    >>> from detente.logic import Atom, Bound, Count
    >>> names = tuple(f"a.o{j}" for j in range(40))
    >>> feasible_combinations(names, [Count(Bound.AT_MOST, 1, tuple(map(Atom, names)))], 100)[:5]
    array([0, 1, 2, 4, 8])
    """
    position = {name: j for j, name in enumerate(options)}
    parts: list[IntArray | None] = []
    for names, rules in _connected(options, constraints):
        found: list[IntArray] = []
        count = 0
        for batch in _completed(position, _order(names, rules), rules, 64 * most + _WORK):
            count += most + 1 if batch is None else len(batch)
            if batch is None or count > most:
                break
            found.append(batch)
        parts.append(None if count > most else np.concatenate([np.zeros(0, dtype=np.int64), *found]))
    sizes = [most + 1 if part is None else len(part) for part in parts]
    if 0 in sizes:
        return np.zeros(0, dtype=np.int64)
    total = 1
    for size in sizes:
        total *= size
    if total > most:
        return None
    cells = np.zeros(1, dtype=np.int64)
    for part in parts:
        if part is not None:
            cells = (cells[:, None] | part[None, :]).reshape(-1)
    cells.sort()
    return cells


def some_combination(options: tuple[str, ...], constraints: Sequence[Formula]) -> int | None:
    """Return a combination that satisfies all constraints; None if there is none."""
    position = {name: j for j, name in enumerate(options)}
    cell = 0
    for names, rules in _connected(options, constraints):
        found = next((b for b in _completed(position, _order(names, rules), rules, None) if b is not None), None)
        if found is None:
            return None
        cell |= int(found[0])
    return cell


def _connected(options: tuple[str, ...], constraints: Sequence[Formula]) -> Iterator[tuple[list[str], list[Formula]]]:
    """Yield the options that constraints connect, with those constraints."""
    rest = [(atoms(rule), rule) for rule in constraints]
    for names, rule in rest:
        if not names:
            yield [], [rule]
    waiting = list(options)
    while waiting:
        together = {waiting[0]}
        while True:
            more = together.union(*(names for names, _ in rest if names & together))
            if more == together:
                break
            together = more
        yield [name for name in waiting if name in together], [rule for names, rule in rest if names & together]
        waiting = [name for name in waiting if name not in together]


def _order(names: list[str], rules: list[Formula]) -> list[str]:
    """Put options in an order in which constraints are soon decided."""
    open_rules = [set(atoms(rule)) for rule in rules]
    waiting, ordered = list(names), []
    while waiting:
        # next comes what the constraint with fewest options to come needs; of these, what most constraints need
        chosen = min(
            waiting,
            key=lambda name: (
                min((len(rule) for rule in open_rules if name in rule), default=len(names) + 1),
                -sum(name in rule for rule in open_rules),
            ),
        )
        ordered.append(chosen)
        waiting.remove(chosen)
        for rule in open_rules:
            rule.discard(chosen)
    return ordered


def _completed(
    position: dict[str, int], ordered: list[str], rules: list[Formula], work: int | None
) -> Iterator[IntArray | None]:
    """Yield combinations of these options that satisfy the rules, in batches; then None if there was too much work."""
    touching = [[rule for rule in rules if name in atoms(rule)] for name in ordered]
    # rules without options are decided before any option is
    zero = _Partial(position, np.zeros(1, dtype=np.int64), 0)
    if not all(fold(rule, zero)[0] for rule in rules if not atoms(rule)):
        return
    known = [0]
    for name in ordered:
        known.append(known[-1] | 1 << position[name])
    pending = [(0, np.zeros(1, dtype=np.int64))]
    while pending:
        depth, cells = pending.pop()
        if depth == len(ordered):
            yield cells
            continue
        if len(cells) > _AT_A_TIME:
            half = len(cells) // 2
            pending += [(depth, cells[half:]), (depth, cells[:half])]
            continue
        cells = np.concatenate([cells, cells | 1 << position[ordered[depth]]])
        if work is not None:
            work -= len(cells)
            if work < 0:
                yield None
                return
        for rule in touching[depth]:
            may_hold, _ = fold(rule, _Partial(position, cells, known[depth + 1]))
            cells = cells[np.broadcast_to(may_hold, cells.shape)]
        if len(cells):
            pending.append((depth + 1, cells))
