"""The same questions for every kecamatan of a country."""
