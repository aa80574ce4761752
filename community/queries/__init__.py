"""What we know of what people say."""
