"""What the commands of ``detente evidence`` share: options, and the documents of a case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from detente.case import Case
    from detente.evidence.document import Document

format_option = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
sources_option = click.option(
    "--source", "sources", multiple=True, metavar="[ID=]FILE",
    help="A document: text, Markdown, HTML, PDF or DOCX. ID may be left out if the case has one source.",
)  # fmt: skip


def documents_of(case: Case, sources: tuple[str, ...]) -> dict[str, Document]:
    """Read the documents given, and those that the case names and that are there, by source id."""
    from detente.errors import DocumentError, UnknownNameError
    from detente.evidence.extract import read_source

    folder = Path(case.problem("", "").file or ".").parent
    found: dict[str, Document] = {}
    for given in sources:
        name, equals, path = given.partition("=")
        if not equals:
            if len(case.sources) != 1:
                raise DocumentError(f"'{given}': the case has {len(case.sources)} sources; write ID=FILE")
            name, path = next(iter(case.sources)), given
        if name not in case.sources:
            raise UnknownNameError("source", name, case.sources)
        found[name] = read_source(path)
    for name, source in case.sources.items():
        if name not in found and source.file and (folder / source.file).is_file():
            found[name] = read_source(folder / source.file)
    return found


def own_file(case: str) -> Path:
    """Return the case file to be changed; a case of the catalogue has to be copied first."""
    from detente.errors import DocumentError

    path = Path(case)
    if not path.is_file():
        raise DocumentError(f"{case}: no file of that name to write to; first: detente catalogue copy NAME FILE")
    return path
