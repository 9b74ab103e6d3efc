"""Two cases side by side, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.analysis.comparison import Change, ComparisonResult, Place, Way
from detente.analysis.conclusions import STATUS_QUO
from detente.case.model import Case
from detente.conflict import state_id
from detente.errors import FormulaError, format_path
from detente.present.conclusion_words import LEAD, about_words, concepts_short, formula_words
from detente.present.names import concept_name, counted, dm_short, join_words, ordinal, plain
from detente.present.words import state_short
from detente.present.words.labels import quote
from detente.present.words.states import position

_FORMULAS = ("preference", "constraint", "merge", "outcome")
_ANY_ORDER = "any order: "
_MOST_NAMED = 4
_LONGEST = 90


def title_words(result: ComparisonResult) -> str:
    """Name what is compared."""
    first, second = result.first, result.second
    names = [
        plain(conflict.variant) or ("the case as it stands" if first.case.title == second.case.title else "")
        for conflict in (first, second)
    ]
    if first.case.title == second.case.title:
        return f"{plain(first.case.title)}: {names[0]}, and {names[1]}"
    sides = [
        f"{plain(conflict.case.title)}{f' (variant: {name})' if name else ''}"
        for conflict, name in zip((first, second), names, strict=True)
    ]
    return f"{sides[0]}; and {sides[1]}"


def answer_words(result: ComparisonResult) -> tuple[str, ...]:
    """Say in three sentences what changed in the input, what in the answer, and which change did it."""
    return (_input(result), _answer(result), *_why(result))


def _input(result: ComparisonResult) -> str:
    matter = sum(change.matters for change in result.changes)
    rest = len(result.changes) - matter
    if not result.changes:
        return "Nothing is different in what the two say."
    idle = f"; {counted(rest, 'other difference')} cannot" if rest else ""
    if not matter:
        return f"{counted(rest, 'difference')} in words and sources; the answer depends on none."
    return f"{counted(matter, 'difference')} in what they say can matter to the answer{idle}."


def _answer(result: ComparisonResult) -> str:
    held = result.equilibria[LEAD]
    sentences = []
    if held.gone or held.new:
        parts = []
        if held.gone:
            parts.append(f"no longer {_places(result, held.gone)}")
        if held.new:
            parts.append(f"new is {_places(result, held.new)}")
        if held.same:
            parts.append(f"{counted(len(held.same), 'stays', 'stay')}")
        sentences.append(f"Equilibria under {concept_name(LEAD)} stability: {'; '.join(parts)}.")
    else:
        others = [concept for concept, one in result.equilibria.items() if one.gone or one.new]
        under = f"; they do under {concepts_short(others)}" if others else ""
        sentences.append(f"The equilibria under {concept_name(LEAD)} stability do not change{under}.")
    here = [turned for turned in result.turned if turned.topic.about == STATUS_QUO]
    for after in (True, False):
        concepts = [turned.topic.concept for turned in here if turned.after is after]
        if concepts:
            verb = "holds" if after else "no longer holds"
            sentences.append(f"The status quo {verb} ({concepts_short(concepts)}).")
    if not here and result.first.status_quo is not None and result.second.status_quo is not None:
        sentences.append("Whether the status quo holds does not change.")
    return " ".join(sentences)


def _why(result: ComparisonResult) -> Iterator[str]:
    for about in (STATUS_QUO, None):
        cause = next((cause for cause in result.causes if cause.about == about), None)
        if cause is None:
            continue
        subject = "the verdicts on the status quo" if about == STATUS_QUO else "all equilibria"
        if not cause.sets:
            yield f"No set of changes that was tried gives {subject} of the second."
            continue
        least = cause.sets[0]
        which = _listed(result, least)
        several = f" (one of {len(cause.sets):,} ways with as few)" if len(cause.sets) > 1 else ""
        if len(least) == 1:
            yield f"One change makes the whole difference to {subject}{several}: {which}."
        else:
            certain = "no fewer do" if cause.is_exact else "none of these can be left out, fewer others may do"
            yield f"{len(least):,} changes together make the difference to {subject}{several}, {certain}: {which}."
        return


def _listed(result: ComparisonResult, numbers: Sequence[int]) -> str:
    named = [change_words(result, number) for number in numbers[:_MOST_NAMED]]
    if len(numbers) > _MOST_NAMED:
        named.append(f"{len(numbers) - _MOST_NAMED:,} more (see the last table)")
    return join_words(named)


def change_words(result: ComparisonResult, number: int) -> str:
    """Say a change in a few words, with its number in the table."""
    change = result.changes[number]
    before, after = (_brief(text) for text in sides_words(result, change))
    where = where_words(result, change)
    match change.way:
        case Way.ADDED:
            what = f"{quote(after)} comes in"
        case Way.REMOVED:
            what = f"{quote(before)} goes"
        case Way.MOVED:
            what = f"{quote(after)} moves to another place"
        case Way.CHANGED:
            what = f"{quote(after)} in the place of {quote(before)}"
    return f"({number + 1}) {where}: {what}"


def _brief(text: str) -> str:
    return f"{text[: _LONGEST - 1].rstrip()}…" if len(text) > _LONGEST else text


def where_words(result: ComparisonResult, change: Change) -> str:
    """Say where a change stands."""
    case = result.first.case if change.way is Way.REMOVED else result.second.case
    if change.decision_maker not in case.decision_makers:
        case = result.first.case
    owner = f"{dm_short(case, change.decision_maker)}, " if change.decision_maker else ""
    place = change.path[-1]
    if isinstance(place, int):
        return f"{owner}{ordinal(place + 1)} {change.kind}"
    if change.matters:
        return f"{owner}{change.kind}"
    return format_path(change.path)


def sides_words(result: ComparisonResult, change: Change) -> tuple[str, str]:
    """Say what stands in the first case and in the second."""
    return (
        _text(result.first.case, change, change.before),
        _text(result.second.case, change, change.after),
    )


def _text(case: Case, change: Change, text: str) -> str:
    if not text or change.kind not in _FORMULAS:
        return plain(text)
    if text.startswith(_ANY_ORDER):
        parts = [_formula(case, part) for part in text.removeprefix(_ANY_ORDER).split("; ")]
        return f"in any order: {'; '.join(parts)}"
    return _formula(case, text)


def _formula(case: Case, text: str) -> str:
    try:
        return formula_words(case, text)
    except FormulaError:  # a list of options taken, or letters
        return plain(text)


def _places(result: ComparisonResult, places: Sequence[Place]) -> str:
    named = [place_words(result, place) for place in places[:2]]
    if len(places) > 2:
        named.append(f"{len(places) - 2:,} more")
    return join_words(named)


def place_words(result: ComparisonResult, place: Place) -> str:
    """Say a state, with its number in both cases where it has two."""
    conflict, name = (result.second, place.second) if place.second else (result.first, place.first)
    ids = place.first if place.first == place.second else " / ".join(filter(None, (place.first, place.second)))
    return f"{quote(state_short(conflict, position(conflict, name)))} [{ids}]"


def notes(result: ComparisonResult) -> tuple[str, ...]:
    """Return the choices made, and how far the answer goes."""
    found = [
        "States are the same when the same is done in them, whatever their numbers. A number before and one after a"
        " stroke: in the first and in the second.",
    ]
    if result.states_gone or result.states_new:
        found.append(f"States that only the first has: {result.states_gone:,}; only the second: {result.states_new:,}.")
    if result.causes:
        found.append(
            f"{counted(result.n_tried, 'set')} of changes tried, smallest first, each made in the first case. What is"
            " found is a cause in the model, of the difference between two models."
        )
    if any(not cause.is_exact for cause in result.causes):
        found.append(
            "Not exact: all changes were made and taken back one by one as long as nothing was lost. Nothing more can"
            " be left out; other sets may be smaller."
        )
    moved = [
        state_id(conflict, conflict.status_quo) if conflict.status_quo is not None else "none"
        for conflict in (result.first, result.second)
    ]
    if any(change.kind == "status quo" for change in result.changes):
        found.append(f"The status quo is not the same: {' / '.join(moved)}.")
    return tuple(found)


def cause_words(about: str | None) -> str:
    """Name what a cause is of."""
    return "all equilibria" if about is None else about_words(about)
