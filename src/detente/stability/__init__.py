"""The mathematics of staying or moving: concepts, verdicts for every state, proof traces."""

from detente.stability.explain import explain_state
from detente.stability.model import (
    Comparison,
    Concept,
    Departure,
    Reply,
    StabilityResult,
    Step,
    Trace,
)
from detente.stability.solve import analyze_stability

__all__ = [
    "Comparison",
    "Concept",
    "Departure",
    "Reply",
    "StabilityResult",
    "Step",
    "Trace",
    "analyze_stability",
    "explain_state",
]
