"""What the analyst wrote: frozen, declarative, no arrays.

Each class is both the shape of a part of the case file and the noun the rest of the program uses; the JSON
Schema that editors complete and check with is generated from them. Formulas arrive parsed and resolved: the
atoms of a `Condition` are qualified option names (``ministry.modify``), or state names in graph form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from detente.errors import Path, Problem
from detente.logic import Formula


class Irreversible(StrEnum):
    """Which change of an option cannot be undone."""

    TAKING = "taking"
    DROPPING = "dropping"


class Likelihood(StrEnum):
    """How sure the analyst is, in the words of ICD 203. Never derived from a source's hedge."""

    ALMOST_NO_CHANCE = "almost no chance"
    VERY_UNLIKELY = "very unlikely"
    UNLIKELY = "unlikely"
    ROUGHLY_EVEN = "roughly even"
    LIKELY = "likely"
    VERY_LIKELY = "very likely"
    ALMOST_CERTAIN = "almost certain"


class Strength(StrEnum):
    """Degree of a preference."""

    WEAK = "weak"
    STRONG = "strong"


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


@dataclass(frozen=True, slots=True)
class Condition:
    """A formula as the analyst wrote it, and what it means.

    Attributes
    ----------
    text
        The words in the file.
    formula
        Parsed, names resolved.
    """

    text: str
    formula: Formula


class Element(BaseModel):
    """Base of all parts: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, populate_by_name=True)


class Supported(Element):
    """A part that can say which statements it rests on."""

    because: tuple[str, ...] = Field(default=(), description="The statements this rests on.")


class Option(Supported):
    """A yes/no course of action of one decision maker."""

    label: str = Field(description="What taking the option means, as an instruction: 'Modify the control order'.")
    short: str | None = Field(default=None, description="A few words for tables and drawings.")
    irreversible: Irreversible | None = Field(
        default=None, description="'true' or 'taking': once taken it stays; 'dropping': once dropped it stays dropped."
    )


class PreferenceStatement(Supported):
    """A condition that a decision maker wants to hold."""

    that: Condition = Field(description="The formula that should be true.")
    likelihood: Likelihood | None = Field(default=None, description="How sure the analyst is of this (ICD 203).")
    strength: Strength | None = Field(default=None, description="Degree of the preference.")


class AnyOrder(Supported):
    """Preference statements whose relative priority is unknown: every order is admissible."""

    any_order: tuple[PreferenceStatement, ...] = Field(alias="any order", min_length=2)


class Prioritization(Supported):
    """Option prioritizing: preference statements, the most important first. `because` supports the order."""

    statements: tuple[PreferenceStatement | AnyOrder, ...]


class Ranking(Supported):
    """An explicit ranking, best first; conditions in one group are tied. A state belongs to the first match."""

    ranking: tuple[tuple[Condition, ...], ...] = Field(min_length=1)
    likelihood: Likelihood | None = None


class Weights(Supported):
    """Option weights, keyed by qualified option; a state's worth is the sum over the options taken in it."""

    weights: dict[str, Fraction]
    likelihood: Likelihood | None = None


Preferences = Prioritization | Ranking | Weights


class DecisionMaker(Supported):
    """A party: who it is, what it can do, what it wants."""

    name: str
    short: str | None = Field(default=None, description="A short name for tables and drawings.")
    about: str | None = None
    options: dict[str, Option] = Field(default_factory=dict)
    preferences: Preferences


class Constraint(Supported):
    """A condition that is true in every feasible state."""

    that: Condition


class Move(Supported):
    """Moves by pattern: forbidden (`never`), or added to those that the options allow.

    ``never: true`` takes away every move of `by` from a state matching `from` to a state matching `to`.
    Otherwise every state matching `from` gains a move by `by` to every other state matching `to`.
    """

    by: str
    origin: Condition = Field(alias="from")
    to: Condition
    never: bool = False


class Merge(Supported):
    """All feasible states in which the condition holds count as one outcome."""

    that: Condition


class StatusQuo(Supported):
    """Where the dispute stands: a condition that describes exactly one state."""

    state: Condition


class Outcome(Supported):
    """A name for what people talk about."""

    that: Condition
    about: str | None = None


class Source(Element):
    """A document. It stays where the analyst keeps it; the case cites it."""

    title: str
    author: str | None = None
    publisher: str | None = None
    date: str | None = Field(default=None, description="ISO date, as exact as known: 2026-01-26, 1991-08, 1962.")
    kind: str | None = Field(default=None, description="news, commentary, transcript, article, book, interview, ...")
    url: str | None = None
    file: str | None = None
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    note: str | None = None


class Anchor(Element):
    """Where in its source a statement stands."""

    paragraph: int | None = Field(default=None, ge=0, description="Counted from 1; 0 is a headline.")
    page: str | None = None
    quote: str | None = Field(default=None, description="A few words that find the place.")


class Statement(Element):
    """One thing that a source says, or one step that the analyst takes."""

    source: str | None = None
    at: Anchor | None = None
    voices: tuple[str, ...] = Field(default=(), description="Who reports that who says it, the writer first.")
    mode: Mode
    hedge: Hedge = Hedge.NONE
    hedge_words: str | None = Field(default=None, description="The words that hedge, for example 'perhaps'.")
    claim: str = Field(description="A short neutral paraphrase.")


class Perception(Supported):
    """What one party believes, where it differs from the case."""

    id: str
    by: str
    of: str | None = Field(default=None, description="The party whose preferences are misread.")
    preferences: Preferences | None = None
    unaware_of: tuple[str, ...] = Field(default=(), description="Options, qualified, that it does not know of.")
    unseen: tuple[Condition, ...] = Field(default=(), description="States that it does not see.")
    about: str | None = None


class Influence(Supported):
    """Something that one party does changes what another wants."""

    id: str
    by: str
    through: str | None = Field(default=None, description="The option, qualified; none for influence without one.")
    on: str
    preferences: Preferences | None = Field(default=None, description="What `on` wants while influenced.")
    about: str | None = None


class Variant(Supported):
    """A named what-if: the same case with something changed."""

    about: str | None = None
    preferences: dict[str, Preferences] = Field(default_factory=dict, description="Replace those of the case.")
    constraints: tuple[Constraint, ...] = Field(default=(), description="Added to those of the case.")
    moves: tuple[Move, ...] = Field(default=(), description="Added to those of the case.")
    status_quo: StatusQuo | None = None
    drop: tuple[str, ...] = Field(
        default=(),
        description="Statements, perceptions or influences to leave out; what rests on dropped statements alone goes.",
    )


class PublishedResult(Element):
    """A result as published, to be compared with ours."""

    source: str
    at: str | None = Field(default=None, description="Page or table.")
    concept: str
    by: str | None = Field(default=None, description="Stable for this decision maker; none: equilibria.")
    states: tuple[Condition, ...]
    variant: str | None = None
    recalled: bool = Field(default=False, description="Known from memory of the literature, the page was not seen.")
    differs: str | None = Field(default=None, description="Why our result is not the published one.")


class Case(Element):
    """A dispute, as the analyst wrote it down."""

    detente: Literal[1] = Field(description="Version of the case file format.")
    title: str
    about: str | None = None
    decision_makers: dict[str, DecisionMaker] = Field(min_length=1)
    constraints: tuple[Constraint, ...] = ()
    moves: tuple[Move, ...] = ()
    indistinguishable: tuple[Merge, ...] = ()
    states: dict[str, str] = Field(default_factory=dict, description="Graph form: the states, by name.")
    arcs: dict[str, dict[str, tuple[str, ...]]] = Field(
        default_factory=dict, description="Graph form: for each decision maker, where it can move from each state."
    )
    status_quo: StatusQuo | None = None
    outcomes: dict[str, Outcome] = Field(default_factory=dict)
    sources: dict[str, Source] = Field(default_factory=dict)
    statements: dict[str, Statement] = Field(default_factory=dict)
    perceptions: tuple[Perception, ...] = ()
    influences: tuple[Influence, ...] = ()
    variants: dict[str, Variant] = Field(default_factory=dict)
    published: tuple[PublishedResult, ...] = ()

    _places: Mapping[Path, tuple[int, int]] = PrivateAttr(default_factory=dict)
    _file: str = PrivateAttr(default="")

    @property
    def is_graph_form(self) -> bool:
        """Whether states and arcs are listed outright."""
        return bool(self.states)

    @property
    def options(self) -> tuple[str, ...]:
        """All options, qualified (``dm.option``), in file order."""
        return tuple(f"{dm}.{option}" for dm, party in self.decision_makers.items() for option in party.options)

    def option(self, qualified: str) -> Option:
        """Return an option by its qualified name."""
        dm, _, name = qualified.partition(".")
        return self.decision_makers[dm].options[name]

    def problem(self, code: str, message: str, path: Path = ()) -> Problem:
        """Return a problem with the place in the file where `path` was written."""
        known = path
        while known and known not in self._places:
            known = known[:-1]
        line, column = self._places.get(known, (0, 0))
        return Problem(code, message, path, self._file, line, column)
