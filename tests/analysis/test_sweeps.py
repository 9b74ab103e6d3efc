"""Sweeps: what is counted, against the definitions; draws; whoever counts, and in whatever order; memory."""

from __future__ import annotations

import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import product
from math import factorial, prod
from types import TracebackType
from typing import Self

import numpy as np
import pytest

from detente.analysis.readings import has_moves
from detente.analysis.robustness import Share, take_census
from detente.analysis.sweeps import Counts, Ground, Progress, Runner, Sweep, run_sweep
from detente.analysis.sweeps.draws import arranged, chosen, drawn_bits, worth
from detente.analysis.sweeps.ground import Task
from detente.analysis.sweeps.model import R
from detente.case import load_case, parse_case
from detente.conflict import build_conflict, holding
from detente.conflict.levels import dense, lexicographic_levels
from detente.errors import WorkerError
from detente.stability import Concept
from detente.stability.batch import BATCH_CONCEPTS, analyze_variants
from tests.analysis.oracle_partial import world_with
from tests.analysis.test_partial import open_case

SEQ = (Concept.SEQ,)


@cache
def ground() -> Ground:
    return Ground(build_conflict(load_case("gisborne-unknown")))


def drawn(looks: int = 200, per_chunk: int = 30, seed: int = 3) -> Sweep:
    """A sweep over draws, in small chunks."""
    sweep = replace(ground().sweep(20, seed, SEQ), looks=looks, per_chunk=per_chunk)
    assert sweep.seed == seed
    return sweep


def raw(seed: int, chunk: int, n: int) -> list[int]:
    """Random numbers of a chunk, one by one."""
    stream = np.random.PCG64(np.random.SeedSequence(entropy=seed, spawn_key=(chunk,)))
    return [int(stream.random_raw()) for _ in range(n)]


@pytest.mark.parametrize("number", range(0, 40, 3))
def test_drawn_readings_are_judged_by_the_definitions(number: int) -> None:
    model, entries, conflict = open_case(number)
    ground = Ground(conflict)
    sweep = replace(ground.sweep(1, number, BATCH_CONCEPTS), seed=number, looks=20, per_chunk=8)
    flat = {
        dm: [part for entry in entries[dm] for part in (entry if isinstance(entry, list) else [entry])]
        for dm in conflict.decision_makers
    }
    varies = [len(one.sequences) > 1 and has_moves(conflict, i) for i, one in enumerate(ground.orders)]
    states: dict[Concept, Counter[int]] = {concept: Counter() for concept in BATCH_CONCEPTS}
    for chunk in range(3):
        size = len(sweep.looks_of(chunk))
        numbers = iter(raw(number, chunk, size * sum(varies)))
        for _ in range(size):
            orders = {}
            for one, dm, draw in zip(ground.orders, conflict.decision_makers, varies, strict=True):
                sequence = one.sequences[next(numbers) % len(one.sequences) if draw else 0]
                orders[dm] = [flat[dm][k] for k in sequence]
            verdicts = world_with(model, orders).verdicts()
            for concept in BATCH_CONCEPTS:
                states[concept].update(np.flatnonzero(np.all(verdicts[concept.value], axis=0)).tolist())
    counts = run_sweep(ground, sweep)
    assert counts.readings == 20
    assert counts.states == states


def many_orders(statements: int) -> Ground:
    """One party with too many orders to list, one with few."""
    options = ", ".join(f"o{k}: O{k}" for k in range(3))
    pool = ["o0", "not o1", "o2 iff p", "o1 or p", "not o0 if o2", "o1 iff o2", "p", "not o2", "o0 iff o1"]
    listed = ", ".join(pool[k % len(pool)] for k in range(statements))
    return Ground(
        build_conflict(
            parse_case(
                f"{{detente: 1, title: Many, decision_makers: {{a: {{name: A, options: {{{options}}}, preferences:"
                f" [o2 or p, {{any order: [{listed}]}}]}}, b: {{name: B, options: {{p: P}},"
                " preferences: [{any order: [p iff o0, not p, o1]}]}}, outcomes: {calm: not o0 and not p}}"
            )
        )
    )


@pytest.mark.parametrize("statements", [9, 70])
def test_orders_too_many_to_list_are_drawn_reading_by_reading(statements: int) -> None:
    """Nine fit numbers that are compared at once, seventy do not."""
    ground = many_orders(statements)
    conflict = ground.conflict
    assert not ground.is_listed
    assert ground.n_readings == factorial(statements) * 6
    sweep = replace(ground.sweep(40, 5, BATCH_CONCEPTS), per_chunk=25)
    tables = [holding(conflict, parsed) for parsed in formulas(ground)]
    expected = Counts()
    for chunk in range(2):
        for look in range(len(sweep.looks_of(chunk))):
            numbers = raw(5, chunk, 25 * (statements + 1))[look * (statements + 1) :][: statements + 1]
            order = [0, *(1 + k for k in sorted(range(statements), key=lambda k: numbers[k]))]
            first = lexicographic_levels([tables[k] for k in order], conflict.n_states)
            second = ground.orders[1].rows[ground.orders[1].row[numbers[-1] % 6]]
            result = analyze_variants(conflict, np.stack([first, second])[None], BATCH_CONCEPTS)
            calm = holding(conflict, conflict.case.outcomes["calm"].that.formula)
            found = {concept: result.equilibria(concept)[0] for concept in BATCH_CONCEPTS}
            expected.add(
                Counts(
                    1,
                    {concept: Counter(np.flatnonzero(table).tolist()) for concept, table in found.items()},
                    {concept: Counter(calm=int((table & calm).any())) for concept, table in found.items()},
                )
            )
    assert run_sweep(ground, sweep) == expected


def formulas(ground: Ground) -> list[object]:
    first, group = ground.conflict.case.decision_makers["a"].preferences.statements
    return [first.that.formula, *(part.that.formula for part in group.any_order)]


def test_every_order_has_the_same_chance() -> None:
    """Far from certain to find a fault, but it does find a group that is drawn askew."""
    bits = drawn_bits(11, 0, 24_000, 5)
    orders = Counter(map(tuple, arranged(bits[:, :4], [(1, 2, 3, 4)], 6).tolist()))
    assert len(orders) == 24
    assert all(order[0] == 0 and order[5] == 5 for order in orders)
    assert all(850 < count < 1_150 for count in orders.values())
    assert all(850 < count < 1_150 for count in Counter(chosen(bits[:, 4], 24).tolist()).values())


def test_what_states_are_worth_compares_as_statements_do() -> None:
    random = np.random.default_rng(2)
    for k in (0, 1, 7, 52, 53, 64):
        tables = random.random((k, 40)) < 0.5
        order = np.array([random.permutation(k) for _ in range(3)], dtype=np.int64).reshape(3, k)
        for column, row in zip(worth(tables, order).T, order, strict=True):
            assert dense(column).tolist() == lexicographic_levels([tables[j] for j in row], 40).tolist()


def test_draws_go_by_seed_and_number_of_the_reading() -> None:
    """However many there are after it; other chunks and seeds draw others."""
    assert drawn_bits(4, 2, 50, 3)[:20].tolist() == drawn_bits(4, 2, 20, 3).tolist()
    assert drawn_bits(4, 2, 9, 3).tolist() != drawn_bits(4, 3, 9, 3).tolist()
    assert drawn_bits(4, 2, 9, 3).tolist() != drawn_bits(5, 2, 9, 3).tolist()
    assert drawn_bits(0, 0, 2, 1).reshape(-1).tolist() == [17394127715520444142, 5835390491061343638]  # for ever


@pytest.mark.parametrize("per_chunk", [3, 100, 10_000])
def test_every_reading_is_counted_once_however_it_is_cut(per_chunk: int) -> None:
    sweep = ground().sweep(5_000, 0, SEQ)
    assert sweep.seed is None
    counts = run_sweep(ground(), replace(sweep, per_chunk=per_chunk))
    assert (counts.readings, dict(counts.states[Concept.SEQ])) == (2_520, {3: 2_100, 5: 1_260, 7: 420})


def test_numbers_beyond_those_of_the_machine() -> None:
    """Six parties with 5,040 orders each make 1.6e22 readings, of which few differ."""
    parties = ", ".join(
        f"d{i}: {{name: D, options: {{o{i}: O}}, preferences: [{{any order: [o{(i + 1) % 6} iff not o{i}"
        f"{f', o{i}' * 6}]}}]}}"
        for i in range(6)
    )
    conflict = build_conflict(parse_case(f"{{detente: 1, title: Six, decision_makers: {{{parties}}}}}"))
    ground = Ground(conflict)
    rows = [one.rows for one in ground.orders]
    assert [len(own) for own in rows] == [2] * 6
    assert ground.n_readings == 5_040**6 > 1 << 62
    picks = list(product(*(range(len(own)) for own in rows)))
    levels = np.stack([[own[row] for own, row in zip(rows, pick, strict=True)] for pick in picks])
    table = analyze_variants(conflict, levels, SEQ).equilibria(Concept.SEQ)
    times = [prod(weights[row] for weights, row in zip(ground.weights, pick, strict=True)) for pick in picks]
    expected = {s: sum(n for n, is_in in zip(times, column, strict=True) if is_in) for s, column in enumerate(table.T)}
    counts = run_sweep(ground, replace(ground.sweep(100, 0, SEQ), per_chunk=10))
    assert counts.readings == ground.n_readings
    assert counts.states[Concept.SEQ] == {s: n for s, n in expected.items() if n}


class NothingStarted:
    """What executors have in common that start nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing was started."""


class Disorderly(NothingStarted):
    """Reports every chunk twice, the last one first."""

    def run(self, task: Callable[[int], R], numbers: Iterable[int]) -> Iterator[tuple[int, R]]:
        for number in reversed(list(numbers)):
            yield number, task(number)
            yield number, task(number)


def test_chunks_count_once_in_whatever_order_they_come() -> None:
    counts = run_sweep(ground(), drawn())
    assert counts.readings == 200
    assert run_sweep(ground(), drawn(), Runner(Disorderly())) == counts


def test_a_census_is_the_same_whoever_counts() -> None:
    conflict = ground().conflict
    census = take_census(conflict, sample=50, seed=8)
    other = take_census(conflict, sample=50, seed=8, runner=Runner(Disorderly()))
    assert (census.states, census.outcomes, census.looked_at) == (other.states, other.outcomes, other.looked_at)
    assert census.looked_at[Concept.SEQ] == Share(50, 2_520, is_exact=False)


def test_progress_is_told_from_the_beginning_to_the_end() -> None:
    told: list[Progress] = []
    run_sweep(ground(), drawn(), Runner(progress=told.append))
    assert [progress.done for progress in told] == list(range(8))
    assert (told[0].share, told[0].rate, told[0].left) == (0.0, 0.0, None)
    assert (told[-1].share, told[-1].left) == (1.0, 0.0)
    assert told[3].rate == 3 * 30 / told[3].seconds
    assert told[3].left == pytest.approx(4 / 3 * told[3].seconds)


def test_memory_does_not_grow_with_the_number_of_readings() -> None:
    def peak(looks: int) -> int:
        tracemalloc.start()
        run_sweep(ground(), drawn(looks, 256))
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(256)
    assert peak(256 * 40) < 1.5 * peak(256 * 4)


def test_workers_of_another_version_count_nothing() -> None:
    task = Task.of(ground(), replace(drawn(), version="0.0.1"))
    with pytest.raises(WorkerError, match=r"a worker has detente .*; this is 0\.0\.1: install the same"):
        task(0)


def test_chunks_fit_memory_whatever_the_size_of_the_case() -> None:
    assert ground().sweep(10, 0, SEQ).per_chunk == 16_384
    large = Ground(build_conflict(parse_case(large_case(17))))
    assert large.sweep(10, 0, SEQ).per_chunk == 8  # times 4 parties and 131,072 states


def large_case(options: int) -> str:
    names = ", ".join(f"o{k}: O" for k in range(options - 3))
    others = ", ".join(f"d{i}: {{name: D, options: {{p{i}: P}}, preferences: [p{i}]}}" for i in range(3))
    first = f"a: {{name: A, options: {{{names}}}, preferences: [o0]}}"
    return f"{{detente: 1, title: Large, decision_makers: {{{first}, {others}}}}}"
