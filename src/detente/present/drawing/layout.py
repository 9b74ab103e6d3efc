"""Where states stand.

Option form: the *option grid*. The party with most option combinations gives the columns, the second the rows, and
the combinations of all others shift a state along the diagonal of its cell. The place of a state depends on options
only, so it never changes with preferences, and every move of one party has one direction.

Graph form, and grids that would be too wide to read: columns by the number of moves from the status quo (or from the
first state), in the order of states within each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.conflict import Conflict, OptionMoves
from detente.conflict.navigate import moves_from

RADIUS = 14.0
"""Half the height of a state's ring."""

_FONT = 11.0
_STEP_X, _STEP_Y = 30.0, 40.0  # from one combination of the others to the next, within a cell
_GAP_X, _GAP_Y = 52.0, 46.0  # between cells, where the moves run
_CASCADE = 4  # combinations on one diagonal before the next begins beside it
_LAYER_X, _LAYER_Y = 150.0, 58.0
_WIDEST = 1500.0  # a grid that would be wider is drawn in layers


@dataclass(frozen=True, slots=True)
class Axis:
    """One direction of the grid: the combinations of the options in `mask` that occur among the shown states.

    Attributes
    ----------
    parties : tuple of int
        Whose options they are; columns and rows have one party each, the diagonal has all others.
    combinations : tuple of int
        Bit masks, in the order in which they stand.
    places : tuple of float
        Where each begins, left to right or top to bottom.
    """

    parties: tuple[int, ...]
    combinations: tuple[int, ...]
    places: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Places for the shown states, measured from the top left corner of the field of states.

    Attributes
    ----------
    places : dict of int to (float, float)
        Centre of each state.
    half : float
        Half the width of a state's ring; rings are capsules if names are long.
    size : (float, float)
        Of the field.
    columns, rows, diagonal : Axis or None
        The directions; None where states stand in layers.
    """

    places: dict[int, tuple[float, float]]
    half: float
    size: tuple[float, float]
    columns: Axis | None = None
    rows: Axis | None = None
    diagonal: Axis | None = None


def arrange(conflict: Conflict, states: Sequence[int], names: Sequence[str]) -> Layout:
    """Return a place for every shown state; `names` are what stands in the rings."""
    half = half_width(names)
    if not conflict.options:
        return _layers(conflict, states, half)
    grid = _grid(conflict, states, half)
    return grid if grid.size[0] <= _WIDEST else _layers(conflict, states, half)


def half_width(names: Sequence[str]) -> float:
    """Return half the width that the rings of states need for their names; the same for all, so that they align.

    >>> half_width(["s1", "s12"]) == RADIUS < half_width(["ceasefire"])
    True
    """
    return max([RADIUS, *(3.5 + len(name) * _FONT * 0.31 for name in names)])


def own_masks(conflict: Conflict) -> tuple[int, ...]:
    """Return the bit mask of the options of each decision maker."""
    if isinstance(conflict.moves, OptionMoves):
        return conflict.moves.own
    owners = [option.partition(".")[0] for option in conflict.options]
    return tuple(
        sum(1 << bit for bit, owner in enumerate(owners) if owner == party) for party in conflict.decision_makers
    )


def _grid(conflict: Conflict, states: Sequence[int], half: float) -> Layout:
    masks = own_masks(conflict)
    codes = [int(conflict.combination[state]) for state in states]
    variety = [len({code & mask for code in codes}) for mask in masks]
    order = sorted(range(len(masks)), key=lambda party: (-variety[party], party))
    across, down = order[0], [party for party in order[1:2] if variety[party] > 1]
    others = tuple(sorted(party for party in order[1 + len(down) :] if variety[party] > 1))

    def occurring(parties: Sequence[int]) -> tuple[int, ...]:
        mask = sum(masks[party] for party in parties)
        return tuple(sorted({code & mask for code in codes}))

    rest = occurring(others)
    shifts = [
        (
            (number // _CASCADE) * (_CASCADE * _STEP_X + half) + (number % _CASCADE) * _STEP_X,
            number % _CASCADE * _STEP_Y,
        )
        for number in range(len(rest))
    ]
    wide = 2 * half + max(x for x, _ in shifts)
    high = 2 * RADIUS + max(y for _, y in shifts)
    columns = _axis((across,), occurring((across,)), wide + _GAP_X)
    rows = _axis(tuple(down), occurring(down), high + _GAP_Y)
    places = {}
    for state, code in zip(states, codes, strict=True):
        x = columns.places[columns.combinations.index(code & masks[across])]
        y = rows.places[rows.combinations.index(code & sum(masks[party] for party in down))]
        dx, dy = shifts[rest.index(code & sum(masks[party] for party in others))]
        places[state] = (x + dx + half, y + dy + RADIUS)
    size = (columns.places[-1] + wide, rows.places[-1] + high)
    return Layout(places, half, size, columns, rows, Axis(others, rest, tuple(x for x, _ in shifts)))


def _axis(parties: tuple[int, ...], combinations: tuple[int, ...], step: float) -> Axis:
    return Axis(parties, combinations, tuple(number * step for number in range(len(combinations))))


def _layers(conflict: Conflict, states: Sequence[int], half: float) -> Layout:
    shown = set(states)
    root = conflict.status_quo if conflict.status_quo in shown else min(shown)
    distance = {root: 0}
    queue = [root]
    for state in queue:
        for party in range(len(conflict.decision_makers)):
            for target in moves_from(conflict, party, state).tolist():
                if target in shown and target not in distance:
                    distance[target] = distance[state] + 1
                    queue.append(target)
    unreached = max(distance.values()) + 1
    columns: dict[int, list[int]] = {}
    for state in sorted(shown):
        columns.setdefault(distance.get(state, unreached), []).append(state)
    tallest = max(len(column) for column in columns.values())
    step = max(_LAYER_X, 2 * half + 2 * _GAP_X)
    places = {}
    for number, depth in enumerate(sorted(columns)):
        column = columns[depth]
        top = (tallest - len(column)) * _LAYER_Y / 2
        for row, state in enumerate(column):
            # a slight stagger, so that a move within the column does not run through the states between
            places[state] = (number * step + half + (row % 2) * 36.0, top + row * _LAYER_Y + RADIUS)
    width = max(x for x, _ in places.values()) + half
    return Layout(places, half, (width, (tallest - 1) * _LAYER_Y + 2 * RADIUS))
