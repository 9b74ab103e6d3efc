"""States that the answers to follow-up questions name by number: listed in the page, and linked to their row there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from markupsafe import Markup, escape

from detente.conflict import Conflict
from detente.present.document import Words
from detente.present.names import plain
from detente.present.report.context import Page
from detente.present.report.support_parts import FollowUp

MOST_MENTIONED = 40
"""States listed beyond those that the tables show anyway."""

_NUMBER = re.compile(r"(?<![\w.])s([1-9]\d*)(?!\w)")


def mentioned(conflict: Conflict, shown: Iterable[int], followups: Iterable[FollowUp]) -> tuple[int, ...]:
    """Return the states shown anyway, with those that the answers to follow-up questions name by number."""
    listed = set(shown)
    if conflict.names:  # states of graph form have the names that the case gives them
        return tuple(sorted(listed))
    found = (int(number) - 1 for text in _texts(followups) for number in _NUMBER.findall(text))
    new = dict.fromkeys(state for state in found if state < conflict.n_states and state not in listed)
    return tuple(sorted([*listed, *list(new)[:MOST_MENTIONED]]))


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
    """Return what escapes a text and links the numbers of listed states in it to their rows."""
    rows = {row.name: row.anchor for row in page.ranks}

    def link(number: re.Match[str]) -> str:
        name = number[0]
        return f'<a class="st" href="#{rows[name]}">{name}</a>' if name in rows else name

    def linked(text: str) -> Markup:
        # what is escaped stays escaped: a number has no character that escaping makes or changes
        return Markup(_NUMBER.sub(link, str(escape(plain(text)))))  # noqa: S704 (escaped; only numbers become links)

    return linked
