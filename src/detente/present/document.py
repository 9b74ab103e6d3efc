"""Words and tables in the order they are read, written for a terminal, as Markdown or as LaTeX."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from detente.present.layout import wrap
from detente.present.names import plain
from detente.present.tables import (
    Table,
    latex_text,
    markdown_text,
    render_latex,
    render_markdown,
    render_text,
)


@dataclass(frozen=True, slots=True)
class Words:
    """Paragraphs under a heading. Those of `items` are points of a list."""

    title: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


Part = Words | Table
INDENT = "  "


def converted(part: Part, convert: Callable[[str], str]) -> Part:
    """Return a part with every text in it converted, for example to the letters that a terminal has."""
    if isinstance(part, Words):
        paragraphs, items = (tuple(map(convert, texts)) for texts in (part.paragraphs, part.items))
        return Words(convert(part.title), paragraphs, items)
    columns = tuple(replace(column, title=convert(column.title)) for column in part.columns)
    rows = tuple(tuple(map(convert, row)) for row in part.rows)
    return Table(convert(part.title), columns, rows, convert(part.note))


def document_text(parts: Iterable[Part], width: int = 80, heading: Callable[[str], str] = str) -> str:
    """Write parts for a terminal of a width; `heading` may make headings bold.

    >>> print(document_text([Words("Answer", ("It holds.",), ("one", "two"))]))
    Answer
      It holds.
      - one
      - two
    """
    return "\n\n".join(_part_text(part, width, heading) for part in parts)


def _part_text(part: Part, width: int, heading: Callable[[str], str]) -> str:
    lines = [heading(line) for line in wrap(plain(part.title), width)] if part.title else []
    if isinstance(part, Table):
        body = render_text(part, width - len(INDENT)).splitlines()
        lines.extend((INDENT + line).rstrip() for line in body)
        return "\n".join(lines)
    for number, paragraph in enumerate(part.paragraphs):
        lines.extend([""] if number else [])
        lines.extend(wrap(plain(paragraph), width, first=INDENT, rest=INDENT))
    for item in part.items:
        lines.extend(wrap(plain(item), width, first=f"{INDENT}- ", rest=f"{INDENT}  "))
    return "\n".join(lines)


def document_markdown(parts: Iterable[Part]) -> str:
    """Write parts as Markdown."""
    return "\n".join(_part_markdown(part) for part in parts)


def _part_markdown(part: Part) -> str:
    if isinstance(part, Table):
        return render_markdown(part)
    blocks = [f"## {markdown_text(part.title)}\n"] if part.title else []
    blocks.extend(f"{markdown_text(paragraph)}\n" for paragraph in part.paragraphs)
    if part.items:
        blocks.append("".join(f"- {markdown_text(item)}\n" for item in part.items))
    return "\n".join(blocks)


def document_latex(parts: Iterable[Part]) -> str:
    """Write parts as LaTeX, to be read into a document that loads ``booktabs`` and ``longtable``."""
    return "\n".join(_part_latex(part) for part in parts)


def _part_latex(part: Part) -> str:
    if isinstance(part, Table):
        return render_latex(part)
    blocks = [rf"\section*{{{latex_text(part.title)}}}" + "\n"] if part.title else []
    blocks.extend(f"{latex_text(paragraph)}\n" for paragraph in part.paragraphs)
    if part.items:
        points = "".join(rf"\item {latex_text(item)}" + "\n" for item in part.items)
        blocks.append("\\begin{itemize}\n" + points + "\\end{itemize}\n")
    return "\n".join(blocks)
