"""``detente catalogue``: published cases with their published results."""

from __future__ import annotations

from pathlib import Path

import click


@click.group(invoke_without_command=True, short_help="List, show or copy published cases.")
@click.pass_context
def catalogue(ctx: click.Context) -> None:
    """List published cases with their published results, show one, or copy one to change it.

    Every command that takes a CASE takes the names listed here.

    \b
    Examples:
      detente catalogue
      detente catalogue show elmira
      detente catalogue copy elmira mine.yaml
    """  # noqa: D301
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_)


@catalogue.command("list")
def list_() -> None:
    """List the cases (as does `detente catalogue` alone)."""
    from detente.case.catalogue import list_cases
    from detente.cli.common import STANDARD_OUTPUT, show_document
    from detente.present.tables import Column, Table

    columns = (
        Column("Name", key=True),
        Column("Case", wraps=True),
        Column("Parties", "right"),
        Column("Options", "right"),
        Column("Group"),
    )
    rows = tuple(
        (entry.name, entry.title, str(entry.decision_makers), str(entry.options or "-"), entry.group)
        for entry in list_cases()
    )
    note = "Look at one: detente catalogue show NAME"
    show_document([Table("Published cases", columns, rows, note)], STANDARD_OUTPUT)


@catalogue.command("show")
@click.argument("name")
def show_(name: str) -> None:
    """Print the case file of NAME."""
    from detente.case.catalogue import case_text
    from detente.cli.common import STANDARD_OUTPUT, emit

    emit([case_text(name)], STANDARD_OUTPUT)


@catalogue.command("copy")
@click.argument("name")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
def copy(name: str, file: Path, force: bool) -> None:
    """Copy the case file of NAME to FILE, to change it."""
    from detente.case.catalogue import case_text
    from detente.cli.terminal import show
    from detente.files import write_whole

    write_whole(file, [case_text(name)], overwrite=force)
    show(f"Wrote {file}. Next: detente analyze {file}")
