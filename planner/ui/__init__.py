"""Streamlit pages: read state, call the engine, show a view. No analysis."""
