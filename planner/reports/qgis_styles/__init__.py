"""How QGIS draws the layers of an assessment, so that a GeoPackage opens coloured."""
