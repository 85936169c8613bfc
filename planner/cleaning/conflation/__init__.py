"""One place once: records of the same place from several sources become one facility, and can be taken apart again."""
