"""How much memory a case takes, and whether its feasible combinations are listed rather than laid out.

Estimated from the case alone, before anything is allocated; measured against what processes take in
``tests/stability/test_memory.py``. For N combinations, m feasible states, n decision makers:

===================  ==========================================================================================
compiled             4N (5N up to a million) where some combinations are not feasible; for each state 4 bytes (8
                     up to a million states) for its options and, for every decision maker, 2 or 4 for its level
while compiling      the levels of one decision maker: 8 bytes a state and more; 72 where so many statements
                     have to be put in order that a table of their truth values does not fit; above a million
                     states, for those only that the options mentioned tell apart
analyzed, at least   for every decision maker 5 bytes a state for verdicts (above sixteen million states 5 bits, and
                     a byte for the concept that is looked at; 3 bytes in all for the words), and 1, 2 or 4 for
                     levels where these are laid out anew; one row of keys, four up to four million combinations
listed               where combinations are listed: 16 bytes a state instead of those for combinations; 45 for
                     every decision maker, 64 at work; 64 for every move of those with irreversible options
===================  ==========================================================================================

What single engines need beyond that is in `detente.stability.memory`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from detente.case.conditions import flat_statements, mentioned
from detente.case.model import Case, Pairs, Preferences, Prioritization, Ranking
from detente.conflict.arcs import count_changes, directions, needs_arcs
from detente.conflict.listed import feasible_combinations
from detente.conflict.model import DEFAULT_MEMORY_LIMIT, IntArray
from detente.conflict.space import MANY, PartTables
from detente.errors import LimitError
from detente.logic import Formula, atoms, fold

ROWS_AT_ONCE = 4  # rows of keys that compiled kernels work on at the same time, at most
ROWS_APART = 1 << 22  # combinations up to which they do; above it is one row
PACKED = 1 << 24  # states above which verdicts of compiled kernels are kept in bits
_MOST_LISTED_OPTIONS = 62  # a combination is a number of 64 bits
_MOST_LAID_OUT = 30  # options; the states are numbered in 32 bits
_SPARSE = 8  # one in so many combinations may be feasible for a list of them to pay
_SORTING = 72  # bytes a state while levels are found by sorting
_PROJECTED = 16  # bytes a state of those that preferences tell apart: its number, its level
_TOLD = 3  # bytes a state while an answer of many states is put into words
_COUNTED = 1 << 12  # combinations above which the feasible ones are counted
_SLICE = 16  # options whose combinations are looked at together to count the feasible ones
_MOST_SUGGESTED = 1 << 36  # a limit above that is no advice


@dataclass(frozen=True, slots=True)
class Sizes:
    """What the memory of a case depends on.

    Attributes
    ----------
    cells : combinations of options, or listed states
    states : feasible ones, at most
    decision_makers
    highest : preference level, at most
    work : bytes a state while the levels of one decision maker are found, where combinations are listed
    working : bytes while they are found, where combinations are laid out
    constrained : whether some cells may be infeasible or merged
    """

    cells: int
    states: int
    decision_makers: int
    highest: int
    work: int
    working: int
    constrained: bool

    @property
    def level_bytes(self) -> int:
        """Bytes of a level in a compiled case."""
        return 2 if self.states > MANY and self.highest < 1 << 15 else 4

    @property
    def key_bytes(self) -> int:
        """Bytes of a level, and of a key, in the engines that work on all combinations."""
        return next(width for width in (1, 2, 4) if self.highest < (1 << 8 * width - 1) - 1)

    @property
    def compiled(self) -> int:
        """Bytes of a compiled case with its combinations laid out."""
        numbers = 0 if not self.constrained else 4 if self.cells > MANY else 5
        return self.cells * numbers + self.states * self._state

    @property
    def _state(self) -> int:
        return (4 if self.states > MANY else 8) + self.decision_makers * self.level_bytes

    @property
    def compiling(self) -> int:
        """Bytes that compiling takes at its peak."""
        numbering = 5 * self.cells if self.constrained else 0
        # levels that turn out not to fit in two bytes are copied
        copied = (
            self.states * max(2 * self.decision_makers - 4, 0) if self.states > MANY and self.level_bytes > 2 else 0
        )
        return max(numbering, self.compiled + copied + self.working)

    @property
    def laid_out(self) -> int:
        """Bytes of levels that engines lay out anew; none where they can use those of the compiled case."""
        used = not self.constrained and self.level_bytes == self.key_bytes
        return 0 if used else self.cells * self.key_bytes * self.decision_makers

    @property
    def least(self) -> int:
        """Bytes that compiling and analyzing take with the engine that needs least."""
        each = self.decision_makers * self.states  # verdicts under one concept
        # a concept that is looked at, or the sets of states that are told of
        read = max(each + self.states, _TOLD * self.states)
        kept, read = (5 * each, 0) if self.states <= PACKED else (5 * each // 8, read)
        at_once = ROWS_AT_ONCE if self.cells <= ROWS_APART else 1
        rows = at_once * (self.cells * self.key_bytes + self.cells // 16)
        return max(self.compiling, self.compiled + kept + max(self.laid_out + rows, read))

    @property
    def ordered(self) -> int:
        """Bytes of the states put in order for each decision maker, as the engine on a list of them needs it."""
        return self.states * (64 + 45 * self.decision_makers)

    @property
    def listed(self) -> int:
        """Bytes that compiling and analyzing take where the feasible combinations are listed, without moves."""
        compiled = self.states * (16 + self._state)
        return compiled + max(self.states * (self.work + 24), self.ordered)


def sizes_of(case: Case, n_states: int | None = None) -> Sizes:
    """Return what the memory of a case depends on; the number of feasible states if it is known."""
    cells = len(case.states) if case.is_graph_form else 1 << len(case.options)
    states = cells if n_states is None else n_states
    constrained = bool(case.constraints or case.indistinguishable)
    highest = work = working = 0
    for party in case.decision_makers.values():
        most, each = _levels(party.preferences, max(states, 1))
        each += 4  # and the row before
        at_work = cells * (3 if constrained else 1) + states * max(each, 8)
        few = _told_apart(case, party.preferences, states)
        if few < states:
            most, each_of_few = _levels(party.preferences, few)
            at_work = few * (each_of_few + _PROJECTED)
        highest, work, working = max(highest, most), max(work, each), max(working, at_work)
    return Sizes(cells, states, len(case.decision_makers), highest, work, working, constrained)


def _told_apart(case: Case, preferences: Preferences, states: int) -> int:
    """Return how many states preferences tell apart, at most, where levels are worked out on those."""
    if case.is_graph_form or case.indistinguishable or states <= MANY:
        return states
    return min(1 << len(mentioned(preferences)), states)


def counted_sizes(case: Case) -> Sizes:
    """Return the same, with the feasible states counted where they are many but can be laid out.

    >>> from detente.case.model import Case, DecisionMaker, Option, Prioritization
    >>> options = {f"o{j}": Option(label="x") for j in range(20)}
    >>> party = DecisionMaker(name="A", options=options, preferences=Prioritization(statements=()))
    >>> counted_sizes(Case(detente=1, title="t", decision_makers={"a": party})).least >> 20
    27
    """
    sizes = sizes_of(case)
    many = _COUNTED < sizes.cells <= 1 << _MOST_LAID_OUT
    if case.is_graph_form or not (many and case.constraints):
        return sizes
    rules = tuple(constraint.that.formula for constraint in case.constraints)
    return sizes_of(case, count_feasible(case.options, rules))


def _levels(preferences: Preferences, states: int) -> tuple[int, int]:
    """Return the highest level there can be, and the bytes a state that finding them takes."""
    if isinstance(preferences, Ranking):
        return len(preferences.ranking) + 1, 32
    if isinstance(preferences, Pairs):
        return len(preferences.pairs) + 1, 40 + 2 * len(preferences.pairs)
    if not isinstance(preferences, Prioritization):
        return min(1 << len(preferences.weights), states), _SORTING + 16
    bits = len(flat_statements(preferences))
    score = 2 if bits < 16 else 4 if bits < 32 else 8
    if 1 << bits > 8 * states:
        return states, _SORTING
    highest = min(1 << bits, states)
    if states > MANY:  # statements are evaluated part after part
        return highest, score + max(score, 2 if bits < 15 else 4) + 5 * (1 << bits) // states
    return highest, max(2 * score + min(bits, 8) + 3, score + 8 + 5 * (1 << bits) // states)


@lru_cache(maxsize=64)
def count_feasible(options: tuple[str, ...], rules: tuple[Formula, ...]) -> int:
    """Return how many combinations satisfy all rules.

    Cost
    ----
    A byte moved for each combination of the options that rules mention, and each rule; a megabyte at a time.

    >>> from detente.logic import And, Atom, Not
    >>> count_feasible(("a.x", "a.y", "a.z"), (Not(And((Atom("a.x"), Atom("a.z")))),))
    6
    """
    used = frozenset().union(*map(atoms, rules))
    names = tuple(name for name in options if name in used)
    low = min(len(names), _SLICE)
    count = 0
    for part in range(1 << len(names) - low):
        algebra = PartTables(names, low, part)
        feasible = np.ones((2,) * low, dtype=np.bool_)
        for rule in rules:
            feasible &= fold(rule, algebra)
        count += int(np.count_nonzero(feasible))
    return count << len(options) - len(names)


def listed_combinations(case: Case, memory_limit: int) -> IntArray | None:
    """Return the feasible combinations where all together take too much memory and these are few; else None."""
    if needs_arcs(case) or not case.constraints:
        return None
    if counted_sizes(case).least <= min(memory_limit, DEFAULT_MEMORY_LIMIT):
        return None
    return few_combinations(case, memory_limit)


def few_combinations(case: Case, memory_limit: int) -> IntArray | None:
    """Return the feasible combinations if they are few, and their list and its analysis within the limit."""
    most = _most_listed(case, memory_limit)
    if not most:
        return None
    rules = tuple(constraint.that.formula for constraint in case.constraints)
    cells = _found(case.options, rules, most)
    return cells if cells is not None and listed_memory(case, cells) <= memory_limit else None


@lru_cache(maxsize=1)  # a plan looks at them before the case is compiled
def _found(options: tuple[str, ...], rules: tuple[Formula, ...], most: int) -> IntArray | None:
    cells = feasible_combinations(options, rules, most)
    if cells is not None:
        cells.setflags(write=False)
    return cells


def listed_memory(case: Case, cells: IntArray) -> int:
    """Return how many bytes a case with its combinations listed, and its analysis, take."""
    masks = directions(case)
    one_way = [own for own in masks.own if own & (masks.taking_only | masks.dropping_only)]
    return sizes_of(case, len(cells)).listed + moves_memory([count_changes(cells, own) for own in one_way])


def moves_memory(moves: list[int]) -> int:
    """Return how many bytes moves take that are listed, from their number for each decision maker.

    They are listed for one decision maker after another, which takes more than to keep them.
    """
    return 64 * max(moves, default=0) + 16 * sum(moves)


def _most_listed(case: Case, memory_limit: int) -> int:
    """Return how many feasible combinations can be listed; 0 where a list does not help."""
    k = len(case.options)
    if not case.constraints or k > _MOST_LISTED_OPTIONS or needs_arcs(case):
        return 0
    most = (1 << k) // _SPARSE
    each = sizes_of(case, max(most, 1)).listed // max(most, 1)
    return min(memory_limit // each, most)


def check_size(case: Case, memory_limit: int) -> None:
    """Refuse a case whose states, levels and verdicts would take more than the limit."""
    needed = counted_sizes(case).least
    if needed > memory_limit:
        things = "states" if case.is_graph_form else "options"
        ways = [*larger_limit(needed), fewer(things)]
        raise LimitError(f"{too_much(case, needed, memory_limit)} What would do: {'; or '.join(ways)}.")


def too_much(case: Case, needed: int, memory_limit: int) -> str:
    """Say how much memory a case would take, in sentences."""
    k, n = len(case.options), len(case.decision_makers)
    what = f"{len(case.states):,} states" if case.is_graph_form else f"{k} options make {combinations_words(k)}"
    most = _most_listed(case, memory_limit)
    listed = f" Constraints would have to leave {most:,} of them at most, and leave more." if most else ""
    return (
        f"{what}: with {n} decision maker{'s' * (n > 1)} they take about {in_words(needed)}, and the limit is "
        f"{in_words(memory_limit)}.{listed}"
    )


def larger_limit(needed: int) -> list[str]:
    """Return the advice to raise the limit, as the option of the command; none where no machine has as much."""
    return [f"--memory-limit {as_size(needed)}"] if needed <= _MOST_SUGGESTED else []


def fewer(things: str) -> str:
    """Return the advice to write a smaller case."""
    joined = ", join those that are always taken together" if things == "options" else ""
    return f"fewer {things} (leave out those that no preference turns on{joined})"


def combinations_words(k: int) -> str:
    """Write how many combinations so many options have.

    >>> combinations_words(20), combinations_words(100)
    ('1,048,576 combinations', '2^100 combinations')
    """
    return f"{1 << k:,} combinations" if k <= _MOST_LISTED_OPTIONS else f"2^{k} combinations"


def as_size(needed: int) -> str:
    """Write a number of bytes, rounded up, as ``--memory-limit`` takes it.

    >>> as_size(3 << 29), as_size((3 << 29) + 1), as_size(700_000_000)
    ('1.5GiB', '1.6GiB', '668MiB')
    """
    if needed >= 1 << 30:
        tenths = -(-10 * needed // (1 << 30))
        return f"{tenths // 10}.{tenths % 10}GiB"
    return f"{-(-needed // (1 << 20))}MiB"


def in_words(size: int) -> str:
    """Write a number of bytes.

    >>> in_words(3 << 29)
    '1.5 GiB'
    """
    if size >= 1 << 50:
        return "1,000 TiB and more"
    for unit, name in ((40, "TiB"), (30, "GiB"), (20, "MiB")):
        if size >= 1 << unit:
            return f"{size / (1 << unit):,.1f} {name}"
    return f"{size / 1024:,.1f} KiB"
