"""Stability without a list of states: sets of states as decision diagrams (extra ``symbolic``).

The sets are counted exactly, searched and sampled; single states are judged without the global answer.
"""

from detente.stability.choose import why_not_symbolic
from detente.stability.symbolic.diagrams import Budget
from detente.stability.symbolic.find import find_state, status_quo
from detente.stability.symbolic.local import Judge
from detente.stability.symbolic.model import SymbolicModel, build_symbolic
from detente.stability.symbolic.result import SymbolicResult
from detente.stability.symbolic.solve import GaveUpError, solve_symbolic
from detente.stability.symbolic.states import State, StateSet, state_of
from detente.stability.symbolic.trace import explain_symbolically

__all__ = [
    "Budget",
    "GaveUpError",
    "Judge",
    "State",
    "StateSet",
    "SymbolicModel",
    "SymbolicResult",
    "build_symbolic",
    "explain_symbolically",
    "find_state",
    "solve_symbolic",
    "state_of",
    "status_quo",
    "why_not_symbolic",
]
