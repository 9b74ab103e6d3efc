"""What would make an outcome hold, in sentences. Modal verbs only ("could", "would"): they fit one party and many."""

from __future__ import annotations

from collections.abc import Sequence

from detente.analysis.inverse import (
    Access,
    Adopted,
    Answer,
    Change,
    Count,
    Edit,
    EditKind,
    Effect,
    Findings,
    Fixed,
    Ingredient,
    Irrevocable,
    Obstacle,
    Part,
    RankingAnswer,
    Rankings,
    Renounced,
    Rule,
    Settlement,
    Shift,
)
from detente.case.model import Condition, Constraint, Irreversible
from detente.conflict import Conflict, holding, state_id
from detente.logic import And, Atom, Named, Not
from detente.present.names import (
    CONCEPT_NAMES,
    concept_name,
    counted,
    dm_short,
    join_words,
    option_short,
    ordinal,
    outcome_name,
)
from detente.present.words import condition_words, move_words, state_short
from detente.present.words.labels import quote
from detente.present.words.states import position

PART_WORDS = {
    Part.PREFERENCES: "what somebody wants",
    Part.OPTIONS: "what can be done",
    Part.INFLUENCE: "influence",
    None: "several of these together",
}
_NAMED = 4  # states named in a sentence


def target_words(settlement: Settlement) -> str:
    """Name the wanted outcome, or the state."""
    name = settlement.target.strip()
    outcomes = settlement.case.outcomes
    for known in (name, name.replace(" ", "_")):
        if known in outcomes:
            return quote(outcome_name(known))
    state = settlement.states[0]
    return f"{state} ({state_short(settlement.conflict, position(settlement.conflict, state))})"


def concept_words(settlement: Settlement) -> str:
    """Name the concept and say what counts under it."""
    return f"{concept_name(settlement.concept)}: {CONCEPT_NAMES[settlement.concept].premise}"


def answer_words(settlement: Settlement, count: Count | None = None) -> tuple[str, ...]:
    """Answer in three sentences or so: the smallest change, in whose hands it is, how far rankings are from it."""
    target = target_words(settlement)
    if not settlement.states:
        return (f"No feasible state is {target}: the constraints of the case exclude it.",)
    if settlement.already:
        which = "" if len(settlement.states) == 1 else f": {_listed(settlement.already)}"
        return (f"In this model {target} holds as it stands ({concept_words(settlement)}){which}.",)
    sentences = [_smallest(settlement, target), *_hands(settlement)]
    if settlement.rankings is not None:
        sentences.append(_rankings(settlement, settlement.rankings))
    if count is not None:
        sentences.append(count_words(settlement.conflict, count))
    return tuple(sentences)


def _smallest(settlement: Settlement, target: str) -> str:
    smallest = settlement.smallest
    if not smallest:
        return _none(settlement, target)
    cost = smallest[0].cost or 0
    is_least = all(
        findings.searched >= cost - 1 or findings.obstacles or findings.silent for findings in settlement.findings
    )
    which = "smallest change" if is_least else "smallest change found"
    opening = f"The {which} that makes {target} hold in this model ({concept_words(settlement)}) is"
    n = sum(findings.n_answers for findings in smallest)
    example = changes_words(settlement.conflict, _example(smallest).changes)
    size = "one change" if cost == 1 else f"{cost} changes together"
    if n == 1:
        return f"{opening} {size}: {example}."
    least = "" if all(findings.complete for findings in smallest) else "at least "
    if len(smallest) == 1:
        where = f"all in {PART_WORDS[smallest[0].part]}"
    else:
        where = join_words([f"{findings.n_answers:,} in {PART_WORDS[findings.part]}" for findings in smallest])
    return f"{opening} {size}; there are {least}{n:,} such: {where}. For example, {example}."


def _example(smallest: Sequence[Findings]) -> Answer:
    """Choose the first answer that leads from where it stands to the outcome; else the first."""
    answers = [answer for findings in smallest for answer in findings.answers]
    leading = [answer for answer in answers if answer.effect.access in (Access.THERE, Access.REACHED)]
    return (leading or answers)[0]


def _none(settlement: Settlement, target: str) -> str:
    opening = f"makes {target} hold in this model ({concept_words(settlement)})"
    if not settlement.findings:
        return f"Nothing {opening}: all is held fixed."
    widest = settlement.findings[-1]  # of several parts, what they can do together
    if widest.obstacles:
        return f"Nothing that may change here {opening}: {obstacle_words(settlement, widest.obstacles)}."
    return f"No set of up to {widest.most} of the changes looked at {opening}; larger sets were not searched."


def _hands(settlement: Settlement) -> list[str]:
    counts: dict[tuple[str, ...], int] = {}
    for findings in settlement.smallest:
        for hands, number in findings.controllers:
            counts[hands] = counts.get(hands, 0) + number
    if not counts:
        return []
    alone = {hands[0]: number for hands, number in counts.items() if len(hands) == 1}
    together = sum(number for hands, number in counts.items() if len(hands) > 1)
    case = settlement.case
    parts = [f"{dm_short(case, dm)} ({alone[dm]:,})" for dm in settlement.conflict.decision_makers if dm in alone]
    if alone and together:
        return [f"In the hands of one party alone: {join_words(parts)}; of several together: {together:,}."]
    if alone:
        return [f"In the hands of {join_words(parts)}."]
    listed = [f"{join_words([dm_short(case, dm) for dm in hands])} ({number:,})" for hands, number in counts.items()]
    return [f"In the hands of several together: {'; '.join(listed)}."]


def _rankings(settlement: Settlement, rankings: Rankings) -> str:
    if rankings.at_least is None:
        if not rankings.obstacles or rankings.obstacles == settlement.findings[-1].obstacles:
            return "No rankings that may change make it hold."
        return f"No rankings that may change make it hold: {obstacle_words(settlement, rankings.obstacles)}."
    if not rankings.answers:
        return f"Rankings that make it hold were not found; fewer than {rankings.at_least:,} swaps are not enough."
    answer = rankings.answers[0]
    proven = "" if answer.is_exact else f" (that fewer than {answer.at_least:,} are not enough is proven)"
    shifts = "; ".join(shift_words(settlement.conflict, answer.state, shift) for shift in answer.shifts)
    number = counted(answer.swaps, "swap of neighbours", "swaps of neighbours")
    return f"Counted in rankings of states, the least found is {number}{proven}: {shifts}."


def shift_words(conflict: Conflict, state: str, shift: Shift) -> str:
    """Say how one ranking would differ."""
    name = dm_short(conflict.case, shift.decision_maker)
    parts = []
    if shift.passed:
        n = len(shift.passed)
        which = join_words(shift.passed) if n <= _NAMED else f"{n:,} more states, up to {shift.passed[-1]}"
        parts.append(f"rank {state} above {which}")
    parts.extend(f"rank {better} above {worse}" for better, worse in shift.turned)
    return f"{name} would {join_words(parts)}" if parts else f"{name} would rank the states otherwise"


def ranking_words(conflict: Conflict, answer: RankingAnswer) -> str:
    """Say how all rankings would differ."""
    return "; ".join(shift_words(conflict, answer.state, shift) for shift in answer.shifts)


def count_words(conflict: Conflict, count: Count) -> str:
    """Say under how many rankings a state holds."""
    who = join_words([dm_short(conflict.case, dm) for dm in count.varied]) if count.varied else "nobody"
    kept = "" if len(count.varied) == len(conflict.decision_makers) else ", all others' as they stand,"
    share = f"{100 * count.holding / count.profiles:.1f} %" if count.profiles else "none"
    return (
        f"Of all {count.profiles:,} combinations of strict rankings of {who}{kept} {count.holding:,} ({share}) make "
        f"{count.state} hold: a count of what can be written down, not a chance."
    )


def changes_words(conflict: Conflict, changes: Sequence[Change]) -> str:
    """Say a set of changes."""
    return "; and ".join(change_words(conflict, change) for change in changes)


def change_words(conflict: Conflict, change: Change) -> str:  # noqa: PLR0911 (one return a kind of change)
    """Say one change of the model."""
    case = conflict.case
    match change:
        case Edit():
            return _edit_words(conflict, change)
        case Irrevocable(option=option, direction=direction):
            owner = dm_short(case, option.partition(".")[0])
            if direction is Irreversible.TAKING:
                return f"{owner} could not go back on {quote(option_short(case, option))} once it is taken"
            return f"{owner} could not return to {quote(option_short(case, option))} once it is dropped"
        case Rule(that=that):
            return _rule_words(conflict, that)
        case Renounced(decision_maker=dm, origin=origin, to=to):
            return f"{dm_short(case, dm)} would give up the move from {origin} to {to}"
        case Adopted():
            return _adopted_words(conflict, change)
        case Ingredient(variant=variant, added=Constraint(that=that)):
            return f"throughout, {condition_words(case, that, short=True)} (as in the variant {quote(variant)})"
        case Ingredient(variant=variant, added=added):
            forbidden = "could not move" if getattr(added, "never", False) else "could also move"
            return (
                f"as in the variant {quote(variant)}, {dm_short(case, change.controlled_by[0])} {forbidden} in one way"
            )


def _edit_words(conflict: Conflict, edit: Edit) -> str:
    name = dm_short(conflict.case, edit.decision_maker)
    wish = wish_words(conflict, edit.that, edit.decision_maker)
    other = "" if edit.neighbour is None else wish_words(conflict, edit.neighbour, edit.decision_maker)
    match edit.kind:
        case EditKind.MOVE if edit.to < edit.place:
            return f"{name} would put {wish} above {other} ({ordinal(edit.place)} to {ordinal(edit.to)} place)"
        case EditKind.MOVE:
            return f"{name} would put {wish} below {other} ({ordinal(edit.place)} to {ordinal(edit.to)} place)"
        case EditKind.RAISE:
            return f"{name} would rank {wish} above {other}"
        case EditKind.INSERT:
            where = f"above {other}, in {ordinal(edit.to)} place" if other else "below all else"
            return f"{name} would also want {wish}, {where}"
        case EditKind.DROP:
            return f"{name} would no longer care about {wish} ({ordinal(edit.place)} place)"
        case EditKind.NEGATE:
            return f"{name} would want the opposite of {wish} ({ordinal(edit.place)} place)"


def wish_words(conflict: Conflict, that: Condition, dm: str) -> str:
    """Say a statement of a decision maker's; a named outcome and a single state go by their names."""
    if isinstance(that.formula, Named):
        return quote(outcome_name(that.formula.name))
    literals = len(that.formula.parts) if isinstance(that.formula, And) else 1
    is_whole = bool(conflict.names) and isinstance(that.formula, Atom)
    if is_whole or (conflict.options and literals >= len(conflict.options) > 1):
        states = holding(conflict, that.formula).nonzero()[0]
        if len(states) == 1:
            return f"{state_id(conflict, int(states[0]))} ({state_short(conflict, int(states[0]))})"
    return quote(condition_words(conflict.case, that, short=True).removeprefix(f"{dm_short(conflict.case, dm)}: "))


def _rule_words(conflict: Conflict, that: Condition) -> str:
    case = conflict.case
    match that.formula:
        case Atom(name):
            return f"{dm_short(case, name.partition('.')[0])} would take {quote(option_short(case, name))} in any case"
        case Not(Atom(name)):
            owner = dm_short(case, name.partition(".")[0])
            return f"{quote(option_short(case, name))} would be off the table for {owner}"
        case _:
            return f"throughout, {condition_words(case, that, short=True)}"


def _adopted_words(conflict: Conflict, change: Adopted) -> str:
    case = conflict.case
    name = dm_short(case, change.decision_maker)
    others = join_words([dm_short(case, dm) for dm in dict.fromkeys(change.by)])
    if change.influence:
        return f"{name} would want what the case says under the influence {quote(change.influence)} of {others}"
    without = f", without the influence of {others}" if others else ""
    return f"{name} would want what the variant {quote(change.variant)} says{without}"


def hands_words(conflict: Conflict, answer: Answer) -> str:
    """Say in whose hands an answer is."""
    return join_words([dm_short(conflict.case, dm) for dm in answer.controlled_by])


def access_words(effect: Effect) -> str:
    """Say whether the wanted outcome can then be reached from where the dispute stands."""
    match effect.access:
        case Access.THERE:
            return "it stands there"
        case Access.REACHED:
            return f"reached in {counted(effect.steps or 0, 'step')}"
        case Access.NOT_REACHED:
            return "not reached by improvements"
        case Access.EXCLUDED:
            return "where it stands is excluded"
        case Access.UNKNOWN:
            return "no status quo"


def side_words(effect: Effect) -> str:
    """Say which other places to settle appear or vanish, and what is excluded."""
    parts = []
    if effect.appear:
        parts.append("also " + _listed(effect.appear))
    if effect.vanish:
        parts.append("no longer " + _listed(effect.vanish))
    if effect.n_excluded:
        parts.append(f"{counted(effect.n_excluded, 'state')} excluded")
    return "; ".join(parts)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names[:_NAMED]) + _more(len(names) - _NAMED)


def _more(n: int) -> str:
    return f" and {n:,} more" if n > 0 else ""


def obstacle_words(settlement: Settlement, obstacles: Sequence[Obstacle]) -> str:
    """Say why nothing that may change is enough, party by party."""
    conflict = settlement.conflict
    by_dm: dict[tuple[str, bool], list[Obstacle]] = {}
    for obstacle in obstacles:
        by_dm.setdefault((obstacle.decision_maker, obstacle.deterrable), []).append(obstacle)
    parts = []
    for (dm, deterrable), some in by_dm.items():
        one = some[0]
        how = move_words(conflict, position(conflict, one.state), position(conflict, one.to))
        move = f"{one.state} for {one.to}" + (f" by {how}" if how else "")
        whatever = "and no answer that counts deters that" if deterrable else "whatever the others do"
        name = dm_short(settlement.case, dm)
        if len(obstacles) == 1:
            parts.append(f"{name} could leave {move}, which it prefers, {whatever}")
            continue
        which = "each" if len(some) == len(obstacles) else f"{len(some):,}"
        parts.append(f"{name} could leave {which} of the {len(obstacles):,} states, {whatever} (such as {move})")
    return "; ".join(parts)


def none_words(settlement: Settlement, findings: Findings) -> str:
    """Say why a part of the model has no answer."""
    if findings.silent:
        return f"Nothing to search: {findings.silent}."
    if findings.obstacles and findings.obstacles == settlement.findings[-1].obstacles is not findings.obstacles:
        return "Cannot be done by changes of this kind, for the reason above."
    if findings.obstacles:
        return f"Cannot be done by changes of this kind: {obstacle_words(settlement, findings.obstacles)}."
    if findings.complete:
        return f"No set of up to {counted(findings.most, 'such change')} is enough; larger sets were not searched."
    if findings.searched:
        return f"No single such change is enough. Of the sets of {findings.most}, not all were looked at: too many."
    return "Nothing was found among the changes looked at; not all were, there are too many."


def fixed_words(settlement: Settlement) -> str:
    """Say what was held fixed; empty if nothing was."""
    fixed: Fixed = settlement.fixed
    held = [
        f"what {dm_short(settlement.case, dm)} would want and could do"
        for dm in settlement.conflict.decision_makers
        if dm in fixed.decision_makers
    ]
    held += [f"all {part.value}" for part in Part if part in fixed.parts]
    return f"Held fixed: {join_words(held)}." if held else ""
