"""``detente views``: who is mistaken about whom, and what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli.common import (
    case_argument,
    compiled,
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


@click.command(short_help="Each party's own game, and the surprises.")
@case_argument
@concepts_option
@variant_option
@format_option
@output_option
@memory_limit_option
def views(
    case: str,
    concepts: tuple[Concept, ...] | None,
    variant: str,
    form: str,
    output: Path,
    memory_limit: int | None,
) -> None:
    """Say what each party expects in its own game, what follows when all act on what they believe, and who is
    surprised.

    A party's own game is the case with its `perceptions` put in: what it takes others to want, options it does not know
    of, states it does not see. Then where it can settle while all play their own games, where somebody stays for an
    answer that would not come, or leaves into one it does not expect, and what correcting each belief changes. The
    answer is told for sequential stability if that is asked for. CSV has one state and concept a row; JSON is a
    documented contract (`detente schema views`).

    \b
    Examples:
      detente views ukraine-2026-01
      detente views ukraine-2026-01 --concepts seq,nash
      detente views dispute.yaml --variant no-bluff
      detente views dispute.yaml --format json -o views.json
    """  # noqa: D205, D301
    from detente.analysis.perception import CONCEPTS, find_perceptions
    from detente.cli.terminal import at_work
    from detente.errors import NotSupportedError
    from detente.present.perception_document import perception_parts, perception_table

    asked = [concept for concept in concepts or CONCEPTS if concept in CONCEPTS]
    if not asked:
        raise NotSupportedError("simultaneous stability has no sequence of moves to be mistaken about; name another")
    conflict = compiled(case, variant, memory_limit)
    with at_work(f"Playing {len(conflict.decision_makers)} games", long=conflict.n_states > 1000):
        found = find_perceptions(conflict, asked)
    if form == "json":
        from detente.present.perception_json import perception_lines

        emit(perception_lines(found), output)
    elif form == "csv":
        from detente.present.tables import render_csv

        emit([render_csv(perception_table(found))], output)
    else:
        parts = perception_parts(found) if form == "text" else perception_parts(found, limit=None)
        emit_document(parts, form, output)
