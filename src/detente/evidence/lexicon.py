"""Closed lists of English words: hedges with their level, negations, conditions.

A list is a proposer, never a judge: what it finds is shown to a person, what it misses is missed. Entries are
regular expressions on words; those that look alike but mean something else are excluded in place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente.case.model import Hedge

_CAN_NOT = r"(?:can(?:not|[’']t| not)|could(?:n[’']t| not))"
_HEDGES: dict[Hedge, tuple[str, ...]] = {
    Hedge.MINIMAL: (
        rf"{_CAN_NOT} (?:\w+ )?be (?:\w+ )?(?:ruled out|excluded|dismissed|discounted)",
        rf"{_CAN_NOT} (?:\w+ )?(?:rule out|exclude)",
        r"not (?:\w+ )?(?:impossible|inconceivable|unthinkable|out of the question)",
        r"(?:remote|slim|outside) (?:possibility|chance)",
    ),
    Hedge.STRONG: (
        r"(?:strongly|clearly|firmly) (?:suggest|indicate|impl[yi]|point)\w*",
        r"almost certain(?:ly)?",
        r"(?:very|highly|most|extremely|more than|overwhelmingly) (?:likely|probabl[ey])",
        r"in all (?:likelihood|probability)",
        r"(?:every|strong) (?:indication|sign)",
    ),
    Hedge.MEDIUM: (
        r"presumabl[ey]|probabl[ey]|apparent(?:ly)?|seemingly|supposedly|ostensibly|reportedly|allegedly|evidently",
        r"(?<!un)likely",
        r"suggest(?:s|ed|ing)? (?:that|it|he|she|they|the|a)",
        r"indicat(?:es?|ed|ing) that",
        r"appear(?:s|ed|ing)? (?:to|that|as)",
        r"seem(?:s|ed|ing)?",
        r"(?:is|are|was|were|widely|generally) (?:believed|thought|expected|understood|assumed|said|reported) to",
        r"tend(?:s|ed)? to",
        r"in (?:my|his|her|our|their) (?:opinion|view|estimation)",
        r"(?:I|we) (?:think|believe|suspect|assume|suppose|gather)",
    ),
    Hedge.WEAK: (
        r"perhaps|maybe|possibly|conceivably|arguably|potentially",
        r"(?<!military )(?<!economic )(?<!the )(?<!all his )might(?! of)",
        r"may(?! \d)(?! day)",
        r"could(?: \w+ly)? (?:well|also|still|yet|soon|eventually|be|become|have|lead|mean)",
        r"could(?: \w+ly)? (?:prove|trigger|result|happen|face|fail|escalate|collapse|spread|end|come)",
        r"could(?: \w+ly)? (?:make|bring|cause|force|help|take|turn)",
        r"possible that|possibility|a chance",
        r"as if|to some extent|more or less|so to speak",
    ),
}
_HEDGE = re.compile(
    "|".join(rf"(?P<{level.name}>\b(?:{'|'.join(patterns)})\b)" for level, patterns in _HEDGES.items()),
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|nowhere|without|cannot|hardly|scarcely|barely|rarely|seldom"
    r"|no longer|far from|fail(?:s|ed|ing)? to|refus(?:e|es|ed|ing) to|den(?:y|ies|ied|ying)|unable|unwilling"
    r"|rul(?:e|es|ed|ing) out|stop(?:s|ped)? short of)\b|\b\w+n[’']t\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:if|unless|until|only|except|provided|providing|as long as|so long as|on condition|in case|assuming|but"
    r"|were it not|subject to|depending|otherwise|although|though|however|while|as soon as|once|when|before|after)\b",
    re.IGNORECASE,
)
_PERSON_BEFORE = re.compile(
    r"(?:\b(?:I|we|he|she|they|who)|(?<!^)(?<![.!?“] )\b[A-Z][\w’'-]+)(?: \w+ly| also)? $", re.IGNORECASE
)
_LEVELS = tuple(Hedge)


@dataclass(frozen=True, slots=True)
class Cue:
    """Words found by a list, with their place in the text searched."""

    start: int
    end: int
    words: str
    level: Hedge = Hedge.NONE


def find_hedges(text: str) -> tuple[Cue, ...]:
    """Return the hedging words of a text, each with its level.

    >>> [(cue.words, cue.level.value) for cue in find_hedges("This strongly suggests that he might stay till May 9.")]
    [('strongly suggests', 'strong'), ('might', 'weak')]
    """
    cues = []
    for match in _HEDGE.finditer(text):
        words = match[0]
        if words == "May" and not re.search(
            r"(?:^|[.!?] |\n)[\"“'‘(]*$", text[max(0, match.start() - 4) : match.start()]
        ):
            continue  # the month, or a name
        if (
            re.search(r"\bas (?:\w+ ){0,3}$", text[max(0, match.start() - 40) : match.start()])
            and words.lower() == "possible"
        ):
            continue
        if words.lower().startswith(("suggest", "indicat")) and _PERSON_BEFORE.search(
            text[max(0, match.start() - 40) : match.start()]
        ):
            continue  # somebody suggests: that is a report, not a hedge
        level = Hedge[match.lastgroup or "NONE"]
        cues.append(Cue(match.start(), match.end(), words, level))
    return tuple(cues)


def find_negations(text: str) -> tuple[Cue, ...]:
    """Return the words that negate.

    >>> [cue.words for cue in find_negations("He didn’t say no.")]
    ['didn’t', 'no']
    """
    return tuple(Cue(match.start(), match.end(), match[0]) for match in _NEGATION.finditer(text))


def find_conditions(text: str) -> tuple[Cue, ...]:
    """Return the words that make a sentence depend on something, or turn it.

    >>> [cue.words for cue in find_conditions("we sign, but only if they do")]
    ['but', 'only', 'if']
    """
    return tuple(Cue(match.start(), match.end(), match[0]) for match in _CONDITION.finditer(text))


def weakest(levels: tuple[Hedge, ...]) -> Hedge:
    """Return the weakest of several levels: stacked hedges count as their weakest.

    >>> weakest((Hedge.STRONG, Hedge.WEAK)).value
    'weak'
    """
    return max(levels, key=_LEVELS.index, default=Hedge.NONE)
