"""``detente explain``: why a state holds, or does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli.common import (
    LONG,
    built,
    case_argument,
    emit,
    memory_limit_option,
    opened,
    output_option,
    planned,
    read_concepts,
    show_document,
    variant_option,
)
from detente.errors import NotSupportedError

if TYPE_CHECKING:
    from pathlib import Path

    from detente.case import Case
    from detente.present.words.models import Model, S
    from detente.stability import Concept
    from detente.stability.choose import Choice

_MANY = 16  # options; with more, one state is judged faster by itself than by search through a list of all


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
@click.option("--engine", metavar="NAME", help="Use this engine; without it the fastest by estimate. All agree.")
@memory_limit_option
def explain(  # noqa: PLR0913, PLR0917 (one parameter an option of the command)
    case: str,
    state: str,
    decision_maker: str | None,
    concepts: tuple[Concept, ...] | None,
    variant: str,
    form: str,
    output: Path,
    engine: str | None,
    memory_limit: int | None,
) -> None:
    """Explain why STATE would hold or not: who could improve, who could answer, and why that deters or does not.

    STATE is a name (s5), the options taken (a list with commas; "" or - for none), the letters Y and N in the order
    of the options, or a named outcome that is one state. With many options the state is judged by itself, and no list
    of states is made.

    \b
    Examples:
      detente explain elmira s5
      detente explain elmira "delay, insist" --by uniroyal --concept seq
      detente explain dispute.yaml - --format json
    """  # noqa: D301
    from detente.case import apply_variant
    from detente.present.words.models import ListedModel
    from detente.stability.choose import Engine

    given = opened(case)
    changed = apply_variant(given, variant) if variant else given
    choice = _judging(changed, concepts) if engine is None else None
    choice = choice or planned(given, variant, memory_limit, engine=engine, listing=False)
    asked = (state, decision_maker, concepts)
    if choice.engine is Engine.SYMBOLIC:
        from detente.cli.symbolic import unlisted_model

        try:
            model = unlisted_model(changed, variant, memory_limit)
        except NotSupportedError:
            if engine is not None:
                raise
            choice = planned(given, variant, memory_limit)
        else:
            _write(model, asked, choice, form, output)
            return
    _write(ListedModel(built(given, variant, memory_limit)), asked, choice, form, output)


def _judging(case: Case, concepts: tuple[Concept, ...] | None) -> Choice | None:
    """Choose to judge one state by itself where that is faster than to list all; None where it is not, or cannot be."""
    from detente.stability import Concept
    from detente.stability.choose import Choice, Engine, symbolic_is_installed, why_not_symbolic

    n_options = len(case.options)
    if n_options <= _MANY or Concept.SIM in (concepts or ()) or why_not_symbolic(case) or not symbolic_is_installed():
        return None
    return Choice(Engine.SYMBOLIC, f"{n_options} options: one state is judged faster without a list of all")


def _write(
    model: Model[S],
    asked: tuple[str, str | None, tuple[Concept, ...] | None],
    choice: Choice,
    form: str,
    output: Path,
) -> None:
    from detente.cli.terminal import at_work
    from detente.present.explanation import explain_all, explanation_parts
    from detente.present.result_json import explanation_lines

    state, decision_maker, concepts = asked
    with at_work("Following the moves", long=len(model.case.options) >= LONG):
        explanation = explain_all(model, model.find(state), decision_maker, concepts)
    if form == "json":
        emit(explanation_lines(model, explanation, choice), output)
    else:
        show_document(explanation_parts(model, explanation, choice), output)
