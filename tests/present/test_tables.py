"""Tables as text, CSV, Markdown and LaTeX."""

import csv
import io

import pytest

from detente.present.layout import cell_width, wrap
from detente.present.tables import (
    Column,
    Table,
    csv_cell,
    latex_text,
    markdown_text,
    render_csv,
    render_latex,
    render_markdown,
    render_text,
)

WIDE = Table(
    "Stability",
    (Column("State", key=True), Column("What is done", wraps=True), *(Column(f"Concept {i}") for i in range(8))),
    tuple((f"s{k}", "build the pond and take no more water than agreed", *["yes"] * 8) for k in range(3)),
    "A note that is long enough to be broken when there is little room, as on a phone.",
)


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_text_keeps_within_the_width(width: int) -> None:
    """No line is longer than asked for."""
    assert max(map(cell_width, render_text(WIDE, width).splitlines())) <= width


def test_text_is_not_stretched() -> None:
    """A table takes its natural width and no more."""
    assert render_text(WIDE, 200) == render_text(WIDE, 1000)


def test_narrow_text_repeats_the_key_column() -> None:
    """Split into blocks, every block says which rows it shows, and no cell is lost."""
    text = render_text(WIDE, 40)
    assert text.count("State") > 1
    assert text.count("s2") == text.count("State")
    assert text.count("yes") == 24


def test_text_wraps_rather_than_splits() -> None:
    """Where breaking the long column is enough, there is one block."""
    table = Table("", (Column("State", key=True), Column("Words", wraps=True)), (("s1", "one two three four five"),))
    assert render_text(table, 20) == ("State  Words\n─────  ─────────────\ns1     one two three\n       four five")


def test_text_aligns_wide_letters() -> None:
    """A letter of double width takes two cells."""
    table = Table("", (Column("A"), Column("B")), (("戦争", "x"), ("ab", "y")))
    assert render_text(table) == "A     B\n────  ─\n戦争  x\nab    y"


def test_text_of_an_empty_table_has_its_heading() -> None:
    """No rows: the columns are still named."""
    assert render_text(Table("", (Column("A"), Column("B")), ())) == "A  B\n─  ─"


def test_control_characters_never_reach_the_terminal() -> None:
    """An escape sequence in a name is spelled out, in every format."""
    table = Table("t\x1b[2J", (Column("a\x1b[31m"),), (("b\x1b]0;x\x07",),), "n\x9b")
    for text in (render_text(table), render_csv(table), render_markdown(table), render_latex(table)):
        assert not {"\x1b", "\x07", "\x9b"} & set(text)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_csv_cells_cannot_be_formulas(start: str) -> None:
    """What a spreadsheet would compute is kept as text."""
    assert csv_cell(f"{start}HYPERLINK(1)").startswith("'")


@pytest.mark.parametrize("yn", ["-", "--", "-NY", "---Y-"])
def test_csv_keeps_states(yn: str) -> None:
    """The Y/N string of a merged state is data for other programs."""
    assert csv_cell(yn) == yn


def test_csv_round_trip() -> None:
    """Quotes, commas and line breaks survive or are made harmless."""
    table = Table("", (Column("a"), Column("b")), (('say "no"', "x, y"), ("two\nlines", "")))
    assert list(csv.reader(io.StringIO(render_csv(table)))) == [["a", "b"], ['say "no"', "x, y"], ["two lines", ""]]


def test_markdown() -> None:
    """Pipes and markup in cells are escaped; title and note stand around."""
    table = Table("A|B", (Column("x", "right"), Column("y", "center")), (("a|b", "<b>"),), "see *this*")
    assert render_markdown(table) == ("## A\\|B\n\n| x | y |\n| --: | :-: |\n| a\\|b | \\<b\\> |\n\nsee \\*this\\*\n")
    assert markdown_text("[x](javascript:1)") == r"\[x\](javascript:1)"


def test_latex() -> None:
    """Commands in cells are escaped; the table needs booktabs and longtable."""
    table = Table("50 %", (Column("x"), Column("y", wraps=True)), (("a_b", "\\input{/etc/x}"), ("[x]", "")))
    assert render_latex(table) == (
        "\\begin{longtable}{lp{0.60\\linewidth}}\n\\caption{50 \\%} \\\\\n\\toprule\nx & y \\\\\n\\midrule\n\\endhead\n"
        "a\\_b & \\textbackslash{}input\\{/etc/x\\} \\\\\n{[}x] &  \\\\\n\\bottomrule\n\\end{longtable}\n"
    )
    assert latex_text("~^#$") == r"\textasciitilde{}\textasciicircum{}\#\$"


def test_wrap_cuts_long_words() -> None:
    """A word that is longer than the line is cut, and nothing is lost."""
    assert wrap("ab abcdefgh x", 4) == ["ab", "abcd", "efgh", "x"]
    assert wrap("one two", 7, first="", rest="    ") == ["one two"]
