"""Whether an answer is right and its citations hold: pure functions of the answer and the question."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Value
from eval.questions import Claim, Question

ENOUGH = 0.75
"""The share of an accepted answer's words, or of a list's items, that must be there."""
HALF = 0.5
"""The share of a claim's wrong part that a difference must cover."""
STEM = 5
"""Words are compared by their first letters: case endings are no errors."""

_APOSTROPHES = dict.fromkeys(map(ord, "'`´’‘ʻʼʹ′"))
_TOKEN = re.compile(
    r"""
    (?P<grouped>(?<!\d)[1-9]\d{0,2}(?:[\u00a0\u2009\u202f\ ]\d{3})+(?!\d)
              | (?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?![\d.,]?\d))
    | (?P<decimal>(?<![\d.,])\d+[.,]\d+(?![.,]?\d))
    | (?P<digits>\d+)
    | (?P<word>[^\W\d_]+)
    """,
    re.VERBOSE,
)
_ISO = re.compile(r"\d{4}(-\d\d){0,2}(/\d{4}(-\d\d){0,2})?|--\d\d(-\d\d)?")


def folded(text: str) -> str:
    """Text for comparing: one case, one е, no apostrophes, single spaces."""
    text = unicodedata.normalize("NFC", text).casefold().replace("ё", "е").translate(_APOSTROPHES)
    return " ".join(text.split())


def tokens(text: str) -> list[str]:
    """Words by their first five letters, numbers in plain digits: `1 980` is `1980`, `2,61` is `2.61`."""
    found = []
    for match in _TOKEN.finditer(folded(text)):
        token = match.group()
        if match.lastgroup == "grouped":
            token = re.sub(r"\D", "", token)
        elif match.lastgroup == "decimal":
            token = token.replace(",", ".")
        elif match.lastgroup == "word":
            token = token[:STEM]
        found.append(token)
    return found


def holds(text: str, accepted: str) -> bool:
    """Whether a text holds an accepted answer: every number exactly, and three quarters of the words."""
    there = set(tokens(text))
    wanted = tokens(accepted)
    words = [token for token in wanted if not token[0].isdigit()]
    numbers = [token for token in wanted if token[0].isdigit()]
    if not wanted or not all(number in there for number in numbers):
        return False
    return sum(word in there for word in words) >= ENOUGH * len(words)


def holds_date(text: str, values: Iterable[Value], accepted: str) -> bool:
    """Whether a date value of the answer is the accepted ISO date and stands, as worded, in the text."""
    if not _ISO.fullmatch(accepted):
        return False
    return any(
        value.kind == "date"
        and accepted in (value.value, value.value.split("/")[0])
        and folded(value.text) in folded(text)
        for value in values
    )


def is_right(question: Question, text: str, values: Sequence[Value] = ()) -> bool:
    """Whether a text answers the question: an accepted answer, or three quarters of a list's items."""

    def right(accepted: str) -> bool:
        return holds(text, accepted) or holds_date(text, values, accepted)

    if not question.answers:
        return False
    if question.kind != "list" and question.answers_mode == "any":
        return any(right(accepted) for accepted in question.answers)
    found = sum(any(right(name) for name in item.split(" / ")) for item in question.answers)
    return found >= ENOUGH * len(question.answers)


@dataclass(frozen=True, slots=True)
class AnswerScore:
    """How one answer did."""

    abstained: bool
    short_answer_right: bool
    right_anywhere: bool
    """The right answer stands in the short answer, the reply or its quotes."""
    citation_precision: float
    """The share of its citations whose document is gold; 0 without citations."""
    gold_cited: bool


def score_answer(question: Question, answer: Answer) -> AnswerScore:
    """Score an answer; one that abstains is right nowhere."""
    if answer.abstained:
        return AnswerScore(True, False, False, 0.0, False)
    short = answer.short_answer or ""
    reply = "\n".join([short, answer.answer, *(citation.quote for citation in answer.citations)])
    gold = [citation.document in question.gold for citation in answer.citations]
    right = is_right(question, short, answer.values)
    return AnswerScore(
        abstained=False,
        short_answer_right=right,
        right_anywhere=right or is_right(question, reply, answer.values),
        citation_precision=sum(gold) / len(gold) if gold else 0.0,
        gold_cited=any(gold),
    )


def names_difference(claim: Claim, claimed: Iterable[str]) -> bool:
    """Whether one of the parts that a verdict objects to covers half of the claim's wrong part."""
    wrong = tokens(claim.wrong_part)
    return bool(wrong) and any(
        sum(token in there for token in wrong) >= HALF * len(wrong)
        for there in (set(tokens(part)) for part in claimed)
    )


def most_common_answers(questions: Sequence[Question]) -> Mapping[str, str]:
    """For each kind, the accepted answer that would be right most often: what guessing blindly gets.

    Ties go to the answer that comes first in the alphabet.
    """
    guesses = {}
    for kind in sorted({question.kind for question in questions}):
        of_kind = [question for question in questions if question.kind == kind and question.answers]
        candidates = sorted({answer for question in of_kind for answer in question.answers})
        right = Counter(
            {guess: sum(is_right(question, guess) for question in of_kind) for guess in candidates}
        )
        if right:
            guesses[kind] = right.most_common(1)[0][0]
    return guesses
