"""Verdicts kept in bits are those kept in bytes."""

from __future__ import annotations

import numpy as np
import pytest

from detente.stability import Concept, analyze_stability
from detente.stability.packed import PackedVerdicts, pack
from tests.stability.sample import compiled
from tests.stability.test_theorems import seeded, wide_model


@pytest.mark.parametrize("lengths", [(), (0,), (1,), (8,), (3, 5), (7, 2, 0, 30, 1), (64, 64, 3)])
def test_parts_of_any_lengths(lengths):
    rng = np.random.default_rng(len(lengths))
    parts = [rng.random(length) < 0.5 for length in lengths]
    expected = np.concatenate([np.zeros(0, dtype=np.bool_), *parts])
    bits = np.full((1, -(-len(expected) // 8)), 255, dtype=np.uint8)
    pack(parts, bits[0])

    np.testing.assert_array_equal([expected], PackedVerdicts({Concept.NASH: bits}, len(expected))[Concept.NASH])


def test_a_mapping_like_others():
    verdicts = PackedVerdicts({Concept.GMR: np.array([[1]], dtype=np.uint8)}, 2)

    assert list(verdicts) == [Concept.GMR]
    assert (Concept.GMR in verdicts, Concept.SEQ in verdicts, len(verdicts)) == (True, False, 1)
    with pytest.raises(KeyError):
        verdicts[Concept.SEQ]
    with pytest.raises(ValueError, match="read-only"):
        verdicts[Concept.GMR][0, 0] = False


@pytest.mark.parametrize("number", range(4))
def test_results_in_bits_answer_as_others_do(number, monkeypatch):
    pytest.importorskip("numba")
    conflict = compiled(wide_model(seeded(number)))
    concepts = (Concept.GMR, Concept.NASH, Concept.SEQ)
    expected = analyze_stability(conflict, concepts, engine="explicit-options")
    monkeypatch.setattr("detente.stability.fast.engine.PACKED", 0)
    monkeypatch.setattr("detente.stability.fast.engine._PART", 12)
    actual = analyze_stability(conflict, concepts, engine="explicit-options-fast")

    assert isinstance(actual.stable, PackedVerdicts)
    assert list(expected.stable) == list(actual.stable)
    for concept in concepts:
        np.testing.assert_array_equal(expected.stable[concept], actual.stable[concept])
        np.testing.assert_array_equal(expected.equilibria(concept), actual.equilibria(concept))
