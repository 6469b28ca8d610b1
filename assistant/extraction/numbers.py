"""How many: numbers with what they count."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from assistant.evidence import CELL_DIVIDER, Asked, Sentence
from assistant.extraction.candidate import Candidate, scored
from assistant.extraction.dates import dates_in
from assistant.question import AskedLanguage, Question, folded, patterns

BLANKS = "[ \u00a0\u202f]"
GROUP = "[ \u00a0\u202f,]"
DIGITS = re.compile(
    rf"(?<![\w.,/№#-])\d{{1,3}}(?:{GROUP}\d{{3}})+(?!\d)|(?<![\w/№#])\d+(?:[.,]\d+)?(?![\w/]*/)"
)
WORD = re.compile(r"[^\W\d_]+(?:[-'’‘ʻʼ`][^\W\d_]+)*")
BEFORE_IDENTIFIER = re.compile(
    r"(?:№|#|\bNo\.?|\bст\.?|стат(?:ь[яеию]|ь[её]й|ей|ьям|ьях)|пункт\w*|решени\w+|распоряжени\w+|\bРГ-|WG-"
    r"|телефон\w*|стр\.|page|article|\bтел\.?)\s*$",
    re.I,
)
UNIT_BONUS = 0.5
SECOND_SHARE = 0.6
"""What the second word behind "how many" counts: the noun after an adjective, or the verb."""
KIND_BONUS = 0.35
"""What a number gains that is an amount of the kind asked for: money, people, a share."""
ARTICLE_PENALTY = 0.3
"""What "one" in words loses: it is an article more often than a count."""
COLUMN_BONUS = 0.5
NEGATED = re.compile(
    r"(?:\bа не|\bвместо|\bnot|\binstead of|\brather than|\bemas,? balki|o[ʻ‘’']rniga|\bўрнига|\bорнына)\s+$",
    re.I,
)
CORRECTED = re.compile(r"\s*,?\s*(?:а не|вместо|not|instead of|rather than|emas|эмас|емес)\s+\S*\d", re.I)
CORRECTED_BONUS = 1.0
"""What a number gains that is said to be it in place of another."""
NEGATED_PENALTY = 0.7
"""What a number loses that is said not to be it: 198, а не 214."""
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
BEFORE = 14
"""Code points before a number in which what it counts may stand."""
PERCENT = re.compile(r"\s*(?:%|процент\w*|per ?cent|foiz\w*|пайыз\w*|фоиз\w*)")


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number in a text, with its scale and the words it counts."""

    start: int
    end: int
    """Behind the number, its scale and up to two words of its unit."""
    value: float
    unit_start: int
    """Where the counted words begin."""


@cache
def units() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """What is asked for, and how it is written beside a number."""
    table = tomllib.loads(files("assistant").joinpath("numbers.toml").read_text("utf-8"))
    return tuple((re.compile(row["asked"], re.I), re.compile(row["written"], re.I)) for row in table["units"])


@cache
def tables() -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    """Number words by language, and scales."""
    table = tomllib.loads(files("assistant").joinpath("numbers.toml").read_text("utf-8"))
    return table["words"], table["scales"]


def find_numbers(text: str, language: str) -> list[NumberMention]:
    """Numbers in digits and in words; identifiers (article 9, № 3/2021) are left out."""
    words, scales = tables()
    found: list[NumberMention] = []
    spans: list[tuple[int, int, float]] = []
    for match in DIGITS.finditer(text):
        if BEFORE_IDENTIFIER.search(text[max(0, match.start() - 16) : match.start()]):
            continue
        spans.append((match.start(), match.end(), parse_digits(match.group())))
    known = words.get(language, {})
    for match in WORD.finditer(text):
        value = known.get(folded(match.group()))
        if value is not None:
            spans.append((match.start(), match.end(), value))
    for start, end, value in sorted(spans):
        if found and start < found[-1].unit_start:
            continue
        factor, behind = scaled(text, end, scales)
        found.append(NumberMention(start, unit_end(text, behind, language), value * factor, behind))
    return found


def scaled(text: str, end: int, scales: dict[str, float]) -> tuple[float, int]:
    """The scale behind a number (тысяч, mln) and where it ends; 1 and `end` where there is none."""
    blanks = len(text[end:]) - len(text[end:].lstrip())
    word = WORD.match(text, end + blanks)
    if word is None or word.group().lower() not in scales:
        return 1.0, end
    return scales[word.group().lower()], word.end() + (text[word.end() : word.end() + 1] == ".")


def parse_digits(digits: str) -> float:
    """The value of a number as written: blanks group, a comma or point divides."""
    plain = re.sub(BLANKS, "", digits)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", plain):
        plain = plain.replace(",", "")
    return float(plain.replace(",", "."))


def unit_end(text: str, end: int, language: str) -> int:
    """The end of the words counted: a per cent sign, or up to two words before a small one or punctuation."""
    percent = PERCENT.match(text, end)
    if percent:
        return percent.end()
    small = patterns().stopwords.get(cast(AskedLanguage, language), frozenset())
    for _ in range(2):
        blank = re.match(BLANKS, text[end:])
        word = WORD.match(text, end + 1) if blank else None
        if word is None or folded(word.group()) in small:
            break
        end = word.end()
    return end


def digits_of(value: float) -> str:
    """A number in plain digits."""
    return str(int(value)) if value == int(value) else str(value)


def number_candidates(question: Question, sentences: Sequence[Sentence], asked: Asked) -> list[Candidate]:
    """Numbers outside dates, best where the words beside them are what the question counts."""
    counted = counted_rows(question, asked)
    written = unit_asked(question)
    years = {str(mention.first.year) for mention in question.dates}
    candidates = []
    for sentence in sentences:
        taken = [(mention.start, mention.end) for mention in dates_in(sentence)]
        for number in find_numbers(sentence.text, sentence.language):
            if any(start < number.unit_start and number.start < end for start, end in taken):
                continue
            value = digits_of(number.value)
            if value in question.numbers or value in years or value in question.told:
                continue
            bonus = counted_bonus(number, sentence, counted) + column_bonus(number, sentence, question, asked)
            beside = sentence.text[max(0, number.start - BEFORE) : number.end]
            if written and written.search(beside):
                bonus += KIND_BONUS
            if CORRECTED.match(sentence.text, number.unit_start) or CORRECTED.match(
                sentence.text, number.end
            ):
                bonus += CORRECTED_BONUS
            if NEGATED.search(sentence.text[max(0, number.start - 20) : number.start]):
                bonus -= NEGATED_PENALTY
            if number.value == 1 and not sentence.text[number.start].isdigit():
                bonus -= ARTICLE_PENALTY
            score = scored(sentence, number.start, number.unit_start, asked, bonus)
            candidates.append(Candidate(sentence, number.start, number.end, "number", value, score))
    return candidates


def unit_asked(question: Question) -> re.Pattern[str] | None:
    """How the kind of amount asked for is written: by the word behind "how many", else by any word."""
    for text in (question.counted or "", question.text):
        for asks, written in units():
            if asks.search(text):
                return written
    return None


def counted_bonus(number: NumberMention, sentence: Sentence, counted: Sequence[tuple[int, float]]) -> float:
    """What a number gains whose neighbours are the words counted; a comma between them parts them."""
    before = sentence.text[max(0, number.start - BEFORE) : number.start]
    reach = len(before) - max(before.rfind(stop) for stop in ",;(|:") - 1
    near = [
        k
        for k, (start, end) in enumerate(sentence.words)
        if number.unit_start <= start < number.end or number.start - reach <= start < number.start
    ]
    if not near or not counted:
        return 0.0
    return UNIT_BONUS * max(share * float(sentence.match[row, near].max()) for row, share in counted)


def column_bonus(number: NumberMention, sentence: Sentence, question: Question, asked: Asked) -> float:
    """What a cell gains under a header of the year asked for, and loses under another year's."""
    if not sentence.table_header or CELL_DIVIDER not in sentence.text:
        return 0.0
    headers = sentence.table_header.split(CELL_DIVIDER)
    column = sentence.text[: number.start].count(CELL_DIVIDER)
    if column >= len(headers) or column == 0:
        return -COLUMN_BONUS * (column == 0)
    years = {str(mention.first.year) for mention in question.dates if mention.first.year}
    named = set(YEAR.findall(headers[column]))
    if not years or not named:
        return 0.0
    return COLUMN_BONUS if years & named else -COLUMN_BONUS


def counted_rows(question: Question, asked: Asked) -> list[tuple[int, float]]:
    """Rows of the question's words that name what is counted, the word right behind "how many" in full."""
    if not question.counted:
        return []
    shares = dict(zip(question.counted.split(), (1.0, SECOND_SHARE), strict=False))
    return [(row, shares[word]) for row, word in enumerate(asked.words) if word in shares]
