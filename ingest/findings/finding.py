"""All that a document tells, put together."""

from ingest.document import ExtractedText, Metadata
from ingest.findings.decisions import agenda, decisions, numbers
from ingest.findings.events import candidates
from ingest.findings.main import main_event, with_names
from ingest.findings.naming import bodies, names_of
from ingest.findings.pages import on_pages
from ingest.findings.reading import read
from ingest.findings.records import Findings
from ingest.findings.roles import roles
from ingest.findings.terms import find_terms


def find_all(text: ExtractedText, metadata: Metadata) -> Findings:
    """What the text tells, dates in it taken from the document's."""
    sentences = read(text, metadata)
    told = list(candidates(sentences, text.text, metadata.kind == "plan"))
    decided = list(decisions(sentences, metadata))
    main, instead = main_event(sentences, told, text, metadata)
    starts = {start for one in told for start in (one.sentence.start, one.event.start)}
    names = names_of(sentences, starts, metadata.language)
    found = Findings(
        events=tuple(with_names(told, main, instead, decided, sentences, names)),
        roles=tuple(role for one in sentences for role in roles(one, names.get(one.start, ()))),
        bodies=tuple(bodies(sentences, names)),
        decisions=tuple(decided),
        agenda=tuple(agenda(sentences)),
        numbers=tuple(numbers(sentences, metadata)),
        terms=find_terms(text, metadata),
    )
    return on_pages(found, text.pages)
