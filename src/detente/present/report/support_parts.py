"""What the report shows of the ground under the answer: what is assumed, who says so, how it was found."""

from __future__ import annotations

from dataclasses import dataclass

from detente.present.document import Part
from detente.present.report.answer_parts import Link


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
class Said:
    """A statement that a part of the model rests on.

    Attributes
    ----------
    link : Link
        To the statement.
    how : str
        Whose words it is, how firmly they are said, and how credible the analyst finds them.
    """

    link: Link
    how: str


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
    decides : tuple of Link
        The states whose holding, or not holding, turns on it, where that is told.
    kind : str
        What kind of claim supports it.
    kind_class : str
        The kind as a class of the style sheet.
    weak : str
        What to say of its support where it is weak; empty if it is not.
    support : tuple of Said
        The statements.
    cited : tuple of (Link, str)
        Their sources, each with its grade.
    """

    anchor: str
    number: str
    sort: str
    words: str
    decides: tuple[Link, ...]
    kind: str
    kind_class: str
    weak: str
    support: tuple[Said, ...]
    cited: tuple[tuple[Link, str], ...]


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
    place : str
        Where in the source.
    quote : str
        The words that find the place.
    voices : str
        Who says so, and how firmly.
    credibility : str
        How credible the analyst finds it; empty if that is not graded.
    claim : str
        Our paraphrase.
    used : tuple of Link
        The parts of the model that rest on it.
    """

    anchor: str
    name: str
    place: str
    quote: str
    voices: str
    credibility: str
    claim: str
    used: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A source with what is taken from it.

    Attributes
    ----------
    anchor : str
        The id of this place.
    short : str
        Author and date, or the title.
    words : str
        Author, title, publisher, date.
    url : str
        Where it can be read, if it is a web address.
    grade : str
        How reliable the analyst finds it.
    details : tuple of str
        Kind, note, group, fingerprint, how much of the model rests on it.
    statements : tuple of StatementRow
        What it says, in the order of the text.
    """

    anchor: str
    short: str
    words: str
    url: str
    grade: str
    details: tuple[str, ...]
    statements: tuple[StatementRow, ...]


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
class FollowUp:
    """A question that comes after the answer, with its own answer in short.

    Attributes
    ----------
    title : str
        The question as a heading.
    lead : tuple of str
        The answer in words.
    blocks : tuple of Part
        Tables and lists, cut.
    command : str
        What shows all of it.
    notes : tuple of str
        The choices made, told with the method.
    """

    title: str
    lead: tuple[str, ...]
    blocks: tuple[Part, ...]
    command: str
    notes: tuple[str, ...]
