"""Find the dates of a text."""

from functools import cache

from ingest.dates import macros, phrases
from ingest.dates.days import DAYS
from ingest.dates.grammar import Alphabet, Grammar
from ingest.dates.mention import DateMention
from ingest.dates.partial import PartialDate
from ingest.dates.resolve import UNKNOWN
from ingest.dates.today import TODAY
from ingest.dates.tokens import Token, for_language, tokens
from ingest.dates.words import LANGUAGES, likely
from ingest.dates.years import YEARS
from ingest.document import Language


@cache
def _levels(language: Language) -> tuple[Grammar, ...]:
    """The grammars of a language, to be applied one after the other."""
    alphabet = Alphabet(macros.MACROS | phrases.MACROS)
    rules = (DAYS + YEARS + TODAY, phrases.PARTS, phrases.RANGES, phrases.OPEN)
    return tuple(Grammar(level, alphabet, language) for level in rules)


def find_dates(
    text: str, language: Language | None = None, reference: PartialDate | None = None
) -> list[DateMention]:
    """All dates that a text mentions, in order, without overlap, the longest reading of each.

    Every language whose words occur is tried; `language` settles what two of them read differently.
    `reference` is the day of writing (or of asking), as precisely as it is known: what is told from it stays
    unresolved as far as the reference does not reach. A day without a year keeps its year unknown
    (`assume_year` guesses it).
    """
    cut = tokens(text)
    order = sorted(LANGUAGES, key=lambda candidate: candidate != language)
    found: list[tuple[int, bool, int, Token]] = []
    for rank, candidate in enumerate(order):
        if candidate != language and not likely(candidate, text):
            continue
        known = for_language(cut, candidate)
        if known is None:
            if rank or cut.only_words:
                continue
            known = cut.tokens
        first, *others = _levels(candidate)
        known = first.reduce(known, reference or UNKNOWN)
        if not any(token.point for token in known):
            continue
        for level in others:
            known = level.reduce(known, reference or UNKNOWN)
        found += [(*_worth(token), rank, token) for token in known if token.point]
    return [_mention(text, token) for token in _apart(found)]


def _worth(token: Token) -> tuple[int, bool]:
    """What comes first: the longer, and of the same length what has a year."""
    return token.start - token.end, token.point is None or token.point.first.year is None


def _apart(found: list[tuple[int, bool, int, Token]]) -> list[Token]:
    """The best of those that overlap, in the order of the text."""
    taken: list[Token] = []
    covered: set[int] = set()
    for *_, token in sorted(found, key=lambda candidate: candidate[:3]):
        place = range(token.start, token.end)
        if covered.isdisjoint(place):
            covered.update(place)
            taken.append(token)
    return sorted(taken, key=lambda token: token.start)


def _mention(text: str, token: Token) -> DateMention:
    point = token.point
    if point is None:
        raise ValueError("the token is no date")
    precision = point.precision if point.first or point.relative else "unknown"
    return DateMention(
        token.start,
        token.end,
        text[token.start : token.end],
        point.first,
        point.last,
        precision,
        point.relative,
        point.inferred,
        point.open,
    )
