"""Influence as JSON: same envelope and same rules as `detente.present.result_json`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Literal

from pydantic import Field

from detente.analysis.influence import (
    Change,
    Extent,
    InfluenceResult,
    ReadingKind,
    Setting,
    Shift,
    Signal,
    Threshold,
    Tipping,
)
from detente.case import Support
from detente.case.model import Hedge
from detente.conflict import state_id
from detente.present.influence_document import notes
from detente.present.influence_words import answer_words, chain_words, influence_words, reading_words, threshold_words
from detente.present.result_json import (
    CaseRecord,
    Record,
    StateRecord,
    StepRecord,
    header,
    json_lines,
    state_records,
)
from detente.present.words.states import position
from detente.stability import Concept


class InfluenceParameters(Record):
    """What was asked for."""

    concept: Concept = Field(description="What counts as an equilibrium, and as deterred.")
    variant: str | None = Field(description="The variant applied; null for the case as it stands.")


class InfluenceRest(Record):
    """Where it comes to rest from the status quo, and the shortest story that leads there."""

    state: str
    steps: list[StepRecord]


class SettingRecord(Record):
    """What holds while some influences act."""

    acting: list[str]
    equilibria: list[str]
    projected: list[list[str]] = Field(description="The same without the options that influences go through.")
    rests: list[InfluenceRest]
    never_decides: list[str] = Field(description="Acting influences that a later one always overrides.")


class InfluenceRecord(Record):
    """An influence of the case, and what it rests on."""

    id: str
    by: str
    on: str
    through: str | None
    statements: list[str]
    sources: list[str]
    support: Support
    hedge: Hedge
    inferred: bool = Field(description="Whether some statements are the writer's inference or the analyst's step.")
    words: str


class ChainLinkRecord(Record):
    """A link of a chain."""

    influence: str
    taken: Extent | None = Field(description="In how many equilibria of the chain its option is taken.")


class ChainRecord(Record):
    """Influences of which each is by the party that the one before is on."""

    links: list[ChainLinkRecord]
    together: SettingRecord
    adds: bool = Field(description="Whether together they do what neither none nor the last link does.")
    thinnest: list[str]
    words: str


class ShiftRecord(Record):
    """A preference statement that moves from one list to the other."""

    that: str
    before: int | None = Field(description="Its place without the influence, from 1; null where it is not there.")
    after: int | None = Field(description="Its place in the influenced list, likewise.")


class TippingRecord(Record):
    """The fewest statements that have to shift."""

    sets: list[list[ShiftRecord]] = Field(description="Every smallest set.")
    searched: int = Field(description="All sets up to this size were tried.")
    is_complete: bool = Field(description="Whether these are all sets there are.")


class ThresholdRecord(Record):
    """How much of an influence it takes, all others aside."""

    influence: str
    shifts: list[ShiftRecord]
    departs: TippingRecord | None
    returns: TippingRecord | None
    reason: str = Field(description="Why there is no answer; empty if there is.")
    words: str


class ReadingRecord(Record):
    """One way to take an act, or its absence."""

    kind: ReadingKind
    of: list[str] = Field(description="The influence, perceptions or variant that it is taken from.")
    words: str


class TakenRecord(Record):
    """What follows from one reading."""

    acted: bool
    reading: ReadingRecord
    responses: list[str] = Field(description="Where the party addressed would move; empty for doing nothing.")
    leads_to: list[str]
    expected: list[str] = Field(description="Where the party addressed expects it to come to rest.")
    for_actor: Change


class ResponseRecord(Record):
    """One thing that the party addressed can do about the act."""

    to: str
    for_actor: Change
    by_reading: list[Change] = Field(description="By reading of the act: compared with doing nothing.")


class SignalRecord(Record):
    """An act that changes minds only."""

    option: str
    actor: str
    addressed: str
    undone: str
    done: str
    taken: list[TakenRecord]
    responses: list[ResponseRecord]


class InfluenceDocument(Record):
    """What `detente influence CASE --format json` prints."""

    detente: str = Field(description="The version that made this.")
    format: Literal[1] = Field(description="The version of this contract.")
    case: CaseRecord
    parameters: InfluenceParameters
    influences: list[InfluenceRecord]
    as_coded: SettingRecord
    without: SettingRecord
    alone: dict[str, SettingRecord]
    everything: SettingRecord
    all_but: dict[str, SettingRecord]
    pivots: list[list[str]] = Field(description="The smallest groups without which the equilibria are other ones.")
    pivots_searched: int
    thinnest: list[str]
    chains: list[ChainRecord]
    thresholds: list[ThresholdRecord]
    signals: list[SignalRecord]
    material: list[str]
    states: list[StateRecord] = Field(description="The states named in this document.")
    status_quo: str | None
    words: list[str] = Field(description="The answer in sentences.")
    notes: list[str]


def influence_lines(result: InfluenceResult) -> Iterator[str]:
    """Write what influence changes."""
    conflict = result.conflict
    document: dict[str, object] = {
        "influences": [
            {
                "id": influence.id,
                "by": influence.by,
                "on": influence.on,
                "through": influence.through,
                **{key: value for key, value in asdict(result.backing[influence.id]).items() if key != "influence"},
                "words": influence_words(result, influence),
            }
            for influence in result.influences
        ],
        "as_coded": asdict(result.as_coded),
        "without": asdict(result.without),
        "alone": {name: asdict(setting) for name, setting in result.alone.items()},
        "everything": asdict(result.everything),
        "all_but": {name: asdict(setting) for name, setting in result.all_but.items()},
        "pivots": [list(group) for group in result.pivots],
        "pivots_searched": result.pivots_searched,
        "thinnest": list(result.thinnest),
        "chains": [{**asdict(chain), "words": chain_words(result, chain)} for chain in result.chains],
        "thresholds": [_threshold(result, found) for found in result.thresholds],
        "signals": [_signal(signal) for signal in result.signals],
        "material": list(result.material),
        "status_quo": None if conflict.status_quo is None else state_id(conflict, conflict.status_quo),
        "words": list(answer_words(result)),
        "notes": list(notes(result)),
    }
    states = sorted({position(conflict, name) for name in _named(result)})
    document["states"] = state_records(conflict, states)
    yield from json_lines({**header(conflict, concept=result.concept), **document})


def _named(result: InfluenceResult) -> Iterator[str]:
    settings = [result.as_coded, result.without, result.everything, *result.alone.values(), *result.all_but.values()]
    settings += [chain.together for chain in result.chains]
    for setting in settings:
        yield from _of(setting)
    for signal in result.signals:
        yield from (signal.undone, signal.done, *(row.to for row in signal.responses))
        for row in signal.taken:
            yield from (*row.responses, *row.leads_to, *row.expected)


def _of(setting: Setting) -> Iterator[str]:
    yield from setting.equilibria
    for rest in setting.rests:
        yield from (rest.state, *(step.state for step in rest.steps))


def _threshold(result: InfluenceResult, found: Threshold) -> dict[str, object]:
    return {
        "influence": found.influence,
        "shifts": [_shift(shift) for shift in found.shifts],
        "departs": _tipping(found.departs),
        "returns": _tipping(found.returns),
        "reason": found.reason,
        "words": threshold_words(result, found),
    }


def _tipping(tipping: Tipping | None) -> dict[str, object] | None:
    if tipping is None:
        return None
    sets = [[_shift(shift) for shift in one] for one in tipping.sets]
    return {"sets": sets, "searched": tipping.searched, "is_complete": tipping.is_complete}


def _shift(shift: Shift) -> dict[str, object]:
    return {"that": shift.condition.text, "before": shift.before, "after": shift.after}


def _signal(signal: Signal) -> dict[str, object]:
    return {
        **asdict(signal),
        "taken": [
            {**asdict(row), "reading": {**asdict(row.reading), "words": reading_words(row.reading)}}
            for row in signal.taken
        ],
    }
