"""Influence word for word: a world in which a party judges by what it wants in the state where it stands.

An influence is a plain dict: ``by``, ``through`` (``dm.option`` or none), ``on``, ``preferences`` (or none),
``otherwise`` (or none).
"""

from __future__ import annotations

import json
from random import Random
from typing import Any

from tests.oracle import Model, State, World, options_of, worth
from tests.random_models import _preference_text, _preferences, as_text

Influence = dict[str, Any]


def wants(model: Model, influences: list[Influence], acting: list[int], dm: str, cells: State) -> Any:
    """What a party wants in a state: says the last influence that acts there, else `otherwise`, else its own."""
    own = model["dms"][dm]["preferences"]
    for number in reversed(acting):
        influence = influences[number]
        done = influence["through"] is None or all(influence["through"] in cell for cell in cells)
        if influence["on"] == dm and done:
            return influence["preferences"] or own
    said = [influence["otherwise"] for influence in influences if influence["on"] == dm and influence["otherwise"]]
    return said[0] if said else own


class Influenced(World):
    """A model while some influences act."""

    def __init__(self, model: Model, influences: list[Influence], acting: list[int]) -> None:
        super().__init__(model)
        self.lists = {dm: [wants(model, influences, acting, dm, state) for state in self.states] for dm in self.dms}
        self.improvements = {
            dm: [{t for t in targets if self.prefers(dm, t, s)} for s, targets in enumerate(self.moves[dm])]
            for dm in self.dms
        }

    def prefers(self, dm: str, t: int, s: int) -> bool:
        """Whether a party that stands at s strictly prefers t, by what it wants at s."""
        if not hasattr(self, "lists"):
            return False
        game = {"dms": {dm: {"preferences": self.lists[dm][s]}}}
        return bool(worth(game, dm, self.states[t]) > worth(game, dm, self.states[s]))

    def equilibria(self, concept: str) -> list[int]:
        """Where nobody would leave."""
        return [s for s in range(len(self.states)) if all(self.is_stable(dm, s, concept) for dm in self.dms)]

    def rests(self, start: int, concept: str) -> set[int]:
        """Where nobody goes on, by improvements that nothing deters."""
        seen, frontier, found = {start}, [start], set()
        while frontier:
            s = frontier.pop()
            ahead = {t for dm in self.dms for t in self.improvements[dm][s] if not self.is_deterred(dm, s, t, concept)}
            if not ahead:
                found.add(s)
            frontier += ahead - seen
            seen |= ahead
        return found


def can_change_its_mind(model: Model, influences: list[Influence]) -> bool:
    """Whether some party has a move by which it is influenced otherwise."""
    world = World(model)
    return any(
        all(influence["through"] in cell for cell in world.states[s])
        != all(influence["through"] in cell for cell in world.states[t])
        for influence in influences
        if influence["through"]
        for s in range(len(world.states))
        for t in world.moves[influence["on"]][s]
    )


def random_influences(random: Random, model: Model) -> list[Influence]:
    """One to four influences."""
    dms, options = list(model["dms"]), options_of(model)
    influences: list[Influence] = []
    otherwise: dict[str, Any] = {}
    for _ in range(random.choice((1, 2, 2, 3, 4))):
        by = random.choice(dms)
        own = [option for option in options if option.startswith(f"{by}.")]
        on = random.choice([dm for dm in dms if dm != by])
        first = on not in otherwise
        otherwise.setdefault(on, _preferences(random, model) if random.random() < 0.4 else None)
        influences.append(
            {
                "by": by,
                "through": random.choice(own) if own and random.random() < 0.8 else None,
                "on": on,
                "preferences": _preferences(random, model) if random.random() < 0.85 else None,
                "otherwise": otherwise[on] if first else None,
            }
        )
    return influences


def case_text(model: Model, influences: list[Influence], status_quo: int | None = None) -> str:
    """A case file with these influences."""
    case = json.loads(as_text(model))
    case["influences"] = [
        {
            "id": f"e{number}",
            "by": influence["by"],
            "on": influence["on"],
            **({"through": influence["through"]} if influence["through"] else {}),
            **{key: _preference_text(influence[key]) for key in ("preferences", "otherwise") if influence[key]},
        }
        for number, influence in enumerate(influences)
    ]
    if status_quo is not None:
        ((cell,),) = [World(model).states[status_quo]]
        case["status_quo"] = next(iter(cell)) if model["states"] else sorted(cell)
    return json.dumps(case, indent=1)
