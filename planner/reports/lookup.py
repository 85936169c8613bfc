"""What is looked up in an assessment again and again. Nothing is counted here that the assessment does not hold."""

from __future__ import annotations

import pandas as pd

from planner.model.assessment import Assessment
from planner.model.kinds import Level
from planner.model.positions import rows_at


def access_rows(assessment: Assessment, level: Level, kind: str, tier: str) -> pd.DataFrame:
    """Return who reaches a kind of place, one row a region of a level, in the order of their codes."""
    return rows_at(assessment.access, assessment.access_positions, level, kind, tier)
