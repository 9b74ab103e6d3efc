"""The sample of random models that the tests share, solved once."""

from __future__ import annotations

from functools import cache
from typing import Any

from detente.case import parse_case
from detente.conflict import Conflict, build_conflict
from detente.stability import StabilityResult, analyze_stability
from tests.compare_with_oracle import model_number
from tests.oracle import Model, World
from tests.random_models import VARIANT, as_text, has_variant

SEED = 20260126
SIZE = 240


@cache
def sample_model(number: int) -> Model:
    return model_number(SEED, number)


@cache
def sample_world(number: int) -> World:
    return World(sample_model(number))


@cache
def sample_verdicts(number: int) -> dict[str, list[list[bool]]]:
    return sample_world(number).verdicts()


@cache
def sample_result(number: int) -> StabilityResult:
    return analyze_stability(compiled(sample_model(number)))


def compiled(model: Model) -> Conflict:
    return build_conflict(parse_case(as_text(model)), variant=VARIANT if has_variant(model) else "")


def graph_model(arcs: dict[str, dict[str, list[str]]], ranking: dict[str, list[Any]]) -> Model:
    """A graph-form model from arcs and, for each decision maker, states from best to worst (a list is a tie)."""
    names = sorted(
        {s for order in ranking.values() for group in order for s in ([group] if isinstance(group, str) else group)}
    )
    dms = {
        dm: {
            "options": {},
            "preferences": {
                "ranking": [[("is", s) for s in ([group] if isinstance(group, str) else group)] for group in order]
            },
        }
        for dm, order in ranking.items()
    }
    return {"kind": "graph", "dms": dms, "constraints": [], "merge": [], "moves": [], "states": names, "arcs": arcs}


def from_levels(arcs: dict[str, dict[int, list[int]]], levels: dict[str, list[int]]) -> Model:
    """A graph-form model with states ``w0``, ``w1``, ... and a level for each state and decision maker."""
    ranking = {
        dm: [[f"w{s}" for s, level in enumerate(row) if level == value] for value in sorted(set(row), reverse=True)]
        for dm, row in levels.items()
    }
    named = {dm: {f"w{s}": [f"w{t}" for t in targets] for s, targets in rows.items()} for dm, rows in arcs.items()}
    return graph_model(named, ranking)
