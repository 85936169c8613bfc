"""What became of the load, as figures and a plot."""

from __future__ import annotations

import datetime as dt
import math
import os
import platform
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np

from benchmarks.load.people import Change, Log

PROMISED_S = 2.0
PROMISED_SHARE = 0.95
FLAT = 0.10
"""Memory is flat if between the middle of the run and its end it does not grow by more than this share."""

MEGABYTE = 1024**2
_SHOWN_PROBLEMS = 10


@dataclass(frozen=True)
class Memory:
    """Resident memory at a moment."""

    at_s: float
    server_bytes: int
    workers_bytes: int


@dataclass(frozen=True)
class Run:
    """A run and what was measured."""

    users: int
    seconds: float
    log: Log
    memory: Sequence[Memory]
    driver_share: float
    lost: Sequence[str]
    store: str

    @property
    def errors(self) -> list[Change]:
        """The page changes with something wrong."""
        return [change for change in self.log.changes if change.problems]

    @property
    def share_in_time(self) -> float:
        """Which share of page changes was done within what was promised."""
        within = sum(change.seconds <= PROMISED_S for change in self.log.changes)
        return within / max(1, len(self.log.changes))

    @property
    def growth(self) -> float:
        """By how much the memory grew from the middle of the run to its end, as a share."""
        amounts = [one.server_bytes + one.workers_bytes for one in self.memory]
        size = max(1, len(amounts) // 10)
        middle = len(amounts) // 2
        return float(np.median(amounts[-size:]) / np.median(amounts[middle - size : middle + size]) - 1)

    @property
    def holds(self) -> bool:
        """Whether everything holds that was promised."""
        return not self.errors and not self.lost and self.share_in_time >= PROMISED_SHARE and self.growth <= FLAT

    @property
    def verdict(self) -> str:
        """All of it in one line."""
        return (
            f"{len(self.log.changes)} page changes, {self.share_in_time:.1%} within {PROMISED_S:.0f} s, "
            f"{len(self.errors)} with an error, {len(self.log.confirmed)} signs, {len(self.lost)} of them lost, "
            f"memory {self.growth:+.1%} in the second half"
        )


def write_report(run: Run, folder: Path) -> None:
    """Write ``load.md`` and ``load.svg`` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    _plot(run, folder / "load.svg")
    (folder / "load.md").write_text(_document(run), encoding="utf-8")


def _document(run: Run) -> str:
    peak = max(run.memory, key=lambda one: one.server_bytes + one.workers_bytes)
    lines = [
        "# Under load",
        "",
        "Made by `make load`. Simulated users are real web-socket clients that speak Streamlit's own protocol with",
        "`planner serve` on loopback: they read pages (60 %), record KSTR signs (25 %) and try out what if (15 %), and",
        "think for 5 to 15 seconds in between. Where somebody else answered otherwise since they opened the form, they",
        "are shown both versions, keep their own, and send it again. A page change is timed from the click until the",
        "page is drawn to its end; what a page asks for by itself while it is looked at is answered too, but not",
        "counted. Before the clock starts, one visitor has opened each page once.",
        "",
        f"{dt.date.today().isoformat()}, {_machine()}; {run.users} users for {run.seconds / 60:.1f} minutes on "
        f"{run.store}.",
        f"The clients themselves took {run.driver_share:.0%} of one processor of the same machine.",
        "",
        "| Promised | Measured |",
        "|---|---|",
        f"| {PROMISED_SHARE:.0%} of page changes within {PROMISED_S:.0f} s "
        f"| {run.share_in_time:.1%} of {len(run.log.changes):,} |",
        f"| no error | {len(run.errors)} |",
        f"| no lost edit | {len(run.lost)} of {len(run.log.confirmed):,} confirmed signs lost |",
        f"| memory flat | {run.growth:+.1%} from the middle to the end; at most "
        f"{peak.server_bytes / MEGABYTE:,.0f} MB the server and {peak.workers_bytes / MEGABYTE:,.0f} MB its workers |",
        "",
        f"“Flat” means here: no more than {FLAT:.0%} from the middle to the end. Caches fill in these minutes; how",
        "memory goes on over days was not measured.",
        "",
        "![Seconds of each page change, and the memory over time](load.svg)",
        "",
        "| What | Changes | Median (s) | 95 % within (s) | Slowest (s) |",
        "|---|---:|---:|---:|---:|",
        *_rows(run.log.changes),
        "",
        f"Parts of pages drawn anew by themselves: {run.log.refreshes:,}. Sent to the clients: "
        f"{run.log.received_bytes / MEGABYTE:,.0f} MB.",
    ]
    if run.errors:
        lines += ["", "Errors:", "", *_told(run.errors)]
    return "\n".join(lines) + "\n"


def _told(errors: Sequence[Change]) -> Iterable[str]:
    told = Counter(f"{change.page or 'overview'}: {problem}" for change in errors for problem in change.problems)
    return (f"- {count} × {problem}" for problem, count in told.most_common(_SHOWN_PROBLEMS))


def _rows(changes: Sequence[Change]) -> Iterable[str]:
    kinds: dict[str, list[float]] = {}
    for change in changes:
        kinds.setdefault(change.kind, []).append(change.seconds)
        kinds.setdefault(f"{change.kind}: {change.page or 'overview'}", []).append(change.seconds)
    for name, seconds in sorted(kinds.items()):
        ordered = sorted(seconds)
        within = ordered[math.ceil(0.95 * len(ordered)) - 1]
        yield f"| {name} | {len(ordered)} | {np.median(ordered):.2f} | {within:.2f} | {ordered[-1]:.2f} |"


def _machine() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in ("streamlit", "geopandas", "pandas"))
    return (
        f"{os.cpu_count()} processors ({platform.machine()}), {platform.system()}, Python {platform.python_version()}, "
        f"{packages}"
    )


def _plot(run: Run, path: Path) -> None:
    mpl.rcParams["svg.hashsalt"] = "load"
    figure, (above, below) = plt.subplots(2, 1, figsize=(9, 6.5), sharex=True, layout="constrained")
    for kind in dict.fromkeys(change.kind for change in run.log.changes):
        own = [change for change in run.log.changes if change.kind == kind]
        above.scatter([one.at_s for one in own], [one.seconds for one in own], s=7, alpha=0.6, label=kind)
    above.axhline(PROMISED_S, color="0.3", linewidth=1, linestyle="--")
    above.set_ylabel("seconds of a page change")
    above.set_ylim(bottom=0)
    above.legend(loc="upper right", frameon=False)
    times = [one.at_s for one in run.memory]
    server = [one.server_bytes / MEGABYTE for one in run.memory]
    workers = [one.workers_bytes / MEGABYTE for one in run.memory]
    below.stackplot(times, server, workers, labels=["server", "its workers"], alpha=0.7)
    below.set_ylabel("resident memory (MB)")
    below.set_xlabel("seconds since the start")
    below.legend(loc="lower right", frameon=False)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
