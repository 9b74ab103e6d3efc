"""Every code of a problem is explained with a wrong and a right example, and the examples are what they say."""

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from detente.case import advise, parse_case
from detente.case.model import Element
from detente.conflict import build_conflict, review
from detente.errors import CaseError

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "problems.md").read_text(encoding="utf-8")
BASE = PAGE.split("```yaml\n")[1].split("```")[0]
SECTIONS = {
    section[:4]: re.findall(r"(Wrong|Right):\n\n```(\w+)\n(.*?)```", section, re.DOTALL)
    for section in PAGE.split("\n### ")[1:]
}
# the whole file is the example
WHOLE_FILE = ("E113", "E114")
# a character that a page of text cannot hold
UNPRINTABLE = ("E106",)


def in_context(example: str) -> str:
    """Put an example into the case at the head of the page, in the place of the keys that it has."""
    keys = [re.escape(key) for key in re.findall(r"^(\w+):", example, re.MULTILINE)]
    kept = re.split(r"^(?=\w)", BASE, flags=re.MULTILINE)
    return "".join(part for part in kept if not re.match(rf"({'|'.join(keys) or '$.'}):", part)) + example


def problems_of(text: str) -> set[str]:
    try:
        case = parse_case(text)
        found = list(advise(case))
        for variant in ("", *case.variants):
            conflict = build_conflict(case, variant=variant)
            found += review(conflict)
    except CaseError as error:
        found = list(error.problems)
    return {problem.code for problem in found}


def test_codes_in_the_source_and_on_the_page_are_the_same() -> None:
    sources = (ROOT / "src" / "detente").rglob("*.py")
    texts = [path.read_text(encoding="utf-8") for path in sources if path.name != "errors.py"]

    assert {code for text in texts for code in re.findall(r'"([EW]\d{3})"', text)} == SECTIONS.keys()


def test_codes_are_in_order_and_each_has_both_examples() -> None:
    assert list(SECTIONS) == sorted(SECTIONS)
    assert {code for code, blocks in SECTIONS.items() if [kind for kind, *_ in blocks] != ["Wrong", "Right"]} == set()


EXAMPLES = [
    pytest.param(code, kind, text, id=f"{code}-{kind}")
    for code, blocks in SECTIONS.items()
    for kind, language, text in blocks
    if language == "yaml" and code not in UNPRINTABLE
]


@pytest.mark.parametrize(("code", "kind", "text"), EXAMPLES)
def test_examples_are_wrong_and_right(code: str, kind: str, text: str) -> None:
    found = problems_of(text if code in WHOLE_FILE else in_context(text))

    if kind == "Right":
        assert {other for other in found if other == code or other.startswith("E")} == set()
    elif code.startswith("E"):
        assert found == {code}
    else:
        assert code in found


def test_the_page_begins_with_a_sound_case() -> None:
    assert problems_of(BASE) == set()


@pytest.mark.parametrize("page", ["case-file.md", "problems.md"])
def test_every_example_of_a_right_case_is_sound_yaml(page: str) -> None:
    text = (ROOT / "docs" / "reference" / page).read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", text.replace("Wrong:\n\n```yaml", "```wrong"), re.DOTALL)

    for block in blocks:
        YAML(typ="safe", pure=True).load(block)
    assert blocks


def _all_parts(part: type[Element]) -> set[type[Element]]:
    return {part}.union(*(_all_parts(below) for below in part.__subclasses__()))


def test_every_key_of_the_format_is_on_its_page() -> None:
    page = (ROOT / "docs" / "reference" / "case-file.md").read_text(encoding="utf-8")
    keys = {field.alias or name for part in _all_parts(Element) for name, field in part.model_fields.items()}

    assert {key for key in keys if f"`{key}`" not in page and not re.search(rf"\b{key}:", page)} == set()
