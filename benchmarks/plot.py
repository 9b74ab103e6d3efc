"""A plot as SVG, written out: both axes logarithmic, a line an engine, told apart by dashes and marks as by colours."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from math import log10

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 760, 460, 78, 120, 20, 56
_MARKS = {
    "circle": '<circle cx="{x:.1f}" cy="{y:.1f}" r="3.4" fill="{colour}"/>',
    "open": '<circle cx="{x:.1f}" cy="{y:.1f}" r="3.4" fill="#fff" stroke="{colour}" stroke-width="1.6"/>',
    "square": '<path d="M{x:.1f} {y:.1f}m-3.2 -3.2h6.4v6.4h-6.4z" fill="{colour}"/>',
    "triangle": '<path d="M{x:.1f} {y:.1f}m0 -4.6l4.2 7.4h-8.4z" fill="{colour}"/>',
    "diamond": '<path d="M{x:.1f} {y:.1f}m0 -4.6l4.6 4.6l-4.6 4.6l-4.6 -4.6z" fill="#fff" stroke="{colour}" '
    'stroke-width="1.5"/>',
}


@dataclass(frozen=True)
class Line:
    """One engine.

    Attributes
    ----------
    name, colour
    dashes : as in SVG; empty for a line without gaps
    mark : circle, open, square, triangle or diamond
    points : size and seconds, sizes ascending
    above : whether the name stands above the last point, not beside it
    """

    name: str
    colour: str
    dashes: str
    mark: str
    points: tuple[tuple[float, float], ...]
    above: bool = False


def plot(title: str, across: str, up: str, series: list[Line]) -> str:
    """Return a plot of the lines that have points."""
    drawn = [line for line in series if line.points]
    frame = _Frame([point for line in drawn for point in line.points])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="13"><title>{escape(title)}</title>',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        *frame.grid(across, up),
    ]
    for line in drawn:
        places = [frame.place(*point) for point in line.points]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        dashes = f' stroke-dasharray="{line.dashes}"' if line.dashes else ""
        parts.append(f'<path d="M{path}" fill="none" stroke="{line.colour}" stroke-width="2"{dashes}/>')
        parts += [_MARKS[line.mark].format(x=x, y=y, colour=line.colour) for x, y in places]
    for line in drawn:  # on top of all lines
        x, y = frame.place(*line.points[-1])
        place = f'x="{x:.1f}" y="{y - 11:.1f}" text-anchor="end"' if line.above else f'x="{x + 10:.1f}" y="{y + 4:.1f}"'
        halo = 'paint-order="stroke" stroke="#fff" stroke-width="4"'
        parts.append(f'<text {place} fill="{line.colour}" {halo}>{escape(line.name)}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


class _Frame:
    """Where points go, and the lines that say so."""

    def __init__(self, points: list[tuple[float, float]]) -> None:
        xs, ys = zip(*points, strict=True)
        self.left, self.right = log10(min(xs)), max(log10(max(xs)), log10(min(xs)) + 0.1)
        self.low, self.high = int(log10(min(ys)) // 1), int(-(-log10(max(ys)) // 1))
        self.high = max(self.high, self.low + 1)

    def place(self, x: float, y: float) -> tuple[float, float]:
        across = (log10(x) - self.left) / (self.right - self.left)
        up = (log10(y) - self.low) / (self.high - self.low)
        return _LEFT + across * (_WIDTH - _LEFT - _RIGHT), _HEIGHT - _BOTTOM - up * (_HEIGHT - _TOP - _BOTTOM)

    def grid(self, across: str, up: str) -> list[str]:
        parts = []
        for power in range(self.low, self.high + 1):
            _, y = self.place(10.0**self.left, 10.0**power)
            parts.append(f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" stroke="#d0d0d0"/>')
            parts.append(f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{_seconds(power)}</text>')
        first, last = (round(edge / log10(2)) for edge in (self.left, self.right))
        for power in range(first + first % 2, last + 1, 2 if last - first < 24 else 4):
            x, bottom = self.place(2.0**power, 10.0**self.low)
            parts.append(f'<path d="M{x:.1f} {_TOP}V{bottom:.1f}" stroke="#e6e6e6"/>')
            raised = f'2<tspan dy="-5" font-size="10">{power}</tspan>'
            parts.append(f'<text x="{x:.1f}" y="{bottom + 19:.1f}" text-anchor="middle">{raised}</text>')
        middle = _LEFT + (_WIDTH - _LEFT - _RIGHT) / 2
        parts.append(f'<text x="{middle:.1f}" y="{_HEIGHT - 10}" text-anchor="middle">{escape(across)}</text>')
        turned = f"translate(18 {(_HEIGHT + _TOP - _BOTTOM) / 2:.1f}) rotate(-90)"
        parts.append(f'<text transform="{turned}" text-anchor="middle">{escape(up)}</text>')
        return parts


def _seconds(power: int) -> str:
    names = {-6: "1 µs", -5: "10 µs", -4: "0.1 ms", -3: "1 ms", -2: "10 ms", -1: "0.1 s"}
    return names.get(power) or f"{10**power:,} s"
