"""Documents in any number, made by recombining real sentences: new names, numbers and dates in each."""

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random

from ingest.document import Block, ExtractedText, Kind, Language, Metadata
from ingest.errors import Refusal
from ingest.file import read_file
from ingest.folder import find_files
from ingest.sentences import sentence_spans
from ingest.settings import IngestSettings

SHARES: dict[Language, int] = {"ru": 65, "en": 15, "uz": 13, "kk": 7}
"""Documents of each language in a hundred, about those of a council's archive."""
KINDS: tuple[Kind, ...] = ("press-release", "minutes", "report", "announcement", "letter", "plan")
PARAGRAPHS, SENTENCES = (6, 24), (3, 7)
READ = 40_000
"""Rows read of each file of training text: enough to recombine."""
_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"(?<=[^\W\d_] )[A-ZА-ЯЁҚҒӘӨҮҰ][a-zа-яёқғәөүұіңһў]{3,}")
_SYLLABLES = {
    False: "ба бек да дил жан зар им кен лан мар нур ой рах са тал ул фар хо чар ша".split(),
    True: "ba bek da dil jan zar im ken lan mar nur oy rah sa tal ul far kho char sha".split(),
}

Pools = Mapping[Language, list[str]]
"""Sentences of each language."""


@dataclass(frozen=True, slots=True)
class Invented:
    """A document that no file holds."""

    name: str
    text: ExtractedText
    metadata: Metadata


def pools(folder: Path | None, documents: Path) -> Pools:
    """Sentences to recombine: of training text (`*.jsonl.gz` at or below `folder`), or of `documents`."""
    found: dict[Language, list[str]] = {language: [] for language in SHARES}
    for language, text in _training_texts(folder) if folder else _document_texts(documents):
        if language in found:
            found[language] += [text[a:b] for a, b in sentence_spans(text, language) if 30 <= b - a <= 400]
    return {language: sentences for language, sentences in found.items() if sentences}


def invented(sentences: Pools, seed: int = 1) -> Iterator[Invented]:
    """Documents without end, the same for the same seed."""
    random = Random(seed)
    languages = list(sentences)
    shares = [SHARES[language] for language in languages]
    for number in count():
        language = random.choices(languages, shares)[0]
        pool = sentences[language]
        title = _sentence(pool, random)
        parts = [title, *(_paragraph(pool, random) for _ in range(random.randint(*PARAGRAPHS)))]
        date = f"{random.randint(2005, 2026)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
        metadata = Metadata(title, language, random.choice(KINDS), date, "text")
        yield Invented(f"{date[:4]}/{number:07}.txt", _extracted(parts), metadata)


def questions(sentences: Pools, wanted: int, seed: int = 2) -> list[str]:
    """Short questions of the words that the documents are made of, in all their languages."""
    random = Random(seed)
    asked = []
    for language in random.choices(list(sentences), [SHARES[one] for one in sentences], k=wanted):
        words = _sentence(sentences[language], random).split()
        start = random.randrange(max(1, len(words) - 7))
        asked.append(" ".join(words[start : start + random.randint(4, 8)]) + "?")
    return asked


def _paragraph(pool: list[str], random: Random) -> str:
    return " ".join(_sentence(pool, random) for _ in range(random.randint(*SENTENCES)))


def _sentence(pool: list[str], random: Random) -> str:
    """The start of one sentence and the end of another, with numbers and names of its own."""
    first, second = random.choice(pool).split(), random.choice(pool).split()
    mixed = " ".join(first[: (len(first) + 1) // 2] + second[len(second) // 2 :])
    mixed = _NUMBER.sub(lambda found: str(random.randrange(10 ** len(found.group()))), mixed)
    return _NAME.sub(lambda found: _name(found.group(), random), mixed)


def _name(like: str, random: Random) -> str:
    syllables = _SYLLABLES[like.isascii()]
    return "".join(random.choices(syllables, k=3)).capitalize()


def _extracted(parts: list[str]) -> ExtractedText:
    blocks = [Block("heading", 0, len(parts[0]), 1)]
    for part in parts[1:]:
        start = blocks[-1].end + 2
        blocks.append(Block("paragraph", start, start + len(part)))
    return ExtractedText("\n\n".join(parts), tuple(blocks))


def _document_texts(folder: Path) -> Iterator[tuple[Language, str]]:
    for file in find_files([folder]):
        try:
            parsed = read_file(file.path, IngestSettings())
        except Refusal:
            continue
        yield parsed.metadata.language, parsed.text.text


def _training_texts(folder: Path) -> Iterator[tuple[Language, str]]:
    for path in sorted(folder.rglob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for _, line in zip(range(READ), file, strict=False):
                row = json.loads(line)
                for text, language in (("passage", "lang_p"), ("a", "lang_a"), ("b", "lang_b")):
                    if text in row:
                        yield row[language], row[text]
