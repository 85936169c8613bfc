"""The data package: the assessment as every kind of file that an office, an evaluator or a researcher opens."""
