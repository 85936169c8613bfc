"""Plan child-friendly facilities for a city."""

__version__ = "0.1.0"
