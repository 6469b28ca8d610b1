"""Putting the parts together: settings in, an assistant or an ingestion out."""
