"""Mindsets as JSON: same envelope and same rules as `detente.present.result_json`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Literal

from pydantic import Field

from detente.analysis.attitudes import Attitude, Attitudes, Change, RelationalResult
from detente.analysis.foresight import Foresight, Ties, Verdicts, held_by_both
from detente.analysis.opponents import Opponents
from detente.conflict import state_id
from detente.present.mindsets import Mindsets
from detente.present.mindsets_words import notes
from detente.present.result_json import CaseRecord, Record, StateRecord, StepRecord, header, json_lines, state_records
from detente.stability import Concept


class MindsetsParameters(Record):
    """What was asked for; null where it was not asked."""

    variant: str | None = Field(description="The variant applied; null for the case as it stands.")
    moves: int | None = Field(ge=1, description="How many moves ahead are listed.")
    ties: Ties | None = Field(description="What a mover counts on where an end is not unique.")
    interested: list[str] | None = Field(description="Who answers in its own interest only.")
    attitudes: dict[str, dict[str, Attitude]] | None = Field(description="Of everybody toward everybody.")
    strict: bool = Field(description="Whether a positive attitude toward oneself asks for a strict gain.")


class HorizonRecord(Record):
    """Verdicts for a number of moves: the states that each decision maker, and everybody, would not leave."""

    moves: int = Field(ge=1)
    limited: dict[str, list[str]] = Field(description="Limited-move stability, by decision maker.")
    metarational: dict[str, list[str]] = Field(description="General metarationality of so many moves.")
    credible: dict[str, list[str]] = Field(description="Its credible version, with improvements only.")
    limited_equilibria: list[str]
    metarational_equilibria: list[str]
    credible_equilibria: list[str]


class PlayRecord(Record):
    """What a decision maker expects that moves first and looks some moves ahead."""

    decision_maker: str
    state: str
    moves: int = Field(ge=1)
    steps: list[StepRecord] = Field(description="None if it stays.")
    end: str
    is_only: bool = Field(description="Whether no mover has an equally good alternative on the way.")


class ForesightRecord(Record):
    """Who would stay where, by how far both look ahead."""

    horizons: list[HorizonRecord]
    nonmyopic: dict[str, list[str]] | None = Field(description="Non-myopic stability; null if it was not decided.")
    nonmyopic_equilibria: list[str] | None
    period: int | None = Field(description="Expectations repeat every so many moves; null if not seen to.")
    before_period: int | None = Field(description="From so many moves on.")
    examined: int = Field(ge=1, description="How many moves ahead were worked out.")
    stackelberg: dict[str, list[str]] = Field(description="By leader.")
    plays: list[PlayRecord]
    ties_matter: bool = Field(description="Whether counting on the other end would change a verdict.")


class MixedRecord(Record):
    """Mixed stability."""

    stable: dict[str, list[str]]
    equilibria: list[str]
    sequential: list[str] = Field(description="Equilibria when everybody answers in its own interest only (SEQ).")
    metarational: list[str] = Field(description="Equilibria when everybody answers by any moves (GMR).")


class ReadinessRecord(Record):
    """Who has to be ready to answer against its own interest for a state to hold."""

    state: str
    ready: list[list[str]] = Field(description="The smallest sets of decision makers; the empty one if nobody has to.")


class RelationalRecord(Record):
    """Relational stability, under the relational version of each concept."""

    stable: dict[Concept, dict[str, list[str]]]
    equilibria: dict[Concept, list[str]]
    discrete: dict[Concept, list[str]] = Field(description="Equilibria if everybody minded only itself.")
    version_matters: list[str] = Field(description="Decision makers with verdicts that the other version changes.")


class SingleAttitudeRecord(Record):
    """What one attitude changes when everybody otherwise minds only itself."""

    by: str
    toward: str
    attitude: Attitude
    gained: dict[Concept, list[str]]
    lost: dict[Concept, list[str]]


class MindsetsDocument(Record):
    """What `detente mindsets CASE --format json` prints; null where nothing was asked."""

    detente: str = Field(description="The version that made this.")
    format: Literal[1] = Field(description="The version of this contract.")
    case: CaseRecord
    parameters: MindsetsParameters
    states: list[StateRecord] = Field(description="All feasible states.")
    foresight: ForesightRecord | None
    mixed: MixedRecord | None
    readiness: list[ReadinessRecord] | None = Field(description="A GMR equilibrium each.")
    relational: RelationalRecord | None
    single_attitudes: list[SingleAttitudeRecord] | None = Field(description="Those that change something.")
    notes: list[str]
    status_quo: str | None


def mindsets_lines(result: Mindsets) -> Iterator[str]:
    """Write what follows if parties think otherwise."""
    conflict = result.conflict
    parameters = {
        "moves": result.foresight and result.foresight.moves,
        "ties": result.foresight and result.foresight.ties,
        "interested": None if result.opponents is None else list(result.opponents.interested),
        "attitudes": None if result.relational is None else _signs(result.relational.attitudes),
        "strict": result.question.strict,
    }
    readiness = None
    if result.readiness is not None:
        readiness = [
            {"state": name, "ready": [list(ready) for ready in sets]} for name, sets in result.readiness.needed.items()
        ]
    yield from json_lines(
        {
            **header(conflict, **parameters),
            "states": state_records(conflict, range(conflict.n_states)),
            "foresight": result.foresight and _foresight(result.foresight),
            "mixed": result.opponents and _mixed(result.opponents),
            "readiness": readiness,
            "relational": result.relational and _relational(result.relational),
            "single_attitudes": None if result.changes is None else [_change(one) for one in result.changes],
            "notes": list(notes(result)),
            "status_quo": None if conflict.status_quo is None else state_id(conflict, conflict.status_quo),
        }
    )


def _signs(attitudes: Attitudes) -> dict[str, dict[str, str]]:
    return {by: {toward: attitude.value for toward, attitude in row.items()} for by, row in attitudes.items()}


def _lists(verdicts: Verdicts) -> dict[str, list[str]]:
    return {dm: list(names) for dm, names in verdicts.items()}


def _by_concept(found: Mapping[Concept, Sequence[str]]) -> dict[str, list[str]]:
    return {concept.value: list(names) for concept, names in found.items()}


def _foresight(found: Foresight) -> dict[str, object]:
    horizons = []
    for h in found.limited:
        kinds = {"limited": found.limited[h], "metarational": found.metarational[h], "credible": found.credible[h]}
        horizons.append(
            {
                "moves": h,
                **{kind: _lists(verdicts) for kind, verdicts in kinds.items()},
                **{f"{kind}_equilibria": list(held_by_both(verdicts)) for kind, verdicts in kinds.items()},
            }
        )
    far = found.nonmyopic
    return {
        "horizons": horizons,
        "nonmyopic": None if far is None else _lists(far),
        "nonmyopic_equilibria": None if far is None else list(held_by_both(far)),
        "period": found.period,
        "before_period": found.before_period,
        "examined": found.examined,
        "stackelberg": _lists(found.stackelberg),
        "plays": [asdict(play) for play in found.plays],
        "ties_matter": found.ties_matter,
    }


def _mixed(found: Opponents) -> dict[str, object]:
    return {
        "stable": _lists(found.stable),
        "equilibria": list(found.equilibria),
        "sequential": list(found.sequential),
        "metarational": list(found.metarational),
    }


def _relational(found: RelationalResult) -> dict[str, object]:
    return {
        "stable": {concept.value: _lists(verdicts) for concept, verdicts in found.stable.items()},
        "equilibria": _by_concept(found.equilibria),
        "discrete": _by_concept(found.discrete),
        "version_matters": list(found.version_matters),
    }


def _change(one: Change) -> dict[str, object]:
    return {
        "by": one.by,
        "toward": one.toward,
        "attitude": one.attitude.value,
        "gained": _by_concept(one.gained),
        "lost": _by_concept(one.lost),
    }
