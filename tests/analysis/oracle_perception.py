"""Hypergames word for word: every party's own game is written out as a plain model, and `tests.oracle` judges it.

A belief is a plain dict: ``by``, ``of`` and ``preferences`` (or none of the two), ``unaware_of``, ``unseen``
(formulas), ``known_by``.
"""

from __future__ import annotations

import json
from copy import deepcopy
from random import Random
from typing import Any

from tests.oracle import Cell, Model, World, options_of
from tests.random_models import _preference_text, _preferences, as_text, random_formula, words

Belief = dict[str, Any]


def own_game(model: Model, beliefs: list[Belief], known: list[Belief]) -> Model:
    """The dispute as somebody describes it who holds some beliefs and knows of some beliefs of others."""
    game = deepcopy(model)
    for belief in beliefs:
        if belief["of"]:
            game["dms"][belief["of"]]["preferences"] = belief["preferences"]
        game["constraints"] += [("not", ("is", option)) for option in belief["unaware_of"]]
        game["constraints"] += [("not", formula) for formula in belief["unseen"]]
    for belief in known:
        holder = belief["by"]
        if belief["of"] == holder:
            game["dms"][holder]["preferences"] = belief["preferences"]
        pairs = []
        for option in belief["unaware_of"]:
            if option.startswith(f"{holder}."):
                pairs += [(("is", option), ("not", ("is", option))), (("not", ("is", option)), ("is", option))]
        for formula in belief["unseen"]:
            pairs += [(("true",), formula), (formula, ("true",))]
        game["moves"] += [{"by": holder, "from": x, "to": y, "never": True} for x, y in pairs]
    return game


class View:
    """A game beside the one it is seen from."""

    def __init__(self, base: World, game: Model, hidden: set[str]) -> None:
        self.base, self.world, self.hidden = base, World(game), hidden

    def look(self, s: int) -> int | None:
        """The state of the game that all combinations of a state look like."""
        looks = {self._cell(cell - self.hidden) for cell in self.base.states[s]}
        return looks.pop() if len(looks) == 1 else None

    def _cell(self, cell: Cell) -> int | None:
        return next((v for v, state in enumerate(self.world.states) if cell in state), None)

    def is_stable(self, dm: str, s: int, concept: str) -> bool | None:
        """Whether a state looks stable; None if it looks like nothing."""
        v = self.look(s)
        return None if v is None else self.world.is_stable(dm, v, concept)

    def targets(self, dm: str, s: int, concept: str) -> set[int]:
        """Where somebody goes who acts on this game, in a world without merged states."""
        v = self.look(s)
        if v is None:
            return set()
        ends = set()
        for w in self.world.improvements[dm][v]:
            if not self.world.is_deterred(dm, v, w, concept):
                ((here,), (there,)), (origin,) = (self.world.states[v], self.world.states[w]), self.base.states[s]
                if here == origin:
                    aim = there
                else:
                    aim = origin ^ (here ^ there)
                ends |= {t for t in self.base.moves[dm][s] if self.base.states[t] == {aim}}
        return ends


class Hypergame:
    """What all parties play."""

    def __init__(self, model: Model, beliefs: list[Belief]) -> None:
        self.truth = World(model)
        self.dms = self.truth.dms
        self.views: dict[str, View] = {}
        self.supposed: dict[str, dict[str, View]] = {}
        for k in self.dms:
            own = [belief for belief in beliefs if belief["by"] == k]
            known = [belief for belief in beliefs if k in belief["known_by"]]
            game = own_game(model, own, known)
            self.views[k] = View(self.truth, game, hidden(own))
            inside = self.views[k].world
            self.supposed[k] = {}
            for j in self.dms:
                theirs = [belief for belief in known if belief["by"] == j]
                self.supposed[k][j] = View(inside, own_game(game, theirs, []), hidden(theirs))

    def holds(self, s: int, concept: str) -> bool:
        """Whether everybody would stay, each in the game it plays."""
        return all(self.views[k].is_stable(k, s, concept) for k in self.dms)

    def expected(self, k: str, s: int, concept: str) -> bool:
        """Whether somebody expects everybody to stay at what a state looks like."""
        v = self.views[k].look(s)
        return v is not None and self.expected_inside(k, v, concept)

    def expected_inside(self, k: str, v: int, concept: str) -> bool:
        """Whether somebody expects everybody to stay at a state of its own game."""
        return all(self.supposed[k][j].is_stable(j, v, concept) for j in self.dms)

    def rests(self, start: int, concept: str) -> set[int]:
        """Where nobody goes on."""
        seen, frontier, found = {start}, [start], set()
        while frontier:
            s = frontier.pop()
            ahead = set().union(*(self.views[k].targets(k, s, concept) for k in self.dms))
            if not ahead:
                found.add(s)
            frontier += ahead - seen
            seen |= ahead
        return found


def hidden(beliefs: list[Belief]) -> set[str]:
    """The options that nobody with these beliefs knows of."""
    return {option for belief in beliefs for option in belief["unaware_of"]}


def random_beliefs(random: Random, model: Model) -> list[Belief]:
    """One to three beliefs, no two of one party about what the same party wants."""
    dms, options = list(model["dms"]), options_of(model)
    names = list(model["states"] or options)
    beliefs: list[Belief] = []
    for _ in range(random.choice((1, 1, 2, 3))):
        by = random.choice(dms)
        others = [dm for dm in dms if dm != by]
        belief: Belief = {"by": by, "of": None, "preferences": None, "unaware_of": [], "unseen": [], "known_by": []}
        kind = random.choice(("wishes", "wishes", "options", "states", "all"))
        if kind in ("wishes", "all"):
            of = random.choice(dms)
            if all((other["by"], other["of"]) != (by, of) for other in beliefs):
                belief |= {"of": of, "preferences": _preferences(random, model)}
        if options and kind in ("options", "all"):
            belief["unaware_of"] = random.sample(options, random.choice((1, min(2, len(options)))))
        if names and kind in ("states", "all"):
            belief["unseen"] = [random_formula(random, names, 2)]
        if others and random.random() < 0.4:
            belief["known_by"] = sorted(random.sample(others, random.randint(1, len(others))))
        if belief["of"] or belief["unaware_of"] or belief["unseen"]:
            beliefs.append(belief)
    return beliefs


def case_text(model: Model, beliefs: list[Belief], status_quo: int | None = None) -> str:
    """A case file with these beliefs."""
    case = json.loads(as_text(model))
    case["perceptions"] = [
        {
            "id": f"p{number}",
            "by": belief["by"],
            **({"of": belief["of"], "preferences": _preference_text(belief["preferences"])} if belief["of"] else {}),
            "unaware_of": belief["unaware_of"],
            "unseen": [words(formula) for formula in belief["unseen"]],
            "known_by": belief["known_by"],
        }
        for number, belief in enumerate(beliefs)
    ]
    if status_quo is not None:
        ((cell,),) = [World(model).states[status_quo]]
        case["status_quo"] = next(iter(cell)) if model["states"] else sorted(cell)
    return json.dumps(case, indent=1)
