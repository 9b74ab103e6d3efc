"""The evidence file beside a case: fingerprints of the documents that its statements were made from.

For ``dispute.yaml`` it is ``dispute.evidence.json``. It holds nothing of the documents' text, only hashes, so that a
later version can be compared with the one that was coded, paragraph by paragraph, without keeping either.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from detente.errors import DocumentError
from detente.evidence.document import Document, Fingerprint, fingerprint
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
    read_record(path)  # refuses what is no evidence file before it is replaced
    sources: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["sources"] if path.is_file() else {}
    for name, document in documents.items():
        sources[name] = {"extractor": str(document.extractor), "fingerprint": asdict(fingerprint(document))}
    content = {"format": _FORMAT, "sources": sources}
    write_whole(path, [json.dumps(content, indent=1, sort_keys=True), "\n"])
