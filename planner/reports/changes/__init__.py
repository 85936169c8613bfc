"""What was changed in a working city, in words: for its history, for two versions side by side, and as files."""
