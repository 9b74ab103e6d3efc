"""In which order the options stand in the decision diagrams.

FORCE (Aloul, Markov, Sakallah 2003): every formula pulls the options that it mentions together. Each formula goes to
the centre of its options, each option to the centre of its formulas, again and again; the best order met is kept.
Constraints pull three times, because every set of states contains them; the options of one decision maker pull once.
"""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from detente.case.model import Case, Prioritization, Ranking
from detente.conflict.levels import flat_statements
from detente.logic import Formula, atoms

_ROUNDS = 200
_PATIENCE = 10
_STARTS = 20
_WEIGHT_OF_CONSTRAINTS = 3
# an order from a shuffled start is taken only when it is clearly shorter than the one from the file's order
_CLEARLY = 0.95

Group = tuple[int, ...]


def option_order(case: Case) -> tuple[int, ...]:
    """Return the positions of the options of a case, topmost first; the same at every call."""
    groups = _groups(case)
    natural = tuple(range(len(case.options)))
    first = force(natural, groups)
    random = Random(1)  # noqa: S311 (no secrets here)
    others = []
    for _ in range(_STARTS):
        start = list(natural)
        random.shuffle(start)
        others.append(force(tuple(start), groups))
    best = min(others, key=lambda order: span(order, groups))
    return best if span(best, groups) < _CLEARLY * span(first, groups) else first


def span(order: Iterable[int], groups: list[Group]) -> int:
    """Return the sum over the groups of how far their outermost members are apart.

    >>> span((2, 0, 1), [(0, 1), (1, 2)])
    3
    """
    place = {option: position for position, option in enumerate(order)}
    return sum(max(place[o] for o in group) - min(place[o] for o in group) for group in groups)


def force(start: tuple[int, ...], groups: list[Group]) -> tuple[int, ...]:
    """Return the best order met from a start.

    >>> force((0, 1, 2, 3), [(0, 3), (1, 2), (3, 1)])
    (0, 2, 1, 3)
    """
    pulled_by: dict[int, list[int]] = {option: [] for option in start}
    for number, group in enumerate(groups):
        for option in group:
            pulled_by[option].append(number)
    order = best = start
    shortest, waited = span(start, groups), 0
    for _ in range(_ROUNDS):
        place = {option: position for position, option in enumerate(order)}
        centre = [sum(place[option] for option in group) / len(group) for group in groups]
        goal = {
            option: sum(centre[g] for g in pulled_by[option]) / len(pulled_by[option])
            if pulled_by[option]
            else place[option]
            for option in order
        }
        moved = tuple(sorted(order, key=lambda option: (goal[option], place[option])))
        if moved == order or waited == _PATIENCE:
            break
        order = moved
        length = span(order, groups)
        waited += 1
        if length < shortest:
            best, shortest, waited = order, length, 0
    return best


def _groups(case: Case) -> list[Group]:
    position = {name: j for j, name in enumerate(case.options)}

    def mentioned(formula: Formula) -> Group:
        return tuple(sorted(position[name] for name in atoms(formula)))

    groups = []
    for name, party in case.decision_makers.items():
        groups.append(tuple(position[f"{name}.{option}"] for option in party.options))
        preferences = party.preferences
        if isinstance(preferences, Prioritization):
            groups += [mentioned(statement.that.formula) for statement in flat_statements(preferences)]
        elif isinstance(preferences, Ranking):
            groups += [mentioned(condition.formula) for group in preferences.ranking for condition in group]
    rules = [rule.that for rule in case.constraints] + [merge.that for merge in case.indistinguishable]
    for rule in rules:
        groups += [mentioned(rule.formula)] * _WEIGHT_OF_CONSTRAINTS
    return [group for group in groups if len(group) > 1]
