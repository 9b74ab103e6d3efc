"""Two cases, or a case and its variant, side by side: what changed, and which change did it."""

from detente.analysis.comparison.find import compare
from detente.analysis.comparison.model import Cause, Change, ComparisonResult, Equilibria, Place, Turned, Way

__all__ = ["Cause", "Change", "ComparisonResult", "Equilibria", "Place", "Turned", "Way", "compare"]
