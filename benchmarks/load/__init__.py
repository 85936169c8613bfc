"""Thirty people at one planner: simulated by real web-socket clients that speak Streamlit's own protocol."""
