"""The command itself: help, errors, exit codes, interruption, start-up."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from detente.cli.app import COMMANDS
from detente.errors import DetenteError, LimitError
from tests.cli.conftest import Run, started

HEAVY = {"numpy", "pydantic", "rich", "lark", "ruamel", "ruamel.yaml", "jinja2"}


def process(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Run ``python -m detente`` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "detente", *arguments], capture_output=True, text=True, check=False, **options
    )


def test_help_names_every_command(run: Run) -> None:
    """One line a command, none of them cut."""
    result = run("--help")
    assert result.exit_code == 0
    listed = [line.split()[0] for line in result.output.partition("Commands:")[2].splitlines() if line.strip()]
    assert listed == list(COMMANDS)
    assert "..." not in result.output.partition("Commands:")[2]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_examples(run: Run, command: str) -> None:
    """A help text ends with calls that can be copied."""
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"detente {command}" in result.output.partition("Examples:")[2]
    assert all(len(line) <= 80 for line in result.output.splitlines())


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_help_imports_nothing_heavy(argument: str) -> None:
    """What takes long to import is imported by the commands that need it."""
    code = (
        "import sys\nfrom detente.cli import main\n"
        f"try: main([{argument!r}])\nexcept SystemExit: pass\n"
        f"print(sorted(set(sys.modules) & {HEAVY!r}), file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stderr == "[]\n"


def test_import_of_the_package_is_cheap() -> None:
    """Names of the package are loaded when they are used."""
    code = f"import sys, detente\nprint(sorted(set(sys.modules) & ({HEAVY!r} | {{'click'}})))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"


def test_help_starts_fast() -> None:
    """Help is there before one notices; measured as processor time, best of five, since machines are shared."""
    times = []
    for _ in range(5):
        before = os.times()
        assert process("--help").returncode == 0
        after = os.times()
        times.append(after.children_user + after.children_system - before.children_user - before.children_system)
    assert min(times) < 0.15


def test_unknown_command_names_the_nearest(run: Run) -> None:
    """A typo is a usage error with a hint."""
    result = run("analyzee", "x.yaml")
    assert result.exit_code == 2
    assert "no command 'analyzee'; did you mean 'analyze'?" in result.output


@pytest.mark.parametrize("arguments", [["--nope"], ["analyze"], ["explain", "elmira"], ["analyze", "a", "b"]])
def test_usage_errors_are_2(run: Run, arguments: list[str]) -> None:
    """Wrong or missing arguments."""
    assert run(*arguments).exit_code == 2


def test_unknown_concept_is_usage(run: Run, case: Path) -> None:
    """A concept that does not exist names the nearest one."""
    result = run("analyze", case, "--concepts", "nash,gmx")
    assert result.exit_code == 2
    assert "no concept 'gmx'; did you mean 'gmr'?" in result.output


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (DetenteError("no such thing"), 1, "no such thing"),
        (LimitError("too large"), 3, "too large"),
        (MemoryError(), 3, "not enough memory"),
        (KeyboardInterrupt(), 130, "Stopped."),
    ],
)
def test_errors_become_messages(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, message: str
) -> None:
    """One line on standard error, no traceback, and the exit code of its kind."""

    def fail(_: object) -> None:
        raise error

    monkeypatch.setattr("detente.case.load_case", fail)
    result = run("analyze", "x")
    assert result.exit_code == code
    assert result.stdout == ""
    assert result.stderr.startswith(message)
    assert result.stderr.count("\n") == 1


def test_a_message_cannot_act_on_the_terminal(run: Run) -> None:
    """What an error quotes from the input is made harmless."""
    result = run("analyze", "\x1b[31mred")
    assert result.exit_code == 1
    assert "\x1b" not in result.output


@pytest.mark.parametrize("form", ["json", "csv"])
def test_a_reader_that_leaves_is_no_error(form: str) -> None:
    """``detente ... | head -1`` prints its line and no complaint; the exit code is that of a broken pipe."""
    command = f"{sys.executable} -m detente analyze ukraine-2026-01 --format {form}"
    result = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command} | head -1"], capture_output=True, text=True, check=False
    )
    assert result.stdout.count("\n") == 1
    assert (result.stderr, result.returncode) == ("", 141)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_interruption_leaves_no_file(tmp_path: Path) -> None:
    """Ctrl-C during long work: exit code 130, one line, no half-written file."""
    options = ", ".join(f"o{j}: x" for j in range(20))
    text = f"detente: 1\ntitle: t\ndecision_makers: {{a: {{name: A, options: {{{options}}}, preferences: [o1]}}}}\n"
    (tmp_path / "large.yaml").write_text(text)
    with started("analyze", "large.yaml", "--format", "json", "-o", "out.json", cwd=tmp_path) as running:
        until = time.monotonic() + 60
        while len(list(tmp_path.iterdir())) == 1 and running.poll() is None and time.monotonic() < until:
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        output, errors = running.communicate(timeout=60)
    assert (running.returncode, output, errors) == (130, "", "Stopped.\n")
    assert [path.name for path in tmp_path.iterdir()] == ["large.yaml"]
