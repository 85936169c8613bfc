"""Rows of a working city in words: what they speak of, what they say, who changed them and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from planner.errors import PlannerError
from planner.model.city import City
from planner.model.labels import ROLE_LABELS
from planner.model.merging import NO, YES
from planner.model.person import Actor, Collection
from planner.model.scenario import Scenario
from planner.model.survey import SurveyFact
from planner.model.survey_labels import FACT_LABELS
from planner.reports.survey_facts import value_told
from planner.scenarios.told import changes_told
from planner.sources.history.store import FOLDER as KEPT_ASSESSMENTS
from planner.sources.scenarios.document import read_scenario
from planner.sources.settings import SETTINGS_FILE
from planner.sources.survey.photos import PHOTO_FOLDER
from planner.storage.meaning import BETWEEN
from planner.storage.records import Body, Deed, Revision
from planner.texts import Text, plural, text

ANSWER_LABELS: Mapping[str, Text] = {YES: text("one place"), NO: text("two places")}

_DEEDS: Mapping[Deed, Text] = {
    Deed.CREATE: text("Working city made"),
    Deed.RECORD: text("Recorded on the spot"),
    Deed.DECIDE: text("Decided on records"),
    Deed.SCENARIO: text("Scenario"),
    Deed.IMPORT: text("Data brought in"),
    Deed.KEEP: text("Assessment kept"),
    Deed.UNDO: text("Taken back"),
    Deed.TAKE_OVER: text("Taken over"),
}


@dataclass(frozen=True)
class Names:
    """What places and records are called.

    Attributes
    ----------
    places
        Name of each place by its id.
    records
        Name of each record by its id, of cities that merge records.
    """

    places: Mapping[str, str] = field(default_factory=dict)
    records: Mapping[str, str] = field(default_factory=dict)


def names_of(city: City) -> Names:
    """Return what the places and records of a city are called."""
    places = dict(zip(city.facilities["id"], city.facilities["name"], strict=True))
    if city.merging is None:
        return Names(places)
    records = city.merging.records
    return Names(places, dict(zip(records["id"], records["name"], strict=True)))


def subject_told(collection: Collection, subject: str, body: Body, names: Names) -> Text:
    """Say what rows speak of.

    Parameters
    ----------
    collection, subject
        As in :class:`planner.storage.records.Row`.
    body
        One of the rows.
    names
        What places and records are called.
    """
    match collection:
        case Collection.SURVEY:
            return text("{place}: {fact}", place=place_told(subject, body, names), fact=_fact_told(subject))
        case Collection.MERGES:
            one, other = (str(body.get(column) or "–") for column in ("id_a", "id_b"))
            known = names.records
            return text("{one} and {other}", one=known.get(one, one), other=known.get(other, other))
        case Collection.SCENARIOS:
            scenario = _scenario(body)
            return text("Scenario “{name}”", name=subject if scenario is None else scenario.name)
        case Collection.FILES:
            return _file_told(subject)


def place_told(subject: str, body: Body, names: Names) -> str:
    """Return what the place of a survey fact is called."""
    place = subject.rpartition(BETWEEN)[0]
    return names.places.get(place) or str(body.get("place_name") or place)


def version_told(collection: Collection, subject: str, body: Body | None) -> Text:
    """Say in a few words what a row says; the same for nothing."""
    if body is None:
        return text("nothing")
    match collection:
        case Collection.SURVEY:
            return _value_told(subject, str(body.get("value") or ""))
        case Collection.MERGES:
            answer = str(body.get("answer") or "")
            return ANSWER_LABELS.get(answer, text("{words}", words=answer))
        case Collection.SCENARIOS:
            scenario = _scenario(body)
            if scenario is None:
                return text("can't be read")
            return plural("{n} change", "{n} changes", len(scenario.changes))
        case Collection.FILES:
            # Which version of a file it is; nobody reads it, but two versions are told apart.
            return text(
                "{size} bytes, version {version}",
                size=int(body.get("size") or 0),
                version=str(body.get("sha256") or "")[:8],
            )


def beside_told(collection: Collection, body: Body | None) -> Text | None:
    """Say of when and by whom an answer itself is, where it says so."""
    if body is None or collection not in (Collection.SURVEY, Collection.MERGES):
        return None
    template = {"date": str(body.get("date") or "–"), "office": str(body.get("office") or "–")}
    if collection is Collection.SURVEY:
        return text("Visit of {date}, {office}", **template)
    return text("Answer of {date}, {office}", **template)


def lines_told(collection: Collection, body: Body | None, names: Names) -> tuple[Text, ...]:
    """Return what a scenario changes, one sentence each; nothing for other rows."""
    scenario = _scenario(body) if collection is Collection.SCENARIOS and body is not None else None
    return () if scenario is None else changes_told(scenario, names.places)


def actor_told(by: Actor) -> Text:
    """Say who did something, by office and role."""
    if not by.office:
        return text("this desk ({role})", role=ROLE_LABELS[by.role])
    return text("{office} ({role})", office=by.office, role=ROLE_LABELS[by.role])


def deed_told(revision: Revision) -> Text:
    """Say why a revision was made."""
    if revision.undoes is not None:
        return text("Change {number} taken back", number=revision.undoes)
    return _DEEDS[revision.deed]


def moment_told(revision: Revision) -> str:
    """Return when a revision was made, in UTC, to the second."""
    return revision.at.strftime("%Y-%m-%d %H:%M:%S UTC")


def summary_told(revision: Revision, subjects: Sequence[Text]) -> Text:
    """Say in one line what a revision did: why it was made, and the first of what it speaks of."""
    deed = deed_told(revision)
    if not subjects or revision.deed is Deed.CREATE:
        return deed
    more = len(subjects) - 1
    if not more:
        return text("{deed} – {subject}", deed=deed, subject=subjects[0])
    return text(
        "{deed} – {subject} {more}",
        deed=deed,
        subject=subjects[0],
        more=plural("and {n} more", "and {n} more", more),
    )


def _fact_told(subject: str) -> Text:
    fact = subject.rpartition(BETWEEN)[2]
    return FACT_LABELS[SurveyFact(fact)] if fact in set(SurveyFact) else text("{words}", words=fact)


def _value_told(subject: str, value: str) -> Text:
    fact = subject.rpartition(BETWEEN)[2]
    try:
        return value_told(SurveyFact(fact), value)
    except (KeyError, ValueError):
        # A row that another program wrote may say anything; the survey's own check says what is wrong with it.
        return text("{words}", words=value)


def _scenario(body: Body) -> Scenario | None:
    document = body.get("document")
    try:
        return read_scenario(str(document).encode(), "") if document else None
    except PlannerError:
        return None


def _file_told(name: str) -> Text:
    if name == SETTINGS_FILE:
        return text("Settings of the city ({file})", file=name)
    if name.startswith(f"{PHOTO_FOLDER}/"):
        return text("Photo {file}", file=name.removeprefix(f"{PHOTO_FOLDER}/"))
    if name.startswith(f"{KEPT_ASSESSMENTS}/"):
        return text("Kept assessment {file}", file=name.removeprefix(f"{KEPT_ASSESSMENTS}/"))
    return text("File {file}", file=name)
