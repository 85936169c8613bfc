"""Ways for data to come in."""
