"""``detente paths``: how the dispute could move on from where it stands."""

from __future__ import annotations

from fractions import Fraction
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

MANY = 1000  # states; with more, the work takes long enough to show that it goes on


def read_weights(ctx: click.Context, param: click.Parameter, value: str | None) -> dict[str, Fraction]:
    """Read weights such as ``ministry=2,uniroyal=1/2``."""
    weights: dict[str, Fraction] = {}
    for part in (value or "").split(",") if value else []:
        name, equals, number = (text.strip() for text in part.partition("="))
        try:
            weights[name] = Fraction(number)
        except (ValueError, ZeroDivisionError):
            equals = ""
        if not equals:
            message = f"'{part.strip()}' is not a decision maker and its weight, such as ministry=2 or uniroyal=1/2"
            raise click.BadParameter(message, ctx, param)
    return weights


@click.command(short_help="How it could move on, step by step.")
@case_argument
@click.option("--from", "start", metavar="STATE", help="Begin here; at the status quo without it.")
@click.option("--to", "targets", metavar="STATE", multiple=True, help="List the ways to this state; can be repeated.")
@click.option(
    "--by", "kind", type=click.Choice(["improvements", "coalitions", "moves"]),
    help="Steps of the ways listed; else the least demanding that lead there. In JSON also the graph's.",
)  # fmt: skip
@click.option("--steps", "longest", type=click.IntRange(1), help="Ways of at most so many steps; else shortest + 2.")
@click.option("--most", type=click.IntRange(1), default=20, show_default=True, help="Ways listed for each state.")
@click.option("--largest", type=click.IntRange(1), help="Members of a group; else all, 3 with more than 6 parties.")
@click.option("--weights", callback=read_weights, metavar="NAME=N,..", help="Of parties in the lot; 1 if not named.")
@click.option("--last-mover-rule", is_flag=True, help="Leave whoever has just moved out of the next lot.")
@concepts_option
@variant_option
@format_option
@output_option
@memory_limit_option
def paths(  # noqa: PLR0913, PLR0917 (one parameter an option of the command)
    case: str,
    start: str | None,
    targets: tuple[str, ...],
    kind: str | None,
    longest: int | None,
    most: int,
    largest: int | None,
    weights: dict[str, Fraction],
    last_mover_rule: bool,
    concepts: tuple[Concept, ...] | None,
    variant: str,
    form: str,
    output: Path,
    memory_limit: int | None,
) -> None:
    """Say how the dispute could move on: which states where it can settle are reached, in how few steps, by whom.

    Three kinds of steps, each asking for less restraint than the one before: improvements (one party, to what it
    likes better), joint steps of groups in which every member gains, any moves. Nobody moves twice in a row. Then what
    follows if whoever moves next is drawn by lot: under these weights, not a forecast.

    STATE is written as in `detente explain`. CSV has one state a row; JSON also has every arrival and the part of the
    state graph that can be reached (`detente schema paths`).

    \b
    Examples:
      detente paths elmira
      detente paths elmira --to s8 --by moves --steps 4
      detente paths elmira --from "modify, delay" --weights uniroyal=3
      detente paths dispute.yaml --format json -o paths.json
    """  # noqa: D301
    from detente.analysis.evolution import Kind, draw_lots, tell_stories, trace_evolution
    from detente.cli.terminal import at_work
    from detente.conflict import find_state
    from detente.present.paths_document import MOST_STATES, paths_parts, reach_table

    result = analyzed(case, variant, concepts, memory_limit)
    conflict = result.conflict
    begin = None if start is None else find_state(conflict, start)
    by = None if kind is None else Kind(kind)
    ends = [find_state(conflict, target) for target in targets]
    with at_work(f"Following moves among {conflict.n_states:,} states", long=conflict.n_states > MANY):
        evolution = trace_evolution(result, start=begin, largest=largest)
        tellings = tell_stories(evolution, ends, by=by, longest=longest, most=most)
        position = evolution.spreads[Kind.MOVES].start
        chances = draw_lots(conflict, position, weights=weights, last_mover_rule=last_mover_rule)
    if form == "json":
        from detente.present.paths_json import paths_lines

        emit(paths_lines(evolution, tellings, chances, list(result.stable), by), output)
    elif form == "csv":
        from detente.present.tables import render_csv

        emit([render_csv(reach_table(evolution, chances))], output)
    else:
        limit = MOST_STATES if form == "text" else None
        emit_document(paths_parts(evolution, tellings, chances, in_full=bool(ends), limit=limit), form, output)
