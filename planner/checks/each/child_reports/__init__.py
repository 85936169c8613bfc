"""Reports of violence against children: what may be shown of them. No rule says how many there should be."""

from __future__ import annotations

from planner.checks.check import Check

CHECKS: tuple[Check, ...] = ()
