"""Every kind of output, and how it is made again."""
