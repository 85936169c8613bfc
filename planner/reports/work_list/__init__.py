"""The KSTR work list as files: a sheet to print, a table, and a GeoPackage."""
