"""The command ``detente``: finds the command asked for, and turns errors into messages and exit codes."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any, NoReturn

import click

from detente.errors import DetenteError, nearest
from detente.version import __version__

COMMANDS = (  # in the order of first use
    "demo",
    "new",
    "check",
    "analyze",
    "explain",
    "paths",
    "coalitions",
    "settle",
    "views",
    "influence",
    "robust",
    "compare",
    "mindsets",
    "report",
    "evidence",
    "export",
    "catalogue",
    "schema",
)


class LazyGroup(click.Group):
    """A group whose commands are modules of this package, imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import a command's module and return its command."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"detente.cli.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)  # noqa: S101 (tells the type checker)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or name the nearest one."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            ctx.fail(f"no command '{name}'{nearest(name, COMMANDS)}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what goes wrong becomes a message and an exit code."""
        try:
            return super().invoke(ctx)
        except DetenteError as error:
            _end(ctx, str(error), error.exit_code)
        except MemoryError:
            _end(ctx, "not enough memory; leave out options of the case, or add constraints", 3)
        except KeyboardInterrupt:
            _end(ctx, "Stopped.", 130)
        except BrokenPipeError:
            _leave_quietly()


def _end(ctx: click.Context, message: str, code: int) -> NoReturn:
    """End with a message and no traceback."""
    from detente.cli.terminal import show_error

    show_error(message)
    ctx.exit(code)


def _leave_quietly() -> NoReturn:
    """End as a program does whose reader has gone: nothing more is written, not even on the way out."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(141)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="detente")
def main() -> None:
    """Write a dispute down in one readable file; see which outcomes would hold in this model, why, and on which
    sources each answer rests.

    CASE is a file, or the name of a case in the catalogue (`detente catalogue`).

    \b
    Begin with:
      detente demo                  a bundled case, analyzed and reported
      detente new dispute.yaml      a commented case to start from
      detente check dispute.yaml    every problem at once, with its line
      detente analyze dispute.yaml  the answer in words, then the tables

    \b
    Exit codes: 0 done, 1 a problem in the input, 2 usage, 3 a limit (states, memory).
    """  # noqa: D205, D301
