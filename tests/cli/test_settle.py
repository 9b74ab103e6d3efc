"""``settle`` as it is used."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize("form", ["text", "json", "csv", "latex", "markdown"])
def test_every_format_to_a_file_and_to_the_screen(run: Run, case: Path, tmp_path: Path, form: str):
    """The same is written, whole."""
    shown = run("settle", case, "settlement", "--format", form)
    assert shown.exit_code == 0
    target = tmp_path / "out"
    assert run("settle", case, "settlement", "--format", form, "-o", target).exit_code == 0
    assert target.read_text(encoding="utf-8").rstrip("\n") == shown.output.rstrip("\n")


def test_fix_and_only(run: Run):
    """Parties and parts of the model, held fixed or left alone to change."""
    arguments = ("settle", "elmira", "modified_order_accepted", "--format", "json")
    document = json.loads(run(*arguments, "--fix", "municipality, options").output)
    assert document["parameters"]["fixed_decision_makers"] == ["municipality"]
    assert [findings["part"] for findings in document["findings"]] == ["preferences", "influence"]
    document = json.loads(run(*arguments, "--only", "uniroyal,preferences").output)
    assert document["parameters"]["fixed_decision_makers"] == ["ministry", "municipality"]
    assert document["parameters"]["fixed_parts"] == ["options", "influence"]
    assert document["findings"][0]["answers"][0]["controlled_by"] == ["uniroyal"]


def test_concept_and_count(run: Run):
    document = json.loads(
        run("settle", "prisoners", "s4", "--concept", "nash", "--count", "all", "--format", "json").output
    )
    assert document["parameters"]["concept"] == "nash"
    assert document["count"] == {"holding": "144", "profiles": "576", "state": "s4", "varied": ["first", "second"]}


def test_csv_has_one_answer_a_row(run: Run):
    rows = list(
        csv.DictReader(io.StringIO(run("settle", "elmira", "modified_order_accepted", "--format", "csv").output))
    )
    assert {row["part"] for row in rows} == {"preferences", "options", "rankings"}
    assert rows[-1]["cost"] == "2"


def test_variant(run: Run, case: Path):
    output = run("settle", case, "settlement", "--variant", "dry").output
    assert output.startswith("Two farms (variant: dry): what would make “settlement” hold\n")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["nowhere"], 1, "no state or option 'nowhere'"),
        (
            ["deadlock", "--fix", "minstry"],
            1,
            "part of the model 'minstry'; did you mean 'ministry'?",
        ),
        (["deadlock", "--concept", "sequential"], 2, "no concept 'sequential'"),
        (["deadlock", "--concept", "nash,seq"], 2, "one concept at a time"),
        (["deadlock", "--concept", "sim"], 1, "simultaneous stability"),
        (["deadlock", "--most", "0"], 2, "0 is not in the range"),
        (["deadlock", "--count", "nobody"], 1, "no decision maker 'nobody'"),
    ],
)
def test_bad_input(run: Run, arguments: list[str], code: int, message: str):
    """A message that says what was expected, and no traceback."""
    result = run("settle", "elmira", *arguments)
    assert result.exit_code == code
    assert message in " ".join(result.output.split())


def test_count_needs_one_state(run: Run):
    result = run("settle", "ukraine-2026-01", "european_plan", "--count", "us")
    assert result.exit_code == 2
    assert "is 72 states; --count needs one" in " ".join(result.output.split())
