"""What tells one assessment from another: the same input, options and program give the same id."""

from __future__ import annotations

import hashlib
import json

import planner
from planner.model.assessment import Assessment
from planner.model.options import Options
from planner.reports.plan_document import options_document


def assessment_id(assessment: Assessment) -> str:
    """Return the id of an assessment, as :func:`identity` makes it."""
    return identity(assessment.city.fingerprint, assessment.options)


def identity(fingerprint: str, options: Options) -> str:
    """Return 12 hexadecimal digits that follow from the city's files, the options and the program's version."""
    said = json.dumps([planner.__version__, fingerprint, options_document(options)], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:12]
