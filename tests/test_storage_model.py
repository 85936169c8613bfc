"""Random edits and undos by several offices, beside a model of a few lines: both always say the same."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from city_folders import drawn_city
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from stores import BAPPEDA, DKK, DLH, VIEWER, Backend

from planner.errors import ConflictError, NotAllowedError
from planner.model.person import Actor, Collection, Role
from planner.storage.checking import damages
from planner.storage.database import DatabaseStore
from planner.storage.folder import read_folder
from planner.storage.opening import fill_from_folder
from planner.storage.records import Deed, Draft, Edit, content_key
from planner.storage.workspace import StoredWorkspace

FACTS = [f"schools:{number}|smoke_free_sign" for number in (1, 2)]
VALUES = ["yes", "no", "unknown"]
DAY = "2026-01-01"
OFFICES = [DKK, DLH, BAPPEDA]


@dataclass(frozen=True)
class Answer:
    """A row of the model, in the order in which it was given first."""

    position: int
    key: str
    value: str


@dataclass(frozen=True)
class Step:
    """A revision of the model: an answer was put in, or taken out."""

    by: Actor
    fact: str
    answer: Answer
    put_in: bool


class Editing(RuleBasedStateMachine):
    """Offices that record answers and take them back, having seen some earlier revision."""

    backend: Backend
    city: Path

    def __init__(self) -> None:
        super().__init__()
        self.store: DatabaseStore = self.backend.beside().create(fill_from_folder(read_folder(self.city)))
        self.space = StoredWorkspace(self.store, self.backend.folder / "cache")
        self.answers: dict[str, list[Answer]] = {fact: [] for fact in FACTS}
        self.touched: dict[str, int] = dict.fromkeys(FACTS, 0)
        # The first revision made the city.
        self.steps: list[Step | None] = [None]

    @rule(
        by=st.sampled_from(OFFICES),
        fact=st.sampled_from(FACTS),
        value=st.sampled_from(VALUES),
        behind=st.integers(min_value=0, max_value=3),
    )
    def record(self, by: Actor, fact: str, value: str, behind: int) -> None:
        """Give an answer."""
        seen = max(1, len(self.steps) - behind)
        position = len(self.steps)
        body: dict[str, str | int | None] = {"facility_id": fact, "value": value, "date": DAY, "note": str(position)}
        answer = Answer(position, content_key(body, 0), value)
        draft = Draft((Edit(Collection.SURVEY, answer.key, fact, position, None, body),), Deed.RECORD)
        there = self.answers[fact]
        if self.touched[fact] > seen and there and there[-1].value != value:
            with pytest.raises(ConflictError):
                self.store.commit(draft, by, seen)
        else:
            self.store.commit(draft, by, seen)
            self._step(Step(by, fact, answer, put_in=True))

    @precondition(lambda self: len(self.steps) > 1)
    @rule(by=st.sampled_from(OFFICES), chosen=st.integers(min_value=0, max_value=40))
    def undo(self, by: Actor, chosen: int) -> None:
        """Take a revision back."""
        number = 2 + chosen % (len(self.steps) - 1)
        meant = self.steps[number - 1]
        assert meant is not None
        if not by.at_least(Role.PLANNER) and by.office != meant.by.office:
            with pytest.raises(NotAllowedError):
                self.space.undo(by, number)
        elif (meant.answer in self.answers[meant.fact]) != meant.put_in:
            with pytest.raises(ConflictError):
                self.space.undo(by, number)
        else:
            self.space.undo(by, number)
            self._step(Step(by, meant.fact, meant.answer, put_in=not meant.put_in))

    @rule(deed=st.sampled_from(list(Deed)))
    def look_on(self, deed: Deed) -> None:
        """Change nothing, as a viewer."""
        with pytest.raises(NotAllowedError):
            self.space.edit(VIEWER, deed, lambda folder: (folder / "city.toml").unlink())

    @invariant()
    def says_the_same(self) -> None:
        """Compare the store with the model."""
        said: dict[str, list[str]] = {fact: [] for fact in FACTS}
        for row in self.store.rows(Collection.SURVEY):
            said[row.subject].append(row.key)
        assert said == {fact: [one.key for one in there] for fact, there in self.answers.items()}
        assert self.store.revision() == len(self.steps)

    def teardown(self) -> None:
        """See that the store is whole and knows who did what."""
        assert damages(self.store) == ()
        by = [one.by for one in reversed(self.store.revisions())]
        assert by[1:] == [step.by for step in self.steps if step is not None]
        self.store.close()

    def _step(self, step: Step) -> None:
        there = [one for one in self.answers[step.fact] if one != step.answer]
        if step.put_in:
            there.append(step.answer)
        self.answers[step.fact] = sorted(there, key=lambda one: one.position)
        self.steps.append(step)
        self.touched[step.fact] = len(self.steps)


def test_random_work_of_several_offices(backend: Backend, tmp_path: Path) -> None:
    machine = type("EditingOneBackend", (Editing,), {"backend": backend, "city": drawn_city(tmp_path)})
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine, settings=settings(max_examples=8, stateful_step_count=20, deadline=None)
    )
