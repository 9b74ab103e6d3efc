"""Reasons to look twice at a quotation that is word for word right.

What its sentence says before, after and in its omissions that denies, hedges or limits it; whose words it mixes.
Every omission and every bracket is flagged, with the words: no list can tell that leaving them out is harmless. So a
quotation that passes without a flag stands in the document word for word, without a gap.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from detente.evidence.canonical import one_line
from detente.evidence.lexicon import Cue, find_conditions, find_hedges, find_negations
from detente.evidence.search import Pattern, Place, SearchIndex

_SENTENCE_BREAK = re.compile(r"(?:[.!?…]+[\"'”’»)\]]*\s+|(?<=\w)…|\n\n)(?=[\"'“‘«(\[]*[A-Z0-9])")
_ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sen|Rep|St|vs|No|Art|e\.g|i\.e|[A-Z])\.$")
_WINDOW = 1500
_ACTOR = re.compile(r"\b(?:I|we|you|he|she|it|they|who|whom)\b|(?<![.!?…] )(?<![.!?…]. )\b[A-Z][\w’'-]+")
_NUMBER_WORD = (
    r"(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty|ninety|hundred|thousand|several|few|many|dozen|half|quarter|tenth)"
)
_MAGNITUDE = r"(?:hundred|thousand|million|billion|trillion|dozens?|per ?cent|percent|%|times|fold)"
_ENDS_IN_NUMBER = re.compile(rf"\b{_NUMBER_WORD}$", re.IGNORECASE)
_STARTS_WITH_NUMBER = re.compile(rf"{_MAGNITUDE}\b", re.IGNORECASE)


class FlagCode(StrEnum):
    """What a person should look at before relying on a quotation."""

    AMBIGUOUS = "ambiguous"
    OTHER_PARAGRAPH = "other_paragraph"
    LEAD_NEGATES = "sentence_lead_contains_negation"
    LEAD_HEDGES = "sentence_lead_contains_hedge"
    LEAD_LIMITS = "sentence_lead_contains_condition"
    TAIL_NEGATES = "sentence_tail_contains_negation"
    TAIL_HEDGES = "sentence_tail_contains_hedge"
    TAIL_LIMITS = "sentence_tail_contains_condition"
    OMITS = "omits_words"
    OMITS_NEGATION = "omission_contains_negation"
    OMITS_HEDGE = "omission_contains_hedge"
    OMITS_CONDITION = "omission_contains_condition"
    OMITS_ACTOR = "omission_contains_an_actor"
    OMITS_SENTENCE = "omission_crosses_sentences"
    FRAGMENTS = "quotes_single_words"
    CONTEXT_DIFFERS = "prefix_or_suffix_not_there"
    CROSSES_PARAGRAPHS = "crosses_paragraphs"
    MIXES_VOICES = "mixes_quoted_and_author_words"
    SPLICES = "splices_two_quotations"
    ANALYST_WORDS = "contains_analyst_words"
    STOPS_EARLY = "full_stop_added"
    QUESTION = "question_mark_left_out"
    CUTS_QUANTITY = "cuts_a_quantity"
    NOT_QUOTED = "direct_but_not_in_quotation_marks"
    QUOTED = "author_mode_but_in_quotation_marks"
    HEDGE_MISSING = "hedge_words_not_there"
    HEDGE_UNRECORDED = "hedge_not_recorded"
    HIDDEN_CHARACTERS = "document_has_hidden_characters"


@dataclass(frozen=True, slots=True)
class Flag:
    """A reason to look, and the words that gave it."""

    code: FlagCode
    words: str = ""

    def __str__(self) -> str:
        return f"{self.code}: {self.words}" if self.words else str(self.code)


def sentence_bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of the sentence or sentences that a span touches. Looks 1,500 characters each way.

    >>> text = "One. Mr. Two did it. Three."
    >>> begin, finish = sentence_bounds(text, 9, 12)
    >>> text[begin:finish]
    'Mr. Two did it.'
    """
    low, high = max(0, start - _WINDOW), min(len(text), end + _WINDOW)
    begin, finish = low, high
    for match in _SENTENCE_BREAK.finditer(text, low, high):
        if _ABBREVIATION.search(text[max(low, match.start() - 8) : match.start() + 1]):
            continue
        if match.end() <= start:
            begin = match.end()
        elif match.start() >= end - 1:
            finish = match.end()
            break
    return begin, len(text[:finish].rstrip()) if finish < high else finish


def context_flags(index: SearchIndex, place: Place) -> list[Flag]:
    """What the rest of its sentence says that the quotation does not."""
    text = index.document.text
    begin, finish = sentence_bounds(text, place.start, place.end)
    lead, tail = text[begin : place.start], text[place.end : finish]
    flags = []
    for part, codes in (
        (lead, (FlagCode.LEAD_NEGATES, FlagCode.LEAD_HEDGES, FlagCode.LEAD_LIMITS)),
        (tail, (FlagCode.TAIL_NEGATES, FlagCode.TAIL_HEDGES, FlagCode.TAIL_LIMITS)),
    ):
        for code, cues in zip(codes, (find_negations(part), find_hedges(part), find_conditions(part)), strict=True):
            if cues:
                flags.append(Flag(code, _words(cues)))
    if tail.rstrip("\"'”’»)] ").endswith("?"):
        flags.append(Flag(FlagCode.QUESTION, text[place.end : finish].strip()[-40:]))
    return flags


def quantity_flags(index: SearchIndex, place: Place) -> list[Flag]:
    """Whether a quantity is cut in two: "5" of "5 million", "million" of "5 million"."""
    text = index.document.text
    start, end = place.start, place.end
    before, after = text[max(0, start - 16) : start].rstrip(" -"), text[end : end + 16].lstrip(" -")
    first, last = text[start : start + 16], text[max(0, end - 16) : end]
    flags = []
    if _ENDS_IN_NUMBER.search(before) and _STARTS_WITH_NUMBER.match(first):
        flags.append(Flag(FlagCode.CUTS_QUANTITY, f"{before.split()[-1]} {first.split()[0]}"))
    if _ENDS_IN_NUMBER.search(last) and _STARTS_WITH_NUMBER.match(after):
        flags.append(Flag(FlagCode.CUTS_QUANTITY, f"{last.split()[-1]} {after.split()[0]}"))
    return flags


def _words(cues: tuple[Cue, ...]) -> str:
    return ", ".join(dict.fromkeys(cue.words for cue in cues))


def gaps_of(pattern: Pattern, place: Place) -> list[tuple[str | None, int, int]]:
    """Return the analyst's words (None: an omission) and the span of each gap."""
    return [
        (gap.words, left[1], right[0])
        for gap, left, right in zip(pattern.gaps, place.spans, place.spans[1:], strict=False)
    ]


def gap_flags(index: SearchIndex, pattern: Pattern, place: Place) -> list[Flag]:
    """What omissions and brackets hide."""
    document = index.document
    flags = []
    for words, start, end in gaps_of(pattern, place):
        hidden = document.text[start:end]
        if words is not None:
            replaced = hidden.strip()
            flags.append(
                Flag(FlagCode.ANALYST_WORDS, f"[{words}] for '{replaced}'" if replaced else f"[{words}] added")
            )
        elif any(character.isalnum() for character in hidden):
            shown = one_line(hidden)
            flags.append(Flag(FlagCode.OMITS, shown if len(shown) <= 80 else f"{shown[:45]} … {shown[-30:]}"))
        for code, cues in (
            (FlagCode.OMITS_NEGATION, find_negations(hidden)),
            (FlagCode.OMITS_HEDGE, find_hedges(hidden)),
            (FlagCode.OMITS_CONDITION, find_conditions(hidden)),
        ):
            if cues:
                flags.append(Flag(code, _words(cues)))
        if actors := list(dict.fromkeys(_ACTOR.findall(hidden))):
            flags.append(Flag(FlagCode.OMITS_ACTOR, ", ".join(actors)))
        if words is None and _SENTENCE_BREAK.search(document.text, max(0, start - 1), end + 1):
            flags.append(Flag(FlagCode.OMITS_SENTENCE))
    flags.extend(Flag(FlagCode.ANALYST_WORDS, f"[{words}] at its edge") for words in pattern.edges)
    single = [piece for piece in pattern.pieces if " " not in piece] if pattern.gaps else []
    if single:
        flags.append(Flag(FlagCode.FRAGMENTS, ", ".join(single)))
    first, last = document.paragraph_at(place.start).number, document.paragraph_at(place.end - 1).number
    if first != last:
        flags.append(Flag(FlagCode.CROSSES_PARAGRAPHS, f"{first} to {last}"))
    return flags


def voice_flags(index: SearchIndex, place: Place) -> list[Flag]:
    """Whether the words are partly inside and partly outside quotation marks, or of two quotations."""
    groups: set[int] = set()
    inside = outside = False
    for start, end in place.spans:
        quoted = index.quotations.overlapping(start, end)
        groups.update(quotation.group for quotation in quoted)
        covered = sum(min(end, q.end) - max(start, q.start) for q in quoted)
        rest = index.document.text[start:end]
        for quotation in reversed(quoted):
            a, b = max(start, quotation.start) - start, min(end, quotation.end) - start
            rest = rest[:a] + rest[b:]
        inside = inside or covered > 0
        outside = outside or any(character.isalnum() for character in rest)
    flags = []
    if inside and outside:
        flags.append(Flag(FlagCode.MIXES_VOICES))
    if len(groups) > 1 and (len(place.spans) > 1 or not outside):
        flags.append(Flag(FlagCode.SPLICES))
    return flags
