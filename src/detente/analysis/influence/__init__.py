"""What holds with and without each influence, what tips, and what it rests on."""

from detente.analysis.influence.find import CONCEPTS, chains_of, find_influences, thinnest
from detente.analysis.influence.model import (
    Backing,
    Chain,
    ChainLink,
    Change,
    Extent,
    InfluenceResult,
    Reading,
    ReadingKind,
    Response,
    Rest,
    Setting,
    Shift,
    Signal,
    Taken,
    Threshold,
    Tipping,
)

__all__ = [
    "CONCEPTS",
    "Backing",
    "Chain",
    "ChainLink",
    "Change",
    "Extent",
    "InfluenceResult",
    "Reading",
    "ReadingKind",
    "Response",
    "Rest",
    "Setting",
    "Shift",
    "Signal",
    "Taken",
    "Threshold",
    "Tipping",
    "chains_of",
    "find_influences",
    "thinnest",
]
