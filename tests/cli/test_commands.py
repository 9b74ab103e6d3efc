"""Each command as it is used."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from detente.case import case_text, list_cases, starter_text
from tests.cli.conftest import CASE, Run

TEXT_COMMANDS = [["analyze"], ["check"], ["explain", "s1"]]
FILE_COMMANDS = [
    ["analyze"],
    *(["analyze", "--format", form] for form in ("json", "csv", "latex", "markdown")),
    ["explain", "s1"],
    ["explain", "s1", "--format", "json"],
    *(["export", "moves", "--format", form] for form in ("json", "csv", "latex", "markdown")),
]


def on(case: Path | str, command: list[str]) -> list[str]:
    """Put the case after the command."""
    return [command[0], str(case), *command[1:]]


def test_analyze_answers_first(run: Run, case: Path) -> None:
    """Title and answer in words, then tables, then preferences."""
    output = run("analyze", case).output
    lines = output.splitlines()
    assert lines[0] == "Two farms"
    assert lines[1].startswith("  In this model ")
    headings = [line for line in lines if line and not line.startswith(" ")]
    assert headings == [
        "Two farms",
        "Named outcomes",
        "Where it can settle",
        "In other words",
        "Who would stay where",
        "Who prefers what",
        "To know",
    ]


def test_analyze_only_some_concepts(run: Run, case: Path) -> None:
    """The table has a column for each concept asked for, and no other."""
    output = run("analyze", case, "--concepts", "seq, nash").output
    heading = output[output.index("Who would stay where") :].splitlines()[1].split()
    assert heading[-2:] == ["Nash", "SEQ"]
    assert "GMR" not in output


def test_analyze_variant(run: Run, case: Path) -> None:
    """A variant is named, and has its own states."""
    output = run("analyze", case, "--variant", "dry").output
    assert output.startswith("Two farms (variant: dry)\n")
    assert "of 4 states" in output
    document = json.loads(run("analyze", case, "--variant", "dry", "--format", "json").output)
    assert document["parameters"]["variant"] == "dry"
    assert len(document["states"]) == 4


def test_analyze_cuts_large_tables_and_says_so(run: Run, tmp_path: Path) -> None:
    """Seven options make 128 states: text shows a part, CSV all."""
    options = ", ".join(f"o{j}: x{j}" for j in range(7))
    text = f"detente: 1\ntitle: t\ndecision_makers: {{a: {{name: A, options: {{{options}}}, preferences: [o1]}}}}\n"
    (tmp_path / "large.yaml").write_text(text)
    output = " ".join(run("analyze", "large.yaml").output.split())
    assert "Shown: 40 of 128 states" in output
    assert "Showing 12 of 64; --format csv or json gives all." in output
    assert len(run("analyze", "large.yaml", "--format", "csv").output.splitlines()) == 129
    assert run("analyze", "large.yaml", "--format", "markdown").output.count("| s") > 128


@pytest.mark.parametrize("command", TEXT_COMMANDS, ids=" ".join)
@pytest.mark.parametrize("width", [60, 80, 200])
@pytest.mark.parametrize("name", ["elmira", "ukraine-2026-01"])
def test_text_fits_the_width(run: Run, command: list[str], width: int, name: str) -> None:
    """No line is wider than the terminal, and none wider than what can be read."""
    output = run(*on(name, command), COLUMNS=str(width)).output
    lines = [line for line in output.splitlines() if not line.startswith(f"{name}.yaml:")]
    assert max(map(len, lines)) <= min(width, 100)


@pytest.mark.parametrize("command", TEXT_COMMANDS, ids=" ".join)
def test_no_colour_when_piped(run: Run, case: Path, command: list[str]) -> None:
    """No escape sequence where nobody sees it."""
    assert "\x1b" not in run(*on(case, command)).output


@pytest.mark.parametrize("command", TEXT_COMMANDS, ids=" ".join)
def test_plain_letters_where_asked_for(run: Run, case: Path, command: list[str]) -> None:
    """With LC_ALL=C marks and lines are ASCII; so they are where the encoding has no others."""
    assert run(*on(case, command), LC_ALL="C").output.isascii()
    result = subprocess.run(
        [sys.executable, "-m", "detente", *on(case, command)],
        capture_output=True,
        check=True,
        env={"PYTHONIOENCODING": "ascii", "PATH": ""},
    )
    assert result.stdout.decode("ascii")


@pytest.mark.parametrize("command", FILE_COMMANDS, ids=" ".join)
def test_output_to_a_file_is_what_is_printed(run: Run, case: Path, tmp_path: Path, command: list[str]) -> None:
    """``-o FILE`` writes the same bytes, replaces a file, and leaves nothing else behind."""
    printed = run(*on(case, command)).stdout_bytes
    (tmp_path / "out").write_text("old")
    result = run(*on(case, command), "-o", "out")
    assert (result.exit_code, result.output) == (0, "")
    assert (tmp_path / "out").read_bytes() == printed
    assert sorted(path.name for path in tmp_path.iterdir()) == ["farms.yaml", "out"]


def test_same_bytes_every_time(case: Path) -> None:
    """Whatever the order in which a set or a hash would give things."""
    code = (
        "from click.testing import CliRunner\nfrom detente.cli import main\n"
        f"for command in {[on(case, command) for command in FILE_COMMANDS]!r}:\n"
        "    print(CliRunner().invoke(main, command).output)"
    )
    outputs = [
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONHASHSEED": seed, "PATH": ""}
        ).stdout
        for seed in ("1", "2")
    ]
    assert outputs[0] == outputs[1]
    assert outputs[0].count(b"Two farms") >= 6


def test_analyze_csv(run: Run, case: Path) -> None:
    """One state a row, with options, levels, equilibria and verdicts."""
    rows = list(csv.DictReader(io.StringIO(run("analyze", case, "--format", "csv", "--concepts", "nash").output)))
    assert len(rows) == 8
    assert rows[1] == {
        "state": "s2",
        "yn": "YNN",
        "up.reduce": "Y",
        "up.pond": "N",
        "down.sue": "N",
        "outcomes": "settlement",
        "status_quo": "no",
        "level.up": "6",
        "level.down": "4",
        "equilibrium.nash": "no",
        "stable.nash.up": "no",
        "stable.nash.down": "yes",
    }


def test_explain_names_the_state_in_every_way(run: Run, case: Path) -> None:
    """By id, by options, by letters: the same state."""
    outputs = {run("explain", case, state).output for state in ("s2", "reduce", "YNN", "up.reduce")}
    assert len(outputs) == 1
    assert outputs.pop().startswith("s2\n  Upstream: take less")


def test_explain_one_party_and_concept(run: Run, case: Path) -> None:
    """Only what was asked for."""
    result = run("explain", case, "-", "--by", "down", "--concept", "nash", "--format", "json")
    document = json.loads(result.output)
    assert [(trace["decision_maker"], trace["concept"]) for trace in document["traces"]] == [("down", "nash")]
    assert document["traces"][0]["stable"] is False
    assert document["state"]["id"] == "s1"


def test_explain_says_what_it_leaves_out(run: Run) -> None:
    """A concept that the model does not allow: left out with the reason; alone, a message and exit code 1."""
    assert "Left out\n  - simultaneous: " in run("explain", "elmira", "s5").output
    result = run("explain", "elmira", "s5", "--concept", "sim")
    assert (result.exit_code, result.stdout) == (1, "")


def test_export_states_and_preferences(run: Run, case: Path) -> None:
    """The model without the answer: JSON has numbers, truths and lists."""
    rows = json.loads(run("export", case, "states", "--format", "json").output)["rows"]
    assert rows[1]["level.up"] == 6
    assert rows[1]["status_quo"] is False
    assert rows[1]["outcomes"] == ["settlement"]
    rows = json.loads(run("export", case, "preferences", "--format", "json").output)["rows"]
    assert rows[0] == {"decision_maker": "up", "place": 1, "states": ["s1"]}
    assert {"decision_maker": "down", "place": 1, "states": ["s2", "s4"]} in rows


def test_export_moves(run: Run, case: Path) -> None:
    """Who can move from where to where, and whether it improves."""
    rows = list(csv.DictReader(io.StringIO(run("export", case, "moves").output)))
    assert len(rows) == 8 * 3 + 8 * 1
    assert {"by": "down", "from": "s1", "to": "s5", "improvement": "yes"} in rows
    assert {"by": "down", "from": "s2", "to": "s6", "improvement": "no"} in rows


def test_check_of_a_good_case(run: Run, case: Path) -> None:
    """What was understood, then the count."""
    output = run("check", case).output
    assert output.startswith("Two farms\n  2 decision makers, 3 options: 8 feasible states from 8 combinations.")
    assert "dry: The pond is dry." in output
    assert output.splitlines()[-1].startswith("0 errors, ")


def test_check_of_graph_form(run: Run) -> None:
    """States listed one by one."""
    assert "states listed one by one." in run("check", "elmira-graph").output


def test_check_looks_into_variants(run: Run, tmp_path: Path) -> None:
    """A variant without a feasible state is an error of the case."""
    (tmp_path / "farms.yaml").write_text(CASE.replace("[not pond]", "[pond, not pond]"))
    result = run("check", "farms.yaml")
    assert result.exit_code == 1
    assert "no feasible state" in result.output


def test_check_strict_counts_advice(run: Run, tmp_path: Path) -> None:
    """Advice alone is no problem, unless it is asked to be."""
    text = CASE.replace("[not sue, not reduce, not pond]", "[not sue, not reduce]")
    (tmp_path / "farms.yaml").write_text(text)
    result = run("check", "farms.yaml")
    assert "W4" in result.output
    assert result.exit_code == 0
    assert run("check", "farms.yaml", "--strict").exit_code == 1


def test_new_writes_a_case_that_works(run: Run, tmp_path: Path) -> None:
    """The starter is checked without an error and analyzed; it is not overwritten unless told to."""
    assert run("new", "mine.yaml").output == "Wrote mine.yaml. Next: detente check mine.yaml\n"
    assert run("check", "mine.yaml").exit_code == 0
    assert run("analyze", "mine.yaml").exit_code == 0
    (tmp_path / "mine.yaml").write_text("changed")
    result = run("new", "mine.yaml")
    assert result.exit_code == 1
    assert "--force" in result.stderr
    assert (tmp_path / "mine.yaml").read_text() == "changed"
    assert run("new", "mine.yaml", "--force").exit_code == 0
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == starter_text()


def test_catalogue(run: Run, tmp_path: Path) -> None:
    """List, show, copy."""
    listed = run("catalogue").output
    assert all(f"  {entry.name} " in listed for entry in list_cases())
    assert run("catalogue", "list").output == listed
    assert run("catalogue", "show", "elmira").output == case_text("elmira")
    assert run("catalogue", "show", "elmria").exit_code == 1
    assert run("catalogue", "copy", "elmira", "mine.yaml").exit_code == 0
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == case_text("elmira")
    assert run("catalogue", "copy", "chicken", "mine.yaml").exit_code == 1
    assert run("catalogue", "copy", "chicken", "mine.yaml", "--force").exit_code == 0


def test_report(run: Run, case: Path, tmp_path: Path) -> None:
    """One HTML file, of the variant that was asked for."""
    result = run("report", case, "-o", "farms.html", "--variant", "dry")
    assert (result.exit_code, result.output[:16]) == (0, "Wrote farms.html")
    page = (tmp_path / "farms.html").read_text(encoding="utf-8")
    assert page.lower().startswith("<!doctype html>")
    assert "dry" in page


@pytest.mark.parametrize(
    ("ending", "start"), [("HTML", "<!DOCTYPE"), ("md", "## Elmira"), ("tex", "\\section*{Elmira")]
)
def test_report_with_follow_up_questions(run: Run, tmp_path: Path, ending: str, start: str) -> None:
    """The ending says how it is written; each question is answered once, in the order of the report."""
    path = f"report.{ending}"
    result = run("report", "elmira", "--with", "coalitions,paths,paths", "--settle", "s4", "--settle", "s4", "-o", path)
    assert (result.exit_code, result.stderr) == (0, "")
    page = (tmp_path / path).read_text(encoding="utf-8")
    assert page.startswith(start)
    places = [page.find(f"{title}") for title in ("How it could move", "Who could act together", "What would make")]
    assert -1 not in places
    assert places == sorted(places)
    assert "Who leans on whom" not in page


@pytest.mark.parametrize(
    ("name", "variant", "other", "said"),
    [
        ("ukraine-2026-01", "reversal", "criticism", "7 differences in what they say can matter"),
        ("farms.yaml", "dry", "built", "2 differences in what they say can matter"),  # no state has both
    ],
)
def test_report_compares_as_the_command_named_there_does(
    run: Run, tmp_path: Path, name: str, variant: str, other: str, said: str
) -> None:
    """A variant is compared with another one, not with that one on top of itself."""
    both = f"{CASE}  built: {{constraints: [pond], status_quo: [pond]}}\n"
    (tmp_path / "farms.yaml").write_text(both, encoding="utf-8")
    result = run("report", name, "--variant", variant, "--compare", other, "-o", "report.md")
    assert (result.exit_code, result.stderr) == (0, "")
    page = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert f"detente compare CASE {other} --variant {variant}" in page
    told = page[page.index(f"## What changes under “{other}”") :]
    answer = run("compare", name, other, "--variant", variant, "--format", "markdown").output.split("\n\n")[1]
    assert answer.startswith(said)
    assert told.split("\n\n")[1] == answer


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--with", "path"], "no question 'path'; did you mean 'paths'?"),
        (["-o", "report.docx"], "'.docx' is not .html, .md or .tex"),
        (["--settle", "calm"], "no state or option 'calm'"),
        (["--compare", "calm"], "no variant 'calm'"),
    ],
)
def test_report_refuses_what_it_does_not_know(run: Run, tmp_path: Path, options: list[str], message: str) -> None:
    """With the nearest name; nothing is written."""
    result = run("report", "elmira", "-o", "report.html", *options)
    assert result.exit_code in (1, 2)
    assert message in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_demo(run: Run, tmp_path: Path) -> None:
    """Words, tables, what changes under each variant, and the report beside."""
    result = run("demo")
    assert result.exit_code == 0
    assert "Who would stay where" in result.output
    variants = result.output[result.output.index("Under its variants") :]
    assert all(f"- {name} (" in variants for name in ("reversal", "no-influence", "criticism"))
    assert result.output.splitlines()[-1] == f"Report: {tmp_path / 'ukraine-2026-01.html'}"
    assert (tmp_path / "ukraine-2026-01.html").exists()


@pytest.mark.parametrize("kind", ["case", "result", "explanation"])
def test_schema(run: Run, kind: str) -> None:
    """A JSON Schema."""
    assert json.loads(run("schema", kind).output)["$schema"].startswith("https://json-schema.org/")
