"""Who says a quotation, and whom a pronoun means.

A quotation is given to the nearest cue of its sentence; else to the speaker of the quotation before it in the same
paragraph (`continuation`), or of the same quotation in the paragraph before; else to the speaker of the paragraph
before (`carry-over`). A pronoun is given the people named before it, the most recent subject first; the first is
proposed, and all are kept as candidates.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from detente.evidence.attributions import Attribution
from detente.evidence.document import Document
from detente.evidence.flags import sentence_bounds
from detente.evidence.quotations import Quotation
from detente.evidence.subjects import is_name

_PRONOUNS = frozenset({"he", "she", "they", "it", "i", "we"})
_UNSURE = frozenset({"continuation", "carry-over", "pronoun", "role"})
_NAME = re.compile(r"\b[A-ZÀ-Þ][\w’'-]*\w(?: [A-ZÀ-Þ][\w’'-]*\w)*")
_REACH = 1500
_SENTENCES = 8
_TITLES = frozenset({"Mr", "Mrs", "Ms", "Dr", "Prof"})
_FEMALE = re.compile(
    r"\b(?:Mrs|Ms|Miss|Lady|woman|chairwoman|spokeswoman|minister’s wife|Mother|Sister)\b", re.IGNORECASE
)
_MALE = re.compile(r"\b(?:Mr|Sir|Lord|man|chairman|spokesman|Father|Brother)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is taken to speak.

    Attributes
    ----------
    name
        As the document has it; ``author`` for its writer.
    rule
        How the name was come by: ``name``, ``role``, ``pronoun``, ``label``, ``continuation``, ``carry-over``.
    candidates
        Others it could be, the likeliest first.
    confirm
        Whether confirmation is asked for in any case.
    """

    name: str
    rule: str
    candidates: tuple[str, ...] = ()
    confirm: bool = False

    @property
    def needs_confirmation(self) -> bool:
        """Whether a person has to confirm it."""
        return self.confirm or self.rule in _UNSURE


class SpeakerFinder:
    """Gives quotations and cues of one document their speakers."""

    def __init__(
        self, document: Document, quotations: tuple[Quotation, ...], attributions: tuple[Attribution, ...]
    ) -> None:
        self._document = document
        self._quotations = tuple(quotation for quotation in quotations if not quotation.nested)
        self._attributions = attributions
        self._starts = [entry.start for entry in attributions]
        self._names: dict[str, str] = {}

    @cached_property
    def _full_names(self) -> dict[str, str]:
        """The longest name that was printed before for each last word of a name."""
        found: dict[str, str] = {}
        for match in _NAME.finditer(self._document.text):
            words = match[0].split()
            while words and not is_name(words[0]):
                words = words[1:]
            if 1 < len(words) <= 4:
                found.setdefault(words[-1].removesuffix("’s").removesuffix("'s"), " ".join(words))
        return found

    @cached_property
    def _by_quotation(self) -> dict[int, tuple[Speaker | None, Attribution | None]]:
        """Speaker and cue of each quotation, by where it starts. One pass, since later ones look back."""
        found: dict[int, tuple[Speaker | None, Attribution | None]] = {}
        previous: Quotation | None = None
        for quotation in self._quotations:
            found[quotation.start] = self._decide(quotation, previous, found)
            if found[quotation.start][0] is not None:
                previous = quotation
        return found

    @cached_property
    def _used(self) -> frozenset[int]:
        return frozenset(cue.start for _, cue in self._by_quotation.values() if cue is not None)

    def speaker_of(self, quotation: Quotation) -> tuple[Speaker | None, Attribution | None]:
        """Return who says a quotation, and the cue that says so."""
        return self._by_quotation[quotation.start]

    def is_used(self, attribution: Attribution) -> bool:
        """Whether a cue introduces a quotation."""
        return attribution.start in self._used

    def introduces(self, attribution: Attribution, quotation: Quotation) -> bool:
        """Whether a cue stands right beside a quotation."""
        gap = self._document.text[min(attribution.end, quotation.end) : max(attribution.start, quotation.start)]
        return len(gap.split()) <= 6

    def _decide(
        self,
        quotation: Quotation,
        previous: Quotation | None,
        found: dict[int, tuple[Speaker | None, Attribution | None]],
    ) -> tuple[Speaker | None, Attribution | None]:
        cue = self._cue_for(quotation)
        if cue is not None:
            return self.resolve(cue), cue
        if previous is None:
            return None, None
        before = found[previous.start][0]
        here = self._document.paragraph_at(quotation.start).number
        there = self._document.paragraph_at(previous.start).number
        if before is None or here - there > 1:
            return None, None
        name = before.name
        if previous.group == quotation.group or here == there:
            return Speaker(name, "continuation", before.candidates), None
        return Speaker(name, "carry-over", before.candidates), None

    def _cue_for(self, quotation: Quotation) -> Attribution | None:
        """Return the cue of a quotation: in its sentence, the nearest; an inverted one ("...", said X) before all."""
        text, paragraph = self._document.text, self._document.paragraph_at(quotation.start)
        begin = max(sentence_bounds(text, quotation.start, quotation.start + 1)[0], paragraph.start)
        goes_on = text[quotation.end - 1 : quotation.end] in {",", "?", "!"} or text[quotation.end + 1 :][:1] == ","
        last = min(len(text), quotation.end + (3 if goes_on else 1))
        finish = min(sentence_bounds(text, last - 1, last)[1], paragraph.end)
        best: tuple[int, Attribution] | None = None
        for cue in self._cues_between(begin, finish):
            after = cue.start >= quotation.end
            between = text[quotation.end + 1 : cue.start] if after else text[cue.end : quotation.start]
            distance = len(between)
            if after and (distance > 60 or re.search(r"[;:]|\b(?:and|but|while)\b|[“‘]", between)):
                continue
            if cue.rule == "inverted":
                distance = -1 if cue.start - quotation.end in {2, 3} else distance + _REACH
            if best is None or distance < best[0]:
                best = (distance, cue)
        return best[1] if best else None

    def _cues_between(self, start: int, end: int) -> tuple[Attribution, ...]:
        k = bisect_left(self._starts, start)
        m = bisect_left(self._starts, end)
        return tuple(cue for cue in self._attributions[k:m] if cue.reports and not cue.negated)

    def resolve(self, attribution: Attribution) -> Speaker | None:
        """Return who the subject of a cue is."""
        subject = attribution.subject
        lowered = subject.lower()
        if lowered in _PRONOUNS:
            return self._pronoun(lowered, attribution.start)
        words = subject.split()
        if all(is_name(word) for word in words) or is_name(words[-1]):
            last = words[-1].removesuffix("’s").removesuffix("'s")
            full = self._full_names.get(last, subject) if len(words) == 1 else subject
            return Speaker(full, "name" if is_name(words[0]) else "role")
        return Speaker(subject, "role")

    def _pronoun(self, pronoun: str, offset: int) -> Speaker | None:
        if pronoun in {"i", "we"}:
            return Speaker(self._label_at(offset) or "author", "pronoun")
        candidates = self._candidates(pronoun, offset)
        return Speaker(candidates[0], "pronoun", candidates[1:4]) if candidates else None

    def _label_at(self, offset: int) -> str:
        paragraph = self._document.paragraph_at(offset)
        match = re.match(r"([A-Z][A-Z .’'-]{1,30}): ", self._document.text[paragraph.start : paragraph.end])
        return match[1] if match else ""

    def _candidates(self, pronoun: str, offset: int) -> tuple[str, ...]:
        """People named before, sentence by sentence backwards, in each the first named first.

        For "it" and "they": the subjects of the cues before.
        """
        low = max(0, offset - _REACH)
        if pronoun in {"it", "they"}:
            cues = self._attributions[bisect_left(self._starts, low) : bisect_left(self._starts, offset)]
            words = [cue.subject for cue in reversed(cues) if cue.subject.lower() not in _PRONOUNS]
            return tuple(dict.fromkeys(words))
        found: list[str] = []
        begin = sentence_bounds(self._document.text, offset, offset + 1)[0]
        end = offset
        for _ in range(_SENTENCES):
            found.extend(name for name in self._people(begin, end) if not self._contradicts(name, pronoun))
            if begin <= low:
                break
            end = begin
            begin = sentence_bounds(self._document.text, begin - 2, begin - 1)[0]
        return tuple(dict.fromkeys(found))

    def _people(self, start: int, end: int) -> list[str]:
        """Names in a stretch of text that look like people's: two capitalized words, a title, or the last of a name."""
        found = []
        for match in _NAME.finditer(self._document.text, start, end):
            words = match[0].removesuffix("’s").removesuffix("'s").split()
            while words and not is_name(words[0]):
                words = words[1:]
            if not words or self._document.text[max(0, match.start() - 4) : match.start()].lower() == "the ":
                continue
            titled = words[0] in _TITLES and len(words) > 1
            if len(words) > 1 or words[-1] in self._full_names:
                found.append(
                    " ".join(words) if len(words) > 1 and not titled else self._full_names.get(words[-1], words[-1])
                )
        return found

    def _contradicts(self, name: str, pronoun: str) -> bool:
        """Whether a title or a noun right beside a name says that it cannot be this pronoun."""
        last = name.rsplit(maxsplit=1)[-1]
        if last not in self._names:
            beside = re.findall(rf"(\w+)[.,]? (?:\w+ )?{re.escape(last)}\b", self._document.text)
            male = sum(bool(_MALE.fullmatch(word)) for word in beside)
            female = sum(bool(_FEMALE.fullmatch(word)) for word in beside)
            self._names[last] = "he" if male > female else "she" if female > male else ""
        return self._names[last] not in {"", pronoun}
