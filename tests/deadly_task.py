"""A task under which the worker dies, for one city; any other is assessed."""

from __future__ import annotations

import os
import signal

from planner.batch import task as tasks
from planner.batch.task import CityTask, Outcome

DEADLY = "11.02"
BROKEN = "11.03"


def assess_or_die(task: CityTask) -> Outcome:
    """Kill the worker for one city, and make a mistake for another."""
    if task.code == DEADLY:
        os.kill(os.getpid(), signal.SIGKILL)
    if task.code == BROKEN:
        raise KeyError("a mistake\nof the program")
    return tasks.assess_city(task)
