"""Advice that needs no states: what is written down but does not matter, and what matters but has no source."""

from __future__ import annotations

from collections.abc import Iterator

from detente.case.conditions import mentioned
from detente.case.model import Case, Pairs, Preferences, PreferenceStatement, Prioritization, Ranking
from detente.case.support import Support, assumptions
from detente.errors import Path, Problem

_NEEDS_A_SOURCE = (
    "preference",
    "known comparison",
    "preference order",
    "irreversible option",
    "constraint",
    "move",
    "merge",
    "perception",
    "influence",
)


def advise(case: Case) -> tuple[Problem, ...]:
    """Return advice on a case that can be read, in the order of the file.

    Cost
    ----
    Linear in the size of the case.

    Examples
    --------
    >>> from detente.case import parse_case
    >>> case = parse_case('''
    ... detente: 1
    ... title: A bridge
    ... decision_makers:
    ...   town: {name: The town, options: {build: Build it, plan: Plan it}, preferences: [build, build]}
    ... ''')
    >>> for problem in advise(case):
    ...     print(problem.code, problem.message)
    W401 nobody's preferences mention the option 'town.plan'; it changes nothing unless a constraint ties it to another
    W405 'build' is repeated; it stands higher in the list already
    """
    advice = [
        *_unmentioned_options(case),
        *_same_preferences(case),
        *_unsupported(case),
        *_unused(case),
        *_repeated(case),
    ]
    return tuple(sorted(advice, key=lambda problem: (problem.line, problem.column, problem.code)))


def _all_preferences(case: Case) -> Iterator[Preferences]:
    """Yield all preferences anywhere in the case: an option can matter in a variant only."""
    for party in case.decision_makers.values():
        yield party.preferences
    for variant in case.variants.values():
        yield from variant.preferences.values()
    beliefs = [perception.preferences for perception in case.perceptions]
    beliefs += [wants for influence in case.influences for wants in (influence.preferences, influence.otherwise)]
    yield from (preferences for preferences in beliefs if preferences)


def _unmentioned_options(case: Case) -> Iterator[Problem]:
    used = frozenset[str]().union(*map(mentioned, _all_preferences(case)))
    for qualified in case.options:
        if qualified not in used:
            party, _, option = qualified.partition(".")
            message = f"nobody's preferences mention the option '{qualified}'"
            path = ("decision_makers", party, "options", option)
            yield case.problem("W401", f"{message}; it changes nothing unless a constraint ties it to another", path)


def _same_preferences(case: Case) -> Iterator[Problem]:
    seen: dict[object, str] = {}
    for party, content in case.decision_makers.items():
        wanted = _meaning(content.preferences)
        if wanted in seen:
            message = f"'{party}' wants exactly what '{seen[wanted]}' wants; two parties, or one?"
            yield case.problem("W402", message, ("decision_makers", party, "preferences"))
        seen.setdefault(wanted, party)


def _meaning(preferences: Preferences) -> object:
    """Return what preferences say, without what they rest on."""
    if isinstance(preferences, Prioritization):
        return tuple(
            item.that.formula
            if isinstance(item, PreferenceStatement)
            else frozenset(statement.that.formula for statement in item.any_order)
            for item in preferences.statements
        )
    if isinstance(preferences, Ranking):
        return tuple(frozenset(condition.formula for condition in group) for group in preferences.ranking)
    if isinstance(preferences, Pairs):
        return frozenset((pair.better.formula, pair.worse.formula) for pair in preferences.pairs)
    return frozenset(preferences.weights.items())


def _unsupported(case: Case) -> Iterator[Problem]:
    """Find assumptions without a source, in cases that give sources at all."""
    if not case.statements:
        return
    for part in assumptions(case):
        if part.support is Support.NONE and part.kind in _NEEDS_A_SOURCE:
            message = (
                f"the {part.kind} '{part.text}' has no source; add 'because', or a statement with mode analyst's step"
            )
            yield case.problem("W403", message, part.path)


def _unused(case: Case) -> Iterator[Problem]:
    used = {name for part in assumptions(case) for name in part.because} | _used_in_variants(case)
    for name in case.statements:
        if name not in used:
            yield case.problem("W404", f"nothing rests on the statement '{name}'", ("statements", name))
    cited = {statement.source for statement in case.statements.values()} | {entry.source for entry in case.published}
    for name in case.sources:
        if name not in cited:
            yield case.problem(
                "W404", f"no statement and no published result cites the source '{name}'", ("sources", name)
            )


def _used_in_variants(case: Case) -> set[str]:
    """Return the statements that only a variant, or preferences inside a belief, rest on."""
    used: set[str] = set()
    for preferences in _all_preferences(case):
        used.update(preferences.because)
        for item in preferences.statements if isinstance(preferences, Prioritization) else ():
            used.update(item.because)
            used.update(name for inner in getattr(item, "any_order", ()) for name in inner.because)
    for variant in case.variants.values():
        for part in (variant, *variant.constraints, *variant.moves, variant.status_quo):
            used.update(part.because if part else ())
    return used


def _repeated(case: Case) -> Iterator[Problem]:
    for party, content in case.decision_makers.items():
        if not isinstance(content.preferences, Prioritization):
            continue
        seen = set()
        for position, item in enumerate(content.preferences.statements):
            group = [item] if isinstance(item, PreferenceStatement) else item.any_order
            for inner, statement in enumerate(group):
                if statement.that.formula in seen:
                    path: Path = ("decision_makers", party, "preferences", "statements", position)
                    if not isinstance(item, PreferenceStatement):
                        path = (*path, "any order", inner)
                    message = f"'{statement.that.text}' is repeated; it stands higher in the list already"
                    yield case.problem("W405", message, path)
                seen.add(statement.that.formula)
