"""The ledger: from each part of a model to the statements it rests on, and back; what is missing; what falls.

Several statements of one source count as one, and so do sources of one independence group: a report that many repeat
is one report. What a party is said to want is second-hand unless one of its own voices (`DecisionMaker.voices`) says
so, and adverse if only other parties' voices do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from detente.case import Assumption, apply_variant, assumptions
from detente.case.model import Case, Mode, Statement, Variant
from detente.errors import UnknownNameError

_OWN = {"decision maker", "option", "irreversible option", "preference", "known comparison", "preference order"}


class Gap(StrEnum):
    """What the support of a part lacks."""

    NO_SOURCE = "no source"
    ANALYST_ONLY = "the analyst's step only"
    SINGLE_SOURCE = "a single source"
    SECOND_HAND = "only second-hand"
    ADVERSE = "only another party's claim"
    INFERRED = "only inferred"
    STALE = "only stale"


@dataclass(frozen=True, slots=True)
class Entry:
    """One part of the model in the ledger.

    Attributes
    ----------
    assumption
        The part, with the ids of its statements.
    sources
        Sources or independence groups that speak for it, in the order of its statements.
    gaps
        What its support lacks.
    """

    assumption: Assumption
    sources: tuple[str, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Fall:
    """What happens to a part when statements are left out.

    Attributes
    ----------
    assumption
        The part as it was.
    left
        The statements that remain.
    removed
        Whether it leaves the model: it rested on nothing else, and the model can do without it.
    """

    assumption: Assumption
    left: tuple[str, ...]
    removed: bool


def ledger(case: Case, stale: Iterable[str] = ()) -> tuple[Entry, ...]:
    """Return every part of the model with its sources and what its support lacks, in the order of the file.

    Parameters
    ----------
    stale
        Statements that a changed document touches.

    Examples
    --------
    >>> from detente.case import load_case
    >>> entries = ledger(load_case("ukraine-2026-01"))
    >>> [entry.assumption.text for entry in entries if Gap.NO_SOURCE in entry.gaps]
    []
    """
    touched = frozenset(stale)
    return tuple(_entry(case, part, touched) for part in assumptions(case))


def _entry(case: Case, part: Assumption, stale: frozenset[str]) -> Entry:
    real = {name: case.statements[name] for name in part.because if case.statements[name].source}
    sources = tuple(dict.fromkeys(_group(case, statement) for statement in real.values()))
    if not part.because:
        return Entry(part, (), (Gap.NO_SOURCE,))
    if not real:
        return Entry(part, (), (Gap.ANALYST_ONLY,))
    gaps = []
    if len(sources) == 1:
        gaps.append(Gap.SINGLE_SOURCE)
    if part.decision_maker and part.kind in _OWN:
        speakers = [_party_of(case, statement) for statement in real.values()]
        if part.decision_maker not in speakers:
            gaps.append(Gap.SECOND_HAND)
            if all(speakers):
                gaps.append(Gap.ADVERSE)
    if all(statement.mode is Mode.AUTHOR_INFERENCE for statement in real.values()):
        gaps.append(Gap.INFERRED)
    if stale.issuperset(real):
        gaps.append(Gap.STALE)
    return Entry(part, sources, tuple(gaps))


def _group(case: Case, statement: Statement) -> str:
    source = statement.source or ""
    return case.sources[source].group or source


def _party_of(case: Case, statement: Statement) -> str:
    """Return the decision maker whose voice has the last word; empty if nobody's."""
    if not statement.voices:
        return ""
    last = statement.voices[-1]
    return next((name for name, party in case.decision_makers.items() if last in party.voices), "")


def rests_on(case: Case, statement: str) -> tuple[Assumption, ...]:
    """Return the parts of the model that a statement supports: the way back.

    >>> from detente.case import load_case
    >>> [part.kind for part in rests_on(load_case("ukraine-2026-01"), "c24")]
    ['outcome']
    """
    return tuple(part for part in assumptions(case) if statement in part.because)


def select_statements(case: Case, what: str) -> tuple[str, ...]:
    """Return the statements that a word picks out: a statement, source, group, mode, or voice anywhere in the chain.

    A kind can be said before a colon: ``voice:Lavrov``. Case does not matter for voices and modes.

    Raises
    ------
    UnknownNameError
        Nothing is called so, or several kinds of things are.

    Examples
    --------
    >>> from detente.case import load_case
    >>> case = load_case("ukraine-2026-01")
    >>> len(select_statements(case, "author's inference")), select_statements(case, "statement:c3")
    (8, ('c3',))
    """
    kinds = _kinds(case)
    kind, colon, name = what.partition(":")
    if colon and kind.strip().lower() in kinds:
        chosen = [kind.strip().lower()]
        what = name.strip()
    else:
        chosen = [kind for kind, names in kinds.items() if what.lower() in names]
    if len(chosen) > 1 and len({kinds[kind][what.lower()] for kind in chosen}) > 1:
        raise UnknownNameError("single thing to drop called", what, [f"{kind}:{what}" for kind in chosen])
    if not chosen or what.lower() not in kinds[chosen[0]]:
        known = _as_written(case, [name for kind in (chosen or kinds) for name in kinds[kind]])
        raise UnknownNameError(chosen[0] if chosen else "statement, source, voice or mode", what, known)
    return kinds[chosen[0]][what.lower()]


def _as_written(case: Case, names: list[str]) -> list[str]:
    """Give names in small letters the capitals that the case has."""
    written = {voice.lower(): voice for statement in case.statements.values() for voice in statement.voices}
    written |= {name.lower(): name for name in (*case.statements, *case.sources)}
    written |= {source.group.lower(): source.group for source in case.sources.values() if source.group}
    return [written.get(name, name) for name in names]


def _kinds(case: Case) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return, for each kind of thing that can be dropped, its names in small letters and their statements."""
    found: dict[str, dict[str, list[str]]] = {"statement": {}, "source": {}, "group": {}, "mode": {}, "voice": {}}
    for key, statement in case.statements.items():
        found["statement"][key.lower()] = [key]
        found["mode"].setdefault(statement.mode.value, []).append(key)
        for voice in dict.fromkeys(statement.voices):
            found["voice"].setdefault(voice.lower(), []).append(key)
        if statement.source:
            found["source"].setdefault(statement.source.lower(), []).append(key)
            group = case.sources[statement.source].group
            if group:
                found["group"].setdefault(group.lower(), []).append(key)
    return {kind: {name: tuple(keys) for name, keys in names.items()} for kind, names in found.items()}


def without_statements(case: Case, dropped: Iterable[str]) -> Case:
    """Return the case without some statements, and without the parts that rest on them alone.

    What the model cannot do without (a decision maker, an option, the status quo, a named outcome, an order, a
    ranking) stays and rests on less, or on nothing. The rule is that of ``drop`` in a variant.
    """
    name = "without"
    while name in case.variants:
        name += "-"
    variant = Variant(drop=tuple(dropped))
    dropping = case.model_copy(update={"variants": {**case.variants, name: variant}})
    return apply_variant(dropping, name).model_copy(update={"variants": case.variants})


def falls(case: Case, dropped: Iterable[str]) -> tuple[Fall, ...]:
    """Return the parts that lose all their statements from sources when some are dropped.

    They either leave the model, or stay with steps of the analyst alone, or with nothing.

    Examples
    --------
    >>> from detente.case import load_case
    >>> case = load_case("ukraine-2026-01")
    >>> [(fall.assumption.text, fall.left, fall.removed) for fall in falls(case, ["c10"])]
    [('not anchorage', (), True)]
    """
    gone = frozenset(dropped)
    found = []
    for part in assumptions(case):
        had = [name for name in part.because if case.statements[name].source]
        left = tuple(name for name in part.because if name not in gone)
        if had and not any(case.statements[name].source for name in left):
            removable = part.kind in {"preference", "constraint", "move", "merge", "perception", "influence"}
            found.append(Fall(part, left, removable and not left))
    return tuple(found)
