"""The ring that stands for a state wherever it appears.

Two lines: it can settle here whatever concept is used. One dashed line: under some concepts only. Yellow and the word
*now*: the status quo. Line and word carry the meaning, so nothing is lost without colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from xml.etree.ElementTree import Element

from detente.present.drawing.layout import RADIUS
from detente.present.drawing.svg import INK, PAPER, QUIET, TODAY, node

SIZE = 11.0


class Standing(StrEnum):
    """Whether a dispute can settle in a state, over the concepts that were used."""

    FIRM = "firm"
    CONDITIONAL = "conditional"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Ring:
    """How one state is drawn."""

    name: str
    standing: Standing = Standing.NONE
    is_now: bool = False

    def draw(self, x: float, y: float, half: float = RADIUS, *, tagged: bool = False) -> Element:
        """Return the ring with the state's name in it, centred on a point; `tagged` writes *now* beside it."""
        firm, conditional = self.standing is Standing.FIRM, self.standing is Standing.CONDITIONAL
        return node(
            "g",
            _outline(x, y, half, 0.0, fill=TODAY if self.is_now else PAPER,
                     stroke=INK if firm or conditional else QUIET, stroke_width=1.8 if firm or conditional else 1.0,
                     stroke_dasharray="4 2.6" if conditional else None),
            _outline(x, y, half, 3.4, fill="none", stroke=INK, stroke_width=1.3) if firm else None,
            node("text", self.name, x=x, y=y + SIZE * 0.36, font_size=SIZE, text_anchor="middle", fill=INK,
                 font_weight=600 if firm or conditional or self.is_now else 400),
            node("text", "now", x=x, y=y - RADIUS - 6, font_size=10, text_anchor="middle", fill=INK, font_weight=700,
                 stroke=PAPER, stroke_width=3, paint_order="stroke") if self.is_now and tagged else None,
        )  # fmt: skip


def _outline(x: float, y: float, half: float, grow: float, **looks: str | float | None) -> Element:
    width, height = half + grow, RADIUS + grow
    return node("rect", x=x - width, y=y - height, width=2 * width, height=2 * height, rx=height, **looks)
