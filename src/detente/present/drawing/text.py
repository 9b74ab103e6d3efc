"""Text in a drawing: measured by estimate, cut to the room there is, broken into lines."""

from __future__ import annotations

import unicodedata

_NARROW = frozenset("fijlrtI.,:;|!'()[] -")
_WIDE = frozenset("mwMW@%—")


def width(text: str, size: float) -> float:
    """Estimate how wide a text will be, in the units of `size`; a little generous.

    >>> 30 < width("s114 and more", 11) < 90
    True
    """
    units = 0.0
    for character in text:
        if character in _NARROW:
            units += 0.36
        elif character in _WIDE or unicodedata.east_asian_width(character) in "WF":
            units += 0.98
        else:
            units += 0.68 if character.isupper() else 0.59
    return units * size


def shorten(text: str, room: float, size: float) -> str:
    """Cut a text to the room there is, with an ellipsis.

    >>> shorten("Modify the control order", 60, 11)
    'Modify th…'
    """
    if width(text, size) <= room:
        return text
    kept = text
    while kept and width(kept + "…", size) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def lines(text: str, room: float, size: float, most: int) -> tuple[str, ...]:
    """Break a text into at most `most` lines; the last is cut if it must be.

    >>> lines("Modify the control order", 80, 11, 2)
    ('Modify the', 'control order')
    """
    broken: list[str] = []
    for word in text.split():
        if broken and width(f"{broken[-1]} {word}", size) <= room:
            broken[-1] += f" {word}"
        else:
            broken.append(word)
    if len(broken) > most:
        broken = [*broken[: most - 1], " ".join(broken[most - 1 :])]
    return tuple(shorten(line, room, size) for line in broken)
