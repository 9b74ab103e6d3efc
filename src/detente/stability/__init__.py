"""The mathematics of staying or moving: concepts, verdicts for every state, proof traces."""

from detente.stability.batch import BatchResult, PartyResult, analyze_parties, analyze_variants
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
    "BatchResult",
    "Comparison",
    "Concept",
    "Departure",
    "PartyResult",
    "Reply",
    "StabilityResult",
    "Step",
    "Trace",
    "analyze_parties",
    "analyze_stability",
    "analyze_variants",
    "explain_state",
]
