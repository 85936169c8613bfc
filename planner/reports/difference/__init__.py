"""Two assessments that were written before, side by side: what differs, and what can't be compared."""
