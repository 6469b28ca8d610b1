"""When: dates in the sentence, resolved against the document's own."""

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.evidence import Asked, Sentence
from assistant.extraction.candidate import Candidate, repeats_question, scored
from assistant.question import Question
from ingest.dates import DateMention, PartialDate, assume_year, find_dates
from ingest.document import Language

DAY_BONUS = 0.15
MONTH_BONUS = 0.05


YEAR_NAMED = re.compile(r"\b(?:19|20)\d\d\b")


def reference_of(sentence: Sentence) -> PartialDate | None:
    """The date that a sentence's relative dates are measured from.

    A report speaks of the year in its title, not of the one it is signed in.
    """
    written = PartialDate.parse(sentence.date) if sentence.date else None
    if sentence.kind in ("report", "plan", "review"):
        years = set(YEAR_NAMED.findall(sentence.title))
        if len(years) == 1:
            year = int(years.pop())
            if written is None or written.year in (year, year + 1):
                return PartialDate(year) if written is None or written.year != year else written
    return written


def dates_in(sentence: Sentence) -> tuple[DateMention, ...]:
    """The dates of a sentence, resolved as far as its document's date allows."""
    return dates_of(sentence.text, sentence.language, reference_of(sentence))


@lru_cache(maxsize=20_000)
def dates_of(text: str, language: Language, reference: PartialDate | None) -> tuple[DateMention, ...]:
    """The dates of a text; remembered, for the same sentences come back often."""
    found = find_dates(text, language if language != "und" else None, reference)
    if reference is None:
        return tuple(found)
    return tuple(assume_year(mention, reference) for mention in found)


def date_candidates(question: Question, sentences: Sequence[Sentence], asked: Asked) -> list[Candidate]:
    """Every date of the sentences that the question did not name itself."""
    candidates = []
    for sentence in sentences:
        for mention in dates_in(sentence):
            iso = mention.iso()
            if not iso or (question.dates and repeats_question(sentence, mention.start, mention.end, asked)):
                continue
            bonus = {"day": DAY_BONUS, "month": MONTH_BONUS}.get(mention.precision, 0.0)
            score = scored(sentence, mention.start, mention.end, asked, bonus)
            candidates.append(Candidate(sentence, mention.start, mention.end, "date", iso, score))
    return candidates
