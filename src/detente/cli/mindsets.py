"""``detente mindsets``: what follows if parties think otherwise than the usual concepts assume."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli.common import (
    case_argument,
    compiled,
    emit,
    emit_document,
    memory_limit_option,
    output_option,
    variant_option,
)

if TYPE_CHECKING:
    from pathlib import Path

    from detente.analysis.attitudes import Attitude

FORMATS = ["text", "json", "latex", "markdown"]
MANY = 1000  # states; with more, the work takes long enough to show that it goes on
SIGNS = {"+": "+", "positive": "+", "0": "0", "neutral": "0", "-": "-", "negative": "-"}


def read_attitudes(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> dict[str, dict[str, Attitude]]:
    """Read attitudes such as ``ministry:uniroyal=+``."""
    from detente.analysis.attitudes import Attitude

    attitudes: dict[str, dict[str, Attitude]] = {}
    for value in values:
        who, _, sign = value.rpartition("=")
        by, _, toward = (name.strip() for name in who.partition(":"))
        if not by or not toward or sign.strip() not in SIGNS:
            message = f"'{value}' does not say who regards whom how; write BY:TOWARD=+ (or 0, or -)"
            raise click.BadParameter(message, ctx, param)
        attitudes.setdefault(by, {})[toward] = Attitude(SIGNS[sign.strip()])
    return attitudes


def read_names(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[str, ...] | None:  # noqa: ARG001
    """Read names separated by commas; none when there is only a space or a dash."""
    if value is None:
        return None
    return tuple(name for part in value.split(",") if (name := part.strip()) not in ("", "-"))


@click.command(short_help="If parties think otherwise.")
@case_argument
@click.option("--moves", type=click.IntRange(1, 64), help="Both parties look up to so many moves ahead.")
@click.option(
    "--ties", type=click.Choice(["worst", "best"]), help="What they count on where an end is not unique; else worst."
)
@click.option("--at", "places", metavar="STATE", multiple=True, help="Say what they expect there; can be repeated.")
@click.option(
    "--own-interest", "interested", metavar="NAMES", callback=read_names,
    help="These answer in their own interest only, the others by any moves; separated by commas.",
)  # fmt: skip
@click.option(
    "--attitude", "attitudes", metavar="BY:TOWARD=SIGN", multiple=True, callback=read_attitudes,
    help="One party is positive (+), neutral (0) or negative (-) toward another; can be repeated.",
)  # fmt: skip
@click.option("--strict", is_flag=True, help="Attitudes: positive toward oneself asks for a strict gain.")
@variant_option
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@output_option
@memory_limit_option
def mindsets(  # noqa: PLR0913, PLR0917 (one parameter an option of the command)
    case: str,
    moves: int | None,
    ties: str | None,
    places: tuple[str, ...],
    interested: tuple[str, ...] | None,
    attitudes: dict[str, dict[str, Attitude]],
    strict: bool,
    variant: str,
    form: str,
    output: Path,
    memory_limit: int | None,
) -> None:
    """Say what would hold if parties looked further ahead, answered differently, or minded each other.

    \b
    Foresight  both look h moves ahead (limited-move stability), or as far
               as it takes (non-myopic), or one leads (Stackelberg);
               two parties only: --moves, --ties, --at
    Opponents  some answer in their own interest only, the others by any
               moves (mixed stability): --own-interest
    Attitudes  parties are for or against each other (relational
               stability): --attitude, --strict

    Asked nothing in particular, it says what applies: with two parties foresight; who has to be ready to answer against
    its own interest for a state to hold; and which single attitude would change where it can settle.

    STATE is written as in `detente explain`. JSON is a documented contract (`detente schema mindsets`).

    \b
    Examples:
      detente mindsets chicken --moves 6
      detente mindsets elmira
      detente mindsets elmira --own-interest uniroyal,municipality
      detente mindsets elmira --attitude uniroyal:ministry=+
      detente mindsets prisoners --format json -o mindsets.json
    """  # noqa: D301
    from detente.analysis.foresight import Ties
    from detente.cli.terminal import at_work
    from detente.conflict import find_state
    from detente.present.mindsets import Question, ask_mindsets
    from detente.present.mindsets_document import mindsets_parts

    conflict = compiled(case, variant, memory_limit)
    question = Question(
        moves=moves,
        ties=None if ties is None else Ties(ties),
        at=tuple(find_state(conflict, place) for place in places),
        interested=interested,
        attitudes=attitudes,
        strict=strict,
    )
    with at_work(f"Asking about {conflict.n_states:,} states", long=conflict.n_states > MANY):
        found = ask_mindsets(conflict, question)
    if form == "json":
        from detente.present.mindsets_json import mindsets_lines

        emit(mindsets_lines(found), output)
    else:
        parts = mindsets_parts(found) if form == "text" else mindsets_parts(found, limit=None)
        emit_document(parts, form, output)
