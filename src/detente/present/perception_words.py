"""Who is mistaken, what each expects and what follows, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.analysis.perception import Correction, Deterrence, Idle, Outlook, PartyView, PerceptionResult, Turn
from detente.case.model import Perception
from detente.conflict import Conflict, state_id
from detente.present.names import (
    CONCEPT_NAMES,
    concept_name,
    counted,
    dm_short,
    join_some,
    join_words,
    option_short,
    plain,
)
from detente.present.words import condition_words, place_words, state_short, state_words
from detente.present.words.labels import quote
from detente.present.words.states import called, position
from detente.stability import Concept

_IDS = 6
_TOLD = 2


def main_concept(result: PerceptionResult) -> Concept:
    """Return the concept that the answer is told for: sequential if asked for, since there beliefs count most."""
    return Concept.SEQ if Concept.SEQ in result.concepts else result.concepts[0]


def answer_words(result: PerceptionResult) -> tuple[str, ...]:
    """Say what those expect who are mistaken, what follows, and what correcting their beliefs changes."""
    if not result.perceptions:
        return ("The case codes no perception: in this model everybody plays the same game, and nobody is mistaken.",)
    concept = main_concept(result)
    lines = [f"Told for {concept_name(concept)} stability: {CONCEPT_NAMES[concept].premise}."]
    if result.outlook:
        lines.extend(_expectation(result, view, concept) for view in mistaken(result))
        lines.extend((_what_follows(result, concept), *_surprises(result, concept)))
    else:
        lines.append("The case does not say where the dispute stands, so nothing is said about what follows.")
    lines.extend(correction_words(result, correction, concept) for correction in result.corrections)
    return tuple(lines)


def mistaken(result: PerceptionResult) -> tuple[PartyView, ...]:
    """Return the views of the parties that hold a belief, or know of another's."""
    return tuple(view for view in result.views if view.beliefs or view.knows)


def _expectation(result: PerceptionResult, view: PartyView, concept: Concept) -> str:
    name = dm_short(result.conflict.case, view.party)
    outlook = view.outlook.get(concept)
    if outlook is None:
        return f"{name} does not see where the dispute stands."
    return f"In its own game, as coded, {name} expects that {_ends(result, outlook)}."


def _what_follows(result: PerceptionResult, concept: Concept) -> str:
    return f"When all act on what they believe, {_ends(result, result.outlook[concept])}."


def _ends(result: PerceptionResult, outlook: Outlook) -> str:
    conflict = result.conflict
    if not outlook.rests:
        return "it goes on without coming to rest" if not outlook.is_cut else "no rest is found; there are many states"
    assert conflict.status_quo is not None  # noqa: S101 (there is no outlook without)
    here = state_id(conflict, conflict.status_quo)
    also = " (it can also go on without end)" if outlook.endless else ""
    if outlook.states == (here,):
        return f"it stays where it stands: {_full(conflict, here)}{also}"
    places = [_full(conflict, name) for name in outlook.states[:_TOLD]]
    if len(places) > 1:
        places = [f"({number}) {text}" for number, text in enumerate(places, 1)]
    if len(outlook.rests) > _TOLD:
        places.append(f"and {counted(len(outlook.rests) - _TOLD, 'other state')}")
    return f"it comes to rest elsewhere: {'; '.join(places)}{also}"


def _full(conflict: Conflict, name: str) -> str:
    return f"{state_words(conflict, position(conflict, name))} [{name}]"


def _surprises(result: PerceptionResult, concept: Concept) -> Iterator[str]:
    surprises = result.surprises[concept]
    if not surprises:
        yield "Nobody is surprised by what follows."
        return
    for surprise in surprises:
        name = dm_short(result.conflict.case, surprise.party)
        parts = []
        if surprise.comes:
            parts.append(f"it does not expect {_called(result, surprise.comes)}")
        if surprise.fails_to_come:
            parts.append(f"what it expects does not come about: {_called(result, surprise.fails_to_come)}")
        yield f"The surprise is on {name}: {'; '.join(parts)}."


def _called(result: PerceptionResult, names: Sequence[str]) -> str:
    return join_words([called(result.conflict, name) for name in names]) if len(names) <= _TOLD else ids(names)


def ids(names: Sequence[str]) -> str:
    """Name some states; many are cut."""
    return join_some(names, _IDS)


def correction_words(result: PerceptionResult, correction: Correction, concept: Concept) -> str:
    """Say what changes when a belief is corrected."""
    case = result.conflict.case
    belief = correction.perception
    name = dm_short(case, belief.by)
    opening = f"Were the belief {quote(belief.id)} corrected, {name}"
    idle = correction.idle[concept]
    if idle is not None:
        return f"{opening} would judge, expect and do the same: {idle_words(result, belief, idle, concept)}."
    changes = [f"{name} would judge {counted(correction.verdicts[concept], 'state')} otherwise"]
    more, less = correction.expects_more[concept], correction.expects_less[concept]
    if more or less:
        changes.append(f"expect {ids(more) or 'nothing new'} and no longer {ids(less) or 'nothing'}")
    text = f"Were the belief {quote(belief.id)} corrected, {' and '.join(changes)}."
    gained, lost = correction.gained[concept], correction.lost[concept]
    if gained or lost:
        held = [f"{ids(gained)} would hold as well"] if gained else []
        held += [f"{ids(lost)} would hold no longer"] if lost else []
        text += f" {join_words(held)}."
    if result.outlook:
        same = set(correction.outlook[concept].states) == set(result.outlook[concept].states)
        now = "the same" if same else f"another: it would come to rest at {ids(correction.outlook[concept].states)}"
        then = correction.expected.get(concept)
        told = then is not None and set(then.states) == set(correction.outlook[concept].states)
        expected = ", as it would then expect" if told else ""
        text += f" What follows from where it stands would be {now}{expected}."
    return text


def idle_words(result: PerceptionResult, belief: Perception, idle: Idle, concept: Concept) -> str:
    """Say why correcting a belief changes nothing."""
    case = result.conflict.case
    of = dm_short(case, belief.of) if belief.of else ""
    match idle:
        case Idle.SAME_ORDER:
            return f"what it believes {of} to want ranks all states as what {of} wants in fact"
        case Idle.CONCEPT_IS_BLIND:
            return f"under {concept_name(concept)} stability no verdict depends on what others want"
        case Idle.SAME_IMPROVEMENTS:
            return f"the order differs, but {of} would improve by the same moves"
        case Idle.NO_VERDICT_TURNS:
            return "no verdict turns on what it is mistaken about"


def belief_words(result: PerceptionResult, belief: Perception) -> str:
    """Say what a party believes, and on what that rests."""
    case = result.conflict.case
    name = dm_short(case, belief.by)
    parts = []
    if belief.of:
        whose = "itself" if belief.of == belief.by else dm_short(case, belief.of)
        parts.append(f"it takes {whose} to want something else than the case says")
    if belief.unaware_of:
        labels = [quote(option_short(case, option)) for option in belief.unaware_of]
        parts.append(f"it does not know that {join_words(labels)} can be done")
    if belief.unseen:
        unseen = [condition_words(case, condition) for condition in belief.unseen]
        parts.append(f"it does not see states in which {join_words(unseen, 'or')}")
    about = f" {' '.join(plain(belief.about).split())}" if belief.about else ""
    known = [dm_short(case, dm) for dm in belief.known_by]
    knowing = f" {join_words(known)} {'knows' if len(known) == 1 else 'know'} of it." if known else ""
    because = f" It rests on {join_words(list(belief.because))}." if belief.because else " It names no source."
    return f"{quote(belief.id)}: in {name}’s own game, as coded, {join_words(parts)}.{about}{knowing}{because}"


def view_words(result: PerceptionResult, view: PartyView) -> Iterator[str]:
    """Say what a party does not see."""
    name = dm_short(result.conflict.case, view.party)
    if view.unperceived:
        n = counted(len(view.unperceived), "state")
        yield f"{name} does not perceive {n} of {result.conflict.n_states:,}: {ids(view.unperceived)}."
    if view.n_unseen_moves:
        outside = [move for move in view.unseen_moves if move.leads_outside]
        example = ""
        if view.unseen_moves:
            move = (outside or list(view.unseen_moves))[0]
            mover = dm_short(result.conflict.case, move.mover)
            where = "which it does not perceive" if move.leads_outside else "which looks the same to it"
            example = f"; for example, {mover} from {move.state} to {move.to}, {where}"
        yield f"It cannot see {counted(view.n_unseen_moves, 'move')} of others coming{example}."


def deterrence_words(result: PerceptionResult, found: Deterrence) -> str:
    """Say where a party is wrong about what deters it, with the certificate."""
    conflict = result.conflict
    case = conflict.case
    row = conflict.decision_makers.index(found.party)
    name = dm_short(case, found.party)
    ranks = [place_words(conflict, row, position(conflict, state)) for state in (found.to, found.state)]
    move = f"from {found.state} to {found.to} ({ranks[0]} instead of {ranks[1]})"
    if found.turn is Turn.FALSE_DETERRENCE:
        if found.believed is None or found.believed.deterred_by is None:
            return f"{name} does not go {move}: in its own game this is no improvement, in fact nothing deters it."
        answer = _answer(conflict, found.believed.deterred_by.steps)
        why = _missing(conflict, found, "in fact")
        return f"{name} does not go {move}: it believes that {answer} would deter it. {why}"
    if found.in_fact is None or found.in_fact.deterred_by is None:
        return f"{name} goes {move}: in its own game nothing deters it, in fact this is no improvement."
    answer = _answer(conflict, found.in_fact.deterred_by.steps)
    why = _missing(conflict, found, "in its own game")
    return f"{name} goes {move}, though in fact {answer} would deter it. {why}"


def _answer(conflict: Conflict, steps: Sequence[object]) -> str:
    told = []
    for step in steps:
        mover, state = getattr(step, "mover", ""), getattr(step, "state", "")
        told.append(f"{dm_short(conflict.case, mover)} to {state} ({state_short(conflict, position(conflict, state))})")
    return ", then ".join(told)


def _missing(conflict: Conflict, found: Deterrence, where: str) -> str:
    if found.missing is None:
        return f"The end is judged otherwise {where}."
    mover = dm_short(conflict.case, found.missing.mover)
    return f"{where[0].upper()}{where[1:]} {mover} would not go to {found.missing.state}."
