"""Changes carried out: the case as it would be."""

from __future__ import annotations

from collections.abc import Iterable

from detente.analysis.inverse.kinds import Adopted, Change, Edit, EditKind, Ingredient, Irrevocable, Renounced, Rule
from detente.case.conditions import flat_statements
from detente.case.model import (
    Case,
    Condition,
    Constraint,
    Move,
    Preferences,
    PreferenceStatement,
    Prioritization,
    Ranking,
)
from detente.logic import Atom, Not


def changed_case(case: Case, changes: Iterable[Change]) -> Case:
    """Return the case with some changes, carried out one after another."""
    for change in changes:
        case = _changed(case, change)
    return case


def _changed(case: Case, change: Change) -> Case:
    match change:
        case Edit(decision_maker=dm):
            return _wanting(case, dm, edited(case.decision_makers[dm].preferences, change))
        case Adopted(decision_maker=dm, preferences=preferences):
            return _wanting(case, dm, preferences)
        case Irrevocable(option=qualified, direction=direction):
            dm, _, name = qualified.partition(".")
            party = case.decision_makers[dm]
            option = party.options[name].model_copy(update={"irreversible": direction})
            return _with_party(case, dm, {"options": {**party.options, name: option}})
        case Rule(that=that):
            return case.model_copy(update={"constraints": (*case.constraints, Constraint(that=that))})
        case Renounced(decision_maker=dm, origin=origin, to=to):
            ends = {"origin": Condition(origin, Atom(origin)), "to": Condition(to, Atom(to))}
            return case.model_copy(update={"moves": (*case.moves, Move(by=dm, never=True, **ends))})
        case Ingredient(added=added):
            section = "constraints" if isinstance(added, Constraint) else "moves"
            return case.model_copy(update={section: (*getattr(case, section), added)})


def _wanting(case: Case, dm: str, preferences: Preferences) -> Case:
    return _with_party(case, dm, {"preferences": preferences})


def _with_party(case: Case, dm: str, update: dict[str, object]) -> Case:
    party = case.decision_makers[dm].model_copy(update=update)
    return case.model_copy(update={"decision_makers": {**case.decision_makers, dm: party}})


def edited(preferences: Preferences, edit: Edit) -> Preferences:
    """Return preferences with one entry edited. A list loses its groups of unknown order: the order written counts."""
    if isinstance(preferences, Ranking):
        groups = list(preferences.ranking)
        groups.insert(edit.to - 1, (edit.that,))
        return preferences.model_copy(update={"ranking": tuple(groups)})
    assert isinstance(preferences, Prioritization)  # noqa: S101 (weights have no entries to edit)
    statements = list(flat_statements(preferences))
    match edit.kind:
        case EditKind.DROP:
            del statements[edit.place - 1]
        case EditKind.NEGATE:
            statements[edit.place - 1] = PreferenceStatement(that=negated(edit.that))
        case EditKind.MOVE:
            statements.insert(edit.to - 1, statements.pop(edit.place - 1))
        case _:
            statements.insert(edit.to - 1, PreferenceStatement(that=edit.that))
    return preferences.model_copy(update={"statements": tuple(statements)})


def negated(condition: Condition) -> Condition:
    """Return the opposite of a condition.

    >>> negated(Condition("not build", Not(Atom("town.build")))).text
    'build'
    """
    if isinstance(condition.formula, Not) and condition.text.startswith("not "):
        inner = condition.text.removeprefix("not ").strip()
        if inner.isidentifier() or (inner.startswith("(") and inner.endswith(")") and inner.count("(") == 1):
            return Condition(inner, condition.formula.part)
    simple = isinstance(condition.formula, Atom)
    return Condition(f"not {condition.text}" if simple else f"not ({condition.text})", Not(condition.formula))
