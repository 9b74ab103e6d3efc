"""Unknown and strong preferences: against the definitions, theorems, and the numbers that are known."""

from __future__ import annotations

import json
from functools import cache
from itertools import product
from random import Random
from typing import Any

import numpy as np
import pytest

from detente.analysis.orders import orders_of
from detente.analysis.partial import EXTENDED, Extension, find_partial, find_partial_if_few
from detente.analysis.partial.kernel import Rule, stable_states
from detente.analysis.partial.relation import Relation, relation_of
from detente.analysis.readings import all_readings, equilibria
from detente.analysis.sequences import moves_of
from detente.case import load_case, parse_case
from detente.conflict import build_conflict
from detente.conflict.model import Conflict
from detente.errors import LimitError
from detente.stability import Concept, analyze_stability
from tests.analysis.oracle_partial import (
    admissible_orders,
    compare_in_all,
    is_stable,
    world_with,
)
from tests.oracle import World, options_of
from tests.random_models import KINDS, as_text, random_formula, random_model, words
from tests.stability.sample import compiled

SEED = 41
CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")
LETTERS = "abcd"


def random_relation(random: Random, m: int) -> dict[tuple[int, int], str]:
    """Any comparisons: nothing is transitive."""
    found: dict[tuple[int, int], str] = {(s, s): "=" for s in range(m)}
    mirrored = {">": "<", ">>": "<<", "<": ">", "<<": ">>", "=": "=", "?": "?"}
    for s in range(m):
        for t in range(s):
            found[t, s] = random.choice(tuple(mirrored))
            found[s, t] = mirrored[found[t, s]]
    return found


def as_arrays(compare: dict[tuple[int, int], str], m: int) -> Relation:
    better, unknown, strong = (np.zeros((m, m), dtype=np.bool_) for _ in range(3))
    for (t, s), sign in compare.items():
        better[s, t] = sign in (">", ">>")
        unknown[s, t] = sign == "?"
        strong[s, t] = sign == ">>"
    return Relation(better, unknown, strong)


@cache
def judged(number: int) -> tuple[int, dict[tuple[str, str, bool], np.ndarray[Any, Any]]]:
    """Random comparisons on a random model; returns the number of differences from the definitions, and verdicts."""
    random = Random(SEED + number)  # noqa: S311
    model = random_model(random, KINDS[number % len(KINDS)])
    world, conflict = World(model), compiled(model)
    m = len(world.states)
    signs = {dm: random_relation(random, m) for dm in world.dms}
    compare = {dm: (lambda t, s, known=known: known[t, s]) for dm, known in signs.items()}
    relations = [as_arrays(signs[dm], m) for dm in world.dms]
    moves = moves_of(conflict)
    differences = 0
    verdicts = {}
    for concept, extension, strong in product(CONCEPTS, Extension, (False, True)):
        rule = Rule(extension.tempts, extension.deters, strong=strong)
        rows = [stable_states(moves, relations, i, Concept(concept), rule) for i in range(len(world.dms))]
        verdicts[concept, extension.value, strong] = np.stack(rows)
        expected = [
            [is_stable(world, compare, dm, s, concept, extension.value, strong) for s in range(m)] for dm in world.dms
        ]
        differences += int((verdicts[concept, extension.value, strong] != np.array(expected)).sum())
    return differences, verdicts


NUMBERS = range(60)


@pytest.mark.parametrize("number", NUMBERS)
def test_verdicts_are_those_of_the_definitions(number: int) -> None:
    assert judged(number)[0] == 0


def inside(left: np.ndarray[Any, Any], right: np.ndarray[Any, Any]) -> bool:
    return bool((left <= right).all())


@pytest.mark.parametrize("number", NUMBERS)
def test_extensions_form_a_lattice_and_strong_stability_is_stability(number: int) -> None:
    verdicts = judged(number)[1]
    for concept in CONCEPTS:
        for strong in (False, True):
            a, b, c, d = (verdicts[concept, letter, strong] for letter in LETTERS)
            assert all((inside(a, b), inside(b, d), inside(a, c), inside(c, d)))
        for letter in LETTERS:
            assert inside(verdicts[concept, letter, True], verdicts[concept, letter, False])
    for letter, strong in product(LETTERS, (False, True)):
        nash, gmr, smr, seq, sseq = (verdicts[concept, letter, strong] for concept in CONCEPTS)
        assert all((inside(nash, sseq), inside(sseq, smr & seq), inside(smr, gmr), inside(seq, gmr)))
    nash = {letter: verdicts["nash", letter, False] for letter in LETTERS}
    assert np.array_equal(nash["a"], nash["c"])
    assert np.array_equal(nash["b"], nash["d"])


def test_b_and_c_are_not_comparable_and_strength_matters() -> None:
    """What is not true, in the same sample."""
    found = [judged(number)[1] for number in NUMBERS]
    assert any(not inside(one["gmr", "b", False], one["gmr", "c", False]) for one in found)
    assert any(not inside(one["gmr", "c", False], one["gmr", "b", False]) for one in found)
    assert any(not np.array_equal(one["seq", "b", False], one["seq", "b", True]) for one in found)
    assert any(not inside(one["smr", "d", False], one["seq", "d", False]) for one in found)


def test_the_tempting_state_deters_when_opponents_can_lead_back_to_it() -> None:
    """1 can go from s to y, whose worth is unknown to it; 2 leads from y to z and 3 back: y ends no surely better."""
    case = parse_case(
        """
        detente: 1
        title: There and back
        states: {s: Start, y: Unknown, z: Better}
        decision_makers:
          one: {name: One, preferences: {pairs: [{better: z, worse: s}]}}
          two: {name: Two, preferences: {ranking: [[s, y, z]]}}
          three: {name: Three, preferences: {ranking: [[s, y, z]]}}
        arcs: {one: {s: [y]}, two: {y: [z]}, three: {z: [y]}}
        """
    )
    result = find_partial(build_conflict(case))
    with_return = {letter: "s" in result.stable[Extension(letter)][Concept.GMR]["one"] for letter in LETTERS}
    assert with_return == {"a": False, "b": True, "c": True, "d": True}
    # nobody leads back: only z is reached, and it is better
    there = build_conflict(case.model_copy(update={"arcs": {**case.arcs, "three": {}}}))
    assert "s" not in find_partial(there).stable[Extension.C][Concept.GMR]["one"]


@cache
def open_case(number: int) -> tuple[Any, dict[str, list[Any]], Conflict]:
    """A random model whose parties have statements, some in any order, some strong."""
    random = Random(7_000 + number)  # noqa: S311
    while True:
        model = random_model(random, random.choice(("plain", "infeasible", "irreversible", "merged", "graph", "moves")))
        if len(model["dms"]) > 1:
            break
    names = model["states"] or options_of(model)
    data = json.loads(as_text(model))
    entries: dict[str, list[Any]] = {}
    budget = 24
    for dm in model["dms"]:
        listed: list[Any] = []
        for _ in range(random.randint(0, 3) if names else 0):
            size = random.choice((1, 2, 3))
            factor = (1, 2, 6)[size - 1]
            size, budget = (size, budget // factor) if budget >= factor else (1, budget)
            group = [{"that": random_formula(random, names, 1), "strong": random.random() < 0.5} for _ in range(size)]
            listed.append(group if size > 1 else group[0])
        entries[dm] = listed

        def text(statement: dict[str, Any]) -> dict[str, str]:
            return {"that": words(statement["that"]), "strength": "strong" if statement["strong"] else "weak"}

        data["decision_makers"][dm]["preferences"] = {
            "statements": [
                {"any order": [text(part) for part in entry]} if isinstance(entry, list) else text(entry)
                for entry in listed
            ]
        }
    return model, entries, build_conflict(parse_case(json.dumps(data)))


OPEN = range(40)


@pytest.mark.parametrize("number", OPEN)
def test_a_comparison_is_known_when_every_admissible_order_agrees(number: int) -> None:
    model, entries, conflict = open_case(number)
    states = World(
        {**model, "dms": {dm: {**p, "preferences": {"statements": []}} for dm, p in model["dms"].items()}}
    ).states
    for i, dm in enumerate(model["dms"]):
        orders = admissible_orders(entries[dm])
        expected = {
            (t, s): compare_in_all(orders, states, t, s) for t in range(len(states)) for s in range(len(states))
        }
        relation, found = as_arrays(expected, len(states)), relation_of(conflict, i)
        assert np.array_equal(found.better, relation.better)
        assert np.array_equal(found.unknown, relation.unknown)
        assert np.array_equal(found.strong, relation.strong)


@cache
def readings_by_hand(number: int) -> tuple[list[tuple[int, ...]], list[dict[str, list[list[bool]]]]]:
    """Every reading, one by one, solved by the oracle."""
    model, entries, _ = open_case(number)
    admitted = {dm: admissible_orders(entries[dm]) for dm in model["dms"]}
    joint = list(product(*(range(len(orders)) for orders in admitted.values())))
    solved = []
    for chosen in joint:
        orders = {dm: admitted[dm][k] for dm, k in zip(admitted, chosen, strict=True)}
        solved.append(world_with(model, orders).verdicts())
    return joint, solved


@pytest.mark.parametrize("number", OPEN)
def test_certain_possible_and_impossible_are_so_in_every_reading(number: int) -> None:
    _, _, conflict = open_case(number)
    result = find_partial(conflict)
    _, solved = readings_by_hand(number)
    for concept in CONCEPTS:
        tables = np.array([np.all(verdicts[concept], axis=0) for verdicts in solved])
        always, ever = tables.all(axis=0), tables.any(axis=0)
        names = [conflict.names[s] if conflict.names else f"s{s + 1}" for s in range(conflict.n_states)]
        settled = result.settled[Concept(concept)]
        assert settled.certain == tuple(name for s, name in enumerate(names) if always[s])
        assert settled.possible == tuple(name for s, name in enumerate(names) if ever[s] and not always[s])
        assert settled.impossible == tuple(name for s, name in enumerate(names) if not ever[s])
        assert settled.unsettled == ()


@pytest.mark.parametrize("number", OPEN)
def test_bounds_hold_where_readings_are_not_tried(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    _, _, conflict = open_case(number)
    exact = find_partial(conflict)
    monkeypatch.setattr("detente.analysis.partial.find.affordable", lambda _: 0)
    bounded = find_partial(conflict)
    for concept in (Concept.SEQ, Concept.SSEQ):
        sure, loose = exact.settled[concept], bounded.settled[concept]
        assert set(loose.certain) <= set(sure.certain)
        assert set(loose.impossible) <= set(sure.impossible)
        assert set(loose.unsettled) >= set(sure.possible)
        assert (loose.possible, loose.n_readings) == ((), 0)


@pytest.mark.parametrize("number", OPEN)
def test_a_completion_lies_between_extensions_a_and_d(number: int) -> None:
    """Only for concepts that do not ask what opponents want."""
    _, _, conflict = open_case(number)
    result = find_partial(conflict)
    _, solved = readings_by_hand(number)
    names = [conflict.names[s] if conflict.names else f"s{s + 1}" for s in range(conflict.n_states)]
    for verdicts in solved:
        for concept in EXTENDED[:3]:
            for i, dm in enumerate(conflict.decision_makers):
                holds = {name for s, name in enumerate(names) if verdicts[concept.value][i][s]}
                assert set(result.stable[Extension.A][concept][dm]) <= holds
                assert holds <= set(result.stable[Extension.D][concept][dm])


def test_without_unknown_comparisons_the_extensions_are_one() -> None:
    conflict = build_conflict(load_case("elmira"))
    result, plain = find_partial(conflict), analyze_stability(conflict)
    for extension, concept in product(Extension, EXTENDED):
        expected = {
            dm: tuple(f"s{s + 1}" for s in np.flatnonzero(plain.stable[concept][i]))
            for i, dm in enumerate(conflict.decision_makers)
        }
        assert result.stable[extension][concept] == expected
    assert (result.n_open, result.questions, result.unasked) == (0, (), "")


GISBORNE = {
    Concept.NASH: {"a": (), "b": ("s4", "s6"), "c": (), "d": ("s4", "s6")},
    Concept.GMR: {"a": (), "b": ("s4", "s6", "s8"), "c": ("s4", "s6", "s8"), "d": ("s4", "s6", "s8")},
    Concept.SMR: {"a": (), "b": ("s4", "s6", "s8"), "c": ("s4", "s6", "s8"), "d": ("s4", "s6", "s8")},
    Concept.SEQ: {"a": (), "b": ("s4", "s6", "s8"), "c": ("s4", "s6"), "d": ("s4", "s6", "s8")},
}


def test_lake_gisborne_has_the_recalled_equilibria() -> None:
    result = find_partial(build_conflict(load_case("gisborne-unknown")))
    for concept, by_extension in GISBORNE.items():
        for letter, expected in by_extension.items():
            assert result.equilibria[Extension(letter)][concept] == expected
    assert result.unknown == {"federal": 0, "provincial": 24, "support": 0}
    assert result.settled[Concept.SEQ].n_readings == 2520  # 8! / 2**4


def test_strong_and_weak_stability_in_elmira_with_far_apart_called_strong() -> None:
    """Not published: a preference is called strong when three places or more lie between."""
    conflict = build_conflict(load_case("elmira"))
    moves = moves_of(conflict)
    difference = conflict.level[:, None, :] - conflict.level[:, :, None]
    relations = [Relation(rows > 0, np.zeros_like(rows, dtype=np.bool_), rows >= 3) for rows in difference]
    plain = analyze_stability(conflict).stable
    found = {}
    for concept in EXTENDED[1:]:
        rule = Rule(tempts=False, deters=False, strong=True)
        rows = np.stack([stable_states(moves, relations, i, concept, rule) for i in range(3)])
        strong, weak = rows & ~plain[Concept.NASH], plain[concept] & ~rows
        found[concept] = [[[int(s) + 1 for s in np.flatnonzero(row)] for row in table] for table in (strong, weak)]
    assert found == {
        Concept.GMR: [[[], [], [1, 3]], [[], [], [2, 4]]],
        Concept.SMR: [[[], [], [1, 3]], [[], [], [2, 4]]],
        Concept.SEQ: [[[], [], [3]], [[], [], [2]]],
    }


def test_strength_is_reported_where_statements_are_strong() -> None:
    case = parse_case(
        """
        detente: 1
        title: Two that deter each other
        decision_makers:
          row: {name: Row, options: {a: A}, preferences: [{that: not b, strength: strong}, a]}
          column: {name: Column, options: {b: B}, preferences: [not a, b]}
        """
    )
    result = find_partial(build_conflict(case))
    assert result.strong == {"row": 4, "column": 0}
    strength = result.strength[Concept.SEQ]
    assert (strength["row"].strong, strength["row"].weak) == (("s1",), ())
    assert (strength["column"].strong, strength["column"].weak) == ((), ("s1",))


@pytest.mark.parametrize("number", OPEN)
def test_a_question_settles_what_it_says(number: int) -> None:
    """Counted again by going through the readings one by one."""
    _, entries, conflict = open_case(number)
    result = find_partial(conflict)
    joint, solved = readings_by_hand(number)
    tables = {concept: np.array([np.all(verdicts[concept], axis=0) for verdicts in solved]) for concept in CONCEPTS}
    orders = {dm: admissible_orders(entries[dm]) for dm in conflict.decision_makers}
    for question in result.questions:
        i = conflict.decision_makers.index(question.decision_maker)
        for first, second, counted in (
            (question.first, question.second, question.if_first),
            (question.second, question.first, question.if_second),
        ):

            def answers(k: int, first: str = first, second: str = second, dm: str = question.decision_maker) -> bool:
                texts = [words(statement["that"]) for statement in orders[dm][k]]
                return texts.index(first) < texts.index(second)

            if (
                sum(first == words(s["that"]) or second == words(s["that"]) for s in orders[question.decision_maker][0])
                > 2
            ):
                continue  # the same words twice: the question cannot be told by its text
            chosen = np.array([answers(picked[i]) for picked in joint])
            settled = 0
            for table in tables.values():
                was_open = table.any(axis=0) & ~table.all(axis=0)
                still = table[chosen].any(axis=0) & ~table[chosen].all(axis=0)
                settled += int((was_open & ~still).sum())
            assert settled == counted


def test_readings_are_those_of_the_orders() -> None:
    for number in OPEN:
        _, _, conflict = open_case(number)
        joint, _ = readings_by_hand(number)
        orders = [orders_of(conflict, i) for i in range(len(conflict.decision_makers))]
        readings = all_readings(conflict, orders, 10_000)
        assert readings is not None
        assert readings.n_readings == len(joint)
        assert set(equilibria(conflict, [one.rows for one in orders], readings.picked)) == set(map(Concept, CONCEPTS))


def test_too_many_states_have_no_answer_beside_others() -> None:
    options = {f"o{number}": f"Take {number}" for number in range(12)}
    town = {"name": "Town", "options": options, "preferences": []}
    many = build_conflict(parse_case(json.dumps({"detente": 1, "title": "Many", "decision_makers": {"town": town}})))
    with pytest.raises(LimitError, match="unknown comparisons are followed up to 2,048"):
        find_partial(many)
    assert find_partial_if_few(many) is None
    few = find_partial_if_few(build_conflict(load_case("gisborne-unknown")))
    assert few is not None
    assert few.questions
