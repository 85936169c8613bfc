"""Candidates, the coverage matrix, the solver, and the reason for each site."""
