"""What strangers might try, and what must then not happen."""
