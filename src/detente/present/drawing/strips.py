"""Who wants what: one row a decision maker, states from most to least wanted, ties together in one capsule."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from detente.conflict import Conflict
from detente.conflict.navigate import state_id
from detente.present.drawing.layout import RADIUS, half_width
from detente.present.drawing.marks import shape
from detente.present.drawing.rings import Ring, Standing
from detente.present.drawing.svg import HAIRLINE, INK, QUIET, drawing, markup, node, number
from detente.present.drawing.text import shorten
from detente.present.names import PartyMark, dm_short

MOST_STATES = 40
"""Beyond this, a table of the top, the bottom and the landmarks says more than a strip."""

_LEFT = 150.0
_ROW = 52.0
_TOP = 34.0
_GAP = 14.0  # between levels
_TOUCH = 5.0  # between tied states
_FURTHEST = 8.0


def levels(conflict: Conflict, party: int) -> tuple[tuple[int, ...], ...]:
    """Return the states a decision maker ranks, most wanted first; tied states together, ascending."""
    groups: dict[int, list[int]] = {}
    for state, level in enumerate(conflict.level[party].tolist()):
        groups.setdefault(level, []).append(state)
    return tuple(tuple(groups[level]) for level in sorted(groups, reverse=True))


def preference_strips(
    conflict: Conflict, standing: tuple[Standing, ...], marks: tuple[PartyMark, ...], title: str
) -> str:
    """Draw a strip for every decision maker; meant for at most `MOST_STATES` states."""
    names = [state_id(conflict, state) for state in range(conflict.n_states)]
    half = half_width(names)
    rows: list[Element] = []
    widest = 0.0
    for party, mark in enumerate(marks):
        name = shorten(dm_short(conflict.case, conflict.decision_makers[party]), _LEFT - 34, 12.5)
        y = _TOP + party * _ROW + RADIUS
        rows.append(shape(mark, 6, y, 11))
        rows.append(node("text", name, x=18, y=y + 4.2, font_size=12, font_weight=600, fill=mark.colour))
        x = _LEFT
        strip: list[Element] = []
        for group in levels(conflict, party):
            length = len(group) * 2 * half + (len(group) - 1) * _TOUCH
            if len(group) > 1:
                strip.append(_capsule(x, y, length))
            for place, state in enumerate(group):
                centre = x + half + place * (2 * half + _TOUCH)
                strip.append(Ring(names[state], standing[state], state == conflict.status_quo).draw(centre, y, half))
            x += length + _GAP
        rows += [node("path", d=f"M{number(_LEFT)} {number(y)}H{number(x - _GAP)}", stroke=HAIRLINE), *strip]
        widest = max(widest, x - _GAP)
    heads = (
        node("text", "most wanted", x=_LEFT, y=14, font_size=11, fill=QUIET),
        node("text", "least wanted", x=max(widest, _LEFT + 160), y=14, font_size=11, fill=QUIET, text_anchor="end"),
    )
    size = (max(widest, _LEFT + 160) + _FURTHEST, _TOP + len(marks) * _ROW)
    words = "One row for each decision maker, states from most to least wanted. The table below says the same in words."
    return markup(drawing("strips", size, title, words, *heads, *rows))


def _capsule(x: float, y: float, length: float) -> Element:
    reach = RADIUS + 5
    return node("rect", x=x - 5, y=y - reach, width=length + 10, height=2 * reach, rx=reach, fill="#EEF1F4", stroke=INK,
                stroke_width=0.6, stroke_opacity=0.35)  # fmt: skip
