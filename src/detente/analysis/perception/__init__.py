"""What each party believes, what it expects, and what follows when all act on what they believe."""

from detente.analysis.perception.find import CONCEPTS, find_perceptions
from detente.analysis.perception.model import (
    Correction,
    Deterrence,
    HyperEquilibrium,
    Idle,
    Outlook,
    PartyView,
    PerceptionResult,
    Rest,
    Surprise,
    Turn,
    UnseenMove,
)

__all__ = [
    "CONCEPTS",
    "Correction",
    "Deterrence",
    "HyperEquilibrium",
    "Idle",
    "Outlook",
    "PartyView",
    "PerceptionResult",
    "Rest",
    "Surprise",
    "Turn",
    "UnseenMove",
    "find_perceptions",
]
