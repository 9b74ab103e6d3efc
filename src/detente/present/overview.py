"""What a case says, in short: who, what they can do, what they want, what it rests on."""

from __future__ import annotations

from detente.case.model import AnyOrder, Case, Influence, Pairs, Perception, Preferences, Prioritization, Ranking
from detente.conflict import Conflict
from detente.conflict.arrays import written_case
from detente.present.document import Part, Words
from detente.present.evidence.weak import weak_preferences
from detente.present.names import counted, dm_name, join_words, option_label, outcome_name
from detente.present.tables import Column, Table
from detente.present.words import condition_words, state_words


def case_overview(conflict: Conflict) -> tuple[Part, ...]:
    """Describe a case as parsed: size, parties, beliefs, influences, variants, sources.

    Raises
    ------
    NotSupportedError
        The conflict was made from arrays.
    """
    case = written_case(conflict)
    parts: list[Part] = [Words(case.title, (_size(case, conflict), *_status_quo(conflict))), _parties(case)]
    outcomes = [
        f"{outcome_name(name)}: {condition_words(case, outcome.that, short=True)}"
        for name, outcome in case.outcomes.items()
    ]
    lists = (
        ("Outcomes with a name", outcomes),
        ("Beliefs that differ from the case", [_perception(case, perception) for perception in case.perceptions]),
        ("Influences", [_influence(case, influence) for influence in case.influences]),
        ("Variants", [f"{name}: {variant.about or 'no description'}" for name, variant in case.variants.items()]),
    )
    parts.extend(Words(title, (), tuple(items)) for title, items in lists if items)
    parts.append(Words("Support", tuple(filter(None, (_support(case), weak_preferences(case))))))
    return tuple(parts)


def _size(case: Case, conflict: Conflict) -> str:
    parties = counted(len(case.decision_makers), "decision maker")
    if case.is_graph_form:
        return f"{parties}, {counted(conflict.n_states, 'state')} listed one by one."
    total = 1 << len(case.options)
    merged = int((conflict.unfixed != 0).sum())
    also = f", {counted(merged, 'of them stands', 'of them stand')} for several combinations" if merged else ""
    return (
        f"{parties}, {counted(len(case.options), 'option')}: {counted(conflict.n_states, 'feasible state')}"
        f" from {counted(total, 'combination')}{also}."
    )


def _status_quo(conflict: Conflict) -> tuple[str, ...]:
    if conflict.status_quo is None:
        return ("The case does not say where the dispute stands now.",)
    return (f"It stands at: {state_words(conflict, conflict.status_quo)}.",)


def _parties(case: Case) -> Table:
    columns = (
        Column("Decision maker", wraps=True, key=True),
        Column("Can do", wraps=True),
        Column("Preferences", wraps=True),
    )
    rows = tuple(
        (
            dm_name(case, dm),
            "; ".join(option_label(case, f"{dm}.{option}") for option in party.options)
            or ("moves listed" if case.is_graph_form else "nothing"),
            preferences_words(party.preferences),
        )
        for dm, party in case.decision_makers.items()
    )
    return Table("Who can do what", columns, rows)


def preferences_words(preferences: Preferences) -> str:
    """Say in a few words how preferences are given.

    >>> preferences_words(Prioritization(statements=()))
    'no statement: indifferent'
    """
    match preferences:
        case Prioritization(statements=()):
            return "no statement: indifferent"
        case Prioritization(statements=statements):
            loose = sum(isinstance(statement, AnyOrder) for statement in statements)
            total = sum(len(entry.any_order) if isinstance(entry, AnyOrder) else 1 for entry in statements)
            also = f", {counted(loose, 'group')} in any order" if loose else ""
            return f"{counted(total, 'statement')} by priority{also}"
        case Ranking(ranking=groups):
            return f"ranking in {counted(len(groups), 'group')}"
        case Pairs(pairs=pairs):
            return f"{counted(len(pairs), 'known comparison')}, the rest unknown"
        case _:
            return f"weights of {counted(len(preferences.weights), 'option')}"


def _perception(case: Case, perception: Perception) -> str:
    believed = []
    if perception.of is not None and perception.preferences is not None:
        believed.append(f"sees the preferences of {dm_name(case, perception.of)} differently")
    if perception.unaware_of:
        labels = join_words([f"“{option_label(case, option)}”" for option in perception.unaware_of])
        believed.append(f"does not know of {labels}")
    if perception.unseen:
        believed.append(f"does not see {counted(len(perception.unseen), 'kind')} of state")
    known = [dm_name(case, dm) for dm in perception.known_by]
    knowing = f"; {join_words(known)} {'knows' if len(known) == 1 else 'know'} of it" if known else ""
    about = f" ({perception.about})" if perception.about else ""
    return f"{perception.id}: {dm_name(case, perception.by)} {join_words(believed)}{knowing}{about}"


def _influence(case: Case, influence: Influence) -> str:
    through = f" through “{option_label(case, influence.through)}”" if influence.through else ""
    about = f" ({influence.about})" if influence.about else ""
    return f"{influence.id}: {dm_name(case, influence.by)} on {dm_name(case, influence.on)}{through}{about}"


def _support(case: Case) -> str:
    if not case.statements:
        return "No statements and no sources: everything is the analyst's word."
    return f"{counted(len(case.statements), 'statement')} from {counted(len(case.sources), 'source')}."
