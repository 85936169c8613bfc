"""Services that protect children: how many are listed, and where. No rule says how many there should be."""

from __future__ import annotations

from planner.checks.check import Check

CHECKS: tuple[Check, ...] = ()
