"""Who, which organisation, where: names in the sentence."""

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.answer import ValueKind
from assistant.evidence import Asked, Sentence
from assistant.extraction.candidate import Candidate, repeats_question, scored
from assistant.question import Question
from ingest.document import Language
from ingest.names import NameMention, find_names

PREFERENCE: dict[str, dict[str, float]] = {
    "person": {"person": 0.25, "organisation": 0.0},
    "organisation": {"organisation": 0.25, "person": -0.2},
    "place": {"place": 0.25},
}
"""What each kind of question takes for an answer, and how gladly."""

ADDRESS = re.compile(
    r"""(?:\b(?:ул\.|улиц[аеыу]|проспект\w*|площад\w+)\s+[А-ЯЁ][\w«»-]+(?:\s+[А-ЯЁ][\w-]+)?
    | \b[A-Z][\w’'ʻ‘-]+(?:\s+[A-Z][\w’'ʻ‘-]+)?\s+(?:[Ss]treet|[Aa]venue|ko[ʻ‘'’]?chasi\w*)
    | [А-ЯҚҒӘӨҮҰ][\w-]+\s+(?:көшесі\w*|кўчаси\w*))
    (?:,\s*(?:д\.|дом|uy|үй|уй)?\s*\d+\w?)?(?:,?\s*\d+[-–\w]*(?:uy|үй|уй))?""",
    re.X,
)
JOINS = (
    "и|а также|вместе с|совместно с|and|as well as|together with|with|the"
    "|va|hamda|bilan|ва|ҳамда|билан|және|мен|пен|бен"
).replace(" ", r"\ ")
COORDINATED = re.compile(
    rf"""\s*\)?\s*(?:\([^)]{{1,60}}\))?\s*[,;]?\s*(?:(?:{JOINS})\s+)*
    (?:при\ Президенте|при|of|for|по|для)?\s*\(?\s*$""",
    re.X,
)
LOCATIVE = re.compile(r"\b(?:в|во|на|г\.|городе?|at|in)\s*$", re.I)
LOCATIVE_ENDING = re.compile(r"(?:da|дағы|dagi|да|де|та|те)$")
LOCATIVE_BONUS = 0.3


@lru_cache(maxsize=20_000)
def names_in(text: str, language: Language) -> tuple[NameMention, ...]:
    """Names of a sentence; remembered, for the same sentences come back often."""
    return tuple(find_names(text, language))


def name_candidates(question: Question, sentences: Sequence[Sentence], asked: Asked) -> list[Candidate]:
    """Names of the kind asked for that the question did not say itself."""
    preference = PREFERENCE[question.wanted]
    candidates = []
    for sentence in sentences:
        if question.wanted == "place":
            for match in ADDRESS.finditer(sentence.text):
                score = scored(sentence, match.start(), match.end(), asked, preference["place"] + 0.1)
                candidates.append(
                    Candidate(sentence, match.start(), match.end(), "place", match.group(), score)
                )
        for name in names_in(sentence.text, sentence.language):
            if name.kind not in preference or repeats_question(sentence, name.start, name.end, asked):
                continue
            bonus = preference[name.kind]
            if name.kind == "place" and stands_in(sentence, name):
                bonus += LOCATIVE_BONUS
            score = scored(sentence, name.start, name.end, asked, bonus)
            candidates.append(Candidate(sentence, name.start, name.end, name.kind, name.text, score))
    return candidates


def stands_in(sentence: Sentence, name: NameMention) -> bool:
    """Whether something is said to be in a place, not of it or from it."""
    if sentence.language in ("uz", "kk"):
        return bool(LOCATIVE_ENDING.search(name.text.lower()))
    return bool(LOCATIVE.search(sentence.text[: name.start]))


def coordinated(candidate: Candidate, kinds: Sequence[ValueKind]) -> tuple[int, int, int]:
    """The run of names of `kinds` that a candidate is one of: start, end and how many names it joins."""
    names = list(names_in(candidate.sentence.text, candidate.sentence.language))
    at = next((k for k, name in enumerate(names) if name.start == candidate.start), None)
    if at is None:
        return candidate.start, candidate.end, 1
    text = candidate.sentence.text
    first = last = at
    while first > 0 and joined(text, names[first - 1], names[first]):
        first -= 1
    while last + 1 < len(names) and joined(text, names[last], names[last + 1]):
        last += 1
    while names[first].kind not in kinds and first < at:
        first += 1
    while names[last].kind not in kinds and last > at and not of_head(text, names[last - 1], names[last]):
        last -= 1
    count = sum(name.kind in kinds for name in names[first : last + 1])
    return names[first].start, names[last].end, count


def joined(text: str, left: NameMention, right: NameMention) -> bool:
    """Whether two neighbouring names stand in one enumeration or one longer name."""
    return bool(COORDINATED.match(text[left.end : right.start]))


def of_head(text: str, left: NameMention, right: NameMention) -> bool:
    """Whether the right name belongs to the left one (a centre of the UN for Central Asia)."""
    return "," not in text[left.end : right.start] and right.kind == "place"
