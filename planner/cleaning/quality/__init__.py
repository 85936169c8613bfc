"""The quality of a layer: what was read, accepted, repaired and set aside, each with row, value and reason."""
