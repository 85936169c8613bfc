"""Kept assessments as files of the city folder."""
