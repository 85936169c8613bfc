"""A field survey: what an office saw at a place, one fact a row, with its date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
import pandera.pandas as pa

from planner.model.kinds import FacilityKind, Known

SURVEY_SOURCE = "field_survey"
"""Id of the source of what a survey found, and first part of the id of a place that only a survey knows."""

GREEN_KINDS = (FacilityKind.PARK, FacilityKind.PLAYGROUND, FacilityKind.RTH)
"""Kinds of which a survey records what a place offers to children."""

SIGN_KINDS = tuple(kind for kind in FacilityKind if kind is not FacilityKind.PROTECTED_FOREST)
"""Kinds at which a survey may look for a KSTR sign."""

SURVEYED_KINDS = SIGN_KINDS
"""Kinds that a place found by a survey may have."""


class SurveyFact(StrEnum):
    """What can be recorded on the spot. Being designated child-friendly is not: only the city designates."""

    PUBLIC = "public"
    FREE = "free"
    FENCE = "fence"
    TOILETS = "toilets"
    HAND_WASHING = "hand_washing"
    DISABLED_ACCESS = "disabled_access"
    SMOKE_FREE_SIGN = "smoke_free_sign"
    PLAY_EQUIPMENT = "play_equipment"
    OPENING_HOURS = "opening_hours"
    AREA = "area_m2"
    PHOTO = "photo"
    SIGN_LEGIBLE = "sign_legible"
    SIGN_VISIBLE = "sign_visible"
    SIGN_OBSCURED = "sign_obscured"
    RBRA_LOKASI = "rbra_lokasi"
    RBRA_PEMANFAATAN = "rbra_pemanfaatan"
    RBRA_KEMUDAHAN = "rbra_kemudahan"
    RBRA_MATERIAL = "rbra_material"
    RBRA_VEGETASI = "rbra_vegetasi"
    RBRA_PENGHAWAAN = "rbra_penghawaan"
    RBRA_PERABOT_BERMAIN = "rbra_perabot_bermain"
    RBRA_KESELAMATAN = "rbra_keselamatan"
    RBRA_KEAMANAN = "rbra_keamanan"
    RBRA_KESEHATAN_KEBERSIHAN = "rbra_kesehatan_kebersihan"
    RBRA_KENYAMANAN = "rbra_kenyamanan"
    RBRA_PENCAHAYAAN = "rbra_pencahayaan"
    RBRA_PENGELOLAAN = "rbra_pengelolaan"
    PRINCIPLE_GRATIS = "principle_gratis"
    PRINCIPLE_NON_DISKRIMINASI = "principle_non_diskriminasi"
    PRINCIPLE_KEPENTINGAN_TERBAIK = "principle_kepentingan_terbaik"
    PRINCIPLE_PARTISIPASI_ANAK = "principle_partisipasi_anak"
    PRINCIPLE_AMAN_SELAMAT = "principle_aman_selamat"
    PRINCIPLE_NYAMAN = "principle_nyaman"
    PRINCIPLE_KREATIF_INOVATIF = "principle_kreatif_inovatif"
    PRINCIPLE_SEHAT = "principle_sehat"


SIGN_FACTS = (
    SurveyFact.SMOKE_FREE_SIGN,
    SurveyFact.SIGN_LEGIBLE,
    SurveyFact.SIGN_VISIBLE,
    SurveyFact.SIGN_OBSCURED,
    SurveyFact.PHOTO,
)
"""What is recorded of a KSTR sign, in the order in which it is asked."""

REQUIREMENT_FACTS = tuple(fact for fact in SurveyFact if fact.startswith("rbra_"))
"""The 13 requirements of a child-friendly play space (SNI 9169:2023): only their names are known."""

PRINCIPLE_FACTS = tuple(fact for fact in SurveyFact if fact.startswith("principle_"))
"""The 8 principles of a child-friendly play space (guide of KemenPPPA)."""

PLACE_FACTS = tuple(
    fact
    for fact in SurveyFact
    if fact not in {*SIGN_FACTS, *REQUIREMENT_FACTS, *PRINCIPLE_FACTS}
    or fact in {SurveyFact.SMOKE_FREE_SIGN, SurveyFact.PHOTO}
)
"""What is recorded of a park, play space or RTH at a visit."""


class Form(StrEnum):
    """How the value of a fact is written. Each form also knows :attr:`~planner.model.kinds.Known.UNKNOWN`."""

    ANSWER = "answer"
    """``yes`` or ``no``."""
    LEGIBILITY = "legibility"
    """``yes``, ``faded`` or ``no``."""
    EQUIPMENT = "equipment"
    """Kinds of play equipment with ``;`` between them, or :data:`NO_EQUIPMENT`."""
    WORDS = "words"
    """Words as somebody wrote them."""
    NUMBER = "number"
    """A number above 0."""
    PHOTO = "photo"
    """Name of a file in the city folder's ``photos``."""


FORMS: Mapping[SurveyFact, Form] = {
    **dict.fromkeys(SurveyFact, Form.ANSWER),
    SurveyFact.PLAY_EQUIPMENT: Form.EQUIPMENT,
    SurveyFact.OPENING_HOURS: Form.WORDS,
    SurveyFact.AREA: Form.NUMBER,
    SurveyFact.PHOTO: Form.PHOTO,
    SurveyFact.SIGN_LEGIBLE: Form.LEGIBILITY,
}

FADED = "faded"
"""The answer where a sign can be read only with effort."""


class PlayEquipment(StrEnum):
    """A kind of play equipment."""

    SWING = "swing"
    SLIDE = "slide"
    SEESAW = "seesaw"
    CLIMBING_FRAME = "climbing_frame"
    BALANCE_BEAM = "balance_beam"
    SPRING_RIDER = "spring_rider"
    ROUNDABOUT = "roundabout"
    SANDPIT = "sandpit"
    WATER_PLAY = "water_play"
    BALL_GAMES = "ball_games"
    OTHER = "other"


NO_EQUIPMENT = "none"
"""The value where somebody looked and there is no play equipment."""

_WORDS = pd.StringDtype(na_value=np.nan)


def _words(*, nullable: bool = False, check: pa.Check | None = None) -> pa.Column:
    return pa.Column(_WORDS, check, nullable=nullable)


SURVEY = pa.DataFrameSchema(
    {
        "facility_id": _words(),
        "place_name": _words(nullable=True),
        "kind": _words(nullable=True, check=pa.Check.isin([str(kind) for kind in SURVEYED_KINDS])),
        "lon": pa.Column("float64", pa.Check.in_range(-180, 180), nullable=True),
        "lat": pa.Column("float64", pa.Check.in_range(-90, 90), nullable=True),
        "fact": _words(check=pa.Check.isin([str(fact) for fact in SurveyFact])),
        "value": _words(),
        "date": _words(check=pa.Check.str_matches(r"^\d{4}-\d{2}-\d{2}$")),
        "office": _words(),
        "note": _words(nullable=True),
        "visit": _words(nullable=True),
        "row": pa.Column("int64", pa.Check.ge(1)),
    },
    strict=True,
    coerce=True,
    ordered=True,
)
"""One row a fact, older ones too, in the order in which they were recorded. ``place_name`` is what the place was
called at the visit; ``kind``, ``lon`` and ``lat`` (WGS 84)
only of a place that a survey found itself. ``value`` as the fact's :class:`Form` writes it, ``unknown`` where an
earlier answer is taken back. ``visit`` names what was saved together, ``row`` the row of the file from 1."""


@dataclass(frozen=True)
class KnownPlace:
    """A facility of the city.

    Attributes
    ----------
    id
        Its id.
    name
        What it was called when it was seen: ids of rows may come to mean another place, names seldom do.
    """

    id: str
    name: str


@dataclass(frozen=True)
class NewPlace:
    """A place that no source knows yet.

    Attributes
    ----------
    name
        What it is called.
    kind
        One of :data:`SURVEYED_KINDS`.
    lon, lat
        Position in degrees on WGS 84.
    """

    name: str
    kind: FacilityKind
    lon: float
    lat: float


@dataclass(frozen=True)
class SurveyRecord:
    """One fact, seen on the spot.

    Attributes
    ----------
    place
        Where it was seen.
    fact
        What was looked at.
    value
        What was seen, as the fact's :class:`Form` writes it.
    date
        The day of the visit.
    office
        The office that looked; never the name of a person.
    note
        What else a reader has to know; empty if nothing.
    """

    place: KnownPlace | NewPlace
    fact: SurveyFact
    value: str
    date: dt.date
    office: str
    note: str = ""


def no_survey() -> pd.DataFrame:
    """Return a survey without a row."""
    return SURVEY.validate(pd.DataFrame(columns=list(SURVEY.columns)))


def newest(survey: pd.DataFrame) -> pd.DataFrame:
    """Return what holds of each place and fact: the row of the newest date, of one day the last one.

    Parameters
    ----------
    survey
        :data:`SURVEY`.
    """
    ordered = survey.sort_values("date", kind="stable")
    return ordered.drop_duplicates(["facility_id", "fact"], keep="last").sort_index()


def answers(survey: pd.DataFrame, facility_ids: pd.Series, fact: SurveyFact) -> pd.Series:
    """Return what the survey answers to one fact of each facility, ``unknown`` where it says nothing.

    Parameters
    ----------
    survey
        :data:`SURVEY`.
    facility_ids
        Ids of facilities; the result has their index.
    fact
        One whose form is :attr:`Form.ANSWER`.
    """
    of_fact = newest(survey[survey["fact"] == fact]).set_index("facility_id")["value"]
    return facility_ids.map(of_fact).astype("str").fillna(str(Known.UNKNOWN))
