"""Verbs that report, and verbs of stance: each lemma with the act it stands for; forms are made by rule.

Many of these forms are nouns as well ("claims", "offers", "fears"). The rules that use this list ask for a subject.
"""

from __future__ import annotations

import re

from detente.case.model import Act

_LEMMAS: dict[Act, str] = {
    Act.STATE: "say tell state add note argue claim maintain assert contend stress emphasize emphasise explain declare "
    "announce write reply answer respond remark observe comment report reveal disclose indicate confirm reaffirm "
    "reiterate repeat recall remind assure acknowledge describe call put insist warn caution predict suggest imply "
    "testify joke muse quip whisper shout boast estimate allege affirm concur consider expect hint note conclude",
    Act.ASK: "ask inquire enquire wonder",
    Act.SUPPORT: "support back welcome endorse praise applaud defend favour favor approve",
    Act.AGREE: "agree accept consent",
    Act.OFFER: "offer propose volunteer recommend",
    Act.PROMISE: "promise pledge vow undertake swear guarantee commit",
    Act.CONCEDE: "concede admit yield",
    Act.DEMAND: "demand urge insist require implore",
    Act.DISAPPROVE: "criticize criticise condemn deplore denounce lament complain protest regret",
    Act.ACCUSE: "accuse blame charge",
    Act.REJECT: "reject refuse deny dispute dismiss rebuff decline refute",
    Act.THREATEN: "threaten",
    Act.COERCE: "order force compel coerce",
    Act.WANT: "want hope wish prefer seek desire",
    Act.OPPOSE: "oppose resist",
    Act.DISTRUST: "doubt distrust mistrust suspect",
    Act.AVOID: "avoid shun",
    Act.PERCEIVE: "believe think fear feel regard perceive assume suppose view",
}
_IRREGULAR = {
    "say": ("says", "said", "said"),
    "tell": ("tells", "told", "told"),
    "write": ("writes", "wrote", "written"),
    "put": ("puts", "put", "put"),
    "think": ("thinks", "thought", "thought"),
    "feel": ("feels", "felt", "felt"),
    "seek": ("seeks", "sought", "sought"),
    "swear": ("swears", "swore", "sworn"),
    "undertake": ("undertakes", "undertook", "undertaken"),
}
_REPORTS = {
    Act.STATE, Act.ASK, Act.OFFER, Act.PROMISE, Act.CONCEDE, Act.DEMAND, Act.ACCUSE, Act.THREATEN, Act.DISTRUST,
    Act.PERCEIVE, Act.AGREE, Act.DISAPPROVE,
}  # fmt: skip
_NEVER_REPORT = {"accept", "consent", "force", "order", "commit", "charge", "require", "put", "view", "call", "yield"}
_DOUBLED = {"commit", "rebut", "admit"}


def forms(lemma: str) -> tuple[str, ...]:
    """Return base, third person, past, participle and -ing form of a verb.

    >>> forms("deny")
    ('deny', 'denies', 'denied', 'denied', 'denying')
    >>> forms("admit")[2:]
    ('admitted', 'admitted', 'admitting')
    """
    stem = lemma
    if lemma in _DOUBLED:
        stem = lemma + lemma[-1]
    if re.search(r"[^aeiou]y$", lemma):
        third, past, gerund = lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"
    elif lemma.endswith("e"):
        third, past, gerund = lemma + "s", lemma + "d", lemma[:-1] + "ing"
    else:
        third = lemma + ("es" if re.search(r"(?:s|x|z|ch|sh)$", lemma) else "s")
        past, gerund = stem + "ed", stem + "ing"
    if lemma in _IRREGULAR:
        third, past, participle = _IRREGULAR[lemma]
        return lemma, third, past, participle, gerund
    return lemma, third, past, past, gerund


def _forms_with_acts() -> dict[str, tuple[str, Act]]:
    found: dict[str, tuple[str, Act]] = {}
    for act, lemmas in _LEMMAS.items():
        for lemma in lemmas.split():
            for form in forms(lemma):
                found.setdefault(form, (lemma, act))
    return found


FORMS = _forms_with_acts()
_ALL = "|".join(sorted(FORMS, key=lambda form: (-len(form), form)))
VERB = re.compile(rf"\b(?:{_ALL})\b", re.IGNORECASE)


def act_of(form: str) -> Act:
    """Return the act that a verb form stands for.

    >>> str(act_of("refuses"))
    'reject'
    """
    return FORMS[form.lower()][1]


def lemma_of(form: str) -> str:
    """Return the lemma of a form in the list."""
    return FORMS[form.lower()][0]


def reports(form: str) -> bool:
    """Whether the verb can introduce what somebody says or thinks.

    >>> reports("claimed"), reports("supported")
    (True, False)
    """
    lemma, act = FORMS[form.lower()]
    return lemma in {"deny", "dispute"} or (act in _REPORTS and lemma not in _NEVER_REPORT)
