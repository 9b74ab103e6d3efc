"""Evidence results as JSON: records as they are, keys sorted, one document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, is_dataclass
from pathlib import PurePath
from typing import Any

from detente.version import __version__

FORMAT = 1


def evidence_json(kind: str, content: Mapping[str, Any]) -> Iterator[str]:
    """Write records of `detente.evidence` as one JSON object; `kind` says what it is.

    >>> print("".join(evidence_json("example", {"found": (1, 2)})).replace(__version__, "VERSION"))
    {
     "detente": "VERSION",
     "format": 1,
     "found": [
      1,
      2
     ],
     "kind": "example"
    }
    """
    document = {"detente": __version__, "format": FORMAT, "kind": kind, **content}
    yield json.dumps(document, default=_plain, ensure_ascii=False, indent=1, sort_keys=True)
    yield "\n"


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, PurePath):
        return str(value)
    raise TypeError(f"no JSON for {type(value).__name__}")
