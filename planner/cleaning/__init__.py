"""Cleaning: outlines to a gap-free coverage, facilities to their regions, age groups to age tiers."""

from planner.cleaning.ages import population_table
from planner.cleaning.apportion import apportion
from planner.cleaning.coverage import Coverage, clean_coverage
from planner.cleaning.placement import Placed, place_facilities

__all__ = ["Coverage", "Placed", "apportion", "clean_coverage", "place_facilities", "population_table"]
