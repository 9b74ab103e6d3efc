"""Versions of a document: what kind of change, and which statements it touches."""

import pytest

from detente.case.model import Anchor, Mode, Statement
from detente.evidence.compare import ChangeKind, compare_versions, touched_statements
from detente.evidence.document import fingerprint
from detente.evidence.extract import read_bytes

OLD = "By A. Writer\n\n“We will sign,” she said.\n\nThey have time – until May.\n\nNobody knows.\n\nThe end."
STATEMENTS = {
    "a": Statement(source="x", at=Anchor(paragraph=1, quote="We will sign"), mode=Mode.DIRECT, claim="signs"),
    "b": Statement(source="x", at=Anchor(paragraph=3, quote="Nobody"), mode=Mode.AUTHOR_ASSERTION, claim="unknown"),
    "c": Statement(source="x", mode=Mode.AUTHOR_ASSERTION, claim="no anchor"),
    "d": Statement(source="other", at=Anchor(paragraph=1), mode=Mode.AUTHOR_ASSERTION, claim="elsewhere"),
}
CHANGES = [
    (OLD, ChangeKind.IDENTICAL, ()),
    ("\ufeff" + OLD.replace("\n", "\r\n"), ChangeKind.ENCODING, ()),
    (OLD.replace("“", '"').replace("”", '"').replace(" – ", "—"), ChangeKind.TYPOGRAPHY, ()),
    (OLD.replace("sign,”", "sign”,"), ChangeKind.PUNCTUATION, ("a", "c")),
    (OLD.replace("will sign", "will not sign"), ChangeKind.CONTENT, ("a", "c")),
    (OLD.replace("\n\nNobody knows.", ""), ChangeKind.CONTENT, ("b", "c")),
    (OLD.replace("By A. Writer\n\n", "By A. Writer\n\nNew first paragraph.\n\n"), ChangeKind.CONTENT, ("c",)),
    (
        "By A. Writer\n\nNobody knows.\n\n“We will sign,” she said.\n\nThey have time – until May.\n\nThe end.",
        ChangeKind.REORDERED,
        (),
    ),
]


@pytest.mark.parametrize(("text", "kind", "touched"), CHANGES)
def test_kinds_of_change(text: str, kind: ChangeKind, touched: tuple[str, ...]) -> None:
    change = compare_versions(fingerprint(read_bytes(OLD.encode(), "a")), fingerprint(read_bytes(text.encode(), "a")))
    assert change.kind is kind
    assert touched_statements(STATEMENTS, "x", change) == touched


def test_where_paragraphs_went() -> None:
    """An insertion at the top moves all; a paragraph that is there twice now cannot be told apart and is lost."""
    old = fingerprint(read_bytes(b"One.\n\nTwo.\n\nThree.", "a"))
    new = fingerprint(read_bytes(b"Zero.\n\nOne.\n\nTwo.\n\nTwo.\n\nThree.", "a"))
    change = compare_versions(old, new)
    assert (dict(change.moved), change.lost, change.new) == ({1: 2, 3: 5}, (2,), (1, 3, 4))


def test_a_header_shifts_no_numbers() -> None:
    old = fingerprint(read_bytes(b"Head\n\nOne.\n\nTwo.", "a"))
    new = fingerprint(read_bytes(b"One.\n\nTwo.", "a"))
    assert dict(compare_versions(old, new).moved) == {1: 1, 2: 2}
