"""The page as one self-contained file of HTML, the same to the byte for the same case."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from detente.files import write_whole
from detente.present.document import document_latex, document_markdown
from detente.present.names import plain
from detente.present.report.as_document import report_parts
from detente.present.report.mentions import linker
from detente.present.report.page import build_page
from detente.present.report.questions import asked_unasked
from detente.present.report.support_parts import FollowUp
from detente.stability import StabilityResult


def render_report(result: StabilityResult, followups: Sequence[FollowUp] | None = None) -> str:
    """Return the report on a result as HTML: no script, nothing loaded from elsewhere, made for screen and A4.

    Without `followups` the questions that cost next to nothing are asked.

    Raises
    ------
    NotSupportedError
        The conflict was made from arrays.
    """
    asked = asked_unasked(result) if followups is None else followups
    page = build_page(result, asked)
    return _environment().get_template("report.html.j2").render(page=page, linked=linker(page))


def write_report(result: StabilityResult, path: Path, followups: Sequence[FollowUp] | None = None) -> None:
    """Write the report on a result to a file; the file is never seen half-written.

    The name of the file says how: ``.md`` Markdown, ``.tex`` LaTeX (to be read into a document that loads
    ``booktabs`` and ``longtable``), anything else HTML.

    Raises
    ------
    OutputError
        The file cannot be written.
    NotSupportedError
        The conflict was made from arrays.
    """
    write = {".md": document_markdown, ".tex": document_latex}.get(path.suffix.lower())
    if write is None:
        write_whole(path, [render_report(result, followups)])
    else:
        asked = asked_unasked(result) if followups is None else followups
        write_whole(path, [write(report_parts(result, build_page(result, asked)))])


def _harmless(value: object) -> object:
    """Spell out control and reordering characters in all text that is shown; escaping comes after."""
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("detente.present", "templates"),
        autoescape=True,
        finalize=_harmless,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
