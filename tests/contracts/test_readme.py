"""What the first page says is what the program prints."""

import re
from pathlib import Path

from detente.case import advise, load_case, parse_case
from detente.conflict import build_conflict
from detente.present.answer import summarize
from detente.stability import analyze_stability

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_the_answer_is_the_programs() -> None:
    """The quoted sentences are the headline of the bundled case."""
    quoted = " ".join(line[2:] for line in README.splitlines() if line.startswith("> ")).split()
    headline = summarize(analyze_stability(build_conflict(load_case("ukraine-2026-01")))).headline

    assert " ".join(quoted) == " ".join(headline[:2])


def test_the_case_can_be_read() -> None:
    """The example case has no fault, and no advice but that not everything has a source."""
    (text,) = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    case = parse_case(text)

    assert {problem.code for problem in advise(case)} <= {"W403"}
    assert analyze_stability(build_conflict(case)).stable
