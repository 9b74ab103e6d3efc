"""Every part of the model with what it rests on, and which part rests on which statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.case import Assumption, Support, read_condition
from detente.case.model import Hedge
from detente.evidence.ledger import Entry
from detente.present.evidence.weak import weak_words
from detente.present.names import dm_name, outcome_name
from detente.present.report.answer_parts import Link, Reason
from detente.present.report.evidence import cited, how_words
from detente.present.report.material import Material
from detente.present.report.support_parts import AssumptionGroup, AssumptionRow, Said
from detente.present.words import condition_words, state_words

_LABELS = {
    Support.REPORTED: "reported",
    Support.ASSERTED: "asserted by the author",
    Support.INFERRED: "inferred by the author",
    Support.ANALYST: "analyst’s step",
    Support.NONE: "no source",
}
_SHORT = {**_LABELS, Support.ASSERTED: "asserted", Support.INFERRED: "inferred"}
_TITLES = {
    "decision maker": "Takes part",
    "option": "Can do",
    "irreversible option": "Can do, once and for all",
    "preference": "Wants",
    "known comparison": "Would rather have",
    "preference order": "Order",
    "constraint": "Always true",
    "move": "Move",
    "arcs": "Moves",
    "merge": "Counts as one",
    "status quo": "Status quo",
    "outcome": "Outcome",
    "perception": "Belief",
    "influence": "Influence",
}
_RULES = "Rules of the model, status quo, named outcomes"


@dataclass(frozen=True, slots=True)
class Assumed:
    """The parts of the model, and the way back from statements.

    Attributes
    ----------
    kinds : tuple of (str, str, int)
        Kind of support, its class in the style sheet, and how many parts have it.
    groups : tuple of AssumptionGroup
        The parts, decision maker by decision maker, then what is nobody's.
    used : mapping of str to tuple of Link
        For each statement the parts that rest on it.
    """

    kinds: tuple[tuple[str, str, int], ...]
    groups: tuple[AssumptionGroup, ...]
    used: Mapping[str, tuple[Link, ...]]


def assumed(material: Material, told: Sequence[Reason]) -> Assumed:
    """Return every part of the model with its support, and with the reasons `told` that turn on it."""
    decides = _decided(told)
    groups: dict[str, list[AssumptionRow]] = {}
    used: dict[str, list[Link]] = {}
    for path, entry in material.parts.items():
        part, number = entry.assumption, material.numbers[path]
        title = dm_name(material.case, part.decision_maker) if part.decision_maker else _RULES
        groups.setdefault(title, []).append(_row(material, entry, number, tuple(decides.get(number.target, ()))))
        for statement in part.because:
            used.setdefault(statement, []).append(number)
    parts = [entry.assumption for entry in material.parts.values()]
    kinds = [(kind, sum(part.support is kind for part in parts)) for kind in Support]
    return Assumed(
        kinds=tuple((_LABELS[kind], _css(kind), count) for kind, count in kinds if count),
        groups=tuple(AssumptionGroup(title, tuple(rows)) for title, rows in groups.items()),
        used={statement: tuple(links) for statement, links in used.items()},
    )


def _decided(told: Sequence[Reason]) -> dict[str, list[Link]]:
    """Turn the links from reasons to parts round."""
    found: dict[str, list[Link]] = {}
    for reason in told:
        for _, links in reason.turns_on:
            for link in links:
                found.setdefault(link.target, []).append(Link(reason.ring.name, reason.anchor))
    return found


def _row(material: Material, entry: Entry, number: Link, decides: tuple[Link, ...]) -> AssumptionRow:
    part = entry.assumption
    hedged = ", hedged" if part.hedge is not Hedge.NONE else ""
    sure = f"; the analyst holds it {part.likelihood.value}" if part.likelihood else ""
    statements = [(Link(name, material.anchors[name]), material.case.statements[name]) for name in part.because]
    return AssumptionRow(
        anchor=number.target,
        number=number.words,
        sort=_TITLES.get(part.kind, part.kind.capitalize()),
        words=_words(material, part),
        decides=decides,
        kind=f"{_SHORT[part.support]}{hedged}{sure}",
        kind_class=_css(part.support),
        weak=weak_words(entry),
        support=tuple(Said(link, how_words(statement)) for link, statement in statements),
        cited=cited(material.case, [statement for _, statement in statements]),
    )


def _words(material: Material, part: Assumption) -> str:
    """Say a part in words; formulas are read again, since a part keeps them as they stand in the file."""
    case = material.case
    match part.kind:
        case "preference" | "constraint" | "merge":
            return condition_words(case, read_condition(case, part.text))
        case "preference order" if part.text.endswith(("statement", "statements")):
            return f"how its {part.text} are ordered"
        case "status quo" if material.conflict.status_quo is not None:
            return state_words(material.conflict, material.conflict.status_quo)
        case "outcome":
            name, _, text = part.text.partition(": ")
            return f"{outcome_name(name)}: {condition_words(case, read_condition(case, text))}"
        case "move":
            move = next(move for place, move in enumerate(case.moves) if part.path[:2] == ("moves", place))
            way = "is never possible" if move.never else "is possible"
            origin, to = condition_words(case, move.origin), condition_words(case, move.to)
            return f"a move {way} from “{origin}” to “{to}”"
        case _:
            return part.text


def _css(kind: Support) -> str:
    return f"kind-{kind.name.lower()}"
