"""Files written whole or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.errors import OutputError
from detente.files import write_whole


def test_files_are_written_whole(tmp_path: Path) -> None:
    """A failure half-way leaves the old file and nothing else."""
    path = tmp_path / "out.txt"
    write_whole(path, ["one\n", "zwei ü\n"])
    assert path.read_bytes() == "one\nzwei ü\n".encode()

    def failing() -> Iterator[str]:
        yield "half"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_whole(path, failing())
    assert path.read_bytes() == "one\nzwei ü\n".encode()
    assert list(tmp_path.iterdir()) == [path]


def test_files_keep_their_permissions(tmp_path: Path) -> None:
    """A file that is replaced stays as readable as it was; a new one is as any other."""
    path, other = tmp_path / "out.txt", tmp_path / "other.txt"
    write_whole(path, ["a"])
    other.write_text("")
    assert path.stat().st_mode == other.stat().st_mode
    path.chmod(0o600)
    write_whole(path, ["b"])
    assert path.stat().st_mode & 0o777 == 0o600


def test_files_are_not_written_over_unless_asked(tmp_path: Path) -> None:
    """The message says how."""
    path = tmp_path / "out.txt"
    path.write_text("old")
    with pytest.raises(OutputError, match="--force"):
        write_whole(path, ["new"], overwrite=False)
    assert path.read_text() == "old"
