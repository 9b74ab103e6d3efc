"""Formulas in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from detente.case.model import Case, Condition
from detente.logic import And, Atom, Bound, Constant, Count, Formula, Iff, Implies, Named, Not, Or, Wording
from detente.present.names import dm_short, join_words, option_short, outcome_name
from detente.present.words.labels import denied, inline_label, quote, quote_if_joining, state_label

_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def condition_words(case: Case, condition: Condition, *, short: bool = False) -> str:
    """Say what a condition demands; `short` takes the few words of tables."""
    return _Voice(case, short).phrase(condition.formula).full


class _Tightness(IntEnum):
    """How well a phrase holds together without brackets."""

    ONE = 0  # one thing
    LIST = 1  # several things of one party
    LOOSE = 2  # things of several parties
    CONDITIONAL = 3


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A piece of a sentence.

    Attributes
    ----------
    text
        Without the party.
    among
        As `text`, fit to stand in a list.
    party
        Name of the one party whose options it is about; empty if there is not exactly one.
    tightness
        Decides on brackets.
    negative
        Whether it begins with "do not": such phrases come last in a list, where the "not" cannot spill over.
    """

    text: str
    among: str
    party: str
    tightness: _Tightness
    negative: bool = False

    @property
    def full(self) -> str:
        return f"{self.party}: {self.text}" if self.party else self.text

    def within(self, tightest: _Tightness) -> str:
        """Return the phrase inside another, in brackets if it is looser than `tightest`."""
        if self.tightness > tightest:
            return f"({self.full})"
        return f"{self.party}: {self.among}" if self.party else self.among


@dataclass(frozen=True, slots=True)
class _Voice:
    """Says formulas of one case."""

    case: Case
    short: bool

    def phrase(self, formula: Formula) -> _Phrase:  # noqa: PLR0911 (one return a kind of node)
        match formula:
            case Atom(name):
                return self._atom(name, taken=True)
            case Constant(value):
                return _single("always" if value else "never")
            case Not(part):
                return self._negation(part)
            case And() | Or():
                return self._list(_flatten(formula), "and" if isinstance(formula, And) else "or")
            case Implies(condition, consequence, wording):
                return self._conditional(condition, consequence, wording)
            case Iff(left, right):
                sides = [self.phrase(side).within(_Tightness.LIST) for side in (left, right)]
                return _conditional(f"{sides[0]}, exactly when {sides[1]}")
            case Count(bound, number, parts):
                return self._count(bound, number, parts)
            case Named(name, _):
                return _single(quote(outcome_name(name)))

    def _atom(self, name: str, *, taken: bool) -> _Phrase:
        if self.case.is_graph_form:
            label = state_label(self.case, name)
            return _Phrase(
                label if taken else f"not {quote(label)}",
                quote(label) if taken else f"not {quote(label)}",
                "",
                _Tightness.ONE,
                negative=not taken,
            )
        dm = name.partition(".")[0]
        party = dm_short(self.case, dm)
        label = option_short(self.case, name) if self.short else inline_label(self.case, name)
        if taken:
            return _Phrase(label, quote_if_joining(label), party, _Tightness.ONE)
        negation = f"not {quote_if_joining(label)}" if self.short else denied(label)
        return _Phrase(negation, negation, party, _Tightness.ONE, negative=True)

    def _negation(self, part: Formula) -> _Phrase:
        match part:
            case Atom(name):
                return self._atom(name, taken=False)
            case Constant(value):
                return self.phrase(Constant(not value))
            case Not(inner):
                return self.phrase(inner)
            case Or():
                return self._neither(_flatten(part))
            case And():
                return self._not_together(_flatten(part))
            case _:
                text = f"not {self.phrase(part).within(_Tightness.ONE)}"
                return _Phrase(text, text, "", _Tightness.ONE, negative=True)

    def _list(self, parts: Sequence[Formula], word: str) -> _Phrase:
        if len(parts) == 1:
            return self.phrase(parts[0])
        if not parts:
            return _single("always" if word == "and" else "never")
        phrases = [self.phrase(part) for part in parts]
        groups = _by_party(phrases)
        if len(groups) == 1 and groups[0][0].party:
            return _same_party(groups[0], word)
        items = [
            _same_party(group, word).full if len(group) > 1 else group[0].within(_Tightness.ONE) for group in groups
        ]
        text = f"{items[0]}, {word} {items[1]}" if len(items) == 2 else f"{'; '.join(items[:-1])}; {word} {items[-1]}"
        return _Phrase(text, text, "", _Tightness.LOOSE)

    def _neither(self, parts: Sequence[Formula]) -> _Phrase:
        phrases = [self.phrase(part) for part in parts]
        party = _common_party(phrases)
        if not party or any(phrase.negative for phrase in phrases):
            return self._list([Not(part) for part in parts], "and")
        text = "neither " + join_words([phrase.among for phrase in phrases], "nor")
        return _Phrase(text, text, party, _Tightness.LIST)

    def _not_together(self, parts: Sequence[Formula]) -> _Phrase:
        phrases = [self.phrase(part) for part in parts]
        party = _common_party(phrases)
        items = [phrase.among if party else phrase.within(_Tightness.ONE) for phrase in phrases]
        text = f"not both {items[0]} and {items[1]}" if len(items) == 2 else f"not all of these: {'; '.join(items)}"
        return _Phrase(text, text, party, _Tightness.LIST if party else _Tightness.LOOSE)

    def _conditional(self, condition: Formula, consequence: Formula, wording: Wording) -> _Phrase:
        then = self.phrase(consequence).within(_Tightness.LIST)
        if wording is Wording.REQUIRES:
            return _conditional(f"{self.phrase(condition).within(_Tightness.LIST)}, only if {then}")
        if isinstance(condition, Not):
            return _conditional(f"{then}, unless {self.phrase(condition.part).within(_Tightness.LIST)}")
        when = self.phrase(condition).within(_Tightness.LIST)
        return _conditional(f"{then}, if {when}" if wording is Wording.IF else f"if {when}, then {then}")

    def _count(self, bound: Bound, number: int, parts: Sequence[Formula]) -> _Phrase:
        phrases = [self.phrase(part) for part in parts]
        party = _common_party(phrases)
        items = [phrase.among if party else phrase.within(_Tightness.ONE) for phrase in phrases]
        text = f"{_how_many(bound, number, len(parts))} of these: {'; '.join(items)}"
        return _Phrase(text, text, party, _Tightness.LOOSE)


def _single(text: str) -> _Phrase:
    return _Phrase(text, text, "", _Tightness.ONE)


def _conditional(text: str) -> _Phrase:
    return _Phrase(text, text, "", _Tightness.CONDITIONAL)


def _flatten(formula: And | Or) -> list[Formula]:
    parts: list[Formula] = []
    for part in formula.parts:
        parts.extend(_flatten(part) if isinstance(part, type(formula)) else [part])
    return parts


def _common_party(phrases: Sequence[_Phrase]) -> str:
    """Return the one party all phrases are about, if each is one thing."""
    if len({phrase.party for phrase in phrases}) != 1 or any(p.tightness > _Tightness.ONE for p in phrases):
        return ""
    return phrases[0].party


def _by_party(phrases: Sequence[_Phrase]) -> list[list[_Phrase]]:
    """Put single things of the same party together, at the place of the first."""
    groups: list[list[_Phrase]] = []
    of_party: dict[str, list[_Phrase]] = {}
    for phrase in phrases:
        joins = bool(phrase.party) and phrase.tightness is _Tightness.ONE
        if joins and phrase.party in of_party:
            of_party[phrase.party].append(phrase)
        else:
            groups.append([phrase])
            if joins:
                of_party[phrase.party] = groups[-1]
    return groups


def _same_party(phrases: Sequence[_Phrase], word: str) -> _Phrase:
    ordered = sorted(phrases, key=lambda phrase: phrase.negative)
    text = join_words([phrase.among for phrase in ordered], word)
    return _Phrase(text, text, phrases[0].party, _Tightness.LIST)


def _how_many(bound: Bound, number: int, n_parts: int) -> str:
    if number == 0 and bound is not Bound.AT_LEAST:
        return "none"
    if number == n_parts and bound is not Bound.AT_MOST:
        return "all"
    return f"{bound.value} {_NUMBERS[number] if number < len(_NUMBERS) else number}"
