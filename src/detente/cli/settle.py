"""``detente settle``: the smallest changes that make an outcome hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli.common import (
    case_argument,
    compiled,
    emit,
    emit_document,
    format_option,
    memory_limit_option,
    output_option,
    read_concepts,
    variant_option,
)
from detente.errors import UnknownNameError

if TYPE_CHECKING:
    from pathlib import Path

    from detente.analysis.inverse import Fixed
    from detente.conflict import Conflict
    from detente.stability import Concept

MANY = 200  # states; with more, the search takes long enough to show that it goes on


def read_concept(ctx: click.Context, param: click.Parameter, value: str) -> Concept:
    """Read one stability concept."""
    concepts = read_concepts(ctx, param, value) or ()
    if len(concepts) != 1:
        raise click.BadParameter("one concept at a time", ctx, param)
    return concepts[0]


def read_names(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[str, ...]:  # noqa: ARG001 (click's signature)
    """Read names separated by commas."""
    return tuple(name.strip() for name in (value or "").split(",") if name.strip())


@click.command(short_help="What would have to change for an outcome to hold.")
@case_argument
@click.argument("outcome")
@click.option(
    "--concept", callback=read_concept, default="seq", show_default=True, metavar="NAME",
    help="Under which it is to hold: nash, gmr, smr, seq or sseq (symmetric sequential).",
)  # fmt: skip
@click.option(
    "--fix", callback=read_names, metavar="NAMES",
    help="What may not change: parties, preferences, options, influence; separated by commas.",
)  # fmt: skip
@click.option("--only", callback=read_names, metavar="NAMES", help="What alone may change, named in the same way.")
@click.option(
    "--count", "varied", callback=read_names, metavar="NAMES",
    help="Also count the strict rankings of these parties (or 'all') under which one state holds.",
)  # fmt: skip
@click.option("--most", type=click.IntRange(1), default=12, show_default=True, help="Answers listed of each kind.")
@variant_option
@format_option
@output_option
@memory_limit_option
def settle(  # noqa: PLR0913, PLR0917 (one parameter an option of the command)
    case: str,
    outcome: str,
    concept: Concept,
    fix: tuple[str, ...],
    only: tuple[str, ...],
    varied: tuple[str, ...],
    most: int,
    variant: str,
    form: str,
    output: Path,
    memory_limit: int | None,
) -> None:
    """Find the smallest changes that would make OUTCOME hold in this model: in what is wanted, in what can be done, in
    influence; in whose hands each is, and what else would follow.

    OUTCOME is a named outcome (any of its states will do), or a state written as in `detente explain`. Every answer is
    checked by a forward analysis of the changed model. Where nothing that may change is enough, the reason is told.
    JSON is a documented contract (`detente schema settlement`); CSV has one answer a row.

    \b
    Examples:
      detente settle elmira modified_order_accepted
      detente settle elmira modified_order_accepted --fix municipality
      detente settle dispute.yaml settlement --only options --concept nash
      detente settle syria-iraq-1975 water_released --count syria
    """  # noqa: D205, D301
    from detente.analysis.inverse import count_profiles
    from detente.analysis.inverse import settle as find_settlement
    from detente.cli.terminal import at_work
    from detente.present.settle_document import settle_parts, settlement_columns, settlement_rows

    conflict = compiled(case, variant, memory_limit)
    fixed = _fixed(conflict, fix, only)
    with at_work(f"Searching changes of {conflict.n_states:,} states", long=conflict.n_states > MANY):
        settlement = find_settlement(conflict, outcome, concept, fixed=fixed, most=most)
        count = None
        if varied:
            if len(settlement.states) != 1:
                raise click.UsageError(f"'{outcome}' is {len(settlement.states):,} states; --count needs one")
            names = conflict.decision_makers if varied == ("all",) else varied
            count = count_profiles(conflict, settlement.states[0], concept, names)
    if form == "json":
        from detente.present.settle_json import settlement_lines

        emit(settlement_lines(settlement, count), output)
    elif form == "csv":
        from detente.present.tables import csv_lines

        emit(csv_lines(settlement_columns(), settlement_rows(settlement)), output)
    else:
        emit_document(settle_parts(settlement, count), form, output)


def _fixed(conflict: Conflict, fix: tuple[str, ...], only: tuple[str, ...]) -> Fixed:
    """Say what may not change: all that `fix` names, and all of a kind that `only` names others of."""
    from detente.analysis.inverse import Fixed, Part

    parts, parties = {part.value: part for part in Part}, conflict.decision_makers
    for name in (*fix, *only):
        if name not in parts and name not in parties:
            raise UnknownNameError("decision maker or part of the model", name, (*parties, *parts))
    held_parts = {parts[name] for name in fix if name in parts}
    held = {name for name in fix if name in parties}
    if any(name in parts for name in only):
        held_parts |= {part for name, part in parts.items() if name not in only}
    if any(name in parties for name in only):
        held |= {name for name in parties if name not in only}
    return Fixed(frozenset(held), frozenset(held_parts))
