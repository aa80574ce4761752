"""How what people say to the time bank is checked."""
