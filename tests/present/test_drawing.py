"""Drawings: places, what is shown, lines that keep clear, and text that stays text."""

from __future__ import annotations

import xml.etree.ElementTree as Tree
from math import hypot

import numpy as np
import pytest

from detente.conflict import Conflict, build_conflict, improvements_from, moves_from, state_id
from detente.present.drawing import selection
from detente.present.drawing.grid import option_grid
from detente.present.drawing.layout import RADIUS, arrange, own_masks
from detente.present.drawing.marks import shape
from detente.present.drawing.rings import Ring, Standing
from detente.present.drawing.routes import Router
from detente.present.drawing.selection import Selection, Weight, choose, links
from detente.present.drawing.strips import levels, preference_strips
from detente.present.drawing.svg import markup, node
from detente.present.names import SHAPES, PartyMark, party_marks
from detente.present.report.material import gather
from tests.report_cases import ATTACK, CATALOGUE, hostile_case, large_case, result_of

SVG = "{http://www.w3.org/2000/svg}"


def _parse(svg: str) -> Tree.Element:
    return Tree.fromstring(svg)  # noqa: S314 (our own)


def _marks(conflict: Conflict) -> tuple[PartyMark, ...]:
    return tuple(party_marks(conflict.case).values())


def _everything(conflict: Conflict) -> Selection:
    return Selection(tuple(range(conflict.n_states)), conflict.n_states, True, False)


def _names(conflict: Conflict, states: tuple[int, ...]) -> list[str]:
    return [state_id(conflict, state) for state in states]


def _draw(name: str) -> tuple[Conflict, Tree.Element]:
    material = gather(result_of(name))
    conflict = material.conflict
    grid = option_grid(conflict, choose(conflict, material.held), material.standing, material.marks, "Title")
    return conflict, _parse(grid.svg)


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_drawing_is_xml_that_screen_readers_announce(name: str) -> None:
    _, svg = _draw(name)
    title, description = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert (svg.get("role"), svg.get("aria-labelledby")) == ("img", title.get("id"))
    assert svg.get("aria-describedby") == description.get("id")
    assert (title.text, bool(description.text)) == ("Title", True)
    assert not list(svg.iter(f"{SVG}style"))


@pytest.mark.parametrize("name", CATALOGUE)
def test_everything_drawn_lies_inside_the_picture(name: str) -> None:
    _, svg = _draw(name)
    width, height = float(svg.get("width", 0)), float(svg.get("height", 0))
    field = svg.find(f"{SVG}g")
    assert field is not None
    dx, dy = (float(value) for value in field.get("transform", "").removeprefix("translate(").rstrip(")").split())
    for ring in field.iter(f"{SVG}rect"):
        x, y = float(ring.get("x", 0)) + dx, float(ring.get("y", 0)) + dy
        assert x >= 0
        assert y >= 0
        assert x + float(ring.get("width", 0)) <= width
        assert y + float(ring.get("height", 0)) <= height
    for text in field.iter(f"{SVG}text"):
        assert float(text.get("x", 0)) + dx >= 0
        assert float(text.get("y", 0)) + dy >= 8


@pytest.mark.parametrize("name", CATALOGUE)
def test_no_two_states_share_a_place(name: str) -> None:
    conflict = result_of(name).conflict
    states = choose(conflict, gather(result_of(name)).held).states
    layout = arrange(conflict, states, _names(conflict, states))
    places = list(layout.places.values())
    for number, (x, y) in enumerate(places):
        for other_x, other_y in places[:number]:
            assert abs(x - other_x) >= 2 * layout.half or abs(y - other_y) >= 2 * RADIUS


def test_places_depend_on_options_only() -> None:
    conflict = result_of("elmira-12").conflict
    states = tuple(range(conflict.n_states))
    layout = arrange(conflict, states, _names(conflict, states))
    for party, mask in enumerate(own_masks(conflict)):
        directions = set()
        for state in states:
            for target in moves_from(conflict, party, state).tolist():
                (x, y), (to_x, to_y) = layout.places[state], layout.places[target]
                directions.add((x != to_x, y != to_y))
                assert (int(conflict.combination[state]) ^ int(conflict.combination[target])) & ~mask == 0
        assert len(directions) == 1, "the moves of one party have one direction"


def test_rows_and_columns_belong_to_the_parties_with_most_combinations() -> None:
    conflict = result_of("elmira-12").conflict
    layout = arrange(conflict, tuple(range(12)), _names(conflict, tuple(range(12))))
    assert layout.columns is not None
    assert layout.rows is not None
    assert layout.diagonal is not None
    parties = [conflict.decision_makers[axis.parties[0]] for axis in (layout.columns, layout.rows, layout.diagonal)]
    assert parties == ["uniroyal", "ministry", "municipality"]
    assert [len(axis.combinations) for axis in (layout.columns, layout.rows, layout.diagonal)] == [3, 2, 2]


def test_graph_form_stands_in_layers_by_the_number_of_moves() -> None:
    conflict = result_of("elmira-graph").conflict
    layout = arrange(conflict, tuple(range(9)), _names(conflict, tuple(range(9))))
    assert layout.columns is None
    start = layout.places[0][0]
    assert all(start < x for state, (x, _) in layout.places.items() if state)


@pytest.mark.parametrize("name", ["elmira", "elmira-12", "elmira-graph", "cuba-1962"])
def test_small_pictures_have_every_move_once(name: str) -> None:
    conflict = result_of(name).conflict
    drawn = links(conflict, _everything(conflict))
    expected = {
        (party, state, target)
        for party in range(len(conflict.decision_makers))
        for state in range(conflict.n_states)
        for target in moves_from(conflict, party, state).tolist()
    }
    actual = [(link.party, link.start, link.end) for link in drawn]
    actual += [(link.party, link.end, link.start) for link in drawn if link.returns]
    assert len(actual) == len(set(actual))
    assert expected == set(actual)


@pytest.mark.parametrize("name", ["elmira", "elmira-graph", "cuba-1962"])
def test_heavy_lines_are_exactly_the_improvements(name: str) -> None:
    conflict = result_of(name).conflict
    expected = {
        (party, state, target)
        for party in range(len(conflict.decision_makers))
        for state in range(conflict.n_states)
        for target in improvements_from(conflict, party, state).tolist()
    }
    drawn = links(conflict, _everything(conflict))
    assert expected == {(link.party, link.start, link.end) for link in drawn if link.weight is Weight.HEAVY}


def test_next_steps_lead_to_every_improvement() -> None:
    conflict = build_conflict(large_case(6))
    states = tuple(range(conflict.n_states))
    drawn = links(conflict, Selection(states, conflict.n_states, False, True))
    for party in range(len(conflict.decision_makers)):
        steps: dict[int, set[int]] = {state: set() for state in states}
        for link in drawn:
            if link.party == party:
                steps[link.start].add(link.end)
        for state in states:
            reached: set[int] = set()
            queue = [state]
            for at in queue:
                new = steps[at] - reached
                reached |= new
                queue += sorted(new)
            assert set(improvements_from(conflict, party, state).tolist()) == reached


@pytest.mark.parametrize(("options", "most"), [(5, 32), (6, 64), (9, selection.AROUND), (13, selection.AROUND)])
def test_large_models_show_a_neighbourhood(options: int, most: int) -> None:
    conflict = build_conflict(large_case(options))
    held = np.zeros(conflict.n_states, dtype=np.int64)
    held[-3:] = 2
    chosen = choose(conflict, held)
    assert chosen.total == 2**options
    assert conflict.status_quo in chosen.states
    assert len(chosen.states) <= most
    assert chosen.is_complete == (options <= 6)
    if options > 6:
        assert {conflict.n_states - 1} <= set(chosen.states), "an equilibrium is shown"


def test_routes_keep_clear_of_other_states() -> None:
    places = {number: (number * 80.0, 0.0) for number in range(4)}
    router = Router(places, RADIUS, RADIUS)
    assert router.route(0, 1).is_straight
    over = router.route(0, 3)
    (x0, y0), (x1, y1), (x2, y2) = over.start, over.control, over.end
    for step in range(21):
        t = step / 20
        x = (1 - t) ** 2 * x0 + 2 * t * (1 - t) * x1 + t**2 * x2
        y = (1 - t) ** 2 * y0 + 2 * t * (1 - t) * y1 + t**2 * y2
        assert all(hypot(x - places[state][0], y - places[state][1]) > RADIUS for state in (1, 2))
    assert router.route(1, 0) != router.route(0, 1), "two lines between the same states do not lie on each other"


def test_shapes_are_all_different_and_text_is_escaped() -> None:
    outlines = {
        markup(shape(PartyMark("A", "#000000", name, "x", "", "solid"), 8, 8, 12)) for name in SHAPES
    }  # fmt: skip
    assert len(SHAPES) == len(outlines)
    element = _parse(markup(node("text", ATTACK, data_x=ATTACK)))
    assert list(element) == []
    assert element.text == ATTACK.replace("\u202e", "[U+202E]") == element.get("data-x")


def test_a_hostile_case_draws_nothing_but_text() -> None:
    conflict = build_conflict(hostile_case())
    standing = (Standing.NONE,) * conflict.n_states
    grid = option_grid(conflict, _everything(conflict), standing, _marks(conflict), ATTACK)
    strips = preference_strips(conflict, standing, _marks(conflict), ATTACK)
    for text in (grid.svg, strips):
        tags = {element.tag.removeprefix(SVG) for element in _parse(text).iter()}
        assert tags <= {"svg", "title", "desc", "g", "path", "text", "rect", "circle"}


@pytest.mark.parametrize("name", CATALOGUE)
def test_levels_hold_every_state_once_best_first(name: str) -> None:
    conflict = result_of(name).conflict
    for party in range(len(conflict.decision_makers)):
        ranked = levels(conflict, party)
        assert sorted(state for group in ranked for state in group) == list(range(conflict.n_states))
        places = [{int(conflict.level[party, state]) for state in group} for group in ranked]
        assert [len(place) for place in places] == [1] * len(places)
        assert places == sorted(places, key=max, reverse=True)


@pytest.mark.parametrize(
    ("standing", "is_now", "outlines", "dashes"),
    [(Standing.NONE, False, 1, 0), (Standing.FIRM, False, 2, 0), (Standing.CONDITIONAL, True, 1, 1)],
)
def test_rings_tell_standing_without_colour(standing: Standing, is_now: bool, outlines: int, dashes: int) -> None:
    drawn = _parse(markup(Ring("s1", standing, is_now).draw(0, 0, tagged=True)))
    rects = list(drawn.iter("rect"))
    words = [text.text for text in drawn.iter("text")]
    assert (outlines, dashes) == (len(rects), sum("stroke-dasharray" in rect.attrib for rect in rects))
    assert words == (["s1", "now"] if is_now else ["s1"])
