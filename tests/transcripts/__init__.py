"""The readable account of every catalogue case, compared line by line.

``python -m tests.transcripts --accept`` renews the files after a change that is meant; read the difference.
"""

from pathlib import Path

from click.testing import CliRunner

from detente.case.catalogue import list_cases
from detente.cli import main

FOLDER = Path(__file__).parent
NAMES = [entry.name for entry in list_cases()]


def transcript(name: str) -> str:
    """Return what ``check`` and ``analyze`` print for a case, 80 wide."""
    blocks = []
    for command in ("check", "analyze"):
        result = CliRunner().invoke(main, [command, name], prog_name="detente", env={"COLUMNS": "80", "LC_ALL": ""})
        blocks.append(f"$ detente {command} {name}\n{result.output}")
        assert result.exit_code == 0, result.output
    return "\n".join(blocks)
