"""What follows if parties think otherwise, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from detente.analysis.attitudes import Attitude, Attitudes, Change, RelationalResult, discrete
from detente.analysis.foresight import Foresight, Play, Ties, Verdicts, held_by_both
from detente.analysis.opponents import Opponents, Readiness
from detente.conflict import Conflict, state_id
from detente.present.mindsets import Mindsets
from detente.present.names import counted, dm_short, join_words
from detente.present.words import state_short
from detente.present.words.states import position
from detente.stability import Concept

MOST_NAMED = 4
_RELATIONAL = {Concept.NASH: "RNash", Concept.GMR: "RGMR", Concept.SMR: "RSMR", Concept.SEQ: "RSEQ"}
_TOWARD = {Attitude.POSITIVE: "positive", Attitude.NEUTRAL: "neutral", Attitude.NEGATIVE: "negative"}


def relational_name(concept: Concept) -> str:
    """Return what the relational version of a concept is called."""
    return _RELATIONAL[concept]


def answer_words(result: Mindsets) -> tuple[str, ...]:
    """Say what follows, a paragraph a question."""
    paragraphs = []
    if result.foresight is not None:
        paragraphs.append(_foresight(result.foresight))
    if result.opponents is not None:
        paragraphs.append(_opponents(result.opponents))
    if result.readiness is not None:
        paragraphs.append(_readiness(result.readiness))
    if result.relational is not None:
        paragraphs.append(_relational(result.relational))
    if result.changes is not None:
        paragraphs.append(_changes(result.conflict, result.changes))
    return tuple(paragraphs)


def places(conflict: Conflict, names: Sequence[str]) -> str:
    """Say at which states, each with what is done in it while they are few; a list of many is cut."""
    if not names:
        return "nowhere"
    told = [f"{name} ({state_short(conflict, position(conflict, name))})" for name in names[:MOST_NAMED]]
    if len(names) > MOST_NAMED:
        return f"at {ids(names)}"
    return f"at {join_words(told)}"


def _foresight(found: Foresight) -> str:
    conflict, known = found.conflict, found.conflict.case
    first = held_by_both(found.limited[1])
    now = f"In this model, looking one move ahead (Nash), both parties would stay {places(conflict, first)}."
    if found.nonmyopic is None:
        far = held_by_both(found.limited[found.moves])
        words = f"looking {counted(found.moves, 'move')} ahead"
    else:
        far = held_by_both(found.nonmyopic)
        words = "looking as far ahead as it takes (non-myopic stability)"
    also = "also " if far == first else ""
    sentences = [now, f"{words[0].upper()}{words[1:]}, both would {also}stay {places(conflict, far)}."]
    if conflict.status_quo is not None:
        here = state_id(conflict, conflict.status_quo)
        alike: dict[str, list[str]] = {}
        for dm in conflict.decision_makers:
            alike.setdefault(_leaves(found, dm, here), []).append(dm_short(known, dm))
        told = [f"{join_words(parties)} would {does}" for does, parties in alike.items()]
        sentences.append(f"Where it stands [{here}], {'; '.join(told)}.")
    return " ".join(sentences)


def _leaves(found: Foresight, dm: str, name: str) -> str:
    """Say with how many moves of foresight a party would leave a state."""
    stays = [h for h, verdicts in found.limited.items() if name in verdicts[dm]]
    leaves = [h for h in found.limited if h not in stays]
    if not stays or not leaves:
        return f"{'stay' if stays else 'leave'}, looking {_numbers(stays or leaves)} ahead"
    return f"leave looking {_numbers(leaves)} ahead, and stay looking {_numbers(stays)} ahead"


def _numbers(numbers: Sequence[int]) -> str:
    """Write numbers of moves, runs as ranges.

    >>> _numbers([1]), _numbers([1, 2]), _numbers([1, 2, 3, 5])
    ('1 move', '1 or 2 moves', '1 to 3 or 5 moves')
    """
    runs: list[str] = []
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        values = [number for _, number in run]
        runs.extend(map(str, values) if len(values) < 3 else [f"{values[0]} to {values[-1]}"])
    return f"{join_words(runs, 'or')} {'move' if list(numbers) == [1] else 'moves'}"


def play_words(found: Foresight) -> Iterator[str]:
    """Say what each party expects from the states of interest, numbers of moves with the same expectation together."""
    case = found.conflict.case

    def same(play: Play) -> tuple[object, ...]:
        return (play.state, play.decision_maker, play.steps, play.is_only)

    for _, run in groupby(found.plays, key=same):
        plays = list(run)
        play = plays[0]
        mover = dm_short(case, play.decision_maker)
        ahead = _numbers([one.moves for one in plays])
        if not play.steps:
            yield f"{mover} at {play.state}, looking {ahead} ahead: stays."
            continue
        rest = [f"then {dm_short(case, step.mover)} to {step.state}" for step in play.steps[1:]]
        line = ", ".join([f"moves to {play.steps[0].state}", *rest])
        others = "" if play.is_only else " One of several lines that are as good for those who choose."
        yield f"{mover} at {play.state}, looking {ahead} ahead: {line}.{others}"


def _opponents(found: Opponents) -> str:
    conflict, n = found.conflict, len(found.interested)
    who = join_words([dm_short(conflict.case, dm) for dm in found.interested])
    if not n:
        answers = "everybody answers by any moves"
    elif n == len(conflict.decision_makers):
        answers = "everybody answers in its own interest only"
    else:
        answers = (
            f"{who} {'answer in their' if n > 1 else 'answers in its'} own interest only and the others by any moves"
        )
    return (
        f"In this model, if {answers} (mixed stability), it can settle {places(conflict, found.equilibria)}. If all"
        f" answered in their own interest only (SEQ) that would be {counted(len(found.sequential), 'state')}, if all by"
        f" any moves (GMR) {counted(len(found.metarational), 'state')}."
    )


def _readiness(found: Readiness) -> str:
    conflict = found.conflict
    total = len(found.needed)
    if not total:
        return "In this model no state holds for everybody, whatever answers of the others count (GMR)."
    alone = sum(sets == ((),) for sets in found.needed.values())
    opening = (
        f"In this model, of {counted(total, 'state')} where it can settle if any answer of the others counts (GMR),"
        f" {alone:,} {'holds' if alone == 1 else 'hold'} by answers in their own interest alone (SEQ)."
    )
    if alone == total:
        return opening
    often = Counter(sets for sets in found.needed.values() if sets != ((),)).most_common()
    told = [f"{ready_words(conflict, sets)} for {number:,}" for sets, number in often[:MOST_NAMED]]
    if rest := sum(number for _, number in often[MOST_NAMED:]):
        told.append(f"others for {rest:,} more")
    return f"{opening} Elsewhere somebody has to be ready to answer against its own interest: {'; '.join(told)}."


def ready_words(conflict: Conflict, sets: Sequence[Sequence[str]]) -> str:
    """Name the smallest sets of parties that have to be ready."""
    groups = [join_words([dm_short(conflict.case, dm) for dm in ready]) or "nobody" for ready in sets]
    return ", or ".join(groups)


def attitude_words(conflict: Conflict, by: str, toward: str, attitude: Attitude) -> str:
    """Say an attitude."""
    whom = "itself" if by == toward else dm_short(conflict.case, toward)
    return f"{dm_short(conflict.case, by)} is {_TOWARD[attitude]} toward {whom}"


def attitudes_words(conflict: Conflict, attitudes: Attitudes) -> str:
    """Say the attitudes that differ from minding only oneself."""
    plain = discrete(conflict)
    said = [
        attitude_words(conflict, by, toward, attitude)
        for by, row in attitudes.items()
        for toward, attitude in row.items()
        if attitude is not plain[by][toward]
    ]
    return join_words(said) or "everybody minds only itself"


def _relational(found: RelationalResult) -> str:
    conflict = found.conflict
    parts = [
        f"{relational_name(concept)} {_compared(names, found.discrete[concept])}"
        for concept, names in found.equilibria.items()
    ]
    where = places(conflict, found.equilibria[Concept.NASH])
    return (
        f"In this model, if {attitudes_words(conflict, found.attitudes)}, all would stay {where}, with no answer of the"
        f" others counted (RNash). Compared with everybody minding only itself: {'; '.join(parts)}."
    )


def _compared(names: Sequence[str], before: Sequence[str]) -> str:
    gained = [name for name in names if name not in before]
    lost = [name for name in before if name not in names]
    if not gained and not lost:
        return "the same"
    words = [f"also {ids(gained)}"] if gained else []
    return join_words([*words, *([f"no longer {ids(lost)}"] if lost else [])])


def ids(names: Sequence[str]) -> str:
    """List ids of states, cut where they are many."""
    if len(names) <= MOST_NAMED + 1:
        return join_words(list(names))
    return f"{', '.join(names[:MOST_NAMED])} and {len(names) - MOST_NAMED:,} more"


def _changes(conflict: Conflict, changes: Sequence[Change]) -> str:
    n = len(conflict.decision_makers)
    total = 2 * n * (n - 1)
    opening = f"In this model, of {counted(total, 'attitude')} that one party could have toward another, "
    if not changes:
        return f"{opening}none alone changes where it can settle."
    here = None if conflict.status_quo is None else state_id(conflict, conflict.status_quo)
    text = f"{opening}{len(changes):,} alone would change where it can settle."
    if here is None:
        return text
    for change, way in (("gained", "hold under some concept where it did not"), ("lost", "no longer hold under some")):
        if told := [one for one in changes if here in _all(getattr(one, change))]:
            words = [attitude_words(conflict, one.by, one.toward, one.attitude) for one in told[:3]]
            more = [f"{len(told) - 3:,} more"] if len(told) > 3 else []
            text += f" The status quo [{here}] would {way} if {join_words([*words, *more], 'or')}."
    return text


def _all(found: Mapping[Concept, tuple[str, ...]]) -> set[str]:
    return {name for names in found.values() for name in names}


def notes(result: Mindsets) -> tuple[str, ...]:
    """Return the choices made, and what was left out."""
    found: list[str] = []
    if result.foresight is not None:
        found.extend(_foresight_notes(result.foresight))
    if result.opponents is not None or result.readiness is not None:
        found.append(
            "Mixed stability (Zhao, Xu, Hipel, Fang 2019): in one sequence of answers the parties named make only moves"
            " that improve on the state before for whoever makes them, the others any moves; nobody moves twice in a"
            " row; the same for every party that thinks of leaving."
        )
    if result.relational is not None or result.changes is not None:
        found.extend(_attitude_notes(result))
    return (*found, *result.left_out)


def _foresight_notes(found: Foresight) -> Iterator[str]:
    count = "worst" if found.ties is Ties.WORST else "best"
    differs = "counting on the other end would change verdicts" if found.ties_matter else "it makes no difference here"
    yield (
        "Limited-move stability L_h (Kilgour 1985; Fang, Hipel, Kilgour 1993): the parties move by turns, h moves at"
        " most; whoever is to move may stop, which ends play; each moves for a strict gain only, but the first move may"
        f" be to something it likes less. Where ends are not unique a mover counts on the {count} for it; {differs}."
    )
    if found.nonmyopic is None:
        yield (
            f"Verdicts had not begun to repeat after looking {counted(found.examined, 'move')} ahead, so non-myopic"
            " stability is left out."
        )
    else:
        every = "stay the same" if found.period == 1 else f"repeat every {found.period} moves"
        yield (
            f"Non-myopic stability (NM): stays however many moves ahead, from some number on. Here expectations {every}"
            f" from {counted((found.before_period or 0), 'move')} ahead on."
        )
    yield (
        "Stackelberg: the leader looks two moves ahead and would stay, and the other cannot improve. MR_h and CMR_h"
        " (Zeng, Fang, Hipel, Kilgour 2006): h moves and countermoves by turns, counted in moves; CMR_h by improvements"
        " only. MR_1 is Nash, MR_2 GMR, MR_3 SMR, CMR_2 SEQ, CMR_3 symmetric sequential. Maximin_h is MR_h in this"
        " reading."
    )


def _attitude_notes(result: Mindsets) -> Iterator[str]:
    strict = result.question.strict
    yield (
        "Relational stability (Inohara, Hipel, Walker 2007): positive toward somebody, a party makes only moves that"
        " leave it at least as well off; negative, only moves that leave it worse off; neutral, it does not care."
        " Unless said otherwise everybody is positive toward itself and neutral toward the others."
    )
    if strict:
        yield (
            "This is the strict version: a party that is positive toward itself moves for a strict gain only. It is not"
            " in the literature; minding only oneself it is ordinary stability."
        )
    elif result.relational is not None and result.relational.version_matters:
        who = join_words([dm_short(result.conflict.case, dm) for dm in result.relational.version_matters])
        yield (
            f"A positive attitude accepts what is equally good, so that moves to ties count and RNash is stricter than"
            f" Nash. That changes verdicts of {who}; --strict asks for a strict gain of one's own instead."
        )
    elif result.changes is not None and _has_ties(result.conflict):
        yield (
            "A positive attitude accepts what is equally good, so with ties relational stability is stricter than"
            " ordinary stability even if everybody minds only itself; --strict asks for a strict gain instead."
        )


def _has_ties(conflict: Conflict) -> bool:
    return bool((conflict.level.max(axis=1) < conflict.n_states).any())


def staying(conflict: Conflict, verdicts: Verdicts, letters: Mapping[str, str]) -> dict[str, str]:
    """Return for each state who would stay there, as letters: a tick for everybody."""
    who: dict[str, list[str]] = {}
    for dm, names in verdicts.items():
        for name in names:
            who.setdefault(name, []).append(letters[dm])
    n = len(conflict.decision_makers)
    joined = "" if max(map(len, letters.values())) == 1 else "+"
    return {name: "✓" if len(marks) == n else joined.join(marks) for name, marks in who.items()}
