"""What a person decides about statements, written into the case file; its comments and layout stay.

Nothing here asks or shows: the walk is a face of its own. What is decided is put into the text of the case file, the
result is checked as a case, and only then is the file replaced.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from detente.case.document import Document as CaseDocument
from detente.case.document import read_document, render_document, write_document
from detente.case.model import Act, Case, Hedge, Mode, Statement
from detente.case.read import parse_case
from detente.errors import DocumentError
from detente.evidence.propose import Proposal


def next_id(case_ids: Mapping[str, Any]) -> str:
    """Return the first free id of the form s1, s2, ...

    >>> next_id({"s1": 0, "s3": 0, "a1": 0})
    's4'
    """
    numbers = [int(key[1:]) for key in case_ids if key[:1] == "s" and key[1:].isdecimal()]
    return f"s{max(numbers, default=0) + 1}"


def statement_of(
    proposal: Proposal, *, source: str, claim: str, speaker: str, review: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a proposal that a person has accepted as a statement of the case file.

    Parameters
    ----------
    claim
        A neutral paraphrase, by the person.
    speaker
        Who speaks, as the person has confirmed it; empty: the writer.
    review
        Who decided, and when.

    Raises
    ------
    DocumentError
        There is no claim, or nobody said who speaks though the proposal leaves it open.
    """
    if not claim.strip():
        raise DocumentError("a statement needs a claim: a short neutral paraphrase in your own words")
    if not speaker and proposal.mode in {Mode.DIRECT, Mode.MIXED, Mode.INDIRECT}:
        raise DocumentError("somebody else's words need a speaker")
    statement: dict[str, Any] = {
        "source": source,
        "at": {"paragraph": str(proposal.paragraph), "quote": proposal.quote},
        "voices": ["author", speaker] if speaker else ["author"],
        "mode": proposal.mode.value,
    }
    if proposal.hedge is not Hedge.NONE:
        statement |= {"hedge": proposal.hedge.value, "hedge_words": proposal.hedge_words.split(", ")[0]}
    if proposal.act is not Act.STATE:
        statement["act"] = proposal.act.value
    return {**statement, "claim": claim.strip(), "review": dict(review)}


def is_coded(case: Case, source: str, proposal: Proposal) -> bool:
    """Whether the case has a statement of this source, anchored in the passage of a proposal."""

    def same(statement: Statement) -> bool:
        anchor = statement.at
        if statement.source != source or anchor is None or not anchor.quote or anchor.paragraph != proposal.paragraph:
            return False
        return anchor.quote in proposal.quote or proposal.quote in anchor.quote

    return any(same(statement) for statement in case.statements.values())


def changed_case(path: Path, changes: Mapping[str, Mapping[str, Any]]) -> tuple[CaseDocument, Case]:
    """Return a case file with statements put in or replaced, and the case that it then is. Nothing is written.

    Keys of a statement that is there already are replaced one by one, so that comments beside the others stay.

    Raises
    ------
    CaseError
        The file cannot be read, or would not be a sound case any more.
    """
    document = read_document(path)
    statements = document.data.setdefault("statements", {})
    for key, given in changes.items():
        content = _as_text(given)
        if key not in statements:
            statements[key] = content
            continue
        for name in [name for name in statements[key] if name not in content]:
            del statements[key][name]
        for name, value in content.items():
            if statements[key].get(name) != value:
                statements[key][name] = value
    return document, parse_case(render_document(document), file=str(path))


def _as_text(value: Any) -> Any:
    """All scalars of a case file are text."""
    if isinstance(value, Mapping):
        return {name: _as_text(entry) for name, entry in value.items()}
    return [_as_text(entry) for entry in value] if isinstance(value, list | tuple) else str(value)


def store(path: Path, changes: Mapping[str, Mapping[str, Any]]) -> Case:
    """Put statements into a case file and write it; return the case. Raises as `changed_case`, and OutputError."""
    document, case = changed_case(path, changes)
    write_document(document, path)
    return case
