"""The drawings of the page, with legend and caption."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markupsafe import Markup

from detente.present.drawing.grid import Grid, option_grid
from detente.present.drawing.layout import RADIUS
from detente.present.drawing.marks import line, shape
from detente.present.drawing.rings import Ring, Standing
from detente.present.drawing.selection import Weight, choose
from detente.present.drawing.strips import MOST_STATES, preference_strips
from detente.present.drawing.svg import INK, PAPER, markup, node, number
from detente.present.report.answer_parts import LegendItem, Picture
from detente.present.report.material import Material
from detente.stability import Concept

_LONG = 44.0
"""How wide a sample in the legend is."""

_STEPS = "Where a party’s arrows follow one another, it can also go straight to any state further along them."


def picture(material: Material) -> Picture:
    """Return the option grid."""
    selection = choose(material.conflict, material.held)
    grid = option_grid(
        material.conflict, selection, material.standing, material.marks, f"States and moves: {material.case.title}"
    )
    return Picture(Markup(grid.svg), _legend(material, grid), _caption(grid))  # noqa: S704 (our own)


def strips(material: Material) -> Markup | None:
    """Return who wants what as a drawing, if there are few enough states to draw."""
    if material.conflict.n_states > MOST_STATES:
        return None
    title = f"Who wants what: {material.case.title}"
    return Markup(preference_strips(material.conflict, material.standing, material.marks, title))  # noqa: S704 (our own)


def _caption(grid: Grid) -> str:
    selection = grid.selection
    if not selection.is_complete:
        shown = (
            f"Showing {len(selection.states)} of {selection.total:,} states: the status quo, where it can settle, what "
            f"lies between. {_STEPS}"
        )
    elif selection.next_steps_only:
        shown = (
            f"All {selection.total} states; of the moves only improvements, and of these each party’s next better "
            f"step. {_STEPS}"
        )
    else:
        shown = f"All {selection.total} states and all moves." if selection.total > 1 else "The only state."
    ways = f"Moves run {'; '.join(grid.directions)}." if grid.directions else ""
    numbered = [f"({number}) {words}" for number, words in enumerate(grid.steps, start=1)]
    steps = f"Along each diagonal, from the top left: {'; '.join(numbered)}." if len(numbered) > 1 else ""
    return " ".join(filter(None, (shown, ways, steps)))


def _legend(material: Material, grid: Grid) -> tuple[LegendItem, ...]:
    present = {material.standing[state] for state in grid.selection.states}
    items = [
        LegendItem(
            _sample(14.0, line(mark, 3, 7, 22), shape(mark, 35, 7, 11)), f"{party.short} moves ({mark.line} line)"
        )
        for number, (party, mark) in enumerate(zip(material.parties, material.marks, strict=True))
        if number in grid.movers
    ]
    if Weight.LIGHT in grid.weights:
        items.append(LegendItem(_arrow(2.1, 8.0), "improvement that can follow from the status quo"))
        items.append(LegendItem(_arrow(1.0, 5.5), "other improvement for the party that moves"))
    else:
        items.append(LegendItem(_arrow(2.1, 8.0), "improvement for the party that moves"))
    if Weight.FAINT in grid.weights:
        items.append(LegendItem(_arrow(1.0, 5.5), "move that brings it no improvement"))
    items.append(LegendItem(_tail(), "it can also move back"))
    alone = Concept.NASH in material.result.stable
    firm = "can settle here: holds by itself" if alone else "can settle here, under every concept used"
    rings = (
        (material.conflict.status_quo in grid.selection.states, Ring("", is_now=True), "status quo (now)"),
        (Standing.FIRM in present, Ring("", Standing.FIRM), firm),
        (Standing.CONDITIONAL in present, Ring("", Standing.CONDITIONAL), "can settle here under some concepts only"),
    )
    middle, height = _LONG / 2, 2 * RADIUS + 10
    items += [
        LegendItem(_sample(height, ring.draw(middle, height / 2)), words) for wanted, ring, words in rings if wanted
    ]
    return tuple(items)


def _arrow(width: float, head: float) -> Markup:
    """Return a sample of how heavily a move is drawn, in the colour of no party."""
    tip, back = _LONG - 4, _LONG - 4 - head
    return _sample(
        14.0,
        node("path", d=f"M4 7H{number(back)}", stroke=INK, stroke_width=width),
        node(
            "path",
            d=f"M{number(back)} {number(7 - 0.45 * head)}L{number(tip)} 7L{number(back)} {number(7 + 0.45 * head)}Z",
            fill=INK,
        ),
        opacity=None if width > 1.5 else 0.6,
    )


def _tail() -> Markup:
    start = node("circle", cx=8, cy=7, r=2.6, fill=PAPER, stroke=INK)
    return _sample(14.0, node("path", d=f"M10 7H{number(_LONG - 4)}", stroke=INK, stroke_width=2.1), start)


def _sample(height: float, *elements: Element, opacity: float | None = None) -> Markup:
    box, group = f"0 0 {number(_LONG)} {number(height)}", node("g", *elements, opacity=opacity)
    drawn = node("svg", group, aria_hidden="true", width=_LONG, height=height, viewBox=box)
    return Markup(markup(drawn))  # noqa: S704 (our own)
