"""Services: schools, health, worship and child protection, needed by the standards beside what is there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from planner.checks.each.child_reports.published import published_reports
from planner.checks.each.service_supply.service import SupplyRule
from planner.model.assessment import Assessment
from planner.model.city import City
from planner.model.domain import DOMAIN_LABELS, Domain
from planner.model.kinds import Level
from planner.model.options import Options
from planner.reports.facts import capitalised
from planner.reports.method import people_source
from planner.reports.page_tables.child_reports import ReportsFile, report_rows, reports_file
from planner.reports.page_tables.protection import ProtectionFile, protection_file
from planner.reports.page_tables.service_supply import (
    ServiceSupplyFile,
    SupplyFigures,
    region_heads,
    region_rows,
    rule_title,
    rules_of,
    service_supply_file,
    supply_heads,
)
from planner.reports.page_tables.table import PageTable
from planner.texts import Text, text, translate
from planner.ui.components.markup import Content, bullets, element, show, table
from planner.ui.components.service_protection import (
    nothing_listed,
    protection_by_region,
    protection_table,
)
from planner.ui.components.service_reports import (
    report_explanation,
    report_periods,
    report_table,
)
from planner.ui.components.service_supply import rule_notes
from planner.ui.components.table_download import page_table
from planner.ui.components.views import source_line, title
from planner.ui.engine import current_assessment, current_city
from planner.ui.lookup import source_names

PARTS = (Domain.SCHOOLS, Domain.HEALTH, Domain.WORSHIP, Domain.PROTECTION)


def show_services() -> None:
    """Show the page of services."""
    assessment = current_assessment()
    title(
        text("Schools, health and protection"),
        over=assessment.city.name,
        lead=text("What the standards ask for at least, beside what is listed. A standard is a floor, not a target."),
    )
    words = {str(part): capitalised(translate(DOMAIN_LABELS[part])) for part in PARTS}
    chosen = st.radio(
        translate(text("What to look at")),
        list(words),
        format_func=words.__getitem__,
        horizontal=True,
        key="services_part",
    )
    part = Domain(chosen)
    if part is Domain.PROTECTION:
        _protection(assessment)
        _reports(current_city(), assessment.options)
    else:
        _supply(assessment, part)


def _supply(assessment: Assessment, part: Domain) -> None:
    """Show the whole city by rule, then the regions of one rule."""
    rules = rules_of(part)
    with st.spinner(translate(text("Counting who lives near what"))):
        figures = {service.rule: SupplyFigures(assessment, service) for service in rules}
    show(_city_table(assessment, part, figures))
    show(
        None if assessment.city.population is None else source_line(people_source(assessment)),
        source_line(_place_sources(assessment.city, rules)),
    )
    titles = {service.rule: rule_title(assessment.rules[service.rule]) for service in rules}
    show(element("h2", text("By region")))
    left, right = st.columns([3, 2])
    with left:
        first = next((rule for rule, of in figures.items() if of.any_listed), rules[0].rule)
        rule = st.selectbox(
            translate(text("Facility")),
            list(titles),
            index=list(titles).index(first),
            format_func=titles.__getitem__,
            key=f"services_rule_{part}",
        )
    with right:
        level = _level(assessment.city)
    _regions(figures[rule], titles[rule], level)


def _city_table(assessment: Assessment, part: Domain, figures: dict[str, SupplyFigures]) -> Content:
    city = assessment.city
    services = [of.service for of in figures.values()]
    alone = services[0] if part is not Domain.SCHOOLS else None
    first = text("Standard") if part is Domain.WORSHIP else text("Facility")
    heads: dict[str, Content] = {"rule": first, **supply_heads(assessment, alone)}
    rows: list[dict[str, Content]] = []
    for rule, of in figures.items():
        row = of.row(Level.CITY, city.code)
        if rule == "SMP":
            # Its children are those of the secondary schools together, which have a row of their own.
            row["children"] = None
        rows.append({"rule": rule_title(assessment.rules[rule]), **row})
        if of.service.rule == "SMA":
            together = text("SMP, SMA and SMK together")
            rows.append({"rule": together, **figures["SMP"].secondary(city.code)})
    caption = text("The whole city, {people} people", people=city.people or 0)
    if city.people is None:
        caption = text("The whole city; nobody gave the number of people")
    return table(caption, heads, rows, numbers=[name for name in heads if name != "rule"])


def _regions(figures: SupplyFigures, name: str, level: Level) -> None:
    heads, rows = region_heads(figures, level), region_rows(figures, level)
    numbers = [head for head in heads if head != "name"]
    show(table(text("{facility}, by region", facility=name), {**heads}, [{**row} for row in rows], numbers=numbers))
    assessment, asked = figures.assessment, ServiceSupplyFile(figures.service.rule, level)
    _offer(assessment, asked, partial(service_supply_file, assessment, asked))
    show(bullets(rule_notes(figures), css="note"))


def _protection(assessment: Assessment) -> None:
    show(protection_table(assessment))
    show(nothing_listed(assessment))
    show(
        element(
            "p",
            text(
                "No rule says how many there must be, nor that every kelurahan must have a task force: this is only "
                "counted."
            ),
            css="note",
        )
    )
    if protection_by_region(assessment, Level.KECAMATAN) is None:
        return
    asked = ProtectionFile(_level(assessment.city))
    shown = protection_by_region(assessment, asked.level)
    if shown is not None:
        show(shown)
        _offer(assessment, asked, partial(protection_file, assessment.city, asked))


def _reports(city: City, options: Options) -> None:
    """Show reports received and settled, small counts hidden."""
    show(element("h2", text("Reports received and settled")))
    published = published_reports(city)
    if published is None:
        show(
            element(
                "p",
                text(
                    "The city's data hold no table of reports. One can be named in city.toml under “child_reports”: "
                    "kecamatan, month, received and settled, counts only and never a person."
                ),
            )
        )
        return
    periods = report_periods(published)
    period = st.selectbox(translate(text("Year or month")), periods, key="services_period")
    rows = report_rows(city, published, period)
    show(report_table(rows, period), report_explanation())
    asked = ReportsFile(period)
    page_table(text("Download this table (CSV)"), city, options, asked, partial(reports_file, city, asked))


def _offer(assessment: Assessment, asked: PageTable, make: Callable[[], bytes]) -> None:
    page_table(text("Download this table (CSV)"), assessment.city, assessment.options, asked, make)


def _level(city: City) -> Level:
    """Let the reader ask for kelurahan, where the city has them."""
    if city.finest_level is Level.KECAMATAN:
        return Level.KECAMATAN
    on = st.toggle(translate(text("By kelurahan")), key="services_kelurahan")
    return Level.KELURAHAN if on else Level.KECAMATAN


def _place_sources(city: City, rules: tuple[SupplyRule, ...]) -> Text | str:
    kinds = {kind for service in rules for kind in service.kinds}
    return source_names(city, city.facilities.loc[city.facilities["kind"].isin(kinds), "source"])
