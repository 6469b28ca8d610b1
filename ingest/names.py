"""People, organisations and places that a text names.

Russian is read by slovnet's tagger; the other languages by capitals, head nouns and endings.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from ingest.document import Language

NameKind = Literal["person", "organisation", "place"]


@dataclass(frozen=True, slots=True)
class NameMention:
    """A name in a text; offsets in code points."""

    start: int
    end: int
    kind: NameKind
    text: str


KINDS: dict[str, NameKind] = {"PER": "person", "ORG": "organisation", "LOC": "place"}
QUOTED = r"[«“\"][^«»“”\"\n]{2,80}[»”\"]"
# What belongs to an organisation behind its tagged head: a quoted name, a parent body, "for Central Asia".
TAIL = re.compile(
    rf"\s*{QUOTED}|\s+(?:ООН|ОБСЕ|СНГ|ШОС)\b|\s+(?:по|для)\s+[а-яё]+(?:\s+[а-яё]+)?(?:\s+[А-ЯЁ][а-яё]+){{0,2}}"
)


@cache
def tagger() -> Any:
    """Slovnet's tagger for Russian news, from the files that the natasha package carries."""
    # A question without a Russian sentence does not wait for the tagger.
    from navec import Navec  # noqa: PLC0415
    from slovnet import NER  # noqa: PLC0415

    spec = find_spec("natasha")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("natasha carries the model files of the Russian tagger")
    data = Path(spec.submodule_search_locations[0]) / "data"
    ner = NER.load(data / "model" / "slovnet_ner_news_v1.tar")
    ner.navec(Navec.load(data / "emb" / "navec_news_v1_1B_250K_300d_100q.tar"))
    return ner


@cache
def stems(kind: Literal["organisation", "place", "place_before"]) -> dict[str, tuple[str, ...]]:
    """Head-noun stems by language."""
    table = tomllib.loads(files("ingest").joinpath("names.toml").read_text("utf-8"))
    return {language: tuple(words.split()) for language, words in table[kind].items()}


def find_names(text: str, language: Language) -> list[NameMention]:
    """Names in order of appearance, without overlap."""
    if language == "ru":
        return russian_names(text)
    return capital_names(text, language)


def russian_names(text: str) -> list[NameMention]:
    """Names by the tagger, organisations extended over what follows their head."""
    found = list(quoted_organisations(text))
    taken = [(name.start, name.end) for name in found]
    for span in tagger()(text).spans:
        start, end = span.start, span.stop
        if any(start < b and a < end for a, b in taken):
            continue
        kind = KINDS[span.type]
        if text[start:end].count("«") > text[start:end].count("»") and text[end : end + 1] == "»":
            end += 1
        if kind == "organisation":
            while tail := TAIL.match(text, end):
                end = tail.end()
        taken.append((start, end))
        found.append(NameMention(start, end, kind, text[start:end]))
    return sorted(found, key=lambda name: name.start)


QUOTED_HEAD = re.compile(rf"\b([А-ЯЁа-яё]+)(?:\s+[а-яё]+){{0,2}}?\s+({QUOTED})")


def quoted_organisations(text: str) -> Iterator[NameMention]:
    """Names in quotes behind a head noun: артель «Ипак йули», Фонд «Меридиан диалога»."""
    for match in QUOTED_HEAD.finditer(text):
        start = match.start()
        if not has_stem(match.group(1).lower(), stems("organisation")["ru"]):
            inner = re.search(rf"([а-яё]+)\s+{re.escape(match.group(2))}$", match.group())
            if inner is None or not has_stem(inner.group(1), stems("organisation")["ru"]):
                continue
            start += inner.start()
        yield NameMention(start, match.end(), "organisation", text[start : match.end()])


CAPITAL = r"[A-ZÀ-ÞĞŞЀ-ЯҒҚҢӘӨҮҰҺІЎҲ]"
LETTER = r"[\w’'‘ʻʼ`-]"
NAME_WORD = rf"(?:{CAPITAL}\.|{CAPITAL}{LETTER}*)"
RUN = re.compile(
    rf"[«“\"]?{NAME_WORD}(?:\s*(?<=\.)\s*{NAME_WORD}|\s+(?:(?:of|for|the)\s+){{0,2}}{NAME_WORD})*[»”\"]?"
)
LONGEST_ENDING = 3
"""Letters that a word may have beyond its stem."""
PLACE_ENDING = re.compile(r"(?:da|dagi|ga|dan|да|де|дағы|дегі|ға|ге|та|те|дан|ден|нан|нен)$")


def capital_names(text: str, language: Language) -> list[NameMention]:
    """Names by runs of capitals: what they are is told by their head nouns, endings and length."""
    organisation = stems("organisation").get(language, ())
    place = stems("place").get(language, ())
    found: list[NameMention] = []
    for run in RUN.finditer(text):
        start, end = run.span()
        words = run.group().strip('«»“”"').split()
        at_start = start == 0 or text[:start].rstrip().endswith((".", "!", "?", ":", "\n"))
        lowered = [re.sub("[’'‘ʻʼ`]", "", word.lower()) for word in words]
        kind: NameKind | None = None
        head = headed(text, end, organisation) if language in ("uz", "kk", "ky", "tg") else None
        if any(has_stem(word, organisation) for word in lowered) or (
            words[0].isupper() and len(words[0]) > 2
        ):
            kind = "organisation"
            end = head or end
        elif head is not None and not PLACE_ENDING.search(lowered[-1]):
            kind, end = "organisation", head
        elif any(has_stem(word, place) for word in lowered):
            kind = "place"
        elif len(words) in (2, 3) and all(word[0].isupper() for word in words):
            kind = "person"
        elif len(words) == 1 and not at_start:
            before = text[:start].split()[-1:] or [""]
            if before[0].lower() in stems("place_before").get(language, ()) or PLACE_ENDING.search(
                lowered[0]
            ):
                kind = "place"
        if kind is not None and (not found or start >= found[-1].end):
            found.append(NameMention(start, end, kind, text[start:end]))
    return found


def has_stem(word: str, stems_: tuple[str, ...]) -> bool:
    """Whether a word is one of the stems, give or take an ending."""
    return any(word.startswith(stem) and len(word) <= len(stem) + LONGEST_ENDING for stem in stems_)


NEXT_WORD = re.compile(rf"\s+[«“\"]?({LETTER}+)[»”\"]?")


def headed(text: str, end: int, organisation: tuple[str, ...]) -> int | None:
    """End of an organisation's name whose head noun stands up to five words on (Uzbek, Kazakh)."""
    for _ in range(5):
        word = NEXT_WORD.match(text, end)
        if word is None:
            return None
        end = word.end()
        if has_stem(re.sub("[’'‘ʻʼ`]", "", word.group(1).lower()), organisation):
            return end
    return None
