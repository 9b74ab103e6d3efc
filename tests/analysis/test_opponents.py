"""Mixed stability: against the definition, between GMR and SEQ, who has to be ready."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from detente.analysis.opponents import mixed_stability, who_must_be_ready
from detente.case import load_case
from detente.conflict import build_conflict, state_id
from detente.errors import UnknownNameError
from detente.stability import Concept
from tests.analysis.oracle_opponents import is_mixed_stable
from tests.stability.sample import SIZE, compiled, from_levels, sample_result, sample_world

SMALL = [number for number in range(SIZE) if len(sample_world(number).states) <= 20]


def sets_of(dms: list[str]) -> list[tuple[str, ...]]:
    return [few for size in range(len(dms) + 1) for few in combinations(dms, size)]


def named(number: int, mask) -> tuple[str, ...]:
    return tuple(state_id(sample_result(number).conflict, s) for s in np.flatnonzero(mask))


def expected(number: int, interested: tuple[str, ...], dm: str) -> tuple[str, ...]:
    world = sample_world(number)
    return named(number, [is_mixed_stable(world, interested, dm, s) for s in range(len(world.states))])


@pytest.mark.parametrize("tens", range(0, SIZE, 60))
def test_verdicts_are_those_of_the_definition(tens):
    for number in (number for number in SMALL if tens <= number < tens + 60):
        dms = sample_world(number).dms
        for interested in sets_of(dms)[:12]:
            result = mixed_stability(sample_result(number).conflict, interested)
            assert result.interested == interested
            for dm in dms:
                assert result.stable[dm] == expected(number, interested, dm), (number, interested, dm)


def test_between_gmr_and_seq():
    """Nobody named: GMR. Everybody: SEQ. In between, the fewer the more states are stable."""
    strictly = 0
    for number in SMALL:
        usual, dms = sample_result(number), sample_world(number).dms
        nobody = mixed_stability(usual.conflict, ())
        everybody = mixed_stability(usual.conflict, dms)
        for i, dm in enumerate(dms):
            assert nobody.stable[dm] == named(number, usual.stable[Concept.GMR][i])
            assert everybody.stable[dm] == named(number, usual.stable[Concept.SEQ][i])
            one = mixed_stability(usual.conflict, dms[:1])
            assert set(everybody.stable[dm]) <= set(one.stable[dm]) <= set(nobody.stable[dm])
            strictly += set(everybody.stable[dm]) < set(one.stable[dm]) < set(nobody.stable[dm])
        assert one.sequential == everybody.equilibria == named(number, usual.equilibria(Concept.SEQ))
        assert one.metarational == nobody.equilibria == named(number, usual.equilibria(Concept.GMR))
    assert strictly > 2


def test_whether_the_focal_one_is_named_makes_no_difference():
    for number in SMALL[:60]:
        conflict, dms = sample_result(number).conflict, sample_world(number).dms
        for dm in dms:
            others = [other for other in dms[:2] if other != dm]
            assert mixed_stability(conflict, others).stable[dm] == mixed_stability(conflict, [*others, dm]).stable[dm]


def test_who_must_be_ready_is_the_smallest():
    some = 0
    for number in SMALL[:120]:
        world, conflict = sample_world(number), sample_result(number).conflict
        result = who_must_be_ready(conflict)
        for s in range(len(world.states)):
            holding = []
            for ready in sets_of(world.dms):
                interested = [dm for dm in world.dms if dm not in ready]
                if all(is_mixed_stable(world, interested, dm, s) for dm in world.dms):
                    holding.append(ready)
            smallest = tuple(one for one in holding if not any(set(few) < set(one) for few in holding))
            assert result.needed.get(state_id(conflict, s), ()) == smallest
            some += bool(smallest) and smallest != ((),)
    assert some > 20


def test_with_many_parties_small_sets_and_everybody_are_tried(monkeypatch):
    """Three have to be ready together; when sets of two are the largest tried, everybody is named instead."""
    arcs = {"a": {0: [1]}, "b": {1: [2]}, "c": {2: [3]}, "d": {3: [4]}, "e": {}}
    model = from_levels(arcs, {"a": [2, 3, 3, 3, 1], **{dm: [5, 5, 4, 3, 2] for dm in "bcd"}, "e": [1] * 5})
    conflict = compiled(model)
    assert who_must_be_ready(conflict).needed["w0"] == (("b", "c", "d"),)
    monkeypatch.setattr("detente.analysis.opponents.ALL_SETS", 4)
    assert who_must_be_ready(conflict).needed["w0"] == (("a", "b", "c", "d", "e"),)


def test_elmira():
    """The status quo lasts if the ministry, or the company, is ready to answer against its own interest."""
    elmira = build_conflict(load_case("elmira"))
    needed = who_must_be_ready(elmira).needed
    assert needed == {
        "s1": (("ministry",), ("uniroyal",)),
        "s4": (("uniroyal",),),
        "s5": ((),),
        "s8": ((),),
        "s9": ((),),
    }


def test_unknown_party():
    with pytest.raises(UnknownNameError, match="did you mean 'ministry'"):
        mixed_stability(build_conflict(load_case("elmira")), ["ministr"])
