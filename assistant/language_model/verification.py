"""Whether the evidence bears out a sentence that a language model wrote.

Dates, numbers and names must stand in what is cited; the other words must have a counterpart there; nothing
may be denied that is affirmed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np

from assistant.claims.quantities import Quantity, quantities
from assistant.claims.words import claim_words
from assistant.evidence import Words, aligned_tokens, words_of
from assistant.extraction.polarity import denials
from assistant.language_model.sources import Source
from index.analysis import variants
from index.analysis.function_words import FUNCTION_WORDS
from index.analysis.keys import name_key
from index.analysis.text import fold, script
from ingest.dates import DateMention, PartialDate, find_dates
from ingest.document import Language, Span

SAME_LANGUAGE = 0.72
OTHER_LANGUAGE = 0.5
"""Share of a sentence's words, weighed by rarity, that must have a counterpart in the evidence."""
COUNTERPART = 0.5
"""Cosine from which on a word of the evidence is a counterpart of a rare word."""
TRANSLATED = 0.6
"""Cosine from which on a capitalised word of another script is the translation of one."""
RARE = 0.75
LONGEST_ENDING = 4
ADDS = 0.06
"""Share of a sentence that a further quote must bear out to be worth citing."""
MOST_QUOTES = 3
CAPITAL = re.compile(r"[^\W\d_a-zа-яёўқғҳәіңөұүһ]")


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim evidence: the document's extracted text from `start` to `end`."""

    source: Source
    start: int
    end: int

    @property
    def text(self) -> str:
        """As it stands in the document."""
        return self.source.text[self.start - self.source.start : self.end - self.source.start]


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence of a source, read once."""

    source: Source
    span: Span
    text: str
    dates: tuple[DateMention, ...]
    numbers: tuple[Quantity, ...]
    words: tuple[str, ...]
    """Folded, with those of the title and the document's date behind."""
    tokens: tuple[str, ...]
    own: int
    """How many of the tokens are the sentence's own."""


class Verifier:
    """Holds sentences against evidence; one for one set of sources."""

    def __init__(self, sources: Sequence[Source], words: Words) -> None:
        self._words = words
        self._lines = {source.n: _lines(source, words) for source in sources}

    def quotes(self, sentence: str, language: Language, cited: Sequence[int]) -> list[Quote]:
        """The stretches of the cited sources that bear the sentence out, in order; none where they do not.

        Numbers that no source has are passed over.
        """
        lines = [line for n in cited for line in self._lines.get(n, ())]
        spans = words_of(sentence)
        tokens = aligned_tokens(sentence, spans, self._words)
        dates = tuple(date for date in find_dates(sentence, language) if date.first)
        lines = [line for line in lines if line.tokens and _of_the_time(line, dates)]
        if not lines or not tokens:
            return []
        numbers = quantities(sentence, language, [(date.start, date.end) for date in dates])
        weights = self._weights(sentence, spans, tokens)
        match = self._match(tokens, lines)
        names = _names(sentence, spans, dates)
        facts = [
            *(_lines_with_date(date, lines) for date in dates),
            *(_lines_with_number(number, spans, weights, match, lines) for number in numbers),
            *(_lines_with_name(sentence, spans[row], match[row], lines) for row in names),
        ]
        if not all(facts):
            return []
        exact = [(date.start, date.end) for date in dates] + [
            (number.start, number.unit_start) for number in numbers
        ]
        held = [any(a < end and start < b for a, b in exact) for start, end in spans]
        best = np.where(held, 1.0, match.max(axis=1))
        if not self._aligned(best, weights, language, lines):
            return []
        chosen = _chosen(match, weights, facts)
        nearest = max(chosen, key=lambda i: float(match[:, i] @ weights))
        if _denies(sentence, language, lines[nearest]):
            return []
        return _joined([lines[i] for i in chosen])

    def _weights(self, sentence: str, spans: Sequence[Span], tokens: Sequence[str]) -> np.ndarray:
        rarity = np.asarray(self._words.rarity(tokens), np.float32)
        idle = np.array([fold(sentence[start:end]) in FUNCTION_WORDS for start, end in spans])
        return np.where(idle, 0.0, rarity)

    def _match(self, tokens: Sequence[str], lines: Sequence[_Line]) -> np.ndarray:
        """Best cosine of each token (row) in each line (column)."""
        vocabulary = sorted({token for line in lines for token in line.tokens})
        at = {token: k for k, token in enumerate(vocabulary)}
        cosine = np.maximum(self._words.token_vectors(tokens) @ self._words.token_vectors(vocabulary).T, 0.0)
        columns = [cosine[:, [at[token] for token in line.tokens]].max(axis=1, initial=0.0) for line in lines]
        return np.stack(columns, axis=1)

    @staticmethod
    def _aligned(best: np.ndarray, weights: np.ndarray, language: Language, lines: Sequence[_Line]) -> bool:
        same = any(line.source.language == language for line in lines)
        total = float(weights.sum())
        if total and float(best @ weights) / total < (SAME_LANGUAGE if same else OTHER_LANGUAGE):
            return False
        unmet = (weights >= RARE) & (best < COUNTERPART)
        return not same or not bool(unmet.any())


def _lines(source: Source, words: Words) -> list[_Line]:
    written = PartialDate.parse(source.date) if source.date else None
    around = f"{source.title} {source.date or ''}"
    found = []
    for start, end in source.sentences():
        text = source.text[start:end]
        dates = tuple(find_dates(text, source.language, written))
        numbers = tuple(quantities(text, source.language, [(date.start, date.end) for date in dates]))
        own = [token for token in aligned_tokens(text, words_of(text), words) if token]
        title = [token for token in aligned_tokens(around, words_of(around), words) if token]
        folded = tuple(fold(whole[a:b]) for whole in (text, around) for a, b in words_of(whole))
        span = (source.start + start, source.start + end)
        found.append(_Line(source, span, text, dates, numbers, folded, (*own, *title), len(own)))
    return found


def _of_the_time(line: _Line, dates: Sequence[DateMention]) -> bool:
    """Whether a line may speak of what a sentence dates: it is dated otherwise nowhere."""
    days = [mention for mention in line.dates if mention.first and mention.precision in ("day", "month")]
    return not dates or not days or any(_within(date, day.first, day.last) for date in dates for day in days)


def _lines_with_date(date: DateMention, lines: Sequence[_Line]) -> list[int]:
    """The document's own date counts: what it reports is often told as of that day."""
    found = []
    for i, line in enumerate(lines):
        written = line.source.date
        known = [mention for mention in line.dates if mention.first]
        if any(_within(date, mention.first, mention.last) for mention in known) or (
            written and _within(date, PartialDate.parse(written), None)
        ):
            found.append(i)
    return found


def _within(date: DateMention, first: PartialDate, last: PartialDate | None) -> bool:
    """Whether a date says nothing beyond one of the evidence: the same, less precise, a day of a range."""
    if last is not None and date.last is not None:
        return _says_no_more(date.first, first) and _says_no_more(date.last, last)
    if date.last is not None:
        return False
    return _says_no_more(date.first, first) or (last is not None and _says_no_more(date.first, last))


def _says_no_more(one: PartialDate, other: PartialDate) -> bool:
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return all(mine is None or mine == theirs for mine, theirs in pairs)


def _lines_with_number(
    number: Quantity, spans: Sequence[Span], weights: np.ndarray, match: np.ndarray, lines: Sequence[_Line]
) -> list[int]:
    """Lines with the number exactly, and with a counterpart of what it counts."""
    counted = [
        row for row, (start, _) in enumerate(spans) if start >= number.unit_start and weights[row] > 0
    ][:1]
    found = []
    for i, line in enumerate(lines):
        if not any(_same_number(number, other) for other in line.numbers) and not _written(number, line):
            continue
        if not counted or number.name or match[counted[0], i] >= COUNTERPART * 0.8:
            found.append(i)
    return found


def _same_number(one: Quantity, other: Quantity) -> bool:
    if one.name or other.name:
        return one.name == other.name
    return not other.taken_back and abs(one.value - other.value) <= 1e-6 * max(1.0, abs(other.value))


def _written(number: Quantity, line: _Line) -> bool:
    digits = re.sub(r"[^\d]", "", number.text)
    return bool(digits) and digits in line.words


def _names(sentence: str, spans: Sequence[Span], dates: Sequence[DateMention]) -> list[int]:
    """Places in `spans` of words whose capital does not merely begin the sentence or a quotation."""
    return [
        row
        for row, (start, end) in enumerate(spans)
        if row
        and CAPITAL.match(sentence[start:end])
        and sentence[start - 1] not in '«“"„'
        and not any(date.start < end and start < date.end for date in dates)
    ]


def _lines_with_name(sentence: str, span: Span, match: np.ndarray, lines: Sequence[_Line]) -> list[int]:
    """A name by its letters; in another language a part of one may be translated."""
    name = fold(sentence[span[0] : span[1]])
    return [
        i
        for i, line in enumerate(lines)
        if any(_same_name(name, word) for word in line.words)
        or (match[i] >= TRANSLATED and script(name) != script(line.words[0]))
    ]


def _same_name(name: str, word: str) -> bool:
    """Inflected forms of one folded word; across scripts, the same sounds."""
    if name == word:
        return True
    if script(name) == script(word):
        return bool(set(variants(name)) & set(variants(word))) or _stem(name, word)
    one, other = name_key(name), name_key(word)
    return bool(one) and bool(other) and _stem(one, other)


def _stem(one: str, other: str) -> bool:
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    shorter, longer = sorted((len(one), len(other)))
    return shared >= max(3, shorter - 1) and longer - shared <= LONGEST_ENDING


def _chosen(match: np.ndarray, weights: np.ndarray, facts: Sequence[Sequence[int]]) -> list[int]:
    """The lines to quote, the best first: as few as hold all facts and nearly all words."""
    total = float(weights.sum()) or 1.0
    held = [sum(i in fact for fact in facts) for i in range(match.shape[1])]
    first = max(range(match.shape[1]), key=lambda i: (held[i] + float(match[:, i] @ weights) / total, -i))
    chosen, best = [first], match[:, first]
    for fact in facts:
        if not set(fact) & set(chosen):
            more = max(fact, key=lambda i: float(match[:, i] @ weights))
            chosen.append(more)
            best = np.maximum(best, match[:, more])
    while len(chosen) < MOST_QUOTES:
        gains = (np.maximum(match, best[:, None]) - best[:, None]).T @ weights / total
        more = int(gains.argmax())
        if gains[more] < ADDS:
            break
        chosen.append(more)
        best = np.maximum(best, match[:, more])
    return chosen


def _denies(sentence: str, language: Language, line: _Line) -> bool:
    """Whether sentence and evidence say the opposite of each other."""
    for one, other in (direction for pair in claim_words().opposites for direction in (pair, pair[::-1])):
        here, there = one.search(sentence), other.search(line.text)
        if here and there and not other.search(sentence) and not one.search(line.text):
            return True
    return bool(denials(sentence, language)) != bool(denials(line.text, line.source.language))


def _joined(lines: Sequence[_Line]) -> list[Quote]:
    """Quotes of the lines in the order of the best; neighbours within a source are one."""
    quotes: list[Quote] = []
    for line in lines:
        start, end = line.span
        for i, quote in enumerate(quotes):
            between = _between(quote, line)
            if quote.source.n == line.source.n and between is not None and not between.strip():
                quotes[i] = Quote(line.source, min(quote.start, start), max(quote.end, end))
                break
        else:
            quotes.append(Quote(line.source, start, end))
    return quotes


def _between(quote: Quote, line: _Line) -> str | None:
    if quote.source.n != line.source.n:
        return None
    low, high = min(quote.end, line.span[1]), max(quote.start, line.span[0])
    base = line.source.start
    return line.source.text[low - base : high - base] if low <= high else ""
