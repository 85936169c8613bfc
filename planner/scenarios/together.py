"""The present city and scenarios of it, assessed one after the other and put side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from planner.assess import assess, measure
from planner.model.city import City
from planner.model.options import Options
from planner.model.scenario import Scenario
from planner.scenarios.comparing import Comparison, Named, compare
from planner.scenarios.running import what_if
from planner.texts import Text, text


def compare_with_present(
    city: City,
    scenarios: Sequence[Scenario],
    present: str,
    options: Options,
    *,
    progress: Callable[[Text], None] = lambda _: None,
) -> Comparison:
    """Assess the present city, and each scenario under its own options, and compare them.

    Parameters
    ----------
    city
        The city as it is.
    scenarios
        The scenarios.
    present
        What the city as it is is called.
    options
        The options under which it is assessed.
    progress
        Is told what is being done.

    Raises
    ------
    planner.errors.ScenarioError
        If a change can't be applied.
    planner.errors.UnsolvedError
        If the solver gives neither a plan nor a proof that there is none.
    """
    ground = measure(city, walking=options.walking, progress=progress)
    first = assess(city, options=options, ground=ground, progress=progress)
    named = [Named(present, first)]
    for scenario in scenarios:
        progress(text("Scenario {name}", name=scenario.name))
        named.append(Named(scenario.name, what_if(first, ground, scenario, progress=progress)))
    return compare(named)
