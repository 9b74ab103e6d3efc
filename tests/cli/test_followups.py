"""``paths`` and ``coalitions`` as they are used."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize("form", ["text", "json", "csv", "latex", "markdown"])
@pytest.mark.parametrize("command", ["paths", "coalitions"])
def test_every_format_to_a_file_and_to_the_screen(run: Run, case: Path, tmp_path: Path, command: str, form: str):
    """The same is written, whole."""
    shown = run(command, case, "--format", form)
    assert shown.exit_code == 0
    target = tmp_path / "out"
    assert run(command, case, "--format", form, "-o", target).exit_code == 0
    assert target.read_text(encoding="utf-8").rstrip("\n") == shown.output.rstrip("\n")


def test_paths_from_and_to(run: Run):
    result = run("paths", "elmira", "--from", "modify, delay", "--to", "s8", "--weights", "uniroyal=3, ministry=1/2")
    assert result.exit_code == 0
    text = " ".join(result.output.split())
    assert "with weights Ministry 1/2, Uniroyal 3 and Local government 1" in text
    assert "Ways to s8" in text


def test_paths_graph_of_a_kind(run: Run):
    document = json.loads(run("paths", "elmira", "--format", "json", "--by", "improvements").output)
    assert document["graph"] == {"kind": "improvements", "n_links": 1}
    assert document["links"] == [{"by": ["municipality"], "improves": True, "origin": "s1", "to": "s5"}]
    document = json.loads(run("paths", "elmira", "--format", "json").output)
    assert document["graph"]["kind"] == "coalitions"


def test_paths_csv(run: Run):
    rows = list(csv.DictReader(io.StringIO(run("paths", "elmira", "--format", "csv").output)))
    assert {row["State"]: row["Jointly"] for row in rows}["s8"] == "2"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--weights", "ministry"], 2, "is not a decision maker and its weight"),
        (["--weights", "ministry=1/0"], 2, "is not a decision maker and its weight"),
        (["--weights", "ministry=-1"], 1, "weights must be greater than 0"),
        (["--weights", "minstry=1"], 1, "no decision maker 'minstry'; did you mean 'ministry'?"),
        (["--to", "s77"], 1, "no state 's77'"),
        (["--from", "nowhere"], 1, "no state or option 'nowhere'"),
        (["--by", "magic"], 2, "'magic' is not one of"),
        (["--steps", "0"], 2, "0 is not in the range"),
    ],
)
def test_paths_bad_input(run: Run, arguments: list[str], code: int, message: str):
    result = run("paths", "elmira", *arguments)
    assert result.exit_code == code
    assert message in " ".join(result.output.split())


def test_paths_without_a_status_quo(run: Run, tmp_path: Path):
    path = tmp_path / "open.yaml"
    path.write_text(
        "detente: 1\ntitle: t\ndecision_makers: {a: {name: A, options: {x: Go}, preferences: [x]}}\n", encoding="utf-8"
    )
    result = run("paths", path)
    assert result.exit_code == 1
    assert "name a state to begin from" in result.output
    assert run("paths", path, "--from", "s1").exit_code == 0


def test_coalitions_options(run: Run):
    assert "Pareto version" in " ".join(run("coalitions", "elmira", "--pareto", "--concepts", "nash").output.split())
    limited = run("coalitions", "elmira", "--largest", "2", "--at", "s6", "--format", "json")
    document = json.loads(limited.output)
    assert document["parameters"]["largest"] == 2
    assert "s6" in document["focus"]


def test_variants(run: Run, case: Path):
    for command in ("paths", "coalitions"):
        assert run(command, case, "--variant", "dry").output.startswith("Two farms (variant: dry)")
        assert run(command, case, "--variant", "wet").exit_code == 1
