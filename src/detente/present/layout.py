"""Text that fits a terminal: how wide it is, and where its lines break."""

from __future__ import annotations

import unicodedata


def cell_width(text: str) -> int:
    """Return how many terminal cells a text takes.

    >>> cell_width("abc"), cell_width("戦争"), cell_width("e" + chr(0x301))
    (3, 4, 1)
    """
    if text.isascii():
        return len(text)
    return sum(_character_width(character) for character in text)


def _character_width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, width: int, align: str = "left") -> str:
    """Fill a text with spaces to a width.

    >>> pad("a", 3), pad("a", 3, "right"), pad("a", 3, "center")
    ('a  ', '  a', ' a ')
    """
    space = max(0, width - cell_width(text))
    if align == "right":
        return " " * space + text
    left = space // 2 if align == "center" else 0
    return " " * left + text + " " * (space - left)


def wrap(text: str, width: int, *, first: str = "", rest: str = "") -> list[str]:
    """Break a text at spaces into lines of at most `width` cells; a word that is longer is cut.

    `first` and `rest` are written before the first line and before the others, and count.

    >>> wrap("one two three", 9, first="- ", rest="  ")
    ['- one two', '  three']
    >>> wrap("", 9)
    ['']
    """
    lines: list[str] = []
    line, room = "", max(1, width - cell_width(first))
    following = max(1, width - cell_width(rest))
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if cell_width(joined) <= room:
            line = joined
            continue
        if line:
            lines.append(line)
            room = following
        *full, line = _cut(word, room, following)
        lines.extend(full)
        room = following if full else room
    lines.append(line)
    return [(rest if i else first) + line for i, line in enumerate(lines)]


def _cut(word: str, room: int, following: int) -> list[str]:
    pieces, piece, size = [], "", 0
    for character in word:
        wide = _character_width(character)
        if piece and size + wide > room:
            pieces.append(piece)
            piece, size, room = "", 0, following
        piece, size = piece + character, size + wide
    return [*pieces, piece]
