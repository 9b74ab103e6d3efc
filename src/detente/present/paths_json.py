"""How a dispute could move on, as JSON: same envelope and same rules as `detente.present.result_json`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Literal

import numpy as np
from pydantic import Field

from detente.analysis.evolution import Chances, Evolution, Kind, Telling
from detente.conflict import state_id
from detente.present.paths_document import notes
from detente.present.paths_words import story_words
from detente.present.result_json import CaseRecord, Record, StateRecord, header, json_lines, state_records
from detente.stability import Concept


class PathsParameters(Record):
    """What was asked for."""

    concepts: list[Concept] = Field(description="What counts as an equilibrium.")
    variant: str | None = Field(description="The variant applied; null for the case as it stands.")
    start: str = Field(description="The state where it begins.")
    largest: int = Field(ge=1, description="Members of a coalition, at most.")


class ReachRecord(Record):
    """A state that can be reached, or an equilibrium."""

    state: str
    steps: dict[Kind, int | None] = Field(description="Fewest steps by kind of step; null where it is not reached.")
    holds: list[Concept] = Field(description="The concepts under which it is an equilibrium.")


class ArrivalRecord(Record):
    """A state and who moved there last, with the fewest steps after which that can be."""

    kind: Kind
    state: str
    by: list[str]
    steps: int = Field(ge=1)


class LinkRecord(Record):
    """A step that can be made on the way."""

    origin: str
    by: list[str]
    to: str
    improves: bool = Field(description="Whether everybody who makes it strictly gains by it.")


class GraphRecord(Record):
    """The part of the state graph that can be reached by one kind of step."""

    kind: Kind
    n_links: int = Field(ge=0)


class LegRecord(Record):
    """One step of a story: who makes it, and the state that results."""

    by: list[str]
    state: str


class StoryRecord(Record):
    """A way to a state."""

    legs: list[LegRecord]
    words: str


class TellingRecord(Record):
    """How a state is reached."""

    to: str
    kind: Kind
    fewest: int | None = Field(description="Steps of the shortest way; null when there is none.")
    longest: int = Field(description="Ways of up to so many steps were looked for.")
    n_found: int
    is_complete: bool = Field(description="Whether these are all ways of up to `longest` steps.")
    stories: list[StoryRecord] = Field(description="Shortest first; may be cut, `n_found` counts all.")


class ChanceRecord(Record):
    """A chance, or an average: a fraction in lowest terms where it is exact, and as a number."""

    exact: str | None
    number: float


class EndingRecord(Record):
    """Where improvements drawn by lot can end."""

    states: list[str] = Field(description="One, or several among which it goes round for ever.")
    chance: ChanceRecord
    waiting: list[str] = Field(description="Who could improve further but has just moved.")


class ChancesRecord(Record):
    """What follows from the weights; no forecast."""

    weights: dict[str, str]
    last_mover_rule: bool
    endings: list[EndingRecord]
    expected_moves: ChanceRecord
    n_transient: int = Field(ge=0, description="Situations that are passed through and left for good.")
    method: str
    omitted: str = Field(description="Why there are no endings; empty when there are.")


class PathsDocument(Record):
    """What `detente paths CASE --format json` prints."""

    detente: str = Field(description="The version that made this.")
    format: Literal[1] = Field(description="The version of this contract.")
    case: CaseRecord
    parameters: PathsParameters
    states: list[StateRecord] = Field(description="The states reached, and the equilibria.")
    reached: list[ReachRecord] = Field(description="The same states, with steps.")
    arrivals: list[ArrivalRecord]
    graph: GraphRecord
    links: list[LinkRecord] = Field(description="The links of `graph`.")
    tellings: list[TellingRecord]
    chances: ChancesRecord
    omitted: dict[Kind, str] = Field(description="Kinds of steps that were left out, with the reason.")
    notes: list[str]


def paths_lines(
    evolution: Evolution,
    tellings: Sequence[Telling],
    chances: Chances,
    concepts: Sequence[Concept],
    graph: Kind | None = None,
) -> Iterator[str]:
    """Write how a dispute could move on; `graph` is the kind of steps whose links are listed."""
    conflict = evolution.conflict
    fewest = {kind: spread.fewest for kind, spread in evolution.spreads.items()}
    holds = {landing.state: landing.holds for landing in evolution.landings}
    reached = np.any([steps >= 0 for steps in fewest.values()], axis=0)
    states = [s for s in range(conflict.n_states) if reached[s] or state_id(conflict, s) in holds]
    shown = graph or (Kind.COALITIONS if Kind.COALITIONS in fewest else Kind.IMPROVEMENTS)
    links = list(evolution.spreads[shown].links())
    start = {"start": evolution.start, "largest": evolution.largest}
    yield from json_lines(
        {
            **header(conflict, concepts=list(concepts), **start),
            "states": state_records(conflict, states),
            "reached": [
                {
                    "state": state_id(conflict, s),
                    "steps": {kind: int(steps[s]) if steps[s] >= 0 else None for kind, steps in fewest.items()},
                    "holds": list(holds.get(state_id(conflict, s), ())),
                }
                for s in states
            ],
            "arrivals": (
                {"kind": kind, "state": arrival.state, "by": list(arrival.by), "steps": arrival.steps}
                for kind, spread in evolution.spreads.items()
                for arrival in spread.arrivals()
            ),
            "graph": {"kind": shown, "n_links": len(links)},
            "links": [
                {"origin": link.origin, "by": list(link.by), "to": link.to, "improves": link.improves} for link in links
            ],
            "tellings": [_telling(evolution, telling) for telling in tellings],
            "chances": _chances(chances),
            "omitted": dict(evolution.omitted),
            "notes": list(notes(evolution, chances)),
        }
    )


def _telling(evolution: Evolution, telling: Telling) -> dict[str, object]:
    return {
        "to": telling.to,
        "kind": telling.kind,
        "fewest": telling.fewest,
        "longest": telling.longest,
        "n_found": telling.n_found,
        "is_complete": telling.is_complete,
        "stories": [
            {
                "legs": [{"by": list(leg.by), "state": leg.state} for leg in story],
                "words": story_words(evolution.conflict, evolution.start, story),
            }
            for story in telling.stories
        ],
    }


def _chances(chances: Chances) -> dict[str, object]:
    return {
        "weights": {dm: str(weight) for dm, weight in chances.weights.items()},
        "last_mover_rule": chances.last_mover_rule,
        "endings": [
            {"states": list(ending.states), "chance": _number(ending.chance), "waiting": list(ending.waiting)}
            for ending in chances.endings
        ],
        "expected_moves": _number(chances.expected_moves),
        "n_transient": chances.n_transient,
        "method": chances.method,
        "omitted": chances.omitted,
    }


def _number(number: Fraction | float) -> dict[str, object]:
    # twelve digits: what lies beyond depends on the machine
    return {"exact": str(number) if isinstance(number, Fraction) else None, "number": float(f"{float(number):.12g}")}
