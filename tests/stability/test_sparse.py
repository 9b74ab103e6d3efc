"""Feasible combinations listed: the same answers as laid out, and cases that cannot be laid out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.case import parse_case
from detente.conflict import build_conflict, find_state, limits, moves_from, review, yn
from detente.conflict.listed import feasible_combinations, some_combination
from detente.conflict.model import OptionMoves
from detente.conflict.space import free_space, true_cells
from detente.errors import CaseError, LimitError
from detente.logic import Not
from detente.stability import analyze_stability, analyze_variants, explain_state, sparse
from tests.random_models import as_text
from tests.stability.sample import SIZE, sample_model, sample_world


def case_of(number):
    return parse_case(as_text(sample_model(number)))


def numbers():
    """Models in option form with constraints."""
    return [
        number
        for number in range(SIZE)
        if not sample_world(number).has_explicit_moves and sample_model(number)["constraints"]
    ]


@pytest.fixture
def always_listed(monkeypatch):
    """Lay nothing out: not even the smallest case fits."""

    def apply():
        monkeypatch.setattr(limits, "_SPARSE", 1)
        monkeypatch.setattr(limits, "DEFAULT_MEMORY_LIMIT", 0)

    return apply


def test_the_enumeration_finds_what_the_truth_tables_hold():
    assert len(numbers()) > 25
    for number in numbers():
        case = case_of(number)
        rules = [constraint.that.formula for constraint in case.constraints]
        feasible = np.logical_and.reduce([true_cells(free_space(case), rule) for rule in rules])
        expected = np.flatnonzero(feasible).tolist()
        assert feasible_combinations(case.options, rules, 1 << 20).tolist() == expected
        assert feasible_combinations(case.options, rules, len(expected)).tolist() == expected
        assert feasible_combinations(case.options, rules, len(expected) - 1) is None
        assert some_combination(case.options, rules) in expected
        assert some_combination(case.options, [*rules, Not(rules[0])]) is None


def test_nothing_is_found_where_constraints_exclude_each_other():
    case = case_of(numbers()[0])
    rule = case.constraints[0].that.formula
    assert feasible_combinations(case.options, [rule, Not(rule)], 100).tolist() == []


def test_listed_conflicts_answer_every_question_alike(always_listed):
    laid_out = [build_conflict(case_of(number)) for number in numbers()]
    advice = [review(conflict) for conflict in laid_out]
    always_listed()
    for number, conflict, problems in zip(numbers(), laid_out, advice, strict=True):
        listed = build_conflict(case_of(number))
        assert isinstance(listed.moves, OptionMoves)
        assert listed.moves.is_listed
        np.testing.assert_array_equal(conflict.combination, listed.combination)
        np.testing.assert_array_equal(conflict.level, listed.level)
        assert review(listed) == problems
        for s in range(conflict.n_states):
            assert find_state(listed, yn(conflict, s)) == s
            for i in range(len(conflict.decision_makers)):
                np.testing.assert_array_equal(moves_from(conflict, i, s), moves_from(listed, i, s))
        by_cube, by_list = analyze_stability(conflict), analyze_stability(listed)
        assert by_list.engine == "explicit-list"
        for concept, verdicts in by_cube.stable.items():
            np.testing.assert_array_equal(verdicts, by_list.stable[concept])
            last = conflict.n_states - 1
            assert explain_state(conflict, last, 0, concept) == explain_state(listed, last, 0, concept)


@pytest.mark.parametrize("rounds", [0, 1])
def test_a_staircase_is_left_to_listed_moves(rounds, monkeypatch):
    monkeypatch.setattr(sparse, "_MOST_ROUNDS", rounds)
    for number in numbers():
        conflict = build_conflict(case_of(number))
        expected = analyze_stability(conflict).stable
        actual = analyze_stability(conflict, engine="explicit-list").stable
        for concept, verdicts in expected.items():
            np.testing.assert_array_equal(verdicts, actual[concept])


def chain(k, width, extra=""):
    """Options in blocks; each block may hold one option at most, and holds one only if the block before does."""
    blocks = [[f"o{j}" for j in range(first, first + width)] for first in range(0, k, width)]
    parties, constraints = "", ""
    for b, block in enumerate(blocks):
        options = ", ".join(f"{name}: Do {name}" for name in block)
        parties += (
            f"  p{b}:\n    name: P{b}\n    options: {{{options}}}\n    preferences: [{block[0]}, not {block[-1]}]\n"
        )
        constraints += f"  - at most 1 of ({', '.join(block)})\n"
        if b:
            constraints += f"  - ({' or '.join(block)}) requires ({' or '.join(blocks[b - 1])})\n"
    return parse_case(f"detente: 1\ntitle: Chain\ndecision_makers:\n{parties}constraints:\n{constraints}{extra}")


def test_sixty_options_of_which_few_combinations_are_feasible():
    conflict = build_conflict(chain(60, 10))
    assert conflict.n_states == sum(10**blocks for blocks in range(7))


def test_the_status_quo_of_a_listed_case():
    case = chain(40, 10, "status_quo: [o0, o10]\n")
    conflict = build_conflict(case)
    assert conflict.n_states == 1 + 10 + 100 + 1_000 + 10_000
    assert conflict.combination[conflict.status_quo] == 1 | 1 << 10
    result = analyze_stability(conflict)
    assert result.reason == "1,099,511,627,776 combinations, of which 11,111 are feasible"


def test_a_status_quo_that_breaks_a_constraint_is_named():
    with pytest.raises(CaseError, match="it breaks the constraint 'at most 1 of"):
        build_conflict(chain(40, 10, "status_quo: [o0, o1]\n"))


def test_constraints_that_exclude_each_other_are_named():
    with pytest.raises(CaseError, match="exclude each other") as caught:
        build_conflict(chain(40, 10, "  - o0\n  - o1\n"))
    assert [problem.code for problem in caught.value.problems] == ["E350"]


def test_too_many_feasible_combinations_are_refused_with_their_limit():
    options = ", ".join(f"o{j}: x" for j in range(40))
    case = parse_case(
        f"detente: 1\ntitle: t\ndecision_makers: {{a: {{name: A, options: {{{options}}}, preferences: [o1]}}}}\n"
        "constraints: [o0 requires o1]\n"
    )
    with pytest.raises(LimitError, match="Constraints would have to leave 8,196,502 of them at most, and leave more"):
        build_conflict(case)


def test_variants_of_a_listed_case():
    conflict = build_conflict(chain(40, 10))
    levels = np.random.default_rng(1).integers(1, 5, (3, *conflict.level.shape), dtype=np.int32)
    together = analyze_variants(conflict, levels, fast=False).stable
    for variant, level in enumerate(levels):
        alone = analyze_stability(replace(conflict, level=level)).stable
        for concept, verdicts in together.items():
            np.testing.assert_array_equal(alone[concept], verdicts[variant])


def test_irreversible_options_of_a_listed_case():
    text = """\
detente: 1
title: One way
decision_makers:
  a: {name: A, options: {x: {label: X, irreversible: taking}, y: Y}, preferences: [y, x]}
  b: {name: B, options: {z: {label: Z, irreversible: dropping}, w: W}, preferences: [z iff x, w]}
constraints: [x excludes z]
"""
    conflict = build_conflict(parse_case(text))
    expected = analyze_stability(conflict).stable
    actual = analyze_stability(conflict, engine="explicit-list").stable
    for concept, verdicts in expected.items():
        np.testing.assert_array_equal(verdicts, actual[concept])
