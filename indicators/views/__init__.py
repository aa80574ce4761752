"""The pages of the vane."""
