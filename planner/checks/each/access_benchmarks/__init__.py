"""SDG1171, WHO300, TPL10, LAP, LEAP, NEAP: benchmarks of access to parks and play. They are measured and never judged.

Walks are those of the assessment: along the streets where the city has them, each tier avoiding what it may not cross.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd

from planner.checks.basis import Basis
from planner.checks.check import Check
from planner.checks.each.access_benchmarks.measuring import (
    LABELS,
    measure_green_nearby,
    measure_play_area,
    measure_sdg,
    measure_walk,
)
from planner.model.domain import Domain
from planner.texts import Text, text


def _benchmark(
    rule: str, definition: Text, measure: Callable[[Basis, str], pd.DataFrame], domain: Domain = Domain.PARKS
) -> Check:
    return Check(
        rule=rule,
        domain=domain,
        order=38,
        definition=definition,
        measure=partial(_measure, rule, measure),
        labels=LABELS,
        local=False,
    )


def _measure(rule: str, measure: Callable[[Basis, str], pd.DataFrame], basis: Basis) -> pd.DataFrame:
    return measure(basis, rule)


CHECKS = (
    _benchmark(
        "SDG1171",
        text(
            "Children within the benchmark's walk of any park or playground that the city's data name, and of a "
            "designated one. Whether everybody may enter an undesignated one is often not recorded. Beside it the "
            "recorded area of public parks for each child."
        ),
        measure_sdg,
    ),
    _benchmark(
        "WHO300",
        text(
            "Children within the benchmark's straight distance of a park, playground or other green open space that is "
            "recorded to be large enough. A place without an outline is a point, so that fewer children count than "
            "live near its edge. Protected forest never counts."
        ),
        measure_green_nearby,
        Domain.GREEN_SPACE,
    ),
    _benchmark(
        "TPL10",
        text(
            "Children within the benchmark's walk of any park or playground that the city's data name, and of a "
            "designated one, without crossing what children can't cross, as far as the city's data show it."
        ),
        measure_walk,
    ),
    _benchmark(
        "LAP",
        text(
            "Children of the age tier that fits best within the benchmark's walk of a park or playground, and how many "
            "of these are known to be large enough."
        ),
        measure_play_area,
    ),
    _benchmark(
        "LEAP",
        text(
            "Children of the age tier that fits best within the benchmark's walk of a park or playground, and how many "
            "of these are known to be large enough and to have enough kinds of play equipment."
        ),
        measure_play_area,
    ),
    _benchmark(
        "NEAP",
        text(
            "Children of the age tier that fits best within the benchmark's walk of a park or playground, and how many "
            "of these are known to be large enough and to have enough kinds of play equipment."
        ),
        measure_play_area,
    ),
)
