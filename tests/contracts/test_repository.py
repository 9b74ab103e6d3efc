"""What must hold for the repository as a whole."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from detente.version import __version__

ROOT = Path(__file__).parents[2]
TRACKED = [
    ROOT / name
    for name in subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split(
        "\n"
    )
    if name
] or [path for path in ROOT.rglob("*") if path.is_file() and ".venv" not in path.parts]
SOURCES = sorted((ROOT / "src" / "detente").rglob("*.py"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_stay_small(path: Path) -> None:
    """A module of more than 400 lines is two modules."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_every_dependency_has_a_decision_record() -> None:
    """Why it, what else, size, licence: for each run-time dependency and extra."""
    named = list(PROJECT["dependencies"])
    for extra in PROJECT.get("optional-dependencies", {}).values():
        named += [name for name in extra if not name.startswith("detente")]
    records = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "adr").glob("0*.md"))
    missing = {name for name in (re.split(r"[<>=;\[ ]", entry)[0] for entry in named) if name not in records}
    assert missing == set()


def test_decision_records_are_listed() -> None:
    """The index names every record, once."""
    index = (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")
    records = sorted(path.name for path in (ROOT / "docs" / "adr").glob("0*.md"))
    assert sorted(re.findall(r"\((0\d+[^)]*\.md)\)", index)) == records


def test_version_is_in_the_changelog() -> None:
    """A version that nobody described is not released."""
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"version: {__version__}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_no_paths_of_a_machine() -> None:
    """Nothing tracked names a folder that exists on one machine only."""
    pattern = re.compile(rb"/(?:work|root|home)/(?!\.\.)[a-z]")
    offenders = [
        str(path.relative_to(ROOT))
        for path in TRACKED
        if path.is_file() and path != Path(__file__) and pattern.search(path.read_bytes())
    ]
    assert offenders == []


def test_links_in_documents_lead_somewhere() -> None:
    """Relative links in Markdown name files that exist."""
    documents = [path for path in TRACKED if path.suffix == ".md" and path.is_file()]
    links = [
        (path, target)
        for path in documents
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:")
    ]
    broken = [f"{path.relative_to(ROOT)}: {target}" for path, target in links if not (path.parent / target).exists()]
    assert broken == []
