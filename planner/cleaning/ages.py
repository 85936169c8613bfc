"""Counts by age group to a population table with the planner's age tiers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.cleaning.apportion import apportion
from planner.errors import LayerError, SettingsError
from planner.model.kinds import CHILDREN_COLUMNS, AgeTier
from planner.model.tables import POPULATION
from planner.texts import text

ADULT_AGE = max(tier.ages[-1] for tier in AgeTier) + 1

_GROUP = re.compile(r"(\d{1,3})(?:\s*[-–]\s*(\d{1,3})|\s*(\+))?")

Counts = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _AgeGroup:
    """Completed years from ``first`` to ``last``, both included; ``last`` is ``None`` for an open group."""

    label: str
    column: str
    first: int
    last: int | None

    def share_in(self, tier: AgeTier) -> float:
        """Share of the group's people in a tier, if each year of age has as many."""
        if self.last is None:
            return 0.0
        years = range(self.first, self.last + 1)
        return sum(age in tier.ages for age in years) / len(years)


def population_table(
    counts: pd.DataFrame, *, ages: Mapping[str, str], scale_to: pd.Series | None, parent: pd.Series
) -> pd.DataFrame:
    """Count people and children by age tier in whole numbers, scaled to newer totals.

    The people of an age group are spread evenly over its years: of an ``"5-9"`` group one fifth is 5 years old.
    Each larger region's counts are multiplied by its new total over its old one, for every age alike. Its
    children are the exact figure, rounded; they are divided over the tiers, and each tier over the regions, by
    the largest remainder. So nobody is lost; a single figure may differ from its exact value by a person or two.

    Parameters
    ----------
    counts
        One row a region, index: its code; column ``population`` and the columns of the age groups.
    ages
        Column by age group in completed years, both ends included: ``"0-4"``, ``"7"`` or ``"75+"``.
    scale_to
        New total by code of a larger (or equal) region; ``None`` keeps the counts as they are.
    parent
        Code of that larger region by code of region.

    Returns
    -------
    :data:`~planner.model.tables.POPULATION`, in the order of ``counts``.

    Raises
    ------
    planner.errors.SettingsError
        If the age groups can't be read, overlap, or leave an age below 18 out.
    planner.errors.LayerError
        If a count is missing or negative, children are more than people, or a new total is missing.
    """
    groups = _age_groups(ages)
    columns = ["population", *(group.column for group in groups)]
    _refuse_missing_columns(counts, columns)
    numbers = counts[columns].to_numpy(dtype=np.float64, na_value=np.nan)
    _refuse_bad_counts(counts.index, columns, numbers)
    people = numbers[:, 0]
    shares = np.array([[group.share_in(tier) for tier in AgeTier] for group in groups])
    children = numbers[:, 1:] @ shares
    _refuse_more_children_than_people(counts.index, people, children.sum(axis=1))

    larger, totals = _totals(counts.index, people, scale_to, parent)
    whole = np.zeros((len(counts), 1 + len(CHILDREN_COLUMNS)), dtype=np.int64)
    for code, total in totals.items():
        rows = np.flatnonzero(larger == code)
        whole[rows] = _scale(people[rows], children[rows], total)
    table = pd.DataFrame(whole, columns=["population", *CHILDREN_COLUMNS], index=counts.index.rename("code"))
    return POPULATION.validate(table)


def _scale(people: Counts, children: Counts, total: int) -> npt.NDArray[np.int64]:
    """Scale the regions of one larger region: columns people and tiers, in whole numbers."""
    whole = np.zeros((len(people), 1 + children.shape[1]), dtype=np.int64)
    if total == 0:
        return whole
    whole[:, 0] = apportion(people, total)
    exact = children.sum(axis=0) * (total / people.sum())
    # Half a child is rounded up, as a reader would, not to the even number.
    whole_children = int(np.floor(exact.sum() + 0.5))
    if whole_children:
        whole_tiers = apportion(exact, whole_children)
        for column in np.flatnonzero(whole_tiers):
            whole[:, 1 + column] = apportion(children[:, column], whole_tiers[column])
    return whole


def _totals(
    codes: pd.Index, people: Counts, scale_to: pd.Series | None, parent: pd.Series
) -> tuple[npt.NDArray[np.object_], dict[str, int]]:
    """Return the larger region of each region, and what each larger region's people sum to."""
    if scale_to is None:
        names = codes.to_numpy(dtype=object)
        return names, {str(code): int(np.floor(count + 0.5)) for code, count in zip(names, people, strict=True)}
    larger = parent.reindex(codes).to_numpy(dtype=object)
    totals: dict[str, int] = {}
    for code in dict.fromkeys(larger):
        total = scale_to.get(code)
        if total is None or not np.isfinite(total) or total < 0:
            raise LayerError(
                text("No new total is given for region {code}; add its row to the layer of new totals.", code=str(code))
            )
        if total > 0 and not people[larger == code].sum() > 0:
            raise LayerError(
                text(
                    "Region {code} has a new total of {total} but nobody in the age table; correct one of the two.",
                    code=str(code),
                    total=int(total),
                )
            )
        totals[str(code)] = int(np.floor(float(total) + 0.5))
    return larger, totals


def _age_groups(ages: Mapping[str, str]) -> list[_AgeGroup]:
    """Read the groups and check that they count each age below 18 exactly once."""
    groups = sorted((_age_group(label, column) for label, column in ages.items()), key=lambda group: group.first)
    expected, previous = 0, ""
    for group in groups:
        if group.first < expected:
            raise SettingsError(
                text(
                    'The age groups "{one}" and "{other}" of the population overlap; each age must be in one group.',
                    one=previous,
                    other=group.label,
                )
            )
        if group.first > expected and expected < ADULT_AGE:
            break
        expected, previous = 1000 if group.last is None else group.last + 1, group.label
    if expected < ADULT_AGE:
        raise SettingsError(
            text(
                "The age groups of the population leave out age {age}; every age from 0 to 17 must be in a group.",
                age=expected,
            )
        )
    return groups


def _age_group(label: str, column: str) -> _AgeGroup:
    match = _GROUP.fullmatch(label.strip())
    if match is None:
        raise SettingsError(
            text('The age group "{label}" of the population can\'t be read; write it as "0-4" or "75+".', label=label)
        )
    first = int(match[1])
    last = None if match[3] else int(match[2] or first)
    if last is not None and last < first:
        raise SettingsError(
            text('The age group "{label}" of the population ends before it starts; turn it round.', label=label)
        )
    if last is None and first < ADULT_AGE:
        raise SettingsError(
            text('The open age group "{label}" of the population must start at 18 years or later.', label=label)
        )
    return _AgeGroup(label, column, first, last)


def _refuse_missing_columns(counts: pd.DataFrame, columns: list[str]) -> None:
    for column in columns:
        if column not in counts:
            raise LayerError(
                text(
                    'The population has no column "{column}"; its columns are: {columns}.',
                    column=column,
                    columns=", ".join(map(str, counts.columns)),
                )
            )


def _refuse_bad_counts(codes: pd.Index, columns: list[str], numbers: Counts) -> None:
    bad = np.argwhere(~(np.isfinite(numbers) & (numbers >= 0)))
    if bad.size:
        row, column = bad[0]
        raise LayerError(
            text(
                'The population of region {code} (row {row}) has no count of 0 or more in column "{column}"; '
                "write a number there.",
                code=str(codes[row]),
                row=int(row) + 1,
                column=columns[column],
            )
        )


def _refuse_more_children_than_people(codes: pd.Index, people: Counts, children: Counts) -> None:
    bad = np.flatnonzero(children > people + 1e-6)
    if bad.size:
        row = bad[0]
        raise LayerError(
            text(
                "Region {code} (row {row} of the population) has more children ({children}) than people ({people}); "
                "check the columns of the age groups.",
                code=str(codes[row]),
                row=int(row) + 1,
                children=float(children[row]),
                people=float(people[row]),
            )
        )
