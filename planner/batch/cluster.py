"""Where the tasks run: a cluster of processes on this machine, or any scheduler by its address."""

from __future__ import annotations

import logging
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker

import dask
from dask.system import CPU_COUNT
from distributed import Client, LocalCluster

import planner
from planner.errors import FetchError, OptionError
from planner.texts import Text, plural, text

LOOPBACK = "127.0.0.1"
DASHBOARD_PORT = 8787
MOST_WORKERS = 64
_PATIENCE_S = 10.0
"""How long a scheduler may take to answer, or to come back, and to have a worker."""

_ALLOWED_DEATHS = 0
"""How many workers may die before a task that one of them had is set aside, to be tried alone: it need not have been
the cause."""


def processors() -> int:
    """Return how many processors this process may use."""
    return min(int(CPU_COUNT), MOST_WORKERS)


def check_workers(workers: int) -> int:
    """Return a number of workers if it can be.

    Raises
    ------
    planner.errors.OptionError
        If it is out of bounds.
    """
    if not 1 <= workers <= MOST_WORKERS:
        raise OptionError(
            text("The number of workers must be from 1 to {most}, not {value}.", most=MOST_WORKERS, value=workers)
        )
    return workers


@contextmanager
def local_cluster(workers: int, dashboard_port: int = DASHBOARD_PORT) -> Iterator[Client]:
    """Start processes on this machine, and stop them in the end.

    Everything is bound to the loopback, and encrypted with a certificate of this run alone: who can talk to a
    scheduler can run programs, and other people may be signed in to the same machine.

    Parameters
    ----------
    workers
        How many processes; each works on one city at a time.
    dashboard_port
        Port of the dashboard; any free one if it is taken.
    """
    _quiet()
    with dask.config.set({"distributed.scheduler.allowed-failures": _ALLOWED_DEATHS}):
        with _without_interrupts():
            cluster = LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                processes=True,
                host=LOOPBACK,
                security=True,
                dashboard_address=f"{LOOPBACK}:{_free_port(dashboard_port)}",
                silence_logs=logging.CRITICAL,
            )
        with cluster, Client(cluster, timeout=_PATIENCE_S) as client:
            yield client


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Hold back Ctrl-C in this thread, and for good in all threads and processes that are started meanwhile.

    A terminal sends it to the workers too, each of which would die with a traceback; this process stops them itself.
    """
    if sys.platform == "win32":
        yield
        return
    # Python's own helper of processes lets Ctrl-C through again when it starts, so it has to run before.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def scheduler_at(address: str) -> Iterator[Client]:
    """Join a scheduler that runs already.

    Parameters
    ----------
    address
        Its address, such as ``tcp://10.0.0.5:8786``; for ``tls://`` Dask's own settings name the certificates.

    Raises
    ------
    planner.errors.FetchError
        If nothing answers there, it has no worker, or a worker has another version of the planner.
    """
    _quiet()
    try:
        client = Client(address, timeout=_PATIENCE_S)
    except (OSError, ValueError, ImportError) as error:
        raise FetchError(
            text(
                "No Dask scheduler answers at {address}: check the address, such as tcp://10.0.0.5:8786, "
                "and that it runs.",
                address=address,
            )
        ) from error
    with client:
        _check_workers(client, address)
        yield client


def _check_workers(client: Client, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=_PATIENCE_S)
    except TimeoutError as error:
        raise FetchError(
            text("The Dask scheduler at {address} has no worker: start one, and run this again.", address=address)
        ) from error
    for worker, version in client.run(planner_version, on_error="return").items():
        if version != planner.__version__:
            raise FetchError(
                text(
                    "The worker {worker} does not have version {version} of the planner: install the same one there.",
                    worker=str(worker),
                    version=planner.__version__,
                )
            )


def planner_version() -> str:
    """Return the version of the planner; asked of each worker."""
    return planner.__version__


def describe(client: Client) -> Text:
    """Say how many workers there are, and where to look on."""
    workers = plural("{n} worker", "{n} workers", len(client.nthreads()))
    if "dashboard" not in client.scheduler_info(n_workers=0)["services"]:
        return workers
    return text("{workers}; dashboard: {address}", workers=workers, address=client.dashboard_link)


def _free_port(wanted: int) -> int:
    """Return the port if nothing listens on it, else 0, which stands for any."""
    with socket.socket() as probe:
        try:
            probe.bind((LOOPBACK, wanted))
        except OSError:
            return 0
    return wanted


def _quiet() -> None:
    """Keep what Dask logs of workers and connections from the terminal: what matters is told in plain sentences."""
    for name in list(logging.Logger.manager.loggerDict):
        if name.partition(".")[0] in ("distributed", "tornado", "bokeh"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
