"""What the report shows of the ground under the answer: what is assumed, who says so, how it was found."""

from __future__ import annotations

from dataclasses import dataclass

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
