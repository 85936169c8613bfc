"""KSTR_SIGN, KTR_PLACES, KSTR_PLACES_BPN: which places have to be smoke-free, and their signs."""

from __future__ import annotations

from functools import partial

from planner.checks.check import Check
from planner.checks.each.smoke_free_signs.judging import check_signs
from planner.checks.each.smoke_free_signs.measures import COUNTS, SHARES, measure_places, measure_signs
from planner.checks.each.smoke_free_signs.places import KTR_PLACES
from planner.checks.each.smoke_free_signs.signs import KSTR_SIGN, place_results
from planner.model.domain import Domain
from planner.texts import text

KSTR_PLACES_BPN = "KSTR_PLACES_BPN"

_LISTED = text(
    "Which places have to be smoke-free, each counted under the narrowest word of the list. A park known to be for "
    "children's play is a play place, another one a public place; workplaces other than public offices, vehicles and "
    "green space that is no park are not looked at."
)

CHECKS = (
    Check(
        rule=KSTR_SIGN,
        domain=Domain.SMOKE_FREE,
        order=300,
        definition=text(
            "Every place that has to be smoke-free has a sign that can be read, is seen from the entrance and is "
            "hidden by nothing. An answer counts for as many months as the rule says, then it is not known any more, "
            "be it good or bad; a newer photo alone renews no answer, and an older one takes nothing from it. A region "
            "is met only if the city says that every such place is listed."
        ),
        find=check_signs,
        measure=measure_signs,
        places=place_results,
        labels={**COUNTS, **SHARES},
    ),
    *(
        Check(
            rule=rule,
            domain=Domain.SMOKE_FREE,
            order=order,
            definition=_LISTED,
            measure=partial(measure_places, rule),
            labels={"places": COUNTS["places"]},
        )
        for order, rule in ((310, KTR_PLACES), (311, KSTR_PLACES_BPN))
    ),
)
