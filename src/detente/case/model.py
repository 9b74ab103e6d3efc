"""What the analyst wrote: frozen, declarative, no arrays.

Each class is both the shape of a part of the case file and the noun the rest of the program uses; the JSON
Schema that editors complete and check with is generated from them. Formulas arrive parsed and resolved: the
atoms of a `Condition` are qualified option names (``ministry.modify``), or state names in graph form.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, PrivateAttr, WithJsonSchema, model_validator

from detente.case.element import Element
from detente.case.fields import (
    Concept,
    Condition,
    DropRef,
    FromTruth,
    Handle,
    Name,
    OptionRef,
    PartyRef,
    SourceRef,
    StateCondition,
    StateRef,
    Text,
    VariantRef,
    Version,
    YesNo,
    fault,
)
from detente.case.preferences import (
    AnyOrder,
    Likelihood,
    Pair,
    Pairs,
    Preferences,
    PreferenceStatement,
    Prioritization,
    Ranking,
    Strength,
    Supported,
    Weights,
)
from detente.case.sources import Act, Anchor, Credibility, Hedge, Mode, Reliability, Review, Source, Stance, Statement
from detente.errors import Path, Problem

__all__ = [
    "Act",
    "Anchor",
    "AnyOrder",
    "Case",
    "Condition",
    "Constraint",
    "Credibility",
    "DecisionMaker",
    "Element",
    "Hedge",
    "Influence",
    "Irreversible",
    "Likelihood",
    "Merge",
    "Mode",
    "Move",
    "Option",
    "Outcome",
    "Pair",
    "Pairs",
    "Perception",
    "PreferenceStatement",
    "Preferences",
    "Prioritization",
    "PublishedResult",
    "Ranking",
    "Reliability",
    "Review",
    "Source",
    "Stance",
    "Statement",
    "StatusQuo",
    "Strength",
    "Supported",
    "Variant",
    "Weights",
]


class Irreversible(StrEnum):
    """Which change of an option cannot be undone."""

    TAKING = "taking"
    DROPPING = "dropping"


Reversal = Annotated[Irreversible, FromTruth, WithJsonSchema({"enum": [True, "taking", "dropping"]})]


class Option(Supported):
    """A yes/no course of action of one decision maker."""

    short_form = "label"

    label: Text = Field(description="What taking the option means, as an instruction: 'Modify the control order'.")
    short: Text | None = Field(default=None, description="A few words for tables and drawings.")
    irreversible: Reversal | None = Field(
        default=None, description="'true' or 'taking': once taken it stays; 'dropping': once dropped it stays dropped."
    )


class DecisionMaker(Supported):
    """A party: who it is, what it can do, what it wants."""

    name: Text
    short: Text | None = Field(default=None, description="A short name for tables and drawings.")
    about: Text | None = None
    voices: tuple[Text, ...] = Field(default=(), description="Names under which it speaks in the statements.")
    options: dict[Name, Option] = Field(default_factory=dict)
    preferences: Preferences


class Constraint(Supported):
    """A condition that is true in every feasible state."""

    short_form = "that"

    that: Condition


class Move(Supported):
    """Moves by pattern: forbidden (`never`), or added to those that the options allow.

    ``never: true`` takes away every move of `by` from a state matching `from` to a state matching `to`.
    Otherwise every state matching `from` gains a move by `by` to every other state matching `to`.
    """

    by: PartyRef
    origin: Condition = Field(alias="from")
    to: Condition
    never: YesNo = False


class Merge(Supported):
    """All feasible states in which the condition holds count as one outcome."""

    short_form = "that"

    that: Condition


class StatusQuo(Supported):
    """Where the dispute stands: a condition that describes exactly one state."""

    short_form = "state"

    state: StateCondition


class Outcome(Supported):
    """A name for what people talk about."""

    short_form = "that"

    that: Condition
    about: Text | None = None


class Perception(Supported):
    """What one party believes, where it differs from the case."""

    id: Handle
    by: PartyRef
    of: PartyRef | None = Field(default=None, description="The party whose preferences are misread.")
    preferences: Preferences | None = None
    unaware_of: tuple[OptionRef, ...] = Field(default=(), description="Options, qualified, that it does not know of.")
    unseen: tuple[Condition, ...] = Field(default=(), description="States that it does not see.")
    known_by: tuple[PartyRef, ...] = Field(default=(), description="The other parties that know of this belief.")
    about: Text | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if (self.of is None) != (self.preferences is None):
            raise fault("E307", "'of' and 'preferences' go together: whose preferences are misread, and how")
        if self.preferences is None and not self.unaware_of and not self.unseen:
            raise fault("E307", "a perception that says nothing; give 'of' and 'preferences', 'unaware_of' or 'unseen'")
        if self.by in self.known_by:
            raise fault("E310", f"'{self.by}' cannot know of its own mistake; name other parties in 'known_by'")
        return self


class Influence(Supported):
    """Something that one party does changes what another wants."""

    id: Handle
    by: PartyRef
    through: OptionRef | None = Field(
        default=None, description="The option, qualified; none for influence without one."
    )
    on: PartyRef
    preferences: Preferences | None = Field(default=None, description="What `on` wants while influenced.")
    otherwise: Preferences | None = Field(
        default=None,
        description="What `on` wants while nobody influences it; needed where its own preferences are those under "
        "influence already.",
    )
    about: Text | None = None

    @model_validator(mode="after")
    def _goes_through_an_own_option(self) -> Self:
        owner, dot, _ = (self.through or "").partition(".")
        if dot and owner != self.by:
            raise fault("E308", f"'{self.through}' is not an option of '{self.by}'; 'through' is what 'by' does")
        return self


class Variant(Supported):
    """A named what-if: the same case with something changed."""

    about: Text | None = None
    preferences: dict[PartyRef, Preferences] = Field(default_factory=dict, description="Replace those of the case.")
    constraints: tuple[Constraint, ...] = Field(default=(), description="Added to those of the case.")
    moves: tuple[Move, ...] = Field(default=(), description="Added to those of the case.")
    status_quo: StatusQuo | None = None
    drop: tuple[DropRef, ...] = Field(
        default=(),
        description="Statements, perceptions or influences to leave out; what rests on dropped statements alone goes.",
    )


class PublishedResult(Element):
    """A result as published, to be compared with ours."""

    source: SourceRef
    at: Text | None = Field(default=None, description="Page or table.")
    concept: Concept
    by: PartyRef | None = Field(default=None, description="Stable for this decision maker; none: equilibria.")
    states: tuple[StateCondition, ...]
    variant: VariantRef | None = None
    recalled: YesNo = Field(default=False, description="Known from memory of the literature, the page was not seen.")
    differs: Text | None = Field(default=None, description="Why our result is not the published one.")


class Case(Element):
    """A dispute, as the analyst wrote it down."""

    detente: Version = Field(description="Version of the case file format.")
    title: Text
    about: Text | None = None
    decision_makers: dict[Name, DecisionMaker] = Field(min_length=1)
    constraints: tuple[Constraint, ...] = ()
    moves: tuple[Move, ...] = ()
    indistinguishable: tuple[Merge, ...] = ()
    states: dict[Name, Text] = Field(default_factory=dict, description="Graph form: the states, by name.")
    arcs: dict[PartyRef, dict[StateRef, tuple[StateRef, ...]]] = Field(
        default_factory=dict, description="Graph form: for each decision maker, where it can move from each state."
    )
    status_quo: StatusQuo | None = None
    outcomes: dict[Name, Outcome] = Field(default_factory=dict)
    sources: dict[Handle, Source] = Field(default_factory=dict)
    statements: dict[Handle, Statement] = Field(default_factory=dict)
    perceptions: tuple[Perception, ...] = ()
    influences: tuple[Influence, ...] = ()
    variants: dict[Handle, Variant] = Field(default_factory=dict)
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
        written = self.locate(path)
        return Problem(code, message, written).at(self._file, *self._places.get(written, (0, 0)))

    def remember_places(self, file: str, places: Mapping[Path, tuple[int, int]]) -> None:
        """Keep where in which file everything was written; not part of the content."""
        self._file, self._places = file, places

    def locate(self, path: Path) -> Path:
        """Return the path of a part as the file has it: short forms leave steps out (``that``, ``statements``)."""
        return written_path(path, self._places) if self._places else path


def written_path(path: Path, places: Mapping[Path, tuple[int, int]]) -> Path:
    """Leave out the steps of a path that the file does not have.

    >>> written_path(("constraints", 0, "that"), {("constraints",): (3, 1), ("constraints", 0): (4, 5)})
    ('constraints', 0)
    """
    written: Path = ()
    for step in path:
        if (*written, step) in places:
            written = (*written, step)
    return written
