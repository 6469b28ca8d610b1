"""One reader a format; `formats` says which reads what."""
