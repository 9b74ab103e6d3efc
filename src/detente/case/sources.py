"""Sources, and what they say: the parts of a case file that say where the other parts come from.

Four things are kept apart and never computed from one another: what the text says (anchor, voices, mode), how firmly
the text says it (hedge), how good the source is (reliability, credibility), and what the analyst concludes
(``likelihood``, on the parts that rest on a statement).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, WithJsonSchema, model_validator

from detente.case.element import Element
from detente.case.fields import IsoDate, SourceRef, Text, Whole, fault


class Mode(StrEnum):
    """Whose words a statement is."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"
    NARRATED_ACT = "narrated act"
    AUTHOR_ASSERTION = "author's assertion"
    AUTHOR_INFERENCE = "author's inference"
    ANALYST_STEP = "analyst's step"


class Hedge(StrEnum):
    """How firmly the text says it. A property of the text, not a probability.

    From ``strong`` ("strongly suggests") through ``medium`` ("presumably") and ``weak`` ("perhaps", "might") to
    ``minimal`` ("can't be ruled out"); ``none`` is a flat statement.
    """

    NONE = "none"
    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"
    MINIMAL = "minimal"


class Reliability(StrEnum):
    """How reliable a source is (Admiralty): A completely, to E not at all; F cannot be judged, which is not bad."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class Credibility(StrEnum):
    """How credible what is said is (Admiralty): 1 confirmed by others, to 5 improbable; 6 cannot be judged."""

    CONFIRMED = "1"
    PROBABLY_TRUE = "2"
    POSSIBLY_TRUE = "3"
    DOUBTFUL = "4"
    IMPROBABLE = "5"
    CANNOT_BE_JUDGED = "6"


# editors read the grade 2 as a number
Grade = Annotated[
    Credibility, WithJsonSchema({"enum": [number for digit in range(1, 7) for number in (digit, str(digit))]})
]


class Act(StrEnum):
    """What a speaker does in saying it, or is said to want, think or do."""

    STATE = "state"
    ASK = "ask"
    SUPPORT = "support"
    AGREE = "agree"
    OFFER = "offer"
    PROMISE = "promise"
    CONCEDE = "concede"
    DEMAND = "demand"
    DISAPPROVE = "disapprove"
    ACCUSE = "accuse"
    REJECT = "reject"
    THREATEN = "threaten"
    COERCE = "coerce"
    WANT = "want"
    OPPOSE = "oppose"
    DISTRUST = "distrust"
    AVOID = "avoid"
    PERCEIVE = "perceive"


class Stance(StrEnum):
    """Where a speaker stands on an issue."""

    FOR = "for"
    AGAINST = "against"
    NEUTRAL = "neutral"


class Source(Element):
    """A document. It stays where the analyst keeps it; the case cites it."""

    title: Text
    author: Text | None = None
    publisher: Text | None = None
    date: IsoDate | None = Field(default=None, description="ISO date, as exact as known: 2026-01-26, 1991-08, 1962.")
    kind: Text | None = Field(default=None, description="news, commentary, transcript, article, book, interview, ...")
    url: Text | None = None
    file: Text | None = None
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    group: Text | None = Field(
        default=None, description="Sources that repeat one another have the same group, and count as one."
    )
    reliability: Reliability | None = Field(default=None, description="Admiralty grade A to F, by the analyst only.")
    note: Text | None = None


class Anchor(Element):
    """Where in its source a statement stands."""

    paragraph: Whole | None = Field(default=None, description="Counted from 1; 0 is a headline.")
    page: Text | None = None
    quote: Text | None = Field(default=None, description="A few words that find the place.")
    prefix: Text | None = Field(default=None, description="The words right before, where the quote stands twice.")
    suffix: Text | None = Field(default=None, description="The words right after, where the quote stands twice.")


class Review(Element):
    """Who looked at a statement, when, and which flags of the check were found to be harmless."""

    by: Text
    on: IsoDate
    flags: tuple[Text, ...] = Field(default=(), description="Flags of `detente evidence verify` that are accepted.")
    note: Text | None = None


class Statement(Element):
    """One thing that a source says, or one step that the analyst takes."""

    source: SourceRef | None = None
    at: Anchor | None = None
    voices: tuple[Text, ...] = Field(default=(), description="Who reports that who says it, the writer first.")
    mode: Mode
    hedge: Hedge = Hedge.NONE
    hedge_words: Text | None = Field(default=None, description="The words that hedge, for example 'perhaps'.")
    hedge_by: Text | None = Field(default=None, description="The voice that hedges, if it is not the last one.")
    act: Act | None = Field(default=None, description="What the last voice does in saying it.")
    issue: Text | None = Field(default=None, description="What the statement is about, in the analyst's words.")
    stance: Stance | None = Field(default=None, description="Where the last voice stands on the issue.")
    credibility: Grade | None = Field(default=None, description="Admiralty grade 1 to 6, by the analyst only.")
    claim: Text = Field(description="A short neutral paraphrase.")
    review: Review | None = Field(default=None, description="Who checked this statement against its source.")

    @model_validator(mode="after")
    def _has_a_source_unless_the_analyst_says_it(self) -> Self:
        if self.mode is Mode.ANALYST_STEP and (self.source or self.at):
            raise fault("E302", "an analyst's step has no source and no place in one; remove 'source' and 'at'")
        if self.mode is not Mode.ANALYST_STEP and self.source is None:
            raise fault("E301", "missing key 'source'; only an analyst's step does without one")
        return self
