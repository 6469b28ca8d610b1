"""Who, which organisation, which place: names in the sentence."""

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.answer import ValueKind
from assistant.evidence import Asked, Sentence
from assistant.extraction.candidate import Candidate, repeats_question, scored
from assistant.extraction.dates import dates_in
from assistant.extraction.roles import REACH, asks_for_head, tells_head
from assistant.question import Question, folded
from index.analysis.function_words import FUNCTION_WORDS
from ingest.document import Language
from ingest.names import NameKind, NameMention, find_names

PREFERENCE: dict[str, dict[str, float]] = {
    "person": {"person": 0.15, "organisation": 0.0},
    "organisation": {"organisation": 0.25, "person": -0.2},
    "place": {"place": 0.25, "organisation": 0.0},
}
"""What each kind of question takes for an answer, and how gladly."""

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
HEAD_BONUS = 0.3
"""What a person gains who is called the head of something, where the head is asked for."""


SAME_LANGUAGE_BONUS = 0.1
"""What a name gains in the asker's language: it needs no other letters."""
ASKS_WHERE = re.compile(
    r"\bгде\b|\bgde\b|\b(?:в|на|из)\s+как|откуда|куда|where|\b(?:in|at|from)\s+wh|qayer|qaer|qayda|қаер|қайда|қайдан"
    r"|(?:qaysi|қайси|қай|қандай)\s+\w+(?:da|dan|да|де|та|те|дан|ден|тан|тен)\b",
    re.I,
)
ASKS_WHERE_TO = re.compile(
    r"\bкуда\b|\bоткуда\b|where (?:did|has) .* (?:go|move|come)|qayerga|қаерга|қайда кет", re.I
)
BODY = re.compile(r"(?:правительств|администраци|мэри|хокимият|акимат|парламент|министерств)\w*\s+$", re.I)
"""What makes a body of the place behind it."""
NO_PERSON = re.compile(r"^(?:The|A|An)\s|['’]s\b")
BARE = re.compile(r"(?<![\w’'])[A-ZА-ЯЁҚҒҲЎӘІҢӨҰҮҺ][^\W\d_]{3,}(?![\w’'])")
INITIALS_PENALTY = 0.2
"""What a person loses of whom only the initials are given beside the surname."""
BARE_PENALTY = 0.25
"""What a lone capitalised word loses of which nobody knows what it names."""


@lru_cache(maxsize=20_000)
def names_in(text: str, language: Language) -> tuple[NameMention, ...]:
    """Names of a sentence; remembered, for the same sentences come back often."""
    return tuple(find_names(text, language))


def name_candidates(question: Question, sentences: Sequence[Sentence], asked: Asked) -> list[Candidate]:
    """Names of the kind asked for that the question did not say itself."""
    preference = dict(PREFERENCE[question.wanted])
    if question.wanted == "place" and not ASKS_WHERE_TO.search(question.mended):
        del preference["organisation"]
    heads = asks_for_head(question.searched)
    located = bool(ASKS_WHERE.search(question.mended))
    candidates = []
    for sentence in sentences:
        same = SAME_LANGUAGE_BONUS * (sentence.language == question.language)
        for name in (*bodies(sentence), *bare_names(question, sentence)):
            if name.kind not in preference or repeats_question(sentence, name.start, name.end, asked):
                continue
            if name.text in question.told or (name.kind == "person" and NO_PERSON.search(name.text)):
                continue
            bonus = preference[name.kind] + same
            if name.kind == "person" and "." in name.text:
                bonus -= INITIALS_PENALTY
            if name.kind == "place" and located and stands_in(sentence, name):
                bonus += LOCATIVE_BONUS
            if name.kind == "person" and heads and tells_head(around(sentence.text, name)):
                bonus += HEAD_BONUS
            if BARE.fullmatch(name.text) and name not in names_in(sentence.text, sentence.language):
                bonus -= BARE_PENALTY
            score = scored(sentence, name.start, name.end, asked, bonus)
            candidates.append(Candidate(sentence, name.start, name.end, name.kind, name.text, score))
    return candidates


def bodies(sentence: Sentence) -> list[NameMention]:
    """The names of a sentence, bodies of a place with the word that makes them one, dates cut off."""
    text = sentence.text
    times = [(mention.start, mention.end) for mention in dates_in(sentence)]
    found = []
    for name in names_in(text, sentence.language):
        cut = max((b for a, b in times if a <= name.start < b < name.end), default=None)
        head = BODY.search(text[: name.start])
        start, kind = name.start, name.kind
        if head:
            start, kind = head.start(), "organisation"
        elif cut is not None:
            start, kind = cut + len(text[cut : name.end]) - len(text[cut : name.end].lstrip()), "place"
        found.append(NameMention(start, name.end, kind, text[start : name.end]))
    return found


def bare_names(question: Question, sentence: Sentence) -> list[NameMention]:
    """Lone capitalised words that no list knows, where the sentence has no other name to answer with."""
    if question.wanted not in ("organisation", "person") or sentence.language == "ru":
        return []
    known = names_in(sentence.text, sentence.language)
    if any(name.kind in ("organisation", "person") and not NO_PERSON.search(name.text) for name in known):
        return []
    kind: NameKind = "organisation"
    return [
        NameMention(match.start(), match.end(), kind, match.group())
        for match in BARE.finditer(sentence.text)
        if folded(match.group()) not in FUNCTION_WORDS
        and not any(name.start <= match.start() < name.end for name in known)
    ]


def around(text: str, name: NameMention) -> str:
    """The words of a person's role, as far as they stand beside the name."""
    return text[max(0, name.start - REACH) : name.end + REACH]


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
    between = text[left.end : right.start]
    if not between.strip() and left.kind != right.kind and right.kind == "person":
        return False  # председатель Совета Мадина Орзуева
    return bool(COORDINATED.match(between))


def of_head(text: str, left: NameMention, right: NameMention) -> bool:
    """Whether the right name belongs to the left one (a centre of the UN for Central Asia)."""
    return "," not in text[left.end : right.start] and right.kind == "place"
