"""The shape and the line that stand for a party wherever it appears."""

from __future__ import annotations

from math import cos, pi, sin
from xml.etree.ElementTree import Element

from detente.present.drawing.svg import node, number
from detente.present.names import PartyMark


def _regular(corners: int, reach: float, inner: float | None = None) -> tuple[tuple[float, float], ...]:
    """Return the corners of a regular polygon, the first on top; a star if `inner` is given."""
    count = corners if inner is None else 2 * corners
    radii = [reach if inner is None or number % 2 == 0 else inner for number in range(count)]
    return tuple(
        (radius * sin(2 * pi * number / count), -radius * cos(2 * pi * number / count))
        for number, radius in enumerate(radii)
    )


_CORNERS: dict[str, tuple[tuple[float, float], ...]] = {
    "circle": (),
    "square": ((-0.46, -0.46), (0.46, -0.46), (0.46, 0.46), (-0.46, 0.46)),
    "triangle": ((0.0, -0.56), (0.6, 0.48), (-0.6, 0.48)),
    "diamond": ((0.0, -0.64), (0.58, 0.0), (0.0, 0.64), (-0.58, 0.0)),
    "pentagon": _regular(5, 0.6),
    "hexagon": _regular(6, 0.58),
    "star": _regular(5, 0.7, 0.3),
    "cross": _regular(4, 0.7, 0.22),
}


def shape(mark: PartyMark, x: float, y: float, size: float) -> Element:
    """Return the shape of a party, centred on a point."""
    corners = _CORNERS[mark.shape]
    if not corners:
        return node("circle", cx=x, cy=y, r=size / 2, fill=mark.colour)
    points = "L".join(f"{number(x + size * dx)} {number(y + size * dy)}" for dx, dy in corners)
    return node("path", d=f"M{points}Z", fill=mark.colour)


def line(mark: PartyMark, x: float, y: float, length: float) -> Element:
    """Return a sample of the line that a party's moves are drawn with."""
    path = f"M{number(x)} {number(y)}h{number(length)}"
    dash = mark.dash or None
    return node("path", d=path, stroke=mark.colour, stroke_width=2.2, stroke_dasharray=dash, fill="none")
