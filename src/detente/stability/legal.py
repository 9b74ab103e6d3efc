r"""Legal sequences: where some decision makers can lead, one after another.

A legal sequence from a state is one move or more, each by one of the movers, nobody twice in a row (Fang, Hipel,
Kilgour 1993). Where moves are not transitive it matters who moved last, so the search goes over pairs of a state and
its last mover. A state reached with one last mover lets only the others go on; reached again with a different one, it
lets the first go on, too, and a third adds nothing. So every mover's moves from every state are followed at most once.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detente.conflict.model import BoolArray, Conflict, IntArray, OptionMoves

_BATCH = 1 << 18  # moves looked at together, about


def bulk_moves(conflict: Conflict, j: int, states: IntArray) -> tuple[IntArray, IntArray]:
    """Return the moves of decision maker j from many states.

    Parameters
    ----------
    states : int64 array, shape (r,)

    Returns
    -------
    row, target : int64 arrays, one entry a move
        From ``states[row]`` to `target`; by row, then by target, ascending.

    Cost
    ----
    ``r * 2**(number of its options)`` in time and memory, or the number of its arcs from these states.
    """
    moves = conflict.moves
    if not isinstance(moves, OptionMoves):
        begin, end = moves.start[j][states], moves.start[j][states + 1]
        row = np.repeat(np.arange(len(states)), end - begin)
        before = np.cumsum(end - begin) - (end - begin)
        return row, moves.target[j][np.arange(len(row)) + (begin - before)[row]]
    own = moves.own[j]
    low = (own & -own).bit_length() - 1 if own else 0
    settings = np.arange(1 << own.bit_count(), dtype=np.int64) << low
    cells = conflict.combination[states].astype(np.int64)[:, None]
    change = settings ^ (cells & own)
    targets = (cells & ~own) | settings
    legal = moves.feasible[targets] & (change != 0)
    legal &= (change & moves.taking_only & cells) == 0
    legal &= (change & moves.dropping_only & ~cells) == 0
    row, column = np.nonzero(legal)
    target = targets[row, column]
    return row, target if moves.index is None else moves.index[target].astype(np.int64)


class LegalSearch:
    """Breadth-first search for the ends of legal sequences, each with the first of its shortest sequences.

    Of two sequences of the same length, the first is the one that comes first at the first step that differs: by
    mover in file order, then by state.

    Parameters
    ----------
    start
        The state from which the movers lead.
    movers
        Ascending.
    improving
        Whether each move must improve on the state it is made from, for its mover.
    """

    def __init__(self, conflict: Conflict, start: int, movers: tuple[int, ...], *, improving: bool) -> None:
        self.conflict, self.movers, self.improving = conflict, movers, improving
        # one entry a pair reached; entry 0 is the start, before anybody has moved
        self._state = np.array([start])
        self._mover = np.array([-1])
        self._parent = np.array([-1])
        self._only = np.array([-1])  # the one mover that may go on; -1: everybody but the last
        # by state: 0 not reached, j + 1 reached by last mover j only, n + 1 reached by several
        self._reached_by = np.zeros(conflict.n_states, dtype=np.int32)
        self._several = len(conflict.decision_makers) + 1

    def ends(self) -> Iterator[tuple[IntArray, IntArray]]:
        """Yield the ends, nearest first, each once, in batches: the entry of the search, and the state."""
        most_settings = 1
        if isinstance(self.conflict.moves, OptionMoves):
            most_settings = max((1 << self.conflict.moves.own[j].bit_count() for j in self.movers), default=1)
        size = max(1, _BATCH // most_settings)
        done = 0
        while done < len(self._state):
            batch = np.arange(done, min(done + size, len(self._state)))
            done += len(batch)
            entries, states = self._follow(batch)
            if len(entries):
                yield entries, states

    def steps(self, entry: int) -> tuple[tuple[int, int], ...]:
        """Return the sequence that leads to an entry: movers and the states they move to."""
        backwards = []
        while entry > 0:
            backwards.append((int(self._mover[entry]), int(self._state[entry])))
            entry = int(self._parent[entry])
        return tuple(reversed(backwards))

    def _follow(self, batch: IntArray) -> tuple[IntArray, IntArray]:
        """Take up the moves from some entries; return the entries that reach a state for the first time."""
        parent, mover, target = self._candidates(batch)
        first = _first_of_each(target, self._reached_by[target] == 0)
        self._reached_by[target[first]] = mover[first] + 1
        known = self._reached_by[target]
        again = _first_of_each(target, (known != self._several) & (known != mover + 1))
        only = np.full(len(target), -1)
        only[again] = known[again] - 1
        self._reached_by[target[again]] = self._several
        new = np.sort(np.concatenate((first, again)))
        entries = len(self._state) + np.flatnonzero(only[new] == -1)
        self._state = np.concatenate((self._state, target[new]))
        self._mover = np.concatenate((self._mover, mover[new]))
        self._parent = np.concatenate((self._parent, parent[new]))
        self._only = np.concatenate((self._only, only[new]))
        return entries, self._state[entries]

    def _candidates(self, batch: IntArray) -> tuple[IntArray, IntArray, IntArray]:
        """Return the moves that reach a pair worth keeping: by entry, by mover, by target."""
        none = np.zeros(0, dtype=np.int64)
        found = [(none, none, none)]  # there may be no movers
        for j in self.movers:
            free = np.where(self._only[batch] == -1, self._mover[batch] != j, self._only[batch] == j)
            sources = batch[free]
            states = self._state[sources]
            row, target = bulk_moves(self.conflict, j, states)
            keep = (self._reached_by[target] != self._several) & (self._reached_by[target] != j + 1)
            if self.improving:
                level = self.conflict.level[j]
                keep &= level[target] > level[states[row]]
            found.append((sources[row[keep]], np.full(int(keep.sum()), j), target[keep]))
        parent, mover, target = (np.concatenate(columns) for columns in zip(*found, strict=True))
        order = np.argsort(parent, kind="stable")
        return parent[order], mover[order], target[order]


def _first_of_each(values: IntArray, among: BoolArray) -> IntArray:
    """Return the positions, ascending, of the first occurrence of each value among those marked.

    >>> _first_of_each(np.array([7, 3, 7, 3]), np.array([False, True, True, True])).tolist()
    [1, 2]
    """
    positions = np.flatnonzero(among)
    return np.sort(positions[np.unique(values[positions], return_index=True)[1]])
