"""Perceptions as JSON: same envelope and same rules as `detente.present.result_json`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Literal

from pydantic import Field

from detente.analysis.perception import Correction, Deterrence, Idle, Outlook, PartyView, PerceptionResult, Turn
from detente.conflict import state_id
from detente.present.perception_document import notes
from detente.present.perception_words import answer_words, belief_words, deterrence_words
from detente.present.result_json import (
    CaseRecord,
    DepartureRecord,
    QuestionRecord,
    Record,
    StateRecord,
    StepRecord,
    header,
    json_lines,
    state_records,
)
from detente.present.words.states import position
from detente.stability import Concept


class RestRecord(Record):
    """Where it comes to rest, and the shortest story that leads there."""

    state: str
    steps: list[StepRecord]
    unseen_by: list[str] = Field(description="Who does not see the state, and stays for that.")


class OutlookRecord(Record):
    """What follows from the status quo."""

    rests: list[RestRecord]
    endless: bool = Field(description="Whether it can also go on without end.")
    is_cut: bool = Field(description="Whether it was given up because it passes through too many states.")


class BeliefRecord(Record):
    """A perception of the case."""

    id: str
    by: str
    of: str | None
    unaware_of: list[str]
    unseen: list[str] = Field(description="Formulas of the states it does not see.")
    known_by: list[str]
    because: list[str]
    words: str


class UnseenMoveRecord(Record):
    """A move of another that a party cannot see coming."""

    mover: str
    state: str
    to: str
    leads_outside: bool = Field(description="Whether it leads to an unperceived state; else it looks like no move.")


class DiffersRecord(Record):
    """Where a party's verdict in its own game is not its verdict in fact."""

    stays: list[str] = Field(description="It stays, though in fact it would leave.")
    leaves: list[str] = Field(description="It leaves, though in fact it would stay.")


class ViewRecord(Record):
    """How one party sees the dispute."""

    party: str
    beliefs: list[str]
    knows: list[str] = Field(description="Perceptions of others that it knows of.")
    n_states: int = Field(ge=1, description="States of its own game.")
    unperceived: list[str]
    differs: dict[Concept, DiffersRecord]
    expects: dict[Concept, list[str]] = Field(description="The equilibria it expects.")
    outlook: dict[Concept, OutlookRecord] = Field(description="What it expects from the status quo; may be empty.")
    unseen_moves: list[UnseenMoveRecord] = Field(description="From the states of interest.")
    n_unseen_moves: int = Field(ge=0, description="From all states.")


class HyperEquilibriumRecord(Record):
    """A state that each party would not leave in the game it plays."""

    state: str
    expected_by: list[str]
    unexpected_by: list[str]
    steady: bool = Field(description="Whether it holds, too, when nobody is mistaken.")


class SurpriseRecord(Record):
    """How what follows differs from what one party expects to follow."""

    party: str
    comes: list[str]
    fails_to_come: list[str]


class DeterrenceRecord(Record):
    """Where a party is wrong about what deters one of its moves."""

    party: str
    state: str
    to: str
    turn: Turn
    believed: DepartureRecord | None = Field(description="The move in its own game; null where it is no improvement.")
    in_fact: DepartureRecord | None = Field(description="The move in fact; null where it is no improvement.")
    missing: StepRecord | None = Field(description="The first step of the answer that the other game does not have.")
    words: str


class CorrectionRecord(Record):
    """What changes when one belief is corrected and all others stay."""

    perception: str
    verdicts: dict[Concept, int]
    gained: dict[Concept, list[str]]
    lost: dict[Concept, list[str]]
    expects_more: dict[Concept, list[str]]
    expects_less: dict[Concept, list[str]]
    outlook: dict[Concept, OutlookRecord]
    expected: dict[Concept, OutlookRecord]
    idle: dict[Concept, Idle | None] = Field(description="Why nothing changes; null where something does.")


class ViewsDocument(Record):
    """What `detente views CASE --format json` prints."""

    detente: str = Field(description="The version that made this.")
    format: Literal[1] = Field(description="The version of this contract.")
    case: CaseRecord
    parameters: QuestionRecord
    beliefs: list[BeliefRecord]
    views: list[ViewRecord]
    states: list[StateRecord] = Field(description="The states of interest.")
    equilibria: dict[Concept, list[HyperEquilibriumRecord]]
    in_fact: dict[Concept, list[str]] = Field(description="The equilibria when nobody is mistaken.")
    outlook: dict[Concept, OutlookRecord] = Field(description="When all act on what they believe.")
    outlook_in_fact: dict[Concept, OutlookRecord] = Field(description="When nobody is mistaken.")
    surprises: dict[Concept, list[SurpriseRecord]]
    deterrence: dict[Concept, list[DeterrenceRecord]] = Field(description="At the states of interest.")
    corrections: list[CorrectionRecord]
    status_quo: str | None
    words: list[str] = Field(description="The answer in sentences.")
    notes: list[str]


def perception_lines(result: PerceptionResult) -> Iterator[str]:
    """Write who is mistaken, and what follows."""
    conflict = result.conflict
    yield from json_lines(
        {
            **header(conflict, concepts=list(result.concepts)),
            "beliefs": [
                {
                    "id": belief.id,
                    "by": belief.by,
                    "of": belief.of,
                    "unaware_of": list(belief.unaware_of),
                    "unseen": [condition.text for condition in belief.unseen],
                    "known_by": list(belief.known_by),
                    "because": list(belief.because),
                    "words": belief_words(result, belief),
                }
                for belief in result.perceptions
            ],
            "views": [_view(view) for view in result.views],
            "states": state_records(conflict, [position(conflict, name) for name in result.of_interest]),
            "equilibria": {c.value: [asdict(entry) for entry in found] for c, found in result.equilibria.items()},
            "in_fact": {concept.value: list(names) for concept, names in result.in_fact.items()},
            "outlook": _outlooks(result.outlook),
            "outlook_in_fact": _outlooks(result.outlook_in_fact),
            "surprises": {c.value: [asdict(entry) for entry in found] for c, found in result.surprises.items()},
            "deterrence": {
                concept.value: [_deterrence(result, entry) for entry in found]
                for concept, found in result.deterrence.items()
            },
            "corrections": [_correction(correction) for correction in result.corrections],
            "status_quo": None if conflict.status_quo is None else state_id(conflict, conflict.status_quo),
            "words": list(answer_words(result)),
            "notes": list(notes(result)),
        }
    )


def _outlooks(outlooks: Mapping[Concept, Outlook]) -> dict[str, object]:
    return {concept.value: asdict(outlook) for concept, outlook in outlooks.items()}


def _view(view: PartyView) -> dict[str, object]:
    return {
        "party": view.party,
        "beliefs": list(view.beliefs),
        "knows": list(view.knows),
        "n_states": view.n_states,
        "unperceived": list(view.unperceived),
        "differs": {
            concept.value: {"stays": list(stays), "leaves": list(leaves)}
            for concept, (stays, leaves) in view.differs.items()
        },
        "expects": {concept.value: list(names) for concept, names in view.expects.items()},
        "outlook": _outlooks(view.outlook),
        "unseen_moves": [asdict(move) for move in view.unseen_moves],
        "n_unseen_moves": view.n_unseen_moves,
    }


def _deterrence(result: PerceptionResult, entry: Deterrence) -> dict[str, object]:
    return {**asdict(entry), "turn": entry.turn.value, "words": deterrence_words(result, entry)}


def _correction(correction: Correction) -> dict[str, object]:
    changes = ("verdicts", "gained", "lost", "expects_more", "expects_less", "idle")
    return {
        "perception": correction.perception.id,
        **{name: {c.value: value for c, value in getattr(correction, name).items()} for name in changes},
        "outlook": _outlooks(correction.outlook),
        "expected": _outlooks(correction.expected),
    }
