"""When: dates in the sentence, resolved against the document's own."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.evidence import Asked, Sentence
from assistant.extraction.candidate import Candidate, repeats_question, scored
from assistant.extraction.weekdays import weekdays
from assistant.question import Question, folded
from ingest.dates import DateMention, PartialDate, assume_year, find_dates
from ingest.document import Language

DAY_BONUS = 0.15
MONTH_BONUS = 0.05


YEAR_NAMED = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
AHEAD = re.compile(
    r"впереди|предсто|планы|ahead|next year|outlook|kelgusi|rejalar|келгуси|режалар|алдағы|жоспар"
)
"""Headings of a report under which the year after is spoken of."""
MOVED_TO = re.compile(r"(?:с|со)\s+\d{1,2}(?:\s+\w+)?\s+на\s+\d", re.I)
"""A day that another took the place of: с 8 на 15 октября."""
MOVES = re.compile(
    r"перен[её]с|перенос|сдвин|отлож|moved|postponed|put off|rescheduled|delayed"
    r"|kochiril|qoldiril|кўчирил|қолдирил"
    r"|ауыстырыл|шегер|кейінге қалдыр",
    re.I,
)
OLD_DATE = re.compile(r"(?:(?:^|\s)(?:с|со|from|instead of|вместо)\s+)$", re.I)
OLD_ENDING = re.compile(r"(?:dan|дан|ден|тан|тен|нан|нен)$")
ONCE_SET = re.compile(
    r"(?:объявленн|назначенн|запланированн|намеченн)\w+\s+(?:ранее\s+|сначала\s+)?на\s+$"
    r"|(?:originally|initially|first|earlier)\s+(?:announced|scheduled|planned|set)\s+for\s+$",
    re.I,
)
"""Before a date that was set for something, where another follows."""
OLD_PENALTY = 0.3
"""What a date loses from which something was moved to another."""


def reference_of(sentence: Sentence) -> PartialDate | None:
    """The date that a sentence's relative dates are measured from.

    A report speaks of the year in its title, not of the one it is signed in.
    """
    written = PartialDate.parse(sentence.date) if sentence.date else None
    if sentence.kind in ("report", "plan", "review") and not AHEAD.search(sentence.heading.lower()):
        years = set(YEAR_NAMED.findall(sentence.title)) or set(YEAR_NAMED.findall(sentence.document))
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
    found = [
        arrived(mention) for mention in find_dates(text, language if language != "und" else None, reference)
    ]
    if reference is None:
        return tuple(found)
    found += weekdays(text, reference, found)
    return tuple(assume_year(mention, reference) for mention in sorted(found, key=lambda one: one.start))


def arrived(mention: DateMention) -> DateMention:
    """Two days that the grammar takes for a span, where something was moved from one to the other."""
    if mention.last is None or not MOVED_TO.match(mention.text):
        return mention
    return replace(mention, first=mention.last, last=None)


FIRST = re.compile(
    r"первоначальн|изначальн|сначала|раньше|планир|назнач|анонс|объяв|original|initially|at first|planned"
    r"|scheduled|announced|dastlab|avval|rejalash|даст?лаб|аввал|режалаш|бастапқы|алғашқы|бұрын|жоспар"
)
"""How a question asks for the date that was given up."""


def moved_from(text: str, mention: DateMention) -> bool:
    """Whether something was moved away from a date: the first of two, beside a word of moving."""
    if not MOVES.search(text):
        return False
    return bool(
        OLD_DATE.search(text[: mention.start])
        or OLD_ENDING.search(mention.text.lower())
        or (re.match(r"(?:с|со|from)\s", mention.text, re.I) and not mention.last)
    )


def date_candidates(question: Question, sentences: Sequence[Sentence], asked: Asked) -> list[Candidate]:
    """Every date of the sentences that the question did not name itself."""
    candidates = []
    first_asked = bool(FIRST.search(folded(question.mended)))
    for sentence in sentences:
        mentions = dates_in(sentence)
        for number, mention in enumerate(mentions):
            iso = mention.iso()
            if not iso or (question.dates and repeats_question(sentence, mention.start, mention.end, asked)):
                continue
            bonus = {"day": DAY_BONUS, "month": MONTH_BONUS}.get(mention.precision, 0.0)
            given_up = moved_from(sentence.text, mention) or (
                number < len(mentions) - 1 and ONCE_SET.search(sentence.text[: mention.start])
            )
            if not first_asked and given_up:
                bonus -= OLD_PENALTY
            score = scored(sentence, mention.start, mention.end, asked, bonus)
            candidates.append(Candidate(sentence, mention.start, mention.end, "date", iso, score))
    return candidates
