"""What workers do: each function is told whom to tell how far it is, and whom to ask whether to stop."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from planner.assess import Ground, assess
from planner.model.assessment import Assessment, Plan
from planner.model.city import City
from planner.model.options import Options
from planner.model.planning import PlanStudy
from planner.model.scenario import Scenario
from planner.planning import study_plan
from planner.rounds.travel import Travel
from planner.rounds.work_list import WorkList, make_work_list
from planner.scenarios.running import what_if
from planner.siting.plan import propose
from planner.siting.task import SitingTask
from planner.texts import Language, Text, speak

Tell = Callable[[Text], None]
MustStop = Callable[[], bool]

Answer = TypeVar("Answer")

WHAT_IF_SECONDS = 0.5
"""How long a scenario's own plan may be looked for."""


def known(tell: Tell, must_stop: MustStop) -> None:
    """Do nothing: the city that the task stands on is known afterwards."""


def judged(tell: Tell, must_stop: MustStop, city: City, ground: Ground, options: Options) -> Assessment:
    """Assess a city with all that pages want to know of it."""
    assessment = assess(city, options=options, ground=ground)
    # Worked out when first asked for: here, where no page waits for it.
    _ = assessment.details
    return assessment


def planned(tell: Tell, must_stop: MustStop, task: SitingTask) -> Plan:
    """Make a plan within its time limit."""
    return propose(task)


def studied(tell: Tell, must_stop: MustStop, city: City, ground: Ground, options: Options) -> PlanStudy:
    """Make a plan and look at it from all sides."""
    return study_plan(city, ground, options, told=tell, stop=must_stop)


def tried(tell: Tell, must_stop: MustStop, present: Assessment, ground: Ground, scenario: Scenario) -> Assessment:
    """Assess a city as a scenario would make it, under the options of the present."""
    return what_if(present, ground, scenario, present.options, plan_limit_s=WHAT_IF_SECONDS)


def listed(
    tell: Tell, must_stop: MustStop, assessment: Assessment, travel: Travel, unsurveyed: bool, region: str | None
) -> WorkList:
    """Make the list of signs to put up."""
    return make_work_list(assessment, travel, unsurveyed=unsurveyed, region=region, told=tell, stop=must_stop)


def called(tell: Tell, must_stop: MustStop, work: Callable[[], Answer]) -> Answer:
    """Do something that tells nobody how far it is."""
    return work()


def written(tell: Tell, must_stop: MustStop, language: Language, write: Callable[[], bytes]) -> bytes:
    """Make a file in a language."""
    with speak(language):
        return write()
