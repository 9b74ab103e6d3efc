r"""A hypergame: every party in the game it plays.

On the *first level* party i plays :math:`G_i`, the dispute as it sees it. State s is a *hypergame equilibrium* when for
every i the state that s looks like is stable for i in :math:`G_i`; a state that somebody does not perceive is none. On
the *second level* k knows of others' perceptions: it plays :math:`G_k` against opponents that make the moves they can
see, and expects the states where each j would stay in :math:`G_{jk}`, the game that k takes j to play: k's own, changed
by the perceptions of j that k knows of.

Source: Bennett 1977; Fraser, Hipel 1984; Wang, Hipel, Fraser 1988; for states and options that not all see, Aljefri,
Bashar, Fang, Hipel 2017. How an unperceived state counts is a choice made here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.analysis.games import UNSEEN, Course, Game, follow, intention
from detente.analysis.perception.views import view_of
from detente.case.model import Perception
from detente.conflict.model import BoolArray, Conflict
from detente.errors import DetenteError
from detente.stability.model import Concept

Concepts = Sequence[Concept]


@dataclass(frozen=True, eq=False, slots=True)
class Hypergame:
    """The games that are played.

    Attributes
    ----------
    conflict
        The dispute in fact.
    views
        By party: the game it plays, beside the dispute in fact.
    supposed
        By party k and party j: the game that k takes j to play, beside k's own.
    """

    conflict: Conflict
    views: tuple[Game, ...]
    supposed: tuple[tuple[Game, ...], ...]

    def equilibria(self, concept: Concept) -> BoolArray:
        """Return the hypergame equilibria, bool array of shape (m,)."""
        verdicts = [view.verdicts(i, concept) == 1 for i, view in enumerate(self.views)]
        answer: BoolArray = np.logical_and.reduce(verdicts)
        return answer

    def expected_inside(self, k: int, concept: Concept) -> BoolArray:
        """Return the states of k's own game where it expects everybody to stay."""
        verdicts = [game.verdicts(j, concept) == 1 for j, game in enumerate(self.supposed[k])]
        answer: BoolArray = np.logical_and.reduce(verdicts)
        return answer

    def expected(self, k: int, concept: Concept) -> BoolArray:
        """Return the states that look to k like one where it expects everybody to stay, bool array of shape (m,)."""
        seen = self.views[k].seen
        answer: BoolArray = self.expected_inside(k, concept)[seen] & (seen != UNSEEN)
        return answer

    def course(self, concept: Concept, start: int) -> Course:
        """Follow what happens when everybody acts on what it believes."""
        return follow(len(self.views), lambda j, s: intention(self.views[j], j, s, concept), start)

    def expected_course(self, k: int, concept: Concept, start: int) -> Course | None:
        """Follow what k expects to happen, in its own game; None where it does not see the start."""
        looks = int(self.views[k].seen[start])
        if looks == UNSEEN:
            return None
        games = self.supposed[k]
        return follow(len(games), lambda j, s: intention(games[j], j, s, concept), looks)


def hypergame(conflict: Conflict, perceptions: Sequence[Perception], concepts: Concepts, truth: Game) -> Hypergame:
    """Build the games that are played when these perceptions are held.

    Parameters
    ----------
    truth
        The game of somebody who is not mistaken; parties without perceptions play it.

    Raises
    ------
    DetenteError
        Two perceptions say what one party takes another to want.

    Cost
    ----
    One analysis for each party with perceptions, and one more for each pair of parties of which one knows of a
    perception of the other.
    """
    check_single(perceptions)
    views: list[Game] = []
    supposed: list[tuple[Game, ...]] = []
    for k in conflict.decision_makers:
        beliefs = held_by(perceptions, k)
        known = [belief for belief in perceptions if k in belief.known_by]
        view = view_of(conflict, beliefs, concepts, known=known) if beliefs or known else truth
        plain = _own(view)
        others = {j: held_by(known, j) for j in conflict.decision_makers}
        views.append(view)
        supposed.append(
            tuple(view_of(view.conflict, others[j], concepts) if others[j] else plain for j in conflict.decision_makers)
        )
    return Hypergame(conflict, tuple(views), tuple(supposed))


def held_by(perceptions: Sequence[Perception], party: str) -> tuple[Perception, ...]:
    """Return the perceptions of a party."""
    return tuple(belief for belief in perceptions if belief.by == party)


def check_single(perceptions: Sequence[Perception]) -> None:
    """Refuse two beliefs of one party about what the same party wants."""
    held: dict[tuple[str, str], str] = {}
    for belief in perceptions:
        if belief.of is None:
            continue
        pair = (belief.by, belief.of)
        if pair in held:
            raise DetenteError(
                f"perceptions '{held[pair]}' and '{belief.id}' both say what '{belief.by}' takes '{belief.of}' to "
                "want; keep one, or drop one in a variant ('drop: [...]')"
            )
        held[pair] = belief.id


def _own(view: Game) -> Game:
    """Return a party's game, beside itself."""
    states = np.arange(view.conflict.n_states)
    return Game(view.conflict, view.conflict, states, states, view.stable)
