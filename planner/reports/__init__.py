"""Views of an assessment: files and maps."""
