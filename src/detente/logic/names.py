"""Which words can name an option, a decision maker, an outcome or a state in a formula."""

from __future__ import annotations

import re

KEYWORDS = frozenset(
    "and at exactly excludes false if iff implies least most not of or requires true unless".split()  # noqa: SIM905
)

_NAME = re.compile(r"[^\W\d]\w*")


def is_name(text: str) -> bool:
    """Return whether a formula can use this as a name: letters of any script, digits, underscores; no keyword.

    >>> [is_name(text) for text in ("insist", "Größe_2", "no-go", "2nd", "unless")]
    [True, True, False, False, False]
    """
    return _NAME.fullmatch(text) is not None and text not in KEYWORDS


def why_not_a_name(text: str) -> str:
    """Return why a text cannot be a name and, where there is one, a name that could take its place.

    >>> why_not_a_name("no-go")
    "'no-go' cannot be a name: use letters, digits and underscores, starting with a letter, for example 'no_go'"
    >>> why_not_a_name("unless")
    "'unless' cannot be a name: it is a word of the formula language"
    """
    if text in KEYWORDS:
        return f"'{text}' cannot be a name: it is a word of the formula language"
    example = re.sub(r"^(?=\d)", "_", re.sub(r"\W+", "_", text.strip()).strip("_"))
    hint = f", for example '{example}'" if is_name(example) else ""
    return f"'{text}' cannot be a name: use letters, digits and underscores, starting with a letter{hint}"
