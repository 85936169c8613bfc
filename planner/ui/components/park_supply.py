"""How much park the people of a region ask for, by a regulation that has been replaced, beside what is recorded."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from functools import partial

import pandas as pd
import streamlit as st

from planner.checks.each.park_supply.needed import PARK_KEC, PARK_KOTA, PARK_RT, PARK_RW
from planner.checks.each.park_supply.successor import PARK_ATR14
from planner.model.assessment import Assessment
from planner.model.kinds import Level
from planner.reports.page_tables.coverage import level_head
from planner.reports.page_tables.park_supply import (
    RULES,
    SUPPLY_HEADS,
    ParkSupplyFile,
    park_supply_file,
    supply_numbers,
)
from planner.reports.rule_table import number_lines
from planner.rules.citing import citation_text
from planner.texts import current_language, text, translate
from planner.ui.components.markup import Content, Html, bullets, element, show, table
from planner.ui.components.table_download import page_table
from planner.ui.components.views import inset, status_tag


def supply_section(assessment: Assessment) -> None:
    """Show what is asked for and what is recorded by kecamatan and kelurahan, and the regulation that holds now."""
    replaced = element("strong", text("Replaced"), css="tag tag-unknown")
    show(
        element("h2", text("Park for the number of people")),
        element("p", replaced, Html(" "), citation_text(assessment.rules[PARK_KEC])),
        element(
            "p",
            text(
                "The numbers come from a regulation that has been replaced; those of the new one are not known here. "
                "Areas of public parks and playgrounds are put together; where one is not recorded, less is missing "
                "than the table says."
            ),
        ),
    )
    _by_level(assessment, Level.KECAMATAN)
    if assessment.city.finest_level is Level.KELURAHAN:
        with st.expander(translate(text("By kelurahan"))):
            _by_level(assessment, Level.KELURAHAN)
    _whole_city(assessment)
    _successor(assessment)


def _by_level(assessment: Assessment, level: Level) -> None:
    """Show a level's regions, each with its status, and offer the table."""
    rule = RULES[level]
    names = assessment.city.region_names
    numbers = supply_numbers(assessment, level)
    if numbers.empty:
        show(element("p", text("Nobody gave the number of people, so the area asked for is not known.")))
        return
    heads: dict[str, Content] = {
        "name": level_head(level),
        "status": text("Status"),
        **SUPPLY_HEADS,
    }
    statuses = {finding.unit_code: finding.status for finding in assessment.findings_of(rule)}
    records = numbers.astype(object).to_dict("index")
    rows: list[dict[str, Content]] = [
        {
            "name": names[str(code)],
            "status": status_tag(statuses[str(code)]),
            **{name: _cell(name, row) for name in SUPPLY_HEADS},
        }
        for code, row in records.items()
    ]
    title = assessment.rules[rule].titles[current_language()]
    show(table(text("{title}, replaced regulation", title=title), heads, rows, numbers=list(SUPPLY_HEADS)))
    asked = ParkSupplyFile(level)
    make = partial(park_supply_file, assessment, asked)
    page_table(text("Download this table (CSV)"), assessment.city, assessment.options, asked, make)


def _cell(name: str, row: Mapping[Hashable, float]) -> int | str:
    """Return a number of one region; a dash where parks are known and none has a recorded area."""
    unrecorded = name == "recorded_m2" and not row[name] and row["parks_without_area"]
    return "–" if unrecorded else round(row[name])


def _whole_city(assessment: Assessment) -> None:
    """Say what the whole city asks for of the parks that no region here is to have."""
    lines = []
    for rule in (PARK_KOTA, PARK_RW, PARK_RT):
        needed, needed_m2 = (
            assessment.details.value(rule, name, assessment.city.code) for name in ("needed", "needed_m2")
        )
        if not math.isnan(needed):
            lines.append(
                text(
                    "{title}: {needed} asked for, {area} m² together.",
                    title=assessment.rules[rule].titles[current_language()],
                    needed=round(needed),
                    area=round(needed_m2),
                )
            )
    if lines:
        show(element("p", text("For the whole city, by the replaced regulation:")), bullets(lines))


def _successor(assessment: Assessment) -> None:
    """Show the numbers of the regulation that holds now: empty, or as the city filled them in."""
    if PARK_ATR14 not in assessment.rules:
        return
    rule = assessment.rules[PARK_ATR14]
    note = text("These are empty until somebody fills them in from the annex of the regulation, in city.toml.")
    show(
        element("h3", rule.titles[current_language()]),
        inset(
            element("p", citation_text(rule)),
            bullets(number_lines(rule)),
            None if rule.changed else element("p", note, css="note"),
        ),
    )
    counted = assessment.details.measure(PARK_ATR14, "parks_large_enough")
    if len(counted):
        _filled_in(assessment, counted)


def _filled_in(assessment: Assessment, counted: pd.DataFrame) -> None:
    """Show how many parks are large enough by the numbers that the city filled in."""
    names = {assessment.city.code: assessment.city.name, **assessment.city.region_names}
    heads: dict[str, Content] = {"name": text("Region"), "size": text("Park"), "value": text("Parks large enough")}
    rows: list[dict[str, Content]] = [
        {"name": names[code], "size": size, "value": round(value)}
        for code, size, value in counted[["code", "subject", "value"]].itertuples(index=False, name=None)
    ]
    show(table(text("Parks by the numbers that the city filled in"), heads, rows, numbers=["value"]))
