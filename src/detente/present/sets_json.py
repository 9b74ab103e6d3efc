"""Counted sets of states as JSON; the schema is ``sets.schema.json``.

Counts of states are strings of decimal digits: they may have thirty of them, and many readers of JSON keep sixteen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from detente.present.answer import Summary
from detente.present.findings import Findings
from detente.present.notes import notes
from detente.present.result_json import (
    CaseRecord,
    DecisionMakerRecord,
    ParametersRecord,
    Record,
    StateRecord,
    header,
    json_lines,
    party_records,
    state_record,
)
from detente.present.sets_query import Query, Selection, select
from detente.present.sets_words import asked_words, engine_words
from detente.present.words.models import S, id_of
from detente.stability import Concept

Number = Annotated[str, Field(pattern=r"^[0-9]+$", description="A number of states: decimal digits, as a string.")]


class SetsParameters(ParametersRecord):
    """What was asked for, and how it was answered."""

    where: str | None = Field(description="The formula in which states had to hold; null without.")
    best_for: str | None = Field(description="The decision maker whose best states were asked for.")
    sample: int | None = Field(description="How many states were to be drawn by lot.")
    seed: int = Field(description="Of the lot.")


class SetsStatusQuo(Record):
    """Where the dispute stands."""

    state: StateRecord
    stable: dict[Concept, dict[str, bool]] = Field(
        description="By concept and decision maker: whether it would stay. Also under concepts that were not answered "
        "for all states."
    )
    words: str


class SetsOutcome(Record):
    """A named outcome."""

    name: str
    n_states: Number
    n_settling: Number = Field(description="In how many of its states the dispute can settle.")
    words: str


class BestRecord(Record):
    """What a decision maker likes best of the states where the dispute can settle (and `where` holds)."""

    n_states: Number
    first: str = Field(description="The first of them.")
    level: int = Field(description="Their preference level: ordinal, 1 is worst.")
    n_levels: int = Field(description="How many levels this decision maker has.")


class SettlingRecord(StateRecord):
    """A state where the dispute can settle."""

    equilibrium: list[Concept] = Field(description="The concepts under which it is stable for everybody.")
    words: str


class SetsDocument(Record):
    """What `detente analyze CASE --format json` prints when states are too many to be listed, or some are asked for."""

    detente: str = Field(description="The version that made this.")
    format: Literal[1] = Field(description="The version of this contract.")
    case: CaseRecord
    parameters: SetsParameters
    decision_makers: list[DecisionMakerRecord]
    options: list[str] = Field(description="All options, qualified, in file order.")
    n_states: Number
    n_where: Number = Field(description="In how many states `where` holds; all states without it.")
    n_settling: Number = Field(description="In how many states the dispute can settle.")
    n_matching: Number = Field(description="In how many of these `where` holds.")
    n_chosen: Number = Field(description="How many of these `best_for` likes best; all of these without it.")
    stability: dict[Concept, dict[str, Number]] = Field(
        description="By concept and decision maker: in how many states it would stay."
    )
    equilibria: dict[Concept, Number] = Field(description="By concept: in how many states everybody would stay.")
    matching: dict[Concept, Number] = Field(description="By concept: in how many of these `where` holds.")
    states: list[SettlingRecord] = Field(
        description="States where the dispute can settle: the first of those chosen, by what they need to hold, or "
        "those drawn by lot."
    )
    best: dict[str, BestRecord] = Field(description="By decision maker. Empty when the dispute settles nowhere.")
    outcomes: list[SetsOutcome]
    status_quo: SetsStatusQuo | None
    answer: list[str] = Field(description="The answer in sentences.")
    omitted: dict[Concept, str] = Field(
        description="Concepts asked for and not answered for all states, with the reason."
    )
    notes: list[str] = Field(description="What a reader has to know to read the answer rightly.")


def sets_lines(findings: Findings[S], query: Query, most: int) -> Iterator[str]:
    """Write an answer; at most `most` states are listed where the query does not say how many."""
    model = findings.model
    summary = Summary(findings)
    selection = select(summary, query, most)
    equilibria = {concept: findings.equilibria(concept) for concept in findings.concepts}
    yield from json_lines(
        {
            **header(
                model,
                concepts=list(findings.concepts),
                engine=findings.engine,
                reason=findings.reason,
                where=None if query.where is None else query.where.text,
                best_for=query.best_for,
                sample=query.sample,
                seed=query.seed,
            ),
            "decision_makers": party_records(model.case),
            "options": list(model.case.options),
            "n_states": str(model.n_states),
            "n_where": str(selection.where.count()),
            "n_settling": str(summary.settles.count()),
            "n_matching": str(selection.matching.count()),
            "n_chosen": str(selection.chosen.count()),
            "stability": {
                concept.value: {
                    party: str(findings.stable_for(concept, party).count()) for party in model.case.decision_makers
                }
                for concept in findings.concepts
            },
            "equilibria": {concept.value: str(states.count()) for concept, states in equilibria.items()},
            "matching": {
                concept.value: str((states & selection.where).count()) for concept, states in equilibria.items()
            },
            "states": [
                {
                    **state_record(model, state),
                    "equilibrium": [concept.value for concept in settling.concepts],
                    "words": settling.words,
                }
                for state, settling in zip(selection.states, selection.settling, strict=True)
            ],
            "best": _best(findings, selection),
            "outcomes": [
                {
                    "name": outcome.name,
                    "n_states": str(outcome.n_states),
                    "n_settling": str(outcome.n_settling),
                    "words": outcome.sentence,
                }
                for outcome in summary.outcomes()
            ],
            "status_quo": _status_quo(summary),
            "answer": [*summary.headline(), *asked_words(summary, selection)],
            "omitted": {concept.value: reason for concept, reason in findings.omitted.items()},
            "notes": [*engine_words(findings), *notes(findings)],
        }
    )


def _best(findings: Findings[S], selection: Selection[S]) -> dict[str, object]:
    model = findings.model
    found: dict[str, object] = {}
    for party in model.case.decision_makers:
        if best := selection.matching.best_for(party):
            first = best.first(1)[0]
            level, n_levels = model.level(party, first)
            found[party] = {
                "n_states": str(best.count()),
                "first": id_of(model, first),
                "level": level,
                "n_levels": n_levels,
            }
    return found


def _status_quo(summary: Summary[S]) -> dict[str, object] | None:
    model, state = summary.model, summary.model.status_quo
    if state is None or summary.status_quo is None:
        return None
    verdicts = summary.findings.verdicts(state).items()
    return {
        "state": state_record(model, state),
        "stable": {
            concept.value: dict(zip(model.case.decision_makers, stays, strict=True)) for concept, stays in verdicts
        },
        "words": summary.status_quo.sentence,
    }
