r"""What a party wants where an influence acts, and what follows from it.

Influence e of a on b acts in a state when its option is taken there, or everywhere if it has none. What b wants in s is
said by the influence that acts there, by the one that stands last in the file if several do, and where none acts by
what b wants otherwise. This cuts the states into *regimes*, and each regime has a ranking of all states,
:math:`\succeq_b^{r}`. A party judges by what it wants where it stands: at s, b compares all states, those where another
regime rules included, by the ranking of s's own regime,

.. math:: U_b(s) = \{t : t \succ_b^{r(s)} s\}.

So every judgement is made by one weak order, none is mixed from two, and nothing has to be assumed about how a state
where b is pressed compares with one where it is not, which no source says and which would turn persuasion into reward
or punishment. Since b cannot change its own regime (the options that influences go through belong to others), each of
its moves stays inside one regime, and its improvements, too, are judged by a single order.

Source: Yu, Hipel, Kilgour, Zhao 2015 (power asymmetry: an option of one party changes what another wants; the model
without power is compared with the one that has it). Comparing across regimes by the order at hand is a choice made
here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from detente.analysis.games import Course, Game, follow, intention, other_wishes
from detente.case.model import Case, Influence, Pairs, Preferences
from detente.conflict.levels import dense, levels
from detente.conflict.model import BoolArray, Conflict, IntArray, LevelArray
from detente.conflict.navigate import holding, state_id
from detente.conflict.space import space_of
from detente.errors import DetenteError, NotSupportedError
from detente.logic import Atom
from detente.stability.legal import bulk_moves
from detente.stability.model import Concept

FREE = -1
Wishes = Mapping[int, LevelArray]
"""What a party wants, by regime: the position of an influence, or `FREE`; int32 arrays of shape (m,)."""


def otherwise_of(case: Case, party: str) -> Preferences:
    """Return what a party wants when nobody influences it.

    Raises
    ------
    DetenteError
        Two of the influences on it say different things.
    """
    said = [influence for influence in case.influences if influence.on == party and influence.otherwise is not None]
    for influence in said[1:]:
        if influence.otherwise != said[0].otherwise:
            raise DetenteError(
                f"influences '{said[0].id}' and '{influence.id}' say different things about what '{party}' wants "
                "otherwise; give 'otherwise' once for each party"
            )
    own = case.decision_makers[party].preferences
    return (said[0].otherwise if said else None) or own


def ranked(conflict: Conflict, party: str, preferences: Preferences) -> LevelArray:
    """Return the preference levels that some preferences of a party make.

    Raises
    ------
    DetenteError
        They are a ranking that misses states, or comparisons that contradict each other.
    """
    level = levels(space_of(conflict), preferences)
    missed = np.flatnonzero(level == 0)
    if missed.size and isinstance(preferences, Pairs):
        raise DetenteError(f"what '{party}' is said to want while influenced or otherwise contradicts itself")
    if missed.size:
        raise DetenteError(
            f"a ranking of what '{party}' wants while influenced or otherwise has no place for {missed.size:,} of "
            f"{conflict.n_states:,} states, for example {state_id(conflict, int(missed[0]))}; add patterns for them"
        )
    return level


def acts_in(conflict: Conflict, influence: Influence) -> BoolArray:
    """Return the states in which an influence acts, bool array of shape (m,)."""
    if influence.through is None:
        return np.ones(conflict.n_states, dtype=np.bool_)
    return holding(conflict, Atom(influence.through))


def regimes(conflict: Conflict, party: str, acting: Sequence[int]) -> IntArray:
    """Return for each state which of some influences decides what a party wants there, or `FREE`."""
    result = np.full(conflict.n_states, FREE, dtype=np.int64)
    for position in acting:
        influence = conflict.case.influences[position]
        if influence.on == party:
            result[acts_in(conflict, influence)] = position
    return result


class Played:
    """A conflict whose parties want different things in different states."""

    def __init__(
        self, conflict: Conflict, regime: Mapping[int, IntArray], wishes: Mapping[int, Wishes], concept: Concept
    ) -> None:
        """Judge all states.

        Parameters
        ----------
        conflict
        regime
            By party: the regime of each state.
        wishes
            By party: its ranking in each regime that occurs. Parties not named want what the case says.
        concept

        Raises
        ------
        NotSupportedError
            A party can change by its own move what it wants.

        Cost
        ----
        One analysis, and one more for each regime of each party that has several.
        """
        self.conflict, self.concept, self.regime = conflict, concept, regime
        level = conflict.level.copy()
        several: list[int] = []
        for i, rule in regime.items():
            occurring = np.unique(rule).tolist()
            if len(occurring) > 1:
                several.append(i)
                _check_moves(conflict, i, rule)
            level[i] = _side_by_side(rule, wishes[i])
        self.common = other_wishes(conflict, level, (concept,))
        self.games: dict[tuple[int, int], Game] = {}
        for i in several:
            for r in np.unique(regime[i]).tolist():
                own = level.copy()
                own[i] = wishes[i][r]
                self.games[i, r] = other_wishes(conflict, own, (concept,))

    def game(self, i: int, s: int) -> Game:
        """Return the game that party i plays at state s."""
        rule = self.regime.get(i)
        return self.common if rule is None else self.games.get((i, int(rule[s])), self.common)

    def stable(self, i: int) -> BoolArray:
        """Return the states that party i would not leave, bool array of shape (m,)."""
        result: BoolArray = self.common.stable[self.concept][i].copy()
        for (j, r), game in self.games.items():
            if j == i:
                where = self.regime[i] == r
                result[where] = game.stable[self.concept][i][where]
        return result

    def equilibria(self) -> BoolArray:
        """Return the states that nobody would leave, bool array of shape (m,)."""
        answer: BoolArray = np.logical_and.reduce([self.stable(i) for i in range(len(self.conflict.decision_makers))])
        return answer

    def course(self, start: int) -> Course:
        """Follow what happens from a state on."""
        n = len(self.conflict.decision_makers)
        return follow(n, lambda i, s: intention(self.game(i, s), i, s, self.concept), start)


def play(
    conflict: Conflict, acting: Sequence[int], concept: Concept, replaced: Mapping[int, LevelArray] | None = None
) -> Played:
    """Judge all states while some influences act and the others do not.

    Parameters
    ----------
    acting
        Positions of influences in the case, ascending.
    replaced
        Rankings to use in the place of what some influences say, by position.

    Raises
    ------
    NotSupportedError, DetenteError
        As in `Played`, `ranked` and `otherwise_of`.
    """
    case = conflict.case
    rules: dict[int, IntArray] = {}
    wishes: dict[int, Wishes] = {}
    for i, party in enumerate(case.decision_makers):
        if not any(influence.on == party for influence in case.influences):
            continue
        rules[i] = regimes(conflict, party, acting)
        wishes[i] = {
            r: (replaced or {}).get(r, _wish(conflict, party, r)) if r != FREE else _wish(conflict, party, r)
            for r in np.unique(rules[i]).tolist()
        }
    return Played(conflict, rules, wishes, concept)


def _wish(conflict: Conflict, party: str, r: int) -> LevelArray:
    case = conflict.case
    if r == FREE:
        return ranked(conflict, party, otherwise_of(case, party))
    return ranked(conflict, party, case.influences[r].preferences or case.decision_makers[party].preferences)


def _side_by_side(rule: IntArray, wishes: Wishes) -> LevelArray:
    """Return levels that agree with each regime's ranking among its own states."""
    together = np.zeros(len(rule), dtype=np.int64)
    for order, r in enumerate(np.unique(rule).tolist()):
        where = rule == r
        together[where] = wishes[r][where].astype(np.int64) + order * len(rule)
    return dense(together)


def _check_moves(conflict: Conflict, i: int, rule: IntArray) -> None:
    row, target = bulk_moves(conflict, i, np.arange(conflict.n_states))
    if (rule[row] != rule[target]).any():
        raise NotSupportedError(
            f"'{conflict.decision_makers[i]}' can change by its own move whether it is influenced, so that what it "
            "wants would depend on what it does; give the influence an option of somebody else, or none"
        )
