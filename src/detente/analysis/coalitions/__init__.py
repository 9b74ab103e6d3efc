"""Which groups could move together, and what that undoes."""

from detente.analysis.coalitions.find import find_coalitions
from detente.analysis.coalitions.model import (
    CONCEPTS,
    BreakAway,
    CoalitionResult,
    Jump,
    Members,
    Setback,
    Way,
    Worst,
)

__all__ = [
    "CONCEPTS",
    "BreakAway",
    "CoalitionResult",
    "Jump",
    "Members",
    "Setback",
    "Way",
    "Worst",
    "find_coalitions",
]
