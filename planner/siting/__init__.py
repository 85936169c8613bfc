"""From a task to a plan: candidates and whom they reach, the solver, the order and reason of each site."""
