"""The journal of a sweep: what is kept, torn, damaged, finished, or of something else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from detente.analysis.sweeps import Counts, Journal, Progress, Runner, run_sweep
from detente.analysis.sweeps.model import R
from detente.errors import NotSupportedError, OutputError
from tests.analysis.test_sweeps import NothingStarted, drawn, ground


class Stops(NothingStarted):
    """Counts some chunks; then the program is interrupted, at the worst moment."""

    def __init__(self, after: int) -> None:
        self.after, self.counted = after, list[int]()

    def run(self, task: Callable[[int], R], numbers: Iterable[int]) -> Iterator[tuple[int, R]]:
        for number in numbers:
            if len(self.counted) == self.after:
                raise KeyboardInterrupt
            self.counted.append(number)
            yield number, task(number)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "counts.jsonl"


def counted(path: Path, after: int = 100) -> tuple[Counts | None, list[int]]:
    """Count the chunks that are missing; return the counts unless it was interrupted, and which chunks."""
    executor = Stops(after)
    try:
        return run_sweep(ground(), drawn(), Runner(executor, path)), executor.counted
    except KeyboardInterrupt:
        return None, executor.counted


def test_an_interrupted_sweep_goes_on_where_it_was(path: Path) -> None:
    assert counted(path, 3) == (None, [0, 1, 2])
    assert counted(path, 2) == (None, [3, 4])
    told: list[Progress] = []
    counts = run_sweep(ground(), drawn(), Runner(journal=path, progress=told.append))
    assert counts == run_sweep(ground(), drawn())
    assert [(progress.done, progress.kept) for progress in told] == [(5, 5), (6, 5), (7, 5)]
    assert counted(path) == (counts, [])  # finished: nothing is counted any more


def test_a_torn_line_is_counted_again(path: Path) -> None:
    expected, _ = counted(path)
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    assert len(lines) == 2 + 7
    for cut in (1, len(lines[-1]) // 2, len(lines[-1]) - 1):
        path.write_bytes(whole[:-cut])
        assert counted(path) == (expected, [6])
        assert path.read_bytes() == whole


def test_a_file_that_was_torn_at_its_first_lines_begins_anew(path: Path) -> None:
    expected, chunks = counted(path)
    opening, asked = path.read_bytes().splitlines(keepends=True)[:2]
    for content in (b"", opening[:10], opening, opening + asked[:-5], opening + asked):
        path.write_bytes(content)
        assert counted(path) == (expected, chunks)
        assert path.read_bytes().startswith(opening + asked)


def test_damaged_lines_are_counted_again_and_repeated_ones_once(path: Path) -> None:
    expected, _ = counted(path)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    damaged = lines[4].replace('"readings":30', '"readings":31')
    assert damaged != lines[4]
    other = json.dumps({"check": "00000000", "chunk": 5})
    path.write_text("".join([*lines[:4], damaged, "[1, 2]\n", "5\n", f"{other}\n", "\0\n", *lines[5:], lines[7]]))
    assert counted(path) == (expected, [2])
    path.write_text("".join([lines[0], *lines[2:]]), encoding="utf-8")  # what was asked is gone: the mark tells
    assert counted(path) == (expected, [])


def test_chunks_reported_twice_are_kept_once(path: Path) -> None:
    with Journal(path, drawn()) as journal:
        journal.keep(2, Counts(5))
        journal.keep(2, Counts(5))
    _, chunks = counted(path, 1)
    assert chunks == [0]
    counts, _ = counted(path)
    assert counts is not None
    assert counts.readings == 200 - 30 + 5


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ({"case": "b"}, "of another case, or of this one before it was changed"),
        ({"looks": 201}, "with number of readings 200, not 201"),
        ({"seed": 4}, "with seed 3, not 4"),
        ({"swaps": 1}, "with number of exchanges 0, not 1"),
        ({"version": "9"}, r"with version of this program .*, not 9"),
        ({"per_chunk": 31}, "of another question"),
        ({"case": "b", "version": "9", "seed": 1}, "of another case"),
    ],
    ids=str,
)
def test_a_journal_of_something_else_is_left_alone(path: Path, other: dict[str, object], message: str) -> None:
    counted(path, 2)
    before = path.read_bytes()
    with pytest.raises(NotSupportedError, match=rf"counts\.jsonl is the journal of a sweep {message}"):
        Journal(path, replace(drawn(), **other))
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"detente: 1\n", b'{"check":"', b"\xff\xfe\n", b"\n"])
def test_other_files_are_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    if content == b'{"check":"':  # how a journal begins, too
        assert counted(path, 1) == (None, [0])
        return
    with pytest.raises(NotSupportedError, match=r"counts\.jsonl is no journal of a sweep; it is left as it is"):
        Journal(path, drawn())
    assert path.read_bytes() == content


def test_a_journal_keeps_variants_apart(path: Path) -> None:
    expected, _ = counted(path, 2)
    other = replace(drawn(), variant="other", case="b")
    with Journal(path, other) as journal:
        journal.keep(2, Counts(7))
    expected, chunks = counted(path)
    assert (expected, chunks) == (run_sweep(ground(), drawn()), [2, 3, 4, 5, 6])
    with Journal(path, other) as journal:
        assert list(journal.kept()) == [(2, Counts(7))]


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="is a folder; give the name of a file in it"):
        Journal(tmp_path, drawn())
    with pytest.raises(OutputError, match=r"there is no folder .*nowhere; make it first"):
        Journal(tmp_path / "nowhere" / "counts", drawn())


def test_a_disk_that_is_full_is_said_and_what_fits_is_kept(path: Path) -> None:
    resource = pytest.importorskip("resource")
    expected = run_sweep(ground(), drawn())
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, before[1]))
    try:
        with pytest.raises(OutputError, match=r"counts\.jsonl cannot be written: (the disk is full|File too large)"):
            counted(path)
        kept = path.read_bytes()
        assert len(kept) == 1_000
        assert not kept.endswith(b"\n")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    counts, chunks = counted(path)
    assert counts == expected
    assert 0 < len(chunks) < 7
