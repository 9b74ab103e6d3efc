"""Who can do what and who wants what, in words and as a table."""

from __future__ import annotations

from detente.case.model import (
    AnyOrder,
    Irreversible,
    Option,
    Pair,
    Pairs,
    Preferences,
    PreferenceStatement,
    Prioritization,
    Ranking,
)
from detente.conflict.navigate import state_id
from detente.present.drawing.strips import MOST_STATES, levels
from detente.present.names import counted, option_label
from detente.present.report.answer_parts import RankRow, Want, Wants
from detente.present.report.material import Material
from detente.present.words import condition_words, place_words, state_short


def wants(material: Material) -> tuple[Wants, ...]:
    """Return who can do what and who wants what, one a decision maker."""
    blocks = []
    for number, (dm, party) in enumerate(zip(material.conflict.decision_makers, material.parties, strict=True)):
        coded = material.case.decision_makers[dm]
        how, listed = _preferences(material, dm, coded.preferences)
        blocks.append(
            Wants(
                party=party,
                about=coded.about or "",
                options=tuple(_option(material, dm, name, option) for name, option in coded.options.items()),
                how=how,
                wants=listed,
                order=material.support(coded.preferences.because),
                extremes=() if material.conflict.n_states <= MOST_STATES else _extremes(material, number),
            )
        )
    return tuple(blocks)


def ranks(material: Material, states: tuple[int, ...]) -> tuple[RankRow, ...]:
    """Return the place of states in every ranking."""
    conflict = material.conflict
    return tuple(
        RankRow(
            f"state-{state + 1}",
            state_id(conflict, state),
            state_short(conflict, state),
            tuple(place_words(conflict, party, state).partition(" of ")[0] for party in range(len(material.parties))),
        )
        for state in states
    )


def _option(material: Material, dm: str, name: str, option: Option) -> Want:
    details = {
        None: (),
        Irreversible.TAKING: ("once taken, it stays",),
        Irreversible.DROPPING: ("once dropped, it stays dropped",),
    }[option.irreversible]
    weak = material.weakness("decision_makers", dm, "options", name)
    return Want(option_label(material.case, f"{dm}.{name}"), details, material.support(option.because), weak)


def _preferences(material: Material, dm: str, preferences: Preferences) -> tuple[str, tuple[Want, ...]]:
    """Return how preferences are given, and each of their parts."""
    if isinstance(preferences, Prioritization):
        return "In order of priority, the most important first:", tuple(
            _any_order(material, statement, dm, place)
            if isinstance(statement, AnyOrder)
            else _statement(material, statement, dm, "statements", place)
            for place, statement in enumerate(preferences.statements)
        )
    if isinstance(preferences, Ranking):
        groups = tuple(
            Want("; or equally: ".join(condition_words(material.case, part) for part in group), (), ())
            for group in preferences.ranking
        )
        return "Ranked outright, the best first:", groups
    if isinstance(preferences, Pairs):
        known = tuple(_pair(material, pair, dm, place) for place, pair in enumerate(preferences.pairs))
        return "Known comparisons; the rest is unknown (the analysis takes an order that agrees with them):", known
    weighed = tuple(
        Want(option_label(material.case, option), (f"weight {weight}",), ())
        for option, weight in preferences.weights.items()
    )
    return "Weighed: states are ordered by the sum of the weights of the options taken in them.", weighed


def _statement(material: Material, statement: PreferenceStatement, dm: str, *path: str | int) -> Want:
    details = []
    if statement.likelihood:
        details.append(f"the analyst holds this {statement.likelihood.value}")
    if statement.strength:
        details.append(f"{statement.strength.value} preference")
    words = condition_words(material.case, statement.that)
    weak = material.weakness("decision_makers", dm, "preferences", *path)
    return Want(words, tuple(details), material.support(statement.because), weak)


def _any_order(material: Material, group: AnyOrder, dm: str, place: int) -> Want:
    path = ("statements", place, "any order")
    parts = tuple(_statement(material, one, dm, *path, inner) for inner, one in enumerate(group.any_order))
    words = "In an order that is not known (the analysis takes the order written):"
    return Want(words, (), material.support(group.because), parts=parts)


def _pair(material: Material, pair: Pair, dm: str, place: int) -> Want:
    better, worse = condition_words(material.case, pair.better), condition_words(material.case, pair.worse)
    weak = material.weakness("decision_makers", dm, "preferences", "pairs", place)
    return Want(f"{better}; rather than: {worse}", (), material.support(pair.because), weak)


def _extremes(material: Material, party: int) -> tuple[tuple[str, str], ...]:
    """Return top, bottom and status quo of a ranking in words."""
    conflict = material.conflict
    ranked = levels(conflict, party)
    rows = [("Most wanted", _named(material, ranked[0])), ("Least wanted", _named(material, ranked[-1]))]
    if conflict.status_quo is not None:
        rows.append(("Status quo", place_words(conflict, party, conflict.status_quo)))
    return tuple(rows)


def _named(material: Material, states: tuple[int, ...]) -> str:
    first = f"{state_id(material.conflict, states[0])}: {state_short(material.conflict, states[0])}"
    return first if len(states) == 1 else f"{first}; {counted(len(states) - 1, 'other')} equally"
