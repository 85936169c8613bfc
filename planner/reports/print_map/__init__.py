"""Maps on paper: one sheet of a given size and scale, with all that a map on a wall needs."""
