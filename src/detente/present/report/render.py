"""The page as one self-contained file of HTML, the same to the byte for the same case."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from detente.files import write_whole
from detente.present.names import plain
from detente.present.report.page import build_page
from detente.stability import StabilityResult


def render_report(result: StabilityResult) -> str:
    """Return the report on a result as HTML: no script, nothing loaded from elsewhere, made for screen and A4."""
    return _environment().get_template("report.html.j2").render(page=build_page(result))


def write_report(result: StabilityResult, path: Path) -> None:
    """Write the report on a result to a file; the file is never seen half-written.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    write_whole(path, [render_report(result)])


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
