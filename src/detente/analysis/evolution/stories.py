r"""Stories: legal sequences that end in a state and visit no state twice.

Legality does not forbid to return to a state; stories that do are left out because nothing is won by them. They are
found length by length. :math:`d_k(u)`, the fewest steps from u to the end when k moves first, is a search backwards
from the end; a beginning that has come to u by j is given up when :math:`\min_{k\ne j}d_k(u)` is more than is left.

Source: paths of coloured arcs, Xu, Kilgour, Hipel, Kemkes 2010; the ban on repeated states is ours, for readability.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detente.analysis.evolution.model import Leg, Spread, Story, Telling
from detente.analysis.sequences import first_arrivals
from detente.conflict.navigate import state_id

MOST_STORIES = 1000  # counted
MOST_WORK = 20_000  # beginnings looked at for one state
_NEVER = np.iinfo(np.int32).max


def tell(spread: Spread, end: int, *, longest: int | None = None, most: int = 20) -> Telling:
    """Tell the ways to a state.

    Parameters
    ----------
    spread
        Where it begins, and what steps there are.
    end
        Position of the state.
    longest
        Steps of a story, at most; two more than the shortest without it.
    most
        How many stories are kept.

    Cost
    ----
    Stops at `MOST_STORIES` stories or after `MOST_WORK` beginnings, and says so.
    """
    fewest = int(spread.fewest[end])
    to = state_id(spread.conflict, end)
    if fewest < 0 or end == spread.start:
        return Telling(to, spread.kind, None if fewest < 0 else 0, longest or 0, (), 0, is_complete=True)
    bound = fewest + 2 if longest is None else longest
    search = _Search(spread, end)
    stories: list[Story] = []
    n_found = 0
    for length in range(fewest, bound + 1):
        for story in search.of_length(length):
            n_found += 1
            if len(stories) < most:
                stories.append(story)
            if n_found == MOST_STORIES:
                return Telling(to, spread.kind, fewest, bound, tuple(stories), n_found, is_complete=False)
    return Telling(to, spread.kind, fewest, bound, tuple(stories), n_found, is_complete=search.work < MOST_WORK)


class _Search:
    """Depth first, with the way back known."""

    def __init__(self, spread: Spread, end: int) -> None:
        self.spread, self.end = spread, end
        back = first_arrivals([arcs.reversed for arcs in spread.arcs], end, spread.conflict.n_states)
        steps = np.where(back < 0, _NEVER, back).astype(np.int64)
        # by last mover: fewest steps that are left, the last mover not being the next
        self.left = [
            np.delete(steps, k, axis=0).min(axis=0, initial=_NEVER).tolist() for k in range(len(spread.movers))
        ]
        for row in self.left:
            row[end] = 0
        self.work = 0

    def of_length(self, length: int) -> Iterator[Story]:
        """Yield the stories of a length, by mover and state at the first step that differs."""
        visited = [self.spread.start]
        movers: list[int] = []
        pending = [self._next(self.spread.start, -1, length)]
        while pending:
            step = next(pending[-1], None)
            if step is None:
                pending.pop()
                visited.pop()
                if movers:
                    movers.pop()
                continue
            k, state = step
            self.work += 1
            if self.work >= MOST_WORK:
                return
            if state in visited:
                continue
            if state == self.end:
                if len(visited) == length:
                    yield self._named([*movers, k], [*visited[1:], state])
                continue
            visited.append(state)
            movers.append(k)
            pending.append(self._next(state, k, length - len(movers)))

    def _next(self, state: int, last: int, left: int) -> Iterator[tuple[int, int]]:
        for k, arcs in enumerate(self.spread.arcs):
            if k != last:
                yield from ((k, t) for t in arcs.targets_of(state) if self.left[k][t] < left)

    def _named(self, movers: list[int], states: list[int]) -> Story:
        conflict = self.spread.conflict
        return tuple(
            Leg(self.spread.movers[k], state_id(conflict, state)) for k, state in zip(movers, states, strict=True)
        )
