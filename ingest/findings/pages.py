"""On which pages the findings stand."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import fields, replace

from ingest.document import Span
from ingest.findings.records import Findings


def on_pages(found: Findings, pages: Sequence[Span]) -> Findings:
    """Findings with the page, from 1, that each begins on."""
    if not pages:
        return found
    starts = [start for start, _ in pages]
    return Findings(
        **{
            kind.name: tuple(
                replace(one, page=max(1, bisect_right(starts, one.start)))
                for one in getattr(found, kind.name)
            )
            for kind in fields(found)
        }
    )
