"""What holds although comparisons are unknown, and how firmly sanctions deter."""

from detente.analysis.partial.find import find_partial, find_partial_if_few, is_partial
from detente.analysis.partial.model import EXTENDED, Extension, PartialResult, Question, Settled, Strength

__all__ = [
    "EXTENDED",
    "Extension",
    "PartialResult",
    "Question",
    "Settled",
    "Strength",
    "find_partial",
    "find_partial_if_few",
    "is_partial",
]
