"""Where a document quotes: the stretches between quotation marks, nested and over several paragraphs.

Double marks (curly, straight, low, angled) open and close as printed; a straight mark opens after a space or an
opening bracket. Single marks count as quotation marks only where they cannot be apostrophes. A quotation that its
paragraph does not close goes on if the next paragraph opens with a mark, as printers do; else it is kept up to the
end of its paragraph and marked unclosed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from detente.evidence.document import Document

_MARK = re.compile("[“”„‟«»\"‘’‚‹›']")
_DOUBLE_OPEN, _DOUBLE_CLOSE = "“„«‟", "”»"
_BEFORE_OPENING = " (\n[{-–—…/“‘«„\"'"


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation, or the part of it that stands in one paragraph.

    Attributes
    ----------
    start, end
        Inside the marks, half-open, in the document's text.
    group
        Parts of one quotation over several paragraphs share it.
    nested
        Inside another quotation.
    closed
        Whether a closing mark was found.
    """

    start: int
    end: int
    group: int
    nested: bool = False
    closed: bool = True


@dataclass(slots=True)
class _Scan:
    """Open marks of the paragraph being read, outermost first, as (kind, start, group)."""

    open: list[tuple[str, int, int]] = field(default_factory=list)
    found: list[Quotation] = field(default_factory=list)
    groups: int = 0
    carried: int | None = None

    def begin(self, kind: str, start: int) -> None:
        if self.carried is not None and not self.open:
            group, self.carried = self.carried, None
        else:
            self.groups += 1
            group = self.groups
        self.open.append((kind, start, group))

    def finish(self, kind: str, end: int) -> None:
        while self.open:
            opened, start, group = self.open.pop()
            if opened == kind:
                self.found.append(Quotation(start, end, group, nested=bool(self.open)))
                return


def find_quotations(document: Document) -> tuple[Quotation, ...]:
    r"""Return the quotations of a document in the order of the text. Cost: linear in the quotation marks.

    Examples
    --------
    >>> from detente.evidence.extract import text_document
    >>> document = text_document("He said: “First.\n\n“Then it’s ‘done’.” She left.")
    >>> [(document.text[q.start:q.end], q.group, q.nested) for q in find_quotations(document)]
    [('First.', 1, False), ('Then it’s ‘done’.', 1, False), ('done', 2, True)]
    """
    text = document.text
    scan = _Scan()
    for position, paragraph in enumerate(document.paragraphs):
        following = document.paragraphs[position + 1].start if position + 1 < len(document.paragraphs) else len(text)
        if scan.carried is not None and text[paragraph.start : paragraph.start + 1] not in set(_DOUBLE_OPEN + '"'):
            scan.carried = None
        for match in _MARK.finditer(text, paragraph.start, paragraph.end):
            _read_mark(text, match.start(), paragraph.end, scan)
        if scan.open:
            kind, start, group = scan.open[0]
            goes_on = kind == "double" and text[following : following + 1] in {*_DOUBLE_OPEN, '"'}
            if kind == "double" and start < paragraph.end:
                scan.found.append(Quotation(start, paragraph.end, group, closed=goes_on))
                scan.carried = group if goes_on else None
            scan.open.clear()
    return tuple(sorted(scan.found, key=lambda quotation: (quotation.start, -quotation.end)))


def _read_mark(text: str, at: int, paragraph_end: int, scan: _Scan) -> None:
    mark = text[at]
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    inside_double = any(kind == "double" for kind, _, _ in scan.open)
    if mark in _DOUBLE_OPEN:
        if mark == "“" and inside_double and not (before in _BEFORE_OPENING and after not in " .,\n"):
            scan.finish("double", at)  # „German“
        else:
            scan.begin("double", at + 1)
    elif mark in _DOUBLE_CLOSE:
        scan.finish("double", at) if inside_double else None
    elif mark == '"':
        if inside_double and not (before in " (" and after.isalnum()):
            scan.finish("double", at)
        elif not inside_double and before in _BEFORE_OPENING and not after.isspace():
            scan.begin("double", at + 1)
    else:
        _read_single(text, at, paragraph_end, scan)


def _read_single(text: str, at: int, paragraph_end: int, scan: _Scan) -> None:
    mark = text[at]
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if scan.open and scan.open[-1][0] == "single" and mark not in "‘‚‹":
        if not after.isalnum() and not before.isspace() and not _is_possessive(text, at, paragraph_end):
            scan.finish("single", at)
    elif mark in "‘‚‹'" and before in _BEFORE_OPENING and after.isalpha() and _closes(text, at + 1, paragraph_end):
        scan.begin("single", at + 1)


def _closes(text: str, start: int, end: int) -> bool:
    """Whether a single mark that can only close follows."""
    return re.compile(r"(?<=[\w.,!?…])[’'›](?!\w)").search(text, start, end) is not None


def _is_possessive(text: str, at: int, end: int) -> bool:
    """Whether a mark after an s is more likely an apostrophe: a lower-case word follows, and so does a better mark."""
    if text[at - 1] not in "sS" or not re.match(r" [a-z]", text[at + 1 : at + 3]):
        return False
    later = re.compile(r"[‘’']").search(text, at + 1, end)
    return later is not None and later[0] != "‘" and not text[later.end() : later.end() + 1].isalnum()


class QuotationIndex:
    """Finds, in logarithmic time, the quotations that overlap a span."""

    def __init__(self, quotations: tuple[Quotation, ...]) -> None:
        self._outer = tuple(quotation for quotation in quotations if not quotation.nested)
        self._starts = [quotation.start for quotation in self._outer]

    def overlapping(self, start: int, end: int) -> tuple[Quotation, ...]:
        """Return the outermost quotations that share at least one character with ``[start, end)``."""
        k = max(0, bisect_right(self._starts, start) - 1)
        found = []
        while k < len(self._outer) and self._outer[k].start < end:
            if self._outer[k].end > start:
                found.append(self._outer[k])
            k += 1
        return tuple(found)
