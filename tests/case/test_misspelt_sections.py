"""A key that looks like a section by right does not switch the check of names off."""

import pytest

from detente.case import parse_case
from detente.errors import CaseError

CASE = """
detente: 1
title: A town
decision_makers:
  town:
    name: Town
    options: {build: Build the bridge}
    preferences: [bild]
"""


@pytest.mark.parametrize(
    "section",
    ["status_quo: [build]", "sources: {s: {title: A book}}", "outcomes: {bridge: build}"],
    ids=["like states", "like outcomes", "itself"],
)
def test_an_unknown_option_is_found_beside(section: str) -> None:
    with pytest.raises(CaseError) as caught:
        parse_case(f"{CASE}{section}\n", file="town.yaml")
    assert [problem.code for problem in caught.value.problems] == ["E201"]
