"""One module a version; what it did is never changed afterwards."""
