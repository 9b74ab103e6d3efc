"""Two versions of a document: what kind of change it is, where each paragraph went, and which statements it touches.

A statement stays good only where the folded text of its paragraph is the same. However small a difference is, it may
reverse the meaning ("will" and "will not" are 96 % alike), so similarity is never used to carry a statement over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from detente.case.model import Statement
from detente.evidence.document import Fingerprint


class ChangeKind(StrEnum):
    """How two versions of a document differ, from not at all to in what they say."""

    IDENTICAL = "identical"
    ENCODING = "encoding"
    TYPOGRAPHY = "typography"
    REORDERED = "reordered"
    PUNCTUATION = "punctuation"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Change:
    """The difference between two versions of a document.

    Attributes
    ----------
    kind
        The mildest class that covers all differences.
    moved
        For each old paragraph whose folded text is still there: its number now.
    lost
        Old paragraphs whose text is not there any more, or is there more or fewer times than it was.
    new
        Paragraphs of the new version that the old one did not have.
    """

    kind: ChangeKind
    moved: Mapping[int, int]
    lost: tuple[int, ...]
    new: tuple[int, ...]


def compare_versions(old: Fingerprint, new: Fingerprint) -> Change:
    r"""Classify the change from one version to another. Needs fingerprints only, not the old text.

    Examples
    --------
    >>> from detente.evidence.document import fingerprint
    >>> from detente.evidence.extract import text_document
    >>> was = fingerprint(text_document("“No.”\n\nThey will sign."))
    >>> compare_versions(was, fingerprint(text_document('"No."\n\nThey will sign.'))).kind
    <ChangeKind.TYPOGRAPHY: 'typography'>
    >>> compare_versions(was, fingerprint(text_document("“No.”\n\nThey will not sign."))).lost
    (2,)
    """
    before, after = Counter(old.paragraphs), Counter(new.paragraphs)
    waiting: dict[str, list[int]] = {}
    for number, digest in enumerate(new.paragraphs, start=new.first):
        waiting.setdefault(digest, []).append(number)
    moved, lost = {}, []
    for number, digest in enumerate(old.paragraphs, start=old.first):
        if before[digest] == after[digest]:
            moved[number] = waiting[digest].pop(0)
        else:
            lost.append(number)
    taken = set(moved.values())
    added = tuple(number for number in range(new.first, new.first + len(new.paragraphs)) if number not in taken)
    return Change(_kind(old, new, before == after), moved, tuple(lost), added)


def _kind(old: Fingerprint, new: Fingerprint, same_paragraphs: bool) -> ChangeKind:
    if old.bytes == new.bytes:
        return ChangeKind.IDENTICAL
    if old.canonical == new.canonical:
        return ChangeKind.ENCODING
    if old.folded == new.folded:
        return ChangeKind.TYPOGRAPHY
    if same_paragraphs:
        return ChangeKind.REORDERED
    if old.words == new.words:
        return ChangeKind.PUNCTUATION
    return ChangeKind.CONTENT


def touched_statements(statements: Mapping[str, Statement], source: str, change: Change) -> tuple[str, ...]:
    """Return the statements of a source that a person has to look at again, in file order.

    These are the statements of paragraphs that were lost; and, if any paragraph was lost, those that name no paragraph.
    """
    lost = set(change.lost)
    return tuple(
        key
        for key, statement in statements.items()
        if statement.source == source
        and (_paragraph(statement) in lost or (_paragraph(statement) is None and bool(lost or change.new)))
    )


def _paragraph(statement: Statement) -> int | None:
    return statement.at.paragraph if statement.at else None
