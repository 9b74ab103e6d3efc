"""What perceptions and influences can say beside preferences: who knows of it, what is wanted otherwise."""

from __future__ import annotations

import jsonschema
import pytest

from detente.case import advise, apply_variant, case_digest, json_schema, parse_case
from detente.errors import CaseError
from tests.case.test_schema import as_an_editor_reads_it

TEXT = """\
detente: 1
title: A bluff
decision_makers:
  a: {name: A, options: {go: Go}, preferences: [go]}
  b: {name: B, options: {hit: Hit}, preferences: [not hit]}
  c: {name: C, preferences: [hit]}
perceptions:
  - {id: fear, by: a, of: b, preferences: [hit if go], known_by: [b, c]}
influences:
  - {id: nerve, by: c, on: a, preferences: [go], otherwise: [not go, hit]}
variants:
  calm: {drop: [fear]}
"""


def test_who_knows_and_what_is_wanted_otherwise_are_read() -> None:
    case = parse_case(TEXT)
    assert case.perceptions[0].known_by == ("b", "c")
    assert case.influences[0].otherwise is not None
    assert [entry.that.text for entry in case.influences[0].otherwise.statements] == ["not go", "hit"]
    assert apply_variant(case, "calm").perceptions == ()
    jsonschema.Draft202012Validator(json_schema()).validate(as_an_editor_reads_it(TEXT))


def test_they_count_in_the_digest() -> None:
    digests = {
        case_digest(parse_case(text))
        for text in (TEXT, TEXT.replace("[b, c]", "[b]"), TEXT.replace("[not go, hit]", "[not go]"))
    }
    assert len(digests) == 3


def test_an_option_wanted_otherwise_is_not_idle() -> None:
    """Advice about options that nobody's preferences mention looks at what is wanted otherwise, too."""
    text = TEXT.replace("preferences: [not hit]", "preferences: []").replace("[hit]}", "[]}").replace("hit if go", "go")
    assert "W401" not in {problem.code for problem in advise(parse_case(text))}
    without = text.replace("[not go, hit]", "[not go]")
    assert "W401" in {problem.code for problem in advise(parse_case(without))}


@pytest.mark.parametrize(
    ("old", "new", "code", "message"),
    [
        ("[b, c]", "[bb]", "E205", "'bb'"),
        ("[b, c]", "[a]", "E310", "'a' cannot know of its own mistake"),
        ("[not go, hit]", "[not gone]", "E201", "gone"),
    ],
)
def test_faults(old: str, new: str, code: str, message: str) -> None:
    with pytest.raises(CaseError) as error:
        parse_case(TEXT.replace(old, new))
    [problem] = error.value.problems
    assert problem.code == code
    assert message in problem.message
    assert problem.line > 6
