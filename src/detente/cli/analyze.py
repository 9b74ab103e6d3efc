"""``detente analyze``: the answer first in words, then the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli.common import (
    LONG,
    answered,
    built,
    case_argument,
    concepts_option,
    emit,
    emit_document,
    format_option,
    memory_limit_option,
    opened,
    output_option,
    planned,
    variant_option,
)
from detente.cli.timing import at_most
from detente.errors import DetenteError, FormulaError, LimitError

if TYPE_CHECKING:
    from pathlib import Path

    from detente.case import Case
    from detente.present.findings import Findings
    from detente.present.sets_query import Query
    from detente.present.words.models import S
    from detente.stability import Concept, StabilityResult

MOST_IN_FILES = 100  # states listed for programs and documents, where it is not said how many


@click.command(short_help="Which outcomes hold, and for whom not.")
@case_argument
@concepts_option
@variant_option
@click.option("--where", metavar="FORMULA", help="List only states in which this holds; say whether it ever can.")
@click.option("--best-for", metavar="NAME", help="List the states that this decision maker likes best of these.")
@click.option("--sample", type=click.IntRange(1), metavar="N", help="List N of these, drawn by lot.")
@click.option(
    "--seed", type=int, default=1, show_default=True, metavar="N", help="Of the lot: the same draws the same."
)
@format_option
@output_option
@click.option("--engine", metavar="NAME", help="Use this engine; without it the fastest by estimate. All agree.")
@memory_limit_option
@click.option(
    "--time-limit", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS",
    help="Give up after so long.  [default: 60 where states are not listed]",
)  # fmt: skip
def analyze(  # noqa: PLR0913, PLR0917 (one parameter an option of the command)
    case: str,
    concepts: tuple[Concept, ...] | None,
    variant: str,
    where: str | None,
    best_for: str | None,
    sample: int | None,
    seed: int,
    form: str,
    output: Path,
    engine: str | None,
    memory_limit: int | None,
    time_limit: float | None,
) -> None:
    """Say which outcomes would hold in this model, for whom not, and under which stability concept.

    The answer comes first in words, then who would stay where, state by state, then who prefers what. Text is cut to
    40 states where there are more; the other formats have all. JSON is a documented contract (`detente schema
    result`); CSV has one state a row; LaTeX needs the packages booktabs and longtable.

    Where states are too many to be listed they are counted as sets, exactly, and some of those where the dispute can
    settle are shown. --where, --best-for and --sample choose which, in the same way for few states (`detente schema
    sets`). When the time is up, what was established until then is printed, and the exit code is 3.

    \b
    Examples:
      detente analyze elmira
      detente analyze elmira --concepts nash,seq
      detente analyze dispute.yaml --variant no-money
      detente analyze elmira --where "not delay and insist" --best-for uniroyal
      detente analyze elmira --format json -o elmira.json
    """  # noqa: D301
    from detente.case import apply_variant
    from detente.stability.choose import Engine

    given = opened(case)
    changed = apply_variant(given, variant) if variant else given
    query = _query(changed, where, best_for, sample, seed)
    choice = planned(given, variant, memory_limit, engine=engine, listing=False)
    if choice.engine is Engine.SYMBOLIC:
        from detente.cli.symbolic import counted_findings

        findings, gave_up = counted_findings(changed, variant, concepts, choice, time_limit)
        _write_sets(findings, query, form, output)
        if gave_up:
            raise LimitError(gave_up)
        return
    with at_most(time_limit):
        result = answered(built(given, variant, memory_limit), concepts, choice)
    if query:
        from detente.present.findings import ListedFindings

        _write_sets(ListedFindings(result), query, form, output)
    else:
        _write(result, form, output)


def _query(case: Case, where: str | None, best_for: str | None, sample: int | None, seed: int) -> Query:
    """Read what is asked of the states; a fault in the formula is pointed at."""
    from detente.case import read_condition
    from detente.present.sets_query import Query

    condition = None
    if where is not None:
        try:
            condition = read_condition(case, where)
        except FormulaError as error:
            raise DetenteError(f"--where, {error}\n  {where}\n  {' ' * (error.column - 1)}^") from None
    query = Query(condition, best_for, sample, seed)
    query.check(case)
    return query


def _write(result: StabilityResult, form: str, output: Path) -> None:
    """Write an answer with all its states."""
    is_long = len(result.conflict.options) >= LONG
    if form == "json":
        from detente.present.result_json import result_lines

        emit(result_lines(result), output, long=is_long)
    elif form == "csv":
        from detente.present.result_tables import answer_columns, answer_rows
        from detente.present.tables import csv_lines

        emit(csv_lines(answer_columns(result.conflict.case, result.stable), answer_rows(result)), output, long=is_long)
    else:
        from detente.present.answer_document import answer_parts

        parts = answer_parts(result) if form == "text" else answer_parts(result, limit=None)
        emit_document(parts, form, output)


def _write_sets(findings: Findings[S], query: Query, form: str, output: Path) -> None:
    """Write an answer from sets of states, of which a query lists some."""
    if form == "json":
        from detente.present.sets_json import sets_lines

        emit(sets_lines(findings, query, MOST_IN_FILES), output)
    elif form == "csv":
        from detente.present.result_tables import answer_columns
        from detente.present.sets_document import selected_rows
        from detente.present.tables import csv_lines

        columns = answer_columns(findings.model.case, findings.concepts)
        emit(csv_lines(columns, selected_rows(findings, query, MOST_IN_FILES)), output)
    else:
        from detente.present.sets_document import sets_parts

        emit_document(sets_parts(findings, query, None if form == "text" else MOST_IN_FILES), form, output)
