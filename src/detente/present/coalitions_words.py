"""Which groups could move together, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.analysis.coalitions import CoalitionResult, Jump, Members, Way
from detente.conflict import Conflict, state_id
from detente.present.names import concept_name, counted, dm_short, join_some, join_words
from detente.present.words import place_words, state_short, state_words
from detente.present.words.states import position
from detente.stability import Comparison, Concept

_IDS = 6


def group_words(conflict: Conflict, members: Members) -> str:
    """Name a group."""
    return join_words([dm_short(conflict.case, dm) for dm in members])


def answer_words(result: CoalitionResult) -> tuple[str, ...]:
    """Say what holds against every group, which equilibria a group could leave, and what groups could do now."""
    return (_what_holds(result), _jumps(result), *_status_quo(result))


def _what_holds(result: CoalitionResult) -> str:
    holding = result.universal[Concept.NASH]
    groups = f"every group of up to {result.largest}" if _is_limited(result) else "every group"
    where = "" if len(result.examined) == result.conflict.n_states else " of interest"
    if not holding:
        return f"In this model every state{where} leaves somebody, or some group, a move by which all who make it gain."
    words = [f"{state_words(result.conflict, position(result.conflict, name))} [{name}]" for name in holding[:2]]
    if len(words) > 1:
        words = [f"({number}) {text}" for number, text in enumerate(words, 1)]
    if len(holding) > 2:
        words.append(f"and {len(holding) - 2:,} more")
    hold = "holds" if len(holding) == 1 else "hold"
    of = counted(len(result.examined), "state")
    return (
        f"In this model {len(holding):,} of {of}{where} {hold} against everybody and {groups}: {'; '.join(words)}. From"
        f" there no group has a move by which all its members gain."
    )


def _is_limited(result: CoalitionResult) -> bool:
    return result.largest < len(result.conflict.decision_makers)


def from_equilibria(result: CoalitionResult) -> list[Jump]:
    """Return the jumps that start in an equilibrium and need all who take part; those that nothing deters first."""
    settles = {name for names in result.equilibria.values() for name in names}
    found = [jump for jump in result.jumps if jump.origin in settles and not jump.smaller]
    strength = {name: rank for rank, names in reversed(list(enumerate(result.equilibria.values()))) for name in names}
    return sorted(
        found, key=lambda jump: (strength[jump.origin], len(jump.deterred), len(jump.break_aways), len(jump.by))
    )


def _jumps(result: CoalitionResult) -> str:
    jumps = from_equilibria(result)
    settles = {name for names in result.equilibria.values() for name in names}
    if not settles:
        return "There is no equilibrium that a group could leave."
    if not jumps:
        return "No group could leave an equilibrium for another one in which all its members are better off."
    origins = list(dict.fromkeys(jump.origin for jump in jumps))
    first = jumps[0]
    example = (
        f"{group_words(result.conflict, first.by)} could together go from {_place(result, first.origin)} to"
        f" {_place(result, first.to)}"
    )
    deterred = _deterred_words(first)
    least = "at least " if result.n_jumps > len(result.jumps) else ""
    opening = f"Groups could leave {least}{len(origins):,} of the {counted(len(settles), 'state')} where it can settle"
    return f"{opening} for another one by which all members gain. {example}; {deterred}."


def _place(result: CoalitionResult, name: str) -> str:
    return f"{name} ({state_short(result.conflict, position(result.conflict, name))})"


def _deterred_words(jump: Jump) -> str:
    if not jump.deterred:
        return "no answer of the others takes the gain away"
    names = join_words([concept_name(concept) for concept in jump.deterred])
    return f"an answer of the others deters that under {names} stability"


def _status_quo(result: CoalitionResult) -> Iterator[str]:
    conflict = result.conflict
    if conflict.status_quo is None:
        return
    here = state_id(conflict, conflict.status_quo)
    able = [members for members, rows in result.improvements.items() if here in rows]
    if not able:
        yield f"From where it stands [{here}] no group could move so that all its members gain."
        return
    groups = [f"{group_words(conflict, members)} (to {_ids(result.improvements[members][here])})" for members in able]
    if len(groups) > _IDS:
        groups = [*groups[:_IDS], counted(len(groups) - _IDS, "more group")]
    yield f"From where it stands [{here}] all members would gain if these moved together: {'; '.join(groups)}."


def _ids(names: Sequence[str]) -> str:
    return join_some(names, _IDS, "or")


def jump_words(result: CoalitionResult, jump: Jump) -> str:
    """Say a jump: who gains what, the orders of moves and who loses on the way, what speaks for and against it."""
    conflict = result.conflict
    head = f"{group_words(conflict, jump.by)}, from {_place(result, jump.origin)} to {_place(result, jump.to)}"
    gains = [
        f"{dm_short(conflict.case, dm)} {_rank(result, dm, jump.to)} instead of {_rank(result, dm, jump.origin)}"
        for dm in jump.by
    ]
    sentences = [
        f"{head}: {join_words(gains)}",
        _ways(result, jump),
        _needs(result, jump),
        f"{_deterred_words(jump)}{_worst(result, jump)}",
        _break_aways(result, jump),
    ]
    return " ".join(f"{text[0].upper()}{text[1:]}." for text in sentences if text)


def _rank(result: CoalitionResult, dm: str, name: str) -> str:
    conflict = result.conflict
    return place_words(conflict, conflict.decision_makers.index(dm), position(conflict, name))


def _ways(result: CoalitionResult, jump: Jump) -> str:
    ways = [_way(result, way) for way in jump.ways[:2]]
    text = f"{'one way' if jump.n_ways > 1 else 'the shortest way'}: {ways[0]}"
    if len(ways) > 1:
        text += f"; another: {ways[1]}"
    if jump.n_ways > 2:
        text += f"; {jump.n_ways - 2:,} more as short"
    return text


def _way(result: CoalitionResult, way: Way) -> str:
    conflict = result.conflict
    steps = ", then ".join(f"{dm_short(conflict.case, step.mover)} to {step.state}" for step in way.steps)
    if len(way.steps) == 1:
        return steps
    if not way.setbacks:
        return f"{steps}, nobody of them worse off on the way"
    lost = [f"{group_words(conflict, setback.members)} worse off at {setback.state}" for setback in way.setbacks]
    return f"{steps}, {join_words(lost)}"


def _needs(result: CoalitionResult, jump: Jump) -> str:
    if not jump.smaller:
        return ""
    groups = [group_words(result.conflict, members) for members in jump.smaller[:3]]
    return f"{join_words(groups, 'or')} could bring it about without the rest"


def _worst(result: CoalitionResult, jump: Jump) -> str:
    feared = [worst for worst in jump.worst if worst.compared is Comparison.LESS]
    if not feared:
        return ""
    words = [
        f"{dm_short(result.conflict.case, worst.member)} at {worst.state} ({_rank(result, worst.member, worst.state)})"
        for worst in feared
    ]
    return f"; the worst the others could bring about by any moves: {join_words(words)}"


def _break_aways(result: CoalitionResult, jump: Jump) -> str:
    if not jump.break_aways:
        return "once there, no part of the group gains by going on"
    words = [f"{group_words(result.conflict, one.by)} (to {_ids(one.to)})" for one in jump.break_aways[:3]]
    if len(jump.break_aways) > 3:
        words.append(f"{len(jump.break_aways) - 3:,} more parts")
    return f"once there, some would gain by going on without the rest: {join_words(words)}"


def deterring(jump: Jump) -> str:
    """Name the concepts under which a jump is deterred, for tables."""
    return ", ".join(concept.value.upper() for concept in jump.deterred)
