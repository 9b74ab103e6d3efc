"""``detente coalitions``: which groups could move together, and what that undoes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli.common import (
    analyzed,
    case_argument,
    concepts_option,
    emit,
    emit_document,
    format_option,
    memory_limit_option,
    output_option,
    variant_option,
)

if TYPE_CHECKING:
    from pathlib import Path

    from detente.stability import Concept

MANY = 8  # parties; with more, or with many states, coalitions take long enough to show that the work goes on


@click.command(short_help="Which groups could move together.")
@case_argument
@click.option("--at", "places", metavar="STATE", multiple=True, help="Ask about this state, too; can be repeated.")
@click.option("--largest", type=click.IntRange(1), help="Members of a group; else all, 3 with more than 6 parties.")
@click.option("--pareto", is_flag=True, help="A group gains if no member loses and some member gains.")
@concepts_option
@variant_option
@format_option
@output_option
@memory_limit_option
def coalitions(  # noqa: PLR0913, PLR0917 (one parameter an option of the command)
    case: str,
    places: tuple[str, ...],
    largest: int | None,
    pareto: bool,
    concepts: tuple[Concept, ...] | None,
    variant: str,
    form: str,
    output: Path,
    memory_limit: int | None,
) -> None:
    """Say which groups could move together so that every member gains, and which outcomes hold against all of them.

    A state where everybody would stay alone can be left by a group. For each such jump to another place where it can
    settle: who gains, in what order they could move and who is worse off in between, who is needed, whether the others
    can deter it, and whether somebody would break away afterwards.

    STATE is written as in `detente explain`. All states have verdicts up to 1,024; with more, the status quo,
    equilibria, outcomes that are one state, and those named. CSV has one state and coalition a row; JSON is a
    documented contract (`detente schema coalitions`).

    \b
    Examples:
      detente coalitions elmira
      detente coalitions elmira --concepts nash
      detente coalitions dispute.yaml --at settlement --pareto
      detente coalitions elmira --format json -o coalitions.json
    """  # noqa: D301
    from detente.analysis.coalitions import find_coalitions
    from detente.cli.terminal import at_work
    from detente.conflict import find_state
    from detente.present.coalitions_document import coalition_table, coalitions_parts

    result = analyzed(case, variant, concepts, memory_limit)
    conflict = result.conflict
    at = [find_state(conflict, place) for place in places]
    is_long = conflict.n_states > 1000 or len(conflict.decision_makers) >= MANY
    with at_work(f"Asking about groups of {len(conflict.decision_makers)} parties", long=is_long):
        found = find_coalitions(result, at=at, largest=largest, pareto=pareto)
    if form == "json":
        from detente.present.coalitions_json import coalitions_lines

        emit(coalitions_lines(found), output)
    elif form == "csv":
        from detente.present.tables import render_csv

        emit([render_csv(coalition_table(found))], output)
    else:
        parts = coalitions_parts(found) if form == "text" else coalitions_parts(found, limit=None)
        emit_document(parts, form, output)
