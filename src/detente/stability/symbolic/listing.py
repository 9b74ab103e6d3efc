r"""The combinations of a set in their order, none of them listed: which comes when, which is the n-th.

The order is that of the binary numbers whose lowest bit is the first option. Options are decided from the last to the
first; what is left to decide, given those decided, is a function of the others (a cofactor of the set). There are few
different ones, because most of what is decided does not matter to the rest, so cofactors and their counts are kept:
then a combination takes one look-up an option.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.stability.symbolic.diagrams import Diagram, Diagrams, meet


class Listing:
    """The combinations in a set, in order.

    Parameters
    ----------
    diagrams
    cells
        The set, a function of the x.
    options
        Those on which the set depends, ascending, where it is known to be few; combinations are of these only.
    """

    def __init__(self, diagrams: Diagrams, cells: Diagram, options: Sequence[int] | None = None) -> None:
        self._diagrams = diagrams
        self._cells = cells
        self._options = range(diagrams.n_options) if options is None else options
        self._cofactors: dict[tuple[int, Diagram], tuple[Diagram, Diagram]] = {}
        self._counts: dict[tuple[int, Diagram], int] = {}

    def below(self, combination: int) -> int:
        """Return how many combinations of the set come before one."""
        position, left = 0, self._cells
        for n_open, option in reversed(tuple(enumerate(self._options))):
            without, with_it = self._split(option, left)
            if combination >> option & 1:
                position += self._count(n_open, without)
                left = with_it
            else:
                left = without
        return position

    def at(self, position: int) -> int:
        """Return the combination at a position, from 0; there has to be one."""
        combination, left = 0, self._cells
        for n_open, option in reversed(tuple(enumerate(self._options))):
            without, with_it = self._split(option, left)
            fewer = self._count(n_open, without)
            if position < fewer:
                left = without
            else:
                combination |= 1 << option
                left, position = with_it, position - fewer
        return combination

    def __iter__(self) -> Iterator[int]:
        """Yield the combinations in order."""
        waiting = [(len(self._options), 0, self._cells)]
        while waiting:
            n_open, combination, left = waiting.pop()
            if not left.satisfiable():
                continue
            if not n_open:
                yield combination
                continue
            option = self._options[n_open - 1]
            without, with_it = self._split(option, left)
            waiting.append((n_open - 1, combination | 1 << option, with_it))
            waiting.append((n_open - 1, combination, without))

    def _split(self, option: int, left: Diagram) -> tuple[Diagram, Diagram]:
        """Return what is left to decide when an option is not taken, and when it is."""
        key = option, left
        if key not in self._cofactors:
            taken = self._diagrams.now[option]
            self._cofactors[key] = meet(left, ~taken, taken), meet(left, taken, taken)
        return self._cofactors[key]

    def _count(self, n_open: int, left: Diagram) -> int:
        key = n_open, left
        if key not in self._counts:
            self._counts[key] = self._diagrams.count_over(left, n_open)
        return self._counts[key]
