"""Single states of disputes that are too large for a list of states."""

from __future__ import annotations

import pytest

from detente.errors import LimitError, NotSupportedError
from detente.stability import Concept
from detente.stability.symbolic import (
    Budget,
    Judge,
    StateSet,
    build_symbolic,
    explain_symbolically,
    solve_symbolic,
)
from tests.stability.symbolic.coupled import Coupled, coupled_case


def test_a_hundred_options_and_twenty_parties():
    model = build_symbolic(coupled_case(Coupled(100, 20, 10, constrained=True)), budget=Budget(seconds=30))
    judge = Judge(model)
    state = StateSet(model, model.feasible).sample(1, seed=1)[0]
    verdicts = judge.verdicts(state, (Concept.NASH, Concept.GMR, Concept.SMR, Concept.SEQ, Concept.SSEQ))
    for dm in range(20):
        nash, gmr, smr, seq, sseq = (verdicts[concept][dm] for concept in verdicts)
        assert nash <= sseq <= seq <= gmr
        assert sseq <= smr <= gmr
    dm = next(dm for dm in range(20) if verdicts[Concept.SEQ][dm] and not verdicts[Concept.NASH][dm])
    trace = explain_symbolically(judge, state, model.parties[dm].name, Concept.SEQ)
    assert trace.stable
    assert trace.departures
    for departure in trace.departures:
        assert departure.deterred_by.deters
        assert departure.deterred_by.steps[-1].state == departure.deterred_by.state


def test_replies_that_do_not_deter_are_listed_up_to_fifty_and_counted():
    result = solve_symbolic(coupled_case(Coupled(24, 4, 8)), [Concept.GMR])
    judge = Judge(result.model)
    name = result.model.parties[0].name
    unstable = StateSet(result.model, result.model.feasible & ~result.stable[Concept.GMR][0]).first(1)[0]
    trace = explain_symbolically(judge, unstable, name, Concept.GMR)
    assert trace.stable is False
    free = [departure for departure in trace.departures if departure.deterred_by is None]
    assert free
    # the other three can bring about every combination of their 18 options
    assert {departure.n_replies for departure in free} == {1 << 18}
    assert {len(departure.undeterring) for departure in free} == {50}


def test_simultaneous_moves_are_refused():
    model = build_symbolic(coupled_case(Coupled(8, 2, 4)))
    state = StateSet(model, model.feasible).at(0)
    with pytest.raises(NotSupportedError, match="explicit engine"):
        Judge(model).is_stable(state, 0, Concept.SIM)


def test_a_question_may_take_too_long():
    case = coupled_case(Coupled(60, 6, 20, local=False, constrained=True))
    judge = Judge(build_symbolic(case))
    judge.model.diagrams.budget = Budget(seconds=0.01)
    state = StateSet(judge.model, judge.model.feasible).sample(1, seed=1)[0]
    with pytest.raises(LimitError, match=r"not done within 0\.01 s"):
        judge.verdicts(state, [Concept.SEQ])
