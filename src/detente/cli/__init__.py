"""The command line: parse, call, show."""


def main() -> None:
    """Run the command line."""
    raise NotImplementedError
