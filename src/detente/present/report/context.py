"""What the report page shows: typed, frozen, text only.

Every field is either text that the template escapes, or a `Markup` of our own drawing. The template decides nothing
but how things look; tests check that it uses every field.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from detente.present.document import Part
from detente.present.report.answer_parts import (
    AnswerBlock,
    Party,
    Picture,
    RankRow,
    Reason,
    SettlingGroup,
    StabilityTable,
    Wants,
)
from detente.present.report.support_parts import (
    AssumptionGroup,
    Coded,
    ConceptRow,
    FollowUp,
    SourcePage,
    StatementRow,
    VariantRow,
)


@dataclass(frozen=True, slots=True)
class Page:
    """The whole report.

    Attributes
    ----------
    title, about : str
        Of the case.
    facts : tuple of str
        Its size, in a line below the title.
    answer : AnswerBlock
        The answer in words.
    symbols : Markup
        The shapes that tables refer to.
    parties : tuple of Party
        All decision makers.
    picture : Picture
        The option grid.
    settling : tuple of SettlingGroup
        Where it can settle; empty if nowhere.
    strips : Markup or None
        Who wants what as a drawing; None for many states.
    wants : tuple of Wants
        Who wants what in words.
    ranks : tuple of RankRow
        The twin of the strips.
    stability : tuple of StabilityTable
        Stability, state by state.
    unmoving : str
        Which parties are left out of it, since they have no moves; empty if none.
    ranks_cut, cut : str
        What the tables of places and of stability leave out; empty if nothing.
    published : tuple of Part
        Published results beside ours.
    reasons, failures : tuple of Reason
        Why states hold, and why named outcomes do not.
    reasons_cut, failures_cut : str
        What is left out of them; empty if nothing.
    followups : tuple of FollowUp
        Questions that come after the answer.
    coded : tuple of Coded
        Perceptions and influences.
    variants : tuple of VariantRow
        The what-ifs of the case.
    kinds : tuple of (str, str, int)
        Kind of claim, its class in the style sheet, how many parts of the model rest on it.
    assumptions : tuple of AssumptionGroup
        The parts of the model, by whose they are.
    weak : str
        How many preferences have weak support; empty if none has.
    only_source : str
        Where all statements come from, with the grade, if from one place; empty otherwise.
    sources : tuple of SourcePage
        What they rest on, source by source.
    steps : tuple of StatementRow
        What the analyst adds.
    concepts : tuple of ConceptRow
        The concepts that were used.
    choices : tuple of (str, str)
        Where the literature differs: the question and what is done here.
    parameters : tuple of (str, str)
        What is needed to make this report again.
    """

    title: str
    about: str
    facts: tuple[str, ...]
    answer: AnswerBlock
    symbols: Markup
    parties: tuple[Party, ...]
    picture: Picture
    settling: tuple[SettlingGroup, ...]
    strips: Markup | None
    wants: tuple[Wants, ...]
    ranks: tuple[RankRow, ...]
    stability: tuple[StabilityTable, ...]
    unmoving: str
    ranks_cut: str
    cut: str
    published: tuple[Part, ...]
    reasons: tuple[Reason, ...]
    failures: tuple[Reason, ...]
    reasons_cut: str
    failures_cut: str
    followups: tuple[FollowUp, ...]
    coded: tuple[Coded, ...]
    variants: tuple[VariantRow, ...]
    kinds: tuple[tuple[str, str, int], ...]
    assumptions: tuple[AssumptionGroup, ...]
    weak: str
    only_source: str
    sources: tuple[SourcePage, ...]
    steps: tuple[StatementRow, ...]
    concepts: tuple[ConceptRow, ...]
    choices: tuple[tuple[str, str], ...]
    parameters: tuple[tuple[str, str], ...]
