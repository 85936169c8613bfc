"""Evidence for the evaluation of a Kota Layak Anak: what the planner's data can prove of its indicators."""
