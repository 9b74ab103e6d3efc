"""The bundled case: what it rests on, and what it answers."""

import re
from collections.abc import Iterator
from functools import cache

import numpy as np
import pytest

from detente.case import load_case
from detente.case.model import AnyOrder, Mode, Prioritization, Supported
from detente.conflict import build_conflict, holding, outcomes_of, taken
from detente.stability import Concept, StabilityResult, analyze_stability

NAME = "ukraine-2026-01"
CASE = load_case(NAME)
LOOKING_AHEAD = ("seq", "sseq")

TODAY = ("retain", "prolong", "sanctions", "persuade")
WORST_CASE = ("criticize", "retain", "prolong", "sanctions", "double_down", "persuade")
ANCHORAGE = ("retain", "anchorage", "restrain")


@cache
def result_of(variant: str) -> StabilityResult:
    return analyze_stability(build_conflict(CASE, variant=variant))


def options_taken(result: StabilityResult, concept: str) -> list[tuple[str, ...]]:
    states = np.flatnonzero(result.equilibria(Concept(concept)))
    return [tuple(option.partition(".")[2] for option in taken(result.conflict, int(s))) for s in states]


def parts() -> Iterator[tuple[str, Supported]]:
    """Every part of the model that an analyst answers for, with a name for messages."""
    preferences = []
    for dm, party in CASE.decision_makers.items():
        yield dm, party
        yield from ((f"{dm}.{name}", option) for name, option in party.options.items())
        preferences.append((dm, party.preferences))
    for kind in ("constraints", "moves", "perceptions", "influences"):
        yield from ((f"{kind}[{i}]", part) for i, part in enumerate(getattr(CASE, kind)))
    yield from CASE.outcomes.items()
    if CASE.status_quo:
        yield "status_quo", CASE.status_quo
    preferences += [(part.id, part.preferences) for part in (*CASE.perceptions, *CASE.influences)]
    preferences += [(f"{part.id}: otherwise", part.otherwise) for part in CASE.influences if part.otherwise]
    for name, variant in CASE.variants.items():
        yield from ((f"{name}: {part.that.text}", part) for part in variant.constraints)
        preferences += [(f"{name}: {dm}", wants) for dm, wants in variant.preferences.items()]
        if variant.status_quo:
            yield f"{name}: status_quo", variant.status_quo
    for owner, wants in preferences:
        assert isinstance(wants, Prioritization), owner
        yield f"{owner}: order", wants
        for statement in wants.statements:
            assert not isinstance(statement, AnyOrder)
            yield f"{owner}: {statement.that.text}", statement


def test_every_part_says_what_it_rests_on() -> None:
    bare = [name for name, part in parts() if not part.because]
    unknown = [name for name, part in parts() if not set(part.because) <= set(CASE.statements)]
    assert (bare, unknown) == ([], [])


def test_every_statement_supports_something() -> None:
    used = {statement for _, part in parts() for statement in part.because}
    assert set(CASE.statements) - used == set()


def test_claims_are_short_and_anchors_are_a_few_words() -> None:
    for name, statement in CASE.statements.items():
        assert len(statement.claim) <= 200, name
        if statement.mode is Mode.ANALYST_STEP:
            assert (statement.source, statement.at, statement.voices) == (None, None, ()), name
            continue
        assert statement.source == "commentary", name
        assert statement.at is not None, name
        assert statement.at.paragraph in range(1, 14), name
        assert 2 <= len((statement.at.quote or "").split()) <= 6, name
        assert statement.voices[0] == "author", name
        assert ("Lavrov" in statement.voices) == (statement.mode in {Mode.DIRECT, Mode.MIXED, Mode.INDIRECT}), name
        assert bool(statement.hedge_words) == (statement.hedge != "none"), name


def test_every_paragraph_is_used() -> None:
    assert {statement.at.paragraph for statement in CASE.statements.values() if statement.at} == set(range(1, 14))


def test_the_source_is_cited_and_not_shipped() -> None:
    source = CASE.sources["commentary"]
    assert (source.author, source.date, source.kind, source.file) == (
        "Andrew Korybko",
        "2026-01-26",
        "commentary",
        None,
    )
    assert re.fullmatch("[0-9a-f]{64}", source.sha256 or "")


def test_what_europeans_ukrainians_and_americans_want_is_never_in_their_own_words() -> None:
    """The account is second-hand; no voice in it but the author's and the Russian minister's."""
    assert {voice for statement in CASE.statements.values() for voice in statement.voices} == {"author", "Lavrov"}


def test_size() -> None:
    assert 8 <= len(CASE.options) <= 12
    assert build_conflict(CASE).n_states == 464


def test_influenced_preferences_are_those_of_the_case() -> None:
    """The case is the dispute under influence, as the account describes it."""
    by_id = {influence.id: influence for influence in CASE.influences}
    for name in ("europeans-on-president", "neoconservatives-on-president"):
        assert by_id[name].preferences == CASE.decision_makers["us"].preferences


def test_what_the_president_wants_uninfluenced_is_that_of_the_variant() -> None:
    (otherwise,) = [influence.otherwise for influence in CASE.influences if influence.otherwise]
    assert otherwise == CASE.variants["no-influence"].preferences["us"]


def test_no_preference_is_idle() -> None:
    """None is true, or false, in every feasible state."""
    conflict = build_conflict(CASE)
    for dm, party in CASE.decision_makers.items():
        assert isinstance(party.preferences, Prioritization)
        for statement in party.preferences.statements:
            assert not isinstance(statement, AnyOrder)
            true = holding(conflict, statement.that.formula)
            assert 0 < true.sum() < conflict.n_states, (dm, statement.that.text)


def test_the_status_quo_holds_for_those_who_look_ahead() -> None:
    """Speaking out would pay for Russia today, and only the answer to it deters: the signalling dilemma."""
    result = result_of("")
    today = result.conflict.status_quo
    assert today is not None
    assert "conflict_goes_on" in outcomes_of(result.conflict, today)
    held = {concept.value for concept in result.stable if result.equilibria(concept)[today]}
    assert held == {"gmr", "smr", "seq", "sseq"}
    against = [dm for i, dm in enumerate(result.conflict.decision_makers) if not result.stable[Concept.NASH][i, today]]
    assert against == ["russia"]


@pytest.mark.parametrize(
    ("variant", "concept", "expected"),
    [
        ("", "nash", [WORST_CASE]),
        *[("", concept, [WORST_CASE, TODAY]) for concept in LOOKING_AHEAD],
        *[("reversal", concept, [ANCHORAGE]) for concept in ("nash", *LOOKING_AHEAD)],
        *[("no-influence", concept, [ANCHORAGE]) for concept in ("nash", *LOOKING_AHEAD)],
        *[
            ("restraint-only", concept, [("retain", "restrain", "prolong", "sanctions")])
            for concept in ("nash", *LOOKING_AHEAD)
        ],
        *[("criticism", concept, [WORST_CASE]) for concept in ("nash", *LOOKING_AHEAD)],
        *[("capability-lost", concept, [("concede", "criticize", "persuade")]) for concept in ("nash", *LOOKING_AHEAD)],
        *[
            ("as-europe-might-see-it", concept, [("ceasefire", "retain", "deploy")])
            for concept in ("nash", *LOOKING_AHEAD)
        ],
    ],
)
def test_where_it_can_settle(variant: str, concept: str, expected: list[tuple[str, ...]]) -> None:
    assert sorted(expected) == sorted(options_taken(result_of(variant), concept))


@pytest.mark.parametrize(
    ("variant", "outcome"),
    [
        ("reversal", "anchorage_settlement"),
        ("restraint-only", "europeans_restrained"),
        ("no-influence", "anchorage_settlement"),
        ("criticism", "worst_case"),
        ("capability-lost", "concessions"),
        ("as-europe-might-see-it", "european_plan"),
    ],
)
def test_each_variant_ends_in_one_named_outcome(variant: str, outcome: str) -> None:
    result = result_of(variant)
    states = np.flatnonzero(result.equilibria(Concept.SEQ))
    assert [outcome in outcomes_of(result.conflict, int(s)) for s in states] == [True]


@pytest.mark.parametrize("variant", list(CASE.variants))
def test_no_variant_lets_the_status_quo_hold_for_those_who_look_ahead(variant: str) -> None:
    result = result_of(variant)
    assert result.conflict.status_quo is not None
    assert not result.equilibria(Concept.SEQ)[result.conflict.status_quo]


def test_neither_rival_plan_holds_as_the_account_has_it() -> None:
    result = result_of("")
    for concept in ("nash", "smr", "seq", "sseq"):
        outcomes = {
            name
            for s in np.flatnonzero(result.equilibria(Concept(concept)))
            for name in outcomes_of(result.conflict, int(s))
        }
        assert outcomes & {"european_plan", "anchorage_settlement", "concessions"} == set()


def test_the_counter_reading_has_no_source() -> None:
    variant = CASE.variants["as-europe-might-see-it"]
    support = {
        statement
        for wants in variant.preferences.values()
        if isinstance(wants, Prioritization)
        for part in (wants, *wants.statements)
        for statement in part.because
    }
    assert {CASE.statements[name].mode for name in support} == {Mode.ANALYST_STEP}
