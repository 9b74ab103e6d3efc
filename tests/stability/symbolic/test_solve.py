"""Edges of the symbolic engine: nobody, nothing, too much, and cases it has to refuse."""

from __future__ import annotations

import gc
import sys

import pytest

from detente.case import parse_case
from detente.conflict import build_conflict
from detente.errors import CaseError, LimitError, NotSupportedError
from detente.stability import Concept, analyze_stability
from detente.stability.symbolic import Budget, GaveUpError, build_symbolic, solve_symbolic, why_not_symbolic
from detente.stability.symbolic.diagrams import meet
from tests.stability.symbolic.coupled import Coupled, coupled_case

DILEMMA = """
detente: 1
title: Two prisoners
decision_makers:
  a: {name: A, options: {talk: Talk}, preferences: [not b.talk, a.talk]}
  b: {name: B, options: {talk: Talk}, preferences: [not a.talk, b.talk]}
"""


def counts(text: str) -> dict[str, int]:
    result = solve_symbolic(parse_case(text))
    return {concept.value: result.equilibria(concept).count() for concept in result.stable}


def explicit_counts(text: str) -> dict[str, int]:
    result = analyze_stability(build_conflict(parse_case(text)))
    return {
        concept.value: int(result.equilibria(concept).sum()) for concept in result.stable if concept is not Concept.SIM
    }


def test_the_dilemma():
    assert counts(DILEMMA) == {"nash": 1, "gmr": 2, "smr": 2, "seq": 2, "sseq": 2}
    assert counts(DILEMMA) == explicit_counts(DILEMMA)


def test_one_decision_maker_takes_what_it_likes_best():
    text = "{detente: 1, title: t, decision_makers: {a: {name: A, options: {x: X, y: Y}, preferences: [x, not y]}}}"
    assert counts(text) == dict.fromkeys(("nash", "gmr", "smr", "seq", "sseq"), 1)


def test_without_options_there_is_one_state_and_it_holds():
    text = "{detente: 1, title: t, decision_makers: {a: {name: A, preferences: []}, b: {name: B, preferences: []}}}"
    assert counts(text) == dict.fromkeys(("nash", "gmr", "smr", "seq", "sseq"), 1)
    (only,) = solve_symbolic(parse_case(text)).states()
    assert (only.id, only.combination, only.letters) == ("s1", 0, "")


def test_without_statements_everything_holds():
    text = "{detente: 1, title: t, decision_makers: {a: {name: A, options: {x: X, y: Y}, preferences: []}}}"
    assert counts(text) == dict.fromkeys(("nash", "gmr", "smr", "seq", "sseq"), 4)


def test_without_a_feasible_state_nothing_holds():
    result = solve_symbolic(parse_case(DILEMMA + "constraints: [a.talk, not a.talk]\n"))
    assert [result.equilibria(concept).count() for concept in result.stable] == [0] * 5
    assert list(result.states()) == []


def test_more_statements_than_a_machine_integer_has_bits():
    parts = [f"(a.o{j % 5} and b.o{(3 * j) % 5} or a.o{(j // 5) % 5} and not b.o{j % 3})" for j in range(80)]
    statements = "\n".join(f"    - {'not ' * (j % 2)}{part}" for j, part in enumerate(parts))
    parties = "".join(
        f"  {dm}:\n    name: X\n    options: {{{', '.join(f'o{j}: X' for j in range(5))}}}\n    preferences:\n{order}\n"
        for dm, order in (("a", statements), ("b", "\n".join(reversed(statements.split("\n")))))
    )
    text = f"detente: 1\ntitle: Many statements\ndecision_makers:\n{parties}"
    assert counts(text) == explicit_counts(text)


@pytest.mark.parametrize("weights", ["{a.talk: 3, b.talk: -7/2}", "{a.talk: 0}", "{a.talk: -1/3, b.talk: -1/3}"])
def test_weights_are_added_exactly(weights):
    text = DILEMMA.replace("[not b.talk, a.talk]", f"{{weights: {weights}}}")
    assert counts(text) == explicit_counts(text)


def test_a_ranking_that_misses_states_is_an_error_as_elsewhere():
    case = parse_case(DILEMMA.replace("[not b.talk, a.talk]", "{ranking: [a.talk and b.talk]}"))
    with pytest.raises(CaseError, match="no place for 3 of 4"):
        solve_symbolic(case)
    with pytest.raises(CaseError, match="E352"):
        build_conflict(case)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("moves: [{by: a, from: a.talk, to: b.talk}]\n", "moves are listed or forbidden"),
        ("moves: [{by: a, from: a.talk, to: b.talk, never: true}]\n", "moves are listed or forbidden"),
    ],
)
def test_cases_it_cannot_take_are_refused_with_the_reason(change, reason):
    case = parse_case(DILEMMA + change)
    assert why_not_symbolic(case) == reason
    with pytest.raises(NotSupportedError, match=f"{reason}; use the explicit engine"):
        solve_symbolic(case)


def test_weights_with_too_many_sums_are_refused():
    case = parse_case(DILEMMA.replace("[not b.talk, a.talk]", "{weights: {a.talk: 99999, b.talk: 1}}"))
    with pytest.raises(NotSupportedError, match="option weights of 'a'"):
        solve_symbolic(case)


def test_overlapping_merged_states_are_an_error_as_elsewhere():
    case = parse_case(DILEMMA + "indistinguishable: [a.talk, b.talk]\n")
    with pytest.raises(CaseError, match="E353"):
        build_symbolic(case)
    with pytest.raises(CaseError, match="E353"):
        build_conflict(case)


def test_only_what_is_asked_is_answered():
    result = solve_symbolic(parse_case(DILEMMA), [Concept.SEQ, Concept.SIM])
    assert tuple(result.stable) == (Concept.SEQ,)
    assert "explicit engine" in result.omitted[Concept.SIM]
    assert result.equilibria(Concept.SEQ).count() == 2


GIVEN_UP = r"not done within 4 MiB\. Established for all states: NASH, GMR, SMR; at work on SEQ for \d of 10"


def give_up() -> GaveUpError:
    """Run out of 4 MiB, and return the error."""
    with pytest.raises(GaveUpError, match=GIVEN_UP) as caught:
        solve_symbolic(coupled_case(Coupled(40, 10, 12, local=False)), budget=Budget(seconds=600, memory=1 << 22))
    return caught.value


def check_established(error: GaveUpError) -> None:
    """Ask what is established, and something that needs new diagrams."""
    established = error.established
    assert tuple(established.stable) == (Concept.NASH, Concept.GMR, Concept.SMR)
    assert established.equilibria(Concept.GMR).count() >= established.equilibria(Concept.SMR).count() > 0
    assert len(established.equilibria(Concept.SMR).sample(3, seed=1)) == 3
    assert set(established.omitted) == {Concept.SEQ, Concept.SSEQ, Concept.SIM}


def test_it_gives_up_when_memory_is_full_and_keeps_what_it_has():
    error = give_up()
    assert error.exit_code == 3
    check_established(error)


def test_what_is_established_can_be_asked_while_somebody_holds_on_to_the_interrupted_work():
    frames = []
    earlier = sys.gettrace()
    gc.disable()
    sys.settrace(
        lambda frame, _event, _argument: frames.append(frame) if "symbolic" in frame.f_code.co_filename else None
    )
    try:
        raise KeyError("an error in flight")
    except KeyError:
        error = give_up()
        sys.settrace(earlier)
        check_established(error)
    finally:
        sys.settrace(earlier)
        gc.enable()
    assert frames


def test_what_is_established_can_be_asked_when_nothing_is_ever_let_go(monkeypatch):
    monkeypatch.setattr("traceback.clear_frames", lambda _: None)
    check_established(give_up())


def test_it_gives_up_when_the_time_is_over():
    case = coupled_case(Coupled(60, 6, 20, local=False, constrained=True))
    with pytest.raises(LimitError, match=r"not done within 0\.5 s"):
        solve_symbolic(case, budget=Budget(seconds=0.5))


def test_the_time_is_looked_at_while_a_large_operation_is_under_way(monkeypatch):
    case = coupled_case(Coupled(30, 6, 12, local=False))
    looked = []
    diagrams = build_symbolic(case).diagrams
    monkeypatch.setattr(diagrams, "check", lambda: looked.append("once"))
    left = diagrams.conjunction(a ^ b for a, b in zip(diagrams.now[:8], diagrams.now[8:16], strict=True))
    right = diagrams.conjunction(a | b for a, b in zip(diagrams.now[8:16], diagrams.now[16:24], strict=True))
    bound = diagrams.conjunction(diagrams.now[8:16])
    whole = diagrams.meet_in_parts(left, right, bound)
    assert len(looked) == 1
    monkeypatch.setattr("detente.stability.symbolic.diagrams._LARGE", 100)
    assert diagrams.meet_in_parts(left, right, bound) == whole == meet(left, right, bound)
    assert len(looked) > 10


def test_a_variant_is_applied():
    text = DILEMMA + "variants: {quiet: {constraints: [not a.talk]}}\n"
    assert solve_symbolic(parse_case(text), variant="quiet").states().count() == 2
