"""The facts of one place, and where each comes from."""

from __future__ import annotations

from planner.model.city import City
from planner.reports.facts import facility_facts
from planner.texts import text
from planner.ui.components.markup import Html, element, facts, joined
from planner.ui.lookup import sources_by_id


def place_facts(city: City, place: str) -> Html:
    """Return everything recorded of a facility, with the terms of its source."""
    chosen = city.facilities[city.facilities["id"] == place]
    recorded = facility_facts(city, chosen).iloc[0].dropna()
    source = sources_by_id(city)[chosen.iloc[0]["source"]]
    licence = (text("Licence of the source"), source.licence)
    return joined(
        [
            element("h3", chosen.iloc[0]["name"]),
            facts([*((str(name), str(fact)) for name, fact in recorded.items()), licence]),
            element("p", text("What is not listed is not recorded."), css="note"),
        ]
    )
