"""What the report shows of the answer: nouns of the page, from the first sentence to the reasons."""

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
    words, brief : str
        What is the case in it, in full and in few words.
    concepts : str
        Under which concepts it holds; empty if the same are named for the group.
    places : tuple of (Party, str)
        Where each decision maker ranks it.
    why : Link or None
        Where the reasons stand.
    """

    ring: RingMark
    words: str
    brief: str
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
        The first of them, told in full.
    rows : tuple of SettlingState
        Those after them, told in short.
    more : str
        How many are left out; empty if none.
    """

    title: str
    gloss: str
    concepts: str
    states: tuple[SettlingState, ...]
    rows: tuple[SettlingState, ...]
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
    weak : str
        What to say of its support where it is weak; empty if it is not.
    parts : tuple of Want
        Those whose order among each other is unknown.
    """

    words: str
    details: tuple[str, ...]
    support: tuple[Link, ...]
    weak: str = ""
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
    anchor : str
        The id of this place: what the state's number leads to.
    name : str
        The state's id.
    words : str
        What is the case in it, shortly.
    places : tuple of str
        One a decision maker.
    """

    anchor: str
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
    turns_on : tuple of (Party, tuple of Link)
        For each party involved the parts of the model that decide what it would rather have.
    weak : str
        Which of these parts have weak support; empty if none has.
    """

    anchor: str
    ring: RingMark
    title: str
    verdict: str
    lines: tuple[tuple[Party, str], ...]
    turns_on: tuple[tuple[Party, tuple[Link, ...]], ...]
    weak: str
