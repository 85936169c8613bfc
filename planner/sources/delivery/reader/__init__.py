"""Reads one delivered file in a process of its own, so that no file can crash or stall the planner.

It knows nothing of the rest of the planner: it is told a form and paths, and answers with a JSON file of tables
and shapes, or with what is wrong.
"""
