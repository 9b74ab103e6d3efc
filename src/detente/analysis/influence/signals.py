r"""Acts that change minds only: how they may be read, and what each reading leads to.

An option that influences go through and that no constraint, move or merge of the case mentions changes nothing that
anybody can do. What it leads to depends on how the party it is addressed to takes it. The readings come from the case:

* as an influence through it has it: the party addressed wants what that influence says;
* as what it wants has it: its own preferences mention the act;
* as a sign of what the actor wants: its mistaken beliefs about what the actor wants are gone, and the act itself is
  neither liked nor disliked;
* not at all: it ranks states as if the act were not done, keeps its beliefs, and, where the case says what it wants
  without the influence, wants that;
* as in a variant that changes what this party wants, and nobody else, if the act is not done yet: a response that the
  case names as a what-if.

Without the act: as it believes (its perceptions of the actor stay), and with these beliefs corrected. In each reading
the party addressed plays the game it then sees, everybody else the case as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from detente.analysis.games import Game, follow, intention, other_wishes
from detente.analysis.influence.model import Change, Reading, ReadingKind, Response, Signal, Taken
from detente.analysis.influence.regimes import ranked
from detente.case.model import Case, Preferences
from detente.conflict.model import Conflict, IntArray, LevelArray
from detente.conflict.navigate import moves_from, state_id
from detente.logic import Formula, atoms
from detente.stability.model import Concept


def acts(case: Case) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the options that influences go through: those that change minds only, and those that do more."""
    through = dict.fromkeys(influence.through for influence in case.influences if influence.through)
    mentioned: set[str] = set()
    for formula in _rules(case):
        mentioned |= atoms(formula)
    irreversible = {option for option in through if case.option(option).irreversible}
    idle = tuple(option for option in through if option not in mentioned | irreversible)
    return idle, tuple(option for option in through if option not in idle)


def _rules(case: Case) -> Iterator[Formula]:
    yield from (constraint.that.formula for constraint in case.constraints)
    yield from (merge.that.formula for merge in case.indistinguishable)
    for move in case.moves:
        yield move.origin.formula
        yield move.to.formula


def signals(conflict: Conflict, concept: Concept) -> tuple[Signal, ...]:
    """Return a table of readings and responses for each act that changes minds only, and each party it addresses.

    Acts that are still to be done come first. Nothing without a status quo.

    Cost
    ----
    One analysis a reading, and the traces of two courses from the status quo with the act and without.
    """
    if conflict.status_quo is None:
        return ()
    pairs = dict.fromkeys((e.through, e.on) for e in conflict.case.influences if e.through in acts(conflict.case)[0])
    tables = [_Table(conflict, concept, option, party) for option, party in pairs if option]
    return tuple(table.signal() for table in sorted(tables, key=lambda table: table.now == table.done))


class _Table:
    """The readings of one act by one party."""

    def __init__(self, conflict: Conflict, concept: Concept, option: str, addressed: str) -> None:
        self.conflict, self.concept, self.option, self.addressed = conflict, concept, option, addressed
        case = conflict.case
        self.actor = option.partition(".")[0]
        self.a = conflict.decision_makers.index(self.actor)
        self.b = conflict.decision_makers.index(addressed)
        self.influences = tuple(e for e in case.influences if e.through == option and e.on == addressed)
        self.beliefs = tuple(p for p in case.perceptions if p.by == addressed and p.of == self.actor and p.preferences)
        self.without = self._without_act()
        assert conflict.status_quo is not None  # noqa: S101
        self.now = conflict.status_quo
        self.undone = int(self.without[self.now])
        bit = np.uint64(1 << conflict.options.index(option))
        self.done = int(np.flatnonzero(conflict.combination == (conflict.combination[self.undone] | bit))[0])
        self.fact = other_wishes(conflict, conflict.level.copy(), (concept,))

    def _without_act(self) -> IntArray:
        """Return for each state the one that differs in the act not being done; the act is in no rule, so there is."""
        bit = np.uint64(1 << self.conflict.options.index(self.option))
        cells = (self.conflict.combination & ~bit).astype(np.int64)
        return cells if self.conflict.state_of is None else self.conflict.state_of[cells].astype(np.int64)

    def signal(self) -> Signal:
        done = tuple(self.readings(acted=True))
        taken = [self.taken(reading, game, acted=True) for reading, game in done]
        taken += [self.taken(reading, game, acted=False) for reading, game in self.readings(acted=False)]
        undone, with_act = (state_id(self.conflict, s) for s in (self.undone, self.done))
        responses = tuple(self.responses([game for _, game in done]))
        return Signal(self.option, self.actor, self.addressed, undone, with_act, tuple(taken), responses)

    # ---- readings ----------------------------------------------------------------------------------------------------

    def readings(self, *, acted: bool) -> Iterator[tuple[Reading, Game]]:
        ids = tuple(belief.id for belief in self.beliefs)
        believed = self.believed()
        own = self.conflict.level[self.b]
        calm = own[self.without]
        otherwise = next((e.otherwise for e in self.influences if e.otherwise is not None), None)
        unmoved = calm if otherwise is None else self.level_of(otherwise)[self.without]
        if not acted:
            if ids:
                yield Reading(ReadingKind.BELIEF, ids), self.game(unmoved, believed)
                yield Reading(ReadingKind.SIGN, ids), self.game(unmoved, self.conflict.level)
            else:
                yield Reading(ReadingKind.UNNOTICED), self.game(unmoved, self.conflict.level)
            return
        for influence in self.influences:
            wanted = self.level_of(influence.preferences)
            yield Reading(ReadingKind.INFLUENCED, (influence.id,)), self.game(wanted, believed)
        if not np.array_equal(own, calm):
            yield Reading(ReadingKind.OWN), self.game(own, believed)
        if ids:
            yield Reading(ReadingKind.SIGN, ids), self.game(calm, self.conflict.level)
        yield Reading(ReadingKind.UNNOTICED), self.game(unmoved, believed[:, self.without])
        for name, wanted_then in self.what_ifs() if self.now != self.done else ():
            yield Reading(ReadingKind.VARIANT, (name,)), self.game(self.level_of(wanted_then), self.conflict.level)

    def level_of(self, preferences: Preferences | None) -> LevelArray:
        if preferences is None:
            own: LevelArray = self.conflict.level[self.b]
            return own
        return ranked(self.conflict, self.addressed, preferences)

    def believed(self) -> LevelArray:
        level: LevelArray = self.conflict.level.copy()
        for belief in self.beliefs:
            if belief.preferences is not None:
                level[self.a] = ranked(self.conflict, self.actor, belief.preferences)
        return level

    def what_ifs(self) -> Iterator[tuple[str, Preferences]]:
        for name, variant in self.conflict.case.variants.items():
            changes_more = variant.constraints or variant.moves or variant.status_quo
            if set(variant.preferences) == {self.addressed} and not changes_more and name != self.conflict.variant:
                yield name, variant.preferences[self.addressed]

    def game(self, wanted: LevelArray, others: LevelArray) -> Game:
        level = others.copy()
        level[self.b] = wanted
        return other_wishes(self.conflict, level, (self.concept,))

    # ---- what follows ------------------------------------------------------------------------------------------------

    def taken(self, reading: Reading, game: Game, *, acted: bool) -> Taken:
        start = self.done if acted else self.undone
        n = len(self.conflict.decision_makers)
        ends = follow(n, lambda i, s: intention(game if i == self.b else self.fact, i, s, self.concept), start).rests
        expected = follow(n, lambda i, s: intention(game, i, s, self.concept), start).rests
        moves = intention(game, self.b, start, self.concept).to
        wanted = game.conflict.level[self.b]
        moves = tuple(sorted(moves, key=lambda t: (-int(wanted[t]), t)))
        return Taken(
            acted,
            reading,
            self.ids(moves),
            self.ids(ends),
            self.ids(expected),
            compared(self.conflict.level[self.a], self.now, ends),
        )

    def responses(self, games: Sequence[Game]) -> Iterator[Response]:
        for t in (self.done, *self.single_changes()):
            by_reading = tuple(compared(game.conflict.level[self.b], self.done, [t]) for game in games)
            actor = compared(self.conflict.level[self.a], self.now, [t])
            yield Response(state_id(self.conflict, t), actor, by_reading)

    def single_changes(self) -> list[int]:
        """Return where the party addressed can go from the act by changing one of its options."""
        cells = self.conflict.combination
        ends = moves_from(self.conflict, self.b, self.done).tolist()
        return [t for t in ends if int(cells[t] ^ cells[self.done]).bit_count() == 1]

    def ids(self, states: Sequence[int]) -> tuple[str, ...]:
        return tuple(state_id(self.conflict, s) for s in states)


def compared(level: LevelArray, here: int, states: Sequence[int]) -> Change:
    """Return how some states compare with one, by the levels of one party."""
    signs = {int(np.sign(int(level[s]) - int(level[here]))) for s in states}
    if not signs:
        return Change.OPEN
    words: Mapping[int, Change] = {1: Change.BETTER, 0: Change.SAME, -1: Change.WORSE}
    return words[signs.pop()] if len(signs) == 1 else Change.MIXED
