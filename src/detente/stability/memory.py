"""How much memory each engine takes for a case, by estimate, before anything is compiled.

What every engine shares is in `detente.conflict.limits`: the compiled case, and the least that an analysis takes.
Beyond that, for N combinations, m states, n decision makers and keys of b bytes:

=========================  ====================================================================================
``explicit-options``       up to 5nb bytes a combination: levels upside down, two concepts' keys while the next two
                           concepts' are laid out; 8 bytes for each infeasible combination
``explicit-options-fast``  nothing but the compiler
``explicit-list``          45n + 64 bytes a state
``explicit-arcs``          64 bytes for each move of the decision maker that has most, 16 for all
=========================  ====================================================================================

Searches that end what sweeps do not are rare, and not counted: up to 20 bytes more for each combination and decision
maker.
"""

from __future__ import annotations

from detente.case.model import Case, Condition
from detente.conflict.limits import Sizes, count_feasible, moves_memory
from detente.stability.simultaneous import AT_A_TIME, MOST_COMBINATIONS

_AROUND = 8 << 20  # blocks that fit the cache, and what the interpreter keeps
_COMPILER = 144 << 20  # loading compiled kernels, and what they work on at a time


def fast_memory(sizes: Sizes) -> int:
    """Return the bytes that compiling and analyzing with compiled kernels take."""
    return sizes.least + simultaneous_memory(sizes) + _COMPILER


def options_memory(sizes: Sizes) -> int:
    """Return the bytes that compiling and analyzing on all combinations without compiled kernels take."""
    n = sizes.decision_makers
    table = sizes.cells * n * sizes.key_bytes  # a key for each decision maker and combination
    closed = (sizes.cells * sizes.key_bytes + 8 * (sizes.cells - sizes.states)) if sizes.constrained else 0
    seeking = 5 * table + 3 * n * sizes.states
    judging = 3 * table + 5 * n * sizes.states + n * sizes.cells
    at_work = sizes.compiled + sizes.laid_out + closed + max(seeking, judging)
    return max(sizes.compiling, at_work) + simultaneous_memory(sizes) + _AROUND


def arcs_memory(case: Case, sizes: Sizes) -> int:
    """Return the bytes that compiling and analyzing take where moves are listed one by one, at most."""
    moves = [_most_moves(case, dm, sizes) for dm in case.decision_makers]
    states = sizes.compiling + sizes.states * (64 + 32 * sizes.decision_makers)
    return states + moves_memory(moves) + _AROUND


def list_memory(case: Case, sizes: Sizes) -> int:
    """Return the bytes that compiling and analyzing take where combinations are laid out and states then listed."""
    parties = case.decision_makers.items()
    one_way = [dm for dm, party in parties if any(option.irreversible for option in party.options.values())]
    moves = [_most_moves(case, dm, sizes) for dm in one_way]
    at_work = sizes.compiled + sizes.ordered
    return max(sizes.compiling, at_work) + moves_memory(moves) + simultaneous_memory(sizes) + _AROUND


def simultaneous_memory(sizes: Sizes) -> int:
    """Return the bytes that SIM takes, where it is offered."""
    if sizes.cells > MOST_COMBINATIONS:
        return 0
    return min(sizes.cells**2, AT_A_TIME) * 8 * (2 * sizes.decision_makers + 8)


def _most_moves(case: Case, dm: str, sizes: Sizes) -> int:
    """Return how many moves a decision maker can have at most."""
    if case.is_graph_form:
        count = sum(len(targets) for targets in case.arcs.get(dm, {}).values())
    else:
        options = case.decision_makers[dm].options
        one_way = sum(option.irreversible is not None for option in options.values())
        # of the four ways an option can stand before and after a move, one that changes one way only has three
        pairs = ((sizes.cells << len(options)) * 3**one_way >> 2 * one_way) - sizes.cells
        count = min(pairs, sizes.states * ((1 << len(options)) - 1))
    added = (move for move in case.moves if move.by == dm and not move.never)
    return count + sum(_n_states(case, move.origin, sizes) * _n_states(case, move.to, sizes) for move in added)


def _n_states(case: Case, condition: Condition, sizes: Sizes) -> int:
    return sizes.states if case.is_graph_form else count_feasible(case.options, (condition.formula,))
