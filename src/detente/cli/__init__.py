"""The command line: parse, call, show.

Commands are loaded when they are called; nothing here imports what a help text does not need.
"""

from detente.cli.app import main

__all__ = ["main"]
