"""How the community writes names."""
