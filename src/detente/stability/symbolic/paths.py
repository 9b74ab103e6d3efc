"""Where legal sequences of moves lead from one state, forwards: the shortest ways first, and how many they reach."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import islice

from detente.stability.symbolic.diagrams import Diagram
from detente.stability.symbolic.listing import Listing
from detente.stability.symbolic.moves import Moves
from detente.stability.symbolic.states import State, StateSet

KEPT = 50
_SEVERAL = -1

Path = tuple[tuple[int, State], ...]


class Paths:
    """Paths of moves, or of improvements; what was found is kept, because different concepts ask for the same.

    Parameters
    ----------
    moves
        Each to another state.
    """

    def __init__(self, moves: Moves) -> None:
        self.moves = moves
        self._model = moves.model
        self._targets: dict[tuple[int, int], tuple[State, ...]] = {}
        self._paths: dict[tuple[int, int], tuple[Path, ...]] = {}
        self._reach: dict[tuple[int, Diagram], Diagram] = {}

    def from_(self, start: State, but: int) -> tuple[Path, ...]:
        """Return paths to different ends, by everybody but one decision maker: all of them, or one more than `KEPT`."""
        key = start.combination, but
        if key not in self._paths:
            self._paths[key] = tuple(islice(self._ends(start, self._others(but)), KEPT + 1))
        return self._paths[key]

    def n_ends(self, start: State, but: int, starts: Diagram) -> int:
        """Return how many states legal sequences lead to; exact.

        `starts` are states that differ from `start` in the options of decision maker `but` only. The others' moves
        leave these options as they are, so that one search serves all starts; not with merged states.
        """
        if len(listed := self.from_(start, but)) <= KEPT:
            return len(listed)
        model = self._model
        if model.merged:
            return StateSet(model, self._reached_from(start.cells, but)).count()
        now = model.diagrams.now
        same = model.diagrams.conjunction(
            now[k] if start.combination >> k & 1 else ~now[k] for k in model.parties[but].own
        )
        return model.diagrams.count(self._reached_from(starts, but) & same)

    def _others(self, but: int) -> tuple[int, ...]:
        return tuple(j for j in self.moves.movers if j != but)

    def _from(self, j: int, at: State) -> tuple[State, ...]:
        """Return where decision maker j can move from a state, in order."""
        key = j, at.combination
        if key not in self._targets:
            self._targets[key] = tuple(self._reached(j, at))
        return self._targets[key]

    def _reached(self, j: int, at: State) -> Iterator[State]:
        model = self._model
        cells = self.moves.after(j, at.cells)
        if model.merged:
            yield from StateSet(model, cells)
            return
        own = model.parties[j].own
        others = model.diagrams.conjunction(now for k, now in enumerate(model.diagrams.now) if k not in own)
        rest = at.combination & ~sum(1 << k for k in own)
        for changed in Listing(model.diagrams, cells.exists(others), own):
            yield State(model, rest | changed)

    def _ends(self, start: State, opponents: tuple[int, ...]) -> Iterator[Path]:
        """Yield every state that legal sequences lead to, once, the shortest way first."""
        last_mover: dict[int, int] = {}
        queue: deque[tuple[State, Path, tuple[int, ...]]] = deque([(start, (), opponents)])
        while queue:
            at, path, movers = queue.popleft()
            for j in movers:
                for target in self._from(j, at):
                    known = last_mover.get(target.combination)
                    if known in (j, _SEVERAL):
                        continue
                    reached = (*path, (j, target))
                    last_mover[target.combination] = j if known is None else _SEVERAL
                    going_on = tuple(k for k in opponents if k != j) if known is None else (known,)
                    queue.append((target, reached, going_on))
                    if known is None:
                        yield reached

    def _reached_from(self, starts: Diagram, but: int) -> Diagram:
        """Return where legal sequences from some states lead, by last mover, without listing them."""
        key = but, starts
        if key in self._reach:
            return self._reach[key]
        nothing, opponents = self._model.diagrams.false, self._others(but)
        reached = dict.fromkeys(opponents, nothing)  # by last mover
        seen = dict.fromkeys(opponents, nothing)  # by who moves on from there
        everything = several = nothing  # reached by anybody, and by more than one of them
        turn = quiet = 0
        while quiet < len(opponents):
            j = opponents[turn % len(opponents)]
            by_others = (everything & ~reached[j]) | several
            sources = (by_others if turn >= len(opponents) else by_others | starts) & ~seen[j]
            turn += 1
            if not sources.satisfiable():
                quiet += 1
                continue
            seen[j] |= sources
            new = self.moves.after(j, sources) & ~reached[j]
            quiet = 0
            reached[j] |= new
            several |= everything & new
            everything |= new
        self._reach[key] = everything
        return everything
