"""From a case to arrays: sizes, edge cases, faults, limits."""

from __future__ import annotations

import numpy as np
import pytest

from detente.case import load_case, parse_case
from detente.conflict import ArcMoves, OptionMoves, build_conflict, state_id, yn
from detente.conflict.limits import DEFAULT_MEMORY_LIMIT, counted_sizes
from detente.errors import CaseError, LimitError
from detente.stability import analyze_stability

TWO = """
detente: 1
title: Two parties
decision_makers:
  town:
    name: Town
    options: {insist: Insist, wait: Wait}
    preferences: [insist, wait]
  firm:
    name: Firm
    options: {accept: Accept}
    preferences: [not accept]
"""


def case_of(extra: str = "", text: str = TWO):
    return parse_case(text + extra, file="two.yaml")


def faults(extra: str = "", text: str = TWO) -> list[str]:
    with pytest.raises(CaseError) as caught:
        build_conflict(case_of(extra, text))
    return [str(problem) for problem in caught.value.problems]


def test_option_form_without_constraints():
    conflict = build_conflict(case_of("status_quo: [insist, accept]\n"))
    assert conflict.options == ("town.insist", "town.wait", "firm.accept")
    assert conflict.combination.tolist() == list(range(8))
    assert [yn(conflict, s) for s in (0, 1, 4)] == ["NNN", "YNN", "NNY"]
    assert conflict.level.tolist() == [[1, 3, 2, 4, 1, 3, 2, 4], [2, 2, 2, 2, 1, 1, 1, 1]]
    assert conflict.status_quo == 5
    assert isinstance(conflict.moves, OptionMoves)
    assert conflict.moves.own == (0b011, 0b100)
    assert conflict.moves.index is None


def test_infeasible_combinations_leave_gaps():
    conflict = build_conflict(case_of("constraints: [insist excludes wait]\n"))
    assert conflict.combination.tolist() == [0, 1, 2, 4, 5, 6]
    assert conflict.moves.index.tolist() == [0, 1, 2, -1, 3, 4, 5, -1]
    assert conflict.state_of is conflict.moves.index


def test_irreversible_options_become_masks():
    text = TWO.replace("insist: Insist, wait: Wait", "insist: {label: I, irreversible: true}, wait: Wait")
    text = text.replace("accept: Accept", "accept: {label: A, irreversible: dropping}")
    moves = build_conflict(case_of(text=text)).moves
    assert (moves.taking_only, moves.dropping_only) == (0b001, 0b100)


def test_merged_states_come_last_in_the_order_of_the_file():
    conflict = build_conflict(case_of("indistinguishable: [accept and wait, accept and insist and not wait]\n"))
    assert [yn(conflict, s) for s in range(conflict.n_states)] == ["NNN", "YNN", "NYN", "YYN", "NNY", "-YY", "YNY"]
    assert conflict.unfixed.tolist() == [0, 0, 0, 0, 0, 1, 0]
    assert conflict.state_of.tolist() == [0, 1, 2, 3, 4, 6, 5, 5]
    assert isinstance(conflict.moves, ArcMoves)


def test_arrays_cannot_be_written():
    for conflict in (build_conflict(case_of()), build_conflict(load_case("elmira"))):
        arrays = [conflict.combination, conflict.unfixed, conflict.level]
        if isinstance(conflict.moves, OptionMoves):
            arrays.append(conflict.moves.feasible)
        else:
            arrays.extend([*conflict.moves.start, *conflict.moves.target])
        assert not any(array.flags.writeable for array in arrays)


def test_a_variant_is_applied_and_named():
    conflict = build_conflict(case_of("variants:\n  meek: {constraints: [not insist]}\n"), variant="meek")
    assert (conflict.variant, conflict.n_states) == ("meek", 4)


NO_OPTIONS = """
detente: 1
title: Nothing to do
decision_makers:
  a: {name: A, preferences: []}
"""


def test_no_options_at_all_is_one_state():
    conflict = build_conflict(case_of("status_quo: []\n", NO_OPTIONS))
    assert (conflict.n_states, conflict.status_quo, yn(conflict, 0)) == (1, 0, "")
    result = analyze_stability(conflict)
    assert all(verdicts.tolist() == [[True]] for verdicts in result.stable.values())


def test_one_decision_maker_and_one_without_options():
    text = TWO.replace("options: {accept: Accept}\n    preferences: [not accept]", "preferences: [insist]")
    conflict = build_conflict(case_of(text=text))
    result = analyze_stability(conflict)
    for verdicts in result.stable.values():
        assert verdicts.tolist() == [[False, False, False, True], [True] * 4]


def test_everybody_indifferent():
    text = TWO.replace("[insist, wait]", "[]").replace("[not accept]", "[]")
    result = analyze_stability(build_conflict(case_of(text=text)))
    assert all(verdicts.all() for verdicts in result.stable.values())
    assert result.conflict.level.max() == 1


# faults


def test_no_feasible_state_names_the_constraints_that_exclude_each_other():
    text = "constraints: [wait or accept, insist, not wait, insist excludes not wait]\n"
    assert faults(text) == [
        "two.yaml:13:49: E350 constraints[3]: no feasible state: 'insist' and 'not wait' and "
        "'insist excludes not wait' exclude each other; take one of them out or weaken it"
    ]


def test_no_feasible_state_because_of_a_single_constraint():
    assert faults("constraints: [insist, wait and not wait]\n") == [
        "two.yaml:13:23: E350 constraints[1]: no feasible state: no combination satisfies 'wait and not wait', even "
        "without the other constraints"
    ]


def test_status_quo_that_breaks_a_constraint():
    assert faults("constraints: [not insist]\nstatus_quo: [insist]\n") == [
        "two.yaml:14:1: E351 status_quo: 'insist' is not feasible: it breaks the constraint 'not insist'"
    ]


def test_status_quo_that_is_several_states():
    (fault,) = faults("status_quo: calm\noutcomes: {calm: not insist}\n")
    assert fault == (
        "two.yaml:13:13: E351 status_quo: 'calm' is 4 states: [no option taken]; [wait]; [accept]; [wait, accept]; "
        "describe exactly one"
    )


def test_status_quo_may_be_part_of_a_merged_state():
    conflict = build_conflict(case_of("indistinguishable: [accept]\nstatus_quo: [accept, insist]\n"))
    assert state_id(conflict, conflict.status_quo) == "s5"


def test_ranking_that_misses_states_lists_five_of_them():
    text = TWO.replace("[insist, wait]", "{ranking: [insist and wait and accept]}")
    assert faults(text=text) == [
        "two.yaml:8:19: E352 decision_makers.town.preferences.ranking: the ranking of 'town' has no place for 7 of 8 "
        "feasible states: [no option taken]; [insist]; [wait]; [insist, wait]; [accept] and 2 more; "
        "add patterns for them"
    ]


def test_merges_that_overlap():
    (fault,) = faults("indistinguishable: [accept, insist]\n")
    assert fault.startswith(
        "two.yaml:13:29: E353 indistinguishable[1]: 'insist' and 'accept' share a state (insist, accept)"
    )


def test_all_faults_at_once():
    text = TWO.replace("[insist, wait]", "{ranking: [insist]}").replace("[not accept]", "{ranking: [accept]}")
    codes = [fault.split()[1] for fault in faults("constraints: [not wait]\nstatus_quo: [wait]\n", text)]
    assert codes == ["E352", "E352", "E351"]


# limits


def many_options(k: int):
    options = "".join(f"      o{j}: Option {j}\n" for j in range(k))
    return parse_case(
        f"detente: 1\ntitle: Large\ndecision_makers:\n  a:\n    name: A\n    options:\n{options}    preferences: [o0]\n"
    )


def test_too_many_options_are_refused_before_anything_is_allocated():
    with pytest.raises(LimitError) as caught:
        build_conflict(many_options(27))
    assert str(caught.value) == (
        "27 options make 134,217,728 combinations: with 1 decision maker they take about 1.2 GiB, and the limit is "
        "1.0 GiB. What would do: --memory-limit 1.3GiB; or fewer options (leave out those that no preference turns "
        "on, join those that are always taken together)."
    )
    assert caught.value.exit_code == 3
    with pytest.raises(LimitError, match=r"200 options make 2\^200 .* 1,000 TiB and more, .* What would do: fewer"):
        build_conflict(many_options(200))


def test_the_limit_can_be_set():
    case = many_options(10)
    needed = counted_sizes(case).least
    assert build_conflict(case, memory_limit=needed).n_states == 1024
    with pytest.raises(LimitError, match=r"the limit is 27.0 KiB"):
        build_conflict(case, memory_limit=needed - 1)
    assert counted_sizes(many_options(24)).least < DEFAULT_MEMORY_LIMIT


def test_too_many_moves_are_refused_before_they_are_listed():
    text = "".join(f"      o{j}: Option {j}\n" for j in range(13))
    case = parse_case(
        f"detente: 1\ntitle: L\ndecision_makers:\n  a:\n    name: A\n    options:\n{text}    preferences: [o0]\n"
        "indistinguishable: [o0 and o1]\n"
    )
    with pytest.raises(LimitError, match="moves listed one by one have more than"):
        build_conflict(case)


def test_ten_thousand_statements():
    """Exact beyond any machine integer: the last statement decides."""
    idle = "\n".join("      - insist or not insist" for _ in range(9_998))
    text = TWO.replace("preferences: [insist, wait]", f"preferences:\n      - accept\n{idle}\n      - wait")
    level = build_conflict(case_of(text=text)).level[0]
    assert level.tolist() == [1, 1, 2, 2, 3, 3, 4, 4]


def test_graph_form_keeps_the_given_names():
    conflict = build_conflict(load_case("elmira-graph"))
    assert conflict.names == tuple(f"s{s}" for s in range(1, 10))
    assert conflict.options == ()
    assert conflict.moves.target[0].tolist() == [1, 3, 5, 7]


def test_graph_form_with_states_excluded_by_a_variant():
    text = """
detente: 1
title: Graph
decision_makers:
  a: {name: A, preferences: {ranking: [[p, q], r]}}
states: {p: P, q: Q, r: R}
arcs: {a: {p: [q, r], q: [r]}}
status_quo: r
variants: {without: {constraints: [not q]}}
"""
    conflict = build_conflict(parse_case(text), variant="without")
    assert conflict.names == ("p", "r")
    assert [conflict.moves.start[0].tolist(), conflict.moves.target[0].tolist()] == [[0, 1, 1], [1]]
    assert np.array_equal(conflict.level, [[2, 1]])
    assert conflict.status_quo == 1
