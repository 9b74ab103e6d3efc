"""A table as data, and how it is written as text, CSV, Markdown and LaTeX.

Cells are plain strings. Each writer escapes what has a meaning in its language, so that no name in a case can
become a formula, a tag or a command; control characters are shown, never sent.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal

from detente.present.layout import cell_width, pad, wrap
from detente.present.names import plain

GAP = 2  # cells between two columns
NARROWEST = 14  # a column that wraps is not made narrower than this while the table can be split instead


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and how it behaves when space is short.

    Attributes
    ----------
    title
        The heading.
    align
        Where its cells stand.
    wraps
        Whether its cells may be broken over several lines.
    key
        Whether it says what a row is about; repeated when a table is split.
    kind
        What its cells are for programs: a number is written in digits, a truth as yes or no, a list with commas.
    """

    title: str
    align: Literal["left", "right", "center"] = "left"
    wraps: bool = False
    key: bool = False
    kind: Literal["text", "number", "truth", "list"] = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: a title, columns, rows of text, and a note that belongs under it."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def yes_no(value: object) -> str:
    """Return a truth as cells have it."""
    return "yes" if value else "no"


def showing(shown: int, total: int) -> str:
    """Say in a note that some rows are left out; nothing where none is.

    >>> showing(12, 1204), showing(3, 3)
    (' Showing 12 of 1,204.', '')
    """
    return f" Showing {shown:,} of {total:,}." if shown < total else ""


def render_text(table: Table, width: int = 80) -> str:
    """Write a table for a terminal, without its title; it takes no more than its natural width.

    A table that is too wide has its wrapping columns broken, and is split into blocks of columns when that is
    not enough.

    >>> table = Table("", (Column("State", key=True), Column("Levels", align="right")), (("s1", "3"), ("s2", "12")))
    >>> print(render_text(table))
    State  Levels
    ─────  ──────
    s1          3
    s2         12
    """
    columns = [replace(column, title=plain(column.title)) for column in table.columns]
    cells = [tuple(plain(cell) for cell in row) for row in table.rows]
    blocks = ["\n".join(_block(columns, cells, chosen, width)) for chosen in _split(columns, cells, width)]
    if table.note:
        blocks.append("\n".join(wrap(plain(table.note), width)))
    return "\n\n".join(blocks)


def _longest_word(text: str) -> int:
    return max(map(cell_width, text.split()), default=0)


def _natural(column: Column, cells: Sequence[tuple[str, ...]], i: int) -> int:
    content = max((cell_width(row[i]) for row in cells), default=0)
    return max(content, _longest_word(column.title), cell_width(column.title) if column.wraps else 0)


def _least(column: Column, cells: Sequence[tuple[str, ...]], i: int) -> int:
    natural = _natural(column, cells, i)
    return max(min(natural, NARROWEST), _longest_word(column.title)) if column.wraps else natural


def _split(columns: Sequence[Column], cells: Sequence[tuple[str, ...]], width: int) -> list[list[int]]:
    """Group the columns into blocks that fit the width, each with the key columns."""
    least = [_least(column, cells, i) + GAP for i, column in enumerate(columns)]
    keys = [i for i, column in enumerate(columns) if column.key]
    blocks: list[list[int]] = [[]]
    for i in (i for i in range(len(columns)) if i not in keys):
        if blocks[-1] and sum(least[j] for j in [*keys, *blocks[-1], i]) - GAP > width:
            blocks.append([])
        blocks[-1].append(i)
    return [sorted([*keys, *block]) for block in blocks]


def _fit(columns: Sequence[Column], cells: Sequence[tuple[str, ...]], chosen: Sequence[int], width: int) -> list[int]:
    """Return the width of each chosen column: natural where there is room, the wrapping ones narrower where not."""
    wanted = [_natural(columns[i], cells, i) for i in chosen]
    excess = sum(wanted) + GAP * (len(chosen) - 1) - width
    while excess > 0:
        widest = max((k for k, i in enumerate(chosen) if columns[i].wraps), key=wanted.__getitem__, default=None)
        if widest is None or wanted[widest] <= 4:
            break
        wanted[widest] -= 1
        excess -= 1
    return wanted


def _block(
    columns: Sequence[Column], cells: Sequence[tuple[str, ...]], chosen: Sequence[int], width: int
) -> Iterator[str]:
    widths = _fit(columns, cells, chosen, width)
    headings = [wrap(columns[i].title, widths[k]) for k, i in enumerate(chosen)]
    height = max(map(len, headings))
    lowered = [[""] * (height - len(lines)) + lines for lines in headings]
    aligns = [columns[i].align for i in chosen]
    yield from _lines(lowered, widths, aligns)
    yield (" " * GAP).join("─" * size for size in widths)
    for row in cells:
        wrapped = [
            wrap(row[i], widths[k]) if columns[i].wraps or cell_width(row[i]) > widths[k] else [row[i]]
            for k, i in enumerate(chosen)
        ]
        yield from _lines(wrapped, widths, aligns)


def _lines(cells: Sequence[Sequence[str]], widths: Sequence[int], aligns: Sequence[str]) -> Iterator[str]:
    for line in range(max(map(len, cells))):
        parts = (
            pad(lines[line] if line < len(lines) else "", size, align)
            for lines, size, align in zip(cells, widths, aligns, strict=True)
        )
        yield (" " * GAP).join(parts).rstrip()


_YES_NO = re.compile(r"[YN-]+")


def csv_cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: what could start one gets an apostrophe in front.

    The Y/N string of a merged state may start with ``-`` and is left as it is: made of Y, N and ``-`` alone it
    can call nothing, and other programs read it.

    >>> csv_cell("=1+1"), csv_cell("-NY"), csv_cell("-2+3"), csv_cell("accept")
    ("'=1+1", '-NY', "'-2+3", 'accept')
    """
    text = plain(text)
    return f"'{text}" if text.lstrip().startswith(("=", "+", "-", "@")) and not _YES_NO.fullmatch(text) else text


def render_csv(table: Table) -> str:
    """Write a table as CSV (RFC 4180, lines ended by a line feed); title and note are left out."""
    return "".join(csv_lines(table.columns, table.rows))


def csv_lines(columns: Iterable[Column], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Write rows as CSV as they come, so that a million of them need no memory."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    for row in chain([[column.title for column in columns]], rows):
        writer.writerow(map(csv_cell, row))
        yield stream.getvalue()
        stream.seek(0)
        stream.truncate()


_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~!])")


def markdown_text(text: str) -> str:
    r"""Escape what Markdown would take for markup.

    >>> print(markdown_text("a|b <i> & *c*"))
    a\|b \<i\> &amp; \*c\*
    """
    return _MARKDOWN.sub(r"\\\1", plain(text).replace("&", "&amp;"))


def render_markdown(table: Table) -> str:
    """Write a table as Markdown, with its title as a heading and its note as a paragraph."""
    rules = {"left": ":--", "right": "--:", "center": ":-:"}
    lines = [
        "| " + " | ".join(markdown_text(column.title) for column in table.columns) + " |",
        "| " + " | ".join(rules[column.align] for column in table.columns) + " |",
        *("| " + " | ".join(markdown_text(cell) for cell in row) + " |" for row in table.rows),
    ]
    heading = f"## {markdown_text(table.title)}\n\n" if table.title else ""
    note = f"\n{markdown_text(table.note)}\n" if table.note else ""
    return heading + "\n".join(lines) + "\n" + note


_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': "''",
    "✓": r"$\surd$",
    "→": r"$\to$",
    "·": r"$\cdot$",
    "[": "{[}",  # after a line's \\ it would be an optional length
}


def latex_text(text: str) -> str:
    r"""Escape what LaTeX would take for a command.

    >>> print(latex_text(r"50 % of A_1 & \input{x}"))
    50 \% of A\_1 \& \textbackslash{}input\{x\}
    """
    return "".join(_LATEX.get(character, character) for character in plain(text))


def render_latex(table: Table) -> str:
    r"""Write a table as LaTeX, with its title as caption; it may run over pages.

    Needs UTF-8 and the packages ``booktabs`` and ``longtable``.
    """
    share = 0.6 / max(1, sum(column.wraps for column in table.columns))
    letters = {"left": "l", "right": "r", "center": "c"}
    layout = "".join(
        rf"p{{{share:.2f}\linewidth}}" if column.wraps else letters[column.align] for column in table.columns
    )
    end = r" \\"
    lines = [
        rf"\begin{{longtable}}{{{layout}}}",
        *([rf"\caption{{{latex_text(table.title)}}}{end}"] if table.title else []),
        r"\toprule",
        " & ".join(latex_text(column.title) for column in table.columns) + end,
        r"\midrule",
        r"\endhead",
        *(" & ".join(latex_text(cell) for cell in row) + end for row in table.rows),
        r"\bottomrule",
        r"\end{longtable}",
        *([latex_text(table.note)] if table.note else []),
    ]
    return "\n".join(lines) + "\n"
