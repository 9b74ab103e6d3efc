"""What a decision maker wants, as the analyst wrote it: by priority, by ranking, by weights, or by known pairs."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Discriminator, Field, Tag

from detente.case.element import Element
from detente.case.fields import (
    Condition,
    Group,
    StateCondition,
    StatementRef,
    WeightsByOption,
    kind_of_preferences,
    kind_of_statement,
)


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


class Supported(Element):
    """A part that can say which statements it rests on."""

    because: tuple[StatementRef, ...] = Field(default=(), description="The statements this rests on.")


class PreferenceStatement(Supported):
    """A condition that a decision maker wants to hold."""

    short_form = "that"

    that: Condition = Field(description="The formula that should be true.")
    likelihood: Likelihood | None = Field(default=None, description="How sure the analyst is of this (ICD 203).")
    strength: Strength | None = Field(default=None, description="Degree of the preference.")


class AnyOrder(Supported):
    """Preference statements whose relative priority is unknown: every order is admissible."""

    any_order: tuple[PreferenceStatement, ...] = Field(alias="any order", min_length=2)


PreferenceItem = Annotated[
    Annotated[PreferenceStatement, Tag("<that>")] | Annotated[AnyOrder, Tag("<any order>")],
    Discriminator(kind_of_statement),
]


class Prioritization(Supported):
    """Option prioritizing: preference statements, the most important first. `because` supports the order."""

    short_form = "statements"

    statements: tuple[PreferenceItem, ...]


class Ranking(Supported):
    """An explicit ranking, best first; conditions in one group are tied. A state belongs to the first match."""

    ranking: tuple[Group, ...] = Field(min_length=1)
    likelihood: Likelihood | None = None


class Weights(Supported):
    """Option weights, keyed by qualified option; a state's worth is the sum over the options taken in it."""

    weights: WeightsByOption
    likelihood: Likelihood | None = None


class Pair(Supported):
    """One comparison that is known: every state of `better` is preferred to every state of `worse`."""

    better: StateCondition
    worse: StateCondition


class Pairs(Supported):
    """Comparisons that are known, with what follows from them; every other comparison is unknown."""

    pairs: tuple[Pair, ...] = Field(min_length=1)
    likelihood: Likelihood | None = None


Preferences = Annotated[
    Annotated[Prioritization, Tag("<statements>")]
    | Annotated[Ranking, Tag("<ranking>")]
    | Annotated[Weights, Tag("<weights>")]
    | Annotated[Pairs, Tag("<pairs>")],
    Discriminator(kind_of_preferences),
]
