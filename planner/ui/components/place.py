"""The facts of one place, and where each comes from."""

from __future__ import annotations

from planner.model.city import City
from planner.reports.facts import facility_facts
from planner.reports.lineage import source_ids
from planner.texts import text
from planner.ui.components.markup import Html, element, facts, joined
from planner.ui.lookup import sources_by_id


def place_facts(city: City, place: str) -> Html:
    """Return everything recorded of a facility, with the terms of its sources."""
    chosen = city.facilities[city.facilities["id"] == place]
    recorded = facility_facts(city, chosen).iloc[0].dropna()
    known = sources_by_id(city)
    licences = dict.fromkeys(known[source].licence for source in source_ids(city, place))
    licence = (text("Licence of the source"), "; ".join(licences))
    return joined(
        [
            element("h3", chosen.iloc[0]["name"]),
            facts([*((str(name), str(fact)) for name, fact in recorded.items()), licence]),
            element("p", text("What is not listed is not recorded."), css="note"),
        ]
    )
