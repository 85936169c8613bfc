"""Where children live, and who reaches what in how many minutes."""
