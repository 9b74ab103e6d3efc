"""What several commands share: arguments, options, opening a case, and where output goes."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.errors import nearest

if TYPE_CHECKING:
    from detente.case import Case
    from detente.conflict import Conflict
    from detente.present.document import Part
    from detente.stability import Concept, StabilityResult

LONG = 16  # options; with more, the work takes long enough to show that it goes on
LONG_FILE = 100_000  # bytes; likewise
STANDARD_OUTPUT = Path("-")

case_argument = click.argument("case", metavar="CASE")
variant_option = click.option("--variant", metavar="NAME", default="", help="Analyze this variant of the case.")
output_option = click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=STANDARD_OUTPUT, show_default="standard output",
    help="Write to this file, whole or not at all.", metavar="FILE",
)  # fmt: skip


def read_concepts(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[Concept, ...] | None:
    """Read stability concepts separated by commas, in the order given."""
    if value is None:
        return None
    from detente.stability import Concept

    names = [name.strip().lower() for name in value.split(",")]
    known = [concept.value for concept in Concept]
    for name in names:
        if name not in known:
            message = f"no concept '{name}'{nearest(name, known)} (there are {', '.join(known)})"
            raise click.BadParameter(message, ctx, param)
    return tuple(dict.fromkeys(Concept(name) for name in names))


concepts_option = click.option(
    "--concepts", callback=read_concepts, metavar="NAMES",
    help="Only these stability concepts, separated by commas: nash, gmr, smr, seq, sseq (symmetric sequential), sim.",
)  # fmt: skip


def opened(name: str) -> Case:
    """Load a case, by file or catalogue name."""
    from detente.case import load_case
    from detente.cli.terminal import at_work

    path = Path(name)
    with at_work(f"Reading {path.name}", long=path.is_file() and path.stat().st_size > LONG_FILE):
        return load_case(name)


def compiled(name: str, variant: str = "") -> Conflict:
    """Load a case, by file or catalogue name, and compile it."""
    from detente.cli.terminal import at_work
    from detente.conflict import build_conflict

    case = opened(name)
    with at_work(f"Compiling {len(case.options)} options", long=len(case.options) >= LONG):
        return build_conflict(case, variant=variant)


def analyzed(name: str, variant: str = "", concepts: tuple[Concept, ...] | None = None) -> StabilityResult:
    """Load, compile and analyze a case."""
    from detente.cli.terminal import at_work
    from detente.stability import analyze_stability

    conflict = compiled(name, variant)
    with at_work(f"Analyzing {conflict.n_states:,} states", long=len(conflict.options) >= LONG):
        return analyze_stability(conflict, concepts)


def emit(pieces: Iterable[str], output: Path, *, long: bool = False) -> None:
    """Write text for programs, always UTF-8, to a file or to standard output."""
    if output != STANDARD_OUTPUT:
        from detente.cli.terminal import at_work, report_size
        from detente.files import write_whole

        with at_work(f"Writing {output.name}", long=long):
            write_whole(output, pieces)
        report_size(output)
        return
    stream = sys.stdout.buffer
    for piece in pieces:
        stream.write(piece.encode())
    stream.flush()


def show_document(parts: Iterable[Part], output: Path) -> None:
    """Show words and tables on the terminal, in its width and letters; or write them to a file, 80 wide."""
    from detente.cli.terminal import heading, show, text_width, writable
    from detente.present.document import converted, document_text

    if output == STANDARD_OUTPUT:
        shown = [converted(part, writable) for part in parts]  # before it is laid out: widths may change
        show(document_text(shown, text_width(), heading))
    else:
        emit([document_text(parts), "\n"], output)
