"""A PostgreSQL server of the tests' own: Debian's programs, a free port, and a folder that goes away."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import psycopg

PROGRAMS = Path("/usr/lib/postgresql")
USER = "planner"
_UNPRIVILEGED = "postgres"
"""Who runs the server where the tests run as root, which PostgreSQL refuses."""


@dataclass(frozen=True)
class Server:
    """A server that runs.

    Attributes
    ----------
    folder
        Its data.
    port
        Its port on this machine.
    password
        The password of its one user.
    """

    folder: Path
    port: int
    password: str

    def address(self, database: str) -> str:
        """Return the address of a database, with the password."""
        return f"postgresql://{USER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def database(self, *, postgis: bool = True) -> str:
        """Make a new database, and return its address."""
        name = f"city_{secrets.token_hex(4)}"
        self.run("postgres", f"CREATE DATABASE {name}")
        if postgis:
            self.run(name, "CREATE EXTENSION postgis")
        return self.address(name)

    def run(self, database: str, statement: str) -> list[tuple[object, ...]]:
        """Run a statement as who administers the server."""
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            found = connection.execute(statement.encode())
            return [] if found.description is None else found.fetchall()

    @cached_property
    def cities(self) -> str:
        """The address of a database with PostGIS that tests share: each takes a schema of its own."""
        return self.database()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        _call("pg_ctl", "-D", self.folder / "data", "-l", self.folder / "log", "-w", "-t", "60", "-o", options, "start")

    def stop(self, how: str = "immediate") -> None:
        """Stop the server; ``immediate`` is as if the machine lost its power."""
        _call("pg_ctl", "-D", self.folder / "data", "-w", "-m", how, "stop")


def why_missing() -> str | None:
    """Return why there can be no server here, ``None`` if there can."""
    if _programs() is None:
        return "needs PostgreSQL: apt-get install postgresql postgis"
    if not list(Path("/usr/share/postgresql").glob("*/extension/postgis.control")):
        return "needs PostGIS: apt-get install postgresql-postgis"
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        return "PostgreSQL does not run as root, and there is no runuser"
    return None


@contextmanager
def running_server() -> Iterator[Server]:
    """Lend a server that is stopped and removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="planner-postgres-") as named:
        folder = Path(named)
        password = folder / "password"
        server = Server(folder, _free_port(), secrets.token_hex(8))
        password.write_text(server.password, encoding="utf-8")
        if os.geteuid() == 0:
            shutil.chown(folder, _UNPRIVILEGED)
            shutil.chown(password, _UNPRIVILEGED)
        words = ("--auth=scram-sha-256", f"--pwfile={password}", "-E", "UTF8", "--locale=C.UTF-8")
        _call("initdb", "-D", folder / "data", "-U", USER, *words)
        server.start()
        with _stopped_with_us(folder):
            try:
                yield server
            finally:
                if (folder / "data" / "postmaster.pid").exists():
                    server.stop()


@contextmanager
def _stopped_with_us(folder: Path) -> Iterator[None]:
    """See that a server does not outlive tests that are killed: the end of a pipe tells of it."""
    stop = _command("pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
    watch = ["sh", "-c", 'read _; "$@"; rm -rf "$0"', str(folder), *stop]
    with subprocess.Popen(
        watch, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as watcher:
        try:
            yield
        finally:
            watcher.kill()


def _programs() -> Path | None:
    def version(path: Path) -> int:
        found = re.match(r"\d+", path.parent.name)
        return int(found[0]) if found else 0

    found = sorted(PROGRAMS.glob("*/bin"), key=version)
    return found[-1] if found else None


def _command(program: str, *words: object) -> list[str]:
    programs = _programs()
    assert programs is not None
    command = [str(programs / program), *(str(word) for word in words)]
    return ["runuser", "-u", _UNPRIVILEGED, "--", *command] if os.geteuid() == 0 else command


def _call(program: str, *words: object) -> None:
    # The server outlives this call: its output goes to files, or a pipe would never end.
    done = subprocess.run(
        _command(program, *words), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/", env=_environment()
    )
    assert done.returncode == 0, done.stderr.decode()


def _environment() -> Mapping[str, str]:
    """Return the environment without what PostgreSQL's own programs would listen to."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
