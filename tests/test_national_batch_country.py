"""A run over a drawn country on real worker processes: what is done stays, the rest is done by the next run."""

from __future__ import annotations

import datetime as dt
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pandas as pd
import pytest
import shapely
from distributed import Client

from planner.batch import running
from planner.batch.cluster import local_cluster
from planner.batch.country import BatchResult, run_batch
from planner.batch.table import ListedCity
from planner.batch.task import BatchOptions
from planner.errors import OptionError, OutputError
from planner.national.partitions import KECAMATAN, kecamatan_file, read_findings, read_kecamatan
from planner.texts import Language, Text, translate
from tests.city_folders import drawn_city
from tests.deadly_task import BROKEN, DEADLY, assess_or_die
from tests.drawn_nation_files import WEST, drawn_codes, write_nation

OPTIONS = BatchOptions(dt.date(2026, 11, 22), Language.ENGLISH)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with local_cluster(2, dashboard_port=0) as client:
        yield client


@pytest.fixture
def run(client: Client, tmp_path: Path) -> Callable[..., BatchResult]:
    """Return a run over a drawn country into ``out``; what it says goes into ``said``."""

    def runs(
        data: Path | None,
        cities: list[ListedCity] | None = None,
        said: list[str] | None = None,
        options: BatchOptions = OPTIONS,
    ) -> BatchResult:
        def tell(what: Text) -> None:
            (said if said is not None else []).append(translate(what, Language.ENGLISH))

        return run_batch(cities, data, tmp_path / "out", options, lambda: nullcontext(client), tell)

    return runs


Run = Callable[..., BatchResult]


def test_every_city_of_the_layers_becomes_a_partition(run: Run, tmp_path: Path) -> None:
    said: list[str] = []
    result = run(write_nation(tmp_path / "data"), said=said)
    assert result.done == result.from_layers == drawn_codes(3)
    assert (result.kept, result.failed) == (0, {})
    assert result.whole_nation is not None
    kecamatan = read_kecamatan(tmp_path / "out", result.done)
    KECAMATAN.validate(kecamatan)
    assert kecamatan["puskesmas_status"].tolist() == ["met", "unknown"] * 3 + ["unknown"] * 2
    assert set(read_findings(tmp_path / "out", result.done)["kabupaten_code"]) == set(result.done)
    assert said[-1].startswith("4 of 4 cities, 0 of them failed; about 0 seconds left")


def test_a_second_run_does_nothing_and_changes_no_byte(run: Run, tmp_path: Path) -> None:
    data = write_nation(tmp_path / "data")
    run(data)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in (tmp_path / "out").rglob("*.parquet")}
    said: list[str] = []
    assert run(data, said=said).kept == 4
    assert not [sentence for sentence in said if "left" in sentence]
    after = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in (tmp_path / "out").rglob("*.parquet")}
    assert after == before


def test_a_corrupt_partition_is_made_again_and_the_same(run: Run, tmp_path: Path) -> None:
    data = write_nation(tmp_path / "data")
    run(data)
    path = tmp_path / "out" / kecamatan_file("11.02")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert run(data).kept == 3
    assert path.read_bytes() == whole


def test_only_what_changed_is_done_again(run: Run, tmp_path: Path) -> None:
    run(write_nation(tmp_path / "data"))
    smaller = shapely.box(WEST, -0.1, WEST + 0.09, 0.0)
    assert run(write_nation(tmp_path / "data", shapes={"11.01.01": smaller})).kept == 3


def test_another_day_is_another_run(run: Run, tmp_path: Path) -> None:
    data = write_nation(tmp_path / "data")
    run(data)
    assert run(data, options=BatchOptions(dt.date(2027, 1, 1), Language.ENGLISH)).kept == 0


@pytest.mark.parametrize(
    ("shape", "why"),
    [
        (shapely.Point(WEST, 0), "Row 3 of kecamatan.parquet (11.02.01) has no polygon, or a code"),
        (shapely.box(0, 0, 1, 1), "The outline in row 3 of kecamatan.parquet (11.02.01) does not lie in Indonesia"),
        (
            shapely.Polygon([(WEST, 0), (WEST + 0.1, 0), (WEST, 0), (WEST, 0)]),
            "The outline of the kecamatan 11.02.01 (Kecamatan 11.02.01) has no area",
        ),
    ],
)
def test_an_outline_that_cannot_be_used_costs_its_own_city_only(
    run: Run, tmp_path: Path, shape: shapely.Geometry, why: str
) -> None:
    data = write_nation(tmp_path / "data")
    run(data)
    result = run(write_nation(tmp_path / "data", shapes={"11.02.01": shape}))
    assert result.done == ("11.01", "11.03", "12.01")
    assert list(result.failed) == ["11.02"]
    assert result.failed["11.02"].startswith(why)
    failed = pd.read_csv(tmp_path / "out" / "failed.csv")
    assert failed.to_numpy().tolist() == [[11.02, "Kabupaten 11.02", result.failed["11.02"]]]
    # What is out of date is not left among the rest.
    assert not (tmp_path / "out" / kecamatan_file("11.02")).exists()
    # Mended, only this city is left to do.
    mended = run(data=write_nation(tmp_path / "data"))
    assert (mended.kept, mended.failed) == (3, {})
    assert len(pd.read_csv(tmp_path / "out" / "failed.csv")) == 0


def test_a_table_may_name_folders_and_cities_that_nobody_knows(run: Run, tmp_path: Path) -> None:
    cities = [
        ListedCity("11.01"),
        ListedCity("77.77"),
        ListedCity("98.01", tmp_path / "none"),
        ListedCity("99.99", drawn_city(tmp_path)),
    ]
    result = run(write_nation(tmp_path / "data"), cities)
    assert result.done == ("11.01", "99.99")
    assert result.failed["77.77"] == "The national layers have no kecamatan of 77.77: check the code."
    assert set(result.failed) == {"77.77", "98.01"}
    assert result.whole_nation is None
    assert (tmp_path / "out" / "assessments" / "99.99.json").is_file()
    assert run(write_nation(tmp_path / "data"), cities).kept == 2


def test_folders_alone_need_no_national_layers(run: Run, tmp_path: Path) -> None:
    result = run(None, [ListedCity("99.99", drawn_city(tmp_path))])
    assert (result.done, result.nation) == (("99.99",), None)
    with pytest.raises(OptionError):
        run(None, [ListedCity("11.01")])


def test_a_worker_that_is_killed_costs_no_city(run: Run, client: Client, tmp_path: Path) -> None:
    data = write_nation(tmp_path / "data", kabupaten=12)
    before = set(client.run(os.getpid).values())
    killed: list[int] = []

    def kill() -> None:
        receipts = tmp_path / "out" / "receipts"
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not (receipts.is_dir() and list(receipts.iterdir())):
            time.sleep(0.01)
        killed.append(min(before))
        os.kill(min(before), signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    result = run(data)
    killer.join()
    assert killed
    assert (result.done, result.failed) == (drawn_codes(12), {})


def test_a_city_under_which_workers_die_is_set_aside_and_no_other_is_blamed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = write_nation(tmp_path / "data", kabupaten=4)
    monkeypatch.setattr(running, "assess_city", assess_or_die)
    result = run(data)
    assert set(result.failed) == {DEADLY, BROKEN}
    assert result.failed[DEADLY].startswith("The worker died each time it assessed this city: ")
    assert "KeyError: 'a mistake\\nof the program'" in result.failed[BROKEN]
    assert result.done == ("11.01", "11.04", "12.01")
    monkeypatch.undo()
    assert run(data).kept == 3


def test_a_folder_that_is_a_file_is_said_before_any_work(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(OutputError):
        run(write_nation(tmp_path / "data"))
