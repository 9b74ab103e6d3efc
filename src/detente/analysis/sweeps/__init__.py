"""Count very many readings of a case: in chunks, on all cores or machines, and on from where it was interrupted.

A sweep is cut into numbered chunks, and each chunk counts the same wherever and how often it is counted; so results
are the same to the last digit for one worker and for a hundred, whoever is lost on the way.
"""

from detente.analysis.sweeps.cluster import Cluster
from detente.analysis.sweeps.ground import Ground
from detente.analysis.sweeps.journal import Journal
from detente.analysis.sweeps.model import Counts, Executor, Progress, Sweep
from detente.analysis.sweeps.processes import Processes
from detente.analysis.sweeps.run import Runner, run_sweep

__all__ = [
    "Cluster",
    "Counts",
    "Executor",
    "Ground",
    "Journal",
    "Processes",
    "Progress",
    "Runner",
    "Sweep",
    "run_sweep",
]
