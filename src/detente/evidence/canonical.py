"""Characters: what a document's text is reduced to before anything is numbered, matched or hashed.

Canonical text has line feeds only, no byte order mark, composed accents (NFC), plain spaces, and none of the
characters that a reader cannot see. Nothing is taken away silently: every kind of change is a `Repair` with its
count, and kinds that can make a page read differently from what a program sees are marked suspicious.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from detente.errors import DocumentError

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x85\u2028\u2029]")
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_ZERO_WIDTH = re.compile("[\u00ad\u180e\u200b-\u200d\u2060-\u2064\ufeff]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_HIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\U000e0000-\U000e007f]")
_MIXED = re.compile("[A-Za-z][\u0370-\u052f]|[\u0370-\u052f][A-Za-z]")
_MAGIC = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"\x1f\x8b": "a gzip archive",
    b"PK\x03\x04": "a ZIP archive or an Office file",
    b"\xd0\xcf\x11\xe0": "an old Office file (save it as .docx)",
    b"%PDF": "a PDF file (name it .pdf)",
    b"{\\rtf": "an RTF file (save it as .docx)",
}


@dataclass(frozen=True, slots=True)
class Repair:
    """One kind of change between the file and its canonical text.

    Attributes
    ----------
    kind
        In words: ``"line ends"``, ``"zero-width characters"``, ...
    count
        How often.
    suspicious
        Whether it can make the page read differently from what is checked here.
    """

    kind: str
    count: int
    suspicious: bool = False


def decode(data: bytes, name: str) -> tuple[str, tuple[Repair, ...]]:
    """Turn bytes into text: UTF-8 or UTF-16 by its mark, else Windows-1252, which is recorded.

    Raises
    ------
    DocumentError
        The bytes are no text.

    Examples
    --------
    >>> decode("né".encode("cp1252"), "a.txt")
    ('né', (Repair(kind='decoded as Windows-1252, not valid UTF-8', count=1, suspicious=False),))
    """
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise DocumentError(f"{name}: this is {what}, not text")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16"), (Repair("decoded as UTF-16", 1),)
        except UnicodeDecodeError:
            raise DocumentError(f"{name}: starts like UTF-16 but is not; save it as UTF-8") from None
    if b"\x00" in data:
        raise DocumentError(f"{name}: not text (it has zero bytes); give a text, Markdown, HTML, PDF or DOCX file")
    try:
        return data.decode("utf-8-sig"), (Repair("byte order mark", 1),) if data[:3] == b"\xef\xbb\xbf" else ()
    except UnicodeDecodeError:
        pass
    controls = sum(data.count(bytes([code])) for code in (*range(1, 9), *range(14, 32)))
    if controls * 50 > len(data):
        raise DocumentError(f"{name}: not text ({controls} control characters in {len(data)} bytes)")
    text = data.decode("cp1252", errors="replace")
    return text, (Repair("decoded as Windows-1252, not valid UTF-8", 1),)


def canonical_characters(text: str) -> tuple[str, tuple[Repair, ...]]:
    r"""Return the text with canonical characters, and what was changed. Lines are kept.

    Cost: linear; some 20 ms for a million characters.

    Examples
    --------
    >>> canonical_characters("a\r\nb\u200bc")
    ('a\nbc', (Repair(kind='line ends', count=1, suspicious=False),
     Repair(kind='zero-width characters', count=1, suspicious=True)))
    """
    repairs = []

    def replace(pattern: re.Pattern[str], by: str, kind: str, suspicious: bool = False) -> None:
        nonlocal text
        text, count = pattern.subn(by, text)
        if count:
            repairs.append(Repair(kind, count, suspicious))

    replace(_LINE_ENDS, "\n", "line ends")
    if text.startswith("\ufeff"):
        text = text[1:]
        repairs.append(Repair("byte order mark", 1))
    soft = text.count("\u00ad")
    if soft:
        text = text.replace("\u00ad", "")
        repairs.append(Repair("soft hyphens", soft))
    text = text.replace("\x0c", "\n\n")
    replace(_SPACES, " ", "special spaces")
    if not text.isascii():
        replace(_ZERO_WIDTH, "", "zero-width characters", suspicious=True)
        replace(_BIDI, "", "characters that turn the direction of writing", suspicious=True)
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
            repairs.append(Repair("accents composed", 1))
        mixed = len(_MIXED.findall(text))
        if mixed:
            repairs.append(Repair("Latin and Greek or Cyrillic letters in one word (kept)", mixed, suspicious=True))
        lost = text.count("\ufffd")
        if lost:
            repairs.append(Repair("characters lost before this file was made (kept)", lost, suspicious=True))
    replace(_HIDDEN, "", "control characters", suspicious=True)
    return text, tuple(repairs)


def one_line(text: str) -> str:
    r"""Return canonical text on one line, with single spaces: how a pasted quotation is read.

    >>> one_line("  the\u00a0plan\r\n was ")
    'the plan was'
    """
    return " ".join(canonical_characters(text)[0].split())
