"""What preferences are made of, whatever their form: statements, conditions, and the names in them."""

from __future__ import annotations

from collections.abc import Iterator

from detente.case.model import (
    AnyOrder,
    Condition,
    Pairs,
    Preferences,
    PreferenceStatement,
    Prioritization,
    Ranking,
    Weights,
)
from detente.logic import atoms


def flat_statements(preferences: Prioritization) -> tuple[PreferenceStatement, ...]:
    """Return the statements in the order written; groups of unknown order are taken in that order too."""
    flat: list[PreferenceStatement] = []
    for entry in preferences.statements:
        flat.extend(entry.any_order if isinstance(entry, AnyOrder) else (entry,))
    return tuple(flat)


def conditions_of(preferences: Preferences) -> Iterator[Condition]:
    """Yield the conditions that preferences are made of, in the order written; weights are made of none."""
    if isinstance(preferences, Prioritization):
        yield from (statement.that for statement in flat_statements(preferences))
    elif isinstance(preferences, Ranking):
        for group in preferences.ranking:
            yield from group
    elif isinstance(preferences, Pairs):
        for pair in preferences.pairs:
            yield from (pair.better, pair.worse)


def mentioned(preferences: Preferences) -> frozenset[str]:
    """Return the options, in graph form the states, that preferences say something of.

    >>> from detente.case import load_case
    >>> sorted(mentioned(load_case("elmira").decision_makers["ministry"].preferences))
    ['ministry.modify', 'municipality.insist', 'uniroyal.abandon', 'uniroyal.accept']
    """
    weighted = preferences.weights if isinstance(preferences, Weights) else ()
    return frozenset(weighted).union(*(atoms(condition.formula) for condition in conditions_of(preferences)))
