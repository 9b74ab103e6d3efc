"""What a question compiles on the way may take what the conflict was allowed to take, no more and no less."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from detente.analysis.comparison import compare
from detente.analysis.inverse.search import rebuilt
from detente.analysis.perception import find_perceptions
from detente.analysis.robustness import find_tipping
from detente.case import Case, load_case
from detente.conflict import Conflict, build_conflict
from detente.errors import LimitError

QUESTIONS: dict[str, tuple[str, Callable[[Conflict], object]]] = {
    "compare": ("gisborne", lambda base: compare(base, kept(base.case, "environment-oriented"))),
    "robust": ("gisborne", find_tipping),
    "settle": ("gisborne", lambda base: rebuilt(base, ())),
    "views": ("ukraine-2026-01", find_perceptions),
}


def kept(case: Case, variant: str = "") -> Conflict:
    """Return a conflict that nothing more may be compiled from."""
    return replace(build_conflict(case, variant=variant), memory_limit=1)


def test_a_conflict_knows_what_it_may_take() -> None:
    assert build_conflict(load_case("elmira"), memory_limit=1 << 24).memory_limit == 1 << 24


@pytest.mark.parametrize("question", QUESTIONS)
def test_it_is_kept_to_by_what_is_compiled_on_the_way(question: str) -> None:
    name, ask = QUESTIONS[question]
    with pytest.raises(LimitError):
        ask(kept(load_case(name)))
