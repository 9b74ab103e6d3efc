"""What the report page shows: typed, frozen, text only.

Every field is either text that the template escapes, or a `Markup` of our own drawing. The template decides nothing
but how things look; tests check that it uses every field.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Link:
    """A reference to another place in the page.

    Attributes
    ----------
    words : str
        What is read.
    target : str
        The id of the place.
    """

    words: str
    target: str


@dataclass(frozen=True, slots=True)
class Party:
    """A decision maker as it is named all over the page.

    Attributes
    ----------
    name : str
        In full.
    short : str
        For tables.
    symbol : str
        The id of its shape among the symbols of the page.
    colour : str
        Of its name and its shape.
    """

    name: str
    short: str
    symbol: str
    colour: str


@dataclass(frozen=True, slots=True)
class RingMark:
    """A state's ring in a line of text.

    Attributes
    ----------
    name : str
        The state's id.
    standing : str
        "firm", "conditional" or "none", as in the drawings.
    is_now : bool
        Whether it is the status quo.
    """

    name: str
    standing: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class AnswerBlock:
    """The answer, first in the page.

    Attributes
    ----------
    headline : tuple of str
        One to three sentences, the first the most important.
    outcomes : tuple of str
        A sentence for each named outcome.
    notes : tuple of str
        What a reader has to know to read the answer rightly.
    """

    headline: tuple[str, ...]
    outcomes: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LegendItem:
    """One entry of a legend.

    Attributes
    ----------
    sample : Markup
        The line or ring.
    words : str
        What it means.
    """

    sample: Markup
    words: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The option grid.

    Attributes
    ----------
    drawing : Markup
        The picture itself.
    legend : tuple of LegendItem
        What its signs mean.
    caption : str
        What it shows, and how much of the whole.
    """

    drawing: Markup
    legend: tuple[LegendItem, ...]
    caption: str


@dataclass(frozen=True, slots=True)
class SettlingState:
    """A state in which the dispute can settle.

    Attributes
    ----------
    ring : RingMark
        Its ring, with its id.
    words : str
        What is the case in it.
    concepts : str
        Under which concepts it holds; empty if the same are named for the group.
    places : tuple of (Party, str)
        Where each decision maker ranks it.
    why : Link or None
        Where the reasons stand.
    """

    ring: RingMark
    words: str
    concepts: str
    places: tuple[tuple[Party, str], ...]
    why: Link | None


@dataclass(frozen=True, slots=True)
class SettlingGroup:
    """States that need the same to hold.

    Attributes
    ----------
    title : str
        What they need, in a few words.
    gloss : str
        The same in a sentence.
    concepts : str
        The concepts under which all of them hold; empty if they differ.
    states : tuple of SettlingState
        In the order of their numbers.
    more : str
        How many are left out; empty if none.
    """

    title: str
    gloss: str
    concepts: str
    states: tuple[SettlingState, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Want:
    """One preference statement.

    Attributes
    ----------
    words : str
        What is wanted.
    details : tuple of str
        Likelihood and strength as coded, and similar remarks.
    support : tuple of Link
        The statements it rests on.
    parts : tuple of Want
        Those whose order among each other is unknown.
    """

    words: str
    details: tuple[str, ...]
    support: tuple[Link, ...]
    parts: tuple[Want, ...] = ()


@dataclass(frozen=True, slots=True)
class Wants:
    """What a party wants.

    Attributes
    ----------
    party : Party
        Who.
    about : str
        What the case says about it.
    options : tuple of Want
        What it can do, each with its support.
    how : str
        How its preferences are given.
    wants : tuple of Want
        The most important first.
    order : tuple of Link
        What the order itself rests on.
    extremes : tuple of (str, str)
        Top, bottom and landmarks of its ranking, in words, where there are too many states to draw.
    """

    party: Party
    about: str
    options: tuple[Want, ...]
    how: str
    wants: tuple[Want, ...]
    order: tuple[Link, ...]
    extremes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RankRow:
    """A state and its place in every ranking.

    Attributes
    ----------
    name : str
        The state's id.
    words : str
        What is the case in it, shortly.
    places : tuple of str
        One a decision maker.
    """

    name: str
    words: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StabilityRow:
    """Who would stay in a state.

    Attributes
    ----------
    ring : RingMark
        The state's ring.
    words : str
        What is the case in it, shortly.
    verdicts : tuple of tuple of bool
        For each party of the table, one for each concept.
    settles : str
        The concepts under which everybody would stay; empty if there are none.
    """

    ring: RingMark
    words: str
    verdicts: tuple[tuple[bool, ...], ...]
    settles: str


@dataclass(frozen=True, slots=True)
class StabilityTable:
    """Stability, state by state, for as many parties as fit on a page.

    Attributes
    ----------
    caption : str
        What it shows.
    parties : tuple of Party
        Its column groups.
    concepts : tuple of str
        The columns within each group.
    rows : tuple of StabilityRow
        One a state.
    """

    caption: str
    parties: tuple[Party, ...]
    concepts: tuple[str, ...]
    rows: tuple[StabilityRow, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a state holds, or does not.

    Attributes
    ----------
    anchor : str
        The id of this place.
    ring : RingMark
        The state's ring.
    title : str
        The state in words.
    verdict : str
        Whether it holds.
    lines : tuple of (Party, str)
        What a party could do, and what answers it.
    """

    anchor: str
    ring: RingMark
    title: str
    verdict: str
    lines: tuple[tuple[Party, str], ...]


@dataclass(frozen=True, slots=True)
class Coded:
    """A part of the case that is shown and not analyzed here.

    Attributes
    ----------
    title : str
        Its name.
    words : str
        What it says.
    lead : str
        What the points are.
    points : tuple of str
        Its parts, the most important first.
    support : tuple of Link
        What it rests on.
    """

    title: str
    words: str
    lead: str
    points: tuple[str, ...]
    support: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class VariantRow:
    """A named what-if and what follows from it.

    Attributes
    ----------
    name : str
        As called in the case.
    about : str
        What is changed, in the words of the case.
    answer : str
        Where it can settle then, or why that is not said.
    """

    name: str
    about: str
    answer: str


@dataclass(frozen=True, slots=True)
class AssumptionRow:
    """One part of the model and what it rests on.

    Attributes
    ----------
    anchor : str
        The id of this place.
    number : str
        By which statements refer to it.
    sort : str
        What sort of part it is.
    words : str
        What it says.
    kind : str
        What kind of claim supports it.
    kind_class : str
        The kind as a class of the style sheet.
    support : tuple of Link
        The statements.
    """

    anchor: str
    number: str
    sort: str
    words: str
    kind: str
    kind_class: str
    support: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class AssumptionGroup:
    """Parts of the model that belong together.

    Attributes
    ----------
    title : str
        Whose they are.
    rows : tuple of AssumptionRow
        In file order.
    """

    title: str
    rows: tuple[AssumptionRow, ...]


@dataclass(frozen=True, slots=True)
class StatementRow:
    """Something that a source says, or a step of the analyst.

    Attributes
    ----------
    anchor : str
        The id of this place.
    name : str
        As called in the case.
    claim : str
        Our paraphrase.
    voices : str
        Who says so, and how firmly.
    place : str
        Where in the source, with the words that find it.
    source : Link or None
        The source.
    used : tuple of Link
        The parts of the model that rest on it.
    """

    anchor: str
    name: str
    claim: str
    voices: str
    place: str
    source: Link | None
    used: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source.

    Attributes
    ----------
    anchor : str
        The id of this place.
    words : str
        Author, title, publisher, date.
    url : str
        Where it can be read, if it is a web address.
    details : tuple of str
        Kind, note, fingerprint.
    """

    anchor: str
    words: str
    url: str
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConceptRow:
    """A stability concept.

    Attributes
    ----------
    name : str
        As the literature calls it.
    gloss : str
        What it means.
    found : str
        How many states hold under it, or why it was left out.
    reference : str
        Where it comes from.
    """

    name: str
    gloss: str
    found: str
    reference: str


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
    cut : str
        What the tables leave out; empty if nothing.
    reasons, failures : tuple of Reason
        Why states hold, and why named outcomes do not.
    reasons_cut : str
        What is left out of them.
    coded : tuple of Coded
        Perceptions and influences.
    variants : tuple of VariantRow
        The what-ifs of the case.
    kinds : tuple of (str, str, int)
        Kind of claim, its class in the style sheet, how many parts of the model rest on it.
    assumptions : tuple of AssumptionGroup
        The parts of the model, by whose they are.
    statements : tuple of StatementRow
        What they rest on.
    sources : tuple of SourceRow
        Where it is said.
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
    cut: str
    reasons: tuple[Reason, ...]
    failures: tuple[Reason, ...]
    reasons_cut: str
    coded: tuple[Coded, ...]
    variants: tuple[VariantRow, ...]
    kinds: tuple[tuple[str, str, int], ...]
    assumptions: tuple[AssumptionGroup, ...]
    statements: tuple[StatementRow, ...]
    sources: tuple[SourceRow, ...]
    concepts: tuple[ConceptRow, ...]
    choices: tuple[tuple[str, str], ...]
    parameters: tuple[tuple[str, str], ...]
