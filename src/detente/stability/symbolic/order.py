"""In which order the options stand in the decision diagrams.

FORCE (Aloul, Markov, Sakallah 2003): every formula pulls the options that it mentions together. Each formula goes to
the centre of its options, each option to the centre of its formulas, again and again; the best order met is kept.
Constraints pull three times, because every set of states contains them; the options of one decision maker pull once.

FORCE moves all options at once and stops far from the shortest order. From there each option in turn is taken out and
put back where the groups reach least far, until no option moves. The shortest order from several starts is taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from random import Random

import numpy as np
from numpy.typing import NDArray

from detente.case.conditions import conditions_of
from detente.case.model import Case
from detente.logic import Formula, atoms

_ROUNDS = 200
_PATIENCE = 10
_STARTS = 20  # of few options fewer: those are solved before more could pay
_WEIGHT_OF_CONSTRAINTS = 3

Group = tuple[int, ...]
Order = NDArray[np.int64]


def option_order(case: Case) -> tuple[int, ...]:
    """Return the positions of the options of a case, topmost first; the same at every call."""
    start = list(range(len(case.options)))
    groups = Groups(len(start), _groups(case))
    random = Random(1)  # noqa: S311 (no secrets here)
    orders = []
    for _ in range(1 + min(_STARTS, len(start) // 2)):
        orders.append(settle(force(np.array(start, np.int64), groups), groups))
        random.shuffle(start)
    return tuple(min(orders, key=groups.span).tolist())


class Groups:
    """Options that belong together, two or more a group; a group that is given several times counts as often.

    Orders are arrays of all options, from the top.
    """

    def __init__(self, n_options: int, groups: Iterable[Group]) -> None:
        times = Counter(groups)
        self.n_options = n_options
        self.times = np.array(list(times.values()), np.int64)
        self.sizes = np.array([len(group) for group in times], np.int64)
        self.member = np.array([option for group in times for option in group], np.int64)
        self.begin = np.cumsum(self.sizes) - self.sizes
        # for each member its group, as often as the group counts in pulling it
        self.group = np.repeat(np.arange(len(times)), self.sizes)
        self.pull = np.repeat(self.times, self.sizes)
        self.with_option = np.zeros((n_options, len(times)), np.bool_)
        self.with_option[self.member, self.group] = True

    def span(self, order: Order) -> int:
        """Return the sum over the groups of how far their outermost members are apart.

        >>> Groups(3, [(0, 1), (1, 2)]).span(np.array([2, 0, 1]))
        3
        """
        places = np.argsort(order)[self.member]
        reach = np.maximum.reduceat(places, self.begin) - np.minimum.reduceat(places, self.begin) if len(places) else 0
        return int(np.sum(self.times * reach))

    def spans_with(self, option: int, order: Order) -> Order:
        """Return the spans of an order with one option taken out and put back, for each place it can be put.

        >>> Groups(3, [(0, 1), (1, 2)]).spans_with(2, np.array([2, 0, 1]))
        array([3, 3, 2])
        """
        n, places = self.n_options, np.arange(self.n_options)
        others = order[order != option]
        # the option itself does not count for where the rest of a group begins and ends
        low, high = np.full(n, n), np.full(n, -1)
        low[others] = high[others] = places[:-1]
        first = np.minimum.reduceat(low[self.member], self.begin)
        last = np.maximum.reduceat(high[self.member], self.begin)
        pulling = self.with_option[option]
        reach = np.maximum(last[pulling, None] + 1, places) - np.minimum(first[pulling, None], places)
        times = np.where(pulling, 0, self.times)
        # a group without the option becomes longer by one when the option is put inside
        inside = np.bincount(first + 1, times, n + 1) - np.bincount(last + 1, times, n + 1)
        spans: Order = self.times[pulling] @ reach + times @ (last - first) + np.cumsum(inside)[:n].astype(np.int64)
        return spans


def force(order: Order, groups: Groups) -> Order:
    """Return the best order met when groups pull from a start.

    >>> force(np.arange(4), Groups(4, [(0, 3), (1, 2), (3, 1)]))
    array([0, 2, 1, 3])
    """
    pulled = np.bincount(groups.member, groups.pull, groups.n_options)
    best, shortest, waited = order, groups.span(order), 0
    for _ in range(_ROUNDS):
        place = np.argsort(order)
        centre = np.bincount(groups.group, place[groups.member], len(groups.sizes)) / groups.sizes
        goal = np.bincount(groups.member, groups.pull * centre[groups.group], groups.n_options)
        goal = np.where(pulled > 0, goal / np.maximum(pulled, 1), place)
        moved = np.lexsort((place, goal))
        if waited == _PATIENCE or np.array_equal(moved, order):
            break
        order = moved
        length = groups.span(order)
        waited += 1
        if length < shortest:
            best, shortest, waited = order, length, 0
    return best


def settle(order: Order, groups: Groups) -> Order:
    """Return an order that no option alone can shorten by standing elsewhere.

    >>> settle(np.arange(4), Groups(4, [(0, 3), (1, 2), (3, 1)]))
    array([2, 1, 3, 0])
    """
    waited = 0 if len(groups.sizes) else len(order)
    while waited < len(order):
        for option in order.tolist():
            spans = groups.spans_with(option, order)
            place = int(spans.argmin())
            waited += 1
            if spans[place] < spans[np.flatnonzero(order == option)[0]]:
                order = np.insert(order[order != option], place, option)
                waited = 0
    return order


def _groups(case: Case) -> list[Group]:
    position = {name: j for j, name in enumerate(case.options)}

    def members(formula: Formula) -> Group:
        return tuple(sorted(position[name] for name in atoms(formula)))

    groups = []
    for name, party in case.decision_makers.items():
        groups.append(tuple(position[f"{name}.{option}"] for option in party.options))
        groups += [members(condition.formula) for condition in conditions_of(party.preferences)]
    rules = [rule.that for rule in case.constraints] + [merge.that for merge in case.indistinguishable]
    for rule in rules:
        groups += [members(rule.formula)] * _WEIGHT_OF_CONSTRAINTS
    return [group for group in groups if len(group) > 1]
