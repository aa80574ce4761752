"""How files come in and go out: safe unpacking, GDAL through pyogrio, tables. Knows no model."""
