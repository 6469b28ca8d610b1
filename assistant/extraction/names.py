"""Who, which organisation, where: names in the sentence."""

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.answer import ValueKind
from assistant.evidence import Asked, Sentence
from assistant.extraction.candidate import Candidate, repeats_question, scored
from assistant.extraction.roles import REACH, asks_for_head, tells_head
from assistant.question import Question
from ingest.document import Language
from ingest.names import NameMention, find_names

PREFERENCE: dict[str, dict[str, float]] = {
    "person": {"person": 0.15, "organisation": 0.0},
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
ASKS_ADDRESS = re.compile(r"адрес|address|manzil|манзил|мекенжай|улиц|street|koʻcha|ko'cha|кўча|көше", re.I)
ASKS_BUILDING = re.compile(r"здани|\bзал|помещени|building|venue|\bhall\b|\bbino|\bбино|ғимарат|\bzal", re.I)
BUILDING = re.compile(
    r"""\b(?:[\w-]+(?:ом|ем|ой)\s+)?(?:здани[еияю]\w*|зал[еау]?|помещени\w+|двор[е]?ц[еау]?|дом[еау]?)
        \s+[^,.;:()|]{3,60}
    | \b[Tt]he\s+(?:[\w-]+\s+){1,4}
        (?:building|hall|workshop|palace|house|centre|center|warehouse|school|college)\b
    | (?:[^\W\d_][\w’'ʻ‘-]*\s+){1,4}(?:binosi|saroyi|zali|биноси|саройи|зали|ғимарат|үйі|залы|сарайы)\w*""",
    re.X,
)
TOWN_REACH = 300
"""Code points before an address in which its town may be named."""
NEXT_TO = re.compile(r"\s*[,:(]?\s*")
ADDRESS_BONUS = 1.0
"""What an address gains where one is asked for, as against the town it lies in."""
BESIDE_BONUS = 0.35
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


@lru_cache(maxsize=20_000)
def names_in(text: str, language: Language) -> tuple[NameMention, ...]:
    """Names of a sentence; remembered, for the same sentences come back often."""
    return tuple(find_names(text, language))


def name_candidates(question: Question, sentences: Sequence[Sentence], asked: Asked) -> list[Candidate]:
    """Names of the kind asked for that the question did not say itself."""
    preference = PREFERENCE[question.wanted]
    heads = asks_for_head(question.searched)
    candidates = []
    for sentence in sentences:
        if question.wanted == "place":
            candidates += spots(question, sentence, asked)
        for name in names_in(sentence.text, sentence.language):
            if name.kind not in preference or repeats_question(sentence, name.start, name.end, asked):
                continue
            if name.text in question.told:
                continue
            bonus = preference[name.kind]
            if name.kind == "place" and stands_in(sentence, name):
                bonus += LOCATIVE_BONUS
            if name.kind == "person" and heads and tells_head(around(sentence.text, name)):
                bonus += HEAD_BONUS
            score = scored(sentence, name.start, name.end, asked, bonus)
            candidates.append(Candidate(sentence, name.start, name.end, name.kind, name.text, score))
    return candidates


def around(text: str, name: NameMention) -> str:
    """The words of a person's role, as far as they stand beside the name."""
    return text[max(0, name.start - REACH) : name.end + REACH]


def spots(question: Question, sentence: Sentence, asked: Asked) -> list[Candidate]:
    """Addresses with the town beside them, and buildings where the question asks for one."""
    text = sentence.text
    found = []
    address_bonus = ADDRESS_BONUS if ASKS_ADDRESS.search(question.text) else BESIDE_BONUS
    for match in ADDRESS.finditer(text):
        start, end = with_town(sentence, match.start(), match.end())
        score = scored(sentence, start, end, asked, address_bonus)
        found.append(Candidate(sentence, start, end, "place", text[start:end], score))
    if ASKS_BUILDING.search(question.text):
        for match in BUILDING.finditer(text):
            score = scored(sentence, match.start(), match.end(), asked, ADDRESS_BONUS)
            found.append(Candidate(sentence, match.start(), match.end(), "place", match.group(), score))
    return found


def with_town(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """An address with the town named right before or behind it."""
    for name in names_in(sentence.text, sentence.language):
        if name.kind != "place" or (name.start < end and start < name.end):
            continue
        if name.end <= start and NEXT_TO.fullmatch(sentence.text[name.end : start]):
            return name.start, end
        if end <= name.start and NEXT_TO.fullmatch(sentence.text[end : name.start]):
            return start, name.end
    return start, end


def town_before(text: str, start: int, language: Language) -> str | None:
    """The last place that a document names before an offset, within a few sentences."""
    before = text[max(0, start - TOWN_REACH) : start]
    places = [name.text for name in find_names(before, language) if name.kind == "place"]
    return places[-1] if places else None


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
