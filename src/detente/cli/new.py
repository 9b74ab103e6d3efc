"""``detente new``: a commented starter case."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(short_help="Write a commented case to start from.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
def new(file: Path, force: bool) -> None:
    """Write a commented starter case to FILE.

    The starter is a small invented dispute that uses every part of the format once, each with a comment. It can be
    checked and analyzed as it is. `detente schema case` gives the JSON Schema that lets editors complete and check.

    \b
    Examples:
      detente new dispute.yaml
      detente new dispute.yaml && detente analyze dispute.yaml
    """  # noqa: D301
    from detente.case.catalogue import starter_text
    from detente.cli.terminal import show
    from detente.files import write_whole

    write_whole(file, [starter_text()], overwrite=force)
    show(f"Wrote {file}. Next: detente check {file}")
