"""All of Indonesia: the same checks for each of its kabupaten and kota, one task a kabupaten."""
