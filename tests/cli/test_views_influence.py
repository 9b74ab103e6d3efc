"""``views`` and ``influence`` as they are used."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import CASE, Run

BELIEFS = """\
perceptions:
  - {id: bluff, by: up, of: down, preferences: [not sue]}
influences:
  - {id: pressure, by: down, through: sue, on: up, preferences: [reduce]}
"""
COMMANDS = ["views", "influence"]


@pytest.fixture
def believed(tmp_path: Path) -> Path:
    path = tmp_path / "believed.yaml"
    path.write_text(CASE + BELIEFS, encoding="utf-8")
    return path


@pytest.mark.parametrize("form", ["text", "json", "csv", "latex", "markdown"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_format_to_a_file_and_to_the_screen(run: Run, believed: Path, tmp_path: Path, command: str, form: str):
    """The same is written, whole."""
    shown = run(command, believed, "--format", form)
    assert shown.exit_code == 0
    target = tmp_path / "out"
    assert run(command, believed, "--format", form, "-o", target).exit_code == 0
    assert target.read_text(encoding="utf-8").rstrip("\n") == shown.output.rstrip("\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_case_without_either(run: Run, case: Path, command: str):
    for form in ("text", "json", "csv", "latex", "markdown"):
        assert run(command, case, "--format", form).exit_code == 0
    assert "The case codes no" in run(command, case).output


def test_views_concepts(run: Run, believed: Path):
    document = json.loads(run("views", believed, "--concepts", "nash,seq", "--format", "json").output)
    assert document["parameters"] == {"concepts": ["nash", "seq"], "variant": None}
    assert set(document["equilibria"]) == {"nash", "seq"}
    result = run("views", believed, "--concepts", "sim")
    assert result.exit_code == 1
    assert "simultaneous stability has no sequence of moves" in " ".join(result.output.split())


def test_influence_concept(run: Run, believed: Path):
    document = json.loads(run("influence", believed, "--concept", "nash", "--format", "json").output)
    assert document["parameters"] == {"concept": "nash", "variant": None}
    assert run("influence", believed, "--concept", "sim").exit_code == 2


def test_csv(run: Run, believed: Path):
    rows = list(csv.DictReader(io.StringIO(run("influence", believed, "--format", "csv").output)))
    assert [row["Setting"] for row in rows] == ["(the case as it stands)", "none", "all"]
    rows = list(csv.DictReader(io.StringIO(run("views", believed, "--format", "csv").output)))
    assert {row["Stability"] for row in rows} == {"nash", "gmr", "smr", "seq", "sseq"}


@pytest.mark.parametrize("command", COMMANDS)
def test_variants(run: Run, believed: Path, command: str):
    assert run(command, believed, "--variant", "dry").output.startswith("Two farms (variant: dry)")
    assert run(command, believed, "--variant", "wet").exit_code == 1


def test_faults_of_beliefs_are_messages(run: Run, tmp_path: Path):
    path = tmp_path / "twice.yaml"
    beliefs = "".join(f"  - {{id: {name}, by: up, of: down, preferences: []}}\n" for name in "xy")
    path.write_text(f"{CASE}perceptions:\n{beliefs}", encoding="utf-8")
    result = run("views", path)
    assert result.exit_code == 1
    assert "'x' and 'y' both say what 'up' takes 'down' to want" in " ".join(result.output.split())


def test_graph_form(run: Run, tmp_path: Path):
    """States by name: a party can be mistaken about wishes and not see states; influence needs no option."""
    path = tmp_path / "graph.yaml"
    path.write_text(
        "detente: 1\ntitle: Talks\n"
        "decision_makers:\n"
        "  us: {name: We, preferences: {ranking: [deal, talks, war]}}\n"
        "  them: {name: They, preferences: {ranking: [talks, deal, war]}}\n"
        "states: {war: War, talks: Talks, deal: A deal}\n"
        "arcs: {us: {war: [talks], talks: [war]}, them: {talks: [deal], deal: [talks]}}\n"
        "status_quo: war\n"
        "perceptions:\n"
        "  - {id: p, by: us, of: them, preferences: {ranking: [deal, talks, war]}}\n"
        "  - {id: q, by: them, unseen: [deal]}\n"
        "influences: [{id: e, by: us, on: them, preferences: {ranking: [deal, talks, war]}}]\n",
        encoding="utf-8",
    )
    for command in COMMANDS:
        result = run(command, path)
        assert result.exit_code == 0
        assert "talks" in result.output
