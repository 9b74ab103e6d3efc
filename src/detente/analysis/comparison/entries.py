"""The entries of a case's lists: what makes two of them the same, and how they are written."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente.case.model import AnyOrder, DecisionMaker, Pair, Pairs, Preferences, Prioritization, Ranking


@dataclass(frozen=True, slots=True)
class EntryKind:
    """A kind of entry: its meaning, without what it rests on, and its text."""

    key: Callable[[Any], Hashable]
    text: Callable[[Any], str]


def title(entry: Any) -> str:
    """Return what a named part is called."""
    if isinstance(entry, DecisionMaker):
        return entry.name
    return str(entry.that.text if hasattr(entry, "that") else entry.label)


def _rule_key(rule: Any) -> Hashable:
    key: Hashable = rule.that.formula
    return key


def _rule_text(rule: Any) -> str:
    return str(rule.that.text)


def _move_key(move: Any) -> Hashable:
    return move.by, move.origin.formula, move.to.formula, move.never


def _move_text(move: Any) -> str:
    verb = "never from" if move.never else "from"
    return f"{move.by}: {verb} '{move.origin.text}' to '{move.to.text}'"


def _statement_key(entry: Any) -> Hashable:
    if isinstance(entry, AnyOrder):
        return tuple((part.that.formula, part.strength) for part in entry.any_order)
    return entry.that.formula, entry.strength


def _statement_text(entry: Any) -> str:
    if isinstance(entry, AnyOrder):
        return "any order: " + "; ".join(part.that.text for part in entry.any_order)
    return str(entry.that.text)


def _pair_key(pair: Pair) -> Hashable:
    return pair.better.formula, pair.worse.formula


def _pair_text(pair: Pair) -> str:
    return f"{pair.better.text} over {pair.worse.text}"


def preferences_text(preferences: Preferences) -> str:
    """Return preferences as written, on one line."""
    if isinstance(preferences, Prioritization):
        return "; ".join(map(_statement_text, preferences.statements)) or "no statement"
    if isinstance(preferences, Pairs):
        return "; ".join(map(_pair_text, preferences.pairs))
    if isinstance(preferences, Ranking):
        return " > ".join(" = ".join(part.text for part in group) for group in preferences.ranking)
    return ", ".join(f"{option} {worth}" for option, worth in preferences.weights.items())


def arcs_text(arcs: Mapping[str, Sequence[str]]) -> str:
    """Return where a decision maker can move from where."""
    return "; ".join(f"{start} to {', '.join(targets)}" for start, targets in arcs.items()) or "none"


RULE = EntryKind(_rule_key, _rule_text)
MOVE = EntryKind(_move_key, _move_text)
STATEMENT = EntryKind(_statement_key, _statement_text)
PAIR = EntryKind(_pair_key, _pair_text)
