"""How much memory a case takes, and whether its feasible combinations are listed rather than laid out.

The memory a conflict and its analysis take is estimated before anything is allocated. The model, per combination of
options: 13 bytes for the state (whether it is feasible, its number, its bits), 40 while something is sorted and, for
every decision maker, 46: 4 for its level, 6 for its verdicts under six concepts, 16 for the engine's keys and 20 for
the flood that ends what sweeps do not. The flood is rare and levels seldom need four bytes, so most cases take half
of it. Where combinations are listed: 64 bytes a state and 42 for every decision maker. For explicit arcs: 64 bytes an
arc of the decision maker that has most, 16 for each of the others'.
"""

from __future__ import annotations

from detente.case.model import Case
from detente.conflict.arcs import needs_arcs
from detente.conflict.listed import feasible_combinations
from detente.conflict.model import IntArray
from detente.errors import LimitError

DEFAULT_MEMORY_LIMIT = 1 << 30
_MOST_LISTED_OPTIONS = 62  # a combination is a number of 64 bits
_SPARSE = 8  # one in so many combinations may be feasible for a list of them to pay


def estimated_memory(case: Case) -> int:
    """Return how many bytes the states, levels and verdicts of a case take, before constraints are looked at.

    >>> from detente.case.model import Case, DecisionMaker, Option, Prioritization
    >>> options = {f"o{j}": Option(label="x") for j in range(20)}
    >>> party = DecisionMaker(name="A", options=options, preferences=Prioritization(statements=()))
    >>> estimated_memory(Case(detente=1, title="t", decision_makers={"a": party})) >> 20
    99
    """
    cells = len(case.states) if case.is_graph_form else 1 << len(case.options)
    return cells * (53 + 46 * len(case.decision_makers))


def _most_listed(case: Case, memory_limit: int) -> int:
    """Return how many feasible combinations can be listed; 0 where a list does not help."""
    k = len(case.options)
    if not case.constraints or k > _MOST_LISTED_OPTIONS or needs_arcs(case):
        return 0
    return min(memory_limit // (64 + 42 * len(case.decision_makers)), (1 << k) // _SPARSE)


def listed_combinations(case: Case, memory_limit: int) -> IntArray | None:
    """Return the feasible combinations where all together take too much memory and these are few; else None."""
    if estimated_memory(case) <= min(memory_limit, DEFAULT_MEMORY_LIMIT):
        return None
    most = _most_listed(case, memory_limit)
    rules = [constraint.that.formula for constraint in case.constraints]
    return feasible_combinations(case.options, rules, most) if most else None


def check_size(case: Case, memory_limit: int) -> None:
    """Refuse a case whose states, levels and verdicts would take more than the limit."""
    needed = estimated_memory(case)
    if needed <= memory_limit:
        return
    k, n = len(case.options), len(case.decision_makers)
    what = f"{len(case.states):,} states" if case.is_graph_form else f"{k} options make {1 << k:,} combinations"
    fewer = "states" if case.is_graph_form else "options"
    most = _most_listed(case, memory_limit)
    listed = f" Constraints would have to leave {most:,} of them at most, and leave more." if most else ""
    raise LimitError(
        f"{what}: with {n} decision maker{'s' * (n > 1)} they take about {in_words(needed)}, and the limit is "
        f"{in_words(memory_limit)}.{listed} Use fewer {fewer} (leave out those that no preference turns on, join those "
        "that are always taken together), or raise the memory limit (--memory-limit)."
    )


def in_words(size: int) -> str:
    """Write a number of bytes.

    >>> in_words(3 << 29)
    '1.5 GiB'
    """
    for unit, name in ((40, "TiB"), (30, "GiB"), (20, "MiB")):
        if size >= 1 << unit:
            return f"{size / (1 << unit):,.1f} {name}"
    return f"{size / 1024:,.1f} KiB"
