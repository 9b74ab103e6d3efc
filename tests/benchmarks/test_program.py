"""The benchmark program on toys: everything it measures can be measured, compared, and written down."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as Xml

import pytest
from benchmarks.compare import better, changes, disagreements
from benchmarks.plot import Line, plot
from benchmarks.questions import questions
from benchmarks.tables import AXES, filled, lines

from benchmarks import __main__ as program
from benchmarks import tasks
from detente.stability import choose

SVG = "{http://www.w3.org/2000/svg}"
TOYS = tuple(questions(6))
NEEDS = {"symbolic": choose.symbolic_is_installed, "local": choose.symbolic_is_installed}
NEEDS |= {"explicit-options-fast": choose.fast_is_installed, "variants": choose.fast_is_installed}


def can_run(name: str) -> bool:
    return NEEDS.get(name.partition(" ")[0], lambda: True)()


@pytest.fixture(scope="module")
def measured_once():
    """Everything that is measured, once, on toys, in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tasks, "timed", timed_once)
        return {name: tasks.TASKS[task](**arguments) for name, task, arguments in TOYS if can_run(name)}


def timed_once(work, *_):
    before = tasks.time.perf_counter()
    work()
    return (tasks.time.perf_counter() - before,) * 2


def test_every_measurement_has_its_own_name():
    for largest in (6, 24, 28):
        names = [name for name, _, _ in questions(largest)]
        assert len(names) == len(set(names))
    assert "explicit-options-fast plain 28" in names


def test_engines_agree_on_toys(measured_once):
    assert disagreements(measured_once) == []


def test_engines_that_disagree_are_named(measured_once):
    wrong = {**measured_once["explicit-list plain 6"], "seq": 99}
    (found,) = disagreements({**measured_once, "explicit-list plain 6": wrong})
    assert found.startswith("plain 6: explicit-list finds [64, ")


def test_the_page_has_every_table(measured_once):
    page = program.PAGE.read_text()
    written = filled(page, measured_once, "a toy")
    tables = dict(re.findall(r"<!-- (\w+) -->\n(.*?)<!-- end -->", written, re.DOTALL))
    assert tables["machine"].startswith("Measured on: a toy; ")
    assert {name for name, text in tables.items() if not text.strip()} == set()
    assert "| 2^6 plain | 64 |" in tables["sizes"]
    assert "| random | 1,024 |" in tables["graphs"]


def test_the_plot_has_a_labelled_line_for_each_engine(measured_once):
    drawn = [line for line in lines(measured_once) if line.points]
    root = Xml.fromstring(plot("Time", *AXES, drawn))  # noqa: S314 (our own)
    texts = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    assert [line.name for line in drawn if line.name not in texts] == []
    assert {*AXES} <= {*texts}


def test_a_line_is_named_where_it_ends():
    ends = {"beside": Line("beside", "#000", "", "circle", ((2.0, 1.0), (4.0, 2.0)))}
    ends["above"] = Line("above", "#000", "", "open", ((2.0, 1.0), (3.0, 7.0)), above=True)
    root = Xml.fromstring(plot("t", "x", "y", list(ends.values())))  # noqa: S314 (our own)
    marks = [(float(mark.attrib["cx"]), float(mark.attrib["cy"])) for mark in root.iter(f"{SVG}circle")]
    for (x, y), name in zip(marks[1::2], ends, strict=True):
        (label,) = (text for text in root.iter(f"{SVG}text") if text.text == name)
        assert abs(float(label.attrib["x"]) - x) < 12
        assert abs(float(label.attrib["y"]) - y) < 12


BEFORE = {"solve": 1.0, "processor": 2.0, "memory": 100.0, "seq": 3.0}


@pytest.mark.parametrize(
    ("now", "worse"),
    [
        ({"solve": 9.0, "processor": 2.5}, []),  # processor time errs less
        ({"solve": 1.0, "processor": 2.7}, ["processor"]),
        ({"processor": 2.0, "memory": 131.0}, ["memory"]),
        ({"processor": 2.0, "memory": 101.0}, []),
    ],
)
def test_what_is_worse_than_the_last_time(now, worse):
    assert [change.what for change in changes("x", now, BEFORE) if change.is_worse] == worse


def test_short_times_may_vary():
    assert not any(change.is_worse for change in changes("x", {"solve": 0.0006}, {"solve": 0.0002}))


def test_rates_are_worse_when_lower():
    (change,) = changes("x", {"per_second": 1000.0}, {"per_second": 2000.0})
    assert (change.ratio, change.is_worse) == (2.0, True)


def test_the_better_of_two_runs_number_by_number():
    one, other = {"solve": 1.0, "processor": 2.0, "seq": 3.0}, {"solve": 2.0, "processor": 1.0, "seq": 3.0}
    assert better(one, other) == {"solve": 1.0, "processor": 1.0, "seq": 3.0}
    assert better({"per_second": 5.0}, {"per_second": 7.0}) == {"per_second": 7.0}


class Clock:
    """Stands for the measuring: the times it is given, one after another."""

    def __init__(self, *times: float) -> None:
        self.times = list(times)

    def __call__(self, task, **arguments):
        if task == "machine":
            return {"copy": 20.0, "cores": 2}
        return {"solve": self.times.pop(0), "copy": 1e-3, "memory": 1.0, "states": arguments["states"], "arcs": 1.0,
                "processor": 1.0, "make": 1.0, "whole": 1.0}  # fmt: skip


@pytest.fixture
def run(tmp_path, monkeypatch):
    for name in ("RESULTS", "COMPARISON", "PLOT"):
        monkeypatch.setattr(program, name, tmp_path / name)
    page = tmp_path / "PAGE"
    page.write_text("<!-- graphs -->\n<!-- end -->\n")
    monkeypatch.setattr(program, "PAGE", page)

    def run(*times, arguments=()):
        monkeypatch.setattr(program, "measured", Clock(*times))
        small = [question for question in TOYS if question[0] in ("machine", "graph random 1024")]
        monkeypatch.setattr(program, "questions", lambda _: small)
        monkeypatch.setattr("benchmarks.compare._TIMES", (("solve",),))
        return program.main(arguments)

    return run


def test_a_first_run_writes_the_page(run, capsys):
    assert run(0.5) == 0
    assert "| random | 1,024 |" in program.PAGE.read_text()
    assert not program.COMPARISON.exists()
    assert "2 measurements in" in capsys.readouterr().out


def test_a_slower_run_is_measured_again_and_named(run, capsys):
    run(0.5)
    assert run(2.0, 1.0, 3.0) == 1
    assert "SLOWER  graph random 1024: solve 0.5 -> 1 s" in capsys.readouterr().out
    assert "| graph random 1024 | solve | 0.5 s | 1 s | 2.00 | **worse** |" in program.COMPARISON.read_text()


def test_noise_that_does_not_repeat_is_none(run, capsys):
    run(0.5)
    assert run(2.0, 0.5) == 0
    assert "nothing is slower than the last time" in capsys.readouterr().out


def test_the_best_of_runs_may_be_kept(run):
    run(0.5)
    run(0.6, arguments=["--best"])
    assert json.loads(program.RESULTS.read_text())["results"]["graph random 1024"]["solve"] == 0.5


def test_results_of_another_machine_are_not_compared(run, monkeypatch, capsys):
    run(0.5)
    monkeypatch.setattr(program, "this_machine", lambda: "another")
    assert run(9.0) == 0
    assert "of another machine" in capsys.readouterr().out


def test_only_some_are_measured_and_the_rest_kept(run):
    run(0.5)
    run(0.7, arguments=["--only", "machine"])
    assert json.loads(program.RESULTS.read_text())["results"]["graph random 1024"]["solve"] == 0.5
