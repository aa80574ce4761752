"""A dialect, not a second path: city hotlines speak Open311 GeoReport v2 and end in the same action as the public page."""
