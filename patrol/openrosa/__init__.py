"""A dialect, not a second path: ODK Collect speaks OpenRosa and ends in the same actions as phone and web page."""
