"""A plan as documents hold it: its options, sites, proof, and what was left out."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import shapely

from planner.model.assessment import Optimality, Plan, Proposal
from planner.model.options import Options
from planner.texts import translate

DEGREE_DECIMALS = 6

LEAST_SECONDS = 10.0
"""Lowest upper end that is told of the solver's time."""


def options_document(options: Options) -> dict[str, Any]:
    """Return what was chosen, as plain words, numbers and lists."""
    document = dataclasses.asdict(options)
    document["threshold_min"], document["time_limit_s"] = float(options.threshold_min), float(options.time_limit_s)
    document["siting"] = {name: _plain(value) for name, value in document["siting"].items()}
    document["as_of"] = options.as_of.isoformat()
    return document


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, str) else value


def plan_document(plan: Plan) -> dict[str, Any]:
    """Return what a plan is for, what it costs, and the places that were left out."""
    return {
        "programme": str(plan.programme),
        "aim": str(plan.aim),
        "kind": plan.kind,
        "candidates": plan.candidates,
        "cost_idr": plan.cost_idr,
        "left_out": _left_out(plan),
    }


def proposal_document(proposal: Proposal, *, has_kelurahan: bool) -> dict[str, Any]:
    """Return one site."""
    return {
        "rank": proposal.rank,
        "id": proposal.candidate_id,
        "kind": proposal.kind,
        "action": str(proposal.action),
        "facility_id": proposal.facility_id,
        "facility_name": proposal.facility_name,
        "lon": round(proposal.lon, DEGREE_DECIMALS),
        "lat": round(proposal.lat, DEGREE_DECIMALS),
        "kelurahan_code": proposal.region_code if has_kelurahan else None,
        "kelurahan_name": proposal.region_name if has_kelurahan else None,
        "kecamatan_code": proposal.kecamatan_code,
        "kecamatan_name": proposal.kecamatan_name,
        "duty": proposal.duty,
        "children_newly_within": proposal.children_newly_within,
        "children_within": proposal.children_within,
        "cost_idr": proposal.cost_idr,
        "reason_text": translate(proposal.reason_text),
        "children_lost_elsewhere": proposal.children_lost_elsewhere,
        "next_best_text": None if proposal.next_best_text is None else translate(proposal.next_best_text),
    }


def optimality_document(optimality: Optimality) -> dict[str, Any]:
    """Return how good a plan is proven to be.

    The solver's time is told by an upper end: no two runs take the same, and it would be the one thing in which the
    files of two runs on the same input differ.
    """
    return {
        "objective": optimality.objective,
        "bound": optimality.bound,
        "gap": None if optimality.gap is None else round(optimality.gap, 6),
        "status": str(optimality.status),
        "seconds": _at_most(optimality.seconds),
        "reason_text": None if optimality.reason_text is None else translate(optimality.reason_text),
        "without": optimality.without,
    }


def _at_most(seconds: float) -> float:
    """Return the lowest of 10, 100, 1000 … seconds that is not exceeded."""
    return LEAST_SECONDS * 10.0 ** max(0, math.ceil(math.log10(max(seconds, LEAST_SECONDS) / LEAST_SECONDS)))


def _left_out(plan: Plan) -> list[dict[str, Any]]:
    if plan.left_out is None or plan.left_out.empty:
        return []
    degrees = shapely.get_coordinates(plan.left_out.geometry.to_crs("EPSG:4326").array).round(DEGREE_DECIMALS)
    columns = plan.left_out[["id", "source", "name", "reason", "reason_text", "region_code"]].astype(object)
    rows = columns.where(columns.notna(), None).itertuples(index=False, name=None)
    return [
        {
            "id": str(id_),
            "source": str(source),
            "name": name,
            "reason": str(reason),
            "reason_text": translate(reason_text),
            "region_code": region,
            "lon": float(lon),
            "lat": float(lat),
        }
        for (id_, source, name, reason, reason_text, region), (lon, lat) in zip(rows, degrees, strict=True)
    ]
