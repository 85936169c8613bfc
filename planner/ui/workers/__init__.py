"""Work beside the pages: processes of their own, a fair line before them, and what they and the pages both know."""
