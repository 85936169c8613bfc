"""What a child-friendly city answers for: each check applies one rule, and says ``met``, ``unmet`` or ``unknown``."""
