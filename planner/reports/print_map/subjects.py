"""The maps there are: what each shows of an assessment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

import geopandas as gpd
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from planner.checks.each.programme import STSK_COVERAGE
from planner.model.assessment import Action, Assessment
from planner.model.kinds import (
    ALL_CHILDREN,
    CHILD_FRIENDLY_PARK,
    PLAY_KINDS,
    PROTECTION_KINDS,
    SCHOOL_KINDS,
    Designation,
    FacilityKind,
    Level,
    Status,
)
from planner.model.labels import KIND_LABELS, STATUS_LABELS, STATUS_SIGNS
from planner.reports.facts import capitalised, clipped
from planner.reports.palette import NO_CHILDREN_COLOUR, SHARE_COLOURS, SHARE_EDGES, STATUS_COLOURS
from planner.reports.print_map.content import Content, MapLabel
from planner.reports.print_map.ground import (
    INK,
    border_keys,
    draw_borders,
    draw_land,
    fill,
    region_labels,
)
from planner.reports.sign_places import sign_results
from planner.texts import Percent, Text, text, translate


class Subject(StrEnum):
    """What a map is about."""

    COVERAGE = "coverage"
    FACILITIES = "facilities"
    FINDINGS = "findings"
    PROPOSALS = "proposals"
    SMOKE_FREE = "smoke_free"


STATUS_HATCHES = {Status.MET: "", Status.UNMET: "////", Status.UNKNOWN: "...."}
STATUS_FILLS = {Status.MET: "#8fcdb8", Status.UNMET: "#f0b48a", Status.UNKNOWN: "#d4d7da"}
_PARK_COLOUR = "#00795a"
_NAME_LENGTH = 40
_FAINT_HATCH = "#00000026"
_FAINT_FILLS = {Status.MET: "#d8efe6", Status.UNMET: "#fbe5d8", Status.UNKNOWN: "#e6e9ec"}


def content_of(subject: Subject, assessment: Assessment) -> Content:
    """Return what a map of a subject shows."""
    return _CONTENTS[subject](assessment)


def _coverage(assessment: Assessment) -> Content:
    city = assessment.city
    regions = city.finest_regions
    access = assessment.access
    rows = access[(access["kind"] == CHILD_FRIENDLY_PARK) & (access["age_tier"] == ALL_CHILDREN)]
    shares = regions["code"].map(rows.set_index("code")["share"])
    classes = np.where(shares.isna(), -1, np.searchsorted(SHARE_EDGES, shares.fillna(0).to_numpy(), side="left"))
    colours = [NO_CHILDREN_COLOUR if one < 0 else SHARE_COLOURS[one] for one in classes]
    parks = _friendly(assessment)

    def draw(axes: Axes, enlarged: float) -> None:
        draw_land(axes, city, enlarged)
        fill(axes, regions.geometry, colours)
        draw_borders(axes, city, enlarged)
        _signs(axes, parks, "*", _PARK_COLOUR, 90 * enlarged)

    return Content(
        title=text("Children who can walk to a child-friendly park"),
        subtitle=text(
            "Share of all children within {minutes} minutes on foot, by {level}",
            minutes=assessment.method.threshold_min,
            level=text("kelurahan") if city.finest_level is Level.KELURAHAN else text("kecamatan"),
        ),
        draw=draw,
        keys=(
            *(Patch(facecolor=colour, edgecolor="#8b9097", lw=0.4, label=label) for colour, label in _share_classes()),
            _key("*", _PARK_COLOUR, KIND_LABELS[CHILD_FRIENDLY_PARK]),
            *border_keys(city),
        ),
        labels=(
            *region_labels(city.regions_at(Level.KECAMATAN), strong=True),
            *_places(parks),
            *_kelurahan(assessment),
        ),
        notes=(text("Figures are estimates; their ranges stand in the tables of the assessment."),),
    )


def _facilities(assessment: Assessment) -> Content:
    city = assessment.city
    placed = city.facilities[city.facilities.geometry.notna()]
    families = [
        (label, marker, colour, placed[placed["kind"].isin(kinds)]) for label, marker, colour, kinds in _FAMILIES
    ]
    families = [family for family in families if len(family[3])]

    def draw(axes: Axes, enlarged: float) -> None:
        draw_land(axes, city, enlarged)
        draw_borders(axes, city, enlarged)
        for _, marker, colour, places in families:
            _signs(axes, places, marker, colour, 14 * enlarged)

    missing = int(city.facilities.geometry.isna().sum())
    return Content(
        title=text("Places for children"),
        subtitle=text("Schools, health, worship, parks and offices that the city's data name with a position"),
        draw=draw,
        keys=(
            *(
                _key(marker, colour, text("{kind}: {n}", kind=label, n=len(places)))
                for label, marker, colour, places in families
            ),
            *border_keys(city),
        ),
        labels=region_labels(city.regions_at(Level.KECAMATAN), strong=True),
        notes=(text("{n} places without a known position are not drawn.", n=missing),) if missing else (),
    )


def _findings(assessment: Assessment) -> Content:
    city = assessment.city
    regions, statuses = _programme(assessment)
    named = regions.assign(
        name=[f"{STATUS_SIGNS[status]} {name}" for status, name in zip(statuses, regions["name"], strict=True)]
    )

    def draw(axes: Axes, enlarged: float) -> None:
        draw_land(axes, city, enlarged)
        fill(
            axes,
            regions.geometry,
            [STATUS_FILLS[status] for status in statuses],
            [STATUS_HATCHES[status] for status in statuses],
        )
        draw_borders(axes, city, enlarged)
        _signs(axes, _friendly(assessment), "*", _PARK_COLOUR, 90 * enlarged)

    return Content(
        title=text("One child-friendly park in every kecamatan"),
        subtitle=text("Where the programme is met, not met, or not known"),
        draw=draw,
        keys=(
            *(
                Patch(
                    facecolor=STATUS_FILLS[status],
                    hatch=STATUS_HATCHES[status],
                    edgecolor="#00000077",
                    lw=0.4,
                    label=_counted(STATUS_LABELS[status], statuses.count(status), STATUS_SIGNS[status]),
                )
                for status in Status
            ),
            _key("*", _PARK_COLOUR, KIND_LABELS[CHILD_FRIENDLY_PARK]),
            *border_keys(city),
        ),
        labels=(*region_labels(named, strong=True), *_places(_friendly(assessment))),
        notes=(text("What nobody recorded is shown as not known: it counts neither as met nor as a failure."),),
    )


def _proposals(assessment: Assessment) -> Content:
    city, proposals = assessment.city, assessment.plan.proposals
    regions, statuses = _programme(assessment)

    def draw(axes: Axes, enlarged: float) -> None:
        draw_land(axes, city, enlarged)
        fill(
            axes,
            regions.geometry,
            [_FAINT_FILLS[status] for status in statuses],
            [STATUS_HATCHES[status] for status in statuses],
            hatch_colour=_FAINT_HATCH,
        )
        draw_borders(axes, city, enlarged)
        _signs(axes, _friendly(assessment), "*", _PARK_COLOUR, 90 * enlarged)

    numbers = tuple(
        MapLabel(str(site.rank), site.x_m, site.y_m, badge="s" if site.action is Action.UPGRADE else "o")
        for site in proposals
    )
    names = tuple(
        MapLabel(clipped(site.facility_name or site.region_name, _NAME_LENGTH), site.x_m, site.y_m, beside=True)
        for site in proposals
    )
    listed = tuple(
        text(
            "{rank}. {name}: {children} more children",
            rank=site.rank,
            name=clipped(site.facility_name or site.region_name, _NAME_LENGTH),
            children=site.children_newly_within,
        )
        for site in proposals[:14]
    )
    more = (text("and {n} more sites", n=len(proposals) - 14),) if len(proposals) > 14 else ()
    return Content(
        title=text("Where to build next"),
        subtitle=text("Proposed sites in the order in which to build them, and whom each newly reaches on foot"),
        draw=draw,
        keys=(
            _key("s", INK, text("existing place, to be made child-friendly")),
            _key("o", INK, text("new place")),
            _key("*", _PARK_COLOUR, KIND_LABELS[CHILD_FRIENDLY_PARK]),
            *(
                Patch(
                    facecolor=_FAINT_FILLS[status],
                    hatch=STATUS_HATCHES[status],
                    edgecolor="#00000055",
                    lw=0.4,
                    label=_programme_words(status),
                )
                for status in Status
            ),
            *border_keys(city),
        ),
        labels=(
            *region_labels(city.regions_at(Level.KECAMATAN), strong=True),
            *numbers,
            *names,
            *_places(_friendly(assessment)),
        ),
        notes=(*listed, *more) if proposals else (text("No site is proposed."),),
    )


def _smoke_free(assessment: Assessment) -> Content:
    city = assessment.city
    states = sign_results(assessment).set_index("place_id")["status"]
    placed = city.facilities[city.facilities.geometry.notna() & city.facilities["id"].isin(states.index)]
    of_status = {status: placed[placed["id"].map(states) == status] for status in Status}

    def draw(axes: Axes, enlarged: float) -> None:
        draw_land(axes, city, enlarged)
        draw_borders(axes, city, enlarged)
        for status, (marker, size) in _SIGN_MARKERS.items():
            _signs(axes, of_status[status], marker, STATUS_COLOURS[status], size * enlarged)

    labels = {
        Status.MET: text("good smoke-free sign"),
        Status.UNMET: text("sign missing, or to be replaced"),
        Status.UNKNOWN: text("not surveyed, or too long ago"),
    }
    counts = states.value_counts()
    return Content(
        title=text("Smoke-free signs (KSTR)"),
        subtitle=text("Places that must be smoke-free, by what a survey saw of their sign"),
        draw=draw,
        keys=(
            *(
                _key(
                    marker, STATUS_COLOURS[status],
                    text("{kind}: {n}", kind=labels[status], n=int(counts.get(str(status), 0))),
                )
                for status, (marker, _) in _SIGN_MARKERS.items()
            ),
            *border_keys(city),
        ),
        labels=region_labels(city.regions_at(Level.KECAMATAN), strong=True),
        notes=(
            text("Drawn are the {drawn} of {all} places whose position is known.", drawn=len(placed), all=len(states)),
        ),
    )  # fmt: skip


_CONTENTS: Mapping[Subject, Callable[[Assessment], Content]] = {
    Subject.COVERAGE: _coverage,
    Subject.FACILITIES: _facilities,
    Subject.FINDINGS: _findings,
    Subject.PROPOSALS: _proposals,
    Subject.SMOKE_FREE: _smoke_free,
}

# The faint sign first, so that the others are drawn over it.
_SIGN_MARKERS = {Status.UNKNOWN: ("o", 9), Status.MET: ("P", 26), Status.UNMET: ("X", 30)}

_FAMILIES: tuple[tuple[Text, str, str, tuple[FacilityKind, ...]], ...] = (
    (text("places of worship"), "d", "#cc79a7", (FacilityKind.WORSHIP,)),
    (text("offices"), "v", "#666666", (FacilityKind.GOVERNMENT_OFFICE,)),
    (text("schools"), "o", "#0072b2", SCHOOL_KINDS),
    (
        text("health"),
        "P",
        "#d55e00",
        (
            FacilityKind.PUSKESMAS,
            FacilityKind.PUSTU,
            FacilityKind.POSYANDU,
            FacilityKind.HOSPITAL,
            FacilityKind.CLINIC,
        ),
    ),
    (
        text("culture, sport and care"),
        "^",
        "#e69f00",
        (
            FacilityKind.LIBRARY,
            FacilityKind.CHILD_INFORMATION,
            FacilityKind.CREATIVITY_CENTRE,
            FacilityKind.CHILDCARE,
            FacilityKind.CHILD_HOME,
            FacilityKind.SPORT,
        ),
    ),
    (text("child protection"), "X", "#7a5500", PROTECTION_KINDS),
    (text("green space (RTH)"), "h", "#7fc4ae", (FacilityKind.RTH,)),
    (text("parks and play spaces"), "s", _PARK_COLOUR, PLAY_KINDS),
)


def _programme(assessment: Assessment) -> tuple[gpd.GeoDataFrame, list[Status]]:
    """Return the kecamatan that the programme speaks of, and how it stands in each."""
    found = {finding.unit_code: finding.status for finding in assessment.findings_of(STSK_COVERAGE)}
    regions = assessment.city.regions_at(Level.KECAMATAN)
    regions = regions[regions["code"].isin(found)]
    return regions, [found[code] for code in regions["code"]]


def _programme_words(status: Status) -> str:
    return translate(text("programme {status}", status=STATUS_LABELS[status]))


def _friendly(assessment: Assessment) -> gpd.GeoDataFrame:
    """Return the designated child-friendly parks whose position is known."""
    facilities = assessment.city.facilities
    chosen: gpd.GeoDataFrame = facilities[
        facilities["kind"].isin(PLAY_KINDS)
        & (facilities["child_friendly"] == Designation.YES)
        & facilities.geometry.notna()
    ]
    return chosen


def _signs(axes: Axes, places: gpd.GeoDataFrame, marker: str, colour: str, size: float) -> None:
    axes.scatter(
        places.geometry.x, places.geometry.y, s=size, marker=marker, color=colour, edgecolors="white",
        linewidths=0.35, zorder=6,
    )  # fmt: skip


def _key(marker: str, colour: str, label: Text) -> Line2D:
    return Line2D(
        [], [], ls="", marker=marker, color=colour, markeredgecolor="white", markeredgewidth=0.4, markersize=7,
        label=capitalised(translate(label)),
    )  # fmt: skip


def _counted(label: Text, count: int, sign: str) -> str:
    return f"{sign} {capitalised(translate(text('{kind}: {n}', kind=label, n=count)))}"


def _share_classes() -> list[tuple[str, str]]:
    """Return the colour and the words of each class of shares."""
    edges = [*SHARE_EDGES, 1.0]
    classes = [(SHARE_COLOURS[0], translate(text("nobody")))]
    for place, colour in enumerate(SHARE_COLOURS[1:]):
        words = text("more than {low} to {high}", low=Percent(edges[place]), high=Percent(edges[place + 1]))
        classes.append((colour, translate(words)))
    return classes


def _places(places: gpd.GeoDataFrame) -> tuple[MapLabel, ...]:
    return tuple(
        MapLabel(clipped(str(name), _NAME_LENGTH), float(point.x), float(point.y), beside=True)
        for name, point in zip(places["name"], places.geometry, strict=True)
    )


def _kelurahan(assessment: Assessment) -> tuple[MapLabel, ...]:
    return region_labels(assessment.city.regions_at(Level.KELURAHAN))
