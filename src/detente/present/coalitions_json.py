"""Coalitions as JSON: same envelope and same rules as `detente.present.result_json`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Literal

from pydantic import Field

from detente.analysis.coalitions import CoalitionResult, Jump
from detente.present.coalitions_document import notes
from detente.present.coalitions_words import jump_words
from detente.present.result_json import CaseRecord, Record, StateRecord, StepRecord, header, json_lines, state_records
from detente.present.words.states import position
from detente.stability import Comparison, Concept


class CoalitionsParameters(Record):
    """What was asked for."""

    concepts: list[Concept] = Field(description="What counts as an equilibrium of those who move alone.")
    variant: str | None = Field(description="The variant applied; null for the case as it stands.")
    gain: Literal["strict", "pareto"] = Field(description="What a joint improvement needs of the members.")
    largest: int = Field(ge=1, description="Members of a coalition, at most.")


class VerdictRecord(Record):
    """The examined states that a coalition would not leave, by concept."""

    by: list[str]
    stable: dict[Concept, list[str]]


class ImprovementRecord(Record):
    """Where a coalition of two or more could jointly improve to."""

    by: list[str]
    origin: str
    to: list[str]


class SetbackRecord(Record):
    """A state on the way in which some members are worse off than where they set out."""

    state: str
    members: list[str]


class WayRecord(Record):
    """One order in which the members can move."""

    steps: list[StepRecord]
    setbacks: list[SetbackRecord]


class BreakAwayRecord(Record):
    """Some members that could go on to something they like better."""

    by: list[str]
    to: list[str]


class WorstRecord(Record):
    """What a member likes least among what the others can bring about afterwards."""

    member: str
    state: str
    compared: Comparison = Field(description="With the state where the coalition set out, in the member's eyes.")


class JumpRecord(Record):
    """A joint improvement that ends in an equilibrium."""

    by: list[str]
    origin: str
    to: str
    holds: list[Concept] = Field(description="The concepts under which `to` is an equilibrium.")
    deterred: list[Concept] = Field(description="The concepts under which the others' answers deter this move.")
    ways: list[WayRecord] = Field(description="The shortest; may be cut, `n_ways` counts up to 1,000.")
    n_ways: int = Field(ge=1)
    needed: list[str] = Field(description="The members without whom the rest cannot bring it about.")
    smaller: list[list[str]] = Field(description="The smallest parts of the coalition that can; none: all are needed.")
    break_aways: list[BreakAwayRecord]
    worst: list[WorstRecord]
    words: str


class CoalitionsDocument(Record):
    """What `detente coalitions CASE --format json` prints."""

    detente: str = Field(description="The version that made this.")
    format: Literal[1] = Field(description="The version of this contract.")
    case: CaseRecord
    parameters: CoalitionsParameters
    coalitions: list[list[str]] = Field(description="The coalitions considered, those of one included.")
    examined: list[str] = Field(description="The states with verdicts.")
    focus: list[str] = Field(description="The states from which jumps were looked for.")
    states: list[StateRecord] = Field(description="The examined states.")
    equilibria: dict[Concept, list[str]] = Field(description="Of decision makers that move alone; among all states.")
    universal: dict[Concept, list[str]] = Field(description="Examined states stable for every coalition considered.")
    verdicts: list[VerdictRecord]
    improvements: list[ImprovementRecord]
    jumps: list[JumpRecord] = Field(description="At most 500; `n_jumps` counts all.")
    n_jumps: int = Field(ge=0)
    omitted: dict[Concept, str] = Field(description="Concepts left out, with the reason.")
    notes: list[str]


def coalitions_lines(result: CoalitionResult) -> Iterator[str]:
    """Write what groups could do."""
    conflict = result.conflict
    parameters = {
        "concepts": list(result.equilibria),
        "gain": "pareto" if result.pareto else "strict",
        "largest": result.largest,
    }
    yield from json_lines(
        {
            **header(conflict, **parameters),
            "coalitions": [list(members) for members in result.coalitions],
            "examined": list(result.examined),
            "focus": list(result.focus),
            "states": state_records(conflict, [position(conflict, name) for name in result.examined]),
            "equilibria": {concept: list(names) for concept, names in result.equilibria.items()},
            "universal": {concept: list(result.universal[concept]) for concept in result.concepts},
            "verdicts": [
                {"by": list(members), "stable": {concept: list(stable[concept]) for concept in result.concepts}}
                for members, stable in result.stable.items()
            ],
            "improvements": [
                {"by": list(members), "origin": origin, "to": list(targets)}
                for members, rows in result.improvements.items()
                for origin, targets in rows.items()
            ],
            "jumps": (_jump(result, jump) for jump in result.jumps),
            "n_jumps": result.n_jumps,
            "omitted": dict(result.omitted),
            "notes": list(notes(result)),
        }
    )


def _jump(result: CoalitionResult, jump: Jump) -> dict[str, object]:
    return {**asdict(jump), "words": jump_words(result, jump)}
