"""The tables of a model and of its result: states, moves, preferences, stability."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np

from detente.case.model import AnyOrder, Case, Condition, Pairs, Prioritization, Ranking, Weights
from detente.conflict import Conflict, OptionMoves, holding, improvements_from, moves_from, state_id, yn
from detente.errors import LimitError, Path
from detente.present.evidence.weak import weak_parts
from detente.present.names import concept_short, counted, dm_short, option_short, party_marks
from detente.present.tables import Column, Table, yes_no
from detente.present.words import condition_words, state_short
from detente.stability import Concept, StabilityResult
from detente.stability.sets import ListedStates

HOLDS = "✓"
MOST_MOVES = 5_000_000


def stability_table(result: StabilityResult, states: Sequence[int]) -> Table:
    """State by state and concept by concept: who would leave, or that nobody would."""
    conflict = result.conflict
    marks = party_marks(conflict.case)
    letters = [marks[dm].letter for dm in conflict.decision_makers]

    def verdict(concept: Concept, s: int) -> str:
        stable = result.of_state(concept, s)
        return HOLDS if stable.all() else " ".join(letters[i] for i in np.flatnonzero(~stable))

    rows = tuple(
        (
            state_id(conflict, s) + (" *" if s == conflict.status_quo else ""),
            state_short(conflict, s),
            *(verdict(concept, s) for concept in result.stable),
        )
        for s in states
    )
    columns = (
        Column("State", key=True),
        Column("What is done", wraps=True, key=True),
        *(Column(concept_short(concept)) for concept in result.stable),
    )
    parties = ", ".join(
        f"{letter} {dm_short(conflict.case, dm)}" for letter, dm in zip(letters, conflict.decision_makers, strict=True)
    )
    note = f"{HOLDS} nobody would leave (an equilibrium). Letters: who would leave. {parties}."
    if conflict.status_quo is not None:
        note += " * where it stands now."
    if len(rows) < conflict.n_states:
        note += (
            f" Shown: {len(rows):,} of {counted(conflict.n_states, 'state')} (equilibria and where it stands now);"
            " --format csv or json gives all."
        )
    return Table("Who would stay where", columns, rows, note)


def states_to_show(result: StabilityResult, limit: int) -> list[int]:
    """Choose the states for a table people read: all if they are few, else the status quo and equilibria.

    Of too many equilibria, those under most concepts.
    """
    conflict = result.conflict
    if conflict.n_states <= limit:
        return list(range(conflict.n_states))
    holds = np.zeros(conflict.n_states, dtype=np.int8)
    for concept in result.stable:
        holds += result.equilibria(concept)
    if conflict.status_quo is not None:
        holds[conflict.status_quo] = len(result.stable) + 1
    best: list[int] = []
    for number in range(len(result.stable) + 1, 0, -1):
        best += ListedStates.marked(conflict, holds == number).first(limit - len(best))
    return sorted(best)


def ranking_table(conflict: Conflict) -> Table:
    """Each decision maker's states, best first; equally preferred ones are joined by ``~``."""
    rows = tuple(
        (
            dm_short(conflict.case, dm),
            " > ".join(" ~ ".join(state_id(conflict, s) for s in states) for states in _groups(conflict, i)),
        )
        for i, dm in enumerate(conflict.decision_makers)
    )
    columns = (Column("Decision maker", key=True, wraps=True), Column("States, best first", wraps=True))
    return Table("Who prefers what", columns, rows, "> is preferred to, ~ equally preferred.")


def wants_table(case: Case) -> Table:
    """What each decision maker wants, as the case says it, the most important first."""
    rows: list[tuple[str, ...]] = []
    weak = weak_parts(case)
    for dm in case.decision_makers:
        for place, wish in enumerate(_wishes(case, dm, weak), 1):
            rows.append((dm_short(case, dm) if place == 1 else "", str(place), wish))
    columns = (
        Column("Decision maker", key=True, wraps=True),
        Column("", "right", kind="number"),
        Column("Wants, most important first", wraps=True),
    )
    return Table("Who wants what", columns, tuple(rows))


def _wishes(case: Case, dm: str, weak: Mapping[Path, str]) -> Iterator[str]:  # noqa: C901 (a branch a way to say it)
    def say(condition: Condition) -> str:
        return condition_words(case, condition, short=True)

    def lacks(*path: str | int) -> str:
        words = weak.get(("decision_makers", dm, "preferences", *path), "")
        return f" [{words}]" if words else ""

    match case.decision_makers[dm].preferences:
        case Prioritization(statements=statements):
            for place, entry in enumerate(statements):
                at = ("statements", place)
                if isinstance(entry, AnyOrder):
                    parts = [f"{say(one.that)}{lacks(*at, 'any order', k)}" for k, one in enumerate(entry.any_order)]
                    yield "in any order: " + "; ".join(parts)
                else:
                    yield f"{say(entry.that)}{lacks(*at)}"
        case Ranking(ranking=groups):
            for group in groups:
                yield "; or equally: ".join(say(condition) for condition in group)
        case Pairs(pairs=pairs):
            for place, pair in enumerate(pairs):
                yield f"{say(pair.better)}; rather than: {say(pair.worse)}{lacks('pairs', place)}"
        case Weights(weights=weights):
            for option, weight in sorted(weights.items(), key=lambda item: -item[1]):
                yield f"{option_short(case, option)} (weight {weight})"


def _groups(conflict: Conflict, i: int) -> Iterator[list[int]]:
    """Yield the states of each preference level, the best level first."""
    order = np.argsort(-conflict.level[i], kind="stable")
    ends = np.flatnonzero(np.diff(conflict.level[i][order])) + 1
    for group in np.split(order, ends):
        yield group.tolist()


def answer_columns(case: Case, concepts: Collection[Concept]) -> tuple[Column, ...]:
    """Columns of `answer_rows`."""
    parties = case.decision_makers
    return (
        *_state_columns(case),
        *(Column(f"equilibrium.{concept.value}", kind="truth") for concept in concepts),
        *(Column(f"stable.{concept.value}.{dm}", kind="truth") for concept in concepts for dm in parties),
    )


def answer_rows(result: StabilityResult) -> Iterator[tuple[str, ...]]:
    """Everything about every state, one a row, for other programs."""
    concepts = list(result.stable)
    verdicts = np.vstack(
        [
            np.empty((0, result.conflict.n_states), dtype=np.bool_),
            *(result.equilibria(concept) for concept in concepts),
            *(result.stable[concept] for concept in concepts),
        ]
    )
    for s, row in enumerate(_state_rows(result.conflict)):
        yield (*row, *map(yes_no, verdicts[:, s].tolist()))


def states_table(conflict: Conflict) -> Table:
    """The feasible states with their options, outcomes and preference levels."""
    note = "Levels are ordinal: larger is better, 1 is worst."
    return Table("States", _state_columns(conflict.case), tuple(_state_rows(conflict)), note)


def _state_columns(case: Case) -> tuple[Column, ...]:
    return (
        Column("state", key=True),
        Column("yn"),
        *(Column(option) for option in case.options),
        Column("outcomes", wraps=True, kind="list"),
        Column("status_quo", kind="truth"),
        *(Column(f"level.{dm}", "right", kind="number") for dm in case.decision_makers),
    )


def _state_rows(conflict: Conflict) -> Iterator[tuple[str, ...]]:
    outcomes = {name: holding(conflict, outcome.that.formula) for name, outcome in conflict.case.outcomes.items()}
    for s in range(conflict.n_states):
        letters = yn(conflict, s)
        named = ", ".join(name for name, holds in outcomes.items() if holds[s])
        levels = map(str, conflict.level[:, s].tolist())
        yield (state_id(conflict, s), letters, *letters, named, yes_no(s == conflict.status_quo), *levels)


def moves_table(conflict: Conflict) -> Table:
    """Every move: who can go from where to where alone, and whether it is an improvement.

    Raises
    ------
    LimitError
        There may be more than `MOST_MOVES`.
    """
    if (bound := _moves_at_most(conflict)) > MOST_MOVES:
        raise LimitError(
            f"up to {bound:,} moves do not make a table (at most {MOST_MOVES:,}); take the states, "
            "or add constraints to the case"
        )
    rows: list[tuple[str, ...]] = []
    for i, dm in enumerate(conflict.decision_makers):
        for s in range(conflict.n_states):
            improving = set(improvements_from(conflict, i, s).tolist())
            rows.extend(
                (dm, state_id(conflict, s), state_id(conflict, t), yes_no(t in improving))
                for t in moves_from(conflict, i, s).tolist()
            )
    columns = (Column("by"), Column("from"), Column("to"), Column("improvement", kind="truth"))
    return Table("Moves", columns, tuple(rows))


def _moves_at_most(conflict: Conflict) -> int:
    if isinstance(conflict.moves, OptionMoves):
        return conflict.n_states * sum((1 << own.bit_count()) - 1 for own in conflict.moves.own)
    return sum(map(len, conflict.moves.target))


def levels_table(conflict: Conflict) -> Table:
    """The preference levels of each decision maker, best first, with their states."""
    rows = [
        (dm, str(place), ", ".join(state_id(conflict, s) for s in states))
        for i, dm in enumerate(conflict.decision_makers)
        for place, states in enumerate(_groups(conflict, i), 1)
    ]
    columns = (
        Column("decision_maker", key=True),
        Column("place", "right", kind="number"),
        Column("states", wraps=True, kind="list"),
    )
    return Table("Preferences", columns, tuple(rows), "Place 1 is best; states in one place are equally preferred.")
