"""Which places may become a site, and which may not because of their land."""
