"""The edges: the command and the web page."""
