"""Domain-free pieces."""
