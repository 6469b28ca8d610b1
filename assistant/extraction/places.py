"""Where: addresses with their town, and buildings."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from assistant.evidence import Asked, Sentence
from assistant.extraction.candidate import Candidate, scored
from assistant.extraction.names import names_in
from assistant.question import Question, folded
from index.analysis.function_words import FUNCTION_WORDS
from ingest.document import Language, Span
from ingest.morphology import dictionary
from ingest.names import find_names

ADDRESS = re.compile(
    r"""(?:\b(?:ул\.|улиц[аеыу]|проспект\w*|площад\w+|переул\w+|бульвар\w*)\s+[А-ЯЁ][\w«»-]+(?:\s+[А-ЯЁ][\w-]+)?
    | \b[А-ЯЁ][\w-]+(?:ая|ой|ую|ий|ый|ом|ем)\s+(?:улиц\w+|площад\w+|переул\w+|бульвар\w*|ряд\w*|проспект\w*)
    | \b[A-Z][\w’'ʻ‘-]+(?:\s+[A-Z][\w’'ʻ‘-]+)?\s+(?:[Ss]treet|[Aa]venue|[Rr]oad|[Ss]quare|ko[ʻ‘'’]?chasi\w*)
    | [А-ЯҚҒӘӨҮҰЎҲ][\w-]+\s+(?:көшесі\w*|кўчаси\w*)
    | \b[A-ZА-ЯҚҒӘӨҮҰЎҲ][\w’'ʻ‘-]+(?:\s+[\w’'ʻ‘-]+)?(?=,\s*\d+\w?\s*-?\s*(?:uy|үй|уй)))
    (?:,\s*(?:д\.|дом|uy|үй|уй)?\s*\d+\w?)?(?:,?\s*\d+[-–\w]*(?:uy|үй|уй))?(?:-?(?:uy|үй|уй)\w*)?""",
    re.X,
)
ASKS_ADDRESS = re.compile(r"адрес|address|manzil|манзил|мекенжай|улиц|street|koʻcha|ko'cha|кўча|көше", re.I)
ASKS_BUILDING = re.compile(
    r"здани|\bзал|помещени|чь[её]м\s+дом|building|venue|\bhall\b|\bbino|\bбино|ғимарат|\bzal", re.I
)
TOWN_REACH = 300
"""Code points before an address in which its town may be named."""
NEXT_TO = re.compile(r"\s*[,:(]?\s*")
ADDRESS_BONUS = 1.0
"""What an address gains where one is asked for, as against the town it lies in."""
BESIDE_BONUS = 0.35
BUILDING_BONUS = 1.0
LONGEST_TAIL = 6
"""Words behind the head of a building that may belong to it."""
SHORTEST_TAIL = 3
WORD = re.compile(r"[«“\"]?[^\W\d_][\w’'ʻ‘-]*[»”\"]?")


@cache
def heads() -> dict[str, tuple[str, ...]]:
    """What buildings are called, by language: lemmas for Russian, stems elsewhere."""
    table = tomllib.loads(files("assistant").joinpath("buildings.toml").read_text("utf-8"))
    return {language: tuple(words.split()) for language, words in table["heads"].items()}


def place_candidates(question: Question, sentences: Sequence[Sentence], asked: Asked) -> list[Candidate]:
    """Addresses with the town beside them, and buildings where the question asks for one."""
    found = []
    address_bonus = ADDRESS_BONUS if ASKS_ADDRESS.search(question.text) else BESIDE_BONUS
    building = bool(ASKS_BUILDING.search(question.text))
    for sentence in sentences:
        text = sentence.text
        for match in ADDRESS.finditer(text):
            start, end = with_town(sentence, match.start(), match.end())
            score = scored(sentence, start, end, asked, address_bonus)
            found.append(Candidate(sentence, start, end, "place", text[start:end], score))
        for start, end in buildings(text, sentence.language) if building else ():
            score = scored(sentence, start, end, asked, BUILDING_BONUS)
            found.append(Candidate(sentence, start, end, "place", text[start:end], score))
    return found


@lru_cache(maxsize=5_000)
def buildings(text: str, language: Language) -> tuple[Span, ...]:
    """Buildings named in a sentence, each with what is said of it: the reading room of the old school."""
    if language == "ru":
        return tuple(russian_buildings(text))
    stems = heads().get(language, ())
    words = list(WORD.finditer(text))
    found = []
    for at, word in enumerate(words):
        if not folded(word.group()).startswith(stems):
            continue
        first = at
        while (
            first > 0
            and at - first < LONGEST_TAIL
            and belongs_before(text, words[first - 1], words[first], language)
        ):
            first -= 1
        if first < at:
            found.append((words[first].start(), word.end()))
    return tuple(found)


SMALL = frozenset(
    "in at of on and to was were is will by from for with which that va ham bu shu uning endi"
    " және мен бұл ва бу held took opened moved".split()
)


def belongs_before(text: str, word: re.Match[str], following: re.Match[str], language: str) -> bool:
    """Whether a word before the head of a building still says which it is."""
    if text[word.end() : following.start()].strip():
        return False
    if language != "en" and folded(word.group()).endswith(("da", "да", "де", "та", "те", "kuni", "kunlari")):
        return False
    return folded(word.group()) not in SMALL


def russian_buildings(text: str) -> Iterator[Span]:
    """Buildings of a Russian sentence: the head, its adjectives, and the genitives and names behind it."""
    words = list(WORD.finditer(text))
    done = 0
    for at, word in enumerate(words):
        if at < done or not is_building(word.group().strip('«»"“”')):
            continue
        first = at
        while (
            first > 0
            and modifies(words[first - 1].group())
            and text[words[first - 1].end() : words[first].start()] == " "
        ):
            first -= 1
        last = at
        while (
            last + 1 < len(words)
            and last - at < LONGEST_TAIL
            and text[words[last].end() : words[last + 1].start()] == " "
        ):
            if not follows(words[last + 1].group()):
                break
            last += 1
        done = last + 1
        yield words[first].start(), words[last].end()


@lru_cache(maxsize=20_000)
def is_building(word: str) -> bool:
    """Whether a Russian word is a form of what buildings are called."""
    return any(parse.normal_form in heads()["ru"] for parse in dictionary().parse(word.lower())[:2])


def modifies(word: str) -> bool:
    """Whether a Russian word before a noun is an adjective."""
    return dictionary().parse(word)[0].tag.POS in ("ADJF", "PRTF") and word.lower() not in (
        "который",
        "этот",
        "тот",
    )


def follows(word: str) -> bool:
    """Whether a Russian word behind a noun belongs to it: a name, or a genitive."""
    if not word[0].isalpha():
        return True
    if folded(word) in FUNCTION_WORDS or len(word) < SHORTEST_TAIL:
        return False
    if word[0].isupper() and not dictionary().word_is_known(word):
        return True
    return any(
        parse.tag.case == "gent" and parse.tag.POS in ("NOUN", "ADJF", "PRTF")
        for parse in dictionary().parse(word)[:3]
    )


def with_town(sentence: Sentence, start: int, end: int) -> Span:
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
