"""TOBACCO_SALE, TOBACCO_AD_OUTDOOR: no tobacco sold, or advertised outdoors, near schools and play places."""

from __future__ import annotations

from functools import partial

from planner.checks.check import Check
from planner.checks.each.tobacco_zones.judging import check_zone, place_results
from planner.checks.each.tobacco_zones.measures import LABELS, measure_zone
from planner.checks.each.tobacco_zones.topics import ADVERTISING, SALE
from planner.model.domain import Domain
from planner.texts import text

_DEFINITIONS = {
    SALE.rule: text(
        "No tobacco is sold within the rule's distance of a school of any level, from PAUD on, or of a place for "
        "children's play: a playground, or a park that is designated child-friendly or where a survey saw play "
        "equipment. The rule does not say how to measure: here in a straight line, from the outline where the city has "
        "one, else from the point. Shops are places to look at; only what an inspection found there counts."
    ),
    ADVERTISING.rule: text(
        "No tobacco is advertised outdoors within the rule's distance of a school of any level, from PAUD on, or of a "
        "place for children's play: a playground, or a park that is designated child-friendly or where a survey saw "
        "play equipment. The rule does not say how to measure: here in a straight line, from the outline where the "
        "city has one, else from the point. Billboards are places to look at; only what an inspection found there "
        "counts."
    ),
}

CHECKS = tuple(
    Check(
        rule=topic.rule,
        domain=Domain.SMOKE_FREE,
        order=order,
        definition=_DEFINITIONS[topic.rule],
        find=partial(check_zone, topic),
        measure=partial(measure_zone, topic),
        places=partial(place_results, topic),
        labels=LABELS,
        # A school has a zone on both sides of a border.
        local=False,
    )
    for order, topic in ((320, SALE), (321, ADVERTISING))
)
