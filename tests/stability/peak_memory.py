"""What a process takes at most while a random dispute is compiled and analyzed, and what it was estimated to take.

::

    python -m tests.stability.peak_memory explicit-options 20 --parties 4 --statements 12 --constrained

The estimate is made before anything is compiled (`detente.stability.choose.plan_engine`).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

from detente.conflict import build_conflict
from detente.stability import analyze_stability
from detente.stability.choose import plan_engine
from tests.stability.symbolic.coupled import Coupled, coupled_case

ROOT = Path(__file__).parents[2]
AMPLE = 1 << 40


STATUS = Path("/proc/self/status")


def taken() -> int:
    """Return the most bytes this process has had (Linux; `resource.getrusage` counts the parent's, too)."""
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


def in_a_process(engine: str, size: Coupled) -> tuple[int, int]:
    """Return the bytes estimated and the bytes taken by a process of its own."""
    arguments = [engine, str(size.options), f"--parties={size.decision_makers}", f"--statements={size.statements}"]
    arguments += ["--constrained"] if size.constrained else []
    command = [sys.executable, "-m", "tests.stability.peak_memory", *arguments]
    found = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
    return found["estimated"], found["taken"]


def main() -> int:
    """Compile and analyze; print what was estimated and taken, in bytes, as JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.stability.peak_memory")
    parser.add_argument("engine")
    parser.add_argument("options", type=int)
    parser.add_argument("--parties", type=int, default=4)
    parser.add_argument("--statements", type=int, default=12)
    parser.add_argument("--constrained", action="store_true")
    given = parser.parse_args()
    size = Coupled(given.options, given.parties, given.statements, local=False, constrained=given.constrained)
    case = coupled_case(size)
    choice = plan_engine(case, engine=given.engine, memory_limit=AMPLE)
    at_first = taken()
    result = analyze_stability(build_conflict(case, memory_limit=AMPLE), engine=choice)
    found = {"estimated": choice.memory, "taken": taken() - at_first, "states": result.conflict.n_states}
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
