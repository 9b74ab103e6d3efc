"""``mindsets`` as it is used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize("form", ["text", "json", "latex", "markdown"])
def test_every_format_to_a_file_and_to_the_screen(run: Run, case: Path, tmp_path: Path, form: str):
    """The same is written, whole."""
    shown = run("mindsets", case, "--format", form)
    assert shown.exit_code == 0
    target = tmp_path / "out"
    assert run("mindsets", case, "--format", form, "-o", target).exit_code == 0
    assert target.read_text(encoding="utf-8").rstrip("\n") == shown.output.rstrip("\n")


def test_what_is_asked(run: Run):
    arguments = ["--moves", "2", "--ties", "best", "--at", "s2", "--own-interest", "left", "--attitude", "left:right=+",
                 "--attitude", "right:right = neutral", "--strict"]  # fmt: skip
    document = json.loads(run("mindsets", "chicken", *arguments, "--format", "json").output)
    assert document["parameters"] == {
        "attitudes": {"left": {"left": "+", "right": "+"}, "right": {"left": "0", "right": "0"}},
        "interested": ["left"],
        "moves": 2,
        "strict": True,
        "ties": "best",
        "variant": None,
    }
    assert {play["state"] for play in document["foresight"]["plays"]} == {"s2", "s4"}


def test_nobody_answers_in_its_own_interest(run: Run):
    text = " ".join(run("mindsets", "elmira", "--own-interest", "-").output.split())
    assert "if everybody answers by any moves" in text


def test_variants(run: Run, case: Path):
    assert run("mindsets", case, "--variant", "dry").output.startswith("Two farms (variant: dry)")
    assert run("mindsets", case, "--variant", "wet").exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--moves", "3"], 1, "offered for exactly two"),
        (["--moves", "0"], 2, "0 is not in the range"),
        (["--ties", "median"], 2, "'median' is not one of"),
        (["--own-interest", "ministr"], 1, "no decision maker 'ministr'; did you mean 'ministry'?"),
        (["--attitude", "ministry=+"], 2, "does not say who regards whom how"),
        (["--attitude", "ministry:uniroyal=!"], 2, "does not say who regards whom how"),
        (["--attitude", "ministry:unroyal=+"], 1, "no decision maker 'unroyal'; did you mean 'uniroyal'?"),
        (["--at", "s77"], 1, "no state 's77'"),
    ],
)
def test_bad_input(run: Run, arguments: list[str], code: int, message: str):
    result = run("mindsets", "elmira", *arguments)
    assert result.exit_code == code
    assert message in " ".join(result.output.split())
