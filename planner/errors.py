"""The error family: what is wrong, in which file, row or option, and how to mend it.

Each error is also a standard error, so that a program that knows nothing of the planner can catch it. The
message is a :class:`planner.texts.Text`: one plain sentence, shown in the language of whoever reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planner.texts import Text, translate


class PlannerError(Exception):
    """Something the user can mend.

    Parameters
    ----------
    message
        One plain sentence: what is wrong, where, and how to mend it.
    """

    def __init__(self, message: Text) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return translate(self.message)


class MissingFileError(PlannerError, FileNotFoundError):
    """A file or folder that is named does not exist."""


class SettingsError(PlannerError, ValueError):
    """A ``city.toml`` holds an unknown key, a missing key or a wrong value."""


class LayerError(PlannerError, ValueError):
    """A layer can't be used as it is: wrong columns, values, outlines or an empty table."""


class CrsError(LayerError):
    """A layer's coordinates do not fit the city: wrong CRS, swapped axes or another country."""


class RuleError(PlannerError, ValueError):
    """The rule catalogue, or a city's change to it, is unusable."""


class OptionError(PlannerError, ValueError):
    """An option of an assessment lies outside what is possible."""


class ScenarioError(PlannerError, ValueError):
    """A scenario's file is unusable, or one of its changes can't be applied to the city."""


class FetchError(PlannerError, ConnectionError):
    """A service on the network did not give what was asked for, or the asking was stopped."""


class OutputError(PlannerError, OSError):
    """An output can't be written."""


class UnsolvedError(PlannerError, RuntimeError):
    """The solver stopped without a plan and without a proof that there is none."""


class StorageError(PlannerError, OSError):
    """A working city can't be opened, read or written."""


class ConflictError(PlannerError, RuntimeError):
    """Somebody else changed the same since it was seen, so that nothing was written.

    Parameters
    ----------
    message
        One plain sentence.
    conflicts
        Both versions of each: :class:`planner.storage.records.Conflict`, which no room below storage knows.
    """

    def __init__(self, message: Text, conflicts: Sequence[Any] = ()) -> None:
        super().__init__(message)
        self.conflicts = tuple(conflicts)


class NotAllowedError(PlannerError, PermissionError):
    """The role of whoever asks does not allow it."""


class BusyError(PlannerError, TimeoutError):
    """Too much is asked for at once: it can be asked again later."""
