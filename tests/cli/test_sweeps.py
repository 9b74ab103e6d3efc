"""``detente robust`` with many readings: workers, and a journal to go on from after an interruption."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from functools import cache
from pathlib import Path

import pytest

from tests.cli.conftest import Run, started
from tests.cli.test_terminal import on_terminal

CASE = """\
detente: 1
title: Wide open
decision_makers:
  a: {name: A, options: {x: X, u: U}, preferences: [{any order: [not y, x iff z, z, u if y, not u, v or x]}]}
  b: {name: B, options: {y: Y, v: V}, preferences: [{any order: [not x, y, u, v iff z, not v, x or z]}]}
  c: {name: C, options: {z: Z}, preferences: [{any order: [not y if x, z, x, not z if u, v, u iff y]}]}
outcomes: {calm: not y and not z}
"""
ASKED = ("--sample", "1000000", "--seed", "5", "--format", "csv")
CHUNKS = 62  # of 16,384 readings


@pytest.fixture(scope="module")
def open_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case that leaves very much open."""
    path = tmp_path_factory.mktemp("case") / "open.yaml"
    path.write_text(CASE, encoding="utf-8")
    return path


def detente(*arguments: str | Path) -> subprocess.Popen[str]:
    """Start the program in a session of its own, as a terminal does."""
    return started(*arguments, start_new_session=True)


@cache
def answer(case: Path) -> str:
    """What is printed when nothing interrupts it."""
    output, errors = detente("robust", case, *ASKED).communicate(timeout=60)
    assert not errors
    return output


def stopped(case: Path, path: Path, kind: signal.Signals, *arguments: str) -> tuple[str, str, int]:
    """Interrupt the program, and what it started, when some chunks are in the journal."""
    with detente("robust", case, *ASKED, "--journal", path, *arguments) as process:
        deadline = time.monotonic() + 60
        while (not path.exists() or path.read_bytes().count(b"\n") < 5) and time.monotonic() < deadline:
            time.sleep(0.005)
        os.killpg(process.pid, kind)
        output, errors = process.communicate(timeout=60)
    return output, errors, process.returncode


def numbers(path: Path) -> list[int]:
    """The chunks in a journal, as far as they can be read."""
    whole = [line for line in path.read_text(encoding="utf-8").splitlines(keepends=True) if line.endswith("\n")]
    return [record["chunk"] for record in map(json.loads, whole) if "chunk" in record]


@pytest.mark.parametrize("workers", [(), ("--workers", "2"), ("--scheduler", "local", "--workers", "2")], ids=str)
def test_ctrl_c_stops_at_once_and_the_same_command_goes_on(
    open_case: Path, tmp_path: Path, workers: tuple[str, ...]
) -> None:
    path = tmp_path / "counts.jsonl"
    output, errors, code = stopped(open_case, path, signal.SIGINT, *workers)
    assert (output, code) == ("", 130)
    assert errors == f"What is counted so far is kept in {path}: the same command goes on from there.\nStopped.\n"
    before = numbers(path)
    assert 3 <= len(before) < CHUNKS
    output, errors = detente("robust", open_case, *ASKED, "--journal", path).communicate(timeout=60)
    assert (output, errors) == (answer(open_case), "")
    assert numbers(path)[: len(before)] == before
    assert sorted(numbers(path)) == list(range(CHUNKS))  # nothing twice, nothing lost


def test_a_program_that_was_killed_goes_on(open_case: Path, tmp_path: Path) -> None:
    """With others than before to count."""
    path = tmp_path / "counts.jsonl"
    assert stopped(open_case, path, signal.SIGKILL, "--workers", "2")[2] == -signal.SIGKILL
    with path.open("a", encoding="utf-8") as journal:
        journal.write('{"check":"0000')  # as if it had been killed in the middle of a line
    assert len(numbers(path)) < CHUNKS
    output, errors = detente("robust", open_case, *ASKED, "--journal", path, "--workers", "1").communicate(timeout=60)
    assert (output, errors) == (answer(open_case), "")
    assert sorted(numbers(path)) == list(range(CHUNKS))


def test_a_finished_journal_answers_at_once(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "counts.jsonl"
    asked = ("robust", "gisborne-unknown", "--sample", "30", "--variants", "--format", "json")
    first = run(*asked, "--journal", path)
    size = path.stat().st_size
    # no scheduler is there; none is needed
    again = run(*asked, "--journal", path, "--scheduler", "tcp://127.0.0.1:9")
    assert (again.output, again.exit_code) == (first.output, 0)
    assert path.stat().st_size == size
    assert first.output == run(*asked).output


def test_a_journal_of_another_question(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "counts.jsonl"
    run("robust", "gisborne-unknown", "--sample", "30", "--journal", path)
    for arguments, message in (
        (("gisborne-unknown", "--sample", "31"), "with number of readings 30, not 31; it is left"),
        (("gisborne-unknown", "--sample", "30", "--seed", "1"), "with seed 0, not 1; it is left"),
        (("elmira",), "of another case, or of this one before it was changed; it is left"),
    ):
        result = run("robust", *arguments, "--journal", path)
        assert result.exit_code == 1
        assert f"counts.jsonl is the journal of a sweep {message} as it is: give another name" in result.output


def test_what_does_not_go_together(run: Run, case: Path) -> None:
    # before any work: the case, which does not exist, is not even looked for
    for options, message in (
        (("--scheduler", "tcp://host:1", "--workers", "2"), "--workers is for workers that are started here; the"),
        (("--variants", "--variant", "dry"), "--variants counts from the case as it stands; leave --variant out"),
    ):
        result = run("robust", "nowhere", *options)
        assert result.exit_code == 2
        assert message in " ".join(result.output.split())
    assert "Invalid value" in run("robust", case, "--workers", "0").output
    assert "Invalid value" in run("robust", case, "--seed", "-1").output
    result = run("robust", case, "--scheduler", "nowhere")
    assert result.exit_code == 1
    assert result.output.startswith("there is no Dask scheduler at nowhere: missing port number in address 'nowhere';")


def test_a_terminal_sees_how_far_it_is(open_case: Path) -> None:
    written = on_terminal("robust", open_case, "--sample", "200000", "--format", "csv")
    assert re.search(r"Trying readings: \d+ of 13 chunks, \d+ %, [\d,]+ a second, \d+ s left", written)
