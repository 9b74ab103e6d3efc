"""Finding a quotation in a document: by folded text, at word boundaries, with omissions and insertions.

A quotation is taken apart at its omissions (``…``, ``[...]``) and at the analyst's own bracketed words; the pieces
in between must stand in the document, in order, close together, each beginning and ending where a word does. Only
the typography that `fold` names is ignored. A number is never cut, nor a compound word, nor a contraction: "can"
is not found in "can't", "5" not in "1.5".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from detente.evidence.canonical import one_line
from detente.evidence.document import Document
from detente.evidence.fold import Folded, fold, fold_text
from detente.evidence.quotations import QuotationIndex, find_quotations

OMISSION_LIMIT = 600
BRACKET_LIMIT = 80
_PLACES = 200
_NOTE = re.compile(r" ?\[(?:sic|emphasis (?:added|mine|in (?:the )?original))[.!]?\]", re.IGNORECASE)
_LETTER = re.compile(r"^(['\s]*)\[([^\W\d_])\](?=\w)")
_GAP = re.compile(r" ?(?:\[ ?… ?\]|\( ?… ?\)|…) ?|(?P<left>\w?)\[(?P<words>[^\[\]]{1,80})\](?P<right>\w?)")
_HYPHENS = "-‐‑"
_APOSTROPHES = "'’"


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between two pieces: an omission, or the analyst's own words."""

    words: str | None = None
    in_word: bool = False

    @property
    def limit(self) -> int:
        """How many characters of the document it may stand for."""
        return OMISSION_LIMIT if self.words is None else BRACKET_LIMIT


@dataclass(frozen=True, slots=True)
class Pattern:
    """A quotation taken apart.

    Attributes
    ----------
    pieces
        Folded text that must stand in the document.
    gaps
        Between them; one fewer than pieces.
    edges
        Analyst's words before the first and after the last piece. Words glued to the first piece make it another
        word ("[un]acceptable"); then there are no pieces, and nothing is found.
    ending
        The punctuation mark that was taken off its end.
    """

    pieces: tuple[str, ...]
    gaps: tuple[Gap, ...]
    edges: tuple[str, ...] = ()
    ending: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the pieces of a quotation stand, as half-open spans of the document's text."""

    spans: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        """First offset."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return self.spans[-1][1]


class SearchIndex:
    """A document prepared for many searches. Nothing is computed before it is needed, and each thing once."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def folded(self) -> Folded:
        """The folded text."""
        return fold(self.document.text)

    @cached_property
    def rejoined(self) -> Folded:
        """The folded text with the hyphens at line ends put back."""
        return fold(self.document.text, self.document.joins)

    @cached_property
    def quotations(self) -> QuotationIndex:
        """Where the document quotes."""
        return QuotationIndex(find_quotations(self.document))

    @cached_property
    def words(self) -> dict[str, list[tuple[int, int]]]:
        """Each lower-case word with its spans."""
        found: dict[str, list[tuple[int, int]]] = {}
        for match in re.finditer(r"\w+", self.document.text):
            found.setdefault(match[0].lower(), []).append(match.span())
        return found


def parse_quotation(text: str) -> tuple[Pattern, Pattern]:
    """Return a quotation as it stands, and taken apart at omissions and brackets.

    >>> whole, parted = parse_quotation("“The plan [of May] was … accepted.”")
    >>> whole.pieces
    ('The plan [of May] was…accepted',)
    >>> parted.pieces, [gap.words for gap in parted.gaps]
    (('The plan', 'was', 'accepted'), ['of May', None])
    """
    folded = fold_text(one_line(text)).strip(" '")
    core, ending = _without_ending(folded)
    whole = Pattern((core,), (), (), ending)
    bare = _LETTER.sub(r"\1\2", _NOTE.sub("", folded)).strip(" '…")
    bare, ending = _without_ending(bare)
    pieces: list[str] = []
    gaps: list[Gap] = []
    edges: list[str] = []
    waiting: Gap | None = None
    done = 0
    for match in (*_GAP.finditer(bare), None):
        end = len(bare) if match is None else match.start() + len(match["left"] or "")
        piece = bare[done:end].strip(" '" if match is None else " ")
        piece = piece if _is_glued(match) else piece.rstrip(".,;:").rstrip()
        if waiting is not None and waiting.words is None:
            piece = piece.lstrip(".,;: ")
        if piece:
            if pieces:
                gaps.append(waiting or Gap())
            elif waiting is not None and waiting.words is not None:
                if waiting.in_word:
                    return whole, Pattern((), ())
                edges.append(waiting.words)
            pieces.append(piece)
            waiting = None
        if match is not None:
            glued = bool(match["left"] or match["right"])
            gap = Gap(match["words"], glued)
            if waiting is not None and waiting.words is not None:
                gap = Gap(f"{waiting.words} {gap.words or '…'}", waiting.in_word or glued)
            waiting = gap
            done = match.end() - len(match["right"] or "")
    if waiting is not None and waiting.words is not None:
        edges.append(waiting.words)
    return whole, Pattern(tuple(pieces), tuple(gaps), tuple(edges), ending)


def _is_glued(match: re.Match[str] | None) -> bool:
    return match is not None and bool(match["left"])


def _without_ending(folded: str) -> tuple[str, str]:
    """Take off a final full stop, comma, colon or semicolon, which belongs to the quoting sentence as often."""
    bare = folded.rstrip(" '")
    if bare and bare[-1] in ".,;:":
        return bare[:-1].rstrip(" '"), bare[-1]
    return bare, ""


def find_places(index: SearchIndex, pattern: Pattern, within: tuple[int, int] | None = None) -> tuple[Place, ...]:
    """Return where a pattern stands, best first: the places that omit least.

    Parameters
    ----------
    within
        A span of the document's text to search; the whole document if none.

    Cost: one scan per call for the longest piece, and bounded work at each of its first 200 places.
    """
    if not pattern.pieces or not any(character.isalnum() for character in "".join(pattern.pieces)):
        return ()
    found = _find_in(index.folded, index.document.text, pattern, within)
    if not found and index.document.joins:
        found = _find_in(index.rejoined, index.document.text, pattern, within)
    return found


def _find_in(folded: Folded, text: str, pattern: Pattern, within: tuple[int, int] | None) -> tuple[Place, ...]:
    low, high = (0, len(folded.text)) if within is None else (folded.to_folded(within[0]), folded.to_folded(within[1]))
    longest = max(range(len(pattern.pieces)), key=lambda k: len(pattern.pieces[k]))
    places: dict[tuple[int, int], Place] = {}
    for start, end in _occurrences(folded, text, pattern, longest, (low, high)):
        spans = _extend(folded, text, pattern, longest, (start, end))
        if spans is not None:
            place = Place(tuple((folded.to_canonical(a), folded.to_canonical(b)) for a, b in spans))
            places.setdefault((place.start, place.end), place)
        if len(places) >= _PLACES:
            break
    return tuple(sorted(places.values(), key=lambda place: (place.end - place.start, place.start)))


def _occurrences(
    folded: Folded, text: str, pattern: Pattern, k: int, bounds: tuple[int, int]
) -> Iterator[tuple[int, int]]:
    """Yield the spans of one piece at word boundaries; its first letter may differ in case if it starts the pattern."""
    piece = pattern.pieces[k]
    forms = {piece}
    if k == 0 and piece[0].swapcase() != piece[0] and len(piece[0].swapcase()) == 1:
        forms.add(piece[0].swapcase() + piece[1:])
    for form in sorted(forms, reverse=piece[0].isupper()):
        at = folded.text.find(form, *bounds)
        tried = 0
        while at >= 0 and tried < 10 * _PLACES:
            if _fits(folded, text, pattern, k, (at, at + len(form))):
                yield at, at + len(form)
            at = folded.text.find(form, at + 1, bounds[1])
            tried += 1


def _extend(folded: Folded, text: str, pattern: Pattern, k: int, span: tuple[int, int]) -> list[tuple[int, int]] | None:
    """Find the other pieces around a place of the longest one, the nearest first."""
    spans = [span]
    for position in range(k + 1, len(pattern.pieces)):
        piece, gap = pattern.pieces[position], pattern.gaps[position - 1]
        low = spans[-1][1]
        at = low - 1
        while True:
            at = folded.text.find(piece, at + 1, low + gap.limit + len(piece))
            if at < 0:
                return None
            if _fits(folded, text, pattern, position, (at, at + len(piece))) and _gap_fits(folded, gap, low, at):
                break
        spans.append((at, at + len(piece)))
    for position in range(k - 1, -1, -1):
        piece, gap = pattern.pieces[position], pattern.gaps[position]
        high = spans[0][0]
        limit = high + 1
        while True:
            at = folded.text.rfind(piece, max(0, high - gap.limit - len(piece)), limit - 1)
            if at < 0 and position == 0 and limit == high + 1:
                piece = piece[0].swapcase() + piece[1:]
                at = folded.text.rfind(piece, max(0, high - gap.limit - len(piece)), limit - 1)
            if at < 0:
                return None
            end = at + len(piece)
            if _fits(folded, text, pattern, position, (at, end)) and _gap_fits(folded, gap, end, high):
                break
            limit = end
        spans.insert(0, (at, at + len(piece)))
    return spans


def _gap_fits(folded: Folded, gap: Gap, start: int, end: int) -> bool:
    between = folded.text[start:end]
    if gap.in_word:
        return len(between) <= 8 and not re.search(r"\s", between)
    return len(between) <= gap.limit


def _fits(folded: Folded, text: str, pattern: Pattern, k: int, span: tuple[int, int]) -> bool:
    """Whether a piece begins and ends where words do, except where a bracket is glued to it."""
    start, end = folded.to_canonical(span[0]), folded.to_canonical(span[1])
    glued_left = k > 0 and pattern.gaps[k - 1].in_word
    glued_right = k < len(pattern.gaps) and pattern.gaps[k].in_word
    return (glued_left or not cuts_at_start(text, start)) and (glued_right or not cuts_at_end(text, end))


def cuts_at_start(text: str, start: int) -> bool:
    """Whether a span that starts here leaves out part of a word, a number or its sign.

    >>> [cuts_at_start("non-violent 1.5 can't", at) for at in (0, 4, 12, 14)]
    [False, True, False, True]
    """
    if start <= 0 or start >= len(text):
        return False
    first, before = text[start], text[start - 1]
    further = text[start - 2] if start > 1 else " "
    if not first.isalnum():
        return False
    if first.isdigit() and (
        before in "$€£¥" or (before in ".,:/" and further.isdigit()) or (before in "-−–" and not further.isalnum())
    ):
        return True
    if before in _HYPHENS or before in _APOSTROPHES:
        return further.isalnum()
    return before.isalnum() or before == "_"


def cuts_at_end(text: str, end: int) -> bool:
    """Whether a span that ends here leaves out part of a word, a number or its unit sign.

    >>> [cuts_at_end("can't 1.5 % Ann's", at) for at in (3, 5, 9, 15)]
    [True, False, True, False]
    """
    if end <= 0 or end >= len(text):
        return False
    last, after = text[end - 1], text[end]
    further = text[end + 1] if end + 1 < len(text) else " "
    if not last.isalnum():
        return False
    if last.isdigit() and (re.match(r" ?[%‰]", text[end : end + 2]) or (after in ".,:/" and further.isdigit())):
        return True
    if after in _HYPHENS:
        return further.isalnum()
    if after in _APOSTROPHES:
        clitic = re.match(r"\w*", text[end + 1 : end + 8])
        return clitic is not None and clitic[0].lower() not in {"", "s"}
    return after.isalnum() or after == "_"
