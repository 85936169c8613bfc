"""How each layer of an assessment is drawn: in the colours of the web map."""

from __future__ import annotations

from planner.model.assessment import Action, Assessment
from planner.model.city import City
from planner.model.kinds import CHILD_FRIENDLY_PARK, PLAY_KINDS, FacilityKind, Known, Status
from planner.model.labels import KIND_LABELS, KNOWN_LABELS, STATUS_LABELS
from planner.reports.data_package.columns import TITLES
from planner.reports.facts import capitalised
from planner.reports.palette import NO_CHILDREN_COLOUR, SHARE_COLOURS, SHARE_EDGES, STATUS_COLOURS
from planner.reports.qgis_styles.qml import Drawn, Style, Symbol
from planner.reports.webmap.facilities import KIND_COLOURS
from planner.texts import Percent, Text, text, translate

_SINGLE, _CATEGORIZED, _GRADUATED = "singleSymbol", "categorizedSymbol", "graduatedSymbol"
_GREY, _PARK, _NEW, _GAP = "#5c5c5c", "#00795a", "#3f1f7a", "#b34700"
_SHARE = f"share_within_{CHILD_FRIENDLY_PARK}"
_NO_SHARE = -1.0
"""Stands for a share that is not known, which QGIS would otherwise not draw at all."""

_SIGN_COLOURS = {Known.YES: "#00795a", Known.NO: "#b34700", Known.UNKNOWN: _GREY}


def layer_styles(assessment: Assessment) -> dict[str, Style]:
    """Return how each layer is drawn, by its name, with legends in the language that is spoken."""
    return {
        "kecamatan": _kecamatan(),
        "kelurahan": _kelurahan(),
        "facilities": facility_style(assessment.city),
        "signs": _signs(),
        "demand": _single("demand", Symbol("circle", _GREY, _GREY, opacity=0.6, size_mm=0.8, outline_mm=0.1)),
        "proposals": _proposals(),
        "left_out": _single("left_out", Symbol("cross2", _GREY, _GREY, size_mm=1.6)),
        "gaps": _gaps(assessment),
        "catchments": _single("catchments", Symbol("fill", _PARK, _PARK, opacity=0.15)),
        "catchments_merged": _single("catchments_merged", Symbol("fill", _PARK, _PARK, opacity=0.25)),
    }


def _kecamatan() -> Style:
    entries = [
        Drawn(_named(STATUS_LABELS[status]), Symbol("fill", colour, colour, opacity=0.25, outline_mm=0.7), str(status))
        for status, colour in STATUS_COLOURS.items()
    ]
    unknown = STATUS_COLOURS[Status.UNKNOWN]
    entries.append(Drawn(_named(text("not judged")), Symbol("fill", unknown, unknown, opacity=0.1, outline_mm=0.7)))
    return Style(_CATEGORIZED, entries, "status", "name")


def _kelurahan() -> Style:
    """Return classes of shares: a share of 0 is drawn alone, and one that is not known is drawn as such."""
    bounds = [(0.0, 0.0), *zip(SHARE_EDGES, (*SHARE_EDGES[1:], 1.0), strict=True)]
    labels = [
        text("nobody"),
        *(text("over {low} to {high}", low=Percent(low), high=Percent(high)) for low, high in bounds[1:]),
    ]
    entries = [
        Drawn(_named(label), Symbol("fill", colour, _GREY, opacity=0.85, outline_mm=0.2), low=low, high=high)
        for label, colour, (low, high) in zip(labels, SHARE_COLOURS, bounds, strict=True)
    ]
    unknown = Symbol("fill", NO_CHILDREN_COLOUR, _GREY, outline_mm=0.2)
    entries.append(Drawn(_named(text("no children known")), unknown, low=_NO_SHARE, high=_NO_SHARE))
    return Style(_GRADUATED, entries, f'coalesce("{_SHARE}", {_NO_SHARE})', "name")


def facility_style(city: City) -> Style:
    """Return how the facilities of a city are drawn: each kind in its colour."""
    present = set(city.facilities["kind"])
    entries = [_facility(kind) for kind in FacilityKind if kind in present]
    entries.append(Drawn(_named(text("other places")), Symbol("circle", _GREY, size_mm=1.6)))
    return Style(_CATEGORIZED, entries, "kind")


def _facility(kind: FacilityKind) -> Drawn:
    size_mm = 3.2 if kind in PLAY_KINDS else 2.2
    return Drawn(_named(KIND_LABELS[kind]), Symbol("circle", KIND_COLOURS[kind], size_mm=size_mm), str(kind))


def _signs() -> Style:
    entries = [
        Drawn(_named(KNOWN_LABELS[answer]), Symbol("square", colour, size_mm=2.8), str(answer))
        for answer, colour in _SIGN_COLOURS.items()
    ]
    entries.append(Drawn(_named(text("not looked for")), Symbol("square", "#c9ced6", size_mm=2.0)))
    return Style(_CATEGORIZED, entries, "present")


def _proposals() -> Style:
    looks = {Action.NEW: (text("new place"), _NEW), Action.UPGRADE: (text("upgrade"), _PARK)}
    entries = [
        Drawn(_named(label), Symbol("star", colour, size_mm=5.0), str(action))
        for action, (label, colour) in looks.items()
    ]
    return Style(_CATEGORIZED, entries, "action", "rank")


def _gaps(assessment: Assessment) -> Style:
    """Return one entry a kind, of which only the child-friendly park is switched on: their areas overlap."""
    entries = [
        Drawn(
            _named(KIND_LABELS[kind]),
            Symbol("fill", _GAP, _GAP, opacity=0.3, outline_mm=0.2),
            kind,
            shown=kind == CHILD_FRIENDLY_PARK,
        )
        for kind in assessment.kinds_reached
    ]
    return Style(_CATEGORIZED, entries, "kind")


def _single(layer: str, symbol: Symbol) -> Style:
    return Style(_SINGLE, [Drawn(translate(TITLES[layer]), symbol)])


def _named(label: Text) -> str:
    return capitalised(translate(label))
