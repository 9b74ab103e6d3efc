"""Folding: which differences between a page and a quotation of it are typography only.

Folded are the form of quotation marks and apostrophes (curly, straight, double, single), of dashes and the spaces
around them, of ellipses and the spaces around them, of line and paragraph breaks, and of ligatures. Not folded are
letters, capitals, accents, digits, and every other punctuation mark: those can change what is said.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

_QUOTES = '"“”„‟«»‹›‘’‚‛`´′″＂＇'
_DASHES = "‐‑‒–—―−﹘﹣－"
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_SINGLE = {**dict.fromkeys(_QUOTES, "'"), **dict.fromkeys(_DASHES, "-")}
_LENGTHS = re.compile(
    r"[ \n]*(?:…|\.(?: ?\.){2,})(?: ?[….])*[ \n]*"  # ellipses, with the spaces around them
    r"|[ \n]+-+[ \n]*|--+[ \n]*|-[ \n]+"  # dashes, with the spaces around them
    r"|\n\n"  # a paragraph break
    r"|''+"  # nested quotation marks
    r"|[ﬀ-ﬆ]"
)


def _shortened(match: re.Match[str]) -> str:
    found = match[0]
    if "…" in found or "." in found:
        return "…"
    if "-" in found:
        return "-"
    if found[0] == "\n":
        return " "
    return _LIGATURES.get(found, "'")


def fold_text(text: str) -> str:
    """Return the folded form of canonical text.

    >>> fold_text("“the plan” – an idea… it’s")
    "'the plan'-an idea…it's"
    """
    return _LENGTHS.sub(_shortened, _same_length(text))


def _same_length(text: str) -> str:
    if not text.isascii():
        for character, plain in _SINGLE.items():
            if character in text:
                text = text.replace(character, plain)
    return text.replace('"', "'").replace("`", "'")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text that knows where each of its characters came from.

    Attributes
    ----------
    text
        Folded.
    there, here
        Breakpoints: from ``text[there[k]]`` on, the canonical offset is ``here[k] + (offset - there[k])``,
        up to the next breakpoint.
    """

    text: str
    there: tuple[int, ...]
    here: tuple[int, ...]

    def to_canonical(self, offset: int) -> int:
        """Return the canonical offset of a folded one."""
        k = bisect_right(self.there, offset) - 1
        limit = self.here[k + 1] if k + 1 < len(self.here) else None
        place = self.here[k] + offset - self.there[k]
        return place if limit is None else min(place, limit)

    def to_folded(self, offset: int) -> int:
        """Return the folded offset of a canonical one."""
        k = bisect_right(self.here, offset) - 1
        limit = self.there[k + 1] if k + 1 < len(self.there) else len(self.text)
        return min(self.there[k] + offset - self.here[k], limit)


def fold(text: str, hyphens_at: Sequence[int] = ()) -> Folded:
    """Fold text and keep the way back. `hyphens_at` puts back hyphens that were dropped at line ends.

    Cost: linear; some 60 ms for a million characters.

    Examples
    --------
    >>> folded = fold("so … it — was")
    >>> folded.text, folded.to_canonical(folded.text.index("was"))
    ('so…it-was', 10)
    """
    plain = _same_length(text)
    parts: list[str] = []
    there, here = [0], [0]
    done = length = 0

    def copy(until: int, replacement: str, resume: int) -> None:
        nonlocal done, length
        parts.append(plain[done:until])
        parts.append(replacement)
        length += until - done + len(replacement)
        done = resume
        if there[-1] == length:
            here[-1] = resume
        else:
            there.append(length)
            here.append(resume)

    for start, end, replacement in _edits(plain, hyphens_at):
        if start >= done:
            copy(start, replacement, end)
    parts.append(plain[done:])
    return Folded("".join(parts), tuple(there), tuple(here))


def _edits(plain: str, hyphens_at: Sequence[int]) -> list[tuple[int, int, str]]:
    edits = [(match.start(), match.end(), _shortened(match)) for match in _LENGTHS.finditer(plain)]
    if hyphens_at:
        edits.extend((place, place, "-") for place in hyphens_at)
        edits.sort()
    return edits
