"""Training of the built-in embedding."""
