"""Checking a quotation against its document.

========== ====== ================================================================================
status     passes meaning
========== ====== ================================================================================
exact      yes    stands there character by character
normalized yes    differs in typography only: quotation marks, dashes, ellipses, spaces, the first
                  capital, the final full stop
elided     yes    the pieces stand there in order, close together, with omissions marked: always flagged
edited     yes    as elided, with bracketed words of the analyst, which cannot be checked: always flagged
near_miss  no     something like it stands there; the difference is shown
not_found  no     nothing like it
========== ====== ================================================================================

A quotation can be word for word right and still mislead, so a status comes with flags: what was left out before,
after and inside it that denies, hedges or limits it; whose words it mixes. A flag is for a person to judge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from detente.evidence.canonical import one_line
from detente.evidence.document import Document
from detente.evidence.flags import Flag, FlagCode, context_flags, gap_flags, gaps_of, quantity_flags, voice_flags
from detente.evidence.lexicon import find_negations
from detente.evidence.nearest import nearest_passage
from detente.evidence.search import Pattern, Place, SearchIndex, find_places, parse_quotation


class Status(StrEnum):
    """How a quotation stands in its document."""

    EXACT = "exact"
    NORMALIZED = "normalized"
    ELIDED = "elided"
    EDITED = "edited"
    NEAR_MISS = "near_miss"
    NOT_FOUND = "not_found"

    @property
    def passes(self) -> bool:
        """Whether the document says this."""
        return self not in {Status.NEAR_MISS, Status.NOT_FOUND}


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """What became of checking one quotation.

    Attributes
    ----------
    status, flags
        See the module.
    spans
        Where its pieces stand in the document's text; for a near miss, the nearest passage.
    paragraph
        Number of the paragraph in which it starts; None when not found.
    found
        The document's own words from first to last piece.
    difference
        For a near miss: the words that differ, ``[-document-]{+quotation+}``.
    """

    status: Status
    flags: tuple[Flag, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    paragraph: int | None = None
    found: str = ""
    difference: str = ""

    @property
    def passes(self) -> bool:
        """Whether the document says this (it may still be flagged)."""
        return self.status.passes


def verify_quote(
    document: Document | SearchIndex,
    text: str,
    *,
    paragraph: int | None = None,
    prefix: str | None = None,
    suffix: str | None = None,
) -> QuoteCheck:
    """Check one quotation.

    Parameters
    ----------
    document
        The document; pass a `SearchIndex` to check many quotations against it.
    paragraph
        Where it is said to stand; elsewhere it still passes, with a flag.
    prefix, suffix
        Words right before and after it, to tell repeated passages apart.

    Cost: after the index is built (some 60 ms per million characters), one scan of the text at most.

    Examples
    --------
    >>> from detente.evidence.extract import text_document
    >>> document = text_document("Perhaps “they will never accept the plan”, he said.")
    >>> str(verify_quote(document, '"they will never accept"').status)
    'normalized'
    >>> [str(flag) for flag in verify_quote(document, "they will never accept").flags]
    ['sentence_lead_contains_hedge: Perhaps']
    >>> check = verify_quote(document, "they will … accept the plan")
    >>> str(check.status), [str(flag) for flag in check.flags][1:]
    ('elided', ['omits_words: never', 'omission_contains_negation: never'])
    >>> check = verify_quote(document, "they will accept the plan")
    >>> str(check.status), check.difference
    ('near_miss', 'they will [-never-] accept the plan')
    """
    index = document if isinstance(document, SearchIndex) else SearchIndex(document)
    whole, parted = parse_quotation(text)
    for pattern in (whole, parted):
        if pattern is parted and pattern.pieces == whole.pieces and not pattern.edges:
            continue
        places, elsewhere = _locate(index, pattern, paragraph)
        places = tuple(place for place in places if _ending_agrees(index, place, pattern))
        if not places:
            continue
        place, rivals, agrees = _choose(index, places, prefix, suffix)
        check = _describe(index, text, pattern, place)
        flags = list(check.flags)
        if rivals > 1 and paragraph is None:
            flags.append(Flag(FlagCode.AMBIGUOUS, f"stands in {rivals} places"))
        elif rivals > 1:
            flags.append(Flag(FlagCode.AMBIGUOUS, f"{rivals} times in this paragraph"))
        if not agrees:
            flags.append(Flag(FlagCode.CONTEXT_DIFFERS))
        if elsewhere:
            flags.append(Flag(FlagCode.OTHER_PARAGRAPH, f"found in paragraph {check.paragraph}, not {paragraph}"))
        if _bracket_turns_meaning(index, parted, place) and check.status is Status.EDITED:
            return _miss(index, text)
        return replace(check, flags=tuple(flags))
    return _miss(index, text)


def _locate(index: SearchIndex, pattern: Pattern, paragraph: int | None) -> tuple[tuple[Place, ...], bool]:
    """Return places, in the paragraph named if it has any; and whether they are elsewhere."""
    if paragraph is not None:
        named = index.document.paragraph(paragraph)
        if named is not None:
            places = find_places(index, pattern, (named.start, named.end))
            if places:
                return places, False
    places = find_places(index, pattern)
    elsewhere = paragraph is not None and not any(
        index.document.paragraph_at(place.start).number == paragraph for place in places
    )
    return places, elsewhere and bool(places)


def _choose(
    index: SearchIndex, places: tuple[Place, ...], prefix: str | None, suffix: str | None
) -> tuple[Place, int, bool]:
    """Return the best place, how many are as good (overlapping places count once), and whether its context agrees."""
    text = index.document.text

    def agrees(place: Place) -> int:
        before = prefix is not None and one_line(text[max(0, place.start - 200) : place.start]).endswith(
            one_line(prefix)
        )
        after = suffix is not None and one_line(text[place.end : place.end + 200]).startswith(one_line(suffix))
        return int(before) + int(after)

    best = max(map(agrees, places))
    kept = [place for place in places if agrees(place) == best]
    first = kept[0]
    apart = [place for place in kept[1:] if place.start >= first.end or place.end <= first.start]
    return first, 1 + len(apart), best == sum(words is not None for words in (prefix, suffix))


def _ending_agrees(index: SearchIndex, place: Place, pattern: Pattern) -> bool:
    """A full stop must not stand for a question or exclamation mark."""
    following = index.document.text[place.end : place.end + 1]
    return not (following in {"?", "!"} and pattern.ending)


def _describe(index: SearchIndex, text: str, pattern: Pattern, place: Place) -> QuoteCheck:
    document = index.document
    found = document.text[place.start : place.end]
    edited = pattern.edges or any(gap.words is not None for gap in pattern.gaps)
    if edited:
        status = Status.EDITED
    elif pattern.gaps:
        status = Status.ELIDED
    else:
        with_mark = document.text[place.start : place.end + 1]  # its last mark was taken off before the search
        status = Status.EXACT if one_line(text) in {found, with_mark} else Status.NORMALIZED
    flags = [
        *context_flags(index, place),
        *quantity_flags(index, place),
        *gap_flags(index, pattern, place),
        *voice_flags(index, place),
    ]
    if pattern.ending == "." and re.match(r"\s\w", document.text[place.end : place.end + 2]):
        flags.append(Flag(FlagCode.STOPS_EARLY, document.text[place.end : place.end + 30].split("\n")[0].strip()))
    number = document.paragraph_at(place.start).number
    return QuoteCheck(status, tuple(flags), place.spans, number, found)


def _bracket_turns_meaning(index: SearchIndex, pattern: Pattern, place: Place) -> bool:
    """Whether a bracket puts in or covers a negation: that is no clarification."""
    if len(place.spans) != len(pattern.pieces):
        return False
    text = index.document.text
    hidden = [text[start:end] for words, start, end in gaps_of(pattern, place) if words is not None]
    added = [words for words, _, _ in gaps_of(pattern, place) if words is not None]
    return any(find_negations(words) for words in (*hidden, *added, *pattern.edges))


def _miss(index: SearchIndex, text: str) -> QuoteCheck:
    found = nearest_passage(index, text)
    if found is None:
        return QuoteCheck(Status.NOT_FOUND)
    (start, end), difference = found
    number = index.document.paragraph_at(start).number
    return QuoteCheck(Status.NEAR_MISS, (), ((start, end),), number, index.document.text[start:end], difference)
