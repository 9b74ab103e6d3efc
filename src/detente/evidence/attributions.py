"""Who is said to say, think or do something: cues outside quotation marks, each with its subject.

Rules, each with an id that goes with everything it proposes:

=================== ==========================================================
according-to        "according to X"
view                "in X's view", "in the view of X", "in X's opinion"
as-sees             "as X sees it", "as X put it"
subject-verb        "X said", "X, who leads it, said", "the head of X has said"
coordinated         "X did this and said"
inverted            "...", said X
=================== ==========================================================

Headlines, questions and conditions give no cues. A cue may be negated ("X did not say"): then nobody speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from detente.case.model import Act
from detente.evidence.document import Document, Paragraph
from detente.evidence.flags import sentence_bounds
from detente.evidence.lexicon import find_hedges
from detente.evidence.quotations import Quotation, QuotationIndex
from detente.evidence.subjects import is_name, subject_after, subject_before
from detente.evidence.verbs import VERB, act_of, lemma_of, reports

_NAME = r"(?:(?:Mr|Mrs|Ms|Dr|Prof)\.? )?[A-ZÀ-Þ][\w’'-]*\w(?: [A-ZÀ-Þ][\w’'-]*\w)*"
_THE = r"(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Oo]ne of|two|three|several|some)"
_ACCORDING = re.compile(
    rf"\b[Aa]ccording to (?P<subject>(?:him|her|them)\b|{_NAME}|{_THE} [^,.;:—–“”\"]{{2,60}}(?:, {_NAME}(?=,))?)"
)
_VIEW = re.compile(
    r"\b[Ii]n (?:(?P<own>his|her|their)(?: own)? (?:view|opinion|words)"
    rf"|(?P<name>{_NAME}?|[Tt]he [\w ]{{2,40}}?)[’'](?:s)? (?:view|opinion|words|telling|account)"
    rf"|the (?:view|opinion|words|eyes) of (?P<of>{_NAME}|the [^,.;:“”\"]{{2,80}}(?:, (?:\w+ )?{_NAME})?))"
)
_AS_SEES = re.compile(
    rf"\b[Aa]s (?P<subject>he|she|they|{_NAME}|[\w’' ]{{2,50}}?)"
    r" (?:sees?|saw|puts?|views?|tells|told|explains|explained|describes|described)(?: it| this)\b"
)
_OBLIQUE = {"him": "he", "her": "she", "them": "they", "his": "he", "their": "they"}
_UNREAL = re.compile(r"\b(?:if|unless|provided that|whether|lest)\b[^,;:]*$", re.IGNORECASE)
_PLURAL = re.compile(
    r"\b(?:I|we|you|they|people|some|most|many|others|both|several|two|three)\b|[^’']s$| and ", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """A cue and its subject.

    Attributes
    ----------
    start, end
        Of the cue, in the document's text.
    words
        The cue.
    subject
        Who, in the words of the document.
    rule
        Which rule found it.
    act
        What it is that is done.
    reports
        Whether the cue can introduce what is said or thought.
    negated
        Whether it is said not to have been done.
    """

    start: int
    end: int
    words: str
    subject: str
    rule: str
    act: Act
    reports: bool = True
    negated: bool = False


def find_attributions(document: Document, quotations: tuple[Quotation, ...]) -> tuple[Attribution, ...]:
    """Return the attributions outside quotation marks, in the order of the text.

    Examples
    --------
    >>> from detente.evidence.extract import text_document
    >>> from detente.evidence.quotations import find_quotations
    >>> document = text_document("In Ann Lee’s view it is over. The mayor, who was there, denied this. “No,” said he.")
    >>> for found in find_attributions(document, find_quotations(document)):
    ...     print(found.rule, "|", found.words, "|", found.subject, "|", found.act)
    view | In Ann Lee’s view | Ann Lee | perceive
    subject-verb | denied | The mayor | reject
    inverted | said | he | state
    """
    index = QuotationIndex(quotations)
    closes = {quotation.end for quotation in quotations}
    found: list[Attribution] = []
    for paragraph in document.paragraphs:
        if paragraph.number == 0:
            continue
        found.extend(_phrases(document.text, paragraph))
        found.extend(_verbs(document.text, paragraph, closes, index))
    found = [
        entry for entry in found if not index.overlapping(entry.start, entry.end) and not _is_hedge(document, entry)
    ]
    return tuple(sorted(found, key=lambda entry: (entry.start, entry.end)))


def _is_hedge(document: Document, entry: Attribution) -> bool:
    """Whether nobody speaks: "this strongly suggests", "it seems"."""
    if entry.subject.split()[0].lower() not in {"this", "that", "it", "these", "which"}:
        return False
    return bool(find_hedges(document.text[max(0, entry.start - 12) : entry.end + 12]))


def _phrases(text: str, paragraph: Paragraph) -> Iterator[Attribution]:
    """Find phrases: according to X, in X's view, as X sees it."""
    start, end = paragraph.start, paragraph.end
    for match in _ACCORDING.finditer(text, start, end):
        subject = _OBLIQUE.get(match["subject"], match["subject"])
        yield Attribution(
            match.start(), match.start() + 12, match[0][:12], last_name(subject), "according-to", Act.STATE
        )
    for match in _VIEW.finditer(text, start, end):
        own = match["own"]
        subject = _OBLIQUE.get(own, own) if own else match["name"] or match["of"]
        yield Attribution(match.start(), match.end(), match[0], last_name(subject), "view", Act.PERCEIVE)
    for match in _AS_SEES.finditer(text, start, end):
        yield Attribution(match.start(), match.end(), match[0], match["subject"], "as-sees", Act.PERCEIVE)


def _verbs(text: str, paragraph: Paragraph, closes: set[int], index: QuotationIndex) -> Iterator[Attribution]:
    last: tuple[int, str] = (-1, "")
    for match in VERB.finditer(text, paragraph.start, paragraph.end):
        form = match[0]
        if form[0].isupper():
            continue
        start, end = match.span()
        if start - 2 in closes or start - 3 in closes:
            subject = subject_after(text[end : min(end + 160, paragraph.end)])
            if subject:
                yield Attribution(start, end, form, subject, "inverted", act_of(form), reports(form))
                continue
        begin, finish = sentence_bounds(text, start, end)
        left = _without_quotations(text, max(begin, paragraph.start), start, index)
        if text[finish - 1 : finish] == "?" or _UNREAL.search(left) or text[end : end + 5] in {" upon", " by t"}:
            continue
        found = subject_before(left, form)
        if found is None or (form == lemma_of(form) and not found.helped and not _PLURAL.search(found.words)):
            continue  # "a private call": the base form goes with a plural only
        words = last[1] if found.coordinated and last[0] == begin else found.words
        if words:
            act, speaks = _meaning(text, end, form)
            last = (begin, words)
            rule = "coordinated" if found.coordinated else "subject-verb"
            yield Attribution(start, end, form, words, rule, act, speaks, found.negated)


def _meaning(text: str, end: int, form: str) -> tuple[Act, bool]:
    """Return the act, and whether it reports, where the words after the verb decide."""
    lemma = lemma_of(form)
    after = text[end : end + 40]
    if lemma == "call":
        return (Act.DEMAND, True) if after.startswith(" for") else (Act.STATE, True)
    if lemma == "insist" and re.match(r" (?:on|that (?:[\w’']+ ){1,3}be)\b", after):
        return Act.DEMAND, True
    if lemma == "suggest" and re.match(r" (?:that )?(?:[\w’']+ ){0,3}(?:might|should|could|to|a|an)\b", after):
        return Act.OFFER, True
    return act_of(form), reports(form)


def _without_quotations(text: str, begin: int, end: int, index: QuotationIndex) -> str:
    """Return the text with what is quoted in it replaced by a mark, so that no subject is found in it."""
    parts, done = [], begin
    for quotation in index.overlapping(begin, end):
        if quotation.start > done:
            parts.append(text[done : quotation.start])
        parts.append("§")
        done = max(done, min(quotation.end, end))
    parts.append(text[done:end])
    return "".join(parts)


def last_name(subject: str) -> str:
    """Keep the name of "the minister, Ann Lee"; keep other subjects as they are.

    >>> last_name("the water minister, Ann Lee"), last_name("the head of the board")
    ('Ann Lee', 'the head of the board')
    """
    parts = re.split(r", ?", subject.strip(" ,"))
    words = parts[-1].split()
    if len(parts) > 1 and words and is_name(words[-1]):
        k = len(words) - 1
        while k > 0 and is_name(words[k - 1]):
            k -= 1
        return " ".join(words[k:])
    return subject.strip(" ,")
