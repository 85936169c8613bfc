"""Open the planner: ``streamlit run app.py``."""

from __future__ import annotations

from planner import logs
from planner.ui.router import main

logs.begin()
main()
