"""The corpus of broken deliveries: the script that makes it, and what a user must read for each."""
