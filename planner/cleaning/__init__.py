"""Boundaries to a gap-free coverage, facilities to their regions, ages to tiers."""
