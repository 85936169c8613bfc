"""OpenStreetMap, from a dated extract or live: facilities, streets and ground of one city."""
