"""The pages: each reads what is chosen, asks for the assessment and shows a view of it.

The folder is not called ``pages``: Streamlit would run its files past the router.
"""
