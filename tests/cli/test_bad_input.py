"""Input that cannot be used: a clear message, the right exit code, nothing written."""

from pathlib import Path

import pytest

from tests.cli.conftest import CASE, Run

RANKING = CASE.replace("[not sue, not reduce, not pond]", "{ranking: [not sue]}")

FAULTY = {
    "broken YAML": (CASE.replace("options: {reduce: Take less,", "options: {reduce: Take less"), "farms.yaml:4"),
    "formula with a typo": (CASE.replace("[not sue,", "[nto sue,"), "farms.yaml:4"),
    "unknown option": (CASE.replace("[reduce,", "[redcue,"), "did you mean"),
    "option of another party": (CASE.replace("[reduce,", "[down.reduce,"), "farms.yaml:5"),
    "ranking that misses states": (RANKING, "has no place for 4 of 8 feasible states"),
    "no feasible state": (CASE + "constraints: [reduce, not reduce]\n", "no feasible state"),
    "unknown key": (CASE.replace("status_quo", "status_qou"), "did you mean"),
    "key given twice": (CASE + "title: Again\n", "farms.yaml:10"),
    "status quo that is not feasible": (CASE + "constraints: [reduce]\n", "not feasible"),
    "empty file": ("", "farms.yaml"),
    "a list": ("- a\n", "farms.yaml"),
}
COMMANDS = [
    ["check"],
    ["analyze", "-o", "out"],
    ["analyze", "--format", "json", "-o", "out"],
    ["explain", "s1", "-o", "out"],
    ["export", "states", "-o", "out"],
    ["report", "-o", "out"],
]


def with_case(command: list[str], case: Path | str) -> list[str]:
    """Put the case where it belongs: after the command."""
    return [command[0], str(case), *command[1:]]


@pytest.mark.parametrize("fault", FAULTY)
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_faulty_case(run: Run, tmp_path: Path, command: list[str], fault: str) -> None:
    """Exit code 1, a message that says where, no file."""
    text, message = FAULTY[fault]
    (tmp_path / "farms.yaml").write_text(text, encoding="utf-8")
    result = run(*with_case(command, "farms.yaml"))
    assert result.exit_code == 1
    assert message in (result.stdout if command == ["check"] else result.stderr)
    assert not (tmp_path / "out").exists()
    assert command == ["check"] or result.stdout == ""


def test_all_faults_at_once(run: Run, tmp_path: Path) -> None:
    """Faults in several places are reported together, and counted."""
    text = CASE.replace("[reduce,", "[redcue,").replace("not pond]}\n", "not pnod]}\n")
    (tmp_path / "farms.yaml").write_text(text.replace("settlement: reduce", "settlement: redduce"), encoding="utf-8")
    result = run("check", "farms.yaml")
    assert result.exit_code == 1
    assert all(f"farms.yaml:{line}:" in result.stdout for line in (4, 5, 7, 9))
    assert result.stdout.splitlines()[-1].startswith("4 errors, ")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_unreadable_files(run: Run, tmp_path: Path, command: list[str]) -> None:
    """A directory, a binary file, a file that is not there, a file of 100 MB."""
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "binary.yaml").write_bytes(bytes(range(256)) * 40)
    with (tmp_path / "huge.yaml").open("wb") as stream:
        stream.truncate(100_000_000)
    for name in ("folder.yaml", "binary.yaml", "missing.yaml", "huge.yaml"):
        result = run(*with_case(command, name))
        assert result.exit_code == 1, name
        assert name in result.output
        assert not (tmp_path / "out").exists()


def test_unknown_case_names_the_nearest(run: Run) -> None:
    """A typo in a catalogue name."""
    result = run("analyze", "elmria")
    assert (result.exit_code, result.stderr) == (1, "no case 'elmria'; did you mean 'elmira'?\n")


def test_unknown_variant_names_the_nearest(run: Run, case: Path) -> None:
    """A typo in a variant."""
    result = run("analyze", case, "--variant", "dyr")
    assert result.exit_code == 1
    assert "did you mean 'dry'?" in result.stderr


@pytest.mark.parametrize("state", ["s99", "reduc", "NNNN", "settlement", "reduce, sue, nothing"])
def test_unknown_or_vague_state(run: Run, case: Path, state: str) -> None:
    """A state that does not exist, or a name for several."""
    result = run("explain", case, state)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith(("no ", f"'{state}' is"))


def test_unknown_decision_maker(run: Run, case: Path) -> None:
    """A typo in ``--by``."""
    result = run("explain", case, "s1", "--by", "dwon")
    assert (result.exit_code, result.stderr) == (1, "no decision maker 'dwon'; did you mean 'down'?\n")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_too_many_options_is_a_limit(run: Run, tmp_path: Path, command: list[str]) -> None:
    """40 options are beyond any memory limit, where moves are forbidden: exit code 3, with what to do."""
    options = ", ".join(f"o{j}: x" for j in range(40))
    text = f"detente: 1\ntitle: t\ndecision_makers: {{a: {{name: A, options: {{{options}}}, preferences: [o1]}}}}\n"
    (tmp_path / "large.yaml").write_text(f"{text}moves: [{{by: a, from: o1, to: o2, never: true}}]\n")
    result = run(*with_case(command, "large.yaml"))
    assert result.exit_code == 3
    assert "40 options make 1,099,511,627,776 combinations" in result.stderr
    assert "What would do: fewer options" in result.stderr
    assert not (tmp_path / "out").exists()


def test_ten_thousand_statements(run: Run, tmp_path: Path) -> None:
    """A case with 10,000 statements is checked and analyzed."""
    statements = "".join(
        f"  s{k}: {{source: a, at: {{paragraph: {k + 1}}}, mode: direct, claim: c}}\n" for k in range(10_000)
    )
    text = CASE + "sources: {a: {title: A}}\nstatements:\n" + statements
    (tmp_path / "many.yaml").write_text(text)
    result = run("check", "many.yaml")
    assert result.exit_code == 0
    assert "10,000 statements from 1 source." in result.stdout


@pytest.mark.parametrize("output", ["nowhere/out", "folder"])
@pytest.mark.parametrize("command", [command for command in COMMANDS if command != ["check"]], ids=" ".join)
def test_output_that_cannot_be_written(run: Run, tmp_path: Path, case: Path, command: list[str], output: str) -> None:
    """A folder that does not exist, and a folder in place of a file."""
    (tmp_path / "folder").mkdir()
    result = run(*with_case([*command[:-1], output], case))
    assert result.exit_code == 1
    assert output in result.stderr
    assert result.stderr.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["farms.yaml", "folder"]
