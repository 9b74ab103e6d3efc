"""What a reader sees of each catalogue case."""

import pytest

from tests.transcripts import FOLDER, NAMES, transcript


def test_every_case_has_a_transcript() -> None:
    """And there is no transcript without a case."""
    assert sorted(path.stem for path in FOLDER.glob("*.txt")) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_transcript(name: str) -> None:
    """Line by line; a change that is meant is accepted with python -m tests.transcripts --accept."""
    assert transcript(name).splitlines() == (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
