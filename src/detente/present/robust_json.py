"""Robustness as JSON: same envelope and same rules as `detente.present.result_json`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Literal

from pydantic import Field

from detente.analysis.conclusions import Topic
from detente.analysis.partial import PartialResult
from detente.analysis.robustness import Act, Census, Lever, RobustnessResult, Share
from detente.case import Support
from detente.case.model import Hedge
from detente.errors import format_path
from detente.present.conclusion_words import turned_words
from detente.present.partial_json import PartialRecord, partial_record
from detente.present.result_json import CaseRecord, Record, header, json_lines
from detente.present.robust_words import answer_words, lever_words, notes
from detente.stability import Concept


class RobustnessParameters(Record):
    """What was asked for."""

    concepts: list[Concept]
    variant: str | None = Field(description="The variant applied; null for the case as it stands.")
    seed: int = Field(description="Of the draws, where there were any.")
    swaps: int = Field(ge=0, description="Exchanges of neighbours that lists may be away from an admissible order.")


class ShareRecord(Record):
    """In how many readings; no probability."""

    count: int = Field(ge=0)
    of: int = Field(ge=1)
    is_exact: bool = Field(description="Whether these are all readings; otherwise drawn.")
    interval: list[float] = Field(min_length=2, max_length=2, description="Wilson's at 95 percent where drawn.")


class OrdersRecord(Record):
    """How many orders of a decision maker's preferences were considered."""

    decision_maker: str
    n_orders: int = Field(ge=1)
    n_distinct: int = Field(ge=1, description="How many differ in what they prefer; 1 where they are drawn.")
    is_drawn: bool


class CensusRecord(Record):
    """Shares of readings."""

    variant: str | None
    n_readings: int = Field(ge=1)
    parties: list[OrdersRecord]
    looked_at: dict[Concept, ShareRecord] = Field(description="How many readings were looked at, of all.")
    outcomes: dict[Concept, dict[str, ShareRecord]] = Field(description="In how many an outcome can hold.")
    states: dict[Concept, dict[str, ShareRecord]] = Field(
        description="In how many a state is an equilibrium; none: left out."
    )


class ConclusionRecord(Record):
    """Whether the status quo (about: empty) is an equilibrium, or a named outcome can hold."""

    about: str
    concept: Concept
    holds: bool = Field(description="As the case stands.")


class LeverRecord(Record):
    """An assumption that is dropped or turned into its opposite."""

    act: Act
    path: str
    kind: str
    decision_maker: str
    text: str
    because: list[str]
    support: Support
    hedge: Hedge
    words: str


class TippingRecord(Record):
    """A smallest set of changes, and the conclusions it turns round."""

    levers: list[LeverRecord]
    turned: list[ConclusionRecord]
    words: str


class SwitchRecord(Record):
    """Statements left out, and the conclusions that change; null: no sound model is left."""

    kind: Literal["support", "hedged", "voice", "source", "statement"]
    name: str
    dropped: list[str]
    turned: list[ConclusionRecord] | None


class ExchangeRecord(Record):
    """Two entries of a list that stand the other way round."""

    decision_maker: str
    upper: str
    lower: str


class ListMarginRecord(ConclusionRecord):
    """The fewest exchanges of neighbours that turn a conclusion round; null: more than were tried."""

    fewest: int | None
    exchanged: list[ExchangeRecord] = Field(description="One way.")


class MarginRecord(Record):
    """How many pairs of states a decision maker would have to compare differently for the opposite verdict."""

    state: str
    decision_maker: str
    concept: Concept
    is_stable: bool
    fewest: int | None = Field(description="Null: no ranking gives the opposite.")
    at_most: int | None = Field(description="The same, unless the search was cut.")


class RobustnessDocument(Record):
    """What `detente robust CASE --format json` prints."""

    detente: str = Field(description="The version that made this.")
    format: Literal[1] = Field(description="The version of this contract.")
    case: CaseRecord
    parameters: RobustnessParameters
    answer: list[str]
    conclusions: list[ConclusionRecord]
    census: CensusRecord | None
    uncounted: str = Field(description="Why there is no census.")
    variants: list[CensusRecord]
    tipping: list[TippingRecord]
    n_levers: int = Field(ge=0, description="Single changes tried.")
    n_pairs: int = Field(ge=0)
    pairs_tried: bool
    unsound: int = Field(ge=0, description="Changes that left no sound model.")
    switches: list[SwitchRecord]
    exchanges_tried: int = Field(ge=0)
    list_margins: list[ListMarginRecord]
    margins: list[MarginRecord]
    partial: PartialRecord | None
    notes: list[str]


def robustness_lines(result: RobustnessResult, partial: PartialResult | None = None) -> Iterator[str]:
    """Write how robust an answer is."""
    census = result.census
    concepts = list(dict.fromkeys(topic.concept for topic in result.holds)) or (list(census.states) if census else [])
    yield from json_lines(
        {
            **header(
                result.conflict,
                concepts=concepts,
                seed=census.seed if census else 0,
                swaps=census.swaps if census else 0,
            ),
            "answer": list(answer_words(result)),
            "conclusions": _conclusions(result.holds.items()),
            "census": _census(census) if census else None,
            "uncounted": result.uncounted,
            "variants": [_census(one) for one in result.variants],
            "tipping": [
                {
                    "levers": [_lever(result, lever) for lever in one.levers],
                    "turned": _conclusions(one.turned),
                    "words": turned_words(one.turned),
                }
                for one in result.tipping
            ],
            "n_levers": result.n_levers,
            "n_pairs": result.n_pairs,
            "pairs_tried": result.pairs_tried,
            "unsound": result.unsound,
            "switches": [
                {**asdict(one), "turned": None if one.turned is None else _conclusions(one.turned)}
                for one in result.switches
            ],
            "exchanges_tried": result.exchanges_tried,
            "list_margins": [
                {
                    **_conclusion(one.topic, one.holds),
                    "fewest": one.fewest,
                    "exchanged": [asdict(exchange) for exchange in one.exchanged],
                }
                for one in result.list_margins
            ],
            "margins": [asdict(margin) for margin in result.margins],
            "partial": partial_record(partial) if partial else None,
            "notes": list(notes(result)),
        }
    )


def _conclusion(topic: Topic, holds: bool) -> dict[str, object]:
    return {"about": topic.about, "concept": topic.concept.value, "holds": holds}


def _conclusions(found: Iterable[tuple[Topic, bool]]) -> list[dict[str, object]]:
    return [_conclusion(topic, holds) for topic, holds in found]


def _census(census: Census) -> dict[str, object]:
    def shares(found: Mapping[str, Share]) -> dict[str, dict[str, object]]:
        return {name: _share(share) for name, share in found.items()}

    return {
        "variant": census.conflict.variant or None,
        "n_readings": census.n_readings,
        "parties": [asdict(party) for party in census.parties],
        "looked_at": {concept.value: _share(share) for concept, share in census.looked_at.items()},
        "outcomes": {concept.value: shares(found) for concept, found in census.outcomes.items()},
        "states": {concept.value: shares(found) for concept, found in census.states.items()},
    }


def _share(share: Share) -> dict[str, object]:
    return {**asdict(share), "interval": [round(end, 6) for end in share.interval]}


def _lever(result: RobustnessResult, lever: Lever) -> dict[str, object]:
    assumption = lever.assumption
    return {
        "act": lever.act.value,
        "path": format_path(assumption.path),
        "kind": assumption.kind,
        "decision_maker": assumption.decision_maker,
        "text": assumption.text,
        "because": list(assumption.because),
        "support": assumption.support.value,
        "hedge": assumption.hedge.value,
        "words": lever_words(result.conflict, lever),
    }
