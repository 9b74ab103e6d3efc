"""``detente compare``: two cases, or a case and its variant, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli.common import (
    case_argument,
    compiled_case,
    emit,
    emit_document,
    format_option,
    memory_limit_option,
    opened,
    output_option,
)

if TYPE_CHECKING:
    from pathlib import Path

    from detente.case import Case
    from detente.conflict import Conflict

MANY = 100  # states; with more, the work takes long enough to show that it goes on


@click.command(short_help="What changed, and which change did it.")
@case_argument
@click.argument("other", metavar="VARIANT|CASE2")
@click.option("--variant", metavar="NAME", default="", help="Compare from this variant of CASE.")
@format_option
@output_option
@memory_limit_option
def compare(case: str, other: str, variant: str, form: str, output: Path, memory_limit: int | None) -> None:
    """Say what changed from CASE to another case or to one of its variants: in what is written down, in what follows,
    and which change of the one made which of the other.

    The second name is a variant of CASE if there is one of that name, else a file or a case of the catalogue. States
    are matched by what is done in them. Changes are made in the first one by one and together until they give what the
    second says; the smallest sets are told. JSON is a documented contract (`detente schema comparison`); CSV has one
    change a row.

    \b
    Examples:
      detente compare ukraine-2026-01 reversal
      detente compare elmira elmira-12
      detente compare dispute.yaml no-money --variant tough
      detente compare old.yaml new.yaml --format json -o difference.json
    """  # noqa: D205, D301
    from detente.analysis.comparison import compare as side_by_side
    from detente.cli.terminal import at_work
    from detente.present.compare_document import change_columns, change_rows, compare_parts

    first = opened(case)
    conflicts = [compiled_case(first, variant, memory_limit), _other(first, other, memory_limit)]
    with at_work(f"Trying changes on {conflicts[0].n_states:,} states", long=conflicts[0].n_states > MANY):
        result = side_by_side(*conflicts)
    if form == "json":
        from detente.present.compare_json import comparison_lines

        emit(comparison_lines(result), output)
    elif form == "csv":
        from detente.present.tables import csv_lines

        emit(csv_lines(change_columns(), change_rows(result)), output)
    else:
        emit_document(compare_parts(result, limit=form == "text"), form, output)


def _other(first: Case, name: str, memory_limit: int | None) -> Conflict:
    """Compile a variant of the first case, or another case; a name that is neither is told with the variants."""
    from detente.errors import UnknownNameError

    if name in first.variants:
        return compiled_case(first, name, memory_limit)
    try:
        return compiled_case(opened(name), "", memory_limit)
    except UnknownNameError as error:
        raise UnknownNameError("variant or case", name, (*first.variants, *error.known)) from None
