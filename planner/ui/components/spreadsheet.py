"""Tables for a spreadsheet, as downloads of pages give them."""

from __future__ import annotations

from planner.reports.spreadsheet import as_csv

__all__ = ["as_csv"]
