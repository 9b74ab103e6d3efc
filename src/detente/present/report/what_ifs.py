"""What the case says beyond what is analyzed here: perceptions, influences, variants."""

from __future__ import annotations

from detente.case.model import Influence, Perception, Preferences, PreferenceStatement, Prioritization, Ranking
from detente.conflict import build_conflict
from detente.errors import DetenteError
from detente.present.answer import summarize
from detente.present.names import dm_short, option_label
from detente.present.overview import preferences_words
from detente.present.report.material import Material
from detente.present.report.support_parts import Coded, VariantRow
from detente.present.words import condition_words
from detente.stability import analyze_stability

MOST_STATES = 20_000
"""Beyond this, variants are left to the command line: each is a whole analysis."""

_MOST_POINTS = 4
_NOTHING: tuple[str, ...] = ()


def coded(material: Material) -> tuple[Coded, ...]:
    """Return perceptions and influences as the case states them."""
    case = material.case
    return (
        *(_perception(material, perception) for perception in case.perceptions),
        *(_influence(material, influence) for influence in case.influences),
    )


def variants(material: Material) -> tuple[VariantRow, ...]:
    """Return each variant of the case with what follows from it; none in the report on a variant."""
    if material.conflict.variant:
        return ()
    return tuple(
        VariantRow(name, variant.about or "", _answer(material, name))
        for name, variant in material.case.variants.items()
    )


def _answer(material: Material, name: str) -> str:
    if material.conflict.n_states > MOST_STATES:
        return f"Not computed here. To see it: analyze the case with --variant {name}."
    try:
        conflict = build_conflict(material.case, variant=name, memory_limit=material.conflict.memory_limit)
        result = analyze_stability(conflict, tuple(material.result.stable))
    except DetenteError as error:
        return f"No answer: {error!s}"
    return summarize(result, most=3).where


def _perception(material: Material, perception: Perception) -> Coded:
    case = material.case
    words = [perception.about] if perception.about else []
    words += [f"It does not know of the option “{option_label(case, option)}”." for option in perception.unaware_of]
    words += [f"It does not see states in which: {condition_words(case, unseen)}." for unseen in perception.unseen]
    lead, points = "", _NOTHING
    if perception.of and perception.preferences:
        lead = f"What {dm_short(case, perception.of)} wants, as it sees it, the most important first:"
        points = _points(material, perception.preferences)
    title = f"Belief: {dm_short(case, perception.by)}"
    return Coded(title, " ".join(words), lead, points, material.support(perception.because))


def _influence(material: Material, influence: Influence) -> Coded:
    case = material.case
    words = [influence.about] if influence.about else []
    if influence.through:
        words.append(f"Through: {option_label(case, influence.through)}.")
    lead, points = "", _NOTHING
    if influence.preferences and _same(influence.preferences, case.decision_makers[influence.on].preferences):
        words.append(f"While influenced {dm_short(case, influence.on)} wants what is coded above.")
    elif influence.preferences:
        lead = f"What {dm_short(case, influence.on)} wants while influenced, the most important first:"
        points = _points(material, influence.preferences)
    title = f"Influence: {dm_short(case, influence.by)} on {dm_short(case, influence.on)}"
    return Coded(title, " ".join(words), lead, points, material.support(influence.because))


def _same(one: Preferences, other: Preferences) -> bool:
    """Whether two lists of statements want the same in the same order, whatever they rest on."""
    if not (isinstance(one, Prioritization) and isinstance(other, Prioritization)):
        return False
    wished = [
        [entry.that.formula if isinstance(entry, PreferenceStatement) else entry for entry in listed.statements]
        for listed in (one, other)
    ]
    return wished[0] == wished[1]


def _points(material: Material, preferences: Preferences) -> tuple[str, ...]:
    """Say the most important of some preferences."""
    if isinstance(preferences, Prioritization):
        statements = [s for s in preferences.statements if isinstance(s, PreferenceStatement)]
        listed = [condition_words(material.case, statement.that) for statement in statements]
    elif isinstance(preferences, Ranking):
        listed = [
            " or equally ".join(condition_words(material.case, c) for c in group) for group in preferences.ranking
        ]
    else:
        listed = [preferences_words(preferences)]
    left = len(listed) - _MOST_POINTS
    return (*listed[:_MOST_POINTS], *((f"{left} more below these",) if left > 0 else ()))
