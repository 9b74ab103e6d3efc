"""``detente demo``: the bundled case, analyzed, reported."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli.common import STANDARD_OUTPUT, show_document

CASE = "ukraine-2026-01"


@click.command(short_help="Analyze the bundled case; write its report.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path(f"{CASE}.html"), show_default=True,
    metavar="FILE.html", help="Where to write the report.",
)  # fmt: skip
def demo(output: Path) -> None:
    """Analyze the bundled case of a January 2026 peace-plan commentary, and write its report.

    The case is the system that one commentary describes, as its author sees it, coded statement by statement; the
    variants are named what-ifs. Read it with `detente catalogue show ukraine-2026-01`.

    \b
    Examples:
      detente demo
      detente demo -o report.html
    """  # noqa: D301
    from detente.case import load_case
    from detente.cli.terminal import show
    from detente.conflict import build_conflict
    from detente.present.answer_document import answer_parts, variants_part
    from detente.present.report import write_report
    from detente.stability import analyze_stability

    case = load_case(CASE)
    result, *variants = (analyze_stability(build_conflict(case, variant=variant)) for variant in ("", *case.variants))
    show_document([*answer_parts(result), variants_part(variants)], STANDARD_OUTPUT)
    write_report(result, output)
    show(f"\nReport: {output.resolve()}")
