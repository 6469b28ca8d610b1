"""Side by side with the usual defaults, and growth to a million passages."""
