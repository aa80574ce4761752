"""What the field does: the only writes of patrol."""
