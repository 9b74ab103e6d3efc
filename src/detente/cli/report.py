"""``detente report``: one self-contained file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.common import (
    analyzed_case,
    case_argument,
    compiled_case,
    concepts_option,
    memory_limit_option,
    opened,
    variant_option,
)
from detente.errors import UnknownNameError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from detente.case import Case
    from detente.conflict import Conflict
    from detente.present.report.support_parts import FollowUp
    from detente.stability import Concept, StabilityResult

KNOWN = (".html", ".htm", ".md", ".tex", "")
MANY = 200  # states; with more, a question can take long enough to show that it goes on


def read_questions(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[str, ...]:
    """Read names of follow-up questions separated by commas."""
    if value is None:
        return ()
    from detente.present.report.questions import QUESTIONS

    names = [name.strip() for name in value.split(",") if name.strip()]
    for name in names:
        if name not in QUESTIONS:
            message = f"no question '{name}'{nearest(name, list(QUESTIONS))} (there are {', '.join(QUESTIONS)})"
            raise click.BadParameter(message, ctx, param)
    return tuple(dict.fromkeys(names))


def read_output(ctx: click.Context, param: click.Parameter, value: Path) -> Path:
    """Read the name of the file, whose ending says how it is written."""
    if value.suffix.lower() not in KNOWN:
        raise click.BadParameter(f"'{value.suffix}' is not .html, .md or .tex", ctx, param)
    return value


@click.command(short_help="Write one self-contained file.")
@case_argument
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, callback=read_output, metavar="FILE.html",
    help="Where to write it; .md makes it Markdown, .tex LaTeX.",
)  # fmt: skip
@click.option("--full", is_flag=True, help="Answer every follow-up question, too.")
@click.option(
    "--with", "names", callback=read_questions, metavar="NAMES",
    help="Answer these, separated by commas: paths, coalitions, views, influence, mindsets, robust.",
)  # fmt: skip
@click.option(
    "--settle", "outcomes", metavar="OUTCOME", multiple=True,
    help="Say what would make this outcome hold; can be repeated.",
)  # fmt: skip
@click.option(
    "--compare", "others", metavar="VARIANT", multiple=True,
    help="Say what this variant changes, and which change does it; can be repeated.",
)  # fmt: skip
@variant_option
@concepts_option
@memory_limit_option
def report(  # noqa: PLR0913, PLR0917 (one parameter an option of the command)
    case: str,
    output: Path,
    full: bool,
    names: tuple[str, ...],
    outcomes: tuple[str, ...],
    others: tuple[str, ...],
    variant: str,
    concepts: tuple[Concept, ...] | None,
    memory_limit: int | None,
) -> None:
    """Write a report: the answer in words, the picture, the tables, the reasons, the sources.

    One HTML file without scripts that needs no network, for reading, sending and printing on A4. Follow-up questions
    are answered in short, from the same words and tables as their commands show; how it could move from where it stands
    is told anyway where there are few states. Markdown and LaTeX have no pictures; LaTeX is to be read into a document
    that loads booktabs and longtable.

    \b
    Examples:
      detente report elmira -o elmira.html
      detente report elmira --full -o elmira.html
      detente report elmira --with coalitions --settle plant_closed -o e.html
      detente report dispute.yaml --variant no-money -o no-money.md
    """  # noqa: D301
    from detente.cli.terminal import show
    from detente.present.report import write_report
    from detente.present.report.questions import QUESTIONS

    given = opened(case)
    result = analyzed_case(given, variant, concepts, memory_limit)
    asked = tuple(QUESTIONS) if full else names
    # from the case as opened, for that of the result has a variant applied already
    changed = (_variant(given, other, memory_limit) for other in dict.fromkeys(others))
    followups = list(_answers(result, asked, outcomes, changed)) if asked or outcomes or others else None
    write_report(result, output, followups)
    reader = " Open it in a browser." if output.suffix.lower() not in {".md", ".tex"} else ""
    show(f"Wrote {output} ({output.stat().st_size / 1000:,.0f} kB).{reader}")


def _variant(given: Case, name: str, memory_limit: int | None) -> Conflict:
    if name not in given.variants:
        raise UnknownNameError("variant", name, given.variants)
    return compiled_case(given, name, memory_limit)


def _answers(
    result: StabilityResult, names: tuple[str, ...], outcomes: tuple[str, ...], changed: Iterable[Conflict]
) -> Iterator[FollowUp]:
    from detente.cli.terminal import at_work
    from detente.present.report.questions import QUESTIONS, ask, ask_comparison, ask_settlement

    long = result.conflict.n_states > MANY
    for name in (name for name in QUESTIONS if name in names):
        with at_work(QUESTIONS[name].title, long=long):
            yield ask(result, name)
    for outcome in dict.fromkeys(outcomes):
        with at_work(f"What would make {outcome} hold", long=long):
            yield ask_settlement(result, outcome)
    for other in changed:
        with at_work(f"What changes under {other.variant}", long=long):
            yield ask_comparison(result, other)
