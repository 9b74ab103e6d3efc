"""Proposals of statements, made by rule, offline, the same on every run. A person decides on each.

A proposal names the rules that made it. A speaker who is only a pronoun or a role, and one who is taken from the
sentence or paragraph before (`continuation`, `carry-over`), needs confirmation: on other people's texts rules get
these wrong often. Another proposer can hand in proposals through `Proposer`; whatever it says, each passes `admitted`:
the words it anchors to must stand in the document.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from detente.case.model import Act, Hedge, Mode
from detente.evidence.attributions import Attribution, find_attributions
from detente.evidence.document import Document
from detente.evidence.flags import sentence_bounds
from detente.evidence.lexicon import Cue, find_hedges, weakest
from detente.evidence.quotations import Quotation, QuotationIndex, find_quotations
from detente.evidence.search import SearchIndex
from detente.evidence.speakers import Speaker, SpeakerFinder
from detente.evidence.verify import Status, verify_quote

_LABEL = re.compile(r"(?P<who>[A-Z][A-Z .’'-]{1,30}|(?:Mr|Mrs|Ms|Dr)\.? [A-Z][\w’'-]+): (?=\S)")
_ANCHOR_WORDS = 12


@dataclass(frozen=True, slots=True)
class Proposal:
    """A statement that could be made of a passage.

    Attributes
    ----------
    paragraph
        Where it starts.
    start, end
        The passage, in the document's text.
    quote
        The first words of the passage, as its anchor.
    mode
        Whose words it is.
    speaker
        The last voice; None for the writer.
    hedge, hedge_words
        The weakest hedge in its sentence, and its words.
    act
        What is done in saying it.
    cue
        The words that name the speaker or the act.
    rules
        What made it.
    """

    paragraph: int
    start: int
    end: int
    quote: str
    mode: Mode
    speaker: Speaker | None = None
    hedge: Hedge = Hedge.NONE
    hedge_words: str = ""
    act: Act = Act.STATE
    cue: str = ""
    rules: tuple[str, ...] = ()

    @property
    def needs_confirmation(self) -> bool:
        """Whether a person has to say who speaks before it can be accepted."""
        return self.speaker is not None and self.speaker.needs_confirmation


class Proposer(Protocol):
    """Another maker of proposals, for example a language model. None is part of Détente, and none is on by default."""

    name: str

    def propose(self, document: Document) -> Iterable[Proposal]:
        """Return proposals for a document."""
        ...


def admitted(document: Document, proposer: Proposer) -> tuple[Proposal, ...]:
    """Return the proposals of another proposer that stand in the document; the rest is dropped.

    The anchor has to be found word for word, in the paragraph named, and once. The proposal is placed where it was
    found, and its speaker needs confirmation, whatever the proposer says.
    """
    index = SearchIndex(document)
    kept = []
    for proposal in proposer.propose(document):
        check = verify_quote(index, proposal.quote, paragraph=proposal.paragraph)
        if check.status not in {Status.EXACT, Status.NORMALIZED} or check.paragraph != proposal.paragraph:
            continue
        if any(flag.code == "ambiguous" for flag in check.flags):
            continue
        start, end = check.spans[0]
        speaker = proposal.speaker and replace(proposal.speaker, rule=f"proposer:{proposer.name}", confirm=True)
        rules = (f"proposer:{proposer.name}",)
        kept.append(replace(proposal, start=start, end=end, quote=check.found, speaker=speaker, rules=rules))
    return tuple(kept)


def propose(document: Document) -> tuple[Proposal, ...]:
    """Return proposals for a document, in the order of the text.

    Proposed are quotations, labelled turns of a transcript, sentences that report what somebody says or thinks, acts
    that the writer narrates, and sentences that the writer hedges. Flat assertions of the writer are left to a person.

    Cost: linear in the text, about 20 ms a page.

    Examples
    --------
    >>> from detente.evidence.extract import text_document
    >>> document = text_document("“We sign,” said Ann Lee. She rejected the rest. Perhaps it rains.")
    >>> for found in propose(document):
    ...     print(found.mode, "|", found.quote, "|", found.speaker and found.speaker.name, "|", found.act)
    direct | We sign | Ann Lee | state
    narrated act | She rejected the rest | Ann Lee | reject
    author's inference | Perhaps it rains | None | state
    """
    quotations = find_quotations(document)
    attributions = find_attributions(document, quotations)
    finder = SpeakerFinder(document, quotations, attributions)
    found = [
        *_labelled(document),
        *_quoted(document, quotations, finder),
        *_reported(document, quotations, attributions, finder),
        *_hedged(document, quotations, attributions),
    ]
    return tuple(sorted(found, key=lambda proposal: (proposal.start, proposal.end)))


def labels(document: Document) -> dict[int, tuple[str, int]]:
    """Return the speakers that a transcript names at the start of paragraphs, with the offset of what they say.

    A label counts if at least two paragraphs have one, and it is capitals or a title with a name.
    """
    found = {}
    for paragraph in document.paragraphs:
        match = _LABEL.match(document.text, paragraph.start, paragraph.end)
        if match:
            found[paragraph.number] = (match["who"], match.end())
    return found if len(found) > 1 else {}


def _labelled(document: Document) -> list[Proposal]:
    proposals = []
    for number, (who, start) in labels(document).items():
        paragraph = document.paragraph(number)
        if paragraph is not None:
            speaker = Speaker(who, "label")
            proposals.append(_proposal(document, (start, paragraph.end), Mode.DIRECT, speaker, None, ("label",)))
    return proposals


def _quoted(document: Document, quotations: tuple[Quotation, ...], finder: SpeakerFinder) -> list[Proposal]:
    proposals = []
    for quotation in quotations:
        words = document.text[quotation.start : quotation.end].split()
        if quotation.nested or not words:
            continue
        speaker, attribution = finder.speaker_of(quotation)
        if len(words) < 3 and (attribution is None or not finder.introduces(attribution, quotation)):
            continue  # a term, or a distance kept
        mode = Mode.DIRECT if _is_whole(document.text, quotation) else Mode.MIXED
        rules = ("quotation", *((speaker.rule,) if speaker else ()), *(() if quotation.closed else ("unclosed",)))
        proposals.append(_proposal(document, (quotation.start, quotation.end), mode, speaker, attribution, rules))
    return proposals


def _is_whole(text: str, quotation: Quotation) -> bool:
    """Whether a quotation is a sentence of its own, and not a fragment built into the writer's sentence."""
    return text[quotation.start].isupper() and (
        text[quotation.end - 1] in ".,!?…" or text[quotation.end + 1 : quotation.end + 2] in {".", ",", "", "\n", " "}
    )


def _reported(
    document: Document,
    quotations: tuple[Quotation, ...],
    attributions: tuple[Attribution, ...],
    finder: SpeakerFinder,
) -> list[Proposal]:
    """One proposal for each reporting or acting cue that introduces no quotation."""
    index = QuotationIndex(quotations)
    proposals = []
    for attribution in attributions:
        if attribution.negated or finder.is_used(attribution):
            continue
        if not attribution.reports and attribution.act is Act.STATE:
            continue
        speaker = finder.resolve(attribution)
        if speaker is None or (speaker.name == "author" and attribution.act is Act.STATE):
            continue
        span = _outside_quotations(document, attribution, index)
        mode = Mode.INDIRECT if attribution.reports else Mode.NARRATED_ACT
        proposals.append(_proposal(document, span, mode, speaker, attribution, (attribution.rule, speaker.rule)))
    return proposals


def _outside_quotations(document: Document, attribution: Attribution, index: QuotationIndex) -> tuple[int, int]:
    """Return the sentence of a cue, as far as it stands outside quotation marks."""
    begin, finish = sentence_bounds(document.text, attribution.start, attribution.end)
    for quotation in index.overlapping(begin, finish):
        if quotation.end <= attribution.start:
            begin = max(begin, quotation.end + 1)
        elif attribution.end <= quotation.start:
            finish = min(finish, quotation.start - 1)
    text = document.text
    while begin < attribution.start and not text[begin].isalnum():
        begin += 1
    while finish > attribution.end and not text[finish - 1].isalnum():
        finish -= 1
    return begin, finish


def _hedged(
    document: Document, quotations: tuple[Quotation, ...], attributions: tuple[Attribution, ...]
) -> list[Proposal]:
    """One proposal for each sentence that the writer hedges and attributes to nobody."""
    proposals = []
    starts = [entry.start for entry in attributions]
    seen: set[tuple[int, int]] = set()
    for cue in hedges_outside_quotations(document, quotations):
        span = sentence_bounds(document.text, cue.start, cue.end)
        cues = attributions[bisect_left(starts, span[0]) : bisect_left(starts, span[1])]
        if span not in seen and not any(entry.reports and not entry.negated for entry in cues):
            seen.add(span)
            proposals.append(_proposal(document, span, Mode.AUTHOR_INFERENCE, None, None, ("hedge",)))
    return proposals


def hedges_outside_quotations(document: Document, quotations: tuple[Quotation, ...]) -> tuple[Cue, ...]:
    """Return the hedges of a document that its writer, or a labelled speaker, makes."""
    index = QuotationIndex(quotations)
    return tuple(cue for cue in find_hedges(document.text) if not index.overlapping(cue.start, cue.end))


def _proposal(
    document: Document,
    span: tuple[int, int],
    mode: Mode,
    speaker: Speaker | None,
    attribution: Attribution | None,
    rules: tuple[str, ...],
) -> Proposal:
    text = document.text
    start, end = span
    cues = find_hedges(text[start:end])
    passage = text[start:end].split("\n")[0]
    quote = " ".join(passage.split()[:_ANCHOR_WORDS]).rstrip(".,;: ")
    return Proposal(
        paragraph=document.paragraph_at(start).number,
        start=start,
        end=end,
        quote=quote,
        mode=mode,
        speaker=speaker,
        hedge=weakest(tuple(cue.level for cue in cues)),
        hedge_words=", ".join(dict.fromkeys(cue.words for cue in cues)),
        act=attribution.act if attribution else Act.STATE,
        cue=attribution.words if attribution else "",
        rules=tuple(dict.fromkeys((*rules, *(("hedge",) if cues else ())))),
    )
