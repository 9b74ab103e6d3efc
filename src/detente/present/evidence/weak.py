"""Parts of a model whose support is weak in a way that a reader should see wherever they are shown.

Two ways: nobody but other parties says so of the party whose part it is, or the author of a source only infers it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from detente.case.model import Case
from detente.errors import Path
from detente.evidence.ledger import Entry, Gap, ledger
from detente.present.names import counted, dm_short, join_words

WEAK = (Gap.ADVERSE, Gap.INFERRED)
_PREFERENCES = ("preference", "known comparison")
_SAID = {Gap.ADVERSE: "only on another party's claim", Gap.INFERRED: "only on an author's inference"}


def placed_entries(case: Case) -> Mapping[Path, Entry]:
    """Return the ledger by the place of each part in a file that leaves no key out, in the order of the file.

    A part of a variant may stand where the file of the case has nothing, so that places in the file name it badly.
    """
    written_out = case.model_copy()
    written_out.remember_places("", {})
    return {entry.assumption.path: entry for entry in ledger(written_out)}


def weak_parts(case: Case) -> Mapping[Path, str]:
    """Return what is to be said beside each weakly supported part, by its place as in `placed_entries`.

    >>> from detente.case import load_case
    >>> weak_parts(load_case("ukraine-2026-01"))["decision_makers", "europe", "preferences", "statements", 0]
    "only another party's claim"
    """
    said = {path: weak_words(entry) for path, entry in placed_entries(case).items()}
    return {path: words for path, words in said.items() if words}


def weak_words(entry: Entry) -> str:
    """Say how the support of a part is weak; empty if it is not."""
    return "; ".join(gap for gap in WEAK if gap in entry.gaps)


def weak_preferences(case: Case) -> str:
    """Say in a sentence how many preferences are weakly supported, and whose; empty if none is.

    >>> from detente.case import load_case
    >>> weak_preferences(load_case("elmira"))
    ''
    """
    wishes = [entry for entry in ledger(case) if entry.assumption.kind in _PREFERENCES]
    told = list(_told(case, wishes))
    if not told:
        return ""
    return f"Of {counted(len(wishes), 'preference')}, as coded, {join_words(told)}."


def _told(case: Case, wishes: list[Entry]) -> Iterator[str]:
    for gap in WEAK:
        whose = [entry.assumption.decision_maker for entry in wishes if gap in entry.gaps]
        if whose:
            names = [f"{dm_short(case, dm)} {whose.count(dm)}" for dm in dict.fromkeys(whose)]
            yield f"{len(whose)} {'rests' if len(whose) == 1 else 'rest'} {_SAID[gap]} ({', '.join(names)})"
