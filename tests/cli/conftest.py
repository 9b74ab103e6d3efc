"""Running commands as a user does, in process."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from detente.cli import main

Run = Callable[..., Result]

CASE = """\
detente: 1
title: Two farms
decision_makers:
  up: {name: Upstream, options: {reduce: Take less, pond: Build it}, preferences: [not sue, not reduce, not pond]}
  down: {name: Downstream, options: {sue: Go to court}, preferences: [reduce, sue if not reduce, not sue]}
status_quo: []
outcomes: {settlement: reduce and not sue}
variants:
  dry: {about: The pond is dry., constraints: [not pond]}
"""


def started(*arguments: str | Path, **options: Any) -> subprocess.Popen[str]:
    """Start ``detente`` as a program of its own that Ctrl-C stops."""
    return subprocess.Popen(
        [sys.executable, "-m", "detente", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # a job started in the background ignores the signal, and what it starts does, too
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 (no threads here)
        **options,
    )


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Run ``detente`` with arguments, in an empty folder, 80 wide, in UTF-8."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "LC_ALL", "LC_CTYPE", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")

    def invoke(*arguments: str | Path, **environment: str) -> Result:
        result = CliRunner().invoke(main, [str(a) for a in arguments], prog_name="detente", env=environment)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    yield invoke
    assert click.get_current_context(silent=True) is None


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A small case file."""
    path = tmp_path / "farms.yaml"
    path.write_text(CASE, encoding="utf-8")
    return path
