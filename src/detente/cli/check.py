"""``detente check``: every problem of a case at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli.common import (
    STANDARD_OUTPUT,
    case_argument,
    compiled_case,
    memory_limit_option,
    opened,
    show_document,
)

if TYPE_CHECKING:
    from detente.case import Case
    from detente.conflict import Conflict
    from detente.errors import LimitError, Problem


@click.command(short_help="Show every problem of a case at once.")
@case_argument
@click.option("--strict", is_flag=True, help="Let advice count as a problem in the exit code.")
@memory_limit_option
@click.pass_context
def check(ctx: click.Context, case: str, strict: bool, memory_limit: int | None) -> None:
    """Check a case: every error and every piece of advice at once, each with its line; then what was understood.

    Errors (E...) have to be mended before the case can be analyzed. Advice (W...) points at what is probably not
    meant: a statement that is true everywhere, an option nobody minds, an assumption without a source. The codes are
    explained in docs/reference/problems.md. Of a case with too many states to list, what needs no states is checked.

    \b
    Examples:
      detente check dispute.yaml
      detente check dispute.yaml --strict && echo clean
    """  # noqa: D301
    from detente.cli.terminal import show
    from detente.errors import CaseError, LimitError
    from detente.present.names import counted, plain
    from detente.present.overview import case_overview

    problems: list[Problem] = []
    conflict, limit = None, None
    try:
        conflict, limit = _examine(opened(case), memory_limit, problems)
    except CaseError as error:
        problems.extend(error.problems)
    if conflict is not None:
        show_document(case_overview(conflict), STANDARD_OUTPUT)
        show("")
    errors = [problem for problem in problems if problem.is_error]
    advice = [problem for problem in problems if not problem.is_error]
    for problem in (*errors, *advice):
        show(plain(str(problem)))
    show(f"{counted(len(errors), 'error')}, {counted(len(advice), 'piece of advice', 'pieces of advice')}.")
    if limit:
        raise LimitError(f"States were not looked at, as {limit}")
    if errors or (strict and advice):
        ctx.exit(1)


def _examine(
    case: Case, memory_limit: int | None, problems: list[Problem]
) -> tuple[Conflict | None, LimitError | None]:
    """Compile the case and each of its variants, and collect what is to say about them, and whether it is too large."""
    from detente.case import advise
    from detente.conflict import review
    from detente.errors import CaseError, LimitError

    problems.extend(advise(case))
    conflict = None
    for variant in ("", *case.variants):
        try:
            compiled = compiled_case(case, variant, memory_limit)
        except CaseError as error:
            problems.extend(problem for problem in error.problems if problem not in problems)
        except LimitError as error:
            return conflict, error
        else:
            if not variant:
                conflict = compiled
                problems.extend(review(conflict))
    return conflict, None
