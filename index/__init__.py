"""Passages on disk, and finding them again by words and by meaning."""
