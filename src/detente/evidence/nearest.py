"""The passage of a document that is most like a quotation that was not found, and how it differs.

For showing only: what is found here never passes. Candidate places come from the quotation's rarest words, so the
work does not grow with the document once its words are indexed.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import pairwise

from detente.evidence.search import SearchIndex

_WORD = re.compile(r"\w+(?:['’]\w+)?|[^\w\s]")
_ALIKE = 0.55
_RARE_WORDS = 6
_PLACES_PER_WORD = 12
_LONGEST = 120


def nearest_passage(index: SearchIndex, quotation: str) -> tuple[tuple[int, int], str] | None:
    """Return the span of the nearest passage and the difference in words; None if nothing is like it.

    Cost: at most 72 comparisons of the quotation with windows of its own length; quotations are cut at 120 words.
    """
    wanted = _WORD.findall(quotation.strip("“”\"'‘’ \n"))[:_LONGEST]
    words = [word.lower() for word in wanted if word[0].isalnum()]
    known = sorted(
        {word for word in words if word in index.words}, key=lambda word: (len(index.words[word]), -len(word), word)
    )
    best: tuple[float, int, int] | None = None
    seen: set[int] = set()
    for word in known[:_RARE_WORDS]:
        for start, _ in index.words[word][:_PLACES_PER_WORD]:
            if start // 40 in seen:
                continue
            seen.add(start // 40)
            scored = _score(index.document.text, wanted, start)
            if best is None or scored[0] > best[0]:
                best = scored
    if best is None or best[0] < _ALIKE:
        return None
    return (best[1], best[2]), _difference(index.document.text[best[1] : best[2]], wanted)


def _score(text: str, wanted: list[str], at: int) -> tuple[float, int, int]:
    reach = sum(len(word) + 1 for word in wanted) + 40
    low, high = max(0, at - reach), min(len(text), at + reach)
    spans = [(match[0], match.start(), match.end()) for match in _WORD.finditer(text, low, high)]
    lowered = [word.lower() for word, _, _ in spans]
    matcher = SequenceMatcher(None, lowered, [word.lower() for word in wanted], autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return 0.0, at, at
    # stray matches at the edges of the window are not part of the passage
    while len(blocks) > 1 and blocks[1].a - blocks[0].a - blocks[0].size > 3 + blocks[1].b:
        blocks = blocks[1:]
    while len(blocks) > 1 and blocks[-1].a - blocks[-2].a - blocks[-2].size > 3 + len(wanted) - blocks[-1].b:
        blocks = blocks[:-1]
    shared = sum(block.size for block in blocks)
    first, last = blocks[0].a, blocks[-1].a + blocks[-1].size - 1
    length = last - first + 1
    return 2 * shared / (length + len(wanted)), spans[first][1], spans[last][2]


def _difference(passage: str, wanted: list[str]) -> str:
    """Write how the quotation differs from the passage, the document's words in minus, the quotation's in plus."""
    have = _WORD.findall(passage)
    matcher = SequenceMatcher(None, [w.lower() for w in have], [w.lower() for w in wanted], autojunk=False)
    parts: list[str] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            same = have[a:b]
            parts.append(_join(same if b - a <= 12 else [*same[:5], "…", *same[-5:]]))
            continue
        if b > a:
            parts.append(f"[-{_join(have[a:b])}-]")
        if d > c:
            parts.append(f"{{+{_join(wanted[c:d])}+}}")
    return " ".join(parts)


def _join(words: list[str]) -> str:
    """Put words and punctuation marks together again."""
    if not words:
        return ""
    return words[0] + "".join(
        word if re.fullmatch(r"[.,;:!?…”’)\]]", word) or before in "“‘([" else f" {word}"
        for before, word in pairwise(words)
    )
