"""A comparison as JSON: same envelope and same rules as `detente.present.result_json`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Literal

from pydantic import Field

from detente.analysis.comparison import Change, ComparisonResult, Equilibria, Way
from detente.case import case_digest
from detente.errors import format_path
from detente.present.compare_words import answer_words, notes, where_words
from detente.present.result_json import CaseRecord, QuestionRecord, Record, header, json_lines
from detente.stability import Concept


class OtherRecord(CaseRecord):
    """The case that it is compared with."""

    variant: str | None = Field(description="The variant applied; null for the case as it stands.")


class ConclusionRecord(Record):
    """What a conclusion is about: the status quo (empty) or a named outcome, under one concept."""

    about: str
    concept: Concept


class ChangeRecord(Record):
    """One difference of the input."""

    way: Way
    kind: str
    decision_maker: str
    path: str
    where: str
    before: str
    after: str
    matters: bool = Field(description="Whether the answer can depend on it; such changes come first.")
    alone: list[ConclusionRecord] | None = Field(
        description="What it turns round as the only change; null: no sound model, or it cannot matter."
    )


class PlaceRecord(Record):
    """A state by the options taken (a question mark: not fixed), and its ids; empty where a case has it not."""

    taken: list[str]
    first: str
    second: str


class EquilibriaRecord(Record):
    """Equilibria of the first only, of the second only, of both."""

    gone: list[PlaceRecord]
    new: list[PlaceRecord]
    same: list[PlaceRecord]


class TurnedRecord(ConclusionRecord):
    """A conclusion that is not the same; null where a case does not raise it."""

    before: bool | None
    after: bool | None


class CauseRecord(Record):
    """The fewest changes that make a difference."""

    about: str | None = Field(description="Null: the equilibria; empty: the status quo; else a named outcome.")
    sets: list[list[int]] = Field(description="Positions among the changes, from 0.")
    is_exact: bool = Field(description="All of the smallest sets; otherwise one of which nothing can be left out.")


class ComparisonDocument(Record):
    """What `detente compare CASE OTHER --format json` prints."""

    detente: str = Field(description="The version that made this.")
    format: Literal[1] = Field(description="The version of this contract.")
    case: CaseRecord = Field(description="The first.")
    parameters: QuestionRecord
    other: OtherRecord = Field(description="The second.")
    answer: list[str]
    changes: list[ChangeRecord]
    states_gone: int = Field(ge=0)
    states_new: int = Field(ge=0)
    equilibria: dict[Concept, EquilibriaRecord]
    turned: list[TurnedRecord]
    causes: list[CauseRecord]
    n_tried: int = Field(ge=0, description="Sets of changes tried.")
    notes: list[str]


def comparison_lines(result: ComparisonResult) -> Iterator[str]:
    """Write a comparison."""
    second = result.second
    alone = [*result.alone, *(None for change in result.changes if not change.matters)]
    yield from json_lines(
        {
            **header(result.first, concepts=[concept.value for concept in result.equilibria]),
            "other": {
                "title": second.case.title,
                "digest": case_digest(second.case),
                "variant": second.variant or None,
            },
            "answer": list(answer_words(result)),
            "changes": [
                {
                    **_change(result, change),
                    "alone": None if topics is None else [asdict(topic) for topic in topics],
                }
                for change, topics in zip(result.changes, alone, strict=True)
            ],
            "states_gone": result.states_gone,
            "states_new": result.states_new,
            "equilibria": {concept.value: _equilibria(held) for concept, held in result.equilibria.items()},
            "turned": [
                {**asdict(turned.topic), "before": turned.before, "after": turned.after} for turned in result.turned
            ],
            "causes": [{**asdict(cause), "sets": [list(chosen) for chosen in cause.sets]} for cause in result.causes],
            "n_tried": result.n_tried,
            "notes": list(notes(result)),
        }
    )


def _change(result: ComparisonResult, change: Change) -> dict[str, object]:
    return {**asdict(change), "path": format_path(change.path), "where": where_words(result, change)}


def _equilibria(held: Equilibria) -> dict[str, object]:
    return {
        "gone": [asdict(place) for place in held.gone],
        "new": [asdict(place) for place in held.new],
        "same": [asdict(place) for place in held.same],
    }
