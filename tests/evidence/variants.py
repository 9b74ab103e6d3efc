"""Quotations made by rule from the test texts: harmless variants, and corruptions that must not pass.

Every rule takes the words of a passage and gives a variant, or None where it does not apply. Where a rule must
choose, it chooses by a seed fixed per passage, so that the sets are the same on every run.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from detente.evidence.canonical import one_line
from detente.evidence.document import Document
from detente.evidence.extract import read_source
from detente.evidence.flags import FlagCode
from detente.evidence.lexicon import find_hedges, find_negations

TEXTS = Path(__file__).parent / "texts"
NEGATING = r"\b(?:not|never|no|nobody|nothing|neither|nor|none|cannot)\b"


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a document, with what surrounds it."""

    document: Document
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Variant:
    """A quotation to check.

    Attributes
    ----------
    rule
        What made it.
    flags
        Empty: it has to be refused. Else it may pass if one of these flags is raised.
    """

    rule: str
    passage: Passage
    text: str
    flags: frozenset[FlagCode] = frozenset()


def chance(number: int, rule: str) -> random.Random:
    """Return the random choices of one rule for one passage; the same on every run."""
    return random.Random(f"{number} {rule}")  # noqa: S311


def passages() -> Iterator[Passage]:
    """Yield every sentence of at least eight words of every text, the long ones also in part."""
    for path in sorted(TEXTS.glob("*_*.txt")):
        document = read_source(path)
        for paragraph in document.paragraphs:
            text = document.text[paragraph.start : paragraph.end]
            for match in re.finditer(r"[“\"‘]?[A-Z][^.!?…]*(?:\.\d[^.!?]*)?[.!?…]+[”\"’]?", text):
                words = match[0].split()
                start = paragraph.start + match.start()
                if len(words) >= 8:
                    yield Passage(document, start, start + len(match[0]))
                if len(words) >= 16:
                    begin = match[0].index(words[3], len(" ".join(words[:3])))
                    tail = " ".join(words[3:-3])
                    if match[0][begin : begin + len(tail)] == tail and tail[-1].isalnum() and tail[0].isalnum():
                        yield Passage(document, start + begin, start + begin + len(tail))


# --- harmless -------------------------------------------------------------------------------------------------------


def straight_quotes(text: str, _: random.Random) -> str | None:
    return text.translate(str.maketrans("“”‘’", "\"\"''"))


def curly_quotes(text: str, _: random.Random) -> str | None:
    return re.sub(r'"(?=\w)', "“", text).replace('"', "”").replace("'", "’")


def double_for_single(text: str, _: random.Random) -> str | None:
    return re.sub(r"‘(?=\w)", "“", text) if "‘" in text else None


def other_dashes(text: str, _: random.Random) -> str | None:
    return text.replace(" – ", "—").replace("-", "\u2011")


def three_dots(text: str, _: random.Random) -> str | None:
    return text.replace("…", "...")


def hard_spaces(text: str, chance: random.Random) -> str | None:
    return re.sub(" ", lambda _: chance.choice([" ", "\u00a0", "\u2009", "  "]), text)


def rewrapped(text: str, _: random.Random) -> str | None:
    words = text.split(" ")
    return "\n\t".join(" ".join(words[k : k + 4]) for k in range(0, len(words), 4))


def decomposed(text: str, _: random.Random) -> str | None:
    words = unicodedata.normalize("NFD", text).split(" ")
    return " ".join(words[:1] + ["\u200b" + word for word in words[1:]])


def in_quotation_marks(text: str, _: random.Random) -> str | None:
    return f"“{text}”"


def other_first_letter(text: str, _: random.Random) -> str | None:
    return text[0].swapcase() + text[1:] if text[0].isalpha() else None


def bracketed_first_letter(text: str, _: random.Random) -> str | None:
    return f"[{text[0].swapcase()}]{text[1:]}" if text[0].isalpha() and text[1:2].isalpha() else None


def without_final_mark(text: str, _: random.Random) -> str | None:
    return text[:-1] if text[-1] in ".," else None


def with_comma(text: str, _: random.Random) -> str | None:
    return text.rstrip(".") + "," if text[-1].isalnum() or text[-1] == "." else None


def sic(text: str, chance: random.Random) -> str | None:
    words = text.split(" ")
    k = chance.randrange(1, len(words) - 1)
    return " ".join([*words[:k], "[sic]", *words[k:]])


def _omit(text: str, chance: random.Random, mark: str) -> str | None:
    words = text.split(" ")
    if len(words) < 9:
        return None
    k = chance.randrange(3, len(words) - 5)
    hidden = " ".join(words[k : k + 3])
    return None if find_negations(hidden) or find_hedges(hidden) else " ".join([*words[:k], mark, *words[k + 3 :]])


def omission_dots(text: str, chance: random.Random) -> str | None:
    return _omit(text, chance, "...")


def omission_sign(text: str, chance: random.Random) -> str | None:
    return _omit(text, chance, "…")


def omission_brackets(text: str, chance: random.Random) -> str | None:
    return _omit(text, chance, "[...]")


def clarification(text: str, chance: random.Random) -> str | None:
    """Replace a pronoun by a bracketed name, as editors do."""
    found = list(re.finditer(r"(?<=\w )(?:he|she|they|it|them|him)(?= \w)", text))
    if not found:
        return None
    match = chance.choice(found)
    return f"{text[: match.start()]}[the delegation]{text[match.end() :]}"


BENIGN: tuple[Callable[[str, random.Random], str | None], ...] = (
    straight_quotes, curly_quotes, double_for_single, other_dashes, three_dots, hard_spaces, rewrapped, decomposed,
    in_quotation_marks, other_first_letter, bracketed_first_letter, without_final_mark, with_comma, sic,
    omission_dots, omission_sign, omission_brackets, clarification,
)  # fmt: skip


# --- corrupted ------------------------------------------------------------------------------------------------------

OTHER = ["winter", "refused", "seven", "openly", "council", "before", "their", "against", "secret", "always"]
NAMES = ["Obrecht", "Veld", "Kessel", "Cole", "Pell", "Whitby", "Amadi", "Crewe", "Rusk", "Sand", "Hale", "Marek"]


def _inner(words: list[str], chance: random.Random) -> int:
    return chance.randrange(1, len(words) - 1)


def word_replaced(text: str, chance: random.Random) -> str | None:
    words = text.split(" ")
    k = _inner(words, chance)
    new = re.sub(r"\w[\w’'-]*", chance.choice(OTHER), words[k], count=1)
    return " ".join([*words[:k], new, *words[k + 1 :]])


def word_dropped(text: str, chance: random.Random) -> str | None:
    words = text.split(" ")
    k = _inner(words, chance)
    return " ".join(words[:k] + words[k + 1 :])


def words_swapped(text: str, chance: random.Random) -> str | None:
    words = text.split(" ")
    k = chance.randrange(1, len(words) - 2)
    words[k], words[k + 1] = words[k + 1], words[k]
    return " ".join(words)


def not_inserted(text: str, chance: random.Random) -> str | None:
    found = list(re.finditer(r"\b(?:will|would|is|was|are|were|has|have|had|can|could|may|must|did|does)\b(?= )", text))
    if found:
        match = chance.choice(found)
        return f"{text[: match.end()]} not{text[match.end() :]}"
    words = text.split(" ")
    k = _inner(words, chance)
    return " ".join([*words[:k], "never", *words[k:]])


def negation_dropped(text: str, chance: random.Random) -> str | None:
    found = list(re.finditer(rf"(?<=\w ){NEGATING} |n[’']t\b(?=.)", text))
    if not found:
        return None
    match = chance.choice(found)
    return text[: match.start()] + text[match.end() :]


def hedge_dropped(text: str, chance: random.Random) -> str | None:
    found = [cue for cue in find_hedges(text) if cue.start > 0 and cue.end < len(text) - 1]
    if not found:
        return None
    cue = chance.choice(found)
    return (text[: cue.start] + text[cue.end + 1 :]).strip()


def modal_strengthened(text: str, chance: random.Random) -> str | None:
    found = list(re.finditer(r"(?<= )(?:may|might|could|would|can|should)(?= )", text))
    if not found:
        return None
    match = chance.choice(found)
    return f"{text[: match.start()]}{'will' if match[0] != 'would' else 'did'}{text[match.end() :]}"


def actor_swapped(text: str, chance: random.Random) -> str | None:
    found = list(re.finditer(r"(?<=\w )[A-Z][a-z]{2,}(?=[ ,.’'])", text))
    if not found:
        return None
    match = chance.choice(found)
    return text[: match.start()] + chance.choice([n for n in NAMES if n != match[0]]) + text[match.end() :]


def number_changed(text: str, chance: random.Random) -> str | None:
    found = list(re.finditer(r"\d", text))
    if not found:
        return None
    match = chance.choice(found)
    return text[: match.start()] + str((int(match[0]) + 1 + chance.randrange(8)) % 10) + text[match.end() :]


def plural_changed(text: str, chance: random.Random) -> str | None:
    found = list(re.finditer(r"(?<= )(?!was|is|has|does|this|its|his|always)[a-z]{3,}(?= )", text))
    if not found:
        return None
    match = chance.choice(found)
    word = match[0]
    return text[: match.start()] + (word[:-1] if word.endswith("s") else word + "s") + text[match.end() :]


def halves_reordered(text: str, _: random.Random) -> str | None:
    words = text.rstrip(".").split(" ")
    k = len(words) // 2
    return " ".join(words[k:] + words[:k])


def halves_reordered_with_dots(text: str, _: random.Random) -> str | None:
    words = text.rstrip(".").split(" ")
    k = len(words) // 2
    return f"{' '.join(words[k:])} … {' '.join(words[:k])}"


def comma_changed(text: str, chance: random.Random) -> str | None:
    found = list(re.finditer(r", ", text))
    if found and chance.random() < 0.5:
        match = chance.choice(found)
        return text[: match.start()] + " " + text[match.end() :]
    places = [match.start() for match in re.finditer(r"(?<=\w) (?=\w)", text)]
    at = chance.choice(places)
    return f"{text[:at]},{text[at:]}"


def sentence_broken(text: str, chance: random.Random) -> str | None:
    places = [match.start() for match in re.finditer(r"(?<=\w) (?=[a-z])", text)]
    at = chance.choice(places)
    return f"{text[:at]}.{text[at : at + 1]}{text[at + 1].upper()}{text[at + 2 :]}"


def question_answered(text: str, _: random.Random) -> str | None:
    return text.rstrip('”"’')[:-1] + "." if text.rstrip('”"’').endswith("?") else None


def doubt_added(text: str, _: random.Random) -> str | None:
    return text[:-1] + "?" if text.endswith(".") else None


def contraction_cut(text: str, _: random.Random) -> str | None:
    match = re.search(r"\b(?:\w+n|can)(?=[’']t\b)", text)
    return text[: match.end()] if match and match.start() > 10 else None


def word_cut(text: str, _: random.Random) -> str | None:
    match = re.match(r"(?:.* )(?:un|dis|re|in)(?=\w{4})", text) or re.search(r".*\b\w{4,}?(?=ed\b|s\b|ing\b)", text)
    if not match or match.end() > len(text) - 20:
        return text[: match.end()] if match and match.end() > 30 else None
    return text[match.end() :]


def number_cut(text: str, _: random.Random) -> str | None:
    match = re.search(r"\d+[.,](?=\d)", text)
    return text[match.end() :] if match and len(text) - match.end() > 15 else None


def accusing_bracket(text: str, chance: random.Random) -> str | None:
    """Put a negation in a bracket."""
    words = text.split(" ")
    k = _inner(words, chance)
    return " ".join([*words[:k], "[not]", *words[k:]])


def negation_bracketed_away(text: str, chance: random.Random) -> str | None:
    found = list(re.finditer(rf"(?<=\w ){NEGATING}(?= \w)", text))
    if not found:
        return None
    match = chance.choice(found)
    return f"{text[: match.start()]}[indeed]{text[match.end() :]}"


REFUSED: tuple[Callable[[str, random.Random], str | None], ...] = (
    word_replaced, word_dropped, words_swapped, not_inserted, negation_dropped, hedge_dropped, modal_strengthened,
    actor_swapped, number_changed, plural_changed, halves_reordered, halves_reordered_with_dots, comma_changed,
    sentence_broken, question_answered, doubt_added, contraction_cut, word_cut, number_cut, accusing_bracket,
    negation_bracketed_away,
)  # fmt: skip


def negation_omitted(text: str, chance: random.Random) -> str | None:
    """Hide a negation behind an omission."""
    found = list(re.finditer(rf"(?<=\w ){NEGATING}(?= \w)", text))
    found = [match for match in found if 8 < match.start() < len(text) - 12]
    if not found:
        return None
    match = chance.choice(found)
    return f"{text[: match.start()]}…{text[match.end() :]}"


def hedge_omitted(text: str, chance: random.Random) -> str | None:
    found = [cue for cue in find_hedges(text) if cue.start > 8 and cue.end < len(text) - 12]
    if not found:
        return None
    cue = chance.choice(found)
    return f"{text[: cue.start]}[...]{text[cue.end :]}"


def begun_after_negation(text: str, _: random.Random) -> str | None:
    match = re.search(rf"{NEGATING} ", text)
    return text[match.end() :] if match and len(text[match.end() :].split()) >= 3 else None


def begun_after_hedge(text: str, _: random.Random) -> str | None:
    found = find_hedges(text)
    rest = text[found[0].end + 1 :] if found else ""
    return rest if len(rest.split()) >= 3 and rest[0].isalnum() else None


def word_bracketed_over(text: str, chance: random.Random) -> str | None:
    """Another name in a bracket: cannot be checked, has to be shown."""
    found = list(re.finditer(r"(?<=\w )[A-Z][a-z]{2,}(?= \w)", text))
    if not found:
        return None
    match = chance.choice(found)
    return f"{text[: match.start()]}[{chance.choice(NAMES)}]{text[match.end() :]}"


def subject_changed_by_omission(text: str, _: random.Random) -> str | None:
    """Omit from one actor to the verb of the next: "Obrecht said that Veld lied" becomes "Obrecht … lied"."""
    found = list(re.finditer(r"\b(?:[A-Z][a-z]{2,}|he|she|they|we|it|I)(?= [a-z])", text))
    if (
        len(found) < 2
        or found[0][0] == found[1][0]
        or len(text) - found[1].end() < 10
        or found[1].start() - found[0].end() < 4
    ):
        return None
    return f"{text[: found[0].end()]} …{text[found[1].end() :]}"


FLAGGED: tuple[tuple[Callable[[str, random.Random], str | None], frozenset[FlagCode]], ...] = (
    (negation_omitted, frozenset({FlagCode.OMITS_NEGATION})),
    (hedge_omitted, frozenset({FlagCode.OMITS_HEDGE})),
    (subject_changed_by_omission, frozenset({FlagCode.OMITS})),
    (begun_after_negation, frozenset({FlagCode.LEAD_NEGATES})),
    (begun_after_hedge, frozenset({FlagCode.LEAD_HEDGES})),
    (word_bracketed_over, frozenset({FlagCode.ANALYST_WORDS})),
)


def benign_variants() -> Iterator[Variant]:
    """Yield the harmless variants; those that change nothing are left out."""
    for number, passage in enumerate(passages()):
        for rule in BENIGN:
            text = rule(passage.text, chance(number, rule.__name__))
            if text is not None and text != passage.text:
                yield Variant(rule.__name__, passage, text)


def corrupted_variants() -> Iterator[Variant]:
    """Yield the corruptions. One that happens to stand somewhere in its document is none, and is left out."""
    everything = list(passages())
    rules = [(rule, frozenset[FlagCode]()) for rule in REFUSED] + list(FLAGGED)
    for number, passage in enumerate(everything):
        whole = passage.document.text
        for rule, flags in rules:
            text = rule(passage.text, chance(number, rule.__name__))
            if text is None or text == passage.text:
                continue
            if flags or rule in {contraction_cut, word_cut, number_cut} or one_line(text) not in whole:
                yield Variant(rule.__name__, passage, text, flags)
        other = everything[(number + 2) % len(everything)]
        if other.document is passage.document and other.start > passage.end:
            first, second = passage.text.split(" "), other.text.split(" ")
            spliced = " ".join(first[: len(first) // 2] + second[len(second) // 2 :])
            yield Variant("spliced", passage, spliced)
