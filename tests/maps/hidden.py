"""Where the hidden sites of the leak tests are."""

# A tomb three hundred metres and more from the centre of its cell, 116.415 39.935.
LON, LAT = 116.4117, 39.9383
