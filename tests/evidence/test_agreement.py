"""Agreement of two codings."""

import pytest

from detente.case import parse_case
from detente.evidence.agreement import compare_codings, krippendorff_alpha

HEAD = """
detente: 1
title: T
decision_makers: {a: {name: A, preferences: []}}
sources: {n: {title: N}}
statements:
"""


def test_the_second_example_of_the_literature() -> None:
    """Krippendorff (2011), example B: two observers, twelve objects, five nominal values; alpha is 0.692."""
    first = ["a", "a", "b", "b", "d", "c", "c", "c", "e", "d", "d", "a"]
    second = ["b", "a", "b", "b", "b", "c", "c", "c", "e", "d", "d", "d"]
    assert krippendorff_alpha(list(zip(first, second, strict=True))) == pytest.approx(0.692, abs=5e-4)


def test_bounds() -> None:
    assert krippendorff_alpha([("x", "x"), ("y", "y")]) == 1
    assert krippendorff_alpha([("x", "x"), ("x", "x")]) is None
    assert krippendorff_alpha([]) is None


def test_statements_are_matched_by_place() -> None:
    one = "  s1: {source: n, at: {paragraph: 1, quote: they will not sign}, mode: direct, voices: [w, Ann], claim: x}\n"
    other = "  t9: {source: n, at: {paragraph: 1, quote: “will not sign”}, mode: mixed, voices: [w, ann], claim: y}\n"
    apart = "  t1: {source: n, at: {paragraph: 2, quote: will not sign}, mode: direct, claim: y}\n"
    found = compare_codings(parse_case(HEAD + one), parse_case(HEAD + apart + other))
    assert found.pairs == (("s1", "t9"),)
    assert (found.only_first, found.only_second) == ((), ("t1",))
    assert found.disputed == (("s1", ("mode",)),)
    assert {entry.field: (entry.agreed, entry.compared) for entry in found.fields}["speaker"] == (1, 1)
