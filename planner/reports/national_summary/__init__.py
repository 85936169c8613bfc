"""What a run over many cities found, for people: a map, a ranking, a workbook and a page."""
