"""Field surveys: ``survey.csv`` and ``photos`` of a city folder, one fact a row, added to and never overwritten."""
