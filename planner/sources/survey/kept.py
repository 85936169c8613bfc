"""What survey files say, kept by what they hold: one content is read and checked once in a process."""

from __future__ import annotations

import datetime as dt
import functools
import threading
from collections import deque
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from planner.model.survey import no_survey
from planner.sources.changing import table_content
from planner.sources.survey.rows import COLUMNS, checked_rows
from planner.sources.tables import parse_table

KEPT = 4
"""Of how many contents it is kept what they say."""


@dataclass(frozen=True, eq=False)
class SurveyFile:
    """A survey file that was read and checked, or that there is none of.

    Attributes
    ----------
    name
        What it is called in sentences.
    content
        What the file holds; empty where there is none.
    as_written
        Whether the planner would write the very same bytes, so that rows may be put behind them.
    checked
        What it says; never handed on itself.
    """

    name: str
    content: bytes
    as_written: bool
    checked: pd.DataFrame

    @property
    def survey(self) -> pd.DataFrame:
        """What it says, as :data:`~planner.model.survey.SURVEY`: changing that changes nobody else's."""
        return self.checked.copy(deep=False)

    def holds_on(self, today: dt.date) -> bool:
        """Say whether no row is of a later day: of all that is checked, nothing else depends on the day."""
        return self.checked.empty or str(self.checked["date"].max()) <= today.isoformat()

    def content_with(self, fresh: pd.DataFrame) -> bytes:
        """Return what the file is to hold once checked rows are added.

        Parameters
        ----------
        fresh
            :data:`~planner.model.survey.SURVEY`, at least one row.
        """
        # The ids that follow from name, kind and position are left out.
        written = fresh.assign(facility_id=fresh["facility_id"].where(fresh["kind"].isna()))[COLUMNS]
        if self.as_written:
            return self.content + table_content(written, header=not self.content)
        return table_content(pd.concat([_cells(self.content, self.name), written], ignore_index=True))


class SurveyFiles:
    """The survey files that were read last; for several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: deque[SurveyFile] = deque(maxlen=KEPT)

    def read(self, path: Path, today: dt.date) -> SurveyFile:
        """Return a survey file, checked as of a day.

        Raises
        ------
        planner.errors.LayerError
            If it can't be read or a row in it is wrong.
        """
        if not path.is_file():
            return SurveyFile(path.name, b"", True, _nothing())
        content = path.read_bytes()
        with self._lock:
            known = next((one for one in self._kept if one.content == content), None)
        if known is not None and known.holds_on(today):
            return known
        checked = checked_rows(parse_table(content, path.name), path.name, today=today)
        as_written = table_content(_cells(content, path.name)) == content
        return self._keep(SurveyFile(path.name, content, as_written, checked))

    def foresee(self, former: SurveyFile, fresh: pd.DataFrame, content: bytes) -> None:
        """Remember what a file says to which rows were added, so that it need not be read again.

        Parameters
        ----------
        former, fresh
            The file before, and the checked rows.
        content
            What it then holds, by :meth:`SurveyFile.content_with`.
        """
        # Cells that were checked are read as they are written; but a position is worked out from its digits, and a
        # file that others wrote may number its rows in another way.
        if former.as_written and fresh["kind"].isna().all():
            before = len(former.checked)
            rows = fresh.assign(row=range(before + 1, before + len(fresh) + 1))
            checked = pd.concat([former.checked, rows], ignore_index=True)
            self._keep(SurveyFile(former.name, content, True, checked))

    def _keep(self, file: SurveyFile) -> SurveyFile:
        with self._lock:
            self._kept.appendleft(file)
        return file


@functools.cache
def _nothing() -> pd.DataFrame:
    return no_survey()


def _cells(content: bytes, file: str) -> pd.DataFrame:
    """Return the cells of a file as they stand there, older rows first."""
    return parse_table(content, file).reindex(columns=COLUMNS)


FILES = SurveyFiles()
"""The survey files that this process knows."""
