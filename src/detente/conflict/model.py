r"""The case, compiled: what the mathematics works on.

A graph model is :math:`G=(N,S,\{A_i\},\{\succeq_i\})`: decision makers, feasible states, the arcs along which
each can move alone, and its preference over states (Kilgour, Hipel, Fang 1987; theory: Fang, Hipel, Kilgour 1993).
Integers in this module are positions; they never leave ``conflict`` and ``stability``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.case.model import Case
from detente.conflict.listed import ListedFeasible, ListedIndex, NumberedFeasible

DEFAULT_MEMORY_LIMIT = 1 << 30

BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]
IndexArray = NDArray[np.int32]
LevelArray = NDArray[np.signedinteger[Any]]
BitsArray = NDArray[np.unsignedinteger[Any]]


@dataclass(frozen=True, eq=False, slots=True)
class OptionMoves:
    """Moves of option form: a decision maker changes any of its own options at once, to a feasible state.

    Attributes
    ----------
    feasible : bool array, shape (2**k,)
        By combination: the binary number whose bit j says whether option j is taken. Above a million combinations
        what is asked for is read off `index`. Where so many are too many, the feasible ones are listed instead: what is
        asked for by combination is found in the list.
    index : int32 array, shape (2**k,), or None
        Position of the combination among the feasible states, -1 if infeasible; None when all are feasible. Listed
        when `feasible` is.
    own : tuple of int, one a decision maker
        Bit mask of its options.
    taking_only, dropping_only : int
        Bit masks of the options that can only change from not taken to taken, or only the other way.
    """

    feasible: BoolArray | NumberedFeasible | ListedFeasible
    index: IndexArray | ListedIndex | None
    own: tuple[int, ...]
    taking_only: int
    dropping_only: int

    @property
    def is_listed(self) -> bool:
        """Whether the feasible combinations are listed, rather than marked among all combinations."""
        return isinstance(self.feasible, ListedFeasible)

    def cube(self) -> BoolArray:
        """Return which combinations are feasible, as an array over all of them; not for listed ones."""
        if isinstance(self.feasible, ListedFeasible):
            raise TypeError(f"{len(self.feasible):,} combinations are listed, not laid out")
        return self.feasible if isinstance(self.feasible, np.ndarray) else self.feasible[:]


@dataclass(frozen=True, eq=False, slots=True)
class ArcMoves:
    """Moves as explicit arcs: graph form, listed or forbidden moves, merged states.

    Attributes
    ----------
    start : tuple of int64 arrays, shape (m + 1,), one a decision maker
    target : tuple of int64 arrays, shape (number of arcs,), one a decision maker
        ``target[i][start[i][s]:start[i][s + 1]]``: where decision maker i can move from state s, ascending.
    """

    start: tuple[IntArray, ...]
    target: tuple[IntArray, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Conflict:
    """A compiled case. All arrays are read-only.

    Attributes
    ----------
    case
        What it was compiled from (with the variant applied, if any).
    variant
        Name of the variant applied; empty for the case as it stands.
    decision_makers : tuple of str, length n
    options : tuple of str, length k
        Qualified, in file order; empty in graph form.
    combination : uint64 array, shape (m,); uint32 above a million states
        Bit j: option j is taken. Of a merged state, the smallest of its combinations. Zero in graph form.
    unfixed : uint64 array, shape (m,)
        Bit j: a merged state does not fix option j. Zero for ordinary states.
    level : int32 array, shape (n, m); int16 above a million states where the levels permit
        Preference level of each state: ordinal, 1 is worst, equal is indifferent. Differences mean nothing.
    moves
        Who can move from where to where.
    status_quo : int or None
    names : tuple of str, length m
        Graph form: the names of the states. Empty in option form.
    state_of : int32 array, or None
        By cell (combination of options, or in graph form state as listed in the file): the state it belongs to, -1
        if infeasible. None when every cell is a state of its own. A list where the combinations are listed.
    memory_limit : int
        Bytes that it was allowed to take, by estimate; so may what is compiled from it with something changed.
    """

    case: Case
    variant: str
    decision_makers: tuple[str, ...]
    options: tuple[str, ...]
    combination: BitsArray
    unfixed: BitsArray
    level: LevelArray
    moves: OptionMoves | ArcMoves
    status_quo: int | None
    names: tuple[str, ...] = ()
    state_of: IndexArray | ListedIndex | None = None
    memory_limit: int = DEFAULT_MEMORY_LIMIT

    @property
    def n_states(self) -> int:
        """Number of feasible states."""
        return len(self.combination)

    @property
    def is_from_arrays(self) -> bool:
        """Whether it was made from arrays, and is not what its case says.

        It has several states without options or names; a case without both has one state, and no preferences in it.
        """
        return self.n_states > 1 and not self.options and not self.names
