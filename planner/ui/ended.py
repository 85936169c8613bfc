"""Sign-ins that were ended: kept in a private file, so that they stay ended when the server is started again."""

from __future__ import annotations

import hashlib
import json
import math
import stat
import threading
from collections.abc import Mapping
from pathlib import Path

from planner.errors import OutputError, SettingsError
from planner.sources.lock import locked
from planner.storage.private_file import check_outside, read_outside, write_outside
from planner.texts import text

ENDED_FILE = "ended-sign-ins.json"
MOST_ENDED = 8_000
"""How many are kept; of more, those that would have lasted longest."""

MOST_BYTES = 1_000_000

_STATE_FOLDER = "STATE_DIRECTORY"
"""Where systemd lets a service keep what stays."""


class EndedSessions:
    """Sign-ins that were ended here: their cookie is worth nothing any more, in whatever window it still lies.

    Parameters
    ----------
    path
        The file that keeps them, as hashes only; if left out they are forgotten with this process.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._lock = threading.Lock()
        self._path = path
        self._read_as: tuple[int, ...] | None = None
        self._until: dict[str, float] = {}

    def end(self, claims: Mapping[str, object], until: float, now: float) -> None:
        """Remember that a sign-in was ended, as long as it could have lasted.

        Raises
        ------
        planner.errors.PlannerError
            If the file can't be written: it is then forgotten with this process.
        """
        with self._lock:
            self._until = _newest({**self._until, _token(claims): until}, now)
            if self._path is not None:
                self._write(self._path, now)

    def has(self, claims: Mapping[str, object]) -> bool:
        """Say whether a sign-in was ended, here or by another process with the same file.

        Raises
        ------
        planner.errors.PlannerError
            If the file is unusable.
        """
        with self._lock:
            self._read()
            return _token(claims) in self._until

    def check(self, now: float) -> None:
        """Check that the file can be read and written.

        Raises
        ------
        planner.errors.PlannerError
            If not.
        """
        with self._lock:
            self._read()
            if self._path is not None:
                self._write(self._path, now)

    def _read(self) -> None:
        """Take over what another process, or this one before it was started again, has written since."""
        if self._path is None:
            return
        try:
            seen = self._path.stat()
        except FileNotFoundError:
            return
        except OSError as error:
            raise SettingsError(
                text("{file} can't be read ({reason}).", file=str(self._path), reason=error.strerror or str(error))
            ) from error
        read_as = (seen.st_mtime_ns, seen.st_ctime_ns, seen.st_size, seen.st_ino)
        if read_as != self._read_as:
            self._until |= _parsed(read_outside(self._path, MOST_BYTES, secret=True), self._path)
            self._read_as = read_as

    def _write(self, path: Path, now: float) -> None:
        check_outside(path)
        try:
            path.parent.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)
            with locked(path):
                self._read()
                self._until = _newest(self._until, now)
                write_outside(path, json.dumps(self._until, sort_keys=True, separators=(",", ":")))
        except OSError as error:
            raise OutputError(
                text(
                    "{file} can't be written ({reason}): sign-ins that were ended have to be kept there.",
                    file=str(path),
                    reason=error.strerror or str(error),
                )
            ) from error


def ended_path(environment: Mapping[str, str]) -> Path:
    """Return where ended sign-ins are kept: in the service's own folder, or among what the user's programs keep.

    Parameters
    ----------
    environment
        Variables of the environment, as ``os.environ``.
    """
    # systemd may name several folders, one behind the other.
    own = environment.get(_STATE_FOLDER, "").partition(":")[0]
    if own:
        return Path(own) / ENDED_FILE
    home = environment.get("XDG_STATE_HOME", "")
    return (Path(home) if home else Path.home() / ".local" / "state") / "child-friendly-planner" / ENDED_FILE


def _parsed(content: bytes, path: Path) -> dict[str, float]:
    try:
        written = json.loads(content)
    except (UnicodeDecodeError, ValueError, RecursionError):
        written = None
    if not isinstance(written, dict) or any(not _is_moment(until) for until in written.values()):
        raise SettingsError(
            text(
                "{file} is no list of ended sign-ins: delete it, and give PLANNER_OIDC_COOKIE_SECRET anew, so that "
                "those who signed out stay out.",
                file=str(path),
            )
        )
    return {str(token): float(until) for token, until in written.items()}


def _is_moment(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _newest(until: Mapping[str, float], now: float) -> dict[str, float]:
    """Return what has not ended by itself, and not too much of it."""
    left = sorted(((token, end) for token, end in until.items() if end > now), key=lambda one: one[1])
    return dict(left[-MOST_ENDED:])


def _token(claims: Mapping[str, object]) -> str:
    """Return the name of a sign-in: the same in all windows that hold it, and nothing that could be read from it."""
    return hashlib.sha256(json.dumps(dict(claims), sort_keys=True, default=str).encode()).hexdigest()
