"""``detente check``: every problem of a case at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli.common import STANDARD_OUTPUT, case_argument, opened, show_document

if TYPE_CHECKING:
    from detente.case import Case
    from detente.conflict import Conflict
    from detente.errors import Problem


@click.command(short_help="Show every problem of a case at once.")
@case_argument
@click.option("--strict", is_flag=True, help="Let advice count as a problem in the exit code.")
@click.pass_context
def check(ctx: click.Context, case: str, strict: bool) -> None:
    """Check a case: every error and every piece of advice at once, each with its line; then what was understood.

    Errors (E...) have to be mended before the case can be analyzed. Advice (W...) points at what is probably not
    meant: a statement that is true everywhere, an option nobody minds, an assumption without a source. The codes are
    explained in docs/reference/problems.md.

    \b
    Examples:
      detente check dispute.yaml
      detente check dispute.yaml --strict && echo clean
    """  # noqa: D301
    from detente.cli.terminal import show
    from detente.errors import CaseError
    from detente.present.names import counted, plain
    from detente.present.overview import case_overview

    problems: list[Problem] = []
    try:
        conflict, problems = _examine(opened(case))
    except CaseError as error:
        problems, conflict = list(error.problems), None
    if conflict is not None:
        show_document(case_overview(conflict.case, conflict), STANDARD_OUTPUT)
        show("")
    errors = [problem for problem in problems if problem.is_error]
    advice = [problem for problem in problems if not problem.is_error]
    for problem in (*errors, *advice):
        show(plain(str(problem)))
    show(f"{counted(len(errors), 'error')}, {counted(len(advice), 'piece of advice', 'pieces of advice')}.")
    if errors or (strict and advice):
        ctx.exit(1)


def _examine(case: Case) -> tuple[Conflict | None, list[Problem]]:
    """Compile the case and each of its variants, and collect what is to say about them."""
    from detente.case import advise
    from detente.conflict import build_conflict, review
    from detente.errors import CaseError

    problems = list(advise(case))
    conflict = None
    try:
        conflict = build_conflict(case)
        problems.extend(review(conflict))
    except CaseError as error:
        problems.extend(error.problems)
    for variant in case.variants:
        try:
            build_conflict(case, variant=variant)
        except CaseError as error:
            known = set(problems)
            problems.extend(problem for problem in error.problems if problem not in known)
    return conflict, problems
