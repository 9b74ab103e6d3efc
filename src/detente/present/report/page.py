"""The report as a typed context, from a result."""

from __future__ import annotations

from detente.present.answer import summarize
from detente.present.names import counted
from detente.present.report import assumed, evidence, method, pictures, reasons, verdicts, wants, what_ifs
from detente.present.report.answer_parts import AnswerBlock
from detente.present.report.context import Page
from detente.present.report.material import gather, symbols
from detente.present.result_tables import states_to_show
from detente.stability import StabilityResult

MOST_STATES = 40
"""States in a table of the report; the command line gives all."""

MOST_SETTLING = 12


def build_page(result: StabilityResult) -> Page:
    """Return everything that the report shows."""
    material = gather(result)
    answer = summarize(result, most=MOST_SETTLING)
    explained = reasons.explained_states(material, answer)
    shown = states_to_show(result, MOST_STATES)
    total = result.conflict.n_states
    cut = (
        ""
        if len(shown) == total
        else f"Showing {len(shown)} of {total:,} states: the status quo and where it can settle first."
    )
    rests = assumed.assumed(material)
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
        ranks=wants.ranks(material, tuple(shown)),
        stability=verdicts.stability(material, shown),
        unmoving=verdicts.unmoving(material),
        cut=cut,
        reasons=reasons.reasons(material, explained),
        failures=reasons.failures(material),
        reasons_cut=_cut(answer.n_settling - len(explained)),
        coded=what_ifs.coded(material),
        variants=what_ifs.variants(material),
        kinds=rests.kinds,
        assumptions=rests.groups,
        statements=evidence.statements(material, rests.used),
        sources=evidence.sources(case),
        concepts=method.concepts(material),
        choices=method.choices(material),
        parameters=method.parameters(material),
    )


def _cut(left: int) -> str:
    return f"The reasons for {counted(left, 'more state')} are left out here." if left > 0 else ""
