"""How files carry what they say of their making, and how it is read back without trusting them: a module a carrier."""
