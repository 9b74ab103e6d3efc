"""Inverse analysis against trying everything, theorems, and published numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from detente.analysis.inverse import (
    Access,
    Change,
    Edit,
    EditKind,
    Fixed,
    Irrevocable,
    Part,
    Settlement,
    count_profiles,
    settle,
)
from detente.analysis.inverse.board import Board
from detente.analysis.inverse.changes import changed_case
from detente.analysis.inverse.guarantees import conditions
from detente.analysis.inverse.orders import nearest_order
from detente.analysis.inverse.rankings import nearest_rankings
from detente.analysis.inverse.search import Judge
from detente.analysis.inverse.statements import edits, state_condition
from detente.case import list_cases, load_case, parse_case
from detente.case.model import Irreversible
from detente.conflict import Conflict, build_conflict, find_state, state_id
from detente.errors import LimitError, NotSupportedError, UnknownNameError
from detente.stability import Concept, analyze_stability
from tests.analysis.oracle_inverse import (
    distance,
    edited_models,
    fewest_swaps,
    guaranteed_models,
    holds_in,
    is_equilibrium,
    profiles,
    weak_orders,
    with_levels,
)
from tests.oracle import Model, World, holds, states_of
from tests.random_models import as_text, random_formula
from tests.stability.sample import compiled, from_levels, sample_model

CONCEPTS = (Concept.NASH, Concept.GMR, Concept.SMR, Concept.SEQ, Concept.SSEQ)
PLENTY = 10**9  # of work: the search is never cut


def seeded(seed: object) -> Random:
    return Random(str(seed))  # noqa: S311 (test data)


def conflict_of(name: str, variant: str = "") -> Conflict:
    return build_conflict(load_case(name), variant=variant)


def random_graph(random: Random, n: int, m: int, *, ties: bool) -> tuple[Model, dict[str, tuple[int, ...]]]:
    """A model in graph form, and its levels."""
    density = random.choice((0.3, 0.5, 0.7))
    arcs = {
        f"d{j}": {
            s: targets for s in range(m) if (targets := [t for t in range(m) if t != s and random.random() < density])
        }
        for j in range(n)
    }
    orders = [row for row in weak_orders(m) if ties or len(set(row)) == m]
    levels = {f"d{j}": random.choice(orders) for j in range(n)}
    return from_levels(arcs, {dm: list(row) for dm, row in levels.items()}), levels


def swaps_of(conflict: Conflict, s: int, concept: Concept, frozen: frozenset[int] = frozenset()) -> int | None:
    nearest, at_least = nearest_rankings(Board(conflict, concept, np.array([s])), frozen, PLENTY)
    if at_least is None:
        return None
    assert nearest[0].total == at_least == sum(nearest[0].swaps)
    changed = replace(conflict, level=nearest[0].level)
    assert analyze_stability(changed, [concept]).equilibria(concept)[s]
    for i, row in enumerate(conflict.level):
        old, new = (tuple(each.tolist()) for each in (row, nearest[0].level[i]))
        assert distance(old, new) == nearest[0].swaps[i]
    return at_least


# ---- rankings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_nearest_order_is_nearest(seed: int) -> None:
    """Of all weak orders that have the comparisons and tie nothing anew, none is nearer."""
    random = seeded(seed)
    for _ in range(40):
        m = random.choice((3, 4, 5))
        old = random.choice(weak_orders(m))
        required = [tuple(random.sample(range(m), 2)) for _ in range(random.choice((1, 2, 3)))]
        costs = [
            cost
            for new in weak_orders(m)
            if all(new[a] > new[b] for a, b in required) and (cost := distance(old, new)) is not None
        ]
        found = nearest_order(np.array(old, dtype=np.int32), required)  # type: ignore[arg-type]
        assert (None if found is None else found.swaps) == min(costs, default=None)
        if found is not None:
            assert distance(old, tuple(found.level.tolist())) == found.swaps


@pytest.mark.parametrize("ties", [False, True])
@pytest.mark.parametrize("concept", CONCEPTS)
@pytest.mark.parametrize(("n", "m"), [(2, 3), (2, 4), (3, 3)])
def test_fewest_swaps_are_fewest(n: int, m: int, concept: Concept, ties: bool) -> None:
    """No rankings at all, with or without ties, are nearer."""
    random = seeded(f"{n} {m} {concept} {ties}")
    for _ in range(12 if m * n < 9 else 6):
        model, levels = random_graph(random, n, m, ties=ties)
        conflict = compiled(model)
        s = random.randrange(m)
        assert swaps_of(conflict, s, concept) == fewest_swaps(World(model), levels, s, concept.value)


@pytest.mark.parametrize("concept", CONCEPTS)
def test_fewest_swaps_with_somebody_held_fixed(concept: Concept) -> None:
    """Impossible exactly when no rankings of the others do it."""
    random = seeded(f"fixed {concept}")
    impossible = 0
    for _ in range(20):
        model, levels = random_graph(random, 2, 4, ties=True)
        expected = fewest_swaps(World(model), levels, 0, concept.value, ("d1",))
        assert swaps_of(compiled(model), 0, concept, frozenset({1})) == expected
        impossible += expected is None
    assert impossible


def test_cost_of_concepts_is_ordered() -> None:
    """GMR <= SMR <= symmetric sequential <= NASH and GMR <= SEQ <= symmetric sequential; 0 exactly where it holds."""
    random = seeded(11)
    for _ in range(60):
        model, _ = random_graph(random, random.choice((2, 3)), random.choice((4, 5)), ties=random.random() < 0.5)
        conflict = compiled(model)
        result = analyze_stability(conflict, CONCEPTS)
        cost = {concept: swaps_of(conflict, 0, concept) or 0 for concept in CONCEPTS}
        assert cost[Concept.GMR] <= cost[Concept.SMR] <= cost[Concept.SSEQ] <= cost[Concept.NASH]
        assert cost[Concept.GMR] <= cost[Concept.SEQ] <= cost[Concept.SSEQ]
        for concept in CONCEPTS:
            assert (cost[concept] == 0) == bool(result.equilibria(concept)[0])


def test_on_top_is_enough() -> None:
    """What everybody likes best holds under every concept, so no ranking is impossible while all may change."""
    random = seeded(5)
    for _ in range(20):
        model, levels = random_graph(random, 3, 4, ties=True)
        world = with_levels(World(model), {dm: (9, *row[1:]) for dm, row in levels.items()})
        assert all(is_equilibrium(world, 0, concept.value) for concept in CONCEPTS)


# ---- counting --------------------------------------------------------------------------------------------------------


def test_counts_of_two_by_two_games() -> None:
    """576 profiles, the same in every state; the first four published."""
    expected = {Concept.NASH: 144, Concept.SEQ: 193, Concept.GMR: 256, Concept.SMR: 196, Concept.SSEQ: 169}
    conflict = conflict_of("prisoners")
    for state in ("s1", "s2", "s3", "s4"):
        for concept, number in expected.items():
            count = count_profiles(conflict, state, concept)
            assert (count.holding, count.profiles) == (number, 576)


def test_counts_of_syria_and_iraq() -> None:
    """All 720 rankings of Syria; the published 420 under SEQ look at the last improvement only."""
    conflict = conflict_of("syria-iraq-1975")
    expected = {Concept.NASH: 240, Concept.GMR: 384, Concept.SEQ: 384, Concept.SMR: 300}
    for concept, number in expected.items():
        count = count_profiles(conflict, "water_released", concept, ["syria"])
        assert (count.holding, count.profiles) == (number, 720)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("s1", (96, 160, 384, 252)),
        ("s2", (192, 312, 384, 336)),
        ("s3", (0, 0, 0, 0)),
        ("s4", (0, 0, 0, 0)),
        ("s5", (0, 0, 0, 0)),
    ],
)
def test_counts_of_exchanged_places(state: str, expected: tuple[int, ...]) -> None:
    """The first four places of both rankings exchanged: 576 profiles, by the definitions."""
    conflict = conflict_of("syria-iraq-1975")
    first = {
        dm: [f"s{s + 1}" for s in np.argsort(-conflict.level[i])[:4]] for i, dm in enumerate(conflict.decision_makers)
    }
    concepts = (Concept.NASH, Concept.SEQ, Concept.GMR, Concept.SMR)
    counts = [count_profiles(conflict, state, concept, first) for concept in concepts]
    assert tuple(count.holding for count in counts) == expected
    assert {count.profiles for count in counts} == {576}


@pytest.mark.parametrize("concept", CONCEPTS)
def test_counts_are_those_of_all_permutations(concept: Concept) -> None:
    """Profile by profile."""
    random = seeded(f"count {concept}")
    for n, m in ((2, 4), (2, 3), (3, 3), (3, 3)):
        model, _ = random_graph(random, n, m, ties=False)
        s = random.randrange(m)
        assert count_profiles(compiled(model), f"w{s}", concept).holding == profiles(World(model), s, concept.value)


def test_counting_has_limits() -> None:
    """Each says what to do."""
    conflict = conflict_of("ukraine-2026-01")
    with pytest.raises(LimitError, match="vary other decision makers"):
        count_profiles(conflict, "s222", Concept.GMR, ["us"])
    with pytest.raises(NotSupportedError, match="ties"):
        count_profiles(conflict, "s222", Concept.GMR, {"us": ["s1", "s2"]})
    with pytest.raises(UnknownNameError, match="no decision maker"):
        count_profiles(conflict, "s222", Concept.GMR, ["nobody"])
    with pytest.raises(NotSupportedError):
        count_profiles(conflict, "s222", Concept.SIM)


# ---- lists, options, influence ---------------------------------------------------------------------------------------


def random_lists(random: Random) -> Model:
    """Two or three parties, three options, short lists of statements; an outcome."""
    n = random.choice((2, 2, 3))
    owners = [j % n for j in range(3)]
    names = [f"d{owner}.o{b}" for b, owner in enumerate(owners)]
    dms = {
        f"d{j}": {
            "options": {f"o{b}": None for b, owner in enumerate(owners) if owner == j},
            "preferences": {"statements": [random_formula(random, names, 1) for _ in range(random.choice((1, 2, 3)))]},
        }
        for j in range(n)
    }
    return {"kind": "plain", "dms": dms, "constraints": [], "merge": [], "moves": [], "states": [], "arcs": {}}


def asked(model: Model, s: int, concept: Concept, fixed: Fixed) -> Settlement:
    return settle(compiled(model), f"s{s + 1}", concept, fixed=fixed, most=1_000)


@pytest.mark.parametrize("concept", CONCEPTS)
def test_edits_of_lists_against_all_edits(concept: Concept) -> None:
    """The least number of edits, and which statements they edit, are those of trying every list."""
    random = seeded(f"lists {concept}")
    only = Fixed(parts=frozenset({Part.OPTIONS, Part.INFLUENCE}))
    seen: set[int | None] = set()
    for _ in range(60):
        model = random_lists(random)
        states = states_of(model)
        s = random.randrange(len(states))
        (cell,) = states[s]
        names = [f"{dm}.{option}" for dm, party in model["dms"].items() for option in party["options"]]
        wanted = ("and", *(("is", name) if name in cell else ("not", ("is", name)) for name in names))
        settlement = asked(model, s, concept, only)
        if is_equilibrium(World(model), s, concept.value):
            assert settlement.already == (f"s{s + 1}",)
            continue
        (findings,) = settlement.findings
        single = {
            done for done, changed in edited_models(model, wanted) if is_equilibrium(World(changed), s, concept.value)
        }
        seen.add(findings.cost)
        if single:
            assert findings.cost == 1
            assert {_done(answer.changes[0], model) for answer in findings.answers} >= {_shown(each) for each in single}
        elif findings.cost == 2:
            continue
        else:
            assert not any(
                is_equilibrium(World(twice), s, concept.value)
                for _, once in edited_models(model, wanted)
                for _, twice in edited_models(once, wanted)
            )
    assert {1, 2} <= seen


def _shown(done: tuple[str, str, int, bool]) -> tuple[str, str]:
    """What of an edit is compared: one place down is the neighbour's place up, so statements are left out."""
    dm, kind, _, _ = done
    return (dm, kind)


def _done(change: object, model: Model) -> tuple[str, str]:
    assert isinstance(change, Edit)
    assert change.decision_maker in model["dms"]
    return (change.decision_maker, change.kind.value)


@pytest.mark.parametrize("concept", CONCEPTS)
def test_guarantees_against_all_guarantees(concept: Concept) -> None:
    """The least number is that of trying all; every guarantee that is enough is there, or one that excludes less."""
    random = seeded(f"options {concept}")
    only = Fixed(parts=frozenset({Part.PREFERENCES, Part.INFLUENCE}))
    seen: set[int | None] = set()
    for _ in range(25):
        model = random_lists(random)
        world = World(model)
        s = random.randrange(len(world.states))
        if is_equilibrium(world, s, concept.value):
            continue
        (findings,) = asked(model, s, concept, only).findings
        cells = set(world.states[s])
        single = [name for name, changed in guaranteed_models(model) if holds_in(changed, cells, concept.value)]
        seen.add(findings.cost)
        assert (findings.cost == 1) == bool(single)
        if findings.cost is None:
            assert not any(
                holds_in(twice, cells, concept.value)
                for _, once in guaranteed_models(model)
                for _, twice in guaranteed_models(once)
            )
        for answer in findings.answers:
            case = changed_case(compiled(model).case, answer.changes)
            changed = build_conflict(case)
            (cell,) = world.states[s]
            state = find_state(changed, ", ".join(sorted(cell)) or "-")
            assert analyze_stability(changed, [concept]).equilibria(concept)[state]
    assert {1, 2} <= seen


def test_graph_form_gives_moves_up() -> None:
    """The move that is open is given up."""
    model = from_levels({"d0": {0: [1]}, "d1": {1: [2]}}, {"d0": [1, 2, 3], "d1": [1, 1, 2]})
    settlement = settle(compiled(model), "w0", Concept.SEQ)
    answers = {findings.part: findings.answers for findings in settlement.findings}
    (renounced,) = answers[Part.OPTIONS]
    assert (renounced.changes[0].origin, renounced.changes[0].to) == ("w0", "w1")  # type: ignore[union-attr]
    assert renounced.controlled_by == ("d0",)
    raised = answers[Part.PREFERENCES][0].changes[0]
    assert isinstance(raised, Edit)
    assert raised.kind is EditKind.RAISE


def test_bundled_case() -> None:
    """Whose the changes are that make the Anchorage plan hold, and what follows."""
    settlement = settle(conflict_of("ukraine-2026-01"), "anchorage settlement")
    by_part = {findings.part: findings for findings in settlement.findings}
    (put, *rest) = by_part[Part.PREFERENCES].answers
    edit = put.changes[0]
    assert isinstance(edit, Edit)
    assert (edit.decision_maker, edit.kind, edit.that.text, edit.to) == ("us", EditKind.MOVE, "anchorage", 1)
    assert (put.effect.holds, put.effect.access, put.effect.steps) == (("s27",), Access.REACHED, 2)
    assert {answer.controlled_by for answer in rest} == {("ukraine",)}
    adopted = by_part[Part.INFLUENCE].answers
    assert [answer.changes[0].variant for answer in adopted] == ["reversal", "no-influence"]  # type: ignore[union-attr]
    assert adopted[1].controlled_by == ("us", "europe", "hawks")
    assert settlement.rankings is not None
    assert settlement.rankings.answers[0].at_least <= settlement.rankings.answers[0].swaps


def test_what_cannot_be_done_has_a_reason() -> None:
    """With Russia held fixed, no change makes the European plan hold: Russia leaves every state of it."""
    conflict = conflict_of("ukraine-2026-01")
    fixed = Fixed(decision_makers=frozenset({"russia"}))
    settlement = settle(conflict, "european_plan", fixed=fixed)
    assert not any(findings.answers for findings in settlement.findings)
    together = settlement.findings[-1]
    assert together.part is None
    assert len(together.obstacles) == len(settlement.states) == 72
    for obstacle in together.obstacles:
        assert obstacle.decision_maker == "russia"
        assert not obstacle.deterrable
        level = conflict.level[0]
        assert level[find_state(conflict, obstacle.to)] > level[find_state(conflict, obstacle.state)]
    assert settlement.rankings is not None
    assert settlement.rankings.at_least is None


def test_a_part_held_fixed_is_not_searched() -> None:
    """Findings are those of the other parts."""
    conflict = conflict_of("elmira")
    settlement = settle(conflict, "modified_order_accepted", fixed=Fixed(parts=frozenset({Part.PREFERENCES})))
    assert [findings.part for findings in settlement.findings] == [Part.OPTIONS, Part.INFLUENCE]
    assert settlement.rankings is None
    nobody = Fixed(decision_makers=frozenset(conflict.decision_makers))
    assert not any(findings.answers for findings in settle(conflict, "order_accepted", fixed=nobody).findings)


def test_changes_of_two_kinds_together() -> None:
    """Where one party's list cannot help and the other's options cannot, a change of each does."""
    text = """
    detente: 1
    title: Two kinds
    decision_makers:
      a: {name: A, options: {x: Do x}, preferences: {weights: {x: 1}}}
      b: {name: B, options: {y: Do y}, preferences: [y]}
    outcomes: {neither: not x and not y}
    influences: []
    variants:
      calm: {constraints: [not x]}
    """
    conflict = build_conflict(parse_case(text))
    fixed = Fixed(parts=frozenset({Part.OPTIONS}))
    settlement = settle(conflict, "neither", Concept.NASH, fixed=fixed)
    *alone, together = settlement.findings
    assert not any(findings.answers for findings in alone)
    assert together.part is None
    assert together.cost == 2
    assert together.answers[0].controlled_by == ("a", "b")


@pytest.mark.parametrize("number", range(0, 36, 2))
def test_what_is_not_judged_is_not_enough(number: int) -> None:
    """Of all single edits and guarantees in models of every kind, judged by the engine one by one, none is missed."""
    random = seeded(number)
    conflict = compiled(sample_model(number))
    if conflict.n_states > 20:
        return
    s = random.randrange(conflict.n_states)
    for concept in CONCEPTS:
        settlement = settle(conflict, state_id(conflict, s), concept, most=1)
        board = Board(conflict, concept, np.array([s]))
        judge = Judge(board)
        for findings in settlement.findings:
            if findings.part in (Part.PREFERENCES, Part.OPTIONS) and not (
                conflict.names and findings.part is Part.OPTIONS
            ):
                possible = any(judge.confirms([change]) for change in single_changes(board, findings.part, s))
                assert findings.complete
                assert possible == (findings.cost == 1)


def single_changes(board: Board, part: Part, s: int) -> Iterator[Change]:
    """Every single change of a part, whether it can be of use or not."""
    conflict, case = board.conflict, board.conflict.case
    if part is Part.PREFERENCES:
        for i, party in enumerate(case.decision_makers.values()):
            yield from edits(board, i, party.preferences, state_condition(conflict, s))
        return
    for option in conflict.options:
        if case.option(option).irreversible is None:
            yield from (Irrevocable(option, direction) for direction in Irreversible)
    yield from conditions(case, list(conflict.options))


def test_more_than_two_changes() -> None:
    """Three parties that each want out need three edits; all sets of two were looked at."""
    parties = "\n".join(
        f"      {dm}: {{name: {dm.upper()}, options: {{x: Do x}}, preferences: [not {dm}.x]}}" for dm in "abc"
    )
    text = f"""
    detente: 1
    title: Three
    decision_makers:
{parties}
    outcomes: {{all: a.x and b.x and c.x}}
    """
    settlement = settle(build_conflict(parse_case(text)), "all", Concept.NASH)
    findings = settlement.findings[0]
    assert (findings.cost, findings.searched, findings.complete) == (3, 2, True)
    assert findings.answers[0].controlled_by == ("a", "b", "c")
    assert settlement.rankings is not None
    assert settlement.findings[1].cost is None  # nor do two guarantees
    assert not settlement.findings[1].obstacles


def test_what_holds_already_costs_nothing() -> None:
    """Nothing is searched."""
    settlement = settle(conflict_of("elmira"), "deadlock")
    assert settlement.already == ("s5",)
    assert (settlement.findings, settlement.rankings) == ((), None)


def test_no_simultaneous_stability() -> None:
    with pytest.raises(NotSupportedError):
        settle(conflict_of("chicken"), "crash", Concept.SIM)


@pytest.mark.parametrize("name", [entry.name for entry in list_cases()])
def test_every_catalogue_case(name: str) -> None:
    """Every outcome of every case has an answer that the engine confirms."""
    conflict = conflict_of(name)
    for outcome in conflict.case.outcomes or ("s1",):
        settlement = settle(conflict, outcome, most=3)
        assert settlement.already or settlement.smallest
        for findings in settlement.findings:
            for answer in findings.answers:
                changed = build_conflict(
                    changed_case(conflict.case, answer.changes).model_copy(update={"status_quo": None})
                )
                assert analyze_stability(changed, [Concept.SEQ]).equilibria(Concept.SEQ).any()
                assert set(answer.effect.holds) <= set(settlement.states)


def test_random_text_of_models_is_read() -> None:
    """The models of this module are cases."""
    model = random_lists(seeded(1))
    assert parse_case(as_text(model)).title == "A random model (plain)"
    assert holds(("true",), states_of(model)[0])
