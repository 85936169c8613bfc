"""Evidence for KLA as a document to print and as a table."""
