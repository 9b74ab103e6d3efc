"""The words along an option grid: whose options the columns, rows and diagonal steps are, and which are taken.

Above the columns stands one line for each option of the column party, with a full dot where it is taken and a small
open one where it is not; rows are named in words at their left.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from detente.conflict import Conflict
from detente.present.drawing.layout import RADIUS, Axis, Layout, own_masks
from detente.present.drawing.marks import shape
from detente.present.drawing.svg import HAIRLINE, INK, PAPER, QUIET, node
from detente.present.drawing.text import lines, shorten
from detente.present.names import PartyMark, dm_short, join_words, option_short

_LEFT = 178.0
_LINE = 17.0
_SIZE = 11.0


@dataclass(frozen=True, slots=True)
class Headings:
    """What stands around the field of states.

    Attributes
    ----------
    elements : tuple of Element
        Placed relative to the field's top left corner.
    left, top : float
        The room they need at the left of the field and above what is drawn in it.
    directions : tuple of str
        Whose moves run in which direction.
    steps : tuple of str
        What is done at each place along the diagonal, from the top left.
    """

    elements: tuple[Element, ...]
    left: float
    top: float
    directions: tuple[str, ...]
    steps: tuple[str, ...]


def draw(conflict: Conflict, layout: Layout, marks: tuple[PartyMark, ...], above: float) -> Headings:
    """Return the headings of a grid, none in graph form; lines reach `above` the field, and the headings stay clear."""
    if layout.columns is None or layout.rows is None or layout.diagonal is None:
        return Headings((), 0.0, 0.0, (), ())
    masks = own_masks(conflict)
    across = layout.columns.parties[0]
    bits = _bits(masks[across])
    room = _LINE * (len(bits) + 1) + 10
    top = room + above
    names = tuple(dm_short(conflict.case, party) for party in conflict.decision_makers)
    elements = _party(marks[across], names[across], -_LEFT, -top + 2)
    for line, bit in enumerate(bits):
        y = -top + _LINE * (line + 1) + 5
        elements.append(_label(option_short(conflict.case, conflict.options[bit]), -_LEFT, y, _LEFT - 34, QUIET))
        for place, combination in zip(layout.columns.places, layout.columns.combinations, strict=True):
            elements.append(_dot(place + layout.half, y - 4, taken=bool(combination >> bit & 1)))
    elements.append(_rule(-_LEFT, -above - 7, layout.size[0] + _LEFT))
    if layout.rows.parties:
        down = layout.rows.parties[0]
        elements += _party(marks[down], names[down], -_LEFT, 6.0)
        elements += _rows(conflict, layout.rows)
    steps = (
        tuple(combination_name(conflict, one) for one in layout.diagonal.combinations)
        if layout.diagonal.parties
        else ()
    )
    return Headings(tuple(elements), _LEFT, room, _directions(layout, names), steps)


def combination_name(conflict: Conflict, combination: int) -> str:
    """Return the options of a combination in words."""
    return " + ".join(option_short(conflict.case, conflict.options[bit]) for bit in _bits(combination)) or "none"


def _bits(mask: int) -> tuple[int, ...]:
    return tuple(bit for bit in range(mask.bit_length()) if mask >> bit & 1)


def _rows(conflict: Conflict, rows: Axis) -> list[Element]:
    elements = []
    for place, combination in zip(rows.places, rows.combinations, strict=True):
        y = place + RADIUS + 4 + (14 if place == 0 else 0)
        for line, text in enumerate(lines(combination_name(conflict, combination), _LEFT - 34, _SIZE, 3)):
            elements.append(_label(text, -_LEFT, y + line * 14, _LEFT - 34, INK))
        if place:
            elements.append(_rule(-_LEFT, place - 12.0, _LEFT - 30))
    return elements


def _directions(layout: Layout, names: tuple[str, ...]) -> tuple[str, ...]:
    if layout.columns is None or layout.rows is None or layout.diagonal is None:
        return ()
    ways = (("left or right", layout.columns), ("up or down", layout.rows), ("along the diagonal", layout.diagonal))
    return tuple(f"{way}: {join_words([names[party] for party in axis.parties])}" for way, axis in ways if axis.parties)


def _party(mark: PartyMark, name: str, x: float, y: float) -> list[Element]:
    text = shorten(name, _LEFT - 46, _SIZE + 1)
    label = node("text", text, x=x + 16, y=y, font_size=_SIZE, font_weight=600, fill=mark.colour)
    return [shape(mark, x + 5, y - 4, 10), label]


def _label(text: str, x: float, y: float, room: float, colour: str) -> Element:
    return node("text", shorten(text, room, _SIZE), x=x, y=y, font_size=_SIZE, fill=colour)


def _dot(x: float, y: float, *, taken: bool) -> Element:
    if taken:
        return node("circle", cx=x, cy=y, r=4.2, fill=INK)
    return node("circle", cx=x, cy=y, r=2.6, fill=PAPER, stroke=QUIET, stroke_width=0.8)


def _rule(x: float, y: float, length: float) -> Element:
    return node("path", d=f"M{x:.1f} {y:.1f}h{length:.1f}", stroke=HAIRLINE, stroke_width=1)
