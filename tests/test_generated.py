"""Generated files are current."""

from pathlib import Path

import pytest

from tests.generated import ROOT, generated


@pytest.mark.parametrize("path", generated(), ids=lambda path: str(path.relative_to(ROOT)))
def test_generated_file_is_current(path: Path) -> None:
    """Otherwise: python -m tests.generated --accept."""
    assert path.read_text(encoding="utf-8") == generated()[path]
