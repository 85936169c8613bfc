"""What is said of a rule in front of people: how binding, how sure, of which theme, and what its numbers are."""

from __future__ import annotations

from collections.abc import Mapping

from planner.model.rule import RuleStatus
from planner.texts import Text, text

RULE_STATUS_LABELS: Mapping[RuleStatus, Text] = {
    RuleStatus.ENFORCE: text("binding"),
    RuleStatus.ENFORCE_AS_CHECKLIST: text("binding, as a checklist"),
    RuleStatus.PROGRAM_RULE: text("rule of a programme"),
    RuleStatus.DEFAULT: text("default that a city may change"),
    RuleStatus.ADVISORY: text("advice"),
    RuleStatus.INSPECTION: text("checked on the spot"),
    RuleStatus.BLANK: text("has no number yet"),
    RuleStatus.NEVER_USE: text("not to be used"),
}
"""How binding a rule is."""

CERTAINTY_LABELS: Mapping[str, Text] = {
    "Q": text("read in the source"),
    "Q2": text("read in one weak or second-hand source"),
    "M": text("from memory, not verified"),
    "C": text("computed from numbers that were read"),
}
"""How sure a rule is, by the letter before the underline."""

CERTAINTY_LIMITS: Mapping[str, Text] = {
    "existence": text("only that it exists"),
    "principle": text("only the principle, not the numbers"),
    "for_schools": text("only for schools"),
    "for_one_religion": text("only for the houses of worship of one religion"),
}
"""What of it was seen, by the words after the underline."""

THEME_LABELS: Mapping[str, Text] = {
    "programme": text("the city's programme"),
    "rbra": text("child-friendly play spaces (RBRA)"),
    "rth": text("green open space and parks"),
    "play": text("play areas near homes"),
    "schools": text("schools"),
    "health": text("health"),
    "worship": text("places of worship"),
    "smoke_free": text("smoke-free areas (KSTR)"),
    "kla": text("child-friendly city (KLA)"),
    "sites": text("where a site may lie"),
    "walking": text("walking"),
}
"""Each file of the catalogue, in the order in which they are told."""

NUMBER_LABELS: Mapping[str, Text] = {
    "pop": text("one for"),
    "min_count": text("at least"),
    "expected_units": text("in all"),
    "target_year": text("by"),
    "value": text("value"),
    "min": text("at least"),
    "max": text("at most"),
    "radius_m": text("distance"),
    "radius_hint_unverified": text("distance, from memory"),
    "area_m2": text("area"),
    "min_area_m2": text("area at least"),
    "m2_per_cap": text("area for each person"),
    "land_m2": text("land"),
    "land_min_m2": text("land at least"),
    "floor_m2": text("floor"),
    "m2_per_pupil": text("land for each pupil"),
    "max_classes": text("classes at most"),
    "min_per_kelurahan": text("or in each kelurahan"),
    "age": text("ages"),
    "buffer_home_m": text("distance from homes"),
    "min_items": text("play equipment at least"),
    "items": text("items"),
    "places": text("places"),
    "fields": text("what is recorded"),
    "from": text("measured from"),
    "geometry": text("how distance is measured"),
    "barrier": text("not across"),
    "no_cross": text("not across"),
    "unless": text("unless there is"),
    "osm": text("OpenStreetMap"),
    "osm_highway": text("classes of road in OpenStreetMap"),
    "layers": text("layers"),
    "action": text("what follows"),
    "bands": text("ranks by score"),
    "by_depth_m": text("by depth of the river"),
    "default_if_depth_unknown": text("where the depth is not known"),
    "warn_pct": text("warned of from"),
    "exclude_pct": text("left out from"),
    "size_cm": text("size"),
    "stale_after_months": text("counts for, since it was seen"),
    "indicators": text("indicators"),
    "clusters": text("clusters"),
    "pop_rt": text("in each RT, one for"),
    "pop_rw": text("in each RW, one for"),
    "pop_kelurahan": text("in each kelurahan, one for"),
    "pop_kecamatan": text("in each kecamatan, one for"),
    "rt_area_m2": text("area of an RT park"),
    "rt_radius_m": text("distance to an RT park"),
    "rw_area_m2": text("area of an RW park"),
    "rw_radius_m": text("distance to an RW park"),
    "kelurahan_area_m2": text("area of a kelurahan park"),
    "kelurahan_radius_m": text("distance to a kelurahan park"),
    "kecamatan_area_m2": text("area of a kecamatan park"),
    "kecamatan_radius_m": text("distance to a kecamatan park"),
    "kota_area_m2": text("area of a city park"),
    "kota_radius_m": text("distance to a city park"),
    "speed_low": text("walking speed at the lower end"),
    "speed_high": text("walking speed at the upper end"),
    "detour_low": text("detour at the lower end"),
    "detour_high": text("detour at the upper end"),
    "detour_unmeasured": text("detour where no street is known"),
    "threshold_low": text("walking time at the lower end"),
    "threshold_high": text("walking time at the upper end"),
    "misplaced_population_grid": text("children placed wrongly, by a population grid"),
    "misplaced_buildings": text("children placed wrongly, by buildings"),
    "misplaced_residential_land": text("children placed wrongly, by residential land"),
    "misplaced_everyday_places": text("children placed wrongly, by everyday places"),
    "misplaced_streets": text("children placed wrongly, by streets"),
    "misplaced_area": text("children placed wrongly, by area"),
    "land": text("land"),
    "floor": text("floor"),
    "radius": text("distance"),
    "warn": text("warned of from"),
    "exclude": text("left out from"),
    "speed": text("walking speed"),
    "detour": text("detour"),
    "threshold": text("walking time"),
    "misplaced": text("children placed wrongly"),
}
"""Names of numbers and of parts; a name that is not here is shown as the catalogue has it."""

UNIT_LABELS: Mapping[str, Text] = {
    "jiwa": text("people"),
    "tahun": text("years"),
    "m² per jiwa": text("m² per person"),
    "m² per murid": text("m² per pupil"),
    "nilai": text("points"),
    "kali": text("times"),
    "bagian": text("of all"),
    "bulan": text("months"),
    "alat bermain": text("pieces of play equipment"),
    "jenis alat bermain": text("kinds of play equipment"),
    "rombongan belajar": text("classes"),
    "indikator": text("indicators"),
    "klaster": text("clusters"),
    "IDR": text("rupiah"),
    "taman per kecamatan": text("park in each kecamatan"),
    "RBRA per kelurahan": text("RBRA in each kelurahan"),
    "puskesmas per kecamatan": text("puskesmas in each kecamatan"),
    "sekolah per kelurahan": text("school in each kelurahan"),
}
"""Units that are words; signs such as m² are the same in every language."""

WORD_LABELS: Mapping[str, Text] = {
    "euclid": text("straight line"),
    "euclid_assumed": text("taken as a straight line, for the rule does not say"),
    "network": text("along the streets"),
    "warn": text("a warning"),
    "motorway": text("motorway"),
    "trunk": text("trunk road"),
    "primary": text("main road"),
    "rail": text("railway"),
    "river_without_bridge": text("river without a bridge"),
    "traffic_signals": text("traffic signals"),
    "footbridge": text("footbridge"),
    "underpass": text("underpass"),
    "setback": text("setback"),
    "max": text("up to"),
}
"""Words that stand in place of a number; others are shown as the catalogue has them."""
