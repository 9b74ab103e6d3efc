"""A plot as SVG, written out: both axes logarithmic, one line an engine."""

from __future__ import annotations

from html import escape
from math import log10

Series = tuple[str, str, list[tuple[float, float]]]

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 720, 420, 70, 190, 20, 50


def plot(title: str, across: str, up: str, series: list[Series]) -> str:
    """Return a plot.

    Parameters
    ----------
    title, across, up
        What it shows, and what the axes are.
    series
        Name, colour and points of each line.
    """
    xs = [x for _, _, points in series for x, _ in points]
    ys = [y for _, _, points in series for _, y in points]
    left, right = log10(min(xs)), log10(max(xs))
    low, high = int(log10(min(ys)) // 1), int(-(-log10(max(ys)) // 1))

    def place(x: float, y: float) -> tuple[float, float]:
        across_share, up_share = (log10(x) - left) / (right - left), (log10(y) - low) / (high - low)
        return (
            _LEFT + across_share * (_WIDTH - _LEFT - _RIGHT),
            _HEIGHT - _BOTTOM - up_share * (_HEIGHT - _TOP - _BOTTOM),
        )

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="12"><title>{escape(title)}</title>',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
    ]
    for power in range(low, high + 1):
        _, y = place(min(xs), 10.0**power)
        lines.append(f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" stroke="#ddd"/>')
        lines.append(f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{_seconds(power)}</text>')
    for power in range(int(left / log10(2)), int(right / log10(2)) + 1, 2):
        x, bottom = place(2.0**power, 10.0**low)
        lines.append(f'<path d="M{x:.1f} {_TOP}V{bottom:.1f}" stroke="#eee"/>')
        lines.append(
            f'<text x="{x:.1f}" y="{bottom + 18:.1f}" text-anchor="middle">2<tspan dy="-5" font-size="9">{power}'
            "</tspan></text>"
        )
    middle = _LEFT + (_WIDTH - _LEFT - _RIGHT) / 2
    lines.append(f'<text x="{middle:.1f}" y="{_HEIGHT - 8}" text-anchor="middle">{escape(across)}</text>')
    lines.append(f'<text transform="translate(14 {_HEIGHT / 2}) rotate(-90)" text-anchor="middle">{escape(up)}</text>')
    labels: list[float] = []
    for name, colour, points in series:
        path = "L".join("{:.1f} {:.1f}".format(*place(x, y)) for x, y in points)
        lines.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        lines += ['<circle cx="{:.1f}" cy="{:.1f}" r="2.5" fill="{}"/>'.format(*place(x, y), colour) for x, y in points]
        x, y = place(*points[-1])
        while any(abs(y - other) < 15 for other in labels):
            y += 15
        labels.append(y)
        lines.append(f'<text x="{_WIDTH - _RIGHT + 10}" y="{y + 4:.1f}" fill="{colour}">{escape(name)}</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"


def _seconds(power: int) -> str:
    return {-6: "1 µs", -5: "10 µs", -4: "0.1 ms", -3: "1 ms", -2: "10 ms", -1: "0.1 s"}.get(power, f"{10**power} s")
