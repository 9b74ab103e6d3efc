"""``detente explain``: why a state holds, or does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli.common import (
    LONG,
    case_argument,
    compiled,
    emit,
    memory_limit_option,
    output_option,
    read_concepts,
    show_document,
    variant_option,
)

if TYPE_CHECKING:
    from pathlib import Path

    from detente.stability import Concept


@click.command(short_help="Why one state holds or does not.")
@case_argument
@click.argument("state")
@click.option("--by", "decision_maker", metavar="NAME", help="Only this decision maker; all without it.")
@click.option(
    "--concept", "concepts", callback=read_concepts, metavar="NAMES", help="Only these, separated by commas; else all."
)
@variant_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@output_option
@memory_limit_option
def explain(  # noqa: PLR0913, PLR0917 (one parameter an option of the command)
    case: str,
    state: str,
    decision_maker: str | None,
    concepts: tuple[Concept, ...] | None,
    variant: str,
    form: str,
    output: Path,
    memory_limit: int | None,
) -> None:
    """Explain why STATE would hold or not: who could improve, who could answer, and why that deters or does not.

    STATE is a name (s5), the options taken (a list with commas; "" or - for none), the letters Y and N in the order
    of the options, or a named outcome that is one state.

    \b
    Examples:
      detente explain elmira s5
      detente explain elmira "delay, insist" --by uniroyal --concept seq
      detente explain dispute.yaml - --format json
    """  # noqa: D301
    from detente.cli.terminal import at_work
    from detente.conflict import find_state
    from detente.present.explanation import explain_all, explanation_parts
    from detente.present.result_json import explanation_lines

    conflict = compiled(case, variant, memory_limit)
    with at_work("Following the moves", long=len(conflict.options) >= LONG):
        explanation = explain_all(conflict, find_state(conflict, state), decision_maker, concepts)
    if form == "json":
        emit(explanation_lines(conflict, explanation), output)
    else:
        show_document(explanation_parts(conflict, explanation), output)
