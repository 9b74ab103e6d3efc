"""``detente report``: one self-contained HTML file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.common import analyzed, case_argument, concepts_option, memory_limit_option, variant_option

if TYPE_CHECKING:
    from detente.stability import Concept


@click.command(short_help="Write one self-contained HTML file.")
@case_argument
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FILE.html", help="Where to write it."
)
@variant_option
@concepts_option
@memory_limit_option
def report(
    case: str, output: Path, variant: str, concepts: tuple[Concept, ...] | None, memory_limit: int | None
) -> None:
    """Write a report: the answer in words, the picture, the tables, the reasons, the sources.

    One HTML file without scripts that needs no network, for reading, sending and printing on A4.

    \b
    Examples:
      detente report elmira -o elmira.html
      detente report dispute.yaml --variant no-money -o no-money.html
    """  # noqa: D301
    from detente.cli.terminal import show
    from detente.present.report import write_report

    result = analyzed(case, variant, concepts, memory_limit=memory_limit)
    write_report(result, output)
    show(f"Wrote {output} ({output.stat().st_size / 1000:,.0f} kB). Open it in a browser.")
