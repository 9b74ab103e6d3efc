"""What a terminal is shown."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from detente.cli.terminal import text_width, writable

pty = pytest.importorskip("pty")


def on_terminal(*arguments: str | Path, **environment: str) -> str:
    """Run a command on a pseudo terminal and return everything it writes there."""
    ours, theirs = pty.openpty()
    settings = {"PATH": "", "COLUMNS": "80", "LANG": "C.UTF-8", "TERM": "xterm"} | environment
    with subprocess.Popen(
        [sys.executable, "-m", "detente", *map(str, arguments)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=settings,
    ):
        os.close(theirs)
        written = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # how Linux says that the other side has ended
                break
            if not piece:
                break
            written += piece
    os.close(ours)
    return written.decode()


def test_headings_are_bold_on_a_terminal(case: Path) -> None:
    """And nothing else is coloured."""
    output = on_terminal("analyze", case)
    assert output.startswith("\x1b[1mTwo farms\x1b[0m\r\n")
    assert output.count("\x1b") == 2 * 7


@pytest.mark.parametrize("setting", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_no_colour_when_it_is_not_wanted(case: Path, setting: dict[str, str]) -> None:
    """NO_COLOR, and terminals that cannot."""
    assert "\x1b" not in on_terminal("analyze", case, **setting)


def test_written_files_are_announced_on_a_terminal(case: Path, tmp_path: Path) -> None:
    """Name and size."""
    assert on_terminal("analyze", case, "--format", "json", "-o", tmp_path / "out") == (
        f"Wrote {tmp_path / 'out'} ({(tmp_path / 'out').stat().st_size / 1000:,.1f} kB).\r\n"
    )


def test_long_work_shows_that_it_goes_on(tmp_path: Path) -> None:
    """On a terminal only; piped there is nothing but the answer."""
    options = ", ".join(f"o{j}: x" for j in range(16))
    text = f"detente: 1\ntitle: t\ndecision_makers: {{a: {{name: A, options: {{{options}}}, preferences: [o1]}}}}\n"
    path = tmp_path / "large.yaml"
    path.write_text(text)
    assert "Analyzing 65,536 states" in on_terminal("analyze", path)
    piped = subprocess.run([sys.executable, "-m", "detente", "analyze", path], capture_output=True, check=True)
    assert piped.stderr == b""
    assert b"Analyzing" not in piped.stdout


@pytest.mark.parametrize(("columns", "width"), [("20", 40), ("60", 60), ("80", 80), ("300", 100)])
def test_text_width(monkeypatch: pytest.MonkeyPatch, columns: str, width: int) -> None:
    """As wide as the terminal, within what can be laid out and read."""
    monkeypatch.setenv("COLUMNS", columns)
    assert text_width() == width


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("utf-8", "✓ „Zürich“ → 戦…"), ("latin-1", '+ "Zürich" -> ?...'), ("ascii", '+ "Zurich" -> ?...')],
)
def test_letters_that_the_encoding_lacks(monkeypatch: pytest.MonkeyPatch, encoding: str, shown: str) -> None:
    """Marks have plain forms, letters lose their accents, the rest is a question mark."""
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        monkeypatch.delenv(name, raising=False)
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    assert writable("✓ „Zürich“ → 戦…", stream) == shown
