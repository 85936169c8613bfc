"""The checks: one module or folder each, with its definition, thresholds and texts beside it.

A module here that has ``CHECKS`` is found by itself: a new check is one new module.
"""
