"""The option grid: every state at a place that depends on options only, and the moves between states.

Each line belongs to one party. Heavy with a full head: the move improves the party's position. Faint: it does not.
A small open circle at the tail says that the party can also move back.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from detente.conflict import Conflict
from detente.conflict.navigate import state_id
from detente.present.drawing import headings
from detente.present.drawing.layout import RADIUS, Layout, arrange
from detente.present.drawing.rings import Ring, Standing
from detente.present.drawing.routes import Route, Router
from detente.present.drawing.selection import Link, Selection, Weight, links
from detente.present.drawing.svg import PAPER, drawing, markup, node, number
from detente.present.names import PartyMark, counted

_MARGIN = 8.0
_LOOKS = {Weight.FAINT: (1.0, 5.5, 0.6), Weight.LIGHT: (1.1, 6.0, 0.6), Weight.HEAVY: (2.1, 8.0, None)}
"""Width of the line, length of the head, opacity."""

_Routed = list[tuple[Link, Route]]


@dataclass(frozen=True, slots=True)
class Grid:
    """A drawn option grid.

    Attributes
    ----------
    svg : str
        The drawing, self-contained.
    selection : Selection
        What of the conflict it shows.
    weights : frozenset of Weight
        Which kinds of line occur.
    movers : frozenset of int
        Which decision makers have a line.
    directions : tuple of str
        Whose moves run in which direction; empty where states stand in layers.
    steps : tuple of str
        What is done at each place along the diagonal, from the top left.
    """

    svg: str
    selection: Selection
    weights: frozenset[Weight]
    movers: frozenset[int]
    directions: tuple[str, ...]
    steps: tuple[str, ...]


def option_grid(
    conflict: Conflict, selection: Selection, standing: tuple[Standing, ...], marks: tuple[PartyMark, ...], title: str
) -> Grid:
    """Draw the states and moves that were selected.

    Parameters
    ----------
    conflict
        What to draw.
    selection
        Which states, and how many of the moves.
    standing
        Of every state of the conflict, whether the dispute can settle there.
    marks
        One a decision maker.
    title
        Announced to screen readers.
    """
    names = [state_id(conflict, state) for state in selection.states]
    layout = arrange(conflict, selection.states, names)
    router = Router(layout.places, layout.half, RADIUS)
    routed = [(link, router.route(link.start, link.end)) for link in links(conflict, selection)]
    rings = [
        Ring(name, standing[state], state == conflict.status_quo).draw(*layout.places[state], layout.half, tagged=True)
        for state, name in zip(selection.states, names, strict=True)
    ]
    left, top, right, bottom = _extent(layout, routed)
    heads = headings.draw(conflict, layout, marks, top)
    left, top = max(left, heads.left) + _MARGIN, top + heads.top + _MARGIN
    shift = f"translate({number(left)} {number(top)})"
    field = node("g", *heads.elements, *_moves(routed, marks), *rings, transform=shift)
    words = (
        f"{counted(len(selection.states), 'state')} of {selection.total:,}, "
        f"{counted(sum(link.weight > Weight.FAINT for link, _ in routed), 'improving move')}. "
        "The lists and tables of this page say the same in words."
    )
    svg = drawing("grid", (left + right + _MARGIN, top + bottom + _MARGIN), title, words, field)
    weights, movers = ({link.weight for link, _ in routed}, {link.party for link, _ in routed})
    return Grid(markup(svg), selection, frozenset(weights), frozenset(movers), heads.directions, heads.steps)


def _extent(layout: Layout, routed: _Routed) -> tuple[float, float, float, float]:
    """Return how far the drawing reaches to the left of, above, to the right of and below the field's corner."""
    x = [0.0, layout.size[0], *(value for _, route in routed for value in route.widest)]
    y = [-8.0, layout.size[1], *(value for _, route in routed for value in route.highest)]
    return -min(x), -min(y), max(x), max(y)


def _moves(routed: _Routed, marks: tuple[PartyMark, ...]) -> list[Element]:
    """Draw faint lines first, improvements above them; one group a party keeps the file small."""
    groups = []
    for weight in Weight:
        for party, mark in enumerate(marks):
            own = [(link, route) for link, route in routed if link.party == party and link.weight is weight]
            if own:
                groups.append(_party_moves(own, mark, weight))
    return groups


def _party_moves(own: _Routed, mark: PartyMark, weight: Weight) -> Element:
    width, head, opacity = _LOOKS[weight]
    heads = "".join(_head(route, head) for _, route in own)
    back = "".join(_tail(route) for link, route in own if link.returns)
    return node(
        "g",
        node("path", d="".join(_path(route) for _, route in own), stroke_dasharray=mark.dash or None),
        node("path", d=heads, fill=mark.colour, stroke="none"),
        node("path", d=back, fill=PAPER, stroke_width=1.0) if back else None,
        fill="none",
        stroke=mark.colour,
        stroke_width=width,
        opacity=opacity,
    )


def _path(route: Route) -> str:
    (x0, y0), (x1, y1), (x2, y2) = route.start, route.control, route.end
    if route.is_straight:
        return f"M{number(x0)} {number(y0)}L{number(x2)} {number(y2)}"
    return f"M{number(x0)} {number(y0)}Q{number(x1)} {number(y1)} {number(x2)} {number(y2)}"


def _head(route: Route, size: float) -> str:
    """Return a full arrow head at the end of a route."""
    (x, y), (dx, dy) = route.end, route.heading
    dx, dy = dx * size, dy * size
    left = f"{number(x - dx - 0.45 * dy)} {number(y - dy + 0.45 * dx)}"
    right = f"{number(x - dx + 0.45 * dy)} {number(y - dy - 0.45 * dx)}"
    return f"M{left}L{number(x)} {number(y)}L{right}Z"


def _tail(route: Route) -> str:
    """Return a small circle at the start of a route."""
    x, y = route.start
    return f"M{number(x - 2.2)} {number(y)}a2.2 2.2 0 1 0 4.4 0a2.2 2.2 0 1 0-4.4 0Z"
