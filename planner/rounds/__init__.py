"""Field work: what has to be done where, in which order, and along which way."""
