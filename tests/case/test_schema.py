import json
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from ruamel.yaml import YAML

from detente.case import case_text, json_schema, list_cases, parse_case, starter_text
from tests.case.test_read import GRAPH, WHOLE
from tests.strategies import case_data

VALIDATOR = jsonschema.Draft202012Validator(json_schema())


def as_an_editor_reads_it(text: str) -> Any:
    """Read YAML with the types of YAML 1.2, as the language servers of editors do; dates stay text there."""
    yaml = YAML(typ="safe", pure=True)
    yaml.constructor.yaml_constructors["tag:yaml.org,2002:timestamp"] = lambda _loader, node: node.value
    return yaml.load(text)


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_the_shipped_schema_is_the_generated_one() -> None:
    shipped = files("detente.case").joinpath("case.schema.json").read_text(encoding="utf-8")

    # to renew it: detente schema case -o src/detente/case/case.schema.json
    assert shipped == json.dumps(json_schema(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


@pytest.mark.parametrize("name", [entry.name for entry in list_cases()])
def test_every_catalogue_case_is_valid(name: str) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(as_an_editor_reads_it(case_text(name)))] == []


@pytest.mark.parametrize("text", [WHOLE, GRAPH, starter_text()])
def test_every_shape_of_the_format_is_valid(text: str) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(as_an_editor_reads_it(text))] == []


@settings(max_examples=40, deadline=None)
@given(case_data())
def test_generated_cases_are_valid(data: dict[str, Any]) -> None:
    assert [error.message for error in VALIDATOR.iter_errors({**data, "detente": 1})] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("detente: 1", "detente: 2"),
        ("title: A town and a firm", "tilte: A town and a firm"),
        ("title: A town and a firm", "title: [a]"),
        ("insist: Insist on the order", "in-sist: Insist on the order"),
        ("insist: Insist on the order", "unless: Insist on the order"),
        ("no-bluff:", "no bluff:"),
        ("irreversible: true", "irreversible: yes"),
        ("irreversible: dropping", "irreversible: sometimes"),
        ("likelihood: likely", "likelihood: probably"),
        ("never: true", "never: maybe"),
        ("paragraph: 4", "paragraph: -1"),
        ("paragraph: 4", "paragraph: four"),
        ("accept: 2,", "accept: two,"),
        ("because: [s1, s2]", "because: s1"),
        ("mode: author's assertion", "mode: rumour"),
        ("      weights: {accept", "      ranking: [accept]\n      weights: {accept"),
        ("any order: [accept, {", "any order: [{"),
        ("by: firm, from: accept", "from: accept"),
    ],
)
def test_a_broken_case_is_not_valid(old: str, new: str) -> None:
    assert WHOLE.count(old) == 1
    assert not VALIDATOR.is_valid(as_an_editor_reads_it(WHOLE.replace(old, new)))


def test_the_schema_says_what_the_reader_says_about_names() -> None:
    names = VALIDATOR.schema["properties"]["decision_makers"]["propertyNames"]
    checker = jsonschema.Draft202012Validator(names)
    candidates = ["a", "größe", "_x", "x_1", "1x", "a-b", "a b", "a.b", "and", "", "ä", "a\u00a0b", "a!"]

    def is_read(name: str) -> bool:
        text = GRAPH.replace("  us: {name", f"  {json.dumps(name)}: {{name: x, preferences: []}}\n  us: {{name")
        try:
            parse_case(text)
        except ValueError:
            return False
        return True

    assert [checker.is_valid(name) for name in candidates] == [is_read(name) for name in candidates]
