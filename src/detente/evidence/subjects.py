"""Finding the subject of a verb by form alone: pronouns, capitalized words, an article with what follows it.

There is no grammar here, so a subject is a proposal. Words are read from the verb to the left: helping words are
passed over, an aside between commas too, and then the nearest thing that looks like somebody is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente.evidence.verbs import FORMS


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TOKEN = re.compile(r"[\w’'-]*\w[’']?|[^\w\s]")
_PRONOUNS = _words("he she they it i we everybody nobody some others people most")
_ARTICLES = _words(
    "the a an any its his her their our my your this that these those each both no some one two three several many"
)
_TITLES = _words("Mr Mrs Ms Dr Prof Sir Lord Lady President Premier Colonel General Major Ambassador")
_JOINING = _words("and but or yet then though")
_PREPOSITIONS = _words(
    "of to for with from by in on at into about against under over between among near behind beside above below"
)
_BREAKS = _words(
    "that which if because when while although as than since until unless after before whether what and but or so"
    " is are was were has have had took made gave came went left got met held kept lost found set brought met told"
    " do does did affects affect except"
)
_HELPERS = _words(
    "has have had would will could can may might should must did does do been be then also only once twice again now"
    " still first later himself herself themselves never not always even just so far thus perhaps"
)
_MODALS = _words("has have had would will could can may might should must did does do")
_BE = _words("is are was were been be being")
_NOT_NAMES = _words(
    "The A An And But Or Yet In On At For Of To From By With If When While After Before As It He She They We I You"
    " This That These Those There Here Not No Nobody Nothing Perhaps Maybe What Which Who Whose Why How Both Each"
    " Every Some Most Many One Two Three So Then Therefore However Little Its His Her Their Our My Let Privately"
    " Publicly Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July"
    " August September October November December Asked Now Still Even Only Later Earlier Today Yesterday Neither"
    " Until Since Whether Did Will Would Could Is Are Do"
)
_INSIDE_NAMES = _words("of de van von al bin")
_REACH = 260


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is taken to do something.

    Attributes
    ----------
    words
        As in the document.
    negated
        Whether it is said not to be done.
    coordinated
        Whether the subject stands further back: "X went and said". Its words may then be missing.
    helped
        Whether a helping verb stands between subject and verb: "would say".
    """

    words: str
    negated: bool = False
    coordinated: bool = False
    helped: bool = False


def is_name(word: str) -> bool:
    """Whether a word is capitalized and not one that merely starts a sentence.

    >>> is_name("Obrecht"), is_name("The"), is_name("port")
    (True, False, False)
    """
    return word[:1].isupper() and word not in _NOT_NAMES


def subject_before(left: str, form: str) -> Subject | None:
    """Return the subject of the verb form that follows `left`, the beginning of its sentence.

    >>> subject_before("The head of the board, Ann Lee, has not ", "said")
    Subject(words='Ann Lee', negated=True, coordinated=False, helped=True)
    >>> subject_before("The delegation of Brae ", "stated").words
    'The delegation of Brae'
    >>> subject_before("He was ", "told") is None
    True
    """
    tokens: list[str] = _TOKEN.findall(left[-_REACH:])
    negated = passive = helped = False
    while tokens and (
        tokens[-1].lower() in _HELPERS or tokens[-1].lower() in _BE or re.search(r"n[’']t$|\w{2}ly$", tokens[-1])
    ):
        word = tokens.pop().lower()
        negated = negated or word in {"not", "never"} or word.endswith(("n’t", "n't"))
        passive = passive or word in _BE
        helped = helped or word in _MODALS or word in _BE
    if (passive and not form.endswith("ing")) or (form.endswith("ing") and not passive) or not tokens:
        return None
    last = tokens[-1].lower()
    if last == "to" or (last in _ARTICLES and last not in _PRONOUNS) or tokens[-1].endswith(("’s", "'s", "s’", "s'")):
        return None
    if last in _JOINING:
        return Subject(_first_subject(tokens[:-1]), negated, coordinated=True, helped=helped)
    words = _words_before(tokens)
    if not words:
        return None
    return Subject(words, negated or words.lower() in {"nobody", "neither"}, helped=helped)


def _words_before(tokens: list[str]) -> str:
    tokens = list(tokens)
    if tokens[-1] == ",":
        tokens.pop()
        start = max((k for k, token in enumerate(tokens) if token in {",", ";", ":"}), default=-1)
        aside = tokens[start + 1 :]
        if start < 0 or not aside:
            return ""
        named = _name_at_end(aside)
        if named and aside[0].lower() not in {"who", "which", "whose", "as", "in", "with", "like", "after"}:
            return named
        tokens = tokens[:start]
    if tokens and tokens[-1].lower() == "who":
        tokens.pop()
        if tokens and tokens[-1] == ",":
            tokens.pop()
    if not tokens:
        return ""
    if tokens[-1].lower() in _PRONOUNS:
        return tokens[-1]
    if len(tokens) > 2 and tokens[-2:] in (["of", "them"], ["of", "us"]):
        return " ".join(tokens[-3:])
    return _name_phrase(tokens) or _role_phrase(tokens)


def _name_at_end(tokens: list[str]) -> str:
    """Return the run of capitalized words that ends a list of tokens."""
    k = len(tokens)
    while k > 0 and (
        is_name(tokens[k - 1]) or (k < len(tokens) and tokens[k - 1] in _INSIDE_NAMES and _is_word(tokens, k - 2))
    ):
        k -= 1
        if k > 1 and tokens[k - 1] == "." and tokens[k - 2] in _TITLES:
            k -= 2
    while k < len(tokens) and not is_name(tokens[k]):
        k += 1
    return " ".join(tokens[k:]).replace(" .", ".")


def _is_word(tokens: list[str], k: int) -> bool:
    return k >= 0 and is_name(tokens[k])


def _name_phrase(tokens: list[str]) -> str:
    """A name; with "of" before it also what it is of: "the delegation of Brae"."""
    name = _name_at_end(tokens)
    if not name:
        return ""
    rest = tokens[: len(tokens) - len(_TOKEN.findall(name))]
    if len(rest) > 1 and rest[-1] == "and" and is_name(rest[-2]):
        return f"{_name_at_end(rest[:-1])} and {name}"
    if len(rest) > 2 and rest[-1] in {"of", "for"}:
        role = _role_phrase(rest[:-1])
        if role:
            return f"{role} {rest[-1]} {name}"
    return name


def _role_phrase(tokens: list[str]) -> str:
    """Words back to the nearest article, and further over "of" and the like: "one of her own ministers"."""
    k = len(tokens)
    while k > 0 and len(tokens) - k < 9:
        word = tokens[k - 1].lower()
        verb_like = k < len(tokens) and (word in FORMS or (word.endswith("ed") and tokens[k - 2 : k - 1] != ["The"]))
        if not word[0].isalnum() or word in _BREAKS or word in _PREPOSITIONS or verb_like:
            break
        k -= 1
        if word in _ARTICLES:
            if k == len(tokens) - 1:
                return ""
            own = " ".join(tokens[k:])
            if k > 0 and tokens[k - 1].lower() in _PREPOSITIONS:
                further = _before_preposition(tokens[: k - 1])
                return f"{further} {tokens[k - 1]} {own}" if further else ""
            return own
    words = tokens[k:]
    starts_clause = k == 0 or not tokens[k - 1][0].isalnum()
    if words and 1 <= len(words) <= 3 and starts_clause and (words[-1].endswith("s") or words[0].lower() in _PRONOUNS):
        return " ".join(words)
    return ""


def _before_preposition(tokens: list[str]) -> str:
    """What "of the board" belongs to."""
    if not tokens:
        return ""
    if tokens[-1].lower() in _PRONOUNS | _ARTICLES:
        return tokens[-1]
    return _name_phrase(tokens) or _role_phrase(tokens)


def _first_subject(tokens: list[str]) -> str:
    """Return what looks like the subject at the beginning of a sentence."""
    k = 0
    while k < len(tokens) and (
        tokens[k] in {"And", "But", "Yet", "So", "Then", "§", ",", "“", "”", "‘", "’", '"', "'"}
    ):
        k += 1
    if k == len(tokens):
        return ""
    if tokens[k].lower() in _PRONOUNS:
        return tokens[k]
    end = k
    while end < len(tokens) and end - k < 9 and tokens[end][0].isalnum():
        word = tokens[end].lower()
        if end > k and (
            word in _HELPERS or word in _BE or (word in FORMS and tokens[end].islower()) or word in _BREAKS - {"of"}
        ):
            break
        end += 1
    run = tokens[k:end]
    if end < len(tokens) and tokens[end] == "," and run[0].lower() in _ARTICLES:
        close = next((m for m in range(end + 1, min(len(tokens), end + 8)) if tokens[m] == ","), end)
        named = _name_at_end(tokens[end + 1 : close])
        if named:
            return named
    if is_name(run[0]):
        stop = 0
        while stop < len(run) and is_name(run[stop]):
            stop += 1
        return " ".join(run[:stop])
    return " ".join(run) if run[0].lower() in _ARTICLES and 1 < len(run) < 9 else ""


def subject_after(right: str) -> str:
    """Return the subject that follows a verb: "said Ann Lee, who ..." or "said the mayor".

    >>> subject_after(" Ann Lee, who leads"), subject_after(" the water minister, Bo Ek."), subject_after(" on Monday")
    ('Ann Lee', 'Bo Ek', '')
    """
    tokens: list[str] = _TOKEN.findall(right[:160])
    if not tokens:
        return ""
    if tokens[0].lower() in _PRONOUNS:
        return tokens[0]
    stop = next(
        (k for k, token in enumerate(tokens) if token in set(',.;:?!—–“"') and not (k and tokens[k - 1] in _TITLES)),
        len(tokens),
    )
    first = tokens[:stop]
    if first and is_name(first[0]):
        end = 0
        while end < len(first) and (is_name(first[end]) or first[end] == "."):
            end += 1
        return " ".join(first[:end]).replace(" .", ".")
    if first and first[0].lower() in _ARTICLES and len(first) < 10:
        following = tokens[stop + 1 :]
        name: list[str] = []
        for token in following:
            if not is_name(token):
                break
            name.append(token)
        named_inside = _name_at_end(first)
        return " ".join(name) or named_inside or " ".join(first)
    return ""
