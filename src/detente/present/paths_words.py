"""How a dispute could move on, in words: steps, stories, where they lead, what follows from lots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from detente.analysis.evolution import Chances, Ending, Evolution, Kind, Landing, Leg, Story, Telling
from detente.conflict import Conflict
from detente.present.names import counted, dm_short, join_some, join_words
from detente.present.words import state_short, state_words
from detente.present.words.labels import inline_label, quote, quote_if_joining
from detente.present.words.states import position

BY_KIND = {
    Kind.IMPROVEMENTS: "moves that each improve things for whoever makes them",
    Kind.COALITIONS: "such moves and joint steps by which everybody who takes part gains",
    Kind.MOVES: "any moves",
}
_IDS = 6
_LARGEST_DENOMINATOR = 1000


def leg_words(conflict: Conflict, origin: int, leg: Leg) -> str:
    """Say a step: who makes it, what changes, and the state that results."""
    target = position(conflict, leg.state)
    changes = _changes(conflict, origin, target)
    alone = len(leg.by) == 1
    who = join_words([dm_short(conflict.case, dm) for dm in leg.by])
    if not changes:
        goes = f"{who} {'moves' if alone else 'together move'} to {quote(state_short(conflict, target))}"
        return f"{goes} [{leg.state}]"
    parts = [f"{dm_short(conflict.case, dm)}: {join_words(words)}" for dm, words in changes.items()]
    if alone and len(parts) == 1:
        return f"{parts[0]} [{leg.state}]"
    return f"{who} together ({'; '.join(parts)}) [{leg.state}]"


def _changes(conflict: Conflict, origin: int, target: int) -> dict[str, list[str]]:
    """Return what each party takes up and gives up between two states; options a merged state leaves open aside."""
    fixed = ~int(conflict.unfixed[origin] | conflict.unfixed[target])
    before, after = int(conflict.combination[origin]) & fixed, int(conflict.combination[target]) & fixed
    changes: dict[str, list[str]] = {}
    for taken, prefix in ((after & ~before, ""), (before & ~after, "no longer ")):
        for j, option in enumerate(conflict.options):
            if taken >> j & 1:
                label = quote_if_joining(inline_label(conflict.case, option))
                changes.setdefault(option.partition(".")[0], []).append(f"{prefix}{label}")
    return changes


def story_words(conflict: Conflict, start: str, story: Story) -> str:
    """Say a story, step by step."""
    states = [start, *(leg.state for leg in story)]
    return "; then ".join(
        leg_words(conflict, position(conflict, origin), leg) for origin, leg in zip(states[:-1], story, strict=True)
    )


def telling_words(conflict: Conflict, start: str, telling: Telling) -> str:
    """Say the shortest way to a state, and how many others were found."""
    how = how_words(telling)
    to = f"To {telling.to} ({state_short(conflict, position(conflict, telling.to))})"
    if not telling.stories:
        return f"{to}: {how}."
    first = story_words(conflict, start, telling.stories[0])
    found = f" {found_words(telling)}" if telling.n_found > 1 or not telling.is_complete else ""
    return f"{to}, {how}: {first}.{found}"


def how_words(telling: Telling) -> str:
    """Say by what steps a state is reached, and in how few."""
    if telling.fewest is None:
        return f"not reached by {BY_KIND[telling.kind]}"
    if not telling.fewest:
        return "that is where it begins"
    if not telling.n_found:
        found = "no way" if telling.is_complete else "no way was found"
        return f"{found} of at most {counted(telling.longest, 'step')}; the shortest has {telling.fewest:,}"
    return f"in {counted(telling.fewest, 'step')}, {_ADVERB[telling.kind]}"


def found_words(telling: Telling) -> str:
    """Say how many ways were found."""
    least = "" if telling.is_complete else "at least "
    ways = counted(telling.n_found, "way")
    return f"There {'is' if telling.n_found == 1 else 'are'} {least}{ways} of up to {counted(telling.longest, 'step')}."


_ADVERB = {
    Kind.IMPROVEMENTS: "every step a gain for whoever makes it",
    Kind.COALITIONS: "every step a gain for all who make it",
    Kind.MOVES: "not every step a gain for whoever makes it",
}


def answer_words(evolution: Evolution, chances: Chances | None) -> tuple[str, ...]:
    """Say where it can lead: by improvements, by more than that, and by lots."""
    return (_by_improvements(evolution), *_by_more(evolution), *(chance_words(chances, evolution) if chances else ()))


def _by_improvements(evolution: Evolution) -> str:
    conflict = evolution.conflict
    start = position(conflict, evolution.start)
    opening = f"From {state_words(conflict, start)} [{evolution.start}],"
    elsewhere = [landing for landing in evolution.landings if landing.state != evolution.start]
    begins_settled = len(elsewhere) < len(evolution.landings)
    if not (evolution.spreads[Kind.IMPROVEMENTS].fewest > 0).any():
        return f"{opening} nobody can do better by moving alone."
    other = "other state" if begins_settled else "state"
    if not elsewhere:
        return f"{opening} it can move on, but there is no {other} where it can settle."
    reached = [landing for landing in elsewhere if landing.kind is Kind.IMPROVEMENTS]
    lead = f"{opening} {BY_KIND[Kind.IMPROVEMENTS]} lead to"
    n, total = len(reached), len(elsewhere)
    if not n:
        return f"{lead} no {other} where it can settle."
    which = f"{n:,} of the {counted(total, other)}"
    if n == total:
        which = f"all {total:,} {other}s" if n > 1 else f"the one {other}"
    return f"{lead} {which} where it can settle: {_listed(reached)}."


def _by_more(evolution: Evolution) -> Iterator[str]:
    elsewhere = [landing for landing in evolution.landings if landing.state != evolution.start]
    together = [landing for landing in elsewhere if landing.kind is Kind.COALITIONS]
    against = [landing for landing in elsewhere if landing.kind is Kind.MOVES]
    never = [landing for landing in elsewhere if landing.kind is None]
    parts = []
    if together:
        parts.append(f"where groups take joint steps by which every member gains, also to {_listed(together)}")
    if against:
        parts.append(f"only by steps that somebody makes without gaining, to {_listed(against)}")
    text = "; ".join([*parts, *([f"no moves lead to {_ids(never)}"] if never else [])])
    if text:
        yield f"{text[0].upper()}{text[1:]}."


def _listed(landings: Sequence[Landing]) -> str:
    by_steps = sorted(((_steps(landing), landing.state) for landing in landings), key=lambda pair: pair[0])
    return join_some([f"{state} in {counted(steps, 'step')}" for steps, state in by_steps], _IDS)


def _steps(landing: Landing) -> int:
    return next((steps for steps in landing.steps.values() if steps is not None), 0)


def _ids(landings: Sequence[Landing]) -> str:
    return join_some([landing.state for landing in landings], _IDS)


def chance_words(chances: Chances, evolution: Evolution) -> Iterator[str]:
    """Say what follows if the next to move is drawn by lot; nothing, when nobody can improve."""
    if chances.omitted:
        yield f"No chances are given: {chances.omitted}."
        return
    if [ending.states for ending in chances.endings] == [(evolution.start,)]:
        return
    alike = "the same weight" if len(set(chances.weights.values())) == 1 else weights_words(chances, evolution.conflict)
    shown = chances.endings[:_IDS]
    at = [_at(ending, evolution.conflict) for ending in shown if len(ending.states) == 1]
    round_ = [_round(ending) for ending in shown if len(ending.states) > 1]
    ends = [f"end {join_words(at, 'or')}"] if at else []
    ends.extend(f"go round for ever among {words}" for words in round_)
    if len(chances.endings) > _IDS:
        ends.append(f"end elsewhere ({counted(len(chances.endings) - _IDS, 'more way')})")
    unit = "move" if chances.expected_moves == 1 else "moves"
    after = f", after {number_words(chances.expected_moves)} {unit} on average" if chances.expected_moves else ""
    yield (
        f"If whoever moves next were drawn by lot among those who can improve, with {alike}, it would"
        f" {join_words(ends, 'or')}{after}. That follows from these weights; it is no forecast."
    )


def _at(ending: Ending, conflict: Conflict) -> str:
    waiting = ""
    if ending.waiting:
        waiting = f", where only {dm_short(conflict.case, ending.waiting[0])} could go on but has just moved,"
    return f"at {ending.states[0]}{waiting} {_chance(ending)}"


def _round(ending: Ending) -> str:
    return f"{join_some(ending.states, _IDS)} {_chance(ending)}"


def _chance(ending: Ending) -> str:
    return "for certain" if ending.chance == 1 else f"with chance {number_words(ending.chance)}"


def weights_words(chances: Chances, conflict: Conflict) -> str:
    """Say the weights."""
    words = [f"{dm_short(conflict.case, dm)} {weight}" for dm, weight in chances.weights.items()]
    return f"weights {join_words(words)}"


def number_words(number: Fraction | float) -> str:
    """Write a number: as a fraction where that is exact and short, else with three digits.

    >>> number_words(Fraction(1, 2)), number_words(Fraction(3)), number_words(Fraction(10001, 20001))
    ('1/2', '3', 'about 0.5')
    >>> number_words(0.12345), number_words(0.0)
    ('about 0.123', '0')
    """
    if isinstance(number, Fraction) and number.denominator <= _LARGEST_DENOMINATOR:
        return str(number)
    return f"about {float(number):.3g}" if number else "0"
