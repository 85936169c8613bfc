"""The versions of a working city's tables, one after the other, for Alembic."""
