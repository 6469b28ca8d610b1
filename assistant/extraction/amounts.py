"""How many: the number that counts what a question asks for, in the unit that it asks for."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.evidence import CELL_DIVIDER, Asked, Sentence
from assistant.extraction.candidate import Candidate, scored
from assistant.extraction.dates import dates_in
from assistant.extraction.lists import Listed
from assistant.extraction.numbers import NumberMention, digits_of, find_numbers, tables
from assistant.extraction.tables import header_scores, is_row, years_of
from assistant.question import Question, folded
from assistant.standing import asks_really

UNIT_BONUS = 0.5
SECOND_SHARE = 0.6
"""What the second word behind "how many" counts: the noun after an adjective, or the verb."""
KIND_BONUS = 0.35
"""What a number gains that is an amount of the kind asked for: money, people, a share."""
OTHER_KIND_PENALTY = 0.3
"""What it loses where it is an amount of another kind."""
ARTICLE_PENALTY = 0.3
"""What "one" in words loses: it is an article more often than a count."""
YEAR_PENALTY = 0.35
"""What a number loses in a sentence about another year than the one asked."""
NEGATED = re.compile(
    r"(?:\bа не|\bвместо|\bnot|\binstead of|\brather than|\bemas,? balki|o[ʻ‘’']rniga|\bўрнига|\bорнына)\s+$",
    re.I,
)
CORRECTED = re.compile(
    r"\s*,?\s*(?:а не|вместо|not|instead of|rather than|emas|эмас|емес)\s+\S*\d(?:[\d \u00a0.,]*\d)?", re.I
)
READ_AS = re.compile(
    r"(?:следует читать|правильно|верн\w+ (?:цифр|числ)\w*|should read|to be read as"
    r"|o[‘'ʻ’]qilsin|деп оқ)\W[^\d]{0,12}$",
    re.I,
)
CORRECTED_BONUS, REALLY_BONUS = 0.6, 1.0
"""What a number gains that is said to be it in place of another."""
CORRECTS = (0.15, 0.4)
"""Shares of a question that a sentence speaks of where its correction is of something else, and of this."""
NEGATED_PENALTY = 0.7
"""What a number loses that is said not to be it: 198, а не 214."""
SHARE_PENALTY = 0.15
"""What a percentage loses where no share is asked for."""
CHANGED_BONUS = 0.25
"""What the later of two amounts gains that something changed from and to."""
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
BEFORE = 14
"""Code points before a number in which what it counts may stand."""
MONEY = "money"


@dataclass(frozen=True, slots=True)
class Unit:
    """A kind of amount: how it is asked for, and how it is written beside a number."""

    name: str
    asked: re.Pattern[str]
    written: re.Pattern[str]


@cache
def units() -> tuple[Unit, ...]:
    """The kinds of amounts of `numbers.toml`."""
    table = tomllib.loads(files("assistant").joinpath("numbers.toml").read_text("utf-8"))
    return tuple(
        Unit(row["name"], re.compile(row["asked"], re.I), re.compile(row["written"], re.I))
        for row in table["units"]
    )


@cache
def turns() -> dict[str, re.Pattern[str]]:
    """How a change is told: what stands before and behind its two amounts, and how the first is asked for."""
    table = tomllib.loads(files("assistant").joinpath("numbers.toml").read_text("utf-8"))
    return {key: re.compile(pattern, re.I) for key, pattern in table["changes"].items()}


def number_candidates(reading: Listed) -> list[Candidate]:
    """Numbers outside dates, best where the words beside them are what the question counts."""
    question, sentences, asked = reading.question, reading.sentences, reading.asked
    counted = counted_rows(question, asked)
    unit = unit_asked(question)
    currency = currencies(sentences) if unit is not None else frozenset()
    years = years_of(question)
    corrected = REALLY_BONUS if asks_really(question) else CORRECTED_BONUS
    candidates = []
    for sentence in sentences:
        taken = [(mention.start, mention.end) for mention in dates_in(sentence)]
        columns = header_scores(reading, sentence) if is_row(sentence) else []
        other_time = YEAR_PENALTY * speaks_of_other_year(sentence, years)
        for number in find_numbers(sentence.text, sentence.language):
            if any(start < number.unit_start and number.start < end for start, end in taken):
                continue
            value = digits_of(number.value)
            if value in question.numbers or value in years or value in question.told:
                continue
            bonus = counted_bonus(number, sentence, counted) - other_time
            if columns:
                bonus += columns[min(sentence.text[: number.start].count(CELL_DIVIDER), len(columns) - 1)]
            bonus += unit_bonus(unit, number, sentence, currency) + turn_bonus(number, sentence, question)
            end = number.end
            replaced = CORRECTED.match(sentence.text, number.unit_start) or CORRECTED.match(
                sentence.text, end
            )
            if replaced or READ_AS.search(sentence.text[max(0, number.start - 40) : number.start]):
                bonus += corrected * spoken_of(sentence)
            if replaced:
                end = replaced.end()
            if NEGATED.search(sentence.text[max(0, number.start - 20) : number.start]):
                bonus -= NEGATED_PENALTY
            if number.value == 1 and not sentence.text[number.start].isdigit():
                bonus -= ARTICLE_PENALTY
            score = scored(sentence, number.start, number.unit_start, asked, bonus)
            candidates.append(Candidate(sentence, number.start, end, "number", value, score))
    return candidates


def spoken_of(sentence: Sentence) -> float:
    """How far a correction is one of what was asked about, 0 to 1."""
    low, high = CORRECTS
    return min(max((sentence.coverage - low) / (high - low), 0.0), 1.0)


def unit_asked(question: Question) -> Unit | None:
    """The kind of amount asked for: told by the word behind "how many", else by any word."""
    for text in (question.counted or "", question.text):
        for unit in units():
            if unit.asked.search(text):
                return unit
    return None


def currencies(sentences: Sequence[Sentence]) -> frozenset[str]:
    """Stems of what is counted by the thousand and million: as a rule the money of the place."""
    found = set()
    for sentence in sentences:
        for number in find_numbers(sentence.text, sentence.language):
            stem = scaled_noun(number, sentence.text)
            if stem and not any(unit.written.search(stem) for unit in units() if unit.name != MONEY):
                found.add(stem)
    return frozenset(found)


STEM = 5


def scaled_noun(number: NumberMention, text: str) -> str:
    """The stem of the noun behind a number with a scale; empty where it has none."""
    words = text[number.start : number.end].split()
    for at, word in enumerate(words[:-1]):
        if word.lower().rstrip(".") in tables()[1]:
            return folded(words[at + 1])[:STEM]
    return ""


def text_has_scale(text: str) -> bool:
    """Whether a number is given in thousands or millions."""
    return text.rsplit(maxsplit=1)[-1].lower().rstrip(".") in tables()[1]


def unit_bonus(
    unit: Unit | None, number: NumberMention, sentence: Sentence, currency: frozenset[str]
) -> float:
    """What a number gains that is of the kind asked for, and loses that is plainly of another kind."""
    if unit is None:
        share = next(one for one in units() if one.name == "share")
        return -SHARE_PENALTY if share.written.search(sentence.text[number.start : number.end]) else 0.0
    beside = sentence.text[max(0, number.start - BEFORE) : number.end]
    in_currency = any(
        folded(word)[:STEM] in currency for word in sentence.text[number.start : number.end].split()
    )
    bare_scale = number.end == number.unit_start and text_has_scale(sentence.text[number.start : number.end])
    if unit.written.search(beside) or (unit.name == MONEY and (in_currency or bare_scale)):
        return KIND_BONUS
    own = sentence.text[number.start : number.end]
    other = any(one.written.search(own) for one in units() if one is not unit)
    return -OTHER_KIND_PENALTY if other or (unit.name != MONEY and in_currency) else 0.0


def turn_bonus(number: NumberMention, sentence: Sentence, question: Question) -> float:
    """What the later amount of a change gains, or the earlier where the question asks what was before."""
    text = sentence.text
    before, own = text[: number.start], text[number.start : number.end]
    to = turns()["to"].search(before) or turns()["to_ending"].search(own)
    since = turns()["from"].search(before) or turns()["from_ending"].search(own)
    if not to and not since:
        return 0.0
    wants_first = bool(turns()["first"].search(folded(question.mended)))
    return CHANGED_BONUS if wants_first == bool(since) else -CHANGED_BONUS


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


def speaks_of_other_year(sentence: Sentence, years: set[str]) -> bool:
    """Whether a sentence names years, and none that the question does."""
    named = set(YEAR.findall(sentence.text))
    return bool(years and named and not years & named) and not is_row(sentence)


def counted_rows(question: Question, asked: Asked) -> list[tuple[int, float]]:
    """Rows of the question's words that name what is counted, the word right behind "how many" in full."""
    if not question.counted:
        return []
    shares = dict(zip(question.counted.split(), (1.0, SECOND_SHARE), strict=False))
    return [(row, shares[word]) for row, word in enumerate(asked.words) if word in shares]
