"""The tables that pages offer: one subject a file, made by the page and by “planner rerun” alike."""
