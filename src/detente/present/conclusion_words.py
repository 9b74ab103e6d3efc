"""Conclusions and assumptions in words, for questions about what depends on what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from detente.analysis.conclusions import STATUS_QUO, Topic
from detente.case import Assumption, Support, read_condition
from detente.case.model import Case, Hedge
from detente.present.names import concept_short, dm_short, join_some, option_short, outcome_name, plain
from detente.present.words import condition_words
from detente.present.words.labels import quote
from detente.stability import Concept

LEAD = Concept.SEQ  # the weakest concept under which nobody has to harm itself to deter
_IDS = 6


def concepts_short(concepts: Iterable[Concept]) -> str:
    """Name concepts in a list; all five in one word."""
    names = [concept_short(concept) for concept in concepts]
    return "all concepts" if len(names) == len(Concept) - 1 else ", ".join(names)


def about_words(about: str) -> str:
    """Name what a conclusion is about."""
    return "the status quo" if about == STATUS_QUO else quote(outcome_name(about))


def turned_words(turned: Sequence[tuple[Topic, bool]]) -> str:
    """Say which conclusions are turned round; each comes with its truth as the case stands.

    >>> turned_words([(Topic("", Concept.SEQ), True), (Topic("deal", Concept.NASH), False)])
    'the status quo no longer holds (SEQ); “deal” can hold (Nash)'
    """
    phrases = []
    for about, was in dict.fromkeys((topic.about, was) for topic, was in turned):
        concepts = concepts_short(topic.concept for topic, before in turned if (topic.about, before) == (about, was))
        verb = "no longer holds" if was else "holds"
        if about != STATUS_QUO:
            verb = "can no longer hold" if was else "can hold"
        phrases.append(f"{about_words(about)} {verb} ({concepts})")
    return "; ".join(phrases)


def formula_words(case: Case, text: str) -> str:
    """Say a formula in words, short as in tables; `FormulaError` where it is none."""
    return condition_words(case, read_condition(case, text), short=True)


def assumption_words(case: Case, assumption: Assumption) -> str:
    """Say what an assumption is."""
    match assumption.kind:
        case "preference" | "constraint":
            return formula_words(case, assumption.text)
        case "irreversible option":
            option = f"{assumption.decision_maker}.{assumption.path[-1]}"
            return f"{quote(option_short(case, option))} cannot be undone"
        case "move":
            move = next(move for k, move in enumerate(case.moves) if assumption.path[:2] == ("moves", k))
            way = "never possible" if move.never else "possible"
            sides = [quote(condition_words(case, side, short=True)) for side in (move.origin, move.to)]
            return f"a move from {sides[0]} to {sides[1]} is {way}"
        case _:
            return plain(assumption.text)


def owner_words(case: Case, assumption: Assumption) -> str:
    """Say whose it is, and what kind of assumption."""
    owner = dm_short(case, assumption.decision_maker) if assumption.decision_maker else ""
    match assumption.kind:
        case "preference":
            return f"a wish of {owner}"
        case "known comparison":
            return f"a comparison of {owner}"
        case "constraint":
            return "always true"
        case "move":
            return f"of {owner}"
        case _:
            return owner


def support_words(assumption: Assumption) -> str:
    """Say what an assumption rests on: the kind of support, whether it is hedged, and the statements."""
    if assumption.support is Support.NONE:
        return Support.NONE.value
    hedged = ", hedged" if assumption.hedge is not Hedge.NONE else ""
    return f"{assumption.support.value}{hedged}: {ids_words(assumption.because)}"


def ids_words(ids: Sequence[str]) -> str:
    """List ids, cut where they are many."""
    return join_some([plain(name) for name in ids], _IDS)
