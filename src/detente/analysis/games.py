r"""Playing a dispute when not everybody plays the same game.

A *game* is a conflict of its own in which somebody judges the states of another conflict, the *base*. State s of the
base looks like state ``seen[s]`` of the game (-1: like none), and state v of the game means state ``meant[v]`` of the
base. Verdicts in the game are carried back along `seen` (for hypergames, Aljefri, Bashar, Fang, Hipel 2017 and, on
level one, Bennett 1977; Wang, Hipel, Fraser 1988).

A *course* is what follows from a state when each decision maker makes the improvements that nothing deters in the game
it plays: :math:`s \to t` for i when i, in its game, could improve from what s looks like, no answer that the concept
considers deters that, and the change of its own options it intends leads from s to t in the base. Where nobody goes on
is a *rest*. Everybody may go on again at once (no last-mover rule), so that the rests where everybody sees the state
are exactly those stable for each in the game it plays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.conflict.model import BoolArray, Conflict, IntArray, LevelArray
from detente.conflict.navigate import moves_from, state_id
from detente.stability.explain import explain_state
from detente.stability.model import Concept, Departure, Reply, Step, Trace
from detente.stability.solve import analyze_stability

UNSEEN = -1
MOST_STATES = 5_000
Verdicts = NDArray[np.int8]


@dataclass(frozen=True, eq=False, slots=True)
class Game:
    """The dispute as somebody sees it, beside the one it is seen from.

    Attributes
    ----------
    base, conflict
        What is seen, and what it is taken for.
    seen : int array, shape (states of the base,)
    meant : int array, shape (states of the game,)
    stable : mapping of Concept to bool array, shape (n, states of the game)
    """

    base: Conflict
    conflict: Conflict
    seen: IntArray
    meant: IntArray
    stable: Mapping[Concept, BoolArray]

    def verdicts(self, i: int, concept: Concept) -> Verdicts:
        """Return for each state of the base: 1 stable for decision maker i in this game, 0 not, -1 not seen."""
        answer: Verdicts = self.stable[concept][i][self.seen].astype(np.int8)
        answer[self.seen == UNSEEN] = UNSEEN
        return answer

    def equilibria(self, concept: Concept) -> BoolArray:
        """Return the states of the base that look like an equilibrium of this game."""
        together: BoolArray = np.logical_and.reduce(self.stable[concept])
        answer: BoolArray = together[self.seen] & (self.seen != UNSEEN)
        return answer

    def renamed(self, trace: Trace) -> Trace:
        """Return a trace of this game with the base's names of states."""
        return replace(
            trace,
            state=self._base_name(trace.state),
            departures=tuple(self._renamed_departure(departure) for departure in trace.departures),
        )

    def _base_name(self, name: str) -> str:
        return state_id(self.base, int(self.meant[place(self.conflict, name)]))

    def _renamed_departure(self, departure: Departure) -> Departure:
        return replace(
            departure,
            to=self._base_name(departure.to),
            deterred_by=departure.deterred_by and self._renamed_reply(departure.deterred_by),
            undeterring=tuple(self._renamed_reply(reply) for reply in departure.undeterring),
        )

    def _renamed_reply(self, reply: Reply) -> Reply:
        return replace(
            reply,
            steps=tuple(Step(step.mover, self._base_name(step.state)) for step in reply.steps),
            state=self._base_name(reply.state),
            countermove=reply.countermove and self._base_name(reply.countermove),
        )


def same_game(conflict: Conflict, concepts: Iterable[Concept]) -> Game:
    """Return the game of somebody who sees the dispute as it is."""
    states = np.arange(conflict.n_states)
    return Game(conflict, conflict, states, states, analyze_stability(conflict, concepts).stable)


def other_wishes(conflict: Conflict, level: LevelArray, concepts: Iterable[Concept]) -> Game:
    """Return the game that differs in preference levels only, int32 array of shape (n, m)."""
    level.setflags(write=False)
    states = np.arange(conflict.n_states)
    changed = replace(conflict, level=level)
    return Game(conflict, changed, states, states, analyze_stability(changed, concepts).stable)


@dataclass(frozen=True, slots=True)
class Intention:
    """What a decision maker would do at a state of the base.

    Attributes
    ----------
    to
        States of the base it moves to, ascending.
    in_vain
        States (of the base, as it takes them) it would move to by changes that cannot be made in fact.
    sees
        Whether the state looks like one of its game.
    """

    to: tuple[int, ...]
    in_vain: tuple[int, ...] = ()
    sees: bool = True


def intention(game: Game, i: int, s: int, concept: Concept) -> Intention:
    """Return what decision maker i, playing its game, would do at state s of the base.

    Cost
    ----
    One trace if the state is not stable for it, nothing otherwise.
    """
    v = int(game.seen[s])
    if v == UNSEEN:
        return Intention((), sees=False)
    if game.stable[concept][i, v]:
        return Intention(())
    trace = explain_state(game.conflict, v, i, concept)
    wanted = [place(game.conflict, d.to) for d in trace.departures if d.deterred_by is None]
    possible = set(moves_from(game.base, i, s).tolist())
    ends = [(w, intended_end(game, s, v, w)) for w in wanted]
    return Intention(
        tuple(sorted({t for _, t in ends if t in possible})),
        tuple(sorted({int(game.meant[w]) for w, t in ends if t not in possible})),
    )


def intended_end(game: Game, s: int, v: int, w: int) -> int:
    """Return where in the base the change from v to w leads, made at s; -1 for no feasible state.

    What the game does not show of s stays as it is.
    """
    base, conflict = game.base, game.conflict
    if int(game.meant[v]) == s:
        return int(game.meant[w])
    cell = int(base.combination[s] ^ conflict.combination[v] ^ conflict.combination[w])
    return cell if base.state_of is None else int(base.state_of[cell])


def place(conflict: Conflict, name: str) -> int:
    """Return the position of a state by its name."""
    return conflict.names.index(name) if conflict.names else int(name.removeprefix("s")) - 1


@dataclass(frozen=True, slots=True)
class Course:
    """What follows from a state, each acting in the game it plays.

    Attributes
    ----------
    start
        Where it begins.
    rests
        Where nobody goes on, in the order they are reached.
    unseen
        The rests that somebody who is there does not see.
    stories
        For each rest, the first of the shortest stories: movers by position, and the states they move to.
    endless
        Whether it can go on without ever resting: some state is reached from which no rest is.
    n_states
        How many states it passes through.
    is_cut
        Whether it was given up because there are too many.
    """

    start: int
    rests: tuple[int, ...]
    unseen: tuple[int, ...]
    stories: tuple[tuple[tuple[int, int], ...], ...]
    endless: bool
    n_states: int
    is_cut: bool


def follow(n: int, intend: Callable[[int, int], Intention], start: int, most: int = MOST_STATES) -> Course:
    """Follow what n decision makers do from a state on; `intend` says what each would do at a state.

    Cost
    ----
    An intention for each decision maker and state passed; at most `most` states.
    """
    came: dict[int, tuple[int, int]] = {start: (-1, -1)}
    after: dict[int, set[int]] = {}
    rests: list[int] = []
    unseen: list[int] = []
    frontier = [start]
    while frontier and len(after) < most:
        ahead: list[int] = []
        for s in frontier[: most - len(after)]:
            intentions = [intend(j, s) for j in range(n)]
            after[s] = {t for would in intentions for t in would.to}
            if not after[s]:
                rests.append(s)
                unseen.extend([s] if not all(would.sees for would in intentions) else [])
            for j, would in enumerate(intentions):
                for t in would.to:
                    if t not in came:
                        came[t] = (j, s)
                        ahead.append(t)
        frontier = ahead
    is_cut = len(after) < len(came)
    stories = tuple(_story(came, s) for s in rests)
    return Course(start, tuple(rests), tuple(unseen), stories, not is_cut and _endless(after), len(after), is_cut)


def _story(came: Mapping[int, tuple[int, int]], s: int) -> tuple[tuple[int, int], ...]:
    steps: list[tuple[int, int]] = []
    mover, before = came[s]
    while before >= 0:
        steps.append((mover, s))
        s = before
        mover, before = came[s]
    return tuple(reversed(steps))


def _endless(after: Mapping[int, set[int]]) -> bool:
    """Whether some state leads to no rest."""
    origins: dict[int, list[int]] = {}
    for s, targets in after.items():
        for t in targets:
            origins.setdefault(t, []).append(s)
    ends = [s for s, targets in after.items() if not targets]
    calm = set(ends)
    while ends:
        fresh = [s for s in origins.get(ends.pop(), ()) if s not in calm]
        calm.update(fresh)
        ends.extend(fresh)
    return len(calm) < len(after)
