"""How the dispute could move on from where it stands."""

from detente.analysis.evolution.chances import draw_lots
from detente.analysis.evolution.model import (
    Arrival,
    Chances,
    Ending,
    Evolution,
    Kind,
    Landing,
    Leg,
    Link,
    Members,
    Spread,
    Story,
    Telling,
)
from detente.analysis.evolution.trace import tell_stories, trace_evolution

__all__ = [
    "Arrival",
    "Chances",
    "Ending",
    "Evolution",
    "Kind",
    "Landing",
    "Leg",
    "Link",
    "Members",
    "Spread",
    "Story",
    "Telling",
    "draw_lots",
    "tell_stories",
    "trace_evolution",
]
