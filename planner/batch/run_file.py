"""What a folder's run was begun with, so that a run that goes on the next day judges all cities as of one day."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import planner
from planner.batch.task import BatchOptions
from planner.reports.folder import put_files

RUN_FILE = "run.json"


def keep_run(out: Path, options: BatchOptions) -> None:
    """Write what a run was begun with.

    Raises
    ------
    planner.errors.OutputError
        If it can't be written.
    """
    document = {
        "as_of": options.as_of.isoformat(),
        "language": str(options.language),
        "threshold_min": options.threshold_min,
        "version": planner.__version__,
    }
    put_files(out, {RUN_FILE: json.dumps(document, indent=1).encode() + b"\n"})


def day_of(out: Path) -> dt.date | None:
    """Return the day of the run in a folder; ``None`` where there is none that can be read."""
    try:
        return dt.date.fromisoformat(json.loads((out / RUN_FILE).read_bytes())["as_of"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
