"""Briefings: a page for the Wakil Wali Kota, and a report, typeset from one assessment."""
