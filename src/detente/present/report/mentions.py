"""States that the answers to follow-up questions name by number: listed in the page, and linked to their row there.

A case may call its statements as states are numbered (``s5``). Such a name counts as a state only in brackets, as in
``[s5]``, where sentences name states; elsewhere it is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator

from markupsafe import Markup, escape

from detente.conflict import Conflict
from detente.present.document import Words
from detente.present.names import plain
from detente.present.report.context import Page
from detente.present.report.support_parts import FollowUp

MOST_MENTIONED = 40
"""States listed beyond those that the tables show anyway."""

_COMMAND = re.compile(r"`(detente [a-z]+)`")  # nothing in it needs escaping
_NUMBER = re.compile(r"(?<![\w.])s[1-9]\d*(?!\w)")


def mentioned(conflict: Conflict, shown: Iterable[int], followups: Iterable[FollowUp]) -> tuple[int, ...]:
    """Return the states shown anyway, with those that the answers to follow-up questions name by number."""
    listed = set(shown)
    if conflict.names:  # states of graph form have the names that the case gives them
        return tuple(sorted(listed))
    names = (found[0] for text in _texts(followups) for found in _numbers(text, conflict.case.statements))
    states = (int(name[1:]) - 1 for name in names)
    new = dict.fromkeys(state for state in states if state < conflict.n_states and state not in listed)
    return tuple(sorted([*listed, *list(new)[:MOST_MENTIONED]]))


def _numbers(text: str, statements: Container[str]) -> Iterator[re.Match[str]]:
    """Find the numbers of states in a text."""
    for found in _NUMBER.finditer(text):
        start, end = found.span()
        if found[0] not in statements or text[start - 1 : end + 1] == f"[{found[0]}]":
            yield found


def _texts(followups: Iterable[FollowUp]) -> Iterator[str]:
    for followup in followups:
        yield from followup.lead
        for block in followup.blocks:
            if isinstance(block, Words):
                yield from (*block.paragraphs, *block.items)
            else:
                yield block.note
                for row in block.rows:
                    yield from row


def linker(page: Page) -> Callable[[str], Markup]:
    """Return what escapes a text, links the numbers of listed states in it to their rows, and sets off commands."""
    rows = {row.name: row.anchor for row in page.ranks}
    statements = {row.name for source in page.sources for row in source.statements} | {row.name for row in page.steps}

    def linked(text: str) -> Markup:
        text = plain(text)
        pieces, done = [], 0
        for found in _numbers(text, statements):
            name = found[0]
            if name in rows:
                link = Markup('<a class="st" href="#{}">{}</a>').format(rows[name], name)
                pieces += [escape(text[done : found.start()]), link]
                done = found.end()
        whole = Markup("").join([*pieces, escape(text[done:])])
        return Markup(_COMMAND.sub(r"<code>\1</code>", str(whole)))  # noqa: S704 (escaped already)

    return linked
