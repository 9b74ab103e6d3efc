"""Named what-ifs, and the fingerprint of what a case says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any, TypeVar

from detente.case.model import (
    Case,
    Pairs,
    Preferences,
    PreferenceStatement,
    Prioritization,
    Supported,
)
from detente.case.preferences import PreferenceItem
from detente.errors import UnknownNameError

S = TypeVar("S", bound=Supported)


def apply_variant(case: Case, name: str) -> Case:
    """Return the case as one of its variants has it.

    Preferences and status quo of the variant replace those of the case; its constraints and moves are added. Dropped
    statements, perceptions and influences go, and with them everything that rests on dropped statements alone:
    preference statements, constraints, moves, merges, perceptions and influences. What the model cannot do without
    (a decision maker, an option, the status quo, a named outcome, an order, a ranking, weights, the last known
    comparison) stays and rests on less, or on nothing.

    Parameters
    ----------
    case
        The case as it stands.
    name
        One of ``case.variants``; empty for the case as it stands.

    Raises
    ------
    UnknownNameError
        If the case has no such variant.

    Examples
    --------
    >>> from detente.case import parse_case
    >>> case = parse_case('''
    ... detente: 1
    ... title: A bridge
    ... decision_makers:
    ...   town: {name: The town, options: {build: Build it}, preferences: [build]}
    ... variants:
    ...   thrift: {preferences: {town: [not build]}}
    ... ''')
    >>> apply_variant(case, "thrift").decision_makers["town"].preferences.statements[0].that.text
    'not build'
    """
    if not name:
        return case
    if name not in case.variants:
        raise UnknownNameError("variant", name, case.variants)
    variant = case.variants[name]
    parties = {
        party: content.model_copy(update={"preferences": variant.preferences.get(party, content.preferences)})
        for party, content in case.decision_makers.items()
    }
    changed = case.model_copy(
        update={
            "decision_makers": parties,
            "constraints": case.constraints + variant.constraints,
            "moves": case.moves + variant.moves,
            "status_quo": variant.status_quo or case.status_quo,
        }
    )
    return _drop(changed, frozenset(variant.drop)) if variant.drop else changed


def _drop(case: Case, dropped: frozenset[str]) -> Case:
    parties = {
        party: _lighten(content, dropped).model_copy(
            update={
                "preferences": _drop_from(content.preferences, dropped),
                "options": {option: _lighten(entry, dropped) for option, entry in content.options.items()},
            }
        )
        for party, content in case.decision_makers.items()
    }
    return case.model_copy(
        update={
            "decision_makers": parties,
            "constraints": _remaining(case.constraints, dropped),
            "moves": _remaining(case.moves, dropped),
            "indistinguishable": _remaining(case.indistinguishable, dropped),
            "status_quo": case.status_quo and _lighten(case.status_quo, dropped),
            "outcomes": {name: _lighten(outcome, dropped) for name, outcome in case.outcomes.items()},
            "statements": {name: entry for name, entry in case.statements.items() if name not in dropped},
            "perceptions": _remaining((entry for entry in case.perceptions if entry.id not in dropped), dropped),
            "influences": _remaining((entry for entry in case.influences if entry.id not in dropped), dropped),
        }
    )


def _drop_from(preferences: Preferences, dropped: frozenset[str]) -> Preferences:
    lighter = _lighten(preferences, dropped)
    if isinstance(lighter, Pairs):
        pairs = _remaining(lighter.pairs, dropped) or tuple(_lighten(pair, dropped) for pair in lighter.pairs[:1])
        return lighter.model_copy(update={"pairs": pairs})
    if not isinstance(lighter, Prioritization):
        return lighter
    kept: list[PreferenceItem] = []
    for item in _remaining(lighter.statements, dropped):
        if isinstance(item, PreferenceStatement):
            kept.append(item)
            continue
        group = _remaining(item.any_order, dropped)
        # an order among fewer than two is none
        kept += group if len(group) < 2 else (item.model_copy(update={"any_order": group}),)
    return lighter.model_copy(update={"statements": tuple(kept)})


def _remaining(parts: Iterable[S], dropped: frozenset[str]) -> tuple[S, ...]:
    """Leave out what rests on dropped statements alone; take dropped statements out of the support of the rest."""
    return tuple(_lighten(part, dropped) for part in parts if not (part.because and dropped.issuperset(part.because)))


def _lighten(part: S, dropped: frozenset[str]) -> S:
    if dropped.isdisjoint(part.because):
        return part
    return part.model_copy(update={"because": tuple(name for name in part.because if name not in dropped)})


def case_digest(case: Case) -> str:
    r"""Return the SHA-256 of what a case says, in hexadecimal.

    Comments, quoting, line breaks and the order of sources, statements and variants do not count. Everything else
    does, also the order of decision makers, options, states and outcomes, because results are listed in it.

    Examples
    --------
    >>> from detente.case import parse_case
    >>> text = "detente: 1\ntitle: A bridge\ndecision_makers: {town: {name: The town, preferences: []}}"
    >>> case_digest(parse_case(text)) == case_digest(parse_case(text.replace("A bridge", "'A bridge'  # new")))
    True
    """
    content = case.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for party in content["decision_makers"].values():
        _keep_order(party, "options")
    for section in ("decision_makers", "states", "outcomes"):
        _keep_order(content, section)
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _keep_order(content: dict[str, Any], section: str) -> None:
    if section in content:
        content[section] = list(content[section].items())
