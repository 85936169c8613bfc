"""The nouns: what a city, a rule, a finding, a plan and an assessment are. No input, no output."""
