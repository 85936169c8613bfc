"""Scenarios as files: read, written, listed; tables of growth."""
