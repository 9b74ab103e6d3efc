"""Files that are generated from the program and kept in the repository.

``python -m tests.generated --accept`` renews them.
"""

import json
import sys
from pathlib import Path

import click

from detente.case import load_case
from detente.cli import main
from detente.conflict import build_conflict
from detente.present.report import build_page
from detente.present.result_json import SCHEMAS, schema
from detente.stability import analyze_stability

ROOT = Path(__file__).parents[1]

COMMANDS_INTRODUCTION = """\
# Commands

Generated from the help texts; `detente COMMAND --help` shows the same.
"""


def help_texts(command: click.Command, context: click.Context) -> list[tuple[str, str]]:
    """Return the help of a command and of those below it, by full name."""
    texts = [(context.command_path, command.get_help(context))]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            texts += help_texts(below, click.Context(below, info_name=name, parent=context))
    return texts


def commands_page() -> str:
    """Return docs/reference/commands.md."""
    context = click.Context(main, info_name="detente", terminal_width=80, max_content_width=80)
    sections = [f"## {name}\n\n```text\n{text}\n```\n" for name, text in help_texts(main, context)]
    return "\n".join([COMMANDS_INTRODUCTION, *sections])


def picture(name: str) -> str:
    """Return the option grid of a catalogue case as a file of its own, on white whatever the page around it."""
    svg = str(build_page(analyze_stability(build_conflict(load_case(name)))).picture.drawing)
    opening, rest = svg.split("</desc>", 1)
    return f'{opening}</desc><rect width="100%" height="100%" fill="#fff" />{rest}\n'


def generated() -> dict[Path, str]:
    """Return every generated file with what it has to contain."""
    files = {ROOT / "docs" / "reference" / "commands.md": commands_page()}
    for name in ("ukraine-2026-01", "elmira"):
        files[ROOT / "docs" / "pictures" / f"{name}.svg"] = picture(name)
    for name in SCHEMAS:
        text = json.dumps(schema(name), indent=2, sort_keys=True) + "\n"
        files[ROOT / "src" / "detente" / "present" / f"{name}.schema.json"] = text
    return files


if __name__ == "__main__":
    for path, text in generated().items():
        if "--accept" in sys.argv:
            path.write_text(text, encoding="utf-8")
        elif path.read_text(encoding="utf-8") != text:
            sys.exit(f"{path} is not current; python -m tests.generated --accept")
