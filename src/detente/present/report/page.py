"""The report as a typed context, from a result."""

from __future__ import annotations

from collections.abc import Sequence

from detente.present.answer import summarize
from detente.present.evidence.weak import weak_preferences
from detente.present.names import counted
from detente.present.published import published_parts
from detente.present.report import assumed, evidence, method, pictures, reasons, verdicts, wants, what_ifs
from detente.present.report.answer_parts import AnswerBlock
from detente.present.report.context import Page
from detente.present.report.material import gather, symbols
from detente.present.report.mentions import mentioned
from detente.present.report.support_parts import FollowUp
from detente.present.report.turning import Turning
from detente.present.result_tables import states_to_show
from detente.stability import StabilityResult

MOST_STATES = 40
"""States in a table of the report; the command line gives all."""

MOST_SETTLING = 40


def build_page(result: StabilityResult, followups: Sequence[FollowUp] = ()) -> Page:
    """Return everything that the report shows.

    Raises
    ------
    NotSupportedError
        The conflict was made from arrays.
    """
    material = gather(result)
    answer = summarize(result, most=MOST_SETTLING)
    explained = reasons.explained_states(material, answer)
    turning = Turning(result.conflict)
    why = reasons.reasons(material, explained, turning)
    fails, left = reasons.failures(material, turning)
    rests = assumed.assumed(material, (*why, *fails))
    shown = states_to_show(result, MOST_STATES)
    listed = mentioned(result.conflict, shown, followups)
    case = material.case
    return Page(
        title=case.title,
        about=case.about or "",
        facts=method.facts(material),
        answer=AnswerBlock(answer.headline, tuple(outcome.sentence for outcome in answer.outcomes), answer.notes),
        symbols=symbols(material.parties, material.marks),
        parties=material.parties,
        picture=pictures.picture(material),
        settling=verdicts.settling(material, answer, explained),
        strips=pictures.strips(material),
        wants=wants.wants(material),
        ranks=wants.ranks(material, listed),
        stability=verdicts.stability(material, shown),
        unmoving=verdicts.unmoving(material),
        ranks_cut=_shown(len(listed), result.conflict.n_states, also=len(listed) > len(shown)),
        cut=_shown(len(shown), result.conflict.n_states),
        published=tuple(published_parts(result)),
        reasons=why,
        failures=fails,
        reasons_cut=_cut("reasons for", answer.n_settling - len(explained), "more state"),
        failures_cut=_cut("reasons against", left, "more named outcome"),
        followups=tuple(followups),
        coded=what_ifs.coded(material),
        variants=what_ifs.variants(material),
        kinds=rests.kinds,
        assumptions=rests.groups,
        weak=weak_preferences(case),
        only_source=evidence.only_source(case),
        sources=evidence.sources(material, rests.used),
        steps=evidence.steps(material, rests.used),
        concepts=method.concepts(material),
        choices=method.choices(material),
        parameters=method.parameters(material),
    )


def _shown(number: int, total: int, *, also: bool = False) -> str:
    if number == total:
        return ""
    more = ", and those named in what follows" if also else ""
    return f"Showing {number} of {total:,} states: the status quo and those where it can settle{more}."


def _cut(what: str, left: int, noun: str) -> str:
    return f"Left out here: the {what} {counted(left, noun)}." if left > 0 else ""
