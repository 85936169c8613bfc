"""Assessments side by side: the present city and scenarios of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from planner.errors import OptionError
from planner.model.assessment import Assessment, Finding
from planner.model.kinds import ALL_CHILDREN, Level
from planner.model.labels import KIND_LABELS
from planner.texts import Text, text

KEYS = ["level", "code", "kind", "age_tier"]
"""What a row of access is about."""

SHARES = ("share", "share_low", "share_high")
"""Columns of access that are shares: the figure shown, and the ends of its range."""

Region = tuple[str, str]
"""Code and name."""


@dataclass(frozen=True, eq=False)
class Named:
    """An assessment and what it is called.

    Attributes
    ----------
    name
        Name of the scenario, or what the present city is called.
    assessment
        The assessment.
    """

    name: str
    assessment: Assessment


@dataclass(frozen=True)
class Reach:
    """How many children of a region and an age reach a kind of place in one assessment.

    Attributes
    ----------
    share
        Share of the children; not a number where there are none.
    change_children_within
        How many more they are than in the first assessment.
    """

    share: float
    change_children_within: int


@dataclass(frozen=True, eq=False)
class Comparison:
    """Assessments side by side, the first of which the others are measured against.

    Attributes
    ----------
    named
        The assessments in order.
    """

    named: tuple[Named, ...]

    @cached_property
    def access(self) -> pd.DataFrame:
        """Who reaches what in each.

        One row for each region, kind, age tier and assessment: ``level``, ``code``, ``name`` of the region, ``kind``,
        ``age_tier``, ``scenario``, the measures of :data:`~planner.model.tables.ACCESS`, and against the first
        ``change_children``, ``change_children_within`` and ``change_share``. In the order of regions, kinds and
        tiers, and then of the assessments. A kind that an assessment has no place of is reached by nobody; a share
        without children is missing.
        """
        return _access(self.named, [one.assessment.access for one in self.named])

    @cached_property
    def findings(self) -> pd.DataFrame:
        """What the rules find in each.

        One row for each rule and region, in order: ``rule``, ``unit_level``, ``unit_code``, ``unit_name``,
        ``scenario``, ``status``, ``status_before`` (the first's; missing where the first has no such finding, as of
        places that only a scenario has), ``changed``, ``value``, ``required`` and ``reason_text``
        (:class:`~planner.texts.Text`).
        """
        return _findings(self.named)

    @cached_property
    def plans(self) -> pd.DataFrame:
        """What would be proposed in each.

        One row an assessment: ``scenario``, ``kind`` of the sites, ``children_within`` without them, ``sites``,
        ``children_newly_within`` by them, ``children_within_with_plan``, ``bound``, ``gap`` and ``status`` of the
        proof, and ``change_with_plan`` of the children within with the plan. Missing where a number is not known.
        """
        return _plans(self.named)

    @cached_property
    def notices(self) -> tuple[Text, ...]:
        """What makes the assessments hard to compare: other options, another way of walking, plans of another size."""
        return _notices(self.named)

    @property
    def names(self) -> tuple[str, ...]:
        """What the assessments are called, the first one first."""
        return tuple(one.name for one in self.named)

    def side_by_side(self, level: Level, kind: str, age_tier: str) -> pd.DataFrame:
        """Return one row a region and one column an assessment and figure.

        Parameters
        ----------
        level, kind, age_tier
            Of which the figures are.

        Returns
        -------
        Indexed by code and name, in the order of codes; two levels of columns, the assessment's name and the
        figure: those of :attr:`access` from ``children`` on.
        """
        rows = self.access[
            (self.access["level"] == level) & (self.access["kind"] == kind) & (self.access["age_tier"] == age_tier)
        ]
        figures = [column for column in rows.columns if column not in (*KEYS, "name", "scenario")]
        tables = {
            name: rows[rows["scenario"] == name].set_index(["code", "name"])[figures].sort_index()
            for name in self.names
        }
        return pd.concat(tables, axis=1, names=["scenario", "figure"])

    def reach_of(self, kind: str, levels: Collection[Level]) -> Mapping[Region, Mapping[tuple[str, str], Reach]]:
        """Return who reaches a kind of place, without looking at regions of other levels.

        Parameters
        ----------
        kind
            The kind.
        levels
            The levels of the regions.

        Returns
        -------
        By code and name of the region, in the order of :attr:`access`; then by age tier and name of the assessment.
        """
        tables = [one.assessment.access for one in self.named]
        rows = _access(self.named, [table[table["level"].isin([str(level) for level in levels])] for table in tables])
        columns = ["code", "name", "age_tier", "scenario", "share", "change_children_within"]
        found: dict[Region, dict[tuple[str, str], Reach]] = {}
        for code, name, tier, scenario, share, change in zip(
            *(rows.loc[rows["kind"] == kind, column].tolist() for column in columns), strict=True
        ):
            found.setdefault((code, name), {})[tier, scenario] = Reach(share, change)
        return found

    def changed_findings(self) -> pd.DataFrame:
        """Return the findings that are not as in the first assessment."""
        return self.findings[self.findings["changed"]].reset_index(drop=True)


def compare(named: Sequence[Named]) -> Comparison:
    """Put assessments of one city side by side.

    Parameters
    ----------
    named
        At least two, each with its own name; the first is what the others are measured against: the present.

    Raises
    ------
    planner.errors.OptionError
        If there is only one, two have the same name, or they are of different cities.
    """
    check_comparable(named)
    return Comparison(tuple(named))


def check_comparable(named: Sequence[Named]) -> None:
    """Check whether assessments can be put side by side.

    Raises
    ------
    planner.errors.OptionError
        As :func:`compare` does.
    """
    if len(named) < 2:
        raise OptionError(text("A comparison needs the present city and at least one scenario."))
    names = [one.name for one in named]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise OptionError(text("Two of what is compared are called “{name}”: rename one.", name=twice))
    first = named[0].assessment.city
    other = next((one for one in named if one.assessment.city.code != first.code), None)
    if other is not None:
        raise OptionError(
            text(
                "“{name}” is of {other}, not of {city}: only one city can be compared with itself.",
                name=other.name,
                other=other.assessment.city.name,
                city=first.name,
            )
        )


def _access(named: Sequence[Named], access: Sequence[pd.DataFrame]) -> pd.DataFrame:
    keys = _keys(access)
    tables = [_figures(own, keys, one.name) for one, own in zip(named, access, strict=True)]
    first = tables[0]
    rows = []
    for table in tables:
        changes = {
            f"change_{column}": table[column] - first[column] for column in ("children", "children_within", "share")
        }
        rows.append(table.assign(**changes))
    # First by row, then by assessment.
    order = np.arange(len(keys) * len(tables)).reshape(len(tables), len(keys)).ravel(order="F")
    together = pd.concat(rows, ignore_index=True).iloc[order].reset_index(drop=True)
    city = named[0].assessment.city
    names = city.region_names | {city.code: city.name}
    together.insert(2, "name", together["code"].map(names))
    return together


def _keys(access: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return every region, kind and tier of any assessment, in the order of regions, kinds and tiers."""
    regions = pd.concat([table[["level", "code"]] for table in access]).drop_duplicates()
    tiers = pd.concat([table[["age_tier"]] for table in access]).drop_duplicates()
    present = frozenset(kind for table in access for kind in table["kind"].unique())
    kinds = pd.DataFrame({"kind": [kind for kind in KIND_LABELS if kind in present]}, dtype="str")
    return regions.merge(kinds, how="cross").merge(tiers, how="cross")


def _figures(access: pd.DataFrame, keys: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return an assessment's figures in the order of keys."""
    table = keys.merge(access, how="left", on=KEYS)
    # Children are those of the region, whichever kind they walk to.
    children = table.groupby(["level", "code", "age_tier"])["children"].transform("max")
    nowhere = table["children_within"].isna() & children.notna()
    table = table.assign(
        children=children.fillna(0).astype("int64"), children_within=table["children_within"].fillna(0).astype("int64")
    )
    zero = nowhere & (table["children"] > 0)
    for column in SHARES:
        if column in table:
            table[column] = table[column].where(~zero, 0.0)
    table.insert(len(KEYS), "scenario", name)
    return table


def _findings(named: Sequence[Named]) -> pd.DataFrame:
    before = {_unit(finding): finding for finding in named[0].assessment.findings}
    units = list(dict.fromkeys(_unit(finding) for one in named for finding in one.assessment.findings))
    found = [{_unit(finding): finding for finding in one.assessment.findings} for one in named]
    rows = [
        _finding_row(one.name, own[unit], before.get(unit))
        for unit in units
        for one, own in zip(named, found, strict=True)
        if unit in own
    ]
    return pd.DataFrame(rows, columns=_FINDING_COLUMNS)


_FINDING_COLUMNS = [
    "rule",
    "unit_level",
    "unit_code",
    "unit_name",
    "scenario",
    "status",
    "status_before",
    "changed",
    "value",
    "required",
    "reason_text",
]


def _unit(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, str(finding.unit_level), finding.unit_code


def _finding_row(name: str, finding: Finding, before: Finding | None) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "unit_level": str(finding.unit_level),
        "unit_code": finding.unit_code,
        "unit_name": finding.unit_name,
        "scenario": name,
        "status": str(finding.status),
        "status_before": None if before is None else str(before.status),
        "changed": before is None or before.status is not finding.status,
        "value": finding.value,
        "required": finding.required,
        "reason_text": finding.reason_text,
    }


def _plans(named: Sequence[Named]) -> pd.DataFrame:
    rows = []
    for one in named:
        plan, proof = one.assessment.plan, one.assessment.plan.optimality
        newly = sum(proposal.children_newly_within for proposal in plan.proposals)
        within = _city_within(one.assessment, plan.kind)
        rows.append(
            {
                "scenario": one.name,
                "kind": plan.kind,
                "children_within": within,
                "sites": len(plan.proposals),
                "children_newly_within": newly,
                "children_within_with_plan": None if within is None else within + newly,
                "bound": proof.bound,
                "gap": proof.gap,
                "status": str(proof.status),
            }
        )
    table = pd.DataFrame(rows).astype({"children_within": "Int64", "children_within_with_plan": "Int64", "gap": float})
    value = table["children_within_with_plan"]
    return table.assign(change_with_plan=value - value.iloc[0])


def _city_within(assessment: Assessment, kind: str) -> int | None:
    """Return the children of the city who reach a kind, or ``None`` where that is not known."""
    access = assessment.access
    city = access[(access["level"] == Level.CITY) & (access["kind"] == kind) & (access["age_tier"] == ALL_CHILDREN)]
    return None if city.empty else int(city["children_within"].iloc[0])


def _notices(named: Sequence[Named]) -> tuple[Text, ...]:
    first = named[0]
    return tuple(notice for one in named[1:] for notice in _differences(first, one))


def _differences(first: Named, one: Named) -> Iterator[Text]:
    """Say what besides its changes makes a scenario differ from the first assessment."""
    names = {"name": one.name, "first": first.name}
    before, after = first.assessment, one.assessment
    if before.options.threshold_min != after.options.threshold_min:
        yield text(
            "“{name}” counts {minutes} minutes on foot as reached, “{first}” {others}: their shares can't be compared.",
            minutes=after.options.threshold_min,
            others=before.options.threshold_min,
            **names,
        )
    if before.method.walking is not after.method.walking or before.options.walking != after.options.walking:
        yield text(
            "Walking is measured in another way in “{name}” than in “{first}”: a difference may come from that.",
            **names,
        )
    if (before.options.sites, before.options.siting) != (after.options.sites, after.options.siting):
        yield text("“{name}” and “{first}” ask for different plans: what these reach can't be compared.", **names)
    elif len(before.plan.proposals) != len(after.plan.proposals):
        yield text(
            "The plan of “{name}” has {sites} sites, that of “{first}” {others}: "
            "what the plans reach differs for that reason too.",
            sites=len(after.plan.proposals),
            others=len(before.plan.proposals),
            **names,
        )
