"""Running commands as a user does, in process."""

from collections.abc import Callable, Iterator
from pathlib import Path

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
