"""Unknown and strong preferences as JSON records, part of what `detente robust` prints."""

from __future__ import annotations

from dataclasses import asdict

from pydantic import Field

from detente.analysis.partial import Extension, PartialResult
from detente.present.partial_document import question_words
from detente.present.result_json import Record
from detente.stability import Concept


class SettledRecord(Record):
    """States by whether they are equilibria whatever the unknown comparisons are."""

    certain: list[str]
    possible: list[str]
    impossible: list[str]
    unsettled: list[str] = Field(description="Not told apart by what was computed.")
    n_readings: int = Field(ge=0, description="Readings tried one by one; 0: decided by the extensions, or bounded.")


class StrengthRecord(Record):
    """Stable states that are not stable by themselves, by how firmly sanctions deter."""

    strong: list[str]
    weak: list[str]


class ExtensionRecord(Record):
    """One way to treat unknown comparisons: stable states by concept and decision maker, and equilibria."""

    equilibria: dict[Concept, list[str]]
    stable: dict[Concept, dict[str, list[str]]]


class QuestionRecord(Record):
    """Something to find out, and how many open verdicts each answer settles."""

    decision_maker: str
    first: str
    second: str
    about_states: bool
    if_first: int = Field(ge=0)
    if_second: int = Field(ge=0)
    words: str


class PartialRecord(Record):
    """What holds although comparisons are unknown."""

    unknown: dict[str, int] = Field(description="Pairs of states that it is unknown how somebody compares.")
    strong: dict[str, int] = Field(description="Pairs of states that somebody compares strongly.")
    extensions: dict[Extension, ExtensionRecord]
    settled: dict[Concept, SettledRecord]
    strength: dict[Concept, dict[str, StrengthRecord]]
    n_open: int = Field(ge=0, description="States under a concept that are possible equilibria.")
    questions: list[QuestionRecord]
    questions_cover: list[Concept]
    unasked: str


def partial_record(result: PartialResult) -> dict[str, object]:
    """Return the record."""
    return {
        "unknown": dict(result.unknown),
        "strong": dict(result.strong),
        "extensions": {
            extension.value: {
                "equilibria": {concept.value: list(names) for concept, names in result.equilibria[extension].items()},
                "stable": {
                    concept.value: {dm: list(names) for dm, names in of.items()}
                    for concept, of in result.stable[extension].items()
                },
            }
            for extension in Extension
        },
        "settled": {concept.value: asdict(settled) for concept, settled in result.settled.items()},
        "strength": {
            concept.value: {dm: asdict(strength) for dm, strength in of.items()}
            for concept, of in result.strength.items()
        },
        "n_open": result.n_open,
        "questions": [
            {**asdict(question), "words": question_words(result.conflict, question)} for question in result.questions
        ],
        "questions_cover": [concept.value for concept in result.questions_cover],
        "unasked": result.unasked,
    }
