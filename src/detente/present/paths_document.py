"""How a dispute could move on, as a document: the answer, the shortest ways, where it can lead."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.analysis.evolution import Chances, Evolution, Kind, Telling
from detente.conflict import state_id
from detente.present.document import Part, Words
from detente.present.names import case_title, counted
from detente.present.paths_words import answer_words, found_words, how_words, number_words, story_words, telling_words
from detente.present.strength import STRENGTHS
from detente.present.tables import Column, Table, showing
from detente.present.words import state_short
from detente.present.words.states import position

MOST_STATES = 40
_TITLES = {Kind.IMPROVEMENTS: "Alone", Kind.COALITIONS: "Jointly", Kind.MOVES: "Any move"}


def paths_parts(
    evolution: Evolution,
    tellings: Sequence[Telling],
    chances: Chances,
    *,
    in_full: bool = False,
    limit: int | None = MOST_STATES,
) -> tuple[Part, ...]:
    """Write how a dispute could move on.

    `in_full` lists every story kept, under a heading for each state; `limit` is how many states the table shows.
    """
    conflict = evolution.conflict
    title = case_title(conflict.case, conflict.variant)
    parts: list[Part] = [Words(f"{title}: how it could move on", answer_words(evolution, chances))]
    if in_full:
        parts.extend(_ways(evolution, telling) for telling in tellings)
    elif tellings:
        items = tuple(telling_words(conflict, evolution.start, telling) for telling in tellings)
        parts.append(Words("The shortest ways to where it can settle", (), items))
    parts.append(reach_table(evolution, chances, limit))
    parts.append(Words("To know", (), notes(evolution, chances)))
    return tuple(parts)


def _ways(evolution: Evolution, telling: Telling) -> Words:
    conflict = evolution.conflict
    title = f"Ways to {telling.to} ({state_short(conflict, position(conflict, telling.to))})"
    how = how_words(telling)
    summary = f"{how[0].upper()}{how[1:]}."
    if telling.n_found:
        summary = f"{summary} {found_words(telling)}"
    if telling.n_found > len(telling.stories):
        summary = f"{summary} These are the first {len(telling.stories):,}."
    return Words(title, (summary,), tuple(f"{story_words(conflict, evolution.start, one)}." for one in telling.stories))


def reach_table(evolution: Evolution, chances: Chances, limit: int | None = None) -> Table:
    """Say of each state that can be reached in how few steps, what it needs to hold, and how it fares under lots."""
    conflict = evolution.conflict
    holds = {landing.state: landing.holds for landing in evolution.landings}
    chance = {ending.states[0]: ending.chance for ending in chances.endings if len(ending.states) == 1}
    chosen, n_reached = _chosen(evolution, limit)
    fewest = {kind: spread.fewest for kind, spread in evolution.spreads.items()}
    columns = (
        Column("State", key=True),
        Column("What is done", wraps=True),
        Column("Holds", wraps=True),
        *(Column(_TITLES[kind], align="right") for kind in fewest),
        Column("Chance", align="right"),
    )
    rows = []
    for s in chosen:
        name = state_id(conflict, s)
        strength = next((one.label for one in STRENGTHS if one.concept in holds.get(name, ())), "")
        steps = ["–" if of[s] < 0 else str(of[s]) for of in fewest.values()]
        lots = number_words(chance[name]) if name in chance else ""
        rows.append((name, state_short(conflict, s), strength, *steps, lots))
    shown = showing(len(chosen), n_reached)
    note = (
        f"Fewest steps from {evolution.start}; – not reached. Chance: of ending there, under the weights above.{shown}"
    )
    return Table("Where it can lead", columns, tuple(rows), note)


def _chosen(evolution: Evolution, limit: int | None) -> tuple[list[int], int]:
    """Choose states to show: equilibria and what is reached by improvements first; return how many there are."""
    fewest = np.stack([spread.fewest for spread in evolution.spreads.values()])
    reached = np.flatnonzero((fewest >= 0).any(axis=0))
    settles = {landing.state for landing in evolution.landings}
    conflict = evolution.conflict

    def rank(s: int) -> tuple[int, bool, int, int]:
        kind = int(np.argmax(fewest[:, s] >= 0))
        return kind, state_id(conflict, s) not in settles, int(fewest[kind, s]), s

    ordered = sorted(reached.tolist(), key=rank)
    return ordered[:limit], len(ordered)


def notes(evolution: Evolution, chances: Chances) -> tuple[str, ...]:
    """Return the choices made, and what was left out."""
    n = len(evolution.conflict.decision_makers)
    size = "" if evolution.largest >= n else f" Groups have at most {counted(evolution.largest, 'member')}."
    result = [
        "Nobody moves twice in a row, and no group twice in a row. Each improvement is judged at the state it is made"
        " from, so somebody can end up worse off than where it began.",
        "A joint step counts as one, however many moves the members make, and whoever is worse off in between."
        f"{size} See `detente coalitions`.",
        "Ways return to no state they have been in.",
    ]
    if not chances.omitted:
        rule = "is left out of the next lot" if chances.last_mover_rule else "takes part in the next lot"
        result.append(
            f"Lots: whoever has just moved {rule}; of several improvements each is alike. Computed by {chances.method}."
        )
    result.extend(f"Left out: joint steps. {reason}." for reason in evolution.omitted.values())
    return tuple(result)
