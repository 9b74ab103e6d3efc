"""What the names in a formula mean: unqualified options, named outcomes, states."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from detente.errors import FormulaError, nearest
from detente.logic.formula import (
    And,
    Atom,
    Constant,
    Count,
    Formula,
    Iff,
    Implies,
    Named,
    Not,
    Or,
    measure,
)
from detente.logic.parse import MAX_DEPTH, parse

MAX_SIZE = 100_000


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that a formula may use.

    Attributes
    ----------
    options
        All options, qualified (``dm.option``).
    states
        Names of states (graph form).
    outcomes
        What each named outcome stands for, resolved; None for one that is itself at fault.
    is_complete
        False when a part of the case that defines names could not be read: unknown names are then let pass,
        because the fault is elsewhere and already reported.
    """

    options: tuple[str, ...] = ()
    states: frozenset[str] = frozenset()
    outcomes: Mapping[str, Formula | None] = field(default_factory=dict)
    is_complete: bool = True
    owners: Mapping[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        owners: dict[str, tuple[str, ...]] = {}
        for qualified in self.options:
            name = qualified.partition(".")[2]
            owners[name] = (*owners.get(name, ()), qualified)
        object.__setattr__(self, "owners", owners)

    def names(self) -> tuple[str, ...]:
        """Return every name that a formula may use, qualified ones last."""
        return (*self.owners, *self.states, *self.outcomes, *self.options)


def read_formula(text: str, scope: Scope) -> Formula:
    """Parse a formula and resolve its names.

    Raises
    ------
    FormulaError
        If it cannot be read, or a name in it is unknown or ambiguous.

    Examples
    --------
    >>> read_formula("not insist", Scope(options=("town.insist", "firm.accept")))
    Not(part=Atom(name='town.insist'))
    """
    return resolve(parse(text), scope, text)


def resolve(formula: Formula, scope: Scope, text: str = "") -> Formula:
    """Replace the names in a parsed formula by what they mean.

    Parameters
    ----------
    formula
        From `parse`.
    scope
        The names that exist.
    text
        The formula as written, so that an error can point at the name.

    Returns
    -------
    Formula
        Atoms are qualified options or states; outcomes are `Named`.

    Raises
    ------
    FormulaError
        For unknown and ambiguous names (one message for all of them, at the column of the first), and for a formula
        that grows too large once its named outcomes are written out.
    """
    faults: dict[str, str] = {}

    def look_up(name: str) -> Formula:
        try:
            return _meaning(name, scope)
        except LookupError as error:
            faults.setdefault(name, str(error.args[0]))
            return Constant(True)

    resolved = _replace_atoms(formula, look_up)
    if faults:
        columns = {name: _column(name, text) for name in faults}
        ordered = sorted(faults, key=lambda name: columns[name])
        raise FormulaError("; and ".join(faults[name] for name in ordered), columns[ordered[0]])
    deep, size = measure(resolved)
    if deep > MAX_DEPTH or size > MAX_SIZE:
        message = f"{size:,} parts nested {deep} deep when its named outcomes are written out"
        raise FormulaError(f"{message}; at most {MAX_SIZE:,} and {MAX_DEPTH}", 1)
    return resolved


def _meaning(name: str, scope: Scope) -> Formula:
    if name in scope.states or ("." in name and name in scope.options):
        return Atom(name)
    if name in scope.outcomes:
        return Named(name, scope.outcomes[name] or Constant(True))
    owned = scope.owners.get(name, ())
    if len(owned) == 1:
        return Atom(owned[0])
    if owned:
        listed = " or ".join(f"'{option}'" for option in owned)
        raise LookupError(f"'{name}' is an option of several decision makers; write {listed}")
    if not scope.is_complete:
        return Constant(True)
    kind = "state or outcome" if scope.states else "option or outcome"
    known = scope.options if "." in name else scope.names()
    raise LookupError(f"no {kind} '{name}'{nearest(name, known)}")


def _replace_atoms(formula: Formula, look_up: Callable[[str], Formula]) -> Formula:  # noqa: PLR0911 (one return a kind of node)
    def inside(part: Formula) -> Formula:
        return _replace_atoms(part, look_up)

    match formula:
        case Atom(name):
            return look_up(name)
        case Constant() | Named():
            return formula
        case Not(part):
            return Not(inside(part))
        case And(parts):
            return And(tuple(map(inside, parts)))
        case Or(parts):
            return Or(tuple(map(inside, parts)))
        case Implies(condition, consequence, wording):
            return Implies(inside(condition), inside(consequence), wording)
        case Iff(left, right):
            return Iff(inside(left), inside(right))
        case Count(bound, number, parts):
            return Count(bound, number, tuple(map(inside, parts)))


def _column(name: str, text: str) -> int:
    place = re.search(rf"(?<![\w.]){re.escape(name)}(?![\w.])", text)
    return place.start() + 1 if place else 1
