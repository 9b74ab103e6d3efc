"""Every published result in the catalogue is ours, or the case says why not; individual verdicts as well."""

from functools import cache

import numpy as np
import pytest

from detente.case import advise, case_text, list_cases, load_case, read_case
from detente.conflict import build_conflict, holding, state_id
from detente.stability import Concept, StabilityResult, analyze_stability

NAMES = [entry.name for entry in list_cases()]
PUBLISHED = [(name, i) for name in NAMES for i in range(len(load_case(name).published))]

ALL = range(1, 13)

# Stable states of each decision maker by state number; the decimal numbers of the crisis of 1962 count from 0 in print
VERDICTS = {
    ("prisoners", ""): {
        "nash": {"first": [1, 3], "second": [1, 2]},
        "gmr": {"first": [1, 3, 4], "second": [1, 2, 4]},
        "smr": {"first": [1, 3, 4], "second": [1, 2, 4]},
        "seq": {"first": [1, 3, 4], "second": [1, 2, 4]},
    },
    ("syria-iraq-1975", ""): {
        "nash": {"syria": [1, 6], "iraq": [2, 4, 6]},
        "gmr": {"syria": [1, 3, 6], "iraq": [1, 2, 4, 5, 6]},
        "smr": {"syria": [1, 3, 6], "iraq": [2, 4, 6]},
        "seq": {"syria": [1, 3, 6], "iraq": [2, 4, 5, 6]},
    },
    ("elmira-12", ""): {
        "nash": {"ministry": ALL, "uniroyal": [1, 4, 5, 6, 7, 10, 11, 12], "municipality": [5, 6, 7, 8, 9, 10, 11, 12]},
        "gmr": {"ministry": ALL, "uniroyal": [1, 4, 5, 6, 7, 10, 11, 12], "municipality": ALL},
        "smr": {"ministry": ALL, "uniroyal": [1, 4, 5, 6, 7, 10, 11, 12], "municipality": ALL},
        "seq": {
            "ministry": ALL,
            "uniroyal": [1, 4, 5, 6, 7, 10, 11, 12],
            "municipality": [2, 3, 5, 6, 7, 8, 9, 10, 11, 12],
        },
    },
    ("cuba-1962", ""): {
        "nash": {"us": [3, 5, 12], "ussr": [1, 6, 7, 8]},
        "seq": {"us": [3, 5, 7, 12], "ussr": [1, 5, 6, 7, 8]},
        "gmr": {"us": [1, 2, 3, 4, 5, 6, 7, 8, 12], "ussr": [1, 2, 3, 5, 6, 7, 8]},
    },
    ("four-states", ""): {
        "nash": {"first": [1, 3, 4]},
        "gmr": {"first": [1, 2, 3, 4]},
        "seq": {"first": [1, 2, 3, 4]},
    },
}
NINE = {
    "nash": {"ministry": range(1, 10), "uniroyal": [1, 4, 5, 8, 9], "municipality": [5, 6, 7, 8, 9]},
    "gmr": {"ministry": range(1, 10), "uniroyal": [1, 4, 5, 8, 9], "municipality": range(1, 10)},
    "smr": {"ministry": range(1, 10), "uniroyal": [1, 4, 5, 8, 9], "municipality": range(1, 10)},
    "seq": {"ministry": range(1, 10), "uniroyal": [1, 4, 5, 8, 9], "municipality": [2, 3, 5, 6, 7, 8, 9]},
    "sseq": {"ministry": range(1, 10), "uniroyal": [1, 4, 5, 8, 9], "municipality": [2, 3, 5, 6, 7, 8, 9]},
}
VERDICTS |= {("elmira", ""): NINE, ("elmira-graph", ""): NINE}

EQUILIBRIA = {
    ("prisoners", ""): {"nash": [1], "gmr": [1, 4], "smr": [1, 4], "seq": [1, 4], "sseq": [1, 4], "sim": [1, 4]},
    ("chicken", ""): {"nash": [2, 3], "seq": [2, 3], "sseq": [2, 3], "gmr": [2, 3, 4], "smr": [2, 3, 4]},
    ("cuba-1962", ""): {
        "nash": [],
        "seq": [5, 7],
        "sseq": [5, 7],
        "gmr": [1, 2, 3, 5, 6, 7, 8],
        "smr": [1, 2, 3, 5, 6, 7, 8],
    },
    ("cuba-1962", "irreversible-strike"): {
        "nash": [6],
        "seq": [5, 6, 7],
        "sseq": [5, 6, 7],
        "gmr": [1, 2, 3, 5, 6, 7, 8],
        "smr": [1, 2, 3, 5, 6, 7, 8],
    },
    ("elmira-12", ""): {
        "nash": [5, 6, 7, 10, 11, 12],
        "seq": [5, 6, 7, 10, 11, 12],
        "gmr": [1, 4, 5, 6, 7, 10, 11, 12],
        "smr": [1, 4, 5, 6, 7, 10, 11, 12],
    },
    ("syria-iraq-1975", ""): {"nash": [6], "gmr": [1, 6], "smr": [6], "seq": [6], "sim": [6]},
    ("gisborne", ""): {"nash": [4], "seq": [4], "gmr": [4, 8], "smr": [4, 8]},
    ("gisborne", "environment-oriented"): {"nash": [6], "seq": [6], "gmr": [6], "smr": [6]},
}


CLOSED = [5, 6, 11, 12]
ORDERS: dict[str, dict[str, list[int | list[int]]]] = {
    "prisoners": {"first": [3, 4, 1, 2], "second": [2, 4, 1, 3]},
    "syria-iraq-1975": {"syria": [1, 3, 6, 2, 4, 5], "iraq": [2, 4, 6, 1, 5, 3]},
    "cuba-1962": {  # printed as 4 6 5 7 2 1 3 0 11 9 10 8 and 0 4 6 2 5 1 7 3 11 9 10 8
        "us": [5, 7, 6, 8, 3, 2, 4, 1, 12, 10, 11, 9],
        "ussr": [1, 5, 7, 3, 6, 2, 8, 4, 12, 10, 11, 9],
    },
    "elmira": {
        "ministry": [7, 3, 4, 8, 5, 1, 2, 6, 9],
        "uniroyal": [1, 4, 8, 5, 9, 3, 7, 2, 6],
        "municipality": [7, 3, 5, 1, 8, 6, 4, 2, 9],
    },
    "elmira-graph": {
        "ministry": [7, 3, 4, 8, 5, 1, 2, 6, 9],
        "uniroyal": [1, 4, 8, 5, 9, 3, 7, 2, 6],
        "municipality": [7, 3, 5, 1, 8, 6, 4, 2, 9],
    },
    "elmira-12": {
        "ministry": [9, 3, 4, 10, 7, 1, 2, 8, CLOSED],
        "uniroyal": [1, 4, 10, 7, CLOSED, 2, 3, 9, 8],
        "municipality": [9, 3, 7, 1, 10, 8, 4, 2, CLOSED],
    },
    "gisborne": {
        "federal": [2, 6, 4, 8, 1, 5, 3, 7],
        "provincial": [3, 7, 4, 8, 1, 5, 2, 6],
        "support": [3, 4, 7, 8, 5, 6, 1, 2],
    },
}


@cache
def result_of(name: str, variant: str = "") -> StabilityResult:
    return analyze_stability(build_conflict(load_case(name), variant=variant))


def numbers(result: StabilityResult, stable: np.ndarray) -> list[int]:
    return [int(state_id(result.conflict, int(s))[1:]) for s in np.flatnonzero(stable)]


@pytest.mark.parametrize(("name", "i"), PUBLISHED)
def test_published_result(name: str, i: int) -> None:
    published = load_case(name).published[i]
    result = result_of(name, published.variant or "")
    stable = result.stable[Concept(published.concept)]
    ours = stable.all(axis=0) if published.by is None else stable[result.conflict.decision_makers.index(published.by)]
    theirs = np.zeros(result.conflict.n_states, dtype=bool)
    for state in published.states:
        theirs |= holding(result.conflict, state.formula)
    assert (theirs.tolist() == ours.tolist()) == (published.differs is None)


def test_every_published_state_is_a_state() -> None:
    for name in NAMES:
        for published in load_case(name).published:
            conflict = result_of(name, published.variant or "").conflict
            assert [int(holding(conflict, state.formula).sum()) > 0 for state in published.states] == [True] * len(
                published.states
            )


@pytest.mark.parametrize(
    ("case", "concept", "by", "expected"),
    [
        (case, concept, by, list(states))
        for case, rows in VERDICTS.items()
        for concept, row in rows.items()
        for by, states in row.items()
    ],
)
def test_individual_verdicts(case: tuple[str, str], concept: str, by: str, expected: list[int]) -> None:
    result = result_of(*case)
    stable = result.stable[Concept(concept)][result.conflict.decision_makers.index(by)]
    assert expected == numbers(result, stable)


@pytest.mark.parametrize(
    ("case", "concept", "expected"),
    [(case, concept, states) for case, row in EQUILIBRIA.items() for concept, states in row.items()],
)
def test_equilibria(case: tuple[str, str], concept: str, expected: list[int]) -> None:
    result = result_of(*case)
    assert expected == numbers(result, result.equilibria(Concept(concept)))


@pytest.mark.parametrize(
    ("name", "party", "expected"),
    [(name, party, order) for name, row in ORDERS.items() for party, order in row.items()],
)
def test_preferences_give_the_published_orders(name: str, party: str, expected: list[int | list[int]]) -> None:
    """Best first, equals in a list: the prioritized statements are ours, the orders are the publication's."""
    conflict = result_of(name).conflict
    levels = conflict.level[conflict.decision_makers.index(party)]
    groups = [[s + 1 for s in np.flatnonzero(levels == level)] for level in sorted(set(levels.tolist()), reverse=True)]
    assert [group if isinstance(group, list) else [group] for group in expected] == groups


def test_an_irreversible_air_strike_in_option_form_has_the_same_equilibria(tmp_path) -> None:
    """The variant forbids moves; a file with an irreversible option says the same, and leaves simultaneous moves."""
    option = "air_strike: {label: Bomb the missile sites, short: air strike"
    text = case_text("cuba-1962")
    assert text.count(option) == 1
    path = tmp_path / "strike.yaml"
    path.write_text(text.replace(option, option + ", irreversible: taking"), encoding="utf-8")
    result = analyze_stability(build_conflict(read_case(path)))
    variant = result_of("cuba-1962", "irreversible-strike")
    for concept in variant.stable:
        assert variant.stable[concept].tolist() == result.stable[concept].tolist()
    assert numbers(result, result.equilibria(Concept.SIM)) == [6]


def test_every_case_names_its_source_and_what_is_recalled() -> None:
    for name in NAMES:
        case = load_case(name)
        assert case.sources
        assert case.about
        assert case.status_quo
        assert {result.source for result in case.published} <= set(case.sources)


def test_no_case_needs_advice() -> None:
    assert {name: list(map(str, advise(load_case(name)))) for name in NAMES} == {name: [] for name in NAMES}
