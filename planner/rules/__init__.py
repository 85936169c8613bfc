"""The rule catalogue: loaded from text files and checked."""
