"""Two cases side by side: changes add up, states match by what is done, causes are causes and the smallest."""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import cache
from itertools import combinations
from random import Random
from typing import Any

import numpy as np
import pytest

from detente.analysis.comparison import Cause, ComparisonResult, Way, compare
from detente.analysis.comparison import find as find_module
from detente.analysis.comparison.edits import Edits, find_edits
from detente.case import apply_variant, load_case, parse_case
from detente.case.model import Case
from detente.conflict import Conflict, build_conflict, holding, state_id, taken
from detente.errors import CaseError
from detente.stability import Concept, analyze_stability
from detente.stability.batch import BATCH_CONCEPTS
from tests.oracle import options_of
from tests.random_models import as_text, random_formula, random_model, words

UKRAINE = load_case("ukraine-2026-01")


def answer(case: Case) -> dict[str, Any] | None:
    """What follows from a case, by the engine for one conflict; None if it is no sound model."""
    try:
        conflict = build_conflict(case)
    except (CaseError, KeyError):  # KeyError: a formula about an option that is not there
        return None
    result = analyze_stability(conflict, BATCH_CONCEPTS)
    held = {c: result.equilibria(c) for c in BATCH_CONCEPTS}
    found: dict[str, Any] = {
        "equilibria": {c: frozenset(known_as(conflict, s) for s in np.flatnonzero(mask)) for c, mask in held.items()}
    }
    if conflict.status_quo is not None:
        found[""] = {c: bool(mask[conflict.status_quo]) for c, mask in held.items()}
    for name, outcome in case.outcomes.items():
        where = holding(conflict, outcome.that.formula)
        found[name] = {c: bool((mask & where).any()) for c, mask in held.items()}
    return found


def known_as(conflict: Conflict, s: int) -> tuple[Any, ...]:
    return (state_id(conflict, s),) if conflict.names else (taken(conflict, s), int(conflict.unfixed[s]))


@cache
def two_cases(number: int) -> tuple[Case, Case]:
    """A random case with a status quo and outcomes, and another with a few things changed."""
    random = Random(3_000 + number)  # noqa: S311
    while True:
        model = random_model(random, random.choice(("plain", "infeasible", "irreversible", "moves", "merged")))
        names = options_of(model)
        if len(model["dms"]) > 1 and 2 < len(names) < 6:
            break
    data = json.loads(as_text(model))
    for party in data["decision_makers"].values():
        party["preferences"] = [words(random_formula(random, names, 1)) for _ in range(random.randint(1, 3))]
    data["outcomes"] = {"good": words(random_formula(random, names, 1)), "bad": words(random_formula(random, names, 1))}
    other = json.loads(json.dumps(data))
    for _ in range(random.randint(1, 4)):
        _tweak(random, other, names)
    try:
        return parse_case(json.dumps(data)), parse_case(json.dumps(other))
    except CaseError:
        return two_cases(number + 10_000)


def _tweak(random: Random, data: dict[str, Any], names: list[str]) -> None:
    party = random.choice(list(data["decision_makers"].values()))
    wants = party["preferences"]
    match random.randrange(6):
        case 0:
            random.shuffle(wants)
        case 1:
            wants.insert(random.randint(0, len(wants)), words(random_formula(random, names, 1)))
        case 2:
            wants[random.randrange(len(wants))] = words(random_formula(random, names, 1))
        case 3 if len(wants) > 1:
            wants.pop(random.randrange(len(wants)))
        case 4:
            data.setdefault("constraints", []).append(words(random_formula(random, names, 1)))
        case _:
            party["options"]["extra"] = {"label": "Something more", "irreversible": "taking"}
            wants.append("extra")


NUMBERS = range(60)


@pytest.mark.parametrize("number", NUMBERS)
def test_all_changes_together_make_the_second_case(number: int) -> None:
    first, second = two_cases(number)
    edits = find_edits(first, second)
    everything = range(edits.n_matter)
    assert answer(edits.made(())) == answer(first)
    assert answer(edits.made(everything)) == answer(second)
    assert not find_edits(edits.made(everything), second).n_matter
    assert (edits.n_matter == 0) == (not find_edits(second, first).n_matter)


@pytest.mark.parametrize("number", NUMBERS)
def test_causes_are_the_smallest_sets_of_changes(number: int) -> None:
    first, second = two_cases(number)
    try:
        result = compare(build_conflict(first), build_conflict(second))
    except CaseError:
        return  # one of them is no sound model: nothing to compare
    edits = find_edits(first, second)
    matter = range(edits.n_matter)
    subsets = [chosen for size in range(1, edits.n_matter + 1) for chosen in combinations(matter, size)]
    if len(subsets) > 200:
        subsets = [chosen for chosen in subsets if len(chosen) < 3]
    answers = {chosen: answer(edits.made(chosen)) for chosen in subsets}
    wanted = answer(second)
    before = answer(first)
    assert wanted is not None
    assert before is not None
    differing = {key for key in wanted if key in before and wanted[key] != before[key]}
    assert {_about(cause) for cause in result.causes} == differing
    for cause in result.causes:
        key = _about(cause)
        giving = [chosen for chosen, found in answers.items() if found is not None and found.get(key) == wanted[key]]
        least = min(map(len, giving), default=None)
        assert cause.is_exact
        if least is not None:
            assert set(cause.sets) == {chosen for chosen in giving if len(chosen) == least}


def _about(cause: Cause) -> str:
    return "equilibria" if cause.about is None else cause.about


def test_the_sample_has_differences_to_explain() -> None:
    sizes = []
    for number in NUMBERS:
        first, second = two_cases(number)
        edits = find_edits(first, second)
        kinds = {change.kind for change in edits.changes}
        sizes.append((edits.n_matter, kinds))
    assert sum(n > 1 for n, _ in sizes) > 20
    assert set().union(*(kinds for _, kinds in sizes)) >= {"preference", "constraint", "option"}


def test_a_search_that_is_cut_gives_a_set_of_which_nothing_can_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find_module, "affordable", lambda _: 0)
    first, second = UKRAINE, apply_variant(UKRAINE, "no-influence")
    result = compare(build_conflict(first), build_conflict(second))
    edits, wanted = find_edits(first, second), answer(second)
    assert wanted is not None
    assert result.causes
    for cause in result.causes:
        assert not cause.is_exact
        (chosen,) = cause.sets
        for fewer in (chosen, *(tuple(n for n in chosen if n != gone) for gone in chosen)):
            found = answer(edits.made(fewer))
            assert found is not None
            assert (found[_about(cause)] == wanted[_about(cause)]) == (fewer == chosen)


def side_by_side(variant: str) -> ComparisonResult:
    return compare(build_conflict(UKRAINE), build_conflict(UKRAINE, variant=variant))


def test_one_changed_statement_explains_a_variant() -> None:
    result = side_by_side("restraint-only")
    (change,) = (change for change in result.changes if change.matters)
    assert (change.way, change.kind, change.decision_maker) == (Way.CHANGED, "preference", "us")
    assert (change.before, change.after) == ("not restrain", "restrain")
    assert change.path == ("decision_makers", "us", "preferences", 0)
    assert {cause.sets for cause in result.causes} == {((0,),)}
    assert result.alone[0]
    assert all(topic in {turned.topic for turned in result.turned} for topic in result.alone[0])


def test_a_statement_that_stands_elsewhere_is_one_change() -> None:
    result = side_by_side("reversal")
    moved = [change for change in result.changes if change.way is Way.MOVED]
    assert [(change.before, change.after, change.path[-1]) for change in moved] == [("anchorage", "anchorage", 1)]


def test_states_are_the_same_when_the_same_is_done_in_them() -> None:
    """Openly criticizing halves the states, and all numbers change."""
    result = side_by_side("criticism")
    assert (result.states_gone, result.states_new) == (232, 0)
    (same,) = result.equilibria[Concept.NASH].same
    assert same.first != same.second
    first, second = (build_conflict(UKRAINE, variant=name) for name in ("", "criticism"))
    numbers = {state_id(first, s): taken(first, s) for s in range(first.n_states)}
    other = {state_id(second, s): taken(second, s) for s in range(second.n_states)}
    for concept in BATCH_CONCEPTS:
        held = result.equilibria[concept]
        for place in (*held.gone, *held.new, *held.same):
            for ids, name in ((numbers, place.first), (other, place.second)):
                assert not name or ids[name] == place.taken


def test_an_option_more_leaves_the_status_quo_where_it_is() -> None:
    base = """
    detente: 1
    title: A bridge
    decision_makers:
      town: {name: The town, options: {build: Build it}, preferences: [build]}
      firm: {name: The firm, options: {pay: Pay}, preferences: [not pay]}
    status_quo: [pay]
    """
    more = base.replace("{pay: Pay}", "{pay: Pay, leave: Leave}").replace("[not pay]", "[leave, not pay]")
    result = compare(build_conflict(parse_case(base)), build_conflict(parse_case(more)))
    assert [(c.way.value, c.kind, c.after) for c in result.changes] == [
        ("added", "option", "Leave"),
        ("added", "preference", "leave"),
    ]
    assert result.alone == ((), None)  # a wish about an option that is not there is no model
    # the option is needed for the wish; with it alone nobody minds
    assert [(cause.about, cause.sets) for cause in result.causes] == [(None, ((0, 1),))]
    assert (result.states_gone, result.states_new) == (0, 4)


def test_nothing_changed() -> None:
    conflict = build_conflict(load_case("elmira"))
    result = compare(conflict, conflict)
    assert (result.changes, result.turned, result.causes, result.alone) == ((), (), (), ())
    assert all(not held.gone and not held.new for held in result.equilibria.values())


def test_words_and_sources_are_listed_and_cause_nothing() -> None:
    first = load_case("elmira")
    second = first.model_copy(update={"title": "Another title", "sources": {}})
    result = compare(build_conflict(first), build_conflict(second))
    assert {change.kind for change in result.changes} == {"words", "source"}
    assert not any(change.matters for change in result.changes)
    assert (result.turned, result.causes) == ((), ())


def test_merged_states_and_graph_form() -> None:
    nine, twelve = (build_conflict(load_case(name)) for name in ("elmira", "elmira-12"))
    result = compare(nine, twelve)
    (gone,) = result.equilibria[Concept.NASH].gone
    assert gone.taken == ("ministry.modify?", "uniroyal.abandon", "municipality.insist?")
    assert (gone.first, gone.second) == ("s9", "")
    case = load_case("four-states")
    moved = {**case.arcs, "first": {}}
    graph = compare(build_conflict(case), build_conflict(case.model_copy(update={"arcs": moved})))
    assert [change.kind for change in graph.changes] == ["arcs"]
    assert {cause.sets for cause in graph.causes} == {((0,),)}


def test_cases_that_share_nothing_can_be_compared() -> None:
    first, second = load_case("prisoners"), load_case("four-states")
    result = compare(build_conflict(first), build_conflict(second))
    assert (result.states_gone, result.states_new) == (4, 4)
    edits: Edits = find_edits(first, second)

    def whole(chosen: Collection[int]) -> dict[str, Any] | None:
        return answer(edits.made(chosen))

    assert whole(range(edits.n_matter)) == answer(second)


def test_preferences_given_in_another_way_are_one_change() -> None:
    gisborne, unknown = (load_case(name) for name in ("gisborne", "gisborne-unknown"))
    result = compare(build_conflict(gisborne), build_conflict(unknown))
    (change,) = (change for change in result.changes if change.matters)
    assert (change.kind, change.decision_maker) == ("preferences", "provincial")
    assert change.before == "lift; not continue; not appeal"
    assert change.after.startswith("lift over lift, appeal; ")
