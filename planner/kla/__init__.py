"""Evidence for the evaluation of a Kota Layak Anak: what the map can prove of each indicator, and what it cannot."""
