"""``detente export``: the tables of a model, for other programs and for papers."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli.common import case_argument, compiled, emit, memory_limit_option, output_option, variant_option


@click.command(short_help="Write states, moves or preferences.")
@case_argument
@click.argument("table", type=click.Choice(["states", "moves", "preferences"]))
@click.option(
    "--format", "form", type=click.Choice(["csv", "json", "latex", "markdown"]), default="csv", show_default=True
)
@output_option
@variant_option
@memory_limit_option
def export(case: str, table: str, form: str, output: Path, variant: str, memory_limit: int | None) -> None:
    """Write one table of the model: what the case means, before any stability concept is applied.

    The answer itself, with the same states and who is stable where, comes from `detente analyze`.

    \b
    states       feasible states: options taken, named outcomes, preference levels
    moves        who can move alone from where to where, and which moves improve
    preferences  the states of each decision maker, best first

    In CSV a cell that a spreadsheet would take for a formula has an apostrophe in front. LaTeX needs the packages
    booktabs and longtable.

    \b
    Examples:
      detente export elmira states -o states.csv
      detente export elmira moves --format json
      detente export dispute.yaml preferences --format latex -o preferences.tex
    """  # noqa: D301
    from detente.present.result_json import table_lines
    from detente.present.result_tables import levels_table, moves_table, states_table
    from detente.present.tables import render_csv, render_latex, render_markdown

    conflict = compiled(case, variant, memory_limit)
    made = {"states": states_table, "moves": moves_table, "preferences": levels_table}[table](conflict)
    if form == "json":
        emit(table_lines(conflict, made), output)
    else:
        emit([{"csv": render_csv, "latex": render_latex, "markdown": render_markdown}[form](made)], output)
