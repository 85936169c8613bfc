"""Assessments that were kept: taken, held against each other, and followed over the years."""
