"""Follow-up questions for the report: each asked as its command asks it, and its document cut to the answer and tables.

A document (see `detente.present.document`) begins with the answer in words and ends with the choices made. The report
shows the answer, then what the question here says is worth a page; the choices are told with the method.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from detente.conflict import Conflict, find_state
from detente.errors import DetenteError
from detente.present.document import Part, Words
from detente.present.names import outcome_name
from detente.present.report.support_parts import FollowUp
from detente.present.tables import Table
from detente.present.words import state_short
from detente.stability import Concept, StabilityResult

MOST_ROWS = 8
MOST_ITEMS = 4
CHEAP = 2_000
"""States up to which the cheap questions are asked without being asked for."""

_NOTES = "To know"
_SHOWING = re.compile(r"Showing [\d,]+ of")
_TIPPING = ("Assumptions that tip a conclusion", "Conclusions that change when statements are left out")


def _paths(result: StabilityResult) -> Sequence[Part]:
    from detente.analysis.evolution import Kind, draw_lots, tell_stories, trace_evolution
    from detente.present.paths_document import paths_parts

    evolution = trace_evolution(result)
    chances = draw_lots(result.conflict, evolution.spreads[Kind.MOVES].start)
    return paths_parts(evolution, tell_stories(evolution, []), chances, limit=MOST_ROWS)


def _coalitions(result: StabilityResult) -> Sequence[Part]:
    from detente.analysis.coalitions import find_coalitions
    from detente.present.coalitions_document import coalitions_parts

    return coalitions_parts(find_coalitions(result), MOST_ROWS)


def _views(result: StabilityResult) -> Sequence[Part]:
    from detente.analysis.perception import CONCEPTS, find_perceptions
    from detente.present.perception_document import perception_parts

    asked = [concept for concept in result.stable if concept in CONCEPTS]
    return perception_parts(find_perceptions(result.conflict, asked or list(CONCEPTS)), MOST_ROWS)


def _influence(result: StabilityResult) -> Sequence[Part]:
    from detente.analysis.influence import find_influences
    from detente.present.influence_document import influence_parts

    return influence_parts(find_influences(result.conflict, Concept.SEQ))


def _settlement(result: StabilityResult, outcome: str) -> Sequence[Part]:
    from detente.analysis.inverse import settle
    from detente.present.settle_document import settle_parts

    return settle_parts(settle(result.conflict, outcome, most=MOST_ROWS // 2))


def _comparison(result: StabilityResult, changed: Conflict) -> Sequence[Part]:
    from detente.analysis.comparison import compare
    from detente.present.compare_document import compare_parts

    return compare_parts(compare(result.conflict, changed))


def _mindsets(result: StabilityResult) -> Sequence[Part]:
    from detente.present.mindsets import Question as Asked
    from detente.present.mindsets import ask_mindsets
    from detente.present.mindsets_document import mindsets_parts

    return mindsets_parts(ask_mindsets(result.conflict, Asked()), MOST_ROWS)


def _robust(result: StabilityResult) -> Sequence[Part]:
    from detente.analysis.partial import find_partial_if_few
    from detente.analysis.robustness import find_robustness
    from detente.present.robust_document import robust_parts

    return robust_parts(find_robustness(result.conflict), find_partial_if_few(result.conflict))


@dataclass(frozen=True, slots=True)
class Question:
    """A follow-up question: its heading, who answers it, and how much of the document is shown after the answer.

    Attributes
    ----------
    title
        The heading in the report.
    ask
        Makes the document.
    lists, tables
        How many of its lists, and of its tables, are shown: the first of them.
    among
        If any are named, tables of other titles are not shown.
    """

    title: str
    ask: Callable[[StabilityResult], Sequence[Part]]
    lists: int
    tables: int
    among: tuple[str, ...] = ()


QUESTIONS = {
    "paths": Question("How it could move", _paths, lists=1, tables=1),
    "coalitions": Question("Who could act together", _coalitions, lists=0, tables=1),
    "views": Question("What each party believes", _views, lists=1, tables=1),
    "influence": Question("Who leans on whom", _influence, lists=1, tables=2),
    "mindsets": Question("If parties thought otherwise", _mindsets, lists=0, tables=1),
    "robust": Question("How robust", _robust, lists=0, tables=2, among=_TIPPING),
}
"""The questions by the name of their command, in the order of the report."""


def asked_unasked(result: StabilityResult) -> tuple[FollowUp, ...]:
    """Ask what costs next to nothing (some hundredths of a second) and so needs no option."""
    conflict = result.conflict
    if conflict.status_quo is None or conflict.n_states > CHEAP:
        return ()
    return (ask(result, "paths"),)


def ask(result: StabilityResult, name: str) -> FollowUp:
    """Ask a question of `QUESTIONS`; where it has no answer, the reason is the answer."""
    return _follow_up(result, QUESTIONS[name], f"detente {name} CASE")


def ask_settlement(result: StabilityResult, outcome: str) -> FollowUp:
    """Ask what would make an outcome hold: one the case names, or a state.

    Raises
    ------
    UnknownNameError
        Nothing is called so.
    """
    case, conflict = result.conflict.case, result.conflict
    if outcome in case.outcomes:
        called = f"“{outcome_name(outcome)}”"
    else:
        called = f"“{state_short(conflict, find_state(conflict, outcome))}”"
    question = Question(
        f"What would make {called} hold", lambda result: _settlement(result, outcome), lists=3, tables=3
    )
    return _follow_up(result, question, f"detente settle CASE {shlex.quote(outcome)}")


def ask_comparison(result: StabilityResult, changed: Conflict) -> FollowUp:
    """Ask what another variant of the case changes, and which change does it.

    Parameters
    ----------
    changed
        The variant, compiled from the case as it stands: that of the result may have a variant applied already.
    """
    question = Question(
        f"What changes under “{changed.variant}”", lambda result: _comparison(result, changed), lists=0, tables=3
    )
    return _follow_up(result, question, f"detente compare CASE {shlex.quote(changed.variant)}")


def _follow_up(result: StabilityResult, question: Question, command: str) -> FollowUp:
    variant = result.conflict.variant
    command += f" --variant {shlex.quote(variant)}" if variant else ""
    try:
        answer, *rest = question.ask(result)
    except DetenteError as error:
        return FollowUp(question.title, (f"Not answered: {error}",), (), command, ())
    assert isinstance(answer, Words)  # noqa: S101 (a document begins with the answer)
    notes = [part for part in rest if isinstance(part, Words) and part.title == _NOTES]
    lists = [part for part in rest if isinstance(part, Words) and part.title != _NOTES]
    tables = [part for part in rest if isinstance(part, Table) and part.title in (question.among or (part.title,))]
    shown = [*lists[: question.lists], *tables[: question.tables]]
    return FollowUp(
        title=question.title,
        lead=answer.paragraphs,
        blocks=tuple(_cut(part) for part in rest if part in shown),
        command=command,
        notes=tuple(item for part in notes for item in (*part.paragraphs, *part.items)),
    )


def _cut(part: Part) -> Part:
    """Cut what is long, and say so."""
    if isinstance(part, Words):
        said = f"Showing {MOST_ITEMS} of {len(part.items)}."
        return part if len(part.items) <= MOST_ITEMS else _cut_words(part, said)
    if len(part.rows) <= MOST_ROWS:
        return part
    # a table that is cut already says of how many
    note, n_said = _SHOWING.subn(f"Showing {MOST_ROWS} of", part.note)
    if not n_said:
        note = f"{part.note} Showing {MOST_ROWS} of {len(part.rows):,}.".strip()
    return replace(part, rows=part.rows[:MOST_ROWS], note=note)


def _cut_words(part: Words, said: str) -> Words:
    return replace(part, paragraphs=(*part.paragraphs, said), items=part.items[:MOST_ITEMS])
