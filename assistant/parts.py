"""Questions that are several in one: two things asked, several years, two things compared."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise

from assistant.focus import names_amount
from assistant.followup import resolved
from assistant.ordinals import table as ordinal_words
from assistant.question import APOSTROPHES, WORD, Question, folded, patterns, understand
from assistant.texts import say
from ingest.dates import DateMention, PartialDate
from ingest.document import Span
from ingest.names import find_names

MAX_PARTS = 5
JOINED_YEARS = re.compile(
    r"\W*(?:(?:и|а|или|по|до|чем|в|во|за|с|году|года|год|кто|who|and|or|to|than|in|for|from|va|bilan|yil\w*|ва|йил\w*"
    r"|және|мен|жыл\w*)\b\W*){0,5}"
)
FEW = 2
"""Words of its own from which on a part can stand alone."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the questions in a question."""

    question: Question
    label: str = ""
    """What its answer is headed by, such as a year."""


@cache
def words() -> dict[str, re.Pattern[str]]:
    """The table of `parts.toml`, compiled."""
    rows = tomllib.loads(files("assistant").joinpath("parts.toml").read_text("utf-8"))
    return {key: re.compile(pattern) for key, pattern in rows.items()}


@cache
def boundary() -> re.Pattern[str]:
    """Where a second question begins behind a first."""
    rows = tomllib.loads(files("assistant").joinpath("parts.toml").read_text("utf-8"))
    return re.compile(
        rf"(?:\s+|(?<=[\w?])(?=[,;]))(?:[,;]\s*)?(?:(?:{rows['joining']})\s+)?"
        rf"(?=(?:(?:в|во|на|с|со|из|к|до|по|о|об|in|on|at|by|from|to)\s+)?(?:{rows['asking']})\b)",
        re.I,
    )


def parts_of(question: Question, today: PartialDate) -> list[Part]:
    """The questions in a question, in order; empty where it is one."""
    for find in (years_of, was_and_became, compared, halves):
        found = find(question, today)
        if len(found) > 1:
            return found[:MAX_PARTS]
    return []


def asks_page(question: str) -> bool:
    """Whether a question wants to know the page as well."""
    return bool(words()["page"].search(folded(question)))


def years_of(question: Question, today: PartialDate) -> list[Part]:
    """One question a year, where several years or a span of them are named."""
    named = [mention for mention in question.dates if mention.precision == "year" and mention.first.year]
    years: list[int] = []
    for mention in named:
        first, last = mention.first.year or 0, (mention.last or mention.first).year or 0
        years += range(first, last + 1) if last - first < MAX_PARTS else (first, last)
    years = sorted(set(years))
    if len(years) < 2 or len(named) != len(question.dates):
        return []
    start, end = named[0].start, named[-1].end
    text = question.mended
    between = [text[one.end : other.start] for one, other in pairwise(named)]
    compares = words()["compares"].search(folded(text))
    if not all(
        JOINED_YEARS.fullmatch(folded(gap)) or (compares and len(gap.split()) <= 5) for gap in between
    ):
        return []  # The years stand in clauses of their own.
    kind = "number" if amounts_asked(question) or lists_amounts(question) else question.wanted
    found = []
    for year in years:
        one = understand(f"{text[:start]}{year}{text[end:]}", today)
        dates = (DateMention(start, start + 4, str(year), PartialDate(year), precision="year"),)
        asks = replace(one, dates=dates, wanted=kind, language=question.language, thread=question.thread)
        found.append(Part(asks, str(year)))
    return found


def amounts_asked(question: Question) -> bool:
    """Whether amounts are asked for by asking how something changed or compares."""
    # As typed, too: what is mended to the archive's words may no longer be what was asked.
    text = folded(f"{question.text} {question.mended}")
    if question.wanted == "number":
        return True
    if words()["changes"].search(text):
        return question.wanted in ("passage", "number")
    return bool(words()["compares"].search(text) and words()["amounts"].search(text))


def lists_amounts(question: Question) -> bool:
    """Whether several amounts are asked for by their noun: which budgets were there."""
    return question.wanted in ("list", "passage") and names_amount(folded(question.mended))


WAS = re.compile(
    r"(?P<before>.*?)\b(?:был[аои]?)\s+(?P<what>.+?)\s*,?\s+(?:и|а)\s+(?:(?:как\w+|сколько)\s+)?(?:он\w*\s+)?стал[аои]?\b.*"
    r"|(?P<en>what was .+?)\s+and\s+what\s+(?:is it now|did it become|is it today|it became).*"
    r"|(?P<uz>.+?)\s+(?:edi|bolgan|эди|бўлган)\s+(?:va|ва)\s+(?:qan\w+|nech\w+|қан\w+|неч\w+)\s+(?:boldi|бўлди).*",
    re.I,
)


def was_and_became(question: Question, today: PartialDate) -> list[Part]:
    """What something was and what it became: the same asked of the beginning and of today."""
    found = WAS.fullmatch(APOSTROPHES.sub("", question.mended.strip(" ?")))
    if found is None:
        return []
    asks = found["en"] or found["uz"] or f"{found['before']}был {found['what']}"
    was, became = say("at_first", question.language), say("now", question.language)
    kind = "number" if amounts_asked(question) or names_amount(folded(asks)) else question.wanted
    return [
        # What time is meant must not be looked for as a word.
        Part(
            replace(understand(asks, today), text=f"{asks} {label}", wanted=kind, language=question.language),
            label,
        )
        for label in (was, became)
    ]


def compared(question: Question, today: PartialDate) -> list[Part]:
    """One question for each of two names, or of two in a row, that are compared."""
    text = question.mended
    if not words()["compares"].search(folded(text)):
        return []
    pair = joined_names(text, question) or joined_ordinals(text)
    if pair is None:
        return []
    (start, middle), (other, end) = pair
    kind = "number" if amounts_asked(question) else question.wanted
    found = []
    for shown, rest in (
        (text[start:middle], text[:middle] + text[end:]),
        (text[other:end], text[:start] + text[other:]),
    ):
        one = understand(rest, today)
        found.append(Part(replace(one, wanted=kind, language=question.language), shown.strip()))
    return found


BETWEEN = re.compile(
    r"[\s,]*(?:и|или|чем|and|or|than|versus|vs\.?|va|yoki|bilan|ва|ёки|билан|және|немесе|мен|пен|бен)\s+"
    r"(?:(?:в|на|of|in|at|the|у|для|for)\s+)*",
    re.I,
)


def joined_names(text: str, question: Question) -> tuple[Span, Span] | None:
    """Two names of one kind with a joining word between them."""
    names = find_names(text, question.language)
    for one, other in pairwise(names):
        if one.kind == other.kind and BETWEEN.fullmatch(text[one.end : other.start]):
            return (one.start, one.end), (other.start, other.end)
    return None


def joined_ordinals(text: str) -> tuple[Span, Span] | None:
    """Two places in a row with a joining word between them: the first and the second."""
    low = text.lower()
    spans = sorted(match.span() for _, pattern in ordinal_words() for match in pattern.finditer(low))
    for one, other in pairwise(spans):
        if BETWEEN.fullmatch(text[one[1] : other[0]]):
            return one, other
    return None


def halves(question: Question, today: PartialDate) -> list[Part]:
    """Two questions joined by "and": what the second lacks, the first gives, and the other way round."""
    text = question.mended
    for cut in boundary().finditer(text):
        first, second = text[: cut.start()], text[cut.end() :]
        if not words()["asking"].search(folded(first)) or len(second.split()) < 1:
            continue
        if own_words(first, question) == 0:
            # Who and when signed the memorandum: both ask of the same.
            asked = re.sub(rf"^(?:\w+\s+)?(?:{words()['asking'].pattern})\b\s*", "", second, flags=re.I)
            first = f"{first} {asked}"
            if own_words(asked, question) == 0:
                continue
        one = replace(understand(first, today), thread=question.thread, language=question.language)
        two = understand(second, today)
        if asks_page(second) or (two.wanted == "passage" and own_words(second, question) > FEW):
            continue
        if two.wanted == one.wanted == "passage":
            continue
        two = replace(resolved(two, one, today), language=question.language)
        return [Part(one), Part(two)]
    return []


def own_words(text: str, question: Question) -> int:
    """How many words of a text are not mere asking."""
    stops = patterns().stopwords[question.language] | patterns().stopwords["ru"]
    asking = words()["asking"]
    found = WORD.findall(folded(text))
    return sum(word not in stops and not asking.fullmatch(word) for word in found)


def change(values: Sequence[float], question: str) -> bool | None:
    """Whether the first of two amounts is more, or less, as a question asks; None where it asks neither."""
    if len(values) != 2 or values[0] == values[1]:
        return None
    text = folded(question)
    grown = values[0] > values[1]
    if words()["up"].search(text):
        return grown
    return not grown if words()["down"].search(text) else None
