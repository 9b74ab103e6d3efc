"""The labels of options, fit to stand inside a sentence."""

from __future__ import annotations

import re

from detente.case.model import Case
from detente.present.names import option_label, plain

_FIRST_WORD = re.compile(r"[^\W\d_]+")
_JOINING = re.compile(r"[,;:()“”\"]|\b(?:and|or|nor|if|unless|when|then|not|both|neither|either)\b", re.IGNORECASE)
_NEGATIVE = re.compile(r"(?:do not|don['’]t|not|never|no)\b", re.IGNORECASE)


def inline_label(case: Case, qualified: str) -> str:
    """Return an option's label with a small first letter, unless its first word looks like a name.

    A word looks like a name if it has another capital, is one letter other than A, or occurs in a party's name.
    """
    label = option_label(case, qualified)
    match = _FIRST_WORD.match(label)
    if match is None:
        return label
    word = match.group()
    is_acronym = not word[1:].islower() and word != "A"
    return label if is_acronym or word in _words_of_names(case) else label[0].lower() + label[1:]


def denied(label: str) -> str:
    """Return the words for not taking an option: "do not" if `label` reads as an instruction, else "not" in quotes."""
    instruction = label[:1].islower() and not _NEGATIVE.match(label)
    return f"do not {quote_if_joining(label)}" if instruction else f"not {quote(label)}"


def _words_of_names(case: Case) -> set[str]:
    parties = case.decision_makers.values()
    return {word for party in parties for word in _FIRST_WORD.findall(f"{party.name} {party.short or ''}")}


def quote(text: str) -> str:
    """Put a text in quotation marks."""
    return f"“{text}”"


def quote_if_joining(label: str) -> str:
    """Put a label in quotation marks if it has words or signs that join, and could be read into its surroundings.

    >>> quote_if_joining("accept the control order"), quote_if_joining("build bases and send arms")
    ('accept the control order', '“build bases and send arms”')
    """
    return quote(label) if _JOINING.search(label) else label


def state_label(case: Case, name: str) -> str:
    """Return the label of a state of graph form; its name where it has no other, as in a conflict made from arrays."""
    return plain(case.states.get(name, name))
