"""Results as JSON: the contract."""

import json
from functools import cache

import jsonschema
import numpy as np
import pytest

from detente.case import list_cases, load_case
from detente.conflict import build_conflict, find_state, state_id
from detente.present.explanation import explain_all
from detente.present.result_json import (
    SCHEMAS,
    explanation_lines,
    json_lines,
    result_lines,
    schema,
    shipped_schema,
    table_lines,
)
from detente.present.tables import Column, Table
from detente.present.words.models import ListedModel
from detente.stability import Concept, StabilityResult, analyze_stability
from detente.stability.choose import Choice, Engine

CHOICE = Choice(Engine.OPTIONS, "asked for")

NAMES = [entry.name for entry in list_cases()]


@cache
def result_of(name: str) -> StabilityResult:
    """A catalogue case, analyzed."""
    return analyze_stability(build_conflict(load_case(name)))


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_is_shipped_and_valid(name: str) -> None:
    """The file beside the module is what the classes say, and is a JSON Schema."""
    assert json.loads(shipped_schema(name)) == schema(name)
    jsonschema.Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize("name", NAMES)
def test_results_keep_the_contract(name: str) -> None:
    """Every catalogue case's result validates, in the form that programs read."""
    document = json.loads("".join(result_lines(result_of(name))))
    jsonschema.validate(document, schema("result"))
    assert set(document) == set(schema("result")["required"])


@pytest.mark.parametrize("name", NAMES)
def test_results_say_what_was_found(name: str) -> None:
    """States, verdicts and equilibria are those of the result, by name."""
    result = result_of(name)
    conflict = result.conflict
    document = json.loads("".join(result_lines(result)))
    ids = [state["id"] for state in document["states"]]
    assert ids == [state_id(conflict, s) for s in range(conflict.n_states)]
    for i, dm in enumerate(conflict.decision_makers):
        assert [state["levels"][dm] for state in document["states"]] == conflict.level[i].tolist()
    assert set(document["stability"]) | set(document["omitted"]) == {concept.value for concept in Concept}
    for concept, mask in result.stable.items():
        assert document["equilibria"][concept] == [ids[s] for s in np.flatnonzero(mask.all(axis=0))]
        for i, dm in enumerate(conflict.decision_makers):
            assert document["stability"][concept][dm] == [ids[s] for s in np.flatnonzero(mask[i])]


def test_merged_states_are_marked() -> None:
    """Elmira's closed plant does not fix the other options."""
    states = json.loads("".join(result_lines(result_of("elmira"))))["states"]
    assert states[-1]["yn"] == "-NNY-"
    assert states[-1]["taken"] == ["uniroyal.abandon"]


@pytest.mark.parametrize("name", NAMES)
def test_explanations_keep_the_contract(name: str) -> None:
    """The first state of every case, explained for everybody, validates."""
    conflict = result_of(name).conflict
    document = json.loads(
        "".join(explanation_lines(ListedModel(conflict), explain_all(ListedModel(conflict), 0), CHOICE))
    )
    jsonschema.validate(document, schema("explanation"))
    assert {trace["state"] for trace in document["traces"]} == {document["state"]["id"]}
    assert [trace["stable"] for trace in document["traces"]] == [
        trace["concept"] in {c.value for c in Concept} and all(d["deterred_by"] for d in trace["departures"])
        for trace in document["traces"]
    ]


def test_explanation_agrees_with_the_engine() -> None:
    """The verdicts of the traces are those of the analysis."""
    result = result_of("elmira")
    conflict = result.conflict
    state = find_state(conflict, "s3")
    document = json.loads(
        "".join(explanation_lines(ListedModel(conflict), explain_all(ListedModel(conflict), state), CHOICE))
    )
    verdicts = {(trace["decision_maker"], trace["concept"]): trace["stable"] for trace in document["traces"]}
    assert verdicts == {
        (dm, concept.value): bool(mask[i, state])
        for concept, mask in result.stable.items()
        for i, dm in enumerate(conflict.decision_makers)
    }
    assert "sim" in document["omitted"]


def test_written_as_documented() -> None:
    """Sorted keys, one record a line, a line feed at the end, letters as they are."""
    text = "".join(result_lines(result_of("elmira")))
    document = json.loads(text)
    assert text.endswith("\n}\n")
    assert list(document) == sorted(document)
    assert sum(line.startswith('    {"id": "s') for line in text.splitlines()) == len(document["states"])
    assert "".join(json_lines({"é": "ü"})) == '{\n  "é": "ü"\n}\n'


@pytest.mark.parametrize(
    "value", [[], {}, [1, "a", None, True], {"a": [1], "b": {"c": 2}}, {"a": {"b": {"c": [1]}}}, None]
)
def test_json_lines_can_be_read_back(value: object) -> None:
    """Whatever its shape."""
    assert json.loads("".join(json_lines({"key": value}))) == {"key": value}


def test_table_lines_are_typed() -> None:
    """Numbers, truths and lists are such in JSON."""
    columns = (Column("a"), Column("n", kind="number"), Column("t", kind="truth"), Column("l", kind="list"))
    table = Table("Things", columns, (("x", "3", "yes", "p, q"), ("=y", "0", "no", "")))
    document = json.loads("".join(table_lines(result_of("chicken").conflict, table)))
    assert document["parameters"] == {"table": "things", "variant": None}
    assert document["rows"] == [
        {"a": "x", "n": 3, "t": True, "l": ["p", "q"]},
        {"a": "=y", "n": 0, "t": False, "l": []},
    ]
