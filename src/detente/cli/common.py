"""What several commands share: arguments, options, opening a case, and where output goes."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.errors import nearest

if TYPE_CHECKING:
    from detente.case import Case
    from detente.conflict import Conflict
    from detente.present.document import Part
    from detente.stability import Concept, StabilityResult
    from detente.stability.choose import Choice

LONG = 16  # options; with more, the work takes long enough to show that it goes on
LONG_FILE = 100_000  # bytes; likewise
MUCH_MEMORY = 1 << 28  # bytes; from here on what a case may take is said
STANDARD_OUTPUT = Path("-")

case_argument = click.argument("case", metavar="CASE")
variant_option = click.option("--variant", metavar="NAME", default="", help="Analyze this variant of the case.")
format_option = click.option(
    "--format", "form", type=click.Choice(["text", "json", "csv", "latex", "markdown"]), default="text",
    show_default=True,
)  # fmt: skip
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


_UNITS = {"kib": 10, "mib": 20, "gib": 30, "tib": 40, "k": 10, "m": 20, "g": 30, "t": 40}


def read_size(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    """Read a size of memory such as 4GiB or 512 MiB, in bytes."""
    if value is None:
        return None
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([a-z]+)", value.strip().lower())
    if match is None or match[2] not in _UNITS:
        raise click.BadParameter(f"'{value}' is not a size; write a number with MiB or GiB, as in 4GiB", ctx, param)
    return int(float(match[1]) * (1 << _UNITS[match[2]]))


memory_limit_option = click.option(
    "--memory-limit", callback=read_size, metavar="SIZE",
    help="Let the case take this much memory, as in 4GiB.  [default: 1GiB]",
)  # fmt: skip


def opened(name: str) -> Case:
    """Load a case, by file or catalogue name."""
    from detente.case import load_case
    from detente.cli.terminal import at_work

    path = Path(name)
    with at_work(f"Reading {path.name}", long=path.is_file() and path.stat().st_size > LONG_FILE):
        return load_case(name)


def planned(
    case: Case, variant: str, memory_limit: int | None, *, engine: str | None = None, listing: bool = True
) -> Choice:
    """Choose the engine, one that lists the states if need be; say which, and its memory, where that may be much."""
    from detente.case import apply_variant
    from detente.conflict import DEFAULT_MEMORY_LIMIT
    from detente.stability.choose import plan_engine

    limit = DEFAULT_MEMORY_LIMIT if memory_limit is None else memory_limit
    changed = apply_variant(case, variant) if variant else case
    choice = plan_engine(changed, engine=engine, memory_limit=limit, listing=listing)
    if choice.memory is not None and choice.memory >= MUCH_MEMORY:
        from detente.cli.terminal import show_error
        from detente.conflict.limits import in_words

        show_error(f"Engine: {choice.engine} ({choice.reason}). It may take up to {in_words(choice.memory)} of memory.")
    return choice


def compiled(name: str, variant: str, memory_limit: int | None) -> Conflict:
    """Load a case, by file or catalogue name, and compile it."""
    return compiled_case(opened(name), variant, memory_limit)


def compiled_case(case: Case, variant: str, memory_limit: int | None) -> Conflict:
    """Plan and compile a case."""
    planned(case, variant, memory_limit)
    return built(case, variant, memory_limit)


def built(case: Case, variant: str, memory_limit: int | None) -> Conflict:
    """Compile a case that was planned."""
    from detente.cli.terminal import at_work
    from detente.conflict import DEFAULT_MEMORY_LIMIT, build_conflict

    limit = DEFAULT_MEMORY_LIMIT if memory_limit is None else memory_limit
    with at_work(f"Compiling {len(case.options)} options", long=len(case.options) >= LONG):
        return build_conflict(case, variant=variant, memory_limit=limit)


def analyzed(
    name: str, variant: str, concepts: tuple[Concept, ...] | None, memory_limit: int | None
) -> StabilityResult:
    """Load, compile and analyze a case."""
    return analyzed_case(opened(name), variant, concepts, memory_limit)


def analyzed_case(
    case: Case, variant: str, concepts: tuple[Concept, ...] | None, memory_limit: int | None
) -> StabilityResult:
    """Plan, compile and analyze a case."""
    choice = planned(case, variant, memory_limit)
    return answered(built(case, variant, memory_limit), concepts, choice)


def answered(conflict: Conflict, concepts: tuple[Concept, ...] | None, choice: Choice) -> StabilityResult:
    """Analyze a case as planned."""
    from detente.cli.terminal import at_work
    from detente.stability import analyze_stability

    message = f"Analyzing {conflict.n_states:,} states"
    with at_work(message, long=len(conflict.options) >= LONG) as say, _kernels_told(choice, message, say):
        return analyze_stability(conflict, concepts, engine=choice)


def _kernels_told(choice: Choice, message: str, say: Callable[[str], None]) -> AbstractContextManager[None]:
    """Say so while kernels are compiled, which takes a while when they are first used on a machine."""
    from detente.stability.choose import Engine

    if choice.engine is not Engine.FAST:
        return nullcontext()
    from detente.stability.fast.compiled import telling

    return telling(lambda begins: say("Compiling kernels, once on this machine" if begins else message))


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


def emit_document(parts: Iterable[Part], form: str, output: Path) -> None:
    """Show words and tables, or write them as LaTeX or Markdown."""
    if form == "text":
        show_document(parts, output)
        return
    from detente.present.document import document_latex, document_markdown

    write = {"latex": document_latex, "markdown": document_markdown}[form]
    emit([write(parts)], output)


def show_document(parts: Iterable[Part], output: Path) -> None:
    """Show words and tables on the terminal, in its width and letters; or write them to a file, 80 wide."""
    from detente.cli.terminal import heading, show, text_width, writable
    from detente.present.document import converted, document_text

    if output == STANDARD_OUTPUT:
        shown = [converted(part, writable) for part in parts]  # before it is laid out: widths may change
        show(document_text(shown, text_width(), heading))
    else:
        emit([document_text(parts), "\n"], output)
