"""States and moves in plain words."""

from __future__ import annotations

from detente.conflict.model import Conflict
from detente.conflict.navigate import outcomes_of, state_id
from detente.present.names import dm_short, join_words, option_short, ordinal, outcome_name
from detente.present.words.labels import denied, inline_label, quote, quote_if_joining, state_label


def state_words(conflict: Conflict, state: int) -> str:
    """Say what is the case in a state: the options taken, party by party, and the named outcomes it is."""
    words = _graph_label(conflict, state) if conflict.case.is_graph_form else _option_words(conflict, state)
    outcomes = [quote(outcome_name(name)) for name in outcomes_of(conflict, state)]
    return f"{words} – {join_words(outcomes)}" if outcomes else words


def state_short(conflict: Conflict, state: int) -> str:
    """Say a state in the few words of tables and drawings; with the party, where several call an option the same."""
    if conflict.case.is_graph_form:
        return _graph_label(conflict, state)
    taken, unfixed = int(conflict.combination[state]), int(conflict.unfixed[state])
    names = [option_short(conflict.case, option) for option in conflict.options]
    shorts = [
        f"{dm_short(conflict.case, option.partition('.')[0])}: {name}" if names.count(name) > 1 else name
        for j, (option, name) in enumerate(zip(conflict.options, names, strict=True))
        if taken & ~unfixed & 1 << j
    ]
    if unfixed:
        shorts.append("…")
    return ", ".join(shorts) if shorts else "nothing taken"


def move_words(conflict: Conflict, start: int, end: int) -> str:
    """Say which options change from one state to another, as in "by taking ..."; empty if the model does not say."""
    case = conflict.case
    fixed = ~int(conflict.unfixed[start] | conflict.unfixed[end])
    before, after = int(conflict.combination[start]) & fixed, int(conflict.combination[end]) & fixed
    parts = []
    for verb, changed in (("taking", after & ~before), ("dropping", before & ~after)):
        labels = [quote(inline_label(case, name)) for j, name in enumerate(conflict.options) if changed & 1 << j]
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
    n_levels = int(level.max())
    groups = "" if n_levels == conflict.n_states else " levels"
    return f"{ordinal(n_levels - int(level[state]) + 1)} of {n_levels:,}{groups}"


def _graph_label(conflict: Conflict, state: int) -> str:
    return state_label(conflict.case, state_id(conflict, state))


def _option_words(conflict: Conflict, state: int) -> str:
    unfixed = int(conflict.unfixed[state])
    taken = int(conflict.combination[state]) & ~unfixed
    listed = taken
    if not taken and unfixed:  # what sets a merged state apart is then what is not taken
        listed = ~unfixed
    by_party: dict[str, list[str]] = {}
    for j, name in enumerate(conflict.options):
        if listed & 1 << j:
            by_party.setdefault(name.partition(".")[0], []).append(name)
    groups = [_party_words(conflict, dm, options, taken=bool(taken)) for dm, options in by_party.items()]
    words = "; ".join(groups) if groups else "nobody takes any option"
    return f"{words}, whatever else is done" if unfixed else words


def _party_words(conflict: Conflict, dm: str, options: list[str], *, taken: bool) -> str:
    labels = [inline_label(conflict.case, name) for name in options]
    if not taken:
        labels = [denied(label) for label in labels]
    elif len(labels) > 1:
        labels = [quote_if_joining(label) for label in labels]
    return f"{dm_short(conflict.case, dm)}: {join_words(labels)}"
