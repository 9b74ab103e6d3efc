"""Reports for the tests: on cases of the catalogue, on a hostile case, on a large one."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from detente.case import Case, list_cases, load_case, parse_case
from detente.conflict import Conflict, build_conflict
from detente.present.report import render_report
from detente.present.report.questions import QUESTIONS, ask, ask_settlement
from detente.stability import StabilityResult, analyze_stability

CATALOGUE = [entry.name for entry in list_cases()]

ATTACK = "\"'><script>alert('x')</script><img src=x onerror=alert(1)>\u202e{{7*7}}</title></style>&amp;"
"""What breaks out of attributes, elements and templates, loads things, runs, and turns text round."""

LONG = "Unbroken" * 40


@cache
def result_of(name: str) -> StabilityResult:
    """Analyze a case of the catalogue."""
    return analyze_stability(build_conflict(load_case(name)))


@cache
def html_of(name: str) -> str:
    """Return the report on a case of the catalogue."""
    return render_report(result_of(name))


@cache
def full_html_of(name: str) -> str:
    """Return the report on a case of the catalogue with every follow-up question, and one on its last outcome."""
    result = result_of(name)
    answers = [ask(result, question) for question in QUESTIONS]
    answers += [ask_settlement(result, outcome) for outcome in list(result.conflict.case.outcomes)[-1:]]
    return render_report(result, answers)


def conflict_of(text: str) -> Conflict:
    """Compile a case given as text."""
    return build_conflict(parse_case(text))


def hostile_case() -> Case:
    """Return a case with an attack in every field that takes free text."""
    bad = ATTACK
    option = {"label": bad, "short": bad, "because": ["said"]}
    want = [
        {"that": "one.go", "because": ["said", "step"]},
        {"any order": ["two.stop", "not one.go"], "because": ["said"]},
    ]
    content = {
        "detente": 1,
        "title": bad,
        "about": f"{bad} {LONG}",
        "decision_makers": {
            "one": {"name": bad, "short": bad, "about": bad, "options": {"go": option}, "preferences": want},
            "two": {"name": f"{bad} {LONG}", "about": bad, "options": {"stop": option}, "preferences": ["stop"]},
        },
        "status_quo": [],
        "outcomes": {"deal": {"that": "go and stop", "about": bad}, "other": "not go and not stop"},
        "sources": {
            "paper": {
                "title": bad,
                "author": bad,
                "publisher": bad,
                "kind": bad,
                "note": bad,
                "url": f"javascript:{bad}",
            },
            "web": {"title": "A page", "url": f"https://example.org/{bad}"},
        },
        "statements": {
            "said": {
                "source": "paper",
                "at": {"paragraph": 1, "page": bad, "quote": bad},
                "voices": [bad, bad],
                "mode": "indirect",
                "hedge": "weak",
                "hedge_words": bad,
                "claim": f"{bad} {LONG}",
            },
            "step": {"mode": "analyst's step", "claim": bad},
        },
        "perceptions": [{"id": "blind", "by": "one", "of": "two", "preferences": ["not stop"], "about": bad}],
        "influences": [{"id": "push", "by": "one", "on": "two", "through": "go", "preferences": ["go"], "about": bad}],
        "variants": {"reverse": {"about": bad, "preferences": {"two": ["not stop"]}}},
    }
    return parse_case(json.dumps(content))


def large_case(options: int) -> Case:
    """Return a case with 2**options states and three parties."""
    names = [f"o{number}" for number in range(options)]
    parties = {
        f"p{party}": {
            "name": f"Party {party}",
            "options": {name: f"Take {name}" for name in names[party::3]},
            "preferences": [name if (number + party) % 2 else f"not {name}" for number, name in enumerate(names)],
        }
        for party in range(3)
    }
    return parse_case(json.dumps({"detente": 1, "title": "Large", "decision_makers": parties, "status_quo": []}))


def write(html: str, folder: Path) -> Path:
    """Write a page to be opened in a browser."""
    path = folder / "report.html"
    path.write_text(html, encoding="utf-8")
    return path
