"""Services: schools, health, worship and child protection, needed by the standards beside what is there."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from planner.checks.each.child_reports.published import published_reports
from planner.checks.each.service_supply.service import SupplyRule
from planner.model.assessment import Assessment
from planner.model.city import City
from planner.model.domain import DOMAIN_LABELS, Domain
from planner.model.kinds import Level
from planner.model.labels import LEVEL_LABELS
from planner.reports.facts import capitalised
from planner.reports.method import people_source
from planner.reports.spreadsheet import as_csv
from planner.texts import Text, text, translate
from planner.ui.components.markup import Content, bullets, element, plain, show, table
from planner.ui.components.service_protection import (
    nothing_listed,
    protection_by_region,
    protection_heads,
    protection_table,
)
from planner.ui.components.service_reports import (
    COUNTED_LABELS,
    report_explanation,
    report_periods,
    report_rows,
    report_table,
)
from planner.ui.components.service_supply import (
    SupplyFigures,
    rule_notes,
    rule_title,
    rules_of,
    supply_heads,
)
from planner.ui.components.views import source_line, title
from planner.ui.engine import current_assessment, current_city
from planner.ui.lookup import region_names, source_names

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
        _reports(current_city())
    else:
        _supply(assessment, part)


def _supply(assessment: Assessment, part: Domain) -> None:
    """Show the whole city by rule, then the regions of one rule."""
    rules = rules_of(part)
    with st.spinner(translate(text("Counting who lives near what"))):
        figures = {service.rule: SupplyFigures.of(assessment, service) for service in rules}
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
    assessment = figures.assessment
    names = region_names(assessment.city)
    heads: dict[str, Text] = {
        "name": text("{level}", level=capitalised(translate(LEVEL_LABELS[level]))),
        **supply_heads(assessment, figures.service),
    }
    rows: list[dict[str, Content]] = [
        {"name": names[code], **figures.row(level, code)} for code in assessment.city.regions_at(level)["code"]
    ]
    numbers = [head for head in heads if head != "name"]
    show(table(text("{facility}, by region", facility=name), dict(heads), rows, numbers=numbers))
    file = pd.DataFrame([{head: plain(_cell(row[head])) for head in heads} for row in rows])
    _download(file, heads, f"{figures.service.rule.casefold()}-{level}")
    show(bullets(rule_notes(figures), css="note"))


def _cell(content: Content) -> Text | str | int | float:
    """Return what stands in a cell of a file: nothing for nothing."""
    return "" if content is None else content  # type: ignore[return-value]


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
    found = protection_by_region(assessment, Level.KECAMATAN)
    if found is None:
        return
    level = _level(assessment.city)
    found = protection_by_region(assessment, level)
    if found is not None:
        shown, file = found
        show(shown)
        heads = {"code": text("Code"), "name": text("Region"), **protection_heads(file.columns)}
        _download(file[list(heads)], heads, f"{translate(text('child-protection-services'))}-{level}")


def _reports(city: City) -> None:
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
    heads = {"code": text("Code"), "name": text("Region"), **COUNTED_LABELS}
    _download(rows[list(heads)], heads, f"{translate(text('reports'))}-{period}")


def _level(city: City) -> Level:
    """Let the reader ask for kelurahan, where the city has them."""
    if city.finest_level is Level.KECAMATAN:
        return Level.KECAMATAN
    on = st.toggle(translate(text("By kelurahan")), key="services_kelurahan")
    return Level.KELURAHAN if on else Level.KECAMATAN


def _place_sources(city: City, rules: tuple[SupplyRule, ...]) -> Text | str:
    kinds = {kind for service in rules for kind in service.kinds}
    return source_names(city, city.facilities.loc[city.facilities["kind"].isin(kinds), "source"])


def _download(file: pd.DataFrame, heads: dict[str, Text], name: str) -> None:
    st.download_button(
        translate(text("Download this table (CSV)")),
        as_csv(file, heads),
        file_name=f"{name}.csv",
        mime="text/csv",
        on_click="ignore",
        key=f"download_{name}",
    )
