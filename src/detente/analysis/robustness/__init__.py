"""How much of an answer depends on which assumption: shares of readings, margins, what tips it."""

from detente.analysis.robustness.census import take_census
from detente.analysis.robustness.exchanges import find_list_margins
from detente.analysis.robustness.find import find_robustness
from detente.analysis.robustness.margins import find_margins
from detente.analysis.robustness.model import (
    Act,
    Census,
    Exchange,
    Lever,
    ListMargin,
    Margin,
    PartyOrders,
    RobustnessResult,
    Share,
    Switch,
    Tipping,
)
from detente.analysis.robustness.tipping import find_switches, find_tipping

__all__ = [
    "Act",
    "Census",
    "Exchange",
    "Lever",
    "ListMargin",
    "Margin",
    "PartyOrders",
    "RobustnessResult",
    "Share",
    "Switch",
    "Tipping",
    "find_list_margins",
    "find_margins",
    "find_robustness",
    "find_switches",
    "find_tipping",
    "take_census",
]
