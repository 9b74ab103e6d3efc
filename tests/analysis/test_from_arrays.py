"""Conflicts made from arrays: what levels answer is answered as for the same case in a file; the rest is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from detente.analysis.attitudes import Attitude, relational_stability
from detente.analysis.coalitions import find_coalitions
from detente.analysis.comparison import compare
from detente.analysis.evolution import Kind, draw_lots, tell_stories, trace_evolution
from detente.analysis.foresight import find_foresight
from detente.analysis.influence import find_influences
from detente.analysis.inverse import count_profiles, settle
from detente.analysis.opponents import mixed_stability
from detente.analysis.orders import orders_of, statement_tables
from detente.analysis.partial import find_partial
from detente.analysis.partial.relation import relation_of
from detente.analysis.perception import find_perceptions
from detente.analysis.perception.views import view_of
from detente.analysis.robustness import (
    find_list_margins,
    find_margins,
    find_robustness,
    find_switches,
    find_tipping,
    take_census,
)
from detente.analysis.sweeps import Ground
from detente.case import parse_case
from detente.case.model import Perception, Prioritization
from detente.conflict import Conflict, build_conflict, conflict_from_arcs, review
from detente.errors import NotSupportedError
from detente.present.answer_document import answer_parts
from detente.present.coalitions_document import coalitions_parts
from detente.present.coalitions_json import coalitions_lines
from detente.present.document import document_text
from detente.present.drawing.grid import option_grid
from detente.present.drawing.rings import Standing
from detente.present.drawing.selection import choose
from detente.present.explanation import explain_all, explanation_parts
from detente.present.findings import ListedFindings
from detente.present.mindsets import Question, ask_mindsets
from detente.present.mindsets_document import mindsets_parts
from detente.present.mindsets_json import mindsets_lines
from detente.present.names import party_marks
from detente.present.overview import case_overview
from detente.present.paths_document import paths_parts
from detente.present.paths_json import paths_lines
from detente.present.report import questions, render_report, write_report
from detente.present.result_json import result_lines, table_lines
from detente.present.result_tables import answer_rows, levels_table, moves_table, ranking_table, states_table
from detente.present.sets_json import sets_lines
from detente.present.sets_query import Query
from detente.present.words.models import ListedModel
from detente.stability import Concept, analyze_stability
from detente.stability.batch import BATCH_CONCEPTS

TITLE = "The same twice"
ARCS = {"a": ([0, 1], [1, 2]), "b": ([2, 1], [1, 0])}
WORTH = {"a": [1, 2, 3], "b": [1, 3, 2]}
REFUSED = re.escape("this conflict was made from arrays: its preferences are not in a case file")
BELIEF = Perception(id="x", by="a", of="b", preferences=Prioritization(statements=()))


def both(seed: int) -> tuple[Conflict, Conflict]:
    """Return a random conflict in graph form, from a file and from arrays."""
    rng = np.random.default_rng(seed)
    m, n = int(rng.integers(2, 7)), int(rng.integers(2, 4))
    arcs = {f"p{i}": rng.integers(0, m, size=(2, int(rng.integers(1, 2 * m + 1)))) for i in range(n)}
    worth = {dm: rng.integers(0, rng.integers(1, 6), size=m) for dm in arcs}
    names = np.array([f"s{s + 1}" for s in range(m)])
    parties = {
        dm: {
            "name": dm,
            "preferences": {"ranking": [names[row == level].tolist() for level in sorted(set(row), reverse=True)]},
        }
        for dm, row in worth.items()
    }
    moves = {
        dm: {name: sorted(set(names[ends[ends != s]])) for s, name in enumerate(names) if len(ends := to[of == s])}
        for dm, (of, to) in arcs.items()
    }
    case = {
        "detente": 1,
        "title": TITLE,
        "decision_makers": parties,
        "states": {name: name for name in names.tolist()},
        "arcs": moves,
        "status_quo": "s1",
    }
    return build_conflict(parse_case(json.dumps(case))), conflict_from_arcs(arcs, worth, status_quo=0, title=TITLE)


def lines(pieces: Iterator[str]) -> object:
    """Read JSON, without what says which case it is about and why the engine was taken."""
    document = json.loads("".join(pieces))
    del document["case"]
    document["parameters"].pop("reason", None)
    return document


def evolved(conflict: Conflict) -> Iterator[object]:
    evolution = trace_evolution(analyze_stability(conflict))
    chances = draw_lots(conflict, evolution.spreads[Kind.MOVES].start)
    stories = tell_stories(evolution, [])
    yield paths_parts(evolution, stories, chances, in_full=True)
    yield lines(paths_lines(evolution, stories, chances, list(Concept)[:5]))


def met(conflict: Conflict) -> Iterator[object]:
    found = find_coalitions(analyze_stability(conflict))
    yield coalitions_parts(found)
    yield lines(coalitions_lines(found))


def thought(conflict: Conflict) -> Iterator[object]:
    toward = {"p0": {"p1": Attitude.NEGATIVE}}
    for question in (Question(), Question(attitudes=toward), Question(interested=("p0",))):
        found = ask_mindsets(conflict, question)
        yield mindsets_parts(found)
        yield lines(mindsets_lines(found))
    yield relational_stability(conflict, toward).stable
    yield mixed_stability(conflict, ["p0"]).stable
    if len(conflict.decision_makers) == 2:
        yield find_foresight(conflict, moves=3).limited


def explained(conflict: Conflict) -> Iterator[object]:
    model = ListedModel(conflict)
    for s in range(conflict.n_states):
        explanation = explain_all(model, s)
        yield explanation.traces
        yield explanation_parts(model, explanation)


def answered(conflict: Conflict) -> Iterator[object]:
    result = analyze_stability(conflict)
    yield {concept: stable.tolist() for concept, stable in result.stable.items()}
    yield answer_parts(result)
    yield list(answer_rows(result))
    yield lines(result_lines(result))
    yield lines(sets_lines(ListedFindings(result), Query(best_for="p0"), 9))
    yield find_margins(result, range(conflict.n_states))


def tabled(conflict: Conflict) -> Iterator[object]:
    yield from (make(conflict) for make in (states_table, moves_table, levels_table, ranking_table))
    yield lines(table_lines(conflict, states_table(conflict)))


def counted(conflict: Conflict) -> Iterator[object]:
    yield from (count_profiles(conflict, "s2", concept) for concept in BATCH_CONCEPTS)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("tell", [answered, explained, evolved, met, thought, tabled, counted])
def test_what_levels_answer_is_answered_as_from_a_file(tell: Callable[[Conflict], Iterator[object]], seed: int) -> None:
    from_file, from_arrays = both(seed)
    told = list(tell(from_arrays))
    assert told
    assert told == list(tell(from_file))


REFUSALS: dict[str, Callable[[Conflict], object]] = {
    "take_census": take_census,
    "find_robustness": find_robustness,
    "find_list_margins": find_list_margins,
    "find_tipping": find_tipping,
    "find_switches": lambda conflict: find_switches(conflict, {}),
    "Ground": Ground,
    "orders_of": lambda conflict: orders_of(conflict, 0),
    "statement_tables": lambda conflict: statement_tables(conflict, 0),
    "find_partial": find_partial,
    "relation_of": lambda conflict: relation_of(conflict, 0),
    "compare, first": lambda conflict: compare(conflict, both(0)[0]),
    "compare, second": lambda conflict: compare(both(0)[0], conflict),
    "settle": lambda conflict: settle(conflict, "s1"),
    "settle, holds already": lambda conflict: settle(conflict, "s3"),
    "find_influences": find_influences,
    "find_perceptions": find_perceptions,
    "view_of": lambda conflict: view_of(conflict, [BELIEF], [Concept.NASH]),
    "render_report": lambda conflict: render_report(analyze_stability(conflict)),
    "case_overview": case_overview,
}


@pytest.mark.parametrize("ask", REFUSALS.values(), ids=REFUSALS)
def test_what_asks_about_the_case_is_refused(ask: Callable[[Conflict], object]) -> None:
    with pytest.raises(NotSupportedError, match=REFUSED):
        ask(conflict_from_arcs(ARCS, WORTH, status_quo=0))


def test_no_report_is_written_and_follow_up_questions_say_why(tmp_path: Path) -> None:
    result = analyze_stability(conflict_from_arcs(ARCS, WORTH, status_quo=0))
    for ending in ("html", "md", "tex"):
        with pytest.raises(NotSupportedError, match=REFUSED):
            write_report(result, tmp_path / f"report.{ending}")
    assert not list(tmp_path.iterdir())
    told = [questions.ask(result, name).lead[0] for name in questions.QUESTIONS]
    assert [bool(re.match(f"Not answered: {REFUSED}", words)) for words in told] == [
        name in {"views", "influence", "robust"} for name in questions.QUESTIONS
    ]


def test_many_states_have_no_table_of_what_is_wanted() -> None:
    many = conflict_from_arcs({"a": ([0], [1])}, {"a": range(50)}, status_quo=0)
    titles = [part.title for part in answer_parts(analyze_stability(many))]
    assert "Who would stay where" in titles
    assert "Who wants what" not in titles


@pytest.mark.parametrize("seed", range(3))
def test_the_drawing_is_that_of_the_file(seed: int) -> None:
    def drawn(conflict: Conflict) -> object:
        marks = tuple(party_marks(conflict.case).values())
        selection = choose(conflict, np.zeros(conflict.n_states, dtype=np.int64))
        return option_grid(conflict, selection, (Standing.NONE,) * conflict.n_states, marks, TITLE)

    from_file, from_arrays = map(drawn, both(seed))
    assert from_file == from_arrays


def test_one_state_is_what_its_case_says() -> None:
    """A case without options and states has one state, too, and nothing can be said about it that is wrong."""
    one = conflict_from_arcs({"a": ([], [])}, {"a": [7]}, status_quo=0)
    assert not one.is_from_arrays
    assert take_census(one).states[Concept.NASH]["s1"].count == 1
    assert "1 feasible state" in document_text(case_overview(one), 100)
    assert not review(one)[1:]
    assert [conflict.is_from_arrays for conflict in both(0)] == [False, True]
