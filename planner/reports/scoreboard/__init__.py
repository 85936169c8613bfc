"""The scoreboard: every finding in one table, a matrix of rules and kecamatan, and what stands behind a finding.

No score over rules is ever counted: rules can't be weighed against each other.
"""
