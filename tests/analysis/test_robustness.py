"""Shares, margins, tipping assumptions: against the definitions, theorems, and the forward engine."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import product
from random import Random
from typing import Any

import numpy as np
import pytest

from detente.analysis.conclusions import Topic, evaluate
from detente.analysis.orders import orders_of
from detente.analysis.partial import Extension, find_partial
from detente.analysis.robustness import (
    Share,
    find_list_margins,
    find_margins,
    find_robustness,
    find_switches,
    find_tipping,
    take_census,
)
from detente.analysis.robustness import census as census_module
from detente.analysis.robustness.tipping import _levers, _pull
from detente.case import load_case, parse_case
from detente.case.model import Variant
from detente.conflict import build_conflict, holding, state_id
from detente.errors import LimitError
from detente.stability import Concept, analyze_stability
from detente.stability.batch import BATCH_CONCEPTS, PARTY_CONCEPTS, analyze_parties
from tests.analysis.oracle_partial import admissible_orders, world_with
from tests.analysis.oracle_robustness import kendall, margin, orders_within, with_worth
from tests.analysis.test_partial import open_case, readings_by_hand
from tests.oracle import World
from tests.random_models import KINDS, random_model
from tests.stability.sample import SIZE, compiled, sample_result

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")
OPEN = range(40)


@pytest.mark.parametrize("number", OPEN)
def test_orders_are_those_near_an_admissible_one(number: int) -> None:
    _, entries, conflict = open_case(number)
    for i, dm in enumerate(conflict.decision_makers):
        k = sum(len(entry) if isinstance(entry, list) else 1 for entry in entries[dm])
        if k > 6:
            continue
        positions = iter(range(k))
        numbered = [[next(positions) for _ in e] if isinstance(e, list) else next(positions) for e in entries[dm]]
        admissible = [tuple(order) for order in admissible_orders(numbered)]
        for swaps in (0, 1, 2):
            orders = orders_of(conflict, i, swaps=swaps)
            found = dict(zip(orders.sequences, orders.distance.tolist(), strict=True))
            assert found == orders_within(admissible, swaps)
            assert orders.sequences[0] == tuple(range(k))
            assert np.array_equal(orders.rows[0], conflict.level[i])
            assert orders.n_orders == len(orders.sequences) == orders.weight.sum()


@pytest.mark.parametrize("number", OPEN)
def test_a_census_counts_the_readings(number: int) -> None:
    _, _, conflict = open_case(number)
    joint, solved = readings_by_hand(number)
    census = take_census(conflict)
    assert census.n_readings == len(joint)
    for concept in CONCEPTS:
        tables = np.array([np.all(verdicts[concept], axis=0) for verdicts in solved])
        expected = {
            state_id(conflict, s): Share(int(count), len(joint), is_exact=True)
            for s, count in enumerate(tables.sum(axis=0))
            if count
        }
        assert census.states[Concept(concept)] == expected


@pytest.mark.parametrize("number", range(0, 40, 4))
def test_a_census_with_exchanges_counts_them_too(number: int) -> None:
    model, entries, conflict = open_case(number)
    near: dict[str, list[Any]] = {}
    for dm in conflict.decision_makers:
        flat = [part for entry in entries[dm] for part in (entry if isinstance(entry, list) else [entry])]
        positions = iter(range(len(flat)))
        numbered = [[next(positions) for _ in e] if isinstance(e, list) else next(positions) for e in entries[dm]]
        admissible = [tuple(order) for order in admissible_orders(numbered)]
        near[dm] = [[flat[k] for k in order] for order in orders_within(admissible, 1)]
    assert np.prod([len(orders) for orders in near.values()]) < 4_000
    census = take_census(conflict, swaps=1)
    counts = {concept: np.zeros(conflict.n_states, dtype=int) for concept in CONCEPTS}
    readings = list(product(*near.values()))
    for reading in readings:
        verdicts = world_with(model, dict(zip(near, reading, strict=True))).verdicts()
        for concept in CONCEPTS:
            counts[concept] += np.all(verdicts[concept], axis=0)
    assert census.n_readings == len(readings)
    for concept in CONCEPTS:
        found = census.states[Concept(concept)]
        assert [found[n].count if (n := state_id(conflict, s)) in found else 0 for s in range(conflict.n_states)] == (
            counts[concept].tolist()
        )


THREE = """
detente: 1
title: Three with open orders
decision_makers:
  a: {name: A, options: {x: X, u: U}, preferences: [{any order: [not y, x, z]}, u]}
  b: {name: B, options: {y: Y}, preferences: [{any order: [not x, y, u]}]}
  c: {name: C, options: {z: Z}, preferences: [{any order: [not y if x, z, x]}]}
status_quo: []
outcomes: {calm: not y and not z, storm: y or z, mixed: x iff y}
"""


@cache
def counted_by_hand(concept: Concept) -> dict[str, int]:
    conflict = build_conflict(parse_case(THREE))
    orders = [orders_of(conflict, i) for i in range(3)]
    counts = dict.fromkeys(conflict.case.outcomes, 0)
    for picked in product(*(one.row.tolist() for one in orders)):
        level = np.stack([one.rows[row] for one, row in zip(orders, picked, strict=True)])
        case = conflict.case
        changed = type(conflict)(
            case, "", conflict.decision_makers, conflict.options, conflict.combination, conflict.unfixed,
            level, conflict.moves, conflict.status_quo, conflict.names, conflict.state_of,
        )  # fmt: skip
        found = analyze_stability(changed, [concept]).equilibria(concept)
        for name, outcome in case.outcomes.items():
            counts[name] += bool((found & holding(conflict, outcome.that.formula)).any())
    return counts


@pytest.mark.parametrize("most", [20_000, 0])
def test_outcomes_are_counted_by_readings_in_which_some_state_of_them_holds(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(census_module, "MOST_PATTERNS", most)
    census = take_census(build_conflict(parse_case(THREE)))
    assert census.n_readings == 216
    for concept in BATCH_CONCEPTS:
        expected = {name: Share(count, 216, is_exact=True) for name, count in counted_by_hand(concept).items()}
        assert census.outcomes[concept] == expected


def test_draws_are_marked_repeatable_and_near_the_exact_share() -> None:
    conflict = build_conflict(parse_case(THREE))
    exact = take_census(conflict)
    drawn = take_census(conflict, sample=100, seed=3)
    again = take_census(conflict, sample=100, seed=3)
    other = take_census(conflict, sample=100, seed=4)
    assert (drawn.states, drawn.outcomes) == (again.states, again.outcomes)
    assert drawn.states[Concept.SEQ] != other.states[Concept.SEQ]
    assert drawn.states[Concept.NASH] == exact.states[Concept.NASH]  # from tables of one party: exact all the same
    inside = []
    for concept in (Concept.SEQ, Concept.SSEQ):
        assert drawn.looked_at[concept] == Share(100, 216, is_exact=False)
        for name, share in drawn.states[concept].items():
            low, high = share.interval
            assert not share.is_exact
            assert 0 <= low < high <= 1
            inside.append(low <= Fraction(exact.states[concept][name].count, 216) <= high)
    assert len(inside) > 6
    assert sum(inside) >= 0.8 * len(inside)


def test_wilson_intervals() -> None:
    """Figures from the usual tables: 1 of 10, 0 of 20, 20 of 20."""
    rounded = [
        tuple(round(end, 3) for end in Share(count, of, is_exact=False).interval)
        for count, of in ((1, 10), (0, 20), (20, 20))
    ]
    assert rounded == [(0.018, 0.404), (0.0, 0.161), (0.839, 1.0)]


def test_orders_too_many_to_list_are_drawn() -> None:
    options = ", ".join(f"o{k}: O{k}" for k in range(8))
    statements = ", ".join(f"o{k}" if k % 2 else f"not o{k}" for k in range(8))
    conflict = build_conflict(
        parse_case(
            f"{{detente: 1, title: Many, decision_makers: {{a: {{name: A, options: {{{options}}},"
            f" preferences: [{{any order: [{statements}]}}]}}, b: {{name: B, options: {{p: P}}, preferences: [p]}}}}}}"
        )
    )
    census = take_census(conflict, sample=50, seed=1)
    assert census.n_readings == 40_320
    assert census.parties[0].is_drawn
    assert not census.looked_at[Concept.NASH].is_exact
    # all it wants can be had at once, whatever the order
    (share,) = census.states[Concept.NASH].values()
    assert share == Share(50, 50, is_exact=False)
    with pytest.raises(LimitError, match="'a' has more than"):
        take_census(conflict, swaps=1)


def test_what_is_certain_is_so_in_every_reading() -> None:
    for number in OPEN:
        _, _, conflict = open_case(number)
        partial, census = find_partial(conflict), take_census(conflict)
        for concept in PARTY_CONCEPTS:
            for name in partial.equilibria[Extension.A][concept]:
                assert census.states[concept][name].count == census.n_readings
            possible = set(partial.equilibria[Extension.D][concept])
            assert set(census.states[concept]) == possible


@cache
def small_world(number: int) -> tuple[World, Any]:
    """A random model of three to five states."""
    random = Random(900 + number)  # noqa: S311
    while True:
        model = random_model(random, KINDS[number % len(KINDS)])
        world = World(model)
        if 3 <= len(world.states) <= 5 and len(world.dms) > 1:
            return world, compiled(model)


@pytest.mark.parametrize("number", range(36))
def test_margins_are_distances_to_the_nearest_ranking_with_the_opposite_verdict(number: int) -> None:
    world, conflict = small_world(number)
    result = analyze_stability(conflict)
    with_levels = world
    for i, dm in enumerate(world.dms):
        with_levels = with_worth(with_levels, dm, conflict.level[i].tolist())
    for found in find_margins(result, range(conflict.n_states)):
        s = [state_id(conflict, t) for t in range(conflict.n_states)].index(found.state)
        expected = margin(with_levels, found.decision_maker, s, found.concept.value)
        assert (found.fewest, found.is_exact) == (expected, True), found


@pytest.mark.parametrize("number", range(0, SIZE, 12))
def test_margins_obey_what_is_proved_of_them(number: int) -> None:
    result = sample_result(number)
    conflict = result.conflict
    margins = find_margins(result, range(min(conflict.n_states, 12)))
    by = {(m.state, m.decision_maker, m.concept): m for m in margins}
    for (state, dm, concept), found in by.items():
        nash = by[state, dm, Concept.NASH]
        if found.is_stable and nash.is_stable:  # what is stable by itself is further from instability when deterred
            assert nash.fewest is None or found.fewest is None or found.fewest >= nash.fewest
            if nash.fewest is None:
                assert found.fewest is None
        if found.is_stable and concept is Concept.SMR and found.fewest is not None:
            gmr = by[state, dm, Concept.GMR].fewest
            assert gmr is None or gmr >= found.fewest
        if not found.is_stable:
            assert found.fewest is not None
            if concept is not Concept.NASH:
                assert found.fewest <= (nash.fewest or 0)


def test_a_cut_search_gives_bounds() -> None:
    result = analyze_stability(build_conflict(load_case("cuba-1962")))
    exact = find_margins(result, range(12))
    cut = find_margins(result, range(12), most_nodes=0)
    assert any(not one.is_exact for one in cut)
    for full, part in zip(exact, cut, strict=True):
        assert full.is_exact
        if part.is_exact:
            assert part.fewest == full.fewest
            continue
        assert part.fewest is not None
        assert full.fewest is None or part.fewest <= full.fewest
        assert part.at_most is None or (full.fewest is not None and full.fewest <= part.at_most)


def test_swapping_neighbours_elsewhere_changes_no_verdict() -> None:
    """Of the concepts that do not ask what others want, for the one whose ranking it is; at the two states it may."""
    compared = changed = 0
    for number in range(0, SIZE, 4):
        conflict = sample_result(number).conflict
        n, m = conflict.level.shape
        if m < 3:
            continue
        random = np.random.default_rng(number)
        before = np.stack([random.permutation(m) for _ in range(n)])
        place = random.integers(0, m - 1, n)
        after = np.where(before == place[:, None], place[:, None] + 1, before)
        after = np.where(before == place[:, None] + 1, place[:, None], after)
        stable = analyze_parties(conflict, [np.stack(rows) for rows in zip(before, after, strict=True)]).stable
        for tables in stable.values():
            for i, table in enumerate(tables):
                elsewhere = before[i] == after[i]
                assert np.array_equal(table[0][elsewhere], table[1][elsewhere])
                compared += int(elsewhere.sum())
                changed += int((table[0] != table[1]).sum())
    assert compared > 2_000
    assert changed > 50


def test_distances_of_lists_are_the_nearest_that_turn_a_conclusion() -> None:
    """Every order of every list of the crisis of 1962 is gone through."""
    conflict = build_conflict(load_case("cuba-1962"))
    margins, tried = find_list_margins(conflict)
    assert tried == 3
    orders = [orders_of(conflict, i, swaps=3) for i in range(2)]
    nearest: dict[Topic, int] = {}
    base = evaluate([conflict.case])[0]
    assert base is not None
    holds = base.conclusions
    for first, second in product(*(range(len(one.sequences)) for one in orders)):
        distance = int(orders[0].distance[first] + orders[1].distance[second])
        if distance > 3:
            continue
        parties = {}
        for (dm, party), one, number in zip(
            conflict.case.decision_makers.items(), orders, (first, second), strict=True
        ):
            wanted = party.preferences
            statements = tuple(wanted.statements[k] for k in one.sequences[number])  # type: ignore[union-attr]
            parties[dm] = party.model_copy(update={"preferences": wanted.model_copy(update={"statements": statements})})
        changed = conflict.case.model_copy(update={"decision_makers": parties})
        for topic, value in conclusions_by_engine(changed).items():
            if value != holds[topic]:
                nearest[topic] = min(distance, nearest.get(topic, distance))
    assert {found.topic: found.fewest for found in margins if found.fewest is not None} == nearest
    for found in margins:
        assert found.holds == holds[found.topic]
        if found.fewest is not None:
            assert len(found.exchanged) == found.fewest


def conclusions_by_engine(case: Any, variant: str = "") -> dict[Topic, bool]:
    """The conclusions by the engine for one conflict at a time."""
    conflict = build_conflict(case, variant=variant)
    result = analyze_stability(conflict, BATCH_CONCEPTS)
    found = {}
    for concept in BATCH_CONCEPTS:
        holds = result.equilibria(concept)
        if conflict.status_quo is not None:
            found[Topic("", concept)] = bool(holds[conflict.status_quo])
        for name, outcome in conflict.case.outcomes.items():
            found[Topic(name, concept)] = bool((holds & holding(conflict, outcome.that.formula)).any())
    return found


@pytest.mark.parametrize("name", ["prisoners", "elmira", "cuba-1962", "gisborne-unknown", "ukraine-2026-01"])
def test_every_tipping_assumption_tips_by_the_forward_engine(name: str) -> None:
    conflict = build_conflict(load_case(name))
    result = find_tipping(conflict)
    holds = conclusions_by_engine(conflict.case)
    assert result.holds == holds
    assert result.tipping
    turned_by_one = set()
    for tipping in result.tipping:
        found = conclusions_by_engine(_pull(conflict.case, tipping.levers))
        for topic, was in tipping.turned:
            assert holds[topic] == was != found[topic]
        if len(tipping.levers) == 1:
            assert {topic for topic in holds if holds[topic] != found[topic]} == {t for t, _ in tipping.turned}
            turned_by_one |= {topic for topic, _ in tipping.turned}
        else:
            assert not turned_by_one & {topic for topic, _ in tipping.turned}


def test_changes_are_what_they_are_called() -> None:
    case = parse_case(
        """
        detente: 1
        title: Levers
        decision_makers:
          a:
            name: A
            options: {x: {label: X, irreversible: true}}
            preferences: [x, {any order: [y, not z]}]
          b:
            name: B
            options: {y: Y, z: Z}
            preferences: {pairs: [{better: y, worse: not y and z}, {better: y and z, worse: y and not z}]}
        constraints: [not (x and y and z), x or y or not z]
        moves: [{by: b, from: y, to: z, never: true}]
        status_quo: []
        """
    )
    said = {}
    for lever in _levers(case):
        changed = _pull(case, [lever])
        wants = changed.decision_makers["b"].preferences
        said[lever.act.value, lever.assumption.text] = (
            [text for e in changed.decision_makers["a"].preferences.statements for text in _texts(e)],  # type: ignore[union-attr]
            [(pair.better.text, pair.worse.text) for pair in wants.pairs],  # type: ignore[union-attr]
            len(changed.constraints),
            len(changed.moves),
            changed.decision_makers["a"].options["x"].irreversible,
        )
    a, b = ["x", "y", "not z"], [("y", "not y and z"), ("y and z", "y and not z")]
    assert said == {
        ("drop", "X"): (a, b, 2, 1, None),
        ("drop", "x"): (["y", "not z"], b, 2, 1, "taking"),
        ("reverse", "x"): (["not (x)", "y", "not z"], b, 2, 1, "taking"),
        ("drop", "y"): (["x", "not z"], b, 2, 1, "taking"),
        ("reverse", "y"): (["x", "not (y)", "not z"], b, 2, 1, "taking"),
        ("drop", "not z"): (["x", "y"], b, 2, 1, "taking"),
        ("reverse", "not z"): (["x", "y", "not (not z)"], b, 2, 1, "taking"),
        ("drop", "y over not y and z"): (a, b[1:], 2, 1, "taking"),
        ("reverse", "y over not y and z"): (a, [("not y and z", "y"), b[1]], 2, 1, "taking"),
        ("drop", "y and z over y and not z"): (a, b[:1], 2, 1, "taking"),
        ("reverse", "y and z over y and not z"): (a, [b[0], ("y and not z", "y and z")], 2, 1, "taking"),
        ("drop", "not (x and y and z)"): (a, b, 1, 1, "taking"),
        ("drop", "x or y or not z"): (a, b, 1, 1, "taking"),
        ("drop", "never from 'y' to 'z'"): (a, b, 2, 0, "taking"),
    }
    assert find_tipping(build_conflict(case)).n_levers == len(said)


def _texts(entry: Any) -> list[str]:
    return [part.that.text for part in entry.any_order] if hasattr(entry, "any_order") else [entry.that.text]


def test_switches_are_variants_that_drop() -> None:
    conflict = build_conflict(load_case("ukraine-2026-01"))
    case = conflict.case
    holds = conclusions_by_engine(case)
    switches = find_switches(conflict, holds)
    kinds = [switch.kind for switch in switches]
    assert list(dict.fromkeys(kinds)) == ["support", "hedged", "voice", "source", "statement"]
    assert kinds.count("statement") == len(case.statements)
    fallen = 0
    for switch in switches:
        variant = case.model_copy(update={"variants": {"less": Variant(drop=switch.dropped)}})
        expected = conclusions_by_engine(variant, "less")
        turned = tuple((topic, was) for topic, was in holds.items() if expected[topic] != was)
        assert switch.turned == turned, switch.name
        fallen += bool(turned)
    assert fallen > 5
    inferred = next(switch for switch in switches if switch.name == "inferred")
    assert all(case.statements[name].mode == "author's inference" for name in inferred.dropped)


def test_a_case_that_loses_its_model_is_passed_over() -> None:
    case = parse_case(
        """
        detente: 1
        title: Without the rule the ranking misses states
        decision_makers:
          a: {name: A, options: {x: X}, preferences: {ranking: [x and y, not x and not y]}}
          b: {name: B, options: {y: Y}, preferences: [y]}
        constraints: [x iff y]
        status_quo: []
        """
    )
    found = find_tipping(build_conflict(case))
    assert (found.unsound, found.n_levers, found.n_pairs) == (3, 3, 2)  # alone, and with each of the other two


def test_everything_together_with_variants() -> None:
    conflict = build_conflict(load_case("gisborne-unknown"))
    result = find_robustness(conflict, variants=True)
    assert result.census is not None
    assert (result.census.swaps, result.census.n_readings) == (0, 2520)
    assert [census.conflict.variant for census in result.variants] == ["economics-oriented", "environment-oriented"]
    assert [census.n_readings for census in result.variants] == [1, 1]
    assert result.variants[0].states[Concept.NASH] == {"s4": Share(1, 1, is_exact=True)}
    assert result.exchanges_tried == 2
    assert {found.state for found in result.margins} == {"s2", "s4", "s6", "s8"}


def test_a_single_reading_is_widened_by_one_exchange() -> None:
    result = find_robustness(build_conflict(load_case("ukraine-2026-01")))
    assert result.census is not None
    assert (result.census.swaps, result.census.n_readings) == (1, 1080)
    assert result.census.states[Concept.SEQ]["s195"] == Share(1080, 1080, is_exact=True)
    assert (result.n_pairs, result.pairs_tried) == (1925, False)


def test_known_comparisons_that_admit_too_many_rankings_are_not_counted() -> None:
    case = parse_case(
        """
        detente: 1
        title: Hardly anything known
        decision_makers:
          a: {name: A, options: {x: X, y: Y}, preferences: {pairs: [{better: [x], worse: []}]}}
          b: {name: B, options: {u: U, v: V}, preferences: [u]}
        status_quo: []
        """
    )
    result = find_robustness(build_conflict(case))
    assert result.census is None
    assert "'a' admit more rankings than can be listed" in result.uncounted
    partial = find_partial(build_conflict(case))
    assert partial.settled[Concept.SEQ].n_readings == 0
    assert partial.unasked == "there are too many admissible orders of a to try every answer"


def test_kendall_is_symmetric() -> None:
    assert (kendall((0, 1, 2), (2, 1, 0)), kendall((2, 0, 1), (0, 1, 2))) == (3, 2)
