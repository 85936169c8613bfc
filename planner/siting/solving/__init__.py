"""The problems of siting in pure arrays, their solver, and its proofs: no places, no names."""
