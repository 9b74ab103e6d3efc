"""``detente analyze``: the answer first in words, then the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli.common import (
    LONG,
    analyzed,
    case_argument,
    concepts_option,
    emit,
    memory_limit_option,
    output_option,
    show_document,
    variant_option,
)

if TYPE_CHECKING:
    from pathlib import Path

    from detente.stability import Concept

FORMATS = ["text", "json", "csv", "latex", "markdown"]


@click.command(short_help="Which outcomes hold, and for whom not.")
@case_argument
@concepts_option
@variant_option
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@output_option
@click.option("--engine", metavar="NAME", help="Use this engine; without it the fastest by estimate. All agree.")
@memory_limit_option
def analyze(  # noqa: PLR0913, PLR0917 (one parameter an option of the command)
    case: str,
    concepts: tuple[Concept, ...] | None,
    variant: str,
    form: str,
    output: Path,
    engine: str | None,
    memory_limit: int | None,
) -> None:
    """Say which outcomes would hold in this model, for whom not, and under which stability concept.

    The answer comes first in words, then who would stay where, state by state, then who prefers what. Text is cut to
    40 states where there are more; the other formats have all. JSON is a documented contract (`detente schema
    result`); CSV has one state a row; LaTeX needs the packages booktabs and longtable.

    \b
    Examples:
      detente analyze elmira
      detente analyze elmira --concepts nash,seq
      detente analyze dispute.yaml --variant no-money
      detente analyze elmira --format json -o elmira.json
    """  # noqa: D301
    result = analyzed(case, variant, concepts, engine=engine, memory_limit=memory_limit)
    if form == "json":
        from detente.present.result_json import result_lines

        emit(result_lines(result), output, long=len(result.conflict.options) >= LONG)
    elif form == "csv":
        from detente.present.result_tables import answer_columns, answer_rows
        from detente.present.tables import csv_lines

        lines = csv_lines(answer_columns(result), answer_rows(result))
        emit(lines, output, long=len(result.conflict.options) >= LONG)
    else:
        from detente.present.answer_document import answer_parts
        from detente.present.document import document_latex, document_markdown

        if form == "text":
            show_document(answer_parts(result), output)
        else:
            write = {"latex": document_latex, "markdown": document_markdown}[form]
            emit([write(answer_parts(result, limit=None))], output)
