"""``detente schema``: the JSON Schemas of the case file and of the results."""

from __future__ import annotations

import json
from pathlib import Path

import click

from detente.cli.common import emit, output_option


@click.command(short_help="Print a JSON Schema.")
@click.argument(
    "kind",
    metavar="KIND",
    type=click.Choice(
        [
            "case",
            "result",
            "explanation",
            "sets",
            "paths",
            "coalitions",
            "settlement",
            "views",
            "influence",
            "robustness",
            "comparison",
            "mindsets",
        ]
    ),
)
@output_option
def schema(kind: str, output: Path) -> None:
    """Print a JSON Schema.

    \b
    case         the case file; lets editors complete and check as you type
    result       what `detente analyze --format json` prints
    explanation  what `detente explain --format json` prints
    sets         what it prints where states are not listed, or with --where,
                 --best-for, --sample
    paths        what `detente paths --format json` prints
    coalitions   what `detente coalitions --format json` prints
    settlement   what `detente settle --format json` prints
    views        what `detente views --format json` prints
    influence    what `detente influence --format json` prints
    robustness   what `detente robust --format json` prints
    comparison   what `detente compare --format json` prints
    mindsets     what `detente mindsets --format json` prints

    \b
    Examples:
      detente schema case -o case.schema.json
      (and in the case file:  # yaml-language-server: $schema=case.schema.json)
    """  # noqa: D301
    if kind == "case":
        from detente.case import json_schema

        emit([json.dumps(json_schema(), ensure_ascii=False, indent=2, sort_keys=True), "\n"], output)
    else:
        from detente.present.result_json import shipped_schema

        emit([shipped_schema(kind)], output)
