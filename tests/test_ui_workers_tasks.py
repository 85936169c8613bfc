"""What workers do: every task and its result can be sent, and gives what it gives in the process that asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from city_folders import drawn_city

from planner.assess import Ground, assess, siting_task
from planner.cleaning.quality.check import DeliverySource, check_delivery, suggest_crs
from planner.model.assessment import Assessment
from planner.model.city import City
from planner.model.kinds import FacilityKind
from planner.model.options import Options
from planner.model.scenario import AddFacility, CloseFacility, Scenario
from planner.reports.contract import assessment_json
from planner.rounds.travel import Travel
from planner.sources.delivery.delivery import open_delivery
from planner.sources.delivery.mapping import guess_mapping
from planner.sources.delivery.preview import preview
from planner.texts import Language, Text
from planner.ui.workers.cities import CITIES, Cities, Stand
from planner.ui.workers.files import document_bytes
from planner.ui.workers.parts import parts_of
from planner.ui.workers.task import Task
from planner.ui.workers.tasks import called, judged, known, listed, planned, studied, tried, written
from planner.ui.workers.transport import pack, unpack, write_frame
from planner.ui.workers.worker import Worker

OPTIONS = Options(time_limit_s=1.0, as_of=dt.date(2026, 3, 1))


class Sides:
    """Two processes, as far as one can play both: each knows the city by itself."""

    def __init__(self, folder: Path) -> None:
        self.asking, self.working = Cities(), Cities()
        self.city, key = self.asking.read(folder)
        self.stand = Stand(folder, key, OPTIONS.walking)
        self.ground: Ground = self.asking.ground(self.city, self.stand)
        self.present: Assessment = assess(self.city, options=OPTIONS, ground=self.ground)

    def done(self, function: Callable[..., Any], *given: object) -> Any:
        """Send a task, do it there, and send the result back."""
        here, there = self.asking.shared(self.stand), self.working.shared(self.stand)
        sent: Task[Any] = unpack(pack(Task(function, given, self.stand), here), there)
        found = sent.do(lambda told: unpack(pack(told)), lambda: False)
        return unpack(pack(found, {**parts_of(sent.given), **there}), {**parts_of(given), **here})


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Sides:
    """Return both sides, with the starter's drawn city."""
    return Sides(drawn_city(tmp_path_factory.mktemp("city")))


def document(assessment: Assessment) -> str:
    return assessment_json(assessment, Language.ENGLISH)


def test_an_assessment_comes_back_with_its_details_and_the_city_that_is_here(sides: Sides) -> None:
    found = sides.done(judged, sides.city, sides.ground, OPTIONS)
    assert document(found) == document(sides.present)
    assert "details" in vars(found)
    assert found.details.measures.equals(sides.present.details.measures)
    assert found.city.streets is sides.city.streets
    assert found.demand is sides.present.demand
    assert (found.catchments is None) == (sides.present.catchments is None)
    assert sides.done(known) is None


def test_a_scenario_is_tried_out_elsewhere_as_here(sides: Sides) -> None:
    city: City = sides.city
    spot = city.finest_regions.geometry.representative_point().to_crs(4326).iloc[0]
    park = AddFacility("scenario:1", FacilityKind.PARK, "Taman Baru", spot.x, spot.y, child_friendly=True)
    scenario = Scenario("Coba", city.code, city.fingerprint, "2026-03-01", changes=(park,))
    found = sides.done(tried, replace(sides.present), sides.ground, scenario)
    here = tried(lambda told: None, lambda: False, sides.present, sides.ground, scenario)
    assert document(found) == document(here)
    assert found.details.places.equals(here.details.places)
    # What no change touches comes back as what is here already.
    known = {id(finding) for finding in sides.present.findings}
    assert {finding.rule for finding in found.findings if id(finding) not in known} < {
        finding.rule for finding in found.findings
    }
    assert found.city.merging is sides.present.city.merging


def test_an_assessment_is_sent_to_a_worker_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[int] = []

    def write(stream: BinaryIO, data: bytes) -> None:
        sent.append(len(data))
        write_frame(stream, data)

    monkeypatch.setattr("planner.ui.workers.worker.write_frame", write)
    folder = drawn_city(tmp_path)
    city, key = CITIES.read(folder)
    stand = Stand(folder, key, OPTIONS.walking)
    ground = CITIES.ground(city, stand)
    present, worker = assess(city, options=OPTIONS, ground=ground), Worker()
    schools = city.facilities.loc[city.facilities["kind"] == FacilityKind.SCHOOL_SD, "id"].tolist()

    def do(function: Callable[..., Any], *given: object) -> Any:
        return worker.do(Task(function, given, stand), lambda told: None, lambda: False)

    def closed(school: str) -> str:
        scenario = Scenario("Coba", city.code, city.fingerprint, "2026-03-01", changes=(CloseFacility(school),))
        found = do(tried, replace(present), ground, scenario)
        assert document(found) == document(tried(lambda told: None, lambda: False, present, ground, scenario))
        return str(found.city.fingerprint)

    try:
        first = closed(schools[0])
        assert do(called, partial(len, "abc")) == 3
        assert closed(schools[1]) != first
        # The same findings and tables go by their names the second time, whatever was done between.
        assert sent[2] < sent[0] / 2
        worker.end()
        assert closed(schools[0]) == first
        assert sent[3] > sent[2]
    finally:
        worker.end()


def test_plans_and_their_studies_come_back(sides: Sides) -> None:
    task = siting_task(sides.city, sides.ground, OPTIONS, sides.present.findings)
    assert sides.done(planned, task).proposals == sides.present.plan.proposals
    study = sides.done(studied, sides.city, sides.ground, replace(OPTIONS, sites=1))
    assert len(study.plan.proposals) == 1
    assert study.curve


def test_a_work_list_comes_back(sides: Sides) -> None:
    travel = Travel()
    found = sides.done(listed, sides.present, travel, True, None)
    here = listed(lambda told: None, lambda: False, sides.present, travel, True, None)
    assert found.stops == here.stops


def test_a_file_is_made_in_the_language_that_was_asked_for(sides: Sides) -> None:
    english = sides.done(written, Language.ENGLISH, partial(document_bytes, sides.present))
    indonesian = sides.done(written, Language.INDONESIAN, partial(document_bytes, sides.present))
    assert english.decode() == document(sides.present)
    assert indonesian != english


def test_a_delivery_is_checked(sides: Sides, tmp_path: Path) -> None:
    path = tmp_path / "taman.csv"
    path.write_text("nama,lat,lon\nTaman Satu,-5.02,110.01\n,-5.02,110.01\n", encoding="utf-8")
    view = preview(open_delivery(path))
    mapping = guess_mapping(view)
    crs = next(iter(suggest_crs(view, mapping, sides.city)), None)
    source = DeliverySource("dlh", "2025-12")
    check = partial(check_delivery, view, mapping, crs, sides.city, source, today=dt.date(2026, 1, 1), previous=None)
    found, here = sides.done(called, check), check()
    assert found.report.rows_accepted == here.report.rows_accepted
    assert [type(one) for one in vars(found.report)] == [type(one) for one in vars(here.report)]


def test_what_is_told_meanwhile_can_be_sent(sides: Sides) -> None:
    told: list[Text] = []
    studied(lambda one: told.append(unpack(pack(one))), lambda: False, sides.city, sides.ground, OPTIONS)
    assert told
