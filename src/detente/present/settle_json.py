"""What would make an outcome hold, as JSON: same envelope and same rules as `detente.present.result_json`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from detente.analysis.inverse import (
    Access,
    Adopted,
    Answer,
    Change,
    Count,
    Edit,
    EditKind,
    Effect,
    Findings,
    Ingredient,
    Irrevocable,
    Obstacle,
    Part,
    RankingAnswer,
    Rankings,
    Renounced,
    Rule,
    Settlement,
)
from detente.case.model import Constraint, Irreversible
from detente.present.result_json import CaseRecord, Record, StateRecord, header, json_lines, state_records
from detente.present.settle_document import notes
from detente.present.settle_words import answer_words, change_words
from detente.present.words.states import position
from detente.stability import Concept


class SettleParameters(Record):
    """What was asked for."""

    target: str = Field(description="The outcome, or the state, as asked for.")
    concept: Concept
    variant: str | None = Field(description="The variant applied; null for the case as it stands.")
    fixed_decision_makers: list[str] = Field(description="Whose preferences and options may not change.")
    fixed_parts: list[Part]


class ChangeRecord(Record):
    """One change of the model. What does not apply to its kind is null."""

    kind: Literal["edit", "irreversible", "rule", "renounced", "adopted", "ingredient"]
    controlled_by: list[str]
    words: str = Field(description="The same in a sentence.")
    edit: EditKind | None = Field(description="What is done to an entry of a list.")
    that: str | None = Field(description="The statement, or the rule, as a formula.")
    place: int | None = Field(description="Place of the entry as it stands, from 1; 0 for a new one.")
    to: int | None = Field(description="Its place then; 0 for one that goes.")
    neighbour: str | None = Field(description="What it then stands directly above or, if it moves down, below.")
    option: str | None
    direction: Irreversible | None
    moves: list[str] | None = Field(description="The state left and the state reached by a move that is given up.")
    influence: str | None
    variant: str | None = Field(description="The variant that this is a part of.")
    without: list[str] | None = Field(description="Influences that end.")


class EffectRecord(Record):
    """What follows; states by their ids as it stands."""

    holds: list[str] = Field(description="The wanted states that are then equilibria.")
    appear: list[str] = Field(description="Other equilibria that there are then.")
    vanish: list[str] = Field(description="Equilibria that are so no longer.")
    access: Access = Field(description="Whether improvements lead there from the status quo.")
    steps: int | None = Field(description="In how few steps.")
    n_excluded: int = Field(description="States that are feasible no longer.")


class AnswerRecord(Record):
    """One smallest set of changes."""

    changes: list[ChangeRecord]
    controlled_by: list[str]
    cost: int = Field(ge=1, description="The number of changes.")
    distance: int = Field(ge=0, description="Places that entries of lists move, in all.")
    effect: EffectRecord


class ObstacleRecord(Record):
    """Why a wanted state cannot be made to hold."""

    state: str
    decision_maker: str
    to: str = Field(description="A state that it can move to and prefers.")
    deterrable: bool = Field(description="Whether some answer of the others, credible or not, could deter that.")


class ControllersRecord(Record):
    """How many of the answers are in the hands of these decision makers together."""

    decision_makers: list[str]
    n_answers: int


class FindingsRecord(Record):
    """The smallest changes of one part of the model; `part` is null for several parts together."""

    part: Part | None
    cost: int | None = Field(description="The number of changes; null when no set was found.")
    answers: list[AnswerRecord] = Field(description="The first of them.")
    n_answers: int
    controllers: list[ControllersRecord]
    searched: int = Field(description="All sets of up to so many changes were looked at.")
    most: int = Field(description="The largest number of changes that the search was meant for.")
    complete: bool = Field(description="Whether `n_answers` counts all of this size.")
    obstacles: list[ObstacleRecord] = Field(description="Why no set of any size is enough; empty if not known.")
    silent: str = Field(description="Why there is nothing to change; empty where there is.")


class ShiftRecord(Record):
    """How one ranking differs."""

    decision_maker: str
    swaps: int
    passed: list[str] = Field(description="States that the wanted state rises above.")
    turned: list[list[str]] = Field(description="Other pairs: the first is then preferred to the second.")


class RankingRecord(Record):
    """The nearest rankings that make one state hold."""

    state: str
    swaps: int = Field(description="Pairs of states compared differently.")
    at_least: int = Field(description="A proven lower bound.")
    shifts: list[ShiftRecord]
    effect: EffectRecord


class RankingsRecord(Record):
    """The states that need the smallest change of rankings."""

    answers: list[RankingRecord]
    n_answers: int
    at_least: int | None = Field(description="A proven lower bound; null when no rankings that may change are enough.")
    needed: dict[str, int] = Field(
        description="Swaps that each decision maker needs at least, whatever the others want."
    )
    obstacles: list[ObstacleRecord]


class CountRecord(Record):
    """Under how many combinations of strict rankings one state holds."""

    state: str
    varied: list[str]
    holding: str = Field(description="A whole number, as text: it can be beyond what JSON readers hold exactly.")
    profiles: str


class SettlementDocument(Record):
    """What `detente settle CASE OUTCOME --format json` prints."""

    detente: str = Field(description="The version that made this.")
    format: Literal[1] = Field(description="The version of this contract.")
    case: CaseRecord
    parameters: SettleParameters
    states: list[StateRecord] = Field(description="The states of the wanted outcome, and all that are named below.")
    wanted: list[str] = Field(description="The states of the wanted outcome.")
    already: list[str] = Field(description="Those that hold as it stands; if there are any, nothing is searched.")
    findings: list[FindingsRecord]
    rankings: RankingsRecord | None = Field(description="Null when preferences are fixed or nothing is searched.")
    count: CountRecord | None
    words: list[str] = Field(description="The answer in sentences.")
    notes: list[str]


def settlement_lines(settlement: Settlement, count: Count | None = None) -> Iterator[str]:
    """Write what would make an outcome hold."""
    conflict, fixed = settlement.conflict, settlement.fixed
    parameters = {
        "target": settlement.target,
        "concept": settlement.concept,
        "fixed_decision_makers": [dm for dm in conflict.decision_makers if dm in fixed.decision_makers],
        "fixed_parts": [part for part in Part if part in fixed.parts],
    }
    yield from json_lines(
        {
            **header(conflict, **parameters),
            "states": state_records(conflict, sorted({position(conflict, name) for name in _named(settlement)})),
            "wanted": list(settlement.states),
            "already": list(settlement.already),
            "findings": [_findings(settlement, findings) for findings in settlement.findings],
            "rankings": None if settlement.rankings is None else _rankings(settlement.rankings),
            "count": None if count is None else _count(count),
            "words": list(answer_words(settlement, count)),
            "notes": list(notes(settlement)),
        }
    )


def _named(settlement: Settlement) -> Iterator[str]:
    yield from settlement.states
    for findings in settlement.findings:
        for answer in findings.answers:
            yield from _of_effect(answer.effect)
        for obstacle in findings.obstacles:
            yield obstacle.to
    if settlement.rankings is not None:
        for ranked in settlement.rankings.answers:
            yield from _of_effect(ranked.effect)
            for shift in ranked.shifts:
                yield from shift.passed
                yield from (name for pair in shift.turned for name in pair)
        for obstacle in settlement.rankings.obstacles:
            yield obstacle.to


def _of_effect(effect: Effect) -> Iterator[str]:
    yield from (*effect.holds, *effect.appear, *effect.vanish)


def _findings(settlement: Settlement, findings: Findings) -> dict[str, object]:
    return {
        "part": findings.part,
        "cost": findings.cost,
        "answers": [_answer(settlement, answer) for answer in findings.answers],
        "n_answers": findings.n_answers,
        "controllers": [
            {"decision_makers": list(hands), "n_answers": number} for hands, number in findings.controllers
        ],
        "searched": findings.searched,
        "most": findings.most,
        "complete": findings.complete,
        "obstacles": [_obstacle(obstacle) for obstacle in findings.obstacles],
        "silent": findings.silent,
    }


def _answer(settlement: Settlement, answer: Answer) -> dict[str, object]:
    return {
        "changes": [_change(settlement, change) for change in answer.changes],
        "controlled_by": list(answer.controlled_by),
        "cost": answer.cost,
        "distance": answer.distance,
        "effect": _effect(answer.effect),
    }


_EMPTY = dict.fromkeys(field for field in ChangeRecord.model_fields if field not in ("kind", "controlled_by", "words"))


def _change(settlement: Settlement, change: Change) -> dict[str, object]:
    common = {
        **_EMPTY,
        "controlled_by": list(change.controlled_by),
        "words": change_words(settlement.conflict, change),
    }
    match change:
        case Edit():
            neighbour = None if change.neighbour is None else change.neighbour.text
            places = {"place": change.place, "to": change.to, "neighbour": neighbour}
            return {**common, "kind": "edit", "edit": change.kind, "that": change.that.text, **places}
        case Irrevocable(option=option, direction=direction):
            return {**common, "kind": "irreversible", "option": option, "direction": direction}
        case Rule():
            return {**common, "kind": "rule", "that": change.that.text}
        case Renounced(origin=origin, to=to):
            return {**common, "kind": "renounced", "moves": [origin, to]}
        case Adopted():
            return {
                **common,
                "kind": "adopted",
                "influence": change.influence or None,
                "variant": change.variant or None,
                "without": list(change.without),
            }
        case Ingredient(variant=variant, added=added):
            that = added.that.text if isinstance(added, Constraint) else None
            return {**common, "kind": "ingredient", "variant": variant, "that": that}


def _effect(effect: Effect) -> dict[str, object]:
    return {
        "holds": list(effect.holds),
        "appear": list(effect.appear),
        "vanish": list(effect.vanish),
        "access": effect.access,
        "steps": effect.steps,
        "n_excluded": effect.n_excluded,
    }


def _obstacle(obstacle: Obstacle) -> dict[str, object]:
    return {
        "state": obstacle.state,
        "decision_maker": obstacle.decision_maker,
        "to": obstacle.to,
        "deterrable": obstacle.deterrable,
    }


def _rankings(rankings: Rankings) -> dict[str, object]:
    return {
        "answers": [_ranking(answer) for answer in rankings.answers],
        "n_answers": rankings.n_answers,
        "at_least": rankings.at_least,
        "needed": dict(rankings.needed),
        "obstacles": [_obstacle(obstacle) for obstacle in rankings.obstacles],
    }


def _ranking(answer: RankingAnswer) -> dict[str, object]:
    return {
        "state": answer.state,
        "swaps": answer.swaps,
        "at_least": answer.at_least,
        "shifts": [
            {
                "decision_maker": shift.decision_maker,
                "swaps": shift.swaps,
                "passed": list(shift.passed),
                "turned": [list(pair) for pair in shift.turned],
            }
            for shift in answer.shifts
        ],
        "effect": _effect(answer.effect),
    }


def _count(count: Count) -> dict[str, object]:
    return {
        "state": count.state,
        "varied": list(count.varied),
        "holding": str(count.holding),
        "profiles": str(count.profiles),
    }
