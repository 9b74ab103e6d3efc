"""Results as JSON: a public contract, versioned by ``format``, with the schema shipped beside this module.

The classes say what a document holds; ``result.schema.json`` and ``explanation.schema.json`` are generated from
them. Documents are built as plain data: keys sorted, one record a line, the same bytes for the same input.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from importlib import import_module
from importlib.resources import files
from typing import Any, Literal, Protocol

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from detente.case import case_digest
from detente.case.model import Case
from detente.conflict import Conflict, holding, state_id
from detente.present.explanation import Explanation
from detente.present.findings import ListedFindings
from detente.present.notes import notes
from detente.present.tables import Column, Table
from detente.present.words import trace_words
from detente.present.words.models import Model, S
from detente.present.words.states import Scene, scene_of
from detente.stability import Comparison, Concept, StabilityResult, Trace
from detente.stability.choose import Choice
from detente.version import __version__

FORMAT = 1
_DOCUMENTS = {  # by the name of the schema: the module of this package, loaded when asked for, and the class
    "result": ("result_json", "ResultDocument"),
    "explanation": ("result_json", "ExplanationDocument"),
    "sets": ("sets_json", "SetsDocument"),
    "paths": ("paths_json", "PathsDocument"),
    "coalitions": ("coalitions_json", "CoalitionsDocument"),
    "settlement": ("settle_json", "SettlementDocument"),
    "views": ("perception_json", "ViewsDocument"),
    "influence": ("influence_json", "InfluenceDocument"),
    "robustness": ("robust_json", "RobustnessDocument"),
    "comparison": ("compare_json", "ComparisonDocument"),
    "mindsets": ("mindsets_json", "MindsetsDocument"),
}
SCHEMAS = tuple(_DOCUMENTS)


class Record(BaseModel):
    """Base of all records: no keys but those named."""

    model_config = ConfigDict(extra="forbid")


class CaseRecord(Record):
    """Which case this is about."""

    title: str
    digest: str = Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the case's content; comments do not count.")


class QuestionRecord(Record):
    """What was asked for."""

    concepts: list[Concept] = Field(description="The stability concepts answered.")
    variant: str | None = Field(description="The variant applied; null for the case as it stands.")


class ParametersRecord(QuestionRecord):
    """What was asked for, and how it was answered."""

    engine: str = Field(description="The engine that answered.")
    reason: str = Field(description="Why this engine.")


class DecisionMakerRecord(Record):
    """A decision maker."""

    id: str
    name: str
    options: list[str] = Field(description="Its options, qualified (`dm.option`), in file order.")


class StateRecord(Record):
    """A feasible state."""

    id: str
    yn: str = Field(
        pattern=r"^[YN-]*$",
        description="One letter an option in file order, `-` where a merged state does not fix it; empty in graph form",
    )
    taken: list[str] = Field(description="The options taken, qualified; empty in graph form.")
    outcomes: list[str] = Field(description="The named outcomes that hold.")
    levels: dict[str, int] = Field(description="Preference level by decision maker: ordinal, 1 is worst.")


class ResultDocument(Record):
    """What `detente analyze CASE --format json` prints."""

    detente: str = Field(description="The version that made this.")
    format: Literal[1] = Field(description="The version of this contract.")
    case: CaseRecord
    parameters: ParametersRecord
    decision_makers: list[DecisionMakerRecord]
    options: list[str] = Field(description="All options, qualified, in file order.")
    states: list[StateRecord] = Field(
        description="The feasible states, by the binary number whose least significant bit is the first option; "
        "merged states after all others; in graph form in file order."
    )
    stability: dict[Concept, dict[str, list[str]]] = Field(
        description="By concept and decision maker: the states that are stable for it."
    )
    equilibria: dict[Concept, list[str]] = Field(description="By concept: the states that are stable for everybody.")
    omitted: dict[Concept, str] = Field(description="Concepts asked for that could not be answered, with the reason.")
    notes: list[str] = Field(description="What a reader has to know to read the answer rightly.")
    status_quo: str | None


class StepRecord(Record):
    """One move: who moves, and the state that results."""

    mover: str
    state: str


class ReplyRecord(Record):
    """What the others can do after an improvement, and how its end compares with the state left."""

    steps: list[StepRecord]
    state: str
    compared: Comparison = Field(description="The end, in the eyes of the decision maker that left.")
    countermove: str | None = Field(description="A move from the end to a better state than the one left.")
    simultaneous: bool = Field(description="Whether all move at the same moment, from the state left.")


class DepartureRecord(Record):
    """One improvement that the decision maker could make."""

    to: str
    deterred_by: ReplyRecord | None = Field(description="The shortest reply that deters it; null when nothing does.")
    undeterring: list[ReplyRecord] = Field(description="When nothing deters it: the replies, cut at 50.")
    n_replies: int | None = Field(ge=0, description="How many replies there are; null when one deters.")


class TraceRecord(Record):
    """Why a state is, or is not, stable for a decision maker under a concept."""

    state: str
    decision_maker: str
    concept: Concept
    stable: bool
    departures: list[DepartureRecord]
    words: list[str] = Field(description="The same in sentences.")


class ExplanationDocument(Record):
    """What `detente explain CASE STATE --format json` prints."""

    detente: str = Field(description="The version that made this.")
    format: Literal[1] = Field(description="The version of this contract.")
    case: CaseRecord
    parameters: ParametersRecord
    state: StateRecord
    traces: list[TraceRecord]
    omitted: dict[Concept, str]


def schema(name: str) -> dict[str, JsonValue]:
    """Generate the JSON Schema of a document: one of `SCHEMAS`."""
    module, document = _DOCUMENTS[name]
    model: type[BaseModel] = getattr(import_module(f"detente.present.{module}"), document)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}


def shipped_schema(name: str) -> str:
    """Return the text of a schema as it is shipped."""
    return files("detente.present").joinpath(f"{name}.schema.json").read_text("utf-8")


def result_lines(result: StabilityResult) -> Iterator[str]:
    """Write a result as JSON, piece by piece, so that a million states need no memory."""
    conflict, stable = result.conflict, result.stable
    ids = [state_id(conflict, s) for s in range(conflict.n_states)]

    def chosen(mask: Any) -> list[str]:
        return [ids[s] for s in np.flatnonzero(mask)]

    yield from json_lines(
        {
            **header(conflict, concepts=list(stable), engine=result.engine, reason=result.reason),
            "decision_makers": party_records(conflict.case),
            "options": list(conflict.options),
            "states": state_records(conflict, range(conflict.n_states)),
            "stability": {
                concept.value: {dm: chosen(mask[i]) for i, dm in enumerate(conflict.decision_makers)}
                for concept, mask in stable.items()
            },
            "equilibria": {concept.value: chosen(result.equilibria(concept)) for concept in stable},
            "omitted": {concept.value: reason for concept, reason in result.omitted.items()},
            "notes": list(notes(ListedFindings(result))),
            "status_quo": None if conflict.status_quo is None else ids[conflict.status_quo],
        }
    )


def explanation_lines(model: Model[S], explanation: Explanation[S], choice: Choice) -> Iterator[str]:
    """Write the explanation of a state as JSON; `choice` is how it was found."""
    concepts = list(dict.fromkeys(trace.concept for trace in explanation.traces))
    yield from json_lines(
        {
            **header(model, concepts=concepts, engine=choice.engine, reason=choice.reason),
            "state": state_record(model, explanation.state),
            "traces": [_trace_record(model, trace) for trace in explanation.traces],
            "omitted": {concept.value: reason for concept, reason in explanation.omitted.items()},
        }
    )


def table_lines(conflict: Conflict, table: Table) -> Iterator[str]:
    """Write a table as JSON: one record a row, keyed by the columns."""
    rows = (
        {column.title: _typed(column, cell) for column, cell in zip(table.columns, row, strict=True)}
        for row in table.rows
    )
    yield from json_lines({**header(conflict, table=table.title.lower()), "rows": rows})


def _typed(column: Column, cell: str) -> str | int | bool | list[str]:
    match column.kind:
        case "number":
            return int(cell)
        case "truth":
            return cell == "yes"
        case "list":
            return cell.split(", ") if cell else []
        case _:
            return cell


class Compiled(Protocol):
    """A case that was compiled, into whatever kind of model."""

    @property
    def case(self) -> Case:
        """The case, with the variant applied."""
        ...

    @property
    def variant(self) -> str:
        """The name of the variant; empty for the case as it stands."""
        ...


def header(model: Compiled, **parameters: object) -> dict[str, object]:
    """Return what every document begins with: the version, the case, what was asked for."""
    return {
        "detente": __version__,
        "format": FORMAT,
        "case": {"title": model.case.title, "digest": case_digest(model.case)},
        "parameters": {**parameters, "variant": model.variant or None},
    }


def party_records(case: Case) -> list[dict[str, object]]:
    """Describe the decision makers, a record each."""
    return [
        {"id": dm, "name": party.name, "options": [f"{dm}.{option}" for option in party.options]}
        for dm, party in case.decision_makers.items()
    ]


def state_record(model: Model[S], state: S) -> dict[str, object]:
    """Describe one state."""
    scene = model.scene(state)
    levels = {dm: model.level(dm, state)[0] for dm in model.case.decision_makers}
    return _state_record(scene, list(model.outcomes(state)), levels)


def _state_record(scene: Scene, outcomes: list[str], levels: dict[str, int]) -> dict[str, object]:
    options = zip(scene.case.options, scene.letters, strict=False)
    return {
        "id": scene.id,
        "yn": scene.letters,
        "taken": [option for option, letter in options if letter == "Y"],
        "outcomes": outcomes,
        "levels": levels,
    }


def state_records(conflict: Conflict, states: Iterable[int]) -> Iterator[dict[str, object]]:
    """Describe states, a record each."""
    outcomes = {name: holding(conflict, outcome.that.formula) for name, outcome in conflict.case.outcomes.items()}
    for s in states:
        named = [name for name, holds in outcomes.items() if holds[s]]
        levels = {dm: int(conflict.level[i, s]) for i, dm in enumerate(conflict.decision_makers)}
        yield _state_record(scene_of(conflict, s), named, levels)


def _trace_record(model: Model[S], trace: Trace) -> dict[str, object]:
    return {**asdict(trace), "concept": trace.concept.value, "words": list(trace_words(model, trace))}


def json_lines(document: Mapping[str, object]) -> Iterator[str]:
    """Write a document with sorted keys, one record a line; an iterator is written as it comes.

    >>> print("".join(json_lines({"b": iter([{"y": 1, "x": [2]}, 3]), "a": {"c": 4}, "d": []})), end="")
    {
      "a": {"c": 4},
      "b": [
        {"x": [2], "y": 1},
        3
      ],
      "d": []
    }
    """
    yield "{"
    for i, key in enumerate(sorted(document)):
        yield f"{',' if i else ''}\n  {_compact(key)}: "
        yield from _value(document[key])
    yield "\n}\n"


def _value(value: object) -> Iterator[str]:
    if isinstance(value, (list, Iterator)):
        empty = True
        for item in value:
            yield f"{'[' if empty else ','}\n    {_compact(item)}"
            empty = False
        yield "[]" if empty else "\n  ]"
    elif isinstance(value, dict) and any(isinstance(part, (dict, list)) for part in value.values()):
        for i, key in enumerate(sorted(value)):
            yield f"{',' if i else '{'}\n    {_compact(key)}: {_compact(value[key])}"
        yield "\n  }"
    else:
        yield _compact(value)


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
