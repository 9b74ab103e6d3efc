"""States and moves in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from detente.case.model import Case
from detente.conflict.model import Conflict
from detente.conflict.navigate import outcomes_of, state_id, yn
from detente.present.names import amount, dm_short, join_words, option_short, ordinal, outcome_name
from detente.present.words.labels import denied, inline_label, quote, quote_if_joining, state_label


@dataclass(frozen=True, slots=True)
class Scene:
    """What is done in a state, whatever kind of model it is a state of.

    Attributes
    ----------
    case
    id
        Its name.
    letters
        One an option in file order: Y taken, N not taken, - not fixed by a merged state. Empty in graph form.
    """

    case: Case
    id: str
    letters: str

    def options(self, letters: str) -> list[str]:
        """Return the options that have one of some letters, qualified."""
        return [option for option, letter in zip(self.case.options, self.letters, strict=True) if letter in letters]


def scene_of(conflict: Conflict, state: int) -> Scene:
    """Return what is done in a state."""
    return Scene(conflict.case, state_id(conflict, state), yn(conflict, state))


def state_words(conflict: Conflict, state: int) -> str:
    """Say what is the case in a state: the options taken, party by party, and the named outcomes it is."""
    return scene_words(scene_of(conflict, state), outcomes_of(conflict, state))


def scene_words(scene: Scene, outcomes: tuple[str, ...]) -> str:
    """Say what is the case in a scene, and the named outcomes that hold in it."""
    words = _option_words(scene) if scene.case.options else state_label(scene.case, scene.id)
    named = [quote(outcome_name(name)) for name in outcomes]
    return f"{words} – {join_words(named)}" if named else words


def state_short(conflict: Conflict, state: int) -> str:
    """Say a state in the few words of tables and drawings; with the party, where several call an option the same."""
    return scene_short(scene_of(conflict, state))


def scene_short(scene: Scene) -> str:
    """Say a scene in the few words of tables and drawings."""
    case = scene.case
    if not case.options:
        return state_label(case, scene.id)
    names = [option_short(case, option) for option in case.options]
    shorts = [
        f"{dm_short(case, option.partition('.')[0])}: {name}" if names.count(name) > 1 else name
        for option, name, letter in zip(case.options, names, scene.letters, strict=True)
        if letter == "Y"
    ]
    if "-" in scene.letters:
        shorts.append("…")
    return ", ".join(shorts) if shorts else "nothing taken"


def move_words(conflict: Conflict, start: int, end: int) -> str:
    """Say which options change from one state to another, as in "by taking ..."; empty if the model does not say."""
    return change_words(scene_of(conflict, start), scene_of(conflict, end))


def change_words(before: Scene, after: Scene) -> str:
    """Say which options change from one scene to another; nothing of those that a merged state does not fix."""
    parts = []
    for verb, change in (("taking", ("N", "Y")), ("dropping", ("Y", "N"))):
        changes = zip(before.case.options, zip(before.letters, after.letters, strict=True), strict=False)
        labels = [quote(inline_label(before.case, option)) for option, pair in changes if pair == change]
        if labels:
            parts.append(f"{verb} {join_words(labels)}")
    return join_words(parts)


def position(conflict: Conflict, name: str) -> int:
    """Return the position of a state by the name that `state_id` gave it."""
    return conflict.names.index(name) if conflict.names else int(name.removeprefix("s")) - 1


def called(conflict: Conflict, name: str, most: int = 2) -> str:
    """Call a state by its name and the named outcomes it is, the first of them: "s5 (settlement)"."""
    outcomes = [outcome_name(outcome) for outcome in outcomes_of(conflict, position(conflict, name))]
    more = f" and {len(outcomes) - most} more" if len(outcomes) > most else ""
    return f"{name} ({', '.join(outcomes[:most])}{more})" if outcomes else name


def place_words(conflict: Conflict, decision_maker: int, state: int) -> str:
    """Say where a decision maker ranks a state: "2nd of 9". Levels are ordinal, so no more can be said."""
    level = conflict.level[decision_maker]
    return level_words(int(level[state]), int(level.max()), conflict.n_states)


def level_words(level: int, n_levels: int, n_states: int) -> str:
    """Say which of some preference levels one is, the best being the first."""
    groups = "" if n_levels == n_states else " levels"
    return f"{ordinal(n_levels - level + 1)} of {amount(n_levels)}{groups}"


def _option_words(scene: Scene) -> str:
    taken = scene.options("Y")
    unfixed = "-" in scene.letters
    # what sets a merged state apart in which nothing is taken is what is not taken
    listed = taken or (scene.options("N") if unfixed else [])
    by_party: dict[str, list[str]] = {}
    for name in listed:
        by_party.setdefault(name.partition(".")[0], []).append(name)
    groups = [_party_words(scene.case, dm, options, taken=bool(taken)) for dm, options in by_party.items()]
    words = "; ".join(groups) if groups else "nobody takes any option"
    return f"{words}, whatever else is done" if unfixed else words


def _party_words(case: Case, dm: str, options: list[str], *, taken: bool) -> str:
    labels = [inline_label(case, name) for name in options]
    if not taken:
        labels = [denied(label) for label in labels]
    elif len(labels) > 1:
        labels = [quote_if_joining(label) for label in labels]
    return f"{dm_short(case, dm)}: {join_words(labels)}"
