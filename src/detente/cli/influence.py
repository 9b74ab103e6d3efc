"""``detente influence``: what holds with and without each influence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli.common import (
    case_argument,
    compiled,
    emit,
    emit_document,
    format_option,
    memory_limit_option,
    output_option,
    variant_option,
)

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="With and without each influence.")
@case_argument
@click.option(
    "--concept", type=click.Choice(["nash", "gmr", "smr", "seq", "sseq"]), default="seq", show_default=True,
    help="What counts as an equilibrium, and as deterred.",
)  # fmt: skip
@variant_option
@format_option
@output_option
@memory_limit_option
def influence(
    case: str,
    concept: str,
    variant: str,
    form: str,
    output: Path,
    memory_limit: int | None,
) -> None:
    """Say where it can settle with and without each influence, on which of them that turns, and what they rest on.

    An influence of the case changes what a party wants while its option is taken, or always if it has none. Then chains
    (one persuades another, who presses a third), how few preference statements have to shift before something changes,
    and for acts that change minds only how they may be read and what each reading leads to. CSV has one setting a row;
    JSON is a documented contract (`detente schema influence`).

    \b
    Examples:
      detente influence ukraine-2026-01
      detente influence ukraine-2026-01 --concept nash
      detente influence dispute.yaml --variant no-money
      detente influence dispute.yaml --format json -o influence.json
    """  # noqa: D301
    from detente.analysis.influence import find_influences
    from detente.cli.terminal import at_work
    from detente.present.influence_document import influence_parts, influence_table
    from detente.stability import Concept

    conflict = compiled(case, variant, memory_limit)
    with at_work(f"Weighing {len(conflict.case.influences)} influences", long=conflict.n_states > 400):
        found = find_influences(conflict, Concept(concept))
    if form == "json":
        from detente.present.influence_json import influence_lines

        emit(influence_lines(found), output)
    elif form == "csv":
        from detente.present.tables import render_csv

        emit([render_csv(influence_table(found))], output)
    else:
        emit_document(influence_parts(found), form, output)
