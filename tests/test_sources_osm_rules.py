"""The rule tables: the built-in ones, a city's own, and mistakes in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from planner.errors import SettingsError
from planner.model.kinds import FacilityKind, Known
from planner.rules.builtin import builtin_data
from planner.sources.osm.rules import BLOCKED, PASSED, REFUSED, WALKED, OsmRules, load_rules
from planner.texts import Language, translate


@pytest.fixture(scope="module")
def rules() -> OsmRules:
    return load_rules()


def own_table(folder: Path, name: str, change: tuple[str, str]) -> Path:
    """Copy a built-in table into a city folder, with one change, and return the city folder."""
    content = (builtin_data() / "osm" / name).read_text(encoding="utf-8")
    assert change[0] in content
    (folder / "osm").mkdir()
    (folder / "osm" / name).write_text(content.replace(*change, 1), encoding="utf-8")
    return folder


def refusal(folder: Path) -> str:
    with pytest.raises(SettingsError) as caught:
        load_rules(folder)
    return translate(caught.value.message, Language.ENGLISH)


def test_every_rule_has_its_own_name_and_explanations(rules: OsmRules) -> None:
    for table in rules.tables.values():
        names = [rule.id for rule in table.rules]
        assert len(names) == len(set(names))
        assert all(rule.explanations["id"] and rule.explanations["en"] for rule in table.rules)


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ("leisure=park", "park"),
        ("leisure=playground", "playground"),
        ("leisure=playground disused=yes", "skip"),
        ("leisure=garden name=Taman_Bekapai", "park"),
        ("leisure=garden name=Taman_Bekapai access=private", "skip"),
        ("leisure=garden garden:type=residential", "skip"),
        ("leisure=garden name=Kebun_Raya", "rth"),
        ("landuse=recreation_ground name=Lapangan_Merdeka", "rth"),
        ("leisure=nature_reserve name=Hutan_Lindung_Sungai_Wain", "protected_forest"),
        ("leisure=nature_reserve name=Mangrove_Center", "skip"),
        ("landuse=forest name=Hutan_Kota_Telagasari", "rth"),
        ("landuse=forest", None),
        ("amenity=kindergarten", "school_paud"),
        ("amenity=school name=SDN_001_Balikpapan_Kota", "school_sd"),
        ("amenity=school name=SD_Negeri_5", "school_sd"),
        ("amenity=school name=SDIT_Al_Auliya", "school_sd"),
        ("amenity=school name=MIN_1", "school_sd"),
        ("amenity=school name=MTsN_1", "school_smp"),
        ("amenity=school name=SMPN1", "school_smp"),
        ("amenity=school name=MAN_1", "school_sma"),
        ("amenity=school name=SMA_Patra_Dharma", "school_sma"),
        ("amenity=school name=SMK_Negeri_4 school:type_idn=sma", "school_smk"),
        ("amenity=school name=SLB_Negeri", "school_slb"),
        ("amenity=school name=Patra_Dharma school:type_idn=smp", "school_smp"),
        ("amenity=school name=Patra_Dharma isced:level=2;3", "school_smp"),
        ("amenity=school name=Patra_Dharma", "skip"),
        ("amenity=school name=Yayasan_Kartika_SD_dan_SMP", "school_sd"),
        ("amenity=clinic name=Puskesmas_Klandasan_Ilir", "puskesmas"),
        ("amenity=doctors name=PKM_Damai", "puskesmas"),
        ("amenity=clinic name=Puskesmas_Pembantu_Teritip", "pustu"),
        ("amenity=clinic name=Posyandu_Melati", "posyandu"),
        ("healthcare=centre name=Posyandu_Melati", "posyandu"),
        ("amenity=clinic name=Klinik_Ibnu_Sina", "clinic"),
        ("amenity=doctors name=dr._Budi", "skip"),
        ("amenity=hospital", "hospital"),
        ("amenity=place_of_worship religion=muslim", "worship"),
        ("amenity=library", "library"),
        ("office=government name=Dinas_Pendidikan", "government_office"),
        ("office=government name=UPTD_PPA_Kota", "uptd_ppa"),
        ("office=government name=Puspaga_Harapan_Keluarga", "puspaga"),
        ("amenity=social_centre name=Puspaga", "puspaga"),
        ("office=government name=P2TP2A_Kota", "child_protection"),
        ("office=ngo name=Satgas_PPA_Damai", "child_task_force"),
        ("amenity=police name=Unit_PPA_Polresta", "police_child_desk"),
        ("amenity=police name=Polsek_Utara", None),
        ("amenity=childcare", "childcare"),
        ("amenity=social_facility name=Panti_Asuhan_Kasih", "child_home"),
        ("amenity=social_facility social_facility=group_home social_facility:for=child;juvenile", "child_home"),
        ("amenity=social_facility social_facility=nursing_home", None),
        ("amenity=library name=PISA_Kota", "child_information"),
        ("amenity=community_centre name=Pusat_Kreativitas_Anak", "creativity_centre"),
        ("amenity=bus_station name=Terminal_Batu_Ampar", "terminal"),
        ("highway=bus_stop", None),
        ("amenity=marketplace name=Pasar_Baru", "public_place"),
        ("shop=mall", "public_place"),
        ("shop=convenience", None),
        ("office=company", None),
        ("leisure=pitch", "sport"),
        ("amenity=police", None),
        ("amenity=restaurant", None),
    ],
)
def test_tags_to_kinds(rules: OsmRules, tags: str, kind: str | None) -> None:
    """Underscores in a name stand for blanks."""
    pairs = dict(pair.split("=") for pair in tags.split())
    if "name" in pairs:
        pairs["name"] = pairs["name"].replace("_", " ")
    found = rules.facilities.match(pairs)
    assert (found.outcome if found else None) == kind


@pytest.mark.parametrize(
    ("tags", "walked"),
    [
        ("highway=residential", True),
        ("highway=residential access=private", False),
        ("highway=residential access=private foot=yes", True),
        ("highway=residential access=residents", False),
        ("highway=service service=drive-through", False),
        ("highway=motorway", False),
        ("highway=motorway foot=yes", True),
        ("highway=primary", True),
        ("highway=primary foot=use_sidepath", False),
        ("highway=primary motorroad=yes", False),
        ("highway=steps", True),
        ("highway=footway bridge=yes", True),
        ("highway=cycleway", False),
        ("highway=cycleway foot=designated", True),
        ("highway=construction foot=yes", False),
        ("highway=corridor", False),
        ("highway=raceway", False),
        ("man_made=pier", True),
        ("man_made=pier access=no", False),
    ],
)
def test_which_ways_are_walked(rules: OsmRules, tags: str, walked: bool) -> None:
    found = rules.ways.match(dict(pair.split("=") for pair in tags.split()))
    assert found is not None
    assert found.outcome == (WALKED if walked else REFUSED)


@pytest.mark.parametrize(
    ("tags", "outcome"),
    [
        ("barrier=gate", PASSED),
        ("barrier=gate access=private", BLOCKED),
        ("barrier=gate access=private foot=yes", PASSED),
        ("barrier=gate locked=yes", BLOCKED),
        ("barrier=bollard", PASSED),
        ("barrier=bollard foot=no", BLOCKED),
    ],
)
def test_which_barriers_stop_walkers(rules: OsmRules, tags: str, outcome: str) -> None:
    found = rules.barriers.match(dict(pair.split("=") for pair in tags.split()))
    assert found is not None
    assert found.outcome == outcome


def test_access_tells_whether_a_place_is_public(rules: OsmRules) -> None:
    assert rules.public["permissive"] is Known.YES
    assert rules.public["customers"] is Known.NO
    assert "unknown" not in rules.public


def test_what_to_ask_for(rules: OsmRules) -> None:
    wanted = rules.wanted()
    assert list(wanted) == sorted(wanted)
    # Any value of highway is looked at, if only to say that it is not walked; boundaries only where protected.
    assert wanted["highway"] == ()
    assert wanted["boundary"] == ("national_park", "protected_area")
    # What is left out on purpose is not asked for.
    assert "disused" not in wanted
    assert "indoor_play" not in wanted["leisure"]
    assert set(rules.wanted(["ground"])) < set(wanted)


def test_every_kind_with_a_rule_is_a_kind(rules: OsmRules) -> None:
    assert {rule.outcome for rule in rules.facilities.rules} <= {*map(str, FacilityKind), "skip"}


def test_a_city_may_have_its_own_table(tmp_path: Path) -> None:
    folder = own_table(tmp_path, "walking.toml", ("margin_m = 500", "margin_m = 0"))
    assert load_rules(folder).margin_m == 0
    assert len(load_rules(folder).facilities.rules) == len(load_rules().facilities.rules)


@pytest.mark.parametrize(
    ("name", "change", "sentence"),
    [
        ("facilities.toml", ('kind = "park"', 'kind = "prak"'), "which is no kind of facility; .*“park”"),
        ("facilities.toml", ("kind =", "kinds ="), "“rule.1..kinds” is not known; .*“kind”"),
        (
            "facilities.toml",
            ('leisure = ["playground"]', 'leisure = "playground"'),
            "“rule.3..tags.leisure” must be a list",
        ),
        ("facilities.toml", ('tags = { leisure = ["playground"] }', "tags = {}"), "“rule.3..tags” is empty"),
        ("walking.toml", ("margin_m = 500", "margin_m = 90000"), "“margin_m” is 90,000, but must be from 0 to 5,000"),
        ("walking.toml", ("margin_m = 500", "margin_m = nan"), "“margin_m” is NaN|“margin_m” is nan"),
        ("walking.toml", ("walk = false", 'walk = "no"'), "“way.1..walk” is no, but must be true or false"),
        ("walking.toml", ("[[way]]", "[[way"), "can't be read"),
        ("walking.toml", ('crossing = "traffic_signals"', 'crossing = "signals"'), "“point.3..crossing” is “signals”"),
        ("ground.toml", ('exclusion = "river"', 'exclusion = "rivers"'), "“rule.2..exclusion” is “rivers”.*“river”"),
        ("ground.toml", ('layer = "buildings"', 'layer = "houses"'), "“rule.1..layer” is “houses”, but must be"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, name: str, change: tuple[str, str], sentence: str) -> None:
    said = refusal(own_table(tmp_path, name, change))
    assert name in said
    assert re.search(sentence, said), said


def test_a_table_must_be_utf8(tmp_path: Path) -> None:
    (tmp_path / "osm").mkdir()
    (tmp_path / "osm" / "ground.toml").write_bytes("id = “bangunan”".encode("cp1252"))
    assert "UTF-8" in refusal(tmp_path)
