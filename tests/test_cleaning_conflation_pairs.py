"""Precision and recall on pairs of real records, labelled by hand (``docs/conflation.md`` says how)."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import pytest

from planner.cleaning.conflation.merging import merge
from planner.cleaning.conflation.names import CityWords
from planner.model.tables import FACILITIES
from tests.conftest import ROOT

PAIRS = ROOT / "tests" / "data" / "conflation_pairs.csv"
KECAMATAN = [f"Balikpapan {word}" for word in ("Selatan", "Timur", "Utara", "Tengah", "Barat", "Kota")]
KELURAHAN = """
Baru Ilir, Baru Tengah, Baru Ulu, Batu Ampar, Damai, Damai Bahagia, Damai Baru, Graha Indah, Gunung Bahagia,
Gunung Samarinda, Gunung Samarinda Baru, Gunung Sari Ilir, Gunung Sari Ulu, Karang Jati, Karang Joang, Karang Rejo,
Kariangau, Klandasan Ilir, Klandasan Ulu, Lamaru, Manggar, Manggar Baru, Marga Sari, Margo Mulyo, Mekar Sari,
Muara Rapak, Prapatan, Sepinggan, Sepinggan Baru, Sepinggan Raya, Sumber Rejo, Sungainangka, Telaga Sari, Teritip
""".replace("\n", " ").split(",")


@dataclass(frozen=True)
class Figures:
    """How well the pairs of one part were told apart; a pair that waits for an answer is not merged."""

    precision: float
    recall: float
    asked: int


@pytest.fixture(scope="module")
def pairs() -> pd.DataFrame:
    """Return the labelled pairs, with what was ``found``."""
    table = pd.read_csv(PAIRS, dtype=str, keep_default_na=False)
    merged = merge(_records(table), _city())
    found = {
        **dict.fromkeys(merged.waiting[["id_a", "id_b"]].itertuples(index=False, name=None), "ask"),
        **dict.fromkeys(merged.merges[["id_a", "id_b"]].itertuples(index=False, name=None), "same"),
    }
    keys = table[["id_a", "id_b"]].itertuples(index=False, name=None)
    return table.assign(found=[found.get(tuple(sorted(key)), "different") for key in keys])


def _city() -> CityWords:
    return CityWords(city=("Kota Balikpapan", "Balikpapan"), kecamatan=KECAMATAN, kelurahan=KELURAHAN)


def _records(table: pd.DataFrame) -> gpd.GeoDataFrame:
    columns = ["id", "source", "kind", "name", "declared_kecamatan", "lon", "lat"]
    sides = [table[[f"{column}_{side}" for column in columns]].set_axis(columns, axis=1) for side in "ab"]
    rows = pd.concat(sides).drop_duplicates("id").sort_values("id", ignore_index=True)
    lon, lat = pd.to_numeric(rows["lon"]), pd.to_numeric(rows["lat"])
    points = gpd.GeoSeries(gpd.points_from_xy(lon, lat), crs=4326).to_crs(32750).where(lon.notna(), None)
    facts = {"placement": "position", "child_friendly": "unknown", "public": "unknown", "source_row": 1}
    rows = rows.assign(**facts, declared_kecamatan=rows["declared_kecamatan"].replace("", None), geometry=points)
    checked = FACILITIES.validate(rows.reindex(columns=list(FACILITIES.columns)))
    return gpd.GeoDataFrame(checked, geometry="geometry", crs=32750)


def _figures(pairs: pd.DataFrame) -> Figures:
    merged, same = pairs["found"] == "same", pairs["label"] == "same"
    right = int((merged & same).sum())
    return Figures(right / int(merged.sum()), right / int(same.sum()), int((pairs["found"] == "ask").sum()))


def test_there_are_enough_pairs_and_a_third_of_them_was_kept_unseen(pairs: pd.DataFrame) -> None:
    known = pairs[pairs["label"] != "unsure"]

    assert len(known) >= 200
    assert 0.25 <= (known["split"] == "final").mean() <= 0.4
    assert not pairs.duplicated(["id_a", "id_b"]).any()
    # All pairs of one record lie in one part, so that none is learned from and judged by at once.
    assert (pairs.groupby("id_a")["split"].nunique() == 1).all()


@pytest.mark.parametrize("split", ["tune", "final"])
def test_precision_and_recall(pairs: pd.DataFrame, split: str) -> None:
    part = pairs[pairs["split"] == split]
    known = _figures(part[part["label"] != "unsure"])
    # What could not be told by hand either should not be merged: here it counts as an error.
    strict = _figures(part)

    print(f"\n{split}: precision {known.precision:.3f}, recall {known.recall:.3f}, {known.asked} asked", end="")
    print(f"; precision {strict.precision:.3f} if each merge of an unsure pair is wrong, {strict.asked} asked")
    assert known.precision >= 0.98
    assert known.recall >= 0.90
    assert strict.precision >= 0.98
