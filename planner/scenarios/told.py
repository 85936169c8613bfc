"""A change in one plain sentence."""

from __future__ import annotations

from collections.abc import Mapping

from planner.model.labels import KIND_LABELS
from planner.model.scenario import AddFacility, Change, CloseFacility, Grow, MoveFacility, Scenario, UpgradeFacility
from planner.texts import Text, plural, text

_DEGREE_DECIMALS = 5


def change_told(change: Change, names: Mapping[str, str]) -> Text:
    """Say what a change does.

    Parameters
    ----------
    change
        The change.
    names
        Name of each place by its id; a place that is not in it is told by its id.
    """
    match change:
        case AddFacility():
            return _added(change)
        case MoveFacility():
            return text("Moved: {name} to {position}.", name=_name(change.id, names), position=_position(change))
        case UpgradeFacility():
            return text(
                "Made child-friendly, public and free of charge: {name}.",
                name=_name(change.id, names),
            )
        case CloseFacility():
            return text("Closed: {name}.", name=_name(change.id, names))
        case Grow():
            return _grown(change)


def changes_told(scenario: Scenario, names: Mapping[str, str]) -> tuple[Text, ...]:
    """Say what each change does, in order; a place that the scenario added is told by its name.

    Parameters
    ----------
    scenario
        The scenario.
    names
        Name of each place of the city by its id.
    """
    own = {change.id: change.name for change in scenario.changes if isinstance(change, AddFacility)}
    return tuple(change_told(change, {**names, **own}) for change in scenario.changes)


def _added(change: AddFacility) -> Text:
    values = {"kind": KIND_LABELS[change.kind], "name": change.name, "position": _position(change)}
    if change.child_friendly:
        return text("Added: {name} ({kind}, child-friendly) at {position}.", **values)
    return text("Added: {name} ({kind}) at {position}.", **values)


def _grown(change: Grow) -> Text:
    table = change.table
    regions = plural("{n} region", "{n} regions", len(table.codes))
    values = {"regions": regions, "year": str(change.year), "title": table.title, "date": table.date}
    if table.rows[0].tiers:
        return text(
            "People and children as in {year} in {regions}, all others as now (source: {title}, {date}).",
            **values,
        )
    if table.rows[0].children is not None:
        return text(
            "People and children as in {year} in {regions}, all others as now; "
            "how old the children are is taken from today (source: {title}, {date}).",
            **values,
        )
    return text(
        "People as in {year} in {regions}, all others as now; "
        "the share of children and their ages are taken from today (source: {title}, {date}).",
        **values,
    )


def _position(change: AddFacility | MoveFacility) -> str:
    """Write longitude and latitude as a map does: a point before decimals in every language."""
    return f"{change.lon:.{_DEGREE_DECIMALS}f}, {change.lat:.{_DEGREE_DECIMALS}f}"


def _name(id_: str, names: Mapping[str, str]) -> str:
    return names.get(id_, id_)
