"""What is known to hold, and known not to hold, on random models of up to five decision makers.

Sources: Fang, Hipel, Kilgour 1993 (inclusions, relabelling); Rêgo, Vieira 2017 (symmetric sequential between NASH and
SEQ and SMR).
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from detente.conflict import ArcMoves, OptionMoves, improvements_from, moves_from
from detente.stability import Concept, analyze_stability
from tests.stability.sample import SIZE, compiled, sample_model, sample_result

NASH, GMR, SMR, SEQ, SSEQ, SIM = Concept
CLASSIC = (NASH, GMR, SMR, SEQ, SSEQ)
NUMBERS = range(0, SIZE, 2)


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311 (test data)


def graph_numbers():
    return [number for number in range(SIZE) if sample_model(number)["states"]]


@pytest.mark.parametrize(
    ("inner", "outer"),
    [(NASH, SSEQ), (SSEQ, SEQ), (SEQ, GMR), (SSEQ, SMR), (SMR, GMR), (NASH, SMR), (NASH, SEQ), (NASH, SIM)],
)
def test_a_concept_that_expects_more_finds_less_stable(inner, outer):
    for number in range(SIZE):
        stable = sample_result(number).stable
        if outer in stable:
            assert not (stable[inner] & ~stable[outer]).any()


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        (SEQ, SMR),
        (SMR, SEQ),
        (GMR, SMR),
        (GMR, SEQ),
        (SEQ, SSEQ),
        (SMR, SSEQ),
        (SSEQ, NASH),
        (SIM, SEQ),
        (SIM, SMR),
        (SEQ, SIM),
        (SMR, SIM),
    ],
)
def test_concepts_that_do_not_include_each_other(inner, outer):
    """Negative tests: a verdict computed as another one's would pass the inclusions."""
    stable = [sample_result(number).stable for number in range(SIZE)]
    assert any(
        (verdicts[inner] & ~verdicts[outer]).any() for verdicts in stable if inner in verdicts and outer in verdicts
    )


def test_sequential_and_symmetric_do_not_make_symmetric_sequential():
    stable = [sample_result(number).stable for number in range(SIZE)]
    assert any((verdicts[SEQ] & verdicts[SMR] & ~verdicts[SSEQ]).any() for verdicts in stable)


def test_without_improvements_a_state_is_stable_under_everything():
    for number in NUMBERS:
        result = sample_result(number)
        conflict = result.conflict
        for i in range(len(conflict.decision_makers)):
            for s in range(conflict.n_states):
                stays = not len(improvements_from(conflict, i, s))
                assert result.stable[NASH][i, s] == stays
                if stays or not len(moves_from(conflict, i, s)):
                    assert all(result.stable[concept][i, s] for concept in result.stable)


def test_alone_every_concept_is_nash():
    alone = [number for number in range(SIZE) if len(sample_model(number)["dms"]) == 1]
    assert alone
    for number in alone:
        stable = sample_result(number).stable
        assert all(np.array_equal(verdicts, stable[NASH]) for verdicts in stable.values())


def test_only_the_order_of_levels_counts():
    for number in NUMBERS:
        result = sample_result(number)
        # ordinal: stretching the scale unevenly changes nothing, nor does a scale too wide for two bytes
        stretched = replace(result.conflict, level=result.conflict.level**3 + 70_000)
        for concept, verdicts in analyze_stability(stretched).stable.items():
            assert np.array_equal(verdicts, result.stable[concept])


def test_preferences_of_others_do_not_matter_to_nash_gmr_and_smr():
    for number in NUMBERS:
        result = sample_result(number)
        level = result.conflict.level.copy()
        level[1:] = seeded(number).randint(1, 9)
        changed = analyze_stability(replace(result.conflict, level=level))
        for concept in (NASH, GMR, SMR):
            assert np.array_equal(changed.stable[concept][0], result.stable[concept][0])


def test_only_whether_a_state_is_preferred_matters_where_one_stays():
    """Permuting what i likes better than s, and what it does not, changes none of its verdicts at s."""
    for number in NUMBERS:
        result = sample_result(number)
        conflict = result.conflict
        random = np.random.default_rng(number)
        s = int(random.integers(conflict.n_states))
        level = conflict.level.copy()
        for part in (level[0] > level[0, s], level[0] < level[0, s]):
            level[0, part] = random.permutation(level[0, part])
        changed = analyze_stability(replace(conflict, level=level))
        for concept in CLASSIC:
            assert changed.stable[concept][0, s] == result.stable[concept][0, s]


def test_the_order_of_decision_makers_does_not_matter():
    for number in graph_numbers():
        model = sample_model(number)
        turned = {**model, "dms": dict(reversed(model["dms"].items()))}
        result, other = sample_result(number), analyze_stability(compiled(turned))
        for concept, verdicts in result.stable.items():
            assert np.array_equal(other.stable[concept], verdicts[::-1])


def test_the_order_of_options_does_not_matter():
    compared = 0
    for number in NUMBERS:
        model = sample_model(number)
        if model["states"] or model["merge"]:
            continue
        turned_dms = {
            dm: {**party, "options": dict(reversed(party["options"].items()))}
            for dm, party in reversed(model["dms"].items())
        }
        result, other = sample_result(number), analyze_stability(compiled({**model, "dms": turned_dms}))
        options, turned = result.conflict.options, other.conflict.options
        bits = [[int(c) >> turned.index(option) & 1 for option in options] for c in other.conflict.combination]
        number_of = [sum(bit << j for j, bit in enumerate(row)) for row in bits]
        order = np.argsort(number_of)
        for concept, verdicts in result.stable.items():
            assert np.array_equal(other.stable[concept][::-1][:, order], verdicts)
        compared += 1
    assert compared > 30


def test_an_option_that_nobody_minds_changes_nothing():
    compared = 0
    for number in NUMBERS:
        model = sample_model(number)
        if model["kind"] not in ("plain", "irreversible"):
            continue
        dms = {dm: dict(party) for dm, party in model["dms"].items()}
        last = list(dms)[-1]  # the last option of all: the new states follow the old ones
        dms[last]["options"] = {**dms[last]["options"], "idle": None}
        result, other = sample_result(number), analyze_stability(compiled({**model, "dms": dms}))
        m = result.conflict.n_states
        for concept in CLASSIC:
            assert np.array_equal(other.stable[concept][:, :m], result.stable[concept])
            assert np.array_equal(other.stable[concept][:, m:], result.stable[concept])
        compared += 1
    assert compared > 10


def test_a_further_move_of_an_opponent_only_adds_stability_and_an_own_one_only_removes_it():
    random = seeded(4)
    added = 0
    for number in graph_numbers():
        model = sample_model(number)
        names = model["states"]
        if len(names) < 2 or len(model["dms"]) < 2:
            continue
        s, t = random.sample(names, 2)
        before = sample_result(number)
        arcs = {dm: dict(rows) for dm, rows in model["arcs"].items()}
        if t in arcs["d0"].get(s, []):
            continue
        arcs["d0"][s] = [*arcs["d0"].get(s, []), t]
        after = analyze_stability(compiled({**model, "arcs": arcs}))
        if before.conflict.names != after.conflict.names:
            continue
        for concept in CLASSIC:
            assert not (after.stable[concept][0] & ~before.stable[concept][0]).any()
            assert not (before.stable[concept][1:] & ~after.stable[concept][1:]).any()
            added += int((after.stable[concept] != before.stable[concept]).sum())
        assert np.array_equal(after.stable[NASH][1:], before.stable[NASH][1:])
    assert added > 0


def test_somebody_indifferent_never_answers_in_its_own_interest():
    for number in NUMBERS:
        result = sample_result(number)
        conflict = result.conflict
        if len(conflict.decision_makers) < 2:
            continue
        level = conflict.level.copy()
        level[1:] = 1
        stable = analyze_stability(replace(conflict, level=level)).stable
        assert np.array_equal(stable[SEQ][0], stable[NASH][0])
        assert np.array_equal(stable[SSEQ][0], stable[NASH][0])
        assert stable[NASH][1:].all()


def as_arcs(conflict):
    m = conflict.n_states
    rows = [[moves_from(conflict, i, s) for s in range(m)] for i in range(len(conflict.decision_makers))]
    start = tuple(np.cumsum([0, *(len(targets) for targets in row)]) for row in rows)
    target = tuple(np.concatenate([np.zeros(0, dtype=np.int64), *row]) for row in rows)
    return replace(conflict, moves=ArcMoves(start, target))


def test_the_two_engines_agree_on_larger_models():
    random = seeded(11)
    compared = 0
    while compared < 12:
        conflict = compiled(wide_model(random))
        assert isinstance(conflict.moves, OptionMoves)
        by_options, by_arcs = analyze_stability(conflict, CLASSIC), analyze_stability(as_arcs(conflict), CLASSIC)
        assert (by_options.engine, by_arcs.engine) == ("explicit-options", "explicit-arcs")
        for concept in CLASSIC:
            assert np.array_equal(by_options.stable[concept], by_arcs.stable[concept])
        compared += 1


def wide_model(random):
    """Nine or ten options: hundreds of states, too many for the oracle."""
    kinds = random.choice([(None,), (None, None, "taking", "dropping")])
    owners = [random.randrange(3) for _ in range(random.choice((9, 10)))]
    names = [f"d{owner}.o{b}" for b, owner in enumerate(owners)]

    def clause():
        parts = [("is", name) if random.random() < 0.5 else ("not", ("is", name)) for name in random.sample(names, 2)]
        return (random.choice(("and", "or", "if", "iff")), *parts)

    dms = {
        f"d{j}": {
            "options": {f"o{b}": random.choice(kinds) for b, owner in enumerate(owners) if owner == j},
            "preferences": {"statements": [clause() for _ in range(random.randint(3, 9))]},
        }
        for j in range(3)
    }
    constraints = [("not", ("and", clause(), clause(), clause())) for _ in range(3)]
    return {"kind": "wide", "dms": dms, "constraints": constraints, "merge": [], "moves": [], "states": [], "arcs": {}}
