"""How a move runs from one state to another without crossing the states between.

A route is a straight line, or one quadratic Bézier curve. Bends are tried in a fixed order and the first that keeps
clear of every other state is taken; if none does, the one that comes closest to it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

_CLEARANCE = 4.0
_BENDS = (0.0, 0.12, -0.12, 0.2, -0.2, 0.3, -0.3, 0.42, -0.42)
_LONGEST_BEND = 64.0
_SAMPLES = np.linspace(0.08, 0.92, 15)


@dataclass(frozen=True, slots=True)
class Route:
    """A curve: where it begins, its control point, where it ends. Ends touch the rings of the two states."""

    start: tuple[float, float]
    control: tuple[float, float]
    end: tuple[float, float]

    @property
    def is_straight(self) -> bool:
        """Whether the control point lies on the line."""
        (x0, y0), (x1, y1), (x2, y2) = self.start, self.control, self.end
        return abs((x1 - x0) * (y2 - y0) - (y1 - y0) * (x2 - x0)) < 1.0

    @property
    def heading(self) -> tuple[float, float]:
        """The direction in which it arrives, of length one."""
        dx, dy = self.end[0] - self.control[0], self.end[1] - self.control[1]
        length = (dx * dx + dy * dy) ** 0.5 or 1.0
        return dx / length, dy / length

    @property
    def widest(self) -> tuple[float, float]:
        """A left and a right bound: those of the ends and of the middle, beyond which a curve hardly goes."""
        return self._bounds(0)

    @property
    def highest(self) -> tuple[float, float]:
        """An upper and a lower bound."""
        return self._bounds(1)

    def _bounds(self, axis: int) -> tuple[float, float]:
        middle = (self.start[axis] + 2 * self.control[axis] + self.end[axis]) / 4
        values = (self.start[axis], middle, self.end[axis])
        return min(values), max(values)


class Router:
    """Finds routes among states at fixed places.

    Parameters
    ----------
    places
        Centre of each state.
    half, radius
        Half the width and half the height of a ring.
    """

    def __init__(self, places: dict[int, tuple[float, float]], half: float, radius: float) -> None:
        self._number = {state: position for position, state in enumerate(places)}
        self._centres: FloatArray = np.array(list(places.values()), dtype=np.float64).reshape(-1, 2)
        self._flat, self._radius = half - radius, radius
        self._taken: set[tuple[int, int, int]] = set()

    def route(self, start: int, end: int) -> Route:
        """Return the route of one more move; two moves between the same states get different routes."""
        a, b = self._number[start], self._number[end]
        origin, target = self._centres[a], self._centres[b]
        others = np.delete(self._centres, (a, b), axis=0)
        length = float(np.hypot(*(target - origin)))
        candidates = []
        for order, bend in enumerate(_BENDS):
            lift = float(np.clip(bend * length, -_LONGEST_BEND, _LONGEST_BEND))
            control = _control(origin, target, lift)
            shortage = max(0.0, self._radius + _CLEARANCE - self._nearest(origin, control, target, others))
            pair = (min(a, b), max(a, b), order)
            candidates.append((shortage + 100.0 * (pair in self._taken), order, control, pair))
        _, _, control, pair = min(candidates, key=lambda candidate: candidate[:2])
        self._taken.add(pair)
        first, last = self._edge(origin, control), self._edge(target, control)
        return Route(first, (float(control[0]), float(control[1])), last)

    def _nearest(self, origin: FloatArray, control: FloatArray, target: FloatArray, others: FloatArray) -> float:
        """Return how near the curve comes to the centre of any other state (capsules count by their nearest end)."""
        if not len(others):
            return float("inf")
        t = _SAMPLES[:, None]
        curve = (1 - t) ** 2 * origin + 2 * t * (1 - t) * control + t**2 * target
        gap = np.abs(curve[:, None, :] - others[None, :, :])
        gap[..., 0] = np.maximum(0.0, gap[..., 0] - self._flat)
        return float(np.hypot(gap[..., 0], gap[..., 1]).min())

    def _edge(self, centre: FloatArray, toward: FloatArray) -> tuple[float, float]:
        """Return the point on a state's ring in the direction of another point."""
        reach = self._radius + 5.0
        dx, dy = (float(value) for value in toward - centre)
        near = min(max(dx, -self._flat), self._flat)  # the point of the capsule's spine that is nearest
        length = float(np.hypot(dx - near, dy)) or 1.0
        return (
            float(centre[0]) + near + (dx - near) / length * reach,
            float(centre[1]) + dy / length * reach,
        )


def _control(origin: FloatArray, target: FloatArray, lift: float) -> FloatArray:
    """Return the control point of a curve that rises `lift` to the left of its direction, read from the lower end.

    The side does not depend on which end is the start, so a move and its return bend to the same side.
    """
    low, high = (origin, target) if tuple(origin) <= tuple(target) else (target, origin)
    along = high - low
    length = float(np.hypot(*along)) or 1.0
    across = np.array([along[1], -along[0]]) / length
    return np.asarray((origin + target) / 2 + across * 2 * lift, dtype=np.float64)
