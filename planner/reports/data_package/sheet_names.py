"""Names of sheets: at most 31 characters, none that Excel forbids, and each once."""

from __future__ import annotations

import re

_LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


class SheetNames:
    """Gives sheets their names."""

    def __init__(self) -> None:
        # Excel keeps "History" for itself.
        self._taken = {"", "history"}

    def new(self, wanted: str) -> str:
        """Return a name as near as can be to the one that is wanted, and remember it.

        Parameters
        ----------
        wanted
            Any words, even none.
        """
        plain = _FORBIDDEN.sub(" ", wanted).strip("' ")
        name, number = plain[:_LONGEST].strip("' "), 1
        while name.casefold() in self._taken:
            number += 1
            ending = f" ({number})"
            name = (plain[: _LONGEST - len(ending)].rstrip("' ") + ending).strip()
        self._taken.add(name.casefold())
        return name
