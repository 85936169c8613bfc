"""Assessments that were kept, and what changed since."""
