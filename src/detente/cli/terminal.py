"""What the terminal can show: its width, its letters, bold; and a sign of life during long work."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

WIDEST_TEXT = 100  # longer lines are hard to read; wider terminals are left empty
_PLAIN = {
    "✓": "+",
    "─": "-",
    "–": "-",
    "—": "--",
    "−": "-",
    "…": "...",
    "→": "->",
    "·": ";",
    "×": "x",
    "‘": "'",
    "’": "'",
    "“": '"',
    "„": '"',
    "”": '"',
}


def text_width() -> int:
    """Return how wide text may be: the terminal's width, 80 when there is none."""
    return max(40, min(WIDEST_TEXT, shutil.get_terminal_size((80, 24)).columns))


def heading(text: str) -> str:
    """Return a heading, in bold where that is wanted."""
    return click.style(text, bold=True) if _is_decorated() else text


def _is_decorated() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def show(text: str) -> None:
    """Write a text for people to standard output."""
    click.echo(writable(text), nl=not text.endswith("\n"))


def show_error(text: str) -> None:
    """Write a message to standard error; what it quotes from a case cannot act on the terminal."""
    from detente.present.names import plain

    text = "\n".join(plain(line) for line in text.split("\n"))
    click.echo(writable(text, sys.stderr), err=True)


def writable(text: str, stream: IO[str] | None = None) -> str:
    """Return a text that a stream, standard output, can take: marks and letters it lacks become plain ones."""
    encoding = getattr(stream or sys.stdout, "encoding", None) or "utf-8"
    if _wants_ascii():
        text = "".join(_PLAIN.get(character, character) for character in text)
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_in_encoding(character, encoding) for character in text)
    return text


def _wants_ascii() -> bool:
    # Python writes UTF-8 under LC_ALL=C; who sets that asks for plain characters
    chosen = next((os.environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if os.environ.get(name)), "")
    return chosen in {"C", "POSIX"}


def _in_encoding(character: str, encoding: str) -> str:
    for candidate in (character, _PLAIN.get(character, ""), unicodedata.normalize("NFKD", character)[0]):
        try:
            candidate.encode(encoding)
        except UnicodeEncodeError:
            continue
        if candidate:
            return candidate
    return "?"


def report_size(path: Path) -> None:
    """Say what was written, to a person only."""
    if sys.stderr.isatty():
        show_error(f"Wrote {path} ({path.stat().st_size / 1000:,.1f} kB).")


@contextmanager
def at_work(message: str, *, long: bool) -> Iterator[Callable[[str], None]]:
    """Show that long work is going on, on a terminal only and on standard error; what it yields changes the message."""
    if not (long and sys.stderr.isatty()):
        yield lambda _: None
        return
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status(Text(message)) as status:
        yield lambda text: status.update(Text(text))
