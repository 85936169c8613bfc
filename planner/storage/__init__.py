"""Where a working city is kept: a GeoPackage file on one desk, PostGIS for an office."""
