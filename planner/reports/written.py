"""An ``assessment.json`` that was written before, read back as far as two of them are compared."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from planner.errors import LayerError
from planner.model.assessment import Action
from planner.model.details import MEASURES
from planner.model.history import KeptFinding, KeptOptions, KeptReach, Snapshot
from planner.model.kinds import ALL_CHILDREN, Level, Status
from planner.reports.carried.reading import read_text
from planner.reports.provenance import Provenance, damaged, parsed, provenance_of
from planner.texts import text
from planner.texts.validation import key_path

_Word = Annotated[str, StringConstraints(strict=True, max_length=2000)]
_Number = Annotated[float, Field(allow_inf_nan=False)]
_Count = Annotated[int, Field(strict=True, ge=0)]


class _Form(BaseModel):
    """What is read; whatever else stands beside it is left alone."""

    model_config = ConfigDict(frozen=True)


class _FindingForm(_Form):
    rule: _Word
    unit_level: Level
    unit_code: _Word
    unit_name: _Word
    status: Status
    reason: _Word
    value: _Number | None
    required: _Number | None


class _AccessForm(_Form):
    level: Level
    code: _Word
    kind: _Word
    age_tier: _Word
    children: _Count | None
    children_within: _Count | None
    share: _Number | None


class WrittenProposal(_Form):
    """A proposed site as it was written.

    Attributes
    ----------
    id, rank, kind, action
        The place among the candidates, where it stands in the plan, and what is to be done there.
    facility_name, kelurahan_name, kecamatan_name
        What it is called, and where it lies.
    lon, lat
        Position in WGS 84, in degrees.
    children_newly_within
        Children reached by it and by none before it.
    """

    id: _Word
    rank: int
    kind: _Word
    action: Action
    facility_name: _Word | None
    kelurahan_name: _Word | None
    kecamatan_code: _Word
    kecamatan_name: _Word
    lon: _Number
    lat: _Number
    children_newly_within: _Count

    @property
    def place(self) -> str:
        """The existing place, else the region it lies in."""
        return self.facility_name or self.kelurahan_name or self.kecamatan_name


class _SourceForm(_Form):
    id: _Word
    title: _Word
    date: _Word
    rows: _Count


class _UnitForm(_Form):
    code: _Word
    name: _Word


class _ProgrammeForm(_Form):
    units: tuple[_UnitForm, ...]


class _DocumentForm(_Form):
    method: dict[str, Any]
    programme: _ProgrammeForm
    access: tuple[_AccessForm, ...]
    findings: tuple[_FindingForm, ...]
    proposals: tuple[WrittenProposal, ...]
    sources: tuple[_SourceForm, ...]


@dataclass(frozen=True, eq=False)
class WrittenAssessment:
    """An assessment as its file tells it.

    Attributes
    ----------
    made
        How it was made.
    sha256
        Checksum of the file.
    snapshot
        Its findings, and who is reached.
    method
        How its figures were made, by the names of the file.
    kecamatan
        Name of each kecamatan by its code.
    proposals
        The proposed sites in their order.
    sources
        Title, date and number of rows of each source, by its id.
    """

    made: Provenance
    sha256: str
    snapshot: Snapshot
    method: Mapping[str, Any]
    kecamatan: Mapping[str, str]
    proposals: tuple[WrittenProposal, ...]
    sources: Mapping[str, tuple[str, str, int]]


def read_written(path: Path) -> WrittenAssessment:
    """Read an ``assessment.json``. Nothing in it is run.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    planner.errors.MissingFileError
        If there is no such file.
    planner.errors.LayerError
        If it is none, is damaged, or was written by a newer planner.
    """
    if path.is_file() and not _begins_a_document(path):
        raise LayerError(text("{file} is no assessment.json, and only these can be compared.", file=str(path)))
    document = parsed(read_text(path), path)
    made = provenance_of(document, path)
    try:
        form = _DocumentForm.model_validate(document)
    except ValidationError as error:
        key = key_path(list(error.errors(include_url=False, include_context=False)[0]["loc"]))
        raise damaged(path, key) from error
    return WrittenAssessment(
        made=made,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        snapshot=_snapshot(form, made),
        method=form.method,
        kecamatan={unit.code: unit.name for unit in form.programme.units},
        proposals=form.proposals,
        sources={source.id: (source.title, source.date, source.rows) for source in form.sources},
    )


def _begins_a_document(path: Path) -> bool:
    """Say whether a file may be JSON: a map or a GeoPackage says how it was made, but not what was found."""
    try:
        with path.open("rb") as file:
            return file.read(100).lstrip().startswith(b"{")
    except OSError:
        # Why it can't be read is told by who reads it whole.
        return True


def _snapshot(form: _DocumentForm, made: Provenance) -> Snapshot:
    options = made.options
    return Snapshot(
        day=options.as_of,
        kept_at=dt.datetime.combine(options.as_of, dt.time(), dt.UTC),
        city_code=made.city_code,
        city_name=made.city_name,
        fingerprint=made.fingerprint,
        version=made.version,
        options=KeptOptions(float(options.threshold_min), options.walking.barrier, options.walking.slope),
        findings=tuple(
            KeptFinding(
                one.rule,
                one.unit_level,
                one.unit_code,
                one.unit_name,
                one.status,
                one.reason,
                one.value,
                one.required,
            )
            for one in form.findings
        ),
        # The file tells no numbers behind the findings.
        measures=MEASURES.validate(pd.DataFrame(columns=list(MEASURES.columns))),
        reach=tuple(
            KeptReach(one.level, one.code, one.kind, one.children, one.children_within, one.share)
            for one in form.access
            if one.age_tier == ALL_CHILDREN and one.children is not None and one.children_within is not None
        ),
    )
