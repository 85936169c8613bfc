"""One module a check; each returns findings."""
