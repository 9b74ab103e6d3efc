"""A file that keeps what is counted, so that a sweep goes on where it was interrupted.

Lines of JSON that are only ever added, each with a checksum. The first names the format. One with ``asked`` says what
was asked and gives it a mark; one with ``chunk`` has that mark and what a chunk counted. A line that was not written
whole, or was damaged since, counts as not written. A line is handed to the operating system as soon as a chunk is
counted: it outlives the end of the program, however that comes; if the machine itself fails, what is lost is counted
again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self
from zlib import crc32

from detente.analysis.sweeps.model import Counts, Sweep
from detente.errors import NotSupportedError, OutputError

_OPENING = {"detente": "journal of a sweep", "format": 1}
_NAMES = {
    "version": "version of this program",
    "swaps": "number of exchanges",
    "looks": "number of readings",
    "seed": "seed",
}
_MARK = 16


class Journal:
    """A journal, open for one sweep; it may keep one for each variant of a case.

    Raises
    ------
    OutputError
        The file cannot be read or written.
    NotSupportedError
        It is no journal, or one of something else.

    Examples
    --------
    >>> import tempfile
    >>> from detente.stability.model import Concept
    >>> sweep = Sweep("digest", "", 0, 7, 100, 50, (Concept.SEQ,))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "counts")
    ...     with Journal(path, sweep) as journal:
    ...         journal.keep(1, Counts(50))
    ...     with Journal(path, sweep) as journal:
    ...         list(journal.kept())
    [(1, Counts(readings=50, states={}, outcomes={}))]
    """

    def __init__(self, path: Path, sweep: Sweep) -> None:
        self._path, self._sweep = path, sweep
        self._mark = sha256(json.dumps(sweep.record(), sort_keys=True).encode()).hexdigest()[:_MARK]
        self._is_begun = False
        self._whole = 0  # where the last line ends that was written whole
        if path.is_dir():
            raise OutputError(f"{path} is a folder; give the name of a file in it")
        if not path.parent.is_dir():
            raise OutputError(f"{path} cannot be written: there is no folder {path.parent}; make it first")
        try:
            # read and write what is there, make it if it is not, always at the end
            self._stream: IO[bytes] = path.open("a+b", buffering=0)
        except OSError as error:
            raise OutputError(f"{path} cannot be written: {error.strerror or error}") from error
        try:
            self._open()
        except BaseException:
            self._stream.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()

    def kept(self) -> Iterator[tuple[int, Counts]]:
        """Yield the numbers and counts of the chunks that it has; some may be there twice."""
        for record in self._records():
            if record.get("of") == self._mark and 0 <= record["chunk"] < self._sweep.n_chunks:
                yield record["chunk"], Counts.of_record(record["counts"])

    def keep(self, number: int, counts: Counts) -> None:
        """Add a chunk."""
        if not self._is_begun:
            self._add({"mark": self._mark, "asked": self._sweep.record()})
            self._is_begun = True
        self._add({"of": self._mark, "chunk": number, "counts": counts.record()})

    def _open(self) -> None:
        """Check that the file is a journal of this sweep, and take off a last line that was not written whole."""
        opening = _line(_OPENING)
        self._stream.seek(0)
        first = self._stream.read(len(opening))
        if first != opening:
            if not opening.startswith(first):
                raise NotSupportedError(
                    f"{self._path} is no journal of a sweep; it is left as it is: give another name"
                )
            self._stream.truncate(0)
            self._write(opening)
            return
        asked = self._sweep.record()
        for record in self._records():
            if "asked" in record and record["asked"].get("variant") == self._sweep.variant:
                self._check(asked, record["asked"])
                self._is_begun = True
        self._stream.truncate(self._whole)

    def _check(self, asked: Mapping[str, Any], before: Mapping[str, Any]) -> None:
        if asked == before:
            return
        told = "of another question"
        for key, name in reversed(_NAMES.items()):
            if asked[key] != before.get(key):
                told = f"with {name} {before.get(key)}, not {asked[key]}"
        if asked["case"] != before.get("case"):
            told = "of another case, or of this one before it was changed"
        raise NotSupportedError(
            f"{self._path} is the journal of a sweep {told}; it is left as it is: give another name, or ask the same"
        )

    def _records(self) -> Iterator[Mapping[str, Any]]:
        """Yield the lines that are as they were written."""
        self._whole = 0
        with self._path.open("rb") as lines:
            for line in lines:
                if not line.endswith(b"\n"):
                    break
                self._whole += len(line)
                record = _record(line)
                if record is not None:
                    yield record

    def _add(self, record: Mapping[str, Any]) -> None:
        self._write(_line(record))

    def _write(self, line: bytes) -> None:
        try:
            # whole, in one call: what interrupts the program comes before or after it
            written = self._stream.write(line)
        except OSError as error:
            raise OutputError(f"{self._path} cannot be written: {error.strerror or error}") from error
        if written != len(line):
            raise OutputError(f"{self._path} cannot be written: the disk is full")


def _line(record: Mapping[str, Any]) -> bytes:
    content = _canonical(record)
    return f'{{"check":"{crc32(content.encode()):08x}",{content[1:]}\n'.encode()


def _record(line: bytes) -> Mapping[str, Any] | None:
    try:
        record = json.loads(line)
        check = record.pop("check")
    except (ValueError, KeyError, AttributeError, TypeError):
        return None
    return record if check == f"{crc32(_canonical(record).encode()):08x}" else None


def _canonical(record: Mapping[str, Any]) -> str:
    return json.dumps(record, sort_keys=True, separators=(",", ":"))
