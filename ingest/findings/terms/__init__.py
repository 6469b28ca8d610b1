"""Terms that a text introduces: abbreviations, definitions, names of institutions."""

from ingest.findings.terms.find import find_terms

__all__ = ["find_terms"]
