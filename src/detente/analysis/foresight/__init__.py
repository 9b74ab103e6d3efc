"""Where two parties would stay if they look some moves ahead, or as far as it takes."""

from detente.analysis.foresight.find import find_foresight
from detente.analysis.foresight.model import Foresight, Play, Ties, Verdicts, held_by_both

__all__ = ["Foresight", "Play", "Ties", "Verdicts", "find_foresight", "held_by_both"]
