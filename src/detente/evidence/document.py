"""Documents: canonical text in numbered paragraphs, and the fingerprints that tell versions apart.

A document stays where the analyst keeps it. What is kept here is its canonical text (paragraphs on one line each,
joined by an empty line), where each paragraph starts, how the text was got out of the file, and what was repaired
on the way. Offsets are counted in code points of the canonical text, half-open, as in the W3C Web Annotation model.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from detente.evidence.canonical import Repair
from detente.evidence.fold import fold_text

_WORD = re.compile(r"\w+")
_HYPHENATED = re.compile(r"([^\W\d_]+)-\n *([^\W\d_]+)")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_HEADER_LENGTH = 160


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text as an extractor found it: lines kept, with its page and whether it is a heading."""

    text: str
    page: str = ""
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Extractor:
    """What turned the file into text; another version may number paragraphs differently."""

    name: str
    version: str = ""

    def __str__(self) -> str:
        return f"{self.name} {self.version}".strip()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A numbered paragraph: 0 is the header line when the file has one, the body counts from 1."""

    number: int
    start: int
    end: int
    page: str = ""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Five hashes (SHA-256, hexadecimal) that tell in which respect two versions differ.

    Attributes
    ----------
    bytes, canonical, folded, words
        Of the file; of the canonical text; with typography folded; of the words alone.
    paragraphs
        Of the folded text of each paragraph in order, shortened to 16 digits.
    first
        Number of the first paragraph: 0 if the file has a header line, else 1.
    """

    bytes: str
    canonical: str
    folded: str
    words: str
    paragraphs: tuple[str, ...]
    first: int


@dataclass(frozen=True, slots=True)
class Document:
    """The canonical text of a file.

    Attributes
    ----------
    name
        As the user named it.
    text
        Canonical text, paragraphs joined by an empty line.
    paragraphs
        Numbered, in order.
    extractor
        What read the file.
    sha256
        Of the file's bytes.
    repairs
        What was changed on the way to canonical text.
    joins
        Offsets at which a hyphen at a line end was dropped.
    """

    name: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    extractor: Extractor
    sha256: str
    repairs: tuple[Repair, ...] = ()
    joins: tuple[int, ...] = ()
    _starts: tuple[int, ...] = field(default=(), repr=False, compare=False)

    def paragraph_at(self, offset: int) -> Paragraph:
        """Return the paragraph that holds an offset; the gap after a paragraph belongs to it."""
        return self.paragraphs[max(0, bisect_right(self._starts, offset) - 1)]

    def paragraph(self, number: int) -> Paragraph | None:
        """Return a paragraph by its number, or None."""
        position = number - self.paragraphs[0].number if self.paragraphs else -1
        return self.paragraphs[position] if 0 <= position < len(self.paragraphs) else None

    def paragraph_text(self, number: int) -> str:
        """Return the text of a paragraph; empty when there is none of that number."""
        found = self.paragraph(number)
        return self.text[found.start : found.end] if found else ""

    @property
    def suspicious(self) -> tuple[Repair, ...]:
        """The repairs that a person should know of."""
        return tuple(repair for repair in self.repairs if repair.suspicious)


def build_document(
    blocks: Iterable[Block], *, name: str, extractor: Extractor, sha256: str, repairs: tuple[Repair, ...] = ()
) -> Document:
    r"""Number the paragraphs of extracted blocks.

    The first block is the header, paragraph 0, if it is a heading, or if it is a single short line that does not end
    like a sentence and other text follows.

    Examples
    --------
    >>> from detente.evidence.extract import text_document
    >>> document = text_document("By A. Writer, 1991\n\nThe plan\nheld. It was re-\nnewed.")
    >>> [(p.number, document.text[p.start:p.end]) for p in document.paragraphs]
    [(0, 'By A. Writer, 1991'), (1, 'The plan held. It was renewed.')]
    """
    kept = [block for block in blocks if block.text.strip()]
    has_header = len(kept) > 1 and _is_header(kept[0])
    known: frozenset[str] = frozenset()
    if any("-\n" in block.text for block in kept):
        known = frozenset(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)?", "\n".join(block.text for block in kept).lower()))
    parts: list[str] = []
    paragraphs: list[Paragraph] = []
    joins: list[int] = []
    offset = 0
    for position, block in enumerate(kept):
        text, local = _flow(block.text, known)
        joins.extend(offset + place for place in local)
        number = position if has_header else position + 1
        paragraphs.append(Paragraph(number, offset, offset + len(text), block.page))
        parts.append(text)
        offset += len(text) + 2
    if joins:
        repairs = (*repairs, Repair("hyphens at line ends dropped", len(joins)))
    return Document(
        name,
        "\n\n".join(parts),
        tuple(paragraphs),
        extractor,
        sha256,
        repairs,
        tuple(joins),
        tuple(paragraph.start for paragraph in paragraphs),
    )


def _is_header(block: Block) -> bool:
    line = block.text.strip()
    short = "\n" not in line and len(line) <= _HEADER_LENGTH
    return block.heading or (short and not _SENTENCE_END.search(line) and not line.startswith(("“", '"', "«", "‘")))


def _flow(text: str, known: frozenset[str]) -> tuple[str, list[int]]:
    """Put the lines of a block on one line; return it with the places where a hyphen went."""
    if "\n" not in text:
        return " ".join(text.split()), []
    marker = "\u0000"

    def rejoin(match: re.Match[str]) -> str:
        left, right = match[1], match[2]
        keep = not right[0].islower() or f"{left}-{right}".lower() in known
        return f"{left}-{right}" if keep else f"{left}{marker}{right}"

    line = " ".join(_HYPHENATED.sub(rejoin, text).split())
    pieces = line.split(marker)
    places, length = [], 0
    for piece in pieces[:-1]:
        length += len(piece)
        places.append(length)
    return "".join(pieces), places


def fingerprint(document: Document) -> Fingerprint:
    """Return the hashes of a document. Cost: linear, some 40 ms for a million characters."""
    folded = [fold_text(document.text[p.start : p.end]) for p in document.paragraphs]
    whole = "\n".join(folded)
    return Fingerprint(
        document.sha256,
        _digest(document.text),
        _digest(whole),
        _digest(" ".join(_WORD.findall(whole))),
        tuple(_digest(text)[:16] for text in folded),
        document.paragraphs[0].number,
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()
