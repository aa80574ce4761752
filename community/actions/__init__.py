"""Writes of the community: posts, letters, order, alerts, care."""
