"""What influence changes, as a document: the answer, with and without, chains, thresholds, readings of acts."""

from __future__ import annotations

from detente.analysis.influence import Change, InfluenceResult, Setting, Signal
from detente.conflict import outcomes_of, state_id
from detente.present.document import Part, Words
from detente.present.influence_words import (
    answer_words,
    chain_words,
    change_words,
    ids,
    influence_words,
    places,
    reading_words,
    response_words,
    threshold_words,
)
from detente.present.names import case_title, counted, dm_short, join_words, option_label, outcome_name, plain
from detente.present.tables import Column, Table
from detente.present.words.labels import quote
from detente.present.words.states import position

_OUTCOMES = 4


def influence_parts(result: InfluenceResult) -> tuple[Part, ...]:
    """Write what influence changes."""
    conflict = result.conflict
    title = case_title(conflict.case, conflict.variant)
    parts: list[Part] = [Words(f"{title}: who leans on whom", answer_words(result))]
    if not result.influences:
        return tuple(parts)
    influences = tuple(
        f"({number}) {influence_words(result, influence)}" for number, influence in enumerate(result.influences, 1)
    )
    parts.extend((Words("Influences, as coded", (), influences), settings_table(result)))
    if result.chains:
        parts.append(Words("Chains", (), tuple(chain_words(result, chain) for chain in result.chains)))
    thresholds = tuple(threshold_words(result, found) for found in result.thresholds)
    parts.append(Words("How much of it it takes", (), thresholds))
    for signal in result.signals:
        parts.extend((readings_table(result, signal), responses_table(result, signal)))
    parts.append(Words("To know", (), notes(result)))
    return tuple(parts)


def settings_table(result: InfluenceResult) -> Table:
    """Compare what holds as the case stands, without, with each alone, with all, and with all but each."""
    rows = [_setting_row(result, *entry) for entry in _settings(result)]
    columns = (
        Column("Which influences act", wraps=True, key=True),
        Column("Where it can settle", wraps=True),
        Column("Outcomes", wraps=True),
        Column("From where it stands", wraps=True),
        Column("Compared", wraps=True),
    )
    note = (
        "By number, as above. Compared: each alone with none, all but one with all; “the same except” is said where "
        "only the options that influences go through differ."
    )
    return Table("With and without", columns, tuple(rows), note)


def _settings(result: InfluenceResult) -> list[tuple[str, Setting, Setting | None]]:
    found: list[tuple[str, Setting, Setting | None]] = [
        ("(the case as it stands)", result.as_coded, None),
        ("none", result.without, None),
    ]
    if len(result.influences) > 1:
        found += [(f"only {name}", setting, result.without) for name, setting in result.alone.items()]
    found.append(("all", result.everything, result.without))
    if len(result.influences) > 2:
        found += [(f"all but {name}", setting, result.everything) for name, setting in result.all_but.items()]
    return found


def _setting_row(result: InfluenceResult, name: str, setting: Setting, other: Setting | None) -> tuple[str, ...]:
    conflict = result.conflict
    outcomes = dict.fromkeys(
        outcome for state in setting.equilibria for outcome in outcomes_of(conflict, position(conflict, state))
    )
    named = [outcome_name(outcome) for outcome in outcomes]
    told = ", ".join(named[:_OUTCOMES]) + (f" and {len(named) - _OUTCOMES} more" if len(named) > _OUTCOMES else "")
    numbers = {influence.id: str(number) for number, influence in enumerate(result.influences, 1)}
    silent = [numbers[one] for one in setting.never_decides]
    idle = f" ({join_words(silent)} never decides)" if silent else ""
    of = name.rsplit(" ", maxsplit=1)[-1]
    name = name.replace(of, f"({numbers[of]})") if of in numbers else name
    rests = ids([rest.state for rest in setting.rests])
    return (f"{name}{idle}", ids(setting.equilibria) or "nowhere", told, rests, _compared(setting, other))


def _compared(setting: Setting, other: Setting | None) -> str:
    if other is None:
        return ""
    if setting.equilibria == other.equilibria:
        return "the same"
    if setting.projected and set(setting.projected) == set(other.projected):
        return "the same except for options that influences go through"
    gone = [name for name in other.equilibria if name not in setting.equilibria]
    new = [name for name in setting.equilibria if name not in other.equilibria]
    parts = [f"{word} {ids(names)}" for word, names in (("new:", new), ("gone:", gone)) if names]
    return "; ".join(parts)


def readings_table(result: InfluenceResult, signal: Signal) -> Table:
    """Say how an act, or its absence, may be read, and what each reading leads to."""
    case = result.conflict.case
    actor, addressed = (dm_short(case, dm) for dm in (signal.actor, signal.addressed))
    columns = (
        Column("", key=True),
        Column(f"{addressed} takes it", wraps=True),
        Column(f"{addressed} would", wraps=True),
        Column("Leads to", wraps=True),
        Column(f"{addressed} expects", wraps=True),
        Column(f"For {actor}", wraps=True),
    )
    rows = tuple(
        (
            letter,
            reading_words(row.reading) if row.acted else f"not done: {reading_words(row.reading)}",
            response_words(result, signal, row),
            places(result.conflict, row.leads_to) or "no rest",
            places(result.conflict, row.expected) or "no rest",
            str(row.for_actor),
        )
        for letter, row in zip(_letters(len(signal.taken)), signal.taken, strict=True)
    )
    note = (
        f"From {signal.done} with the act and {signal.undone} without. {addressed} plays the game of the reading, all "
        f"others the case as it stands; for {actor}, compared with where it stands."
    )
    return Table(f"{option_label(case, signal.option)}: how {addressed} may read it", columns, rows, note)


def responses_table(result: InfluenceResult, signal: Signal) -> Table:
    """Set what the party addressed can do against the readings of the act."""
    case = result.conflict.case
    actor, addressed = (dm_short(case, dm) for dm in (signal.actor, signal.addressed))
    columns = (
        Column(f"{addressed} does", wraps=True, key=True),
        Column("State"),
        Column(f"For {actor}", wraps=True),
        *(Column(letter, align="center") for letter in _letters(len(signal.readings))),
    )
    rows = tuple(
        (
            change_words(result, signal, row.to),
            row.to,
            str(row.for_actor),
            *(_liked(change) if row.to != signal.done else "" for change in row.by_reading),
        )
        for row in signal.responses
    )
    note = f"+ {addressed} likes it better than doing nothing, – less, = as much, when it reads the act as in that row."
    return Table(f"{option_label(case, signal.option)}: responses against readings", columns, rows, note)


def _letters(number: int) -> list[str]:
    return [chr(ord("a") + k) if k < 26 else str(k + 1) for k in range(number)]


def _liked(change: Change) -> str:
    return {Change.BETTER: "+", Change.WORSE: "–", Change.SAME: "="}[change]


def influence_table(result: InfluenceResult) -> Table:
    """List for every setting where it can settle and where it comes to rest."""
    columns = (
        Column("Setting", key=True),
        Column("Acting", kind="list"),
        Column("Equilibria", kind="list"),
        Column("Rests", kind="list"),
        Column("Never decides", kind="list"),
    )
    rows = tuple(
        (
            name,
            *(
                ", ".join(names)
                for names in (
                    setting.acting,
                    setting.equilibria,
                    tuple(rest.state for rest in setting.rests),
                    setting.never_decides,
                )
            ),
        )
        for name, setting, _ in _settings(result)
    )
    return Table("Influence", columns, rows)


def notes(result: InfluenceResult) -> tuple[str, ...]:
    """Return the choices made, and how far the answer goes."""
    case = result.conflict.case
    found = [
        "An influence acts in the states in which its option is taken, one without an option everywhere. Of several on "
        "one party the one that stands last in the file decides. Where none acts, the party wants what “otherwise” "
        "says, else what the case says it wants.",
        "A party judges every state by what it wants where it stands, also states in which it would be influenced "
        "otherwise: no judgement mixes two orders.",
        "“None” and “only” leave all options in the model; those of influences that do not act change nobody’s mind.",
    ]
    silent = [quote(influence.id) for influence in case.influences if influence.preferences is None]
    if silent:
        found.append(f"{join_words(silent)} say no preferences: those of the case are taken as the influenced ones.")
    if result.conflict.status_quo is None:
        found.append(
            "The case does not say where the dispute stands, so nothing is said about what follows or is read."
        )
    else:
        here = state_id(result.conflict, result.conflict.status_quo)
        found.append(f"From where it stands [{here}]: improvements that nothing deters, any of them, in any order.")
    if result.material:
        names = [quote(plain(option_label(case, option))) for option in result.material]
        found.append(
            f"{join_words(names)} also {'changes' if len(names) == 1 else 'change'} what is possible, so there is no "
            "table of readings."
        )
    if case.perceptions:
        found.append(
            f"{counted(len(case.perceptions), 'perception').capitalize()}: used in the tables of readings only."
        )
    return tuple(found)
