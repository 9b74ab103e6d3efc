"""The names that a case defines, gathered before validation, so that every reference can be checked at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from detente.errors import FormulaError, Problem, nearest
from detente.logic import And, Atom, Constant, Formula, Not, Scope, is_name, parse, resolve
from detente.logic.formula import atoms

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq", "sim")

_LOOK_ALIKE = frozenset({"states", "statements", "status_quo", "outcomes", "sources"})

MAX_LISTED = 12

_PATTERN = re.compile(r"[YN-]+")


class FaultError(Exception):
    """A fault found while one value is read; `column` is its position in the value, 0 if it has none."""

    def __init__(self, code: str, message: str, column: int = 0) -> None:
        self.code, self.message, self.column = code, message, column
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Names:
    """What can be referred to.

    Attributes
    ----------
    scope
        The names that formulas may use.
    known
        Ids by kind. A kind that is missing could not be read: references to it are let pass, the fault is elsewhere.
    """

    scope: Scope
    known: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def check(self, kind: str, name: str) -> str:
        """Return the name if something of that kind is called so."""
        known = self.known.get(kind)
        if known is not None and name not in known:
            raise FaultError(_UNKNOWN[kind], f"no {kind} '{name}'{nearest(name, known) or _listed(kind, known)}")
        return name

    def option(self, name: str) -> str:
        """Return the qualified name of an option."""
        if name in self.scope.options:
            return name
        owned = self.scope.owners.get(name, ())
        if len(owned) == 1:
            return owned[0]
        if owned:
            listed = " or ".join(f"'{option}'" for option in owned)
            raise FaultError("E202", f"'{name}' is an option of several decision makers; write {listed}")
        if not self.scope.is_complete:
            return name
        hint = nearest(name, (*self.scope.owners, *self.scope.options))
        raise FaultError("E206", f"no option '{name}'{hint}")

    def formula(self, text: str) -> Formula:
        """Read a formula, or a Y/N pattern over the options in file order (``-`` leaves an option open)."""
        stripped = text.strip()
        if _PATTERN.fullmatch(stripped) and stripped not in self.scope.names() and set(stripped) & {"Y", "N"}:
            return self._pattern(stripped)
        try:
            parsed = parse(text)
        except FormulaError as error:
            raise FaultError("E124", error.message, error.column) from None
        try:
            return resolve(parsed, self.scope, text)
        except FormulaError as error:
            raise FaultError("E201", error.message, error.column) from None

    def state(self, taken: Iterable[str]) -> Formula:
        """Return the state in which exactly the listed options are taken."""
        if self.scope.states:
            raise FaultError("E309", "a list of options, but this case lists its states; write the name of one state")
        options = [self.option(name) for name in taken]
        return _conjunction([Atom(name) if name in options else Not(Atom(name)) for name in self.scope.options])

    def _pattern(self, pattern: str) -> Formula:
        options = self.scope.options
        if not self.scope.is_complete:
            return Constant(True)
        if len(pattern) != len(options):
            counted = f"{len(options)} options" if len(options) != 1 else "1 option"
            raise FaultError(
                "E125", f"'{pattern}' has {len(pattern)} letters and the case {counted}; write one Y, N or - each"
            )
        literals: list[Formula] = [
            Atom(name) if letter == "Y" else Not(Atom(name))
            for name, letter in zip(options, pattern, strict=True)
            if letter != "-"
        ]
        return _conjunction(literals)


_UNKNOWN = {
    "statement": "E203",
    "source": "E204",
    "decision maker": "E205",
    "variant": "E207",
    "state": "E208",
    "concept": "E212",
    "statement, perception or influence": "E203",
}


def _listed(kind: str, known: frozenset[str]) -> str:
    if not known:
        return f"; none is defined under '{kind.partition(',')[0].replace(' ', '_')}s'"
    return f"; known: {', '.join(sorted(known))}" if len(known) <= MAX_LISTED else ""


def _conjunction(literals: list[Formula]) -> Formula:
    if not literals:
        return Constant(True)
    return literals[0] if len(literals) == 1 else And(tuple(literals))


def survey(data: Mapping[str, Any]) -> tuple[Names, list[Problem]]:
    """Gather the names of a case from its plain data, however broken the rest of it is.

    Returns
    -------
    Names
        What can be referred to.
    list of Problem
        Names used twice, and outcomes that refer to each other in a circle.
    """
    options, is_complete = _options(data)
    states = _ids(data, "states")
    defined = (qualified.partition(".")[2] for qualified in options), states, _ids(data, "outcomes")
    # a name that cannot be one is reported where it is defined, not again wherever it is used
    is_complete = is_complete and all(ids is not None and all(map(is_name, ids)) for ids in defined)
    problems = _clashes(data, options)
    outcomes, circles = _outcomes(data, Scope(options, states or frozenset(), {}, is_complete))
    known = {
        "statement": _ids(data, "statements"),
        "source": _ids(data, "sources"),
        "decision maker": _ids(data, "decision_makers"),
        "variant": _ids(data, "variants"),
        "state": states,
        "concept": frozenset(CONCEPTS),
    }
    listed = [_listed_ids(data, section) for section in ("perceptions", "influences")]
    known["statement, perception or influence"] = _union(known["statement"], *listed)
    names = Names(
        Scope(options, states or frozenset(), outcomes, is_complete),
        {kind: ids for kind, ids in known.items() if ids is not None},
    )
    return names, problems + circles


def _ids(data: Mapping[str, Any], section: str) -> frozenset[str] | None:
    entries = data.get(section, {})
    if isinstance(entries, Mapping) and not (section not in data and _misspelt(data, section)):
        return frozenset(entries)
    return None


def _listed_ids(data: Mapping[str, Any], section: str) -> frozenset[str] | None:
    entries = data.get(section, [])
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        return None
    return frozenset(entry["id"] for entry in entries if isinstance(entry.get("id"), str))


def _misspelt(data: Mapping[str, Any], section: str) -> bool:
    """Whether a key looks like this one and is none of those that look like it by right."""
    return any(nearest(key, [section]) for key in data if key not in _LOOK_ALIKE)


def _union(*sets: frozenset[str] | None) -> frozenset[str] | None:
    present = [ids for ids in sets if ids is not None]
    return frozenset().union(*present) if len(present) == len(sets) else None


def _options(data: Mapping[str, Any]) -> tuple[tuple[str, ...], bool]:
    """Return the qualified options, and whether all of them could be read."""
    parties = data.get("decision_makers")
    if not isinstance(parties, Mapping):
        return (), False
    options: list[str] = []
    is_complete = True
    for party, content in parties.items():
        own = content.get("options", {}) if isinstance(content, Mapping) else None
        if not isinstance(own, Mapping) or (not own and _misspelt(content, "options")):
            is_complete = False
            continue
        options += [f"{party}.{name}" for name in own]
    return tuple(options), is_complete


def _clashes(data: Mapping[str, Any], options: tuple[str, ...]) -> list[Problem]:
    """Find names that stand for two things."""
    problems = []
    taken = {qualified.partition(".")[2]: f"an option ('{qualified}')" for qualified in options}
    for section, what in (("states", "a state"), ("outcomes", "an outcome")):
        for name in sorted(_ids(data, section) or ()):
            if name in taken:
                problems.append(
                    Problem("E210", f"'{name}' already names {taken[name]}; choose another", (section, name))
                )
            taken.setdefault(name, what)
    seen = dict.fromkeys(_ids(data, "statements") or (), "a statement")
    for section, what in (("perceptions", "a perception"), ("influences", "an influence")):
        entries = data.get(section)
        for position, entry in enumerate(entries if isinstance(entries, list) else ()):
            ident = entry.get("id") if isinstance(entry, Mapping) else None
            if isinstance(ident, str) and ident in seen:
                message = f"'{ident}' already names {seen[ident]}; 'drop' needs ids that are unique among all three"
                problems.append(Problem("E210", message, (section, position, "id")))
            elif isinstance(ident, str):
                seen[ident] = what
    return problems


def _outcomes(data: Mapping[str, Any], scope: Scope) -> tuple[dict[str, Formula | None], list[Problem]]:
    """Resolve named outcomes, those first on which others rest."""
    section = data.get("outcomes")
    texts: dict[str, str] = {}
    for name, entry in section.items() if isinstance(section, Mapping) else ():
        text = entry.get("that") if isinstance(entry, Mapping) else entry
        texts[name] = text if isinstance(text, str) else ""
    resolved: dict[str, Formula | None] = dict.fromkeys(texts)
    growing = Names(Scope(scope.options, scope.states, resolved, scope.is_complete))
    waiting = {name: _mentions(text, texts) for name, text in texts.items()}
    while ready := [name for name, needs in waiting.items() if not needs & waiting.keys()]:
        for name in ready:
            del waiting[name]
            try:
                resolved[name] = growing.formula(texts[name])
            except FaultError:
                resolved[name] = None  # reported where the outcome itself is read
    return resolved, _circles(waiting)


def _circles(mentions: Mapping[str, set[str]]) -> list[Problem]:
    """Report each circle of outcomes once, at the outcome that stands first in the file."""
    reached = {name: _reached(name, mentions) for name in mentions}
    problems = []
    reported: set[str] = set()
    for name in mentions:
        circle = {other for other in reached[name] if other in mentions and name in reached[other]}
        if circle and name not in reported:
            reported |= circle
            through = ", ".join(f"'{other}'" for other in sorted(circle - {name}))
            message = f"'{name}' is explained by itself{f' (through {through})' if through else ''}"
            problems.append(Problem("E211", message, ("outcomes", name)))
    return problems


def _reached(start: str, mentions: Mapping[str, set[str]]) -> set[str]:
    """Return what can be reached from `start` by following mentions."""
    reached: set[str] = set()
    stack = [start]
    while stack:
        fresh = mentions.get(stack.pop(), set()) - reached
        reached |= fresh
        stack.extend(fresh)
    return reached


def _mentions(text: str, outcomes: Mapping[str, str]) -> set[str]:
    try:
        return {name for name in atoms(parse(text)) if name in outcomes}
    except FormulaError:
        return set()
