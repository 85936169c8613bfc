"""What was changed in a working city: before and after, in words, and as files."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from planner.model.person import Actor, Collection, Role
from planner.reports.changes.entries import Entry, entries_of
from planner.reports.changes.files import changes_csv, changes_json
from planner.reports.changes.log import Choice, log_of
from planner.reports.changes.told import Names, actor_told, deed_told, subject_told, summary_told, version_told
from planner.storage.meaning import subject_of
from planner.storage.records import Body, Change, Deed, Edit, Revision
from planner.texts import Language, Text, speak, translate

DLH = Actor(Role.SURVEYOR, "DLH")
NAMES = Names({"parks:1": "Taman Satu"}, {"a:1": "SD Satu", "b:1": "SDN 1"})
HOSTILE = "=1+1"
SETTINGS: Body = {"sha256": "ab" * 32, "size": 5}
NO_BYTES = "0 bytes, version abababab"


def body(value: str, day: str = "2026-03-01", fact: str = "free", **told: str) -> Body:
    return {"facility_id": "parks:1", "place_name": "Taman Satu", "fact": fact, "value": value, "date": day, **told}


def revision(number: int, by: Actor = DLH, deed: Deed = Deed.RECORD, undoes: int | None = None) -> Revision:
    return Revision(number, dt.datetime(2026, 3, number % 28 or 28, 8, 30, tzinfo=dt.UTC), by, deed, undoes)


def change(number: int, key: str, before: Body | None, after: Body | None, position: int = 0) -> Change:
    subject = subject_of(Collection.SURVEY, after or before or {}, "")
    return Change(number, Edit(Collection.SURVEY, key, subject, position, before, after))


def english(text: Text) -> str:
    return translate(text, Language.ENGLISH)


def test_an_entry_tells_what_held_before_and_what_holds_since() -> None:
    first, second = body("no"), body("yes", office="DKK")
    entries = entries_of(
        [revision(1), revision(2), revision(3, deed=Deed.UNDO, undoes=2)],
        [change(1, "x", None, first), change(2, "y", None, second, 1), change(3, "y", second, None, 1)],
    )
    assert [(entry.before, entry.after) for entry in entries] == [(None, first), (first, second), (second, first)]


def test_an_answer_of_an_earlier_day_is_told_though_it_changes_nothing_that_holds() -> None:
    newer, older = body("yes", "2026-03-02"), body("no", "2026-02-01")
    entries = entries_of([revision(1), revision(2)], [change(1, "x", None, newer), change(2, "y", None, older, 1)])
    assert (entries[1].before, entries[1].after) == (None, older)


@given(some.lists(some.sampled_from("abc"), max_size=12))
def test_taking_everything_back_ends_where_it_began(keys: list[str]) -> None:
    there: dict[str, Body] = {}
    changes = []
    for number, key in enumerate(keys, start=1):
        after = None if key in there else body("yes", note=str(number))
        changes.append(change(number, key, there.pop(key, None), after, ord(key)))
        if after is not None:
            there[key] = after
    for number, key in enumerate(sorted(there), start=len(keys) + 1):
        changes.append(change(number, key, there[key], None, ord(key)))
    made = entries_of([revision(number) for number in range(1, len(changes) + 1)], changes)
    assert len(made) == len(changes)
    assert all(entry.before != entry.after for entry in made)
    assert not made or made[-1].after is None


@pytest.mark.parametrize(
    ("collection", "cells", "name", "subject", "said"),
    [
        (Collection.SURVEY, body("no"), "", "Taman Satu: free entry", "no"),
        (Collection.SURVEY, body("perhaps"), "", "Taman Satu: free entry", "perhaps"),
        (Collection.SURVEY, body("x", fact="other"), "", "Taman Satu: other", "x"),
        (Collection.SURVEY, {"place_name": "<b>", "fact": "free", "value": "yes"}, "", "<b>: free entry", "yes"),
        (Collection.MERGES, {"id_a": "b:1", "id_b": "a:1", "answer": "yes"}, "", "SDN 1 and SD Satu", "one place"),
        (Collection.SCENARIOS, {"document": "no TOML ["}, "x.toml", "Scenario “x.toml”", "can't be read"),
        (Collection.FILES, SETTINGS, "city.toml", "Settings of the city (city.toml)", "5 bytes, version abababab"),
        (Collection.FILES, {"sha256": "ab" * 32}, "photos/x.jpg", "Photo x.jpg", NO_BYTES),
        (Collection.FILES, {"sha256": "ab" * 32}, "history/x.json", "Kept assessment x.json", NO_BYTES),
    ],
)  # fmt: skip
def test_rows_are_told_in_words(collection: Collection, cells: Body, name: str, subject: str, said: str) -> None:
    of = subject_of(collection, cells, name)
    assert english(subject_told(collection, of, cells, NAMES)) == subject
    assert english(version_told(collection, of, cells)) == said
    assert english(version_told(collection, of, None)) == "nothing"


def test_who_did_what_is_told_by_office_and_role() -> None:
    assert english(actor_told(DLH)) == "DLH (surveyor)"
    assert english(actor_told(Actor(Role.ADMIN))) == "this desk (administrator)"
    assert english(deed_told(revision(3, deed=Deed.UNDO, undoes=2))) == "Change 2 taken back"
    subject = subject_told(Collection.SURVEY, "parks:1|free", {}, NAMES)
    assert english(summary_told(revision(1), [subject])) == "Recorded on the spot – Taman Satu: free entry"
    assert english(summary_told(revision(1), [subject] * 3)).endswith("free entry and 2 more")
    assert english(summary_told(revision(1, deed=Deed.CREATE), [subject])) == "Working city made"


def history() -> list[tuple[Revision, Change]]:
    dkk = Actor(Role.SURVEYOR, "DKK")
    return [
        (revision(1), change(1, "x", None, body("no"))),
        (revision(2, dkk), change(2, "y", None, body("yes", place_name=HOSTILE), 1)),
        (revision(3), change(3, "z", None, body("yes", fact="fence"), 2)),
    ]


@pytest.mark.parametrize(
    ("choice", "numbers"),
    [
        (Choice(), [3, 2, 1]),
        (Choice(place="parks:1"), [3, 2, 1]),
        (Choice(place="parks:2"), []),
        (Choice(fact="free"), [2, 1]),
        (Choice(office="DKK"), [2]),
        (Choice(day=dt.date(2026, 3, 1)), [1]),
        (Choice(fact="free", office="DLH"), [1]),
    ],
)
def test_changes_are_found(choice: Choice, numbers: list[int]) -> None:
    revisions, changes = zip(*history(), strict=True)
    log = log_of(revisions, changes)
    assert [one.number for one in log.revisions_of(choice)] == numbers
    assert [entry.revision.number for entry in log.entries_of(choice)] == numbers
    assert (log.facts, log.offices) == (("fence", "free"), ("DKK", "DLH"))
    assert log.place_name("parks:1", NAMES) == "Taman Satu"


def entries() -> tuple[Entry, ...]:
    revisions, changes = zip(*history(), strict=True)
    return log_of(revisions, changes).entries_of(Choice())


def test_the_table_holds_who_when_from_and_to() -> None:
    with speak(Language.ENGLISH):
        content = changes_csv(entries(), Names())
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["From"] + "→" + row["To"] for row in rows] == ["nothing→yes", "no→yes", "nothing→no"]
    assert (rows[1]["Office"], rows[1]["Role"], rows[1]["When (UTC)"]) == ("DKK", "surveyor", "2026-03-02T08:30:00Z")
    # A name that a spreadsheet would take for a formula is only a word.
    assert rows[1]["What"].startswith("'=1+1")


def test_the_json_holds_whole_rows() -> None:
    with speak(Language.ENGLISH):
        document = json.loads(changes_json(entries(), NAMES))
    assert document["schema"] == 1
    newest, second, first = document["changes"]
    assert (newest["from"], first["from"]) == (None, None)
    assert second["from"]["value"] == "no"
    assert second["told_to"] == "yes"
