"""What each part of a model rests on, and what kind of claim that is.

The kind of support of a part is that of the firmest statement behind it, in this order: *reported* (somebody other
than the writer said or did it), *asserted* (the writer says so), *inferred* (the writer concludes it), *analyst's
step*. Among statements of one kind the one with the least hedge counts, and its hedge is the one that is shown. A part
without statements has *no source*. Firm means close to the matter, not true: a report is as good as its source.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from detente.case.model import (
    Case,
    Condition,
    Hedge,
    Likelihood,
    Mode,
    Pairs,
    Preferences,
    PreferenceStatement,
    Prioritization,
    Ranking,
    Statement,
    Supported,
)
from detente.errors import Path


class Support(StrEnum):
    """What kind of claim a part of the model rests on, the firmest first."""

    REPORTED = "reported"
    ASSERTED = "asserted"
    INFERRED = "inferred"
    ANALYST = "analyst's step"
    NONE = "no source"


_KINDS = {
    Mode.DIRECT: Support.REPORTED,
    Mode.MIXED: Support.REPORTED,
    Mode.INDIRECT: Support.REPORTED,
    Mode.NARRATED_ACT: Support.REPORTED,
    Mode.AUTHOR_ASSERTION: Support.ASSERTED,
    Mode.AUTHOR_INFERENCE: Support.INFERRED,
    Mode.ANALYST_STEP: Support.ANALYST,
}
_FIRMNESS = list(Support)
_HEDGES = list(Hedge)


@dataclass(frozen=True, slots=True)
class Assumption:
    """One part of the model, as something that could be otherwise.

    Attributes
    ----------
    path
        Where it stands in the case file.
    kind
        ``decision maker``, ``option``, ``irreversible option``, ``preference``, ``known comparison``,
        ``preference order``, ``constraint``, ``move``, ``arcs``, ``merge``, ``status quo``, ``outcome``,
        ``perception`` or ``influence``.
    decision_maker
        Whose it is; empty if nobody's.
    text
        Formula or label, as in the file.
    because
        Ids of the statements it rests on.
    likelihood
        How sure the analyst is, where given.
    support
        Kind of the firmest statement.
    hedge
        How firmly that statement is made.
    """

    path: Path
    kind: str
    decision_maker: str
    text: str
    because: tuple[str, ...]
    likelihood: Likelihood | None
    support: Support
    hedge: Hedge


def support_of(statements: Sequence[Statement]) -> tuple[Support, Hedge]:
    """Return the kind of the firmest statement and its hedge.

    >>> said = Statement(mode=Mode.INDIRECT, hedge=Hedge.WEAK, source="s", claim="It may come to that.")
    >>> step = Statement(mode=Mode.ANALYST_STEP, claim="Refusals before aims.")
    >>> [str(word) for word in support_of([step, said])]
    ['reported', 'weak']
    >>> [str(word) for word in support_of([])]
    ['no source', 'none']
    """
    if not statements:
        return Support.NONE, Hedge.NONE
    ranked = [(_FIRMNESS.index(_KINDS[entry.mode]), _HEDGES.index(entry.hedge)) for entry in statements]
    kind, hedge = min(ranked)
    return _FIRMNESS[kind], _HEDGES[hedge]


def assumptions(case: Case) -> tuple[Assumption, ...]:
    """Return every part of the model with what it rests on, in the order of the file's sections.

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
    ...   town: {name: The town, options: {build: Build it}, preferences: [{that: build, because: [plan]}]}
    ... sources: {gazette: {title: Gazette}}
    ... statements: {plan: {source: gazette, mode: indirect, hedge: medium, claim: The town wants the bridge.}}
    ... ''')
    >>> for part in assumptions(case):
    ...     print(part.kind, "|", part.text, "|", part.support, "|", part.hedge)
    decision maker | The town | no source | none
    option | Build it | no source | none
    preference | build | reported | medium
    preference order | 1 statement | no source | none
    """
    return tuple(
        Assumption(
            case.locate(path), kind, party, text, part.because, getattr(part, "likelihood", None), *_support(case, part)
        )
        for path, kind, party, text, part in _parts(case)
    )


def _support(case: Case, part: Supported) -> tuple[Support, Hedge]:
    return support_of([case.statements[name] for name in part.because])


# arcs are bare lists of states and cannot say what they rest on
_NOTHING = Supported()

Part = tuple[Path, str, str, str, Supported]


def _parts(case: Case) -> Iterator[Part]:
    for party, content in case.decision_makers.items():
        path: Path = ("decision_makers", party)
        yield path, "decision maker", party, content.name, content
        for name, option in content.options.items():
            kind = "irreversible option" if option.irreversible else "option"
            yield (*path, "options", name), kind, party, option.label, option
        yield from _preference_parts((*path, "preferences"), party, content.preferences)
    for position, constraint in enumerate(case.constraints):
        yield ("constraints", position), "constraint", "", constraint.that.text, constraint
    for position, move in enumerate(case.moves):
        verb = "never from" if move.never else "from"
        yield ("moves", position), "move", move.by, f"{verb} '{move.origin.text}' to '{move.to.text}'", move
    for position, merge in enumerate(case.indistinguishable):
        yield ("indistinguishable", position), "merge", "", merge.that.text, merge
    for party, moves in case.arcs.items():
        text = "; ".join(f"{start} to {', '.join(targets)}" for start, targets in moves.items())
        yield ("arcs", party), "arcs", party, text, _NOTHING
    if case.status_quo:
        yield ("status_quo",), "status quo", "", case.status_quo.state.text, case.status_quo
    for name, outcome in case.outcomes.items():
        yield ("outcomes", name), "outcome", "", f"{name}: {outcome.that.text}", outcome
    yield from _belief_parts(case)


def _preference_parts(path: Path, party: str, preferences: Preferences) -> Iterator[Part]:
    if isinstance(preferences, Prioritization):
        for position, item in enumerate(preferences.statements):
            place = (*path, "statements", position)
            if isinstance(item, PreferenceStatement):
                yield place, "preference", party, item.that.text, item
                continue
            for inner, statement in enumerate(item.any_order):
                yield (*place, "any order", inner), "preference", party, statement.that.text, statement
        yield path, "preference order", party, _counted(len(preferences.statements), "statement"), preferences
    elif isinstance(preferences, Ranking):
        yield path, "preference order", party, _ranking_text(preferences.ranking), preferences
    elif isinstance(preferences, Pairs):
        for position, pair in enumerate(preferences.pairs):
            text = f"{pair.better.text} over {pair.worse.text}"
            yield (*path, "pairs", position), "known comparison", party, text, pair
        if preferences.because:
            yield path, "preference order", party, _counted(len(preferences.pairs), "known comparison"), preferences
    else:
        text = ", ".join(f"{option} {worth}" for option, worth in preferences.weights.items())
        yield path, "preference order", party, text, preferences


def _belief_parts(case: Case) -> Iterator[Part]:
    for position, perception in enumerate(case.perceptions):
        subject = f"how it sees {perception.of}" if perception.of else "what it does not see"
        yield ("perceptions", position), "perception", perception.by, perception.about or subject, perception
    for position, influence in enumerate(case.influences):
        text = influence.about or f"on {influence.on}{f' through {influence.through}' if influence.through else ''}"
        yield ("influences", position), "influence", influence.by, text, influence


def _ranking_text(ranking: tuple[tuple[Condition, ...], ...]) -> str:
    return " > ".join(" = ".join(condition.text for condition in group) for group in ranking)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
