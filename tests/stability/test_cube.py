"""The operations on the cube against their definitions, and the bound on fixpoints that sweeps would be long for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.case import load_case
from detente.conflict import ArcMoves, Conflict, OptionMoves, build_conflict, moves_from
from detente.stability import Concept, analyze_stability, cube, options_engine
from detente.stability.cube import cube_of, spread_highest, spread_improvements, spread_lowest
from detente.stability.flood import flood_lowest

CLASSIC = (Concept.NASH, Concept.GMR, Concept.SMR, Concept.SEQ, Concept.SSEQ)


def random_conflict(
    seed: int, sizes: tuple[int, ...], *, feasible_share: float, one_way: float, n_levels: int
) -> Conflict:
    """A conflict in option form straight from arrays: sizes are numbers of options."""
    random = np.random.default_rng(seed)
    k = sum(sizes)
    feasible = random.random(1 << k) < feasible_share
    feasible[0] = True
    own, low = [], 0
    for size in sizes:
        own.append(((1 << size) - 1) << low)
        low += size
    directions = random.random(k) < one_way
    taking = sum(1 << j for j in range(k) if directions[j] and j % 2)
    dropping = sum(1 << j for j in range(k) if directions[j] and not j % 2)
    return by_hand(feasible, tuple(own), taking, dropping, random.integers(1, n_levels + 1, (len(sizes), 1 << k)))


def by_hand(feasible, own, taking, dropping, level) -> Conflict:
    index = None
    if not feasible.all():
        index = np.where(feasible, np.cumsum(feasible) - 1, -1).astype(np.int32)
    moves = OptionMoves(feasible, index, own, taking, dropping)
    k = len(feasible).bit_length() - 1
    names = tuple(f"d{i}" for i in range(len(own)))
    combination = np.flatnonzero(feasible).astype(np.uint64)
    level = level[:, feasible].astype(np.int32)
    options = tuple(f"d.o{j}" for j in range(k))
    none = np.zeros(len(combination), dtype=np.uint64)
    return Conflict(load_case("cuba-1962"), "", names, options, combination, none, level, moves, None, (), index)


def as_arcs(conflict: Conflict) -> Conflict:
    m = conflict.n_states
    rows = [[moves_from(conflict, i, s) for s in range(m)] for i in range(len(conflict.decision_makers))]
    start = tuple(np.cumsum([0, *(len(targets) for targets in row)]) for row in rows)
    target = tuple(np.concatenate([np.zeros(0, dtype=np.int64), *row]) for row in rows)
    return replace(conflict, moves=ArcMoves(start, target))


SHAPES = [(1,), (3, 2), (0, 2, 2), (2, 0, 3, 1), (1, 1, 1, 1, 1), (6, 1), (1, 6), (2, 5), (5, 3)]


@pytest.mark.parametrize("sizes", SHAPES)
@pytest.mark.parametrize(("feasible_share", "one_way"), [(1.0, 0.0), (0.6, 0.0), (0.6, 0.5), (1.0, 1.0)])
@pytest.mark.parametrize("changed", [("_BLOCK", 64), ("_SORTED_FROM", 8)])
def test_operations_are_their_definitions(sizes, feasible_share, one_way, changed, monkeypatch):
    monkeypatch.setattr(cube, *changed)
    conflict = random_conflict(len(sizes), sizes, feasible_share=feasible_share, one_way=one_way, n_levels=5)
    laid_out = cube_of(conflict, conflict.moves)
    dtype = laid_out.level.dtype
    random = np.random.default_rng(1)
    keys = np.zeros((2, len(conflict.moves.feasible)), dtype=dtype)
    keys[:, conflict.moves.feasible] = random.integers(1, 9, (2, conflict.n_states))
    for j in range(len(sizes)):
        reach = [[s, *moves_from(conflict, j, s)] for s in range(conflict.n_states)]
        level = conflict.level[j]
        better = [[s, *(t for t in row[1:] if level[t] > level[s])] for s, row in enumerate(reach)]
        plain = keys[:, conflict.moves.feasible]

        highest = keys[0].copy()
        spread_highest(laid_out, j, highest)
        assert highest[conflict.moves.feasible].tolist() == [plain[0, row].max() for row in reach]
        assert not highest[~conflict.moves.feasible].any()

        for spread, rows in ((spread_lowest, reach), (spread_improvements, better)):
            lowered = keys.copy()
            lowered[:, ~conflict.moves.feasible] = laid_out.top
            before = lowered.copy()
            moved = spread(laid_out, j, lowered, (1, 0))
            expected = [[plain[r, row].min() for row in rows] for r in (0, 1)]
            assert lowered[:, conflict.moves.feasible].tolist() == expected
            assert (lowered[:, ~conflict.moves.feasible] == laid_out.top).all()
            assert moved.tolist() == (lowered != before).any(axis=1)[::-1].tolist()


@pytest.mark.parametrize("n_levels", [5, 126, 127, 300, 32_766, 32_767, 70_000])
def test_levels_of_any_width(n_levels):
    conflict = random_conflict(3, (3, 3, 3), feasible_share=0.8, one_way=0.2, n_levels=n_levels)
    level = conflict.level.copy()
    level[:, 0] = n_levels  # the highest level is there
    conflict = replace(conflict, level=level)
    by_options, by_arcs = analyze_stability(conflict, CLASSIC), analyze_stability(as_arcs(conflict), CLASSIC)
    for concept in CLASSIC:
        assert np.array_equal(by_options.stable[concept], by_arcs.stable[concept])


@pytest.mark.parametrize("one_way", [0.0, 0.6])
@pytest.mark.parametrize("improvements", [False, True])
def test_the_flood_ends_where_sweeps_do(one_way, improvements):
    conflict = random_conflict(9, (2, 4, 3, 2), feasible_share=0.5, one_way=one_way, n_levels=40)
    laid_out = cube_of(conflict, conflict.moves)
    spread = spread_improvements if improvements else spread_lowest
    for i in range(4):
        keys = np.where(conflict.moves.feasible, laid_out.level[i], laid_out.top).astype(laid_out.level.dtype)
        swept, flooded = keys[None].copy(), keys.copy()
        while any([spread(laid_out, j, swept, (0,))[0] for j in range(4) if j != i]):  # noqa: C419 (each must run)
            pass
        flood_lowest(laid_out, i, flooded, improvements=improvements)
        assert np.array_equal(swept[0], flooded)


def staircase(bits: int) -> Conflict:
    """Two opponents that can only take turns: b raises x, c raises y, and x is y or y + 1.

    The one lowest key of decision maker a is at the top, so it takes as many sweeps as there are steps.
    """
    cells = np.arange(1 << 2 * bits + 1)
    x, y = cells >> 1 & (1 << bits) - 1, cells >> bits + 1
    feasible = (x == y) | (x == y + 1)
    steps = x + y
    liking = np.where(steps == steps[feasible].max(), 1, 2 + cells % 2)
    own = (1, (1 << bits) - 1 << 1, (1 << bits) - 1 << bits + 1)
    return by_hand(feasible, own, 0, 0, np.stack([liking, steps + 1, steps + 1]))


@pytest.mark.parametrize("bits", [3, 7])
def test_a_staircase_is_climbed_to_its_top(bits, monkeypatch):
    conflict = staircase(bits)
    floods = []
    monkeypatch.setattr(options_engine, "flood_lowest", lambda *a, **k: (floods.append(a[1]), flood_lowest(*a, **k)))
    result = analyze_stability(conflict, CLASSIC)
    # a would leave every even state; b and c can climb to the top, the only state that a does not prefer to it
    assert result.stable[Concept.GMR][0].all()
    assert result.stable[Concept.SEQ][0].all()
    assert not result.stable[Concept.NASH][0].all()
    assert bool(floods) == (bits == 7)
    by_arcs = analyze_stability(as_arcs(conflict), CLASSIC)
    for concept in CLASSIC:
        assert np.array_equal(result.stable[concept], by_arcs.stable[concept])


def test_many_parties_and_parties_without_options():
    conflict = random_conflict(5, (1, 0, 1, 0, 1, 1, 0, 1, 1, 1), feasible_share=0.9, one_way=0.2, n_levels=30)
    by_options, by_arcs = analyze_stability(conflict, CLASSIC), analyze_stability(as_arcs(conflict), CLASSIC)
    for concept in CLASSIC:
        assert np.array_equal(by_options.stable[concept], by_arcs.stable[concept])


def test_catalogue_cases_give_the_same_with_their_moves_written_as_arcs():
    for name in ("cuba-1962", "elmira-12", "syria-iraq-1975", "gisborne", "prisoners", "chicken"):
        conflict = build_conflict(load_case(name))
        by_options, by_arcs = analyze_stability(conflict, CLASSIC), analyze_stability(as_arcs(conflict), CLASSIC)
        for concept in CLASSIC:
            assert np.array_equal(by_options.stable[concept], by_arcs.stable[concept])
