"""What the service counts of itself, for Prometheus: how much, how fast, how often not. Never who or what."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psutil
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from streamlit import runtime
from streamlit.runtime.stats import ACTIVE_SESSIONS_FAMILY, GaugeStat

REGISTRY = CollectorRegistry()
"""Everything that is counted in this process."""

BUCKETS_S = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)

PAGE_DRAW_SECONDS = Histogram(
    "planner_page_draw_seconds", "How long a page took to draw.", ["page"], buckets=BUCKETS_S, registry=REGISTRY
)
PAGES_FAILED = Counter(
    "planner_pages_failed", "Pages that ended in a fault of the planner.", ["page"], registry=REGISTRY
)
PAGES_REFUSED = Counter(
    "planner_pages_refused", "Pages that ended in a sentence about what a user can mend.", ["page"], registry=REGISTRY
)
EDITS = Counter("planner_edits", "Changes to the working city.", ["deed"], registry=REGISTRY)
CONFLICTS = Counter("planner_edit_conflicts", "Changes that met one of somebody else.", ["deed"], registry=REGISTRY)
WORKER_RESTARTS = Counter(
    "planner_worker_restarts", "Worker processes that died and were started again.", registry=REGISTRY
)
REVISION = Gauge("planner_revision", "The newest revision of the working city that was seen.", registry=REGISTRY)
HEALTHY = Gauge("planner_healthy", "Whether a health check passed: 1 or 0.", ["check"], registry=REGISTRY)


class Measured(Collector):
    """Gauges that are looked at when somebody asks.

    Parameters
    ----------
    name
        Name of the metric.
    help_words
        What it measures, in one sentence.
    measure
        Gives its value, or ``None`` where it is not known.
    """

    def __init__(self, name: str, help_words: str, measure: Callable[[], float | None]) -> None:
        self._name, self._help, self._measure = name, help_words, measure

    def collect(self) -> Iterator[Metric]:
        """Yield the metric as it is now; nothing where it is not known."""
        value = self._measure()
        if value is not None:
            yield GaugeMetricFamily(self._name, self._help, value=value)


def memory_bytes() -> float:
    """Return the memory of this process and those it started, as far as they still run."""
    process = psutil.Process()
    total = process.memory_info().rss
    for child in process.children(recursive=True):
        try:
            total += child.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return float(total)


def sessions() -> float | None:
    """Return how many windows are connected; ``None`` where Streamlit does not run."""
    if not runtime.exists():
        return None
    found = runtime.get_instance().stats_mgr.get_stats(family_names=[ACTIVE_SESSIONS_FAMILY])
    return float(sum(stat.value for stat in found.get(ACTIVE_SESSIONS_FAMILY, ()) if isinstance(stat, GaugeStat)))


def exposition() -> bytes:
    """Return everything that is counted, in the text format of Prometheus."""
    return generate_latest(REGISTRY)


REGISTRY.register(
    Measured("planner_memory_bytes", "Resident memory of the service and its worker processes.", memory_bytes)
)
REGISTRY.register(Measured("planner_sessions", "Windows that are connected.", sessions))
