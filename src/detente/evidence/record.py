"""The evidence file beside a case: fingerprints of the documents that its statements were made from.

For ``dispute.yaml`` it is ``dispute.evidence.json``. It holds nothing of the documents' text, only hashes: a later
version can be compared with the one that was coded, paragraph by paragraph, without keeping either. And it holds the
hashes of proposals that somebody rejected, with who and when, so that they are not asked about again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from detente.errors import DocumentError
from detente.evidence.document import Document, Fingerprint, fingerprint
from detente.evidence.fold import fold_text
from detente.files import write_whole

_FORMAT = 1


def record_path(case_path: Path) -> Path:
    """Return where the evidence file of a case is.

    >>> record_path(Path("cases/dispute.yaml")).as_posix()
    'cases/dispute.evidence.json'
    """
    return case_path.with_name(f"{case_path.stem}.evidence.json")


def read_record(path: Path) -> dict[str, Fingerprint]:
    """Return the recorded fingerprints by source id; none if there is no such file.

    Raises
    ------
    DocumentError
        The file is not an evidence file of this version.
    """
    if not path.is_file():
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != _FORMAT:
            raise DocumentError(f"{path}: format {content['format']}, this version reads {_FORMAT}")
        return {
            name: Fingerprint(**{**entry["fingerprint"], "paragraphs": tuple(entry["fingerprint"]["paragraphs"])})
            for name, entry in content["sources"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        if isinstance(error, DocumentError):
            raise
        raise DocumentError(f"{path}: not an evidence file ({error}); remove it to start anew") from None


def write_record(path: Path, documents: Mapping[str, Document]) -> None:
    """Record the versions of documents; what is recorded of other sources stays.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    content = _content(path)
    for name, document in documents.items():
        content["sources"][name] = {"extractor": str(document.extractor), "fingerprint": asdict(fingerprint(document))}
    _write(path, content)


def rejection_key(source: str, quote: str) -> str:
    """Return the hash by which a rejected proposal is known."""
    return hashlib.sha256(f"{source}\n{fold_text(quote)}".encode()).hexdigest()[:16]


def read_rejected(path: Path) -> frozenset[str]:
    """Return the hashes of the proposals that somebody rejected; raises as `read_record`."""
    return frozenset(_content(path)["rejected"])


def write_rejected(path: Path, keys: Iterable[str], *, by: str, on: str) -> None:
    """Record that proposals were rejected, by whom and when."""
    content = _content(path)
    for key in keys:
        content["rejected"][key] = {"by": by, "on": on}
    _write(path, content)


def _content(path: Path) -> dict[str, Any]:
    read_record(path)  # refuses what is no evidence file before it is replaced
    found = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {"format": _FORMAT, "sources": found.get("sources", {}), "rejected": found.get("rejected", {})}


def _write(path: Path, content: dict[str, Any]) -> None:
    write_whole(path, [json.dumps(content, indent=1, sort_keys=True), "\n"])
